//! Why a role could not be assumed. AWS answers most causes with one and the same
//! denial, on purpose; what can be told apart is, and the rest is listed, the likeliest
//! first, with the texts that would be right. It must not ask AWS anything.

use super::error::Failure;
use crate::account::{Account, ProfileName, RoleArn, onboard};
use crate::provider::{Caller, Cause, Denial, ErrorKind, Explanation};

/// Why the base identity itself cannot be used.
pub fn of_base(failure: &Failure, profile: Option<&ProfileName>) -> Explanation {
    let login = profile.map_or_else(
        || "aws sso login".to_owned(),
        |ProfileName(name)| format!("aws sso login --profile {}", crate::text::clean(name)),
    );
    let causes = match &failure.kind {
        ErrorKind::ExpiredCredentials => {
            vec![with(
                "the base identity's credentials have expired; renew them, and reading goes on by itself",
                login,
            )]
        }
        ErrorKind::NoCredentials => vec![with(
            "nobody is signed in on this machine: there are no credentials in the environment, the profile, the SSO cache, the container or the instance's metadata",
            login,
        )],
        // STS does not know the key: it was deleted, or is of another partition.
        ErrorKind::RejectedKeys => vec![plain(
            "the access key does not exist any more, or belongs to another partition",
        )],
        _ => return failure.explain(&super::base::fallback()),
    };
    Explanation {
        kind: failure.kind.clone(),
        summary: failure.to_string(),
        causes,
        request_id: failure.request_id.clone(),
    }
}

/// What can be seen before STS is asked: who can never assume this role.
pub fn foreseeable(account: &Account, role: &RoleArn, caller: &Caller) -> Option<Explanation> {
    let denied = ErrorKind::AccessDenied {
        action: Some("sts:AssumeRole".to_owned()),
        reason: Denial::Unsaid,
    };
    let (summary, cause) = if caller.partition != role.partition {
        (
            format!(
                "the caller is of partition {}, the role of {}: no identity crosses partitions",
                caller.partition, role.partition
            ),
            with(
                "a profile of the role's partition is needed as base identity",
                format!("profile = \"…\"  # of {}", account.name),
            ),
        )
    } else if caller.arn.ends_with(":root") {
        (
            "the caller is the root user, which cannot assume roles".to_owned(),
            plain("sign in as an IAM user or through IAM Identity Center"),
        )
    } else {
        return None;
    };
    Some(Explanation {
        kind: denied,
        summary,
        causes: vec![cause],
        request_id: None,
    })
}

/// Why STS refused; `caller` is who asked, as far as that is known.
pub fn of_role(
    account: &Account,
    role: &RoleArn,
    caller: Option<&Caller>,
    failure: &Failure,
) -> Explanation {
    let causes = match &failure.kind {
        ErrorKind::AccessDenied { .. } => denied(account, role, caller, &failure.message),
        ErrorKind::RegionDisabled => vec![with(
            "STS is not active in the home region of this account",
            format!(
                "aws account enable-region --region-name {}",
                account.home_region
            ),
        )],
        ErrorKind::Other { code } if code.starts_with("MalformedPolicyDocument") => {
            vec![plain("the session policy was not accepted")]
        }
        ErrorKind::Other { code } if code.starts_with("PackedPolicyTooLarge") => vec![plain(
            "the session policy and the session's tags are too large together",
        )],
        ErrorKind::RejectedKeys => vec![plain(
            "the base identity's key does not exist any more, or the region is not enabled in its account",
        )],
        ErrorKind::NoCredentials | ErrorKind::ExpiredCredentials => {
            return of_base(failure, account.profile.as_ref());
        }
        _ => {
            let home = &account.home_region;
            let there = Failure {
                operation: format!("{} in {home}", failure.operation),
                ..failure.clone()
            };
            return there.explain(home);
        }
    };
    Explanation {
        kind: failure.kind.clone(),
        summary: format!("the role {role} could not be assumed: {}", failure.message),
        causes,
        request_id: failure.request_id.clone(),
    }
}

/// The marks that AWS leaves in a denial, where it leaves one.
fn denied(account: &Account, role: &RoleArn, caller: Option<&Caller>, message: &str) -> Vec<Cause> {
    if message.contains("root account") {
        return vec![plain(
            "the caller is the root user, which cannot assume roles",
        )];
    }
    if message.contains("no identity-based policy allows") {
        return vec![caller_may_not(role)];
    }
    for policy in [
        "service control policy",
        "resource control policy",
        "permissions boundary",
        "VPC endpoint policy",
        "session policy",
    ] {
        if message.contains(policy) {
            return vec![plain(&format!(
                "a {policy} denies sts:AssumeRole on {role}"
            ))];
        }
    }
    let mut causes = vec![trust_is_wrong(account, role, caller), external_id(account)];
    // Within one account the trust policy is enough.
    if caller.is_none_or(|caller| caller.account != role.account) {
        causes.push(caller_may_not(role));
    }
    causes.push(with(
        &format!(
            "the role does not exist: check its path and name, and the account number {}",
            role.account
        ),
        format!("aws iam get-role --role-name {}", role.role_name()),
    ));
    causes.push(plain(
        "the trust policy asks for MFA (aws:MultiFactorAuthPresent), and the base identity signed in without it",
    ));
    causes.push(plain(
        "a service control policy, a permissions boundary, a resource control policy or an endpoint policy denies it",
    ));
    causes
}

