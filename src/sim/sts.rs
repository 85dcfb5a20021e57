//! The Security Token Service: `AssumeRole` with AWS's refusals, `GetCallerIdentity`. It
//! must not know the other services.

use super::estate::Account;
use super::front::Call;
use super::identity::Session;
use super::policy::Policy;
use super::query::Service;
use super::refusal::Refusal;
use super::view::stamp;
use super::xml::Xml;
use jiff::Timestamp;

const SHORTEST_SECONDS: u64 = 900;
const LONGEST_SECONDS: u64 = 43_200;
const CHAINED_SECONDS: u64 = 3600;
const POLICY_CHARACTERS: usize = 2048;

pub(super) fn answer(call: &Call<'_>) -> Result<String, Refusal> {
    match call.action {
        "AssumeRole" => assume_role(call),
        "GetCallerIdentity" => Ok(caller_identity(call)),
        other => Err(Refusal::invalid_action(Service::Sts, other)),
    }
}

fn caller_identity(call: &Call<'_>) -> String {
    respond(call, |xml| {
        xml.text("Arn", &call.principal.arn);
        xml.text("UserId", &call.principal.user_id);
        xml.text("Account", &call.principal.account);
    })
}

fn assume_role(call: &Call<'_>) -> Result<String, Refusal> {
    let arn = required(call, "RoleArn", "roleArn")?;
    let name = required(call, "RoleSessionName", "roleSessionName")?;
    let external_id = call.parameters.get("ExternalId");
    check_text("roleSessionName", name, (2, 64, "=,.@-"))?;
    if let Some(id) = external_id {
        check_text("externalId", id, (2, 1224, "=,.@:/-"))?;
    }
    check_arn(arn)?;
    let seconds = duration(call)?;
    let policy = call.parameters.get("Policy");
    let packed = policy.map(packed_size).transpose()?;
    let account = trusting_account(call, arn, external_id)?;
    if seconds > account.role.max_session_seconds {
        return Err(Refusal::validation(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    let session = Session {
        account: account.number.clone(),
        role: account.role.name.clone(),
        name: name.to_owned(),
        expires: call.now.as_second() + seconds as i64,
        policy: policy.map(str::to_owned),
        serial: call.serial,
    };
    Ok(assumed(call, &session, packed))
}

fn assumed(call: &Call<'_>, session: &Session, packed: Option<usize>) -> String {
    let keys = session.keys();
    respond(call, |xml| {
        xml.element("AssumedRoleUser", |xml| {
            xml.text("AssumedRoleId", &session.user_id());
            xml.text("Arn", &session.arn());
        });
        xml.element("Credentials", |xml| {
            let expires = Timestamp::from_second(session.expires).unwrap_or(call.now);
            xml.text("AccessKeyId", &keys.access_key_id);
            xml.text("SecretAccessKey", &keys.secret);
            xml.text("SessionToken", &keys.token);
            xml.text("Expiration", &stamp(expires, 0).replace(".000Z", "Z"));
        });
        if let Some(percent) = packed {
            xml.value("PackedPolicySize", percent);
        }
    })
}

/// The account whose role it is, where the role trusts the caller. AWS gives the same
/// answer whatever is wrong, so that nothing can be learnt of roles that are not one's own.
fn trusting_account<'a>(
    call: &Call<'a>,
    arn: &str,
    external_id: Option<&str>,
) -> Result<&'a Account, Refusal> {
    let mut accounts = call.fleet.accounts.values();
    let found = accounts.find(|account| {
        let role = &account.role;
        let trusted = role.trusts.contains(&call.principal.account);
        account.role_arn() == arn && trusted && external_id == Some(role.external_id.as_str())
    });
    found.ok_or_else(|| {
        let caller = &call.principal.arn;
        let message = format!(
            "User: {caller} is not authorized to perform: sts:AssumeRole on resource: {arn}"
        );
        Refusal::new(403, "AccessDenied", message)
    })
}

fn required<'a>(call: &Call<'a>, name: &str, member: &str) -> Result<&'a str, Refusal> {
    call.parameters.get(name).ok_or_else(|| {
        Refusal::validation(format!(
            "1 validation error detected: Value null at '{member}' failed to satisfy constraint: \
             Member must not be null"
        ))
    })
}

/// Least and most characters, and which marks are allowed beside letters and digits.
fn check_text(member: &str, text: &str, limits: (usize, usize, &str)) -> Result<(), Refusal> {
    let (least, most, marks) = limits;
    let constraint = if text.chars().count() < least {
        format!("Member must have length greater than or equal to {least}")
    } else if text.chars().count() > most {
        format!("Member must have length less than or equal to {most}")
    } else if !text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "_+".contains(c) || marks.contains(c))
    {
        let marks = marks.replace('/', "\\/");
        format!("Member must satisfy regular expression pattern: [\\w+{marks}]*")
    } else {
        return Ok(());
    };
    Err(Refusal::validation(format!(
        "1 validation error detected: Value '{text}' at '{member}' failed to satisfy constraint: \
         {constraint}"
    )))
}

fn check_arn(arn: &str) -> Result<(), Refusal> {
    if arn.len() < 20 {
        return Err(Refusal::validation(format!(
            "1 validation error detected: Value '{arn}' at 'roleArn' failed to satisfy \
             constraint: Member must have length greater than or equal to 20"
        )));
    }
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts[..] {
        ["arn", _, "iam", "", account, role]
            if account.len() == 12 && role.starts_with("role/") =>
        {
            Ok(())
        }
        _ => Err(Refusal::validation(format!("{arn} is invalid"))),
    }
}

fn duration(call: &Call<'_>) -> Result<u64, Refusal> {
    let Some(text) = call.parameters.get("DurationSeconds") else {
        return Ok(CHAINED_SECONDS);
    };
    let outside = |constraint: String| {
        Refusal::validation(format!(
            "1 validation error detected: Value '{text}' at 'durationSeconds' failed to satisfy \
             constraint: Member must have value {constraint}"
        ))
    };
    match text.parse::<u64>() {
        Ok(seconds) if seconds > LONGEST_SECONDS => {
            Err(outside(format!("less than or equal to {LONGEST_SECONDS}")))
        }
        Ok(seconds) if seconds > CHAINED_SECONDS && call.principal.session.is_some() => {
            Err(Refusal::validation(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed \
                 by role chaining",
            ))
        }
        Ok(seconds) if seconds >= SHORTEST_SECONDS => Ok(seconds),
        _ => Err(outside(format!(
            "greater than or equal to {SHORTEST_SECONDS}"
        ))),
    }
}

/// How full the session policy makes its space, in percent. AWS packs policies in a way
/// that is not published; half of the characters is about what it reports.
fn packed_size(policy: &str) -> Result<usize, Refusal> {
    let characters = policy.chars().count();
    if characters > POLICY_CHARACTERS {
        let percent = characters * 100 / POLICY_CHARACTERS;
        return Err(Refusal::new(
            400,
            "PackedPolicyTooLarge",
            format!(
                "Packed policy consumes {percent}% of allotted space, please use smaller policy."
            ),
        ));
    }
    match Policy::parse(policy) {
        Some(_) => Ok((characters * 50).div_ceil(POLICY_CHARACTERS)),
        None => Err(Refusal::new(
            400,
            "MalformedPolicyDocument",
            "This policy contains invalid Json",
        )),
    }
}

fn respond(call: &Call<'_>, inside: impl FnOnce(&mut Xml)) -> String {
    super::elb::respond(call, inside)
}