fn trust_is_wrong(account: &Account, role: &RoleArn, caller: Option<&Caller>) -> Cause {
    let Some(caller) = caller else {
        return plain("the role's trust policy does not name the caller's account");
    };
    with(
        &format!(
            "the role's trust policy does not name {}, the account of {}; this one would",
            caller.account, caller.arn
        ),
        onboard::trust_policy(role.partition, caller.account, account.external_id.as_ref()),
    )
}

fn external_id(account: &Account) -> Cause {
    match &account.external_id {
        Some(id) => with(
            "the trust policy demands another external ID than this account's",
            format!("\"sts:ExternalId\": \"{id}\""),
        ),
        None => plain("the trust policy demands an external ID, and this account has none"),
    }
}

fn caller_may_not(role: &RoleArn) -> Cause {
    with(
        "no policy of the caller allows sts:AssumeRole on this role; this one would",
        onboard::caller_policy(role),
    )
}

fn plain(sentence: &str) -> Cause {
    Cause {
        sentence: sentence.to_owned(),
        remedy: None,
    }
}

fn with(sentence: &str, remedy: String) -> Cause {
    Cause {
        sentence: sentence.to_owned(),
        remedy: Some(remedy),
    }
}

#[cfg(test)]
mod tests {
    use super::{foreseeable, of_role};
    use crate::account::{Account, ExternalId, Partition, Region, RoleArn, Services};
    use crate::aws::error::{Failure, kind_of};
    use crate::provider::{Caller, Explanation};

    fn account() -> Account {
        Account {
            id: uuid::Uuid::nil(),
            name: "shop".to_owned(),
            role: Some(role()),
            external_id: Some(ExternalId::parse("example-external-id").unwrap()),
            home_region: Region::new("eu-west-1"),
            regions: Vec::new(),
            services: Services::default(),
            profile: None,
            colour: None,
            teams: Vec::new(),
        }
    }

    fn role() -> RoleArn {
        "arn:aws:iam::111122223333:role/team/skymap"
            .parse()
            .unwrap()
    }

    fn caller(account: &str, arn: &str) -> Caller {
        Caller {
            account: account.parse().unwrap(),
            arn: arn.to_owned(),
            partition: Partition::Aws,
        }
    }

    fn refused(code: &str, message: &str) -> Explanation {
        let failure = Failure {
            kind: kind_of(code, message),
            operation: "sts:AssumeRole".to_owned(),
            message: message.to_owned(),
            request_id: Some("0a1b".to_owned()),
        };
        let caller = caller("444455556666", "arn:aws:iam::444455556666:user/ada");
        of_role(&account(), &role(), Some(&caller), &failure)
    }

    const PLAIN: &str = "User: arn:aws:iam::444455556666:user/ada is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/team/skymap";

    #[test]
    fn a_cause_that_aws_names_stands_alone() {
        for (code, marked, expected) in [
            (
                "AccessDenied",
                " because no identity-based policy allows the sts:AssumeRole action",
                "no policy of the caller allows",
            ),
            (
                "AccessDenied",
                " with an explicit deny in a service control policy",
                "a service control policy denies",
            ),
            (
                "AccessDenied",
                " with an explicit deny in a VPC endpoint policy",
                "a VPC endpoint policy denies",
            ),
            (
                "AccessDenied",
                "Roles may not be assumed by root accounts.",
                "root user",
            ),
            ("RegionDisabledException", "", "STS is not active"),
            ("InvalidClientTokenId", "", "does not exist any more"),
        ] {
            let message = format!("{PLAIN}{marked}");
            let explanation = refused(code, &message);
            assert_eq!(explanation.causes.len(), 1, "{marked}");
            let sentence = &explanation.causes[0].sentence;
            assert!(sentence.contains(expected), "{marked}: {sentence}");
            assert_eq!(explanation.request_id.as_deref(), Some("0a1b"));
        }
    }

    #[test]
    fn the_one_denial_lists_what_it_can_be_with_the_right_texts() {
        let explanation = refused("AccessDenied", PLAIN);
        let sentences: Vec<&str> = explanation
            .causes
            .iter()
            .map(|cause| cause.sentence.as_str())
            .collect();
        for (sentence, expected) in sentences.iter().zip([
            "trust policy does not name 444455556666",
            "another external ID",
            "no policy of the caller",
            "does not exist",
            "MFA",
            "service control policy",
        ]) {
            assert!(sentence.contains(expected), "{sentence}");
        }
        let trust = explanation.causes[0].remedy.as_ref().unwrap();
        let trust: serde_json::Value = serde_json::from_str(trust).unwrap();
        let statement = &trust["Statement"][0];
        assert_eq!(
            statement["Principal"]["AWS"],
            "arn:aws:iam::444455556666:root"
        );
        let id = &statement["Condition"]["StringEquals"]["sts:ExternalId"];
        assert_eq!(id, "example-external-id");
    }

    #[test]
    fn what_can_never_work_is_said_before_it_is_tried() {
        let ada = caller("444455556666", "arn:aws:iam::444455556666:user/ada");
        assert_eq!(foreseeable(&account(), &role(), &ada), None);
        let root = caller("444455556666", "arn:aws:iam::444455556666:root");
        let explanation = foreseeable(&account(), &role(), &root).unwrap();
        assert!(explanation.summary.contains("root user"));
        let far = Caller {
            partition: Partition::China,
            ..ada
        };
        let explanation = foreseeable(&account(), &role(), &far).unwrap();
        assert!(explanation.summary.contains("aws-cn"));
    }
}
