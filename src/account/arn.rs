//! The ARN of a role, parsed once, exactly as a person pastes it.

use super::{AccountId, Partition};
use crate::text;
use std::fmt;
use std::str::FromStr;

/// The longest path that IAM takes, with its slashes.
const LONGEST_PATH: usize = 512;
/// The longest role name that IAM takes.
const LONGEST_NAME: usize = 64;

/// `arn:PARTITION:iam::ACCOUNT:role/PATH/NAME`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleArn {
    pub partition: Partition,
    pub account: AccountId,
    /// Everything behind `role/`: the path, when there is one, and the name.
    pub path_and_name: String,
}

impl RoleArn {
    /// The role's name without its path.
    pub fn role_name(&self) -> &str {
        self.path_and_name.rsplit('/').next().unwrap_or_default()
    }

    /// Whether both name one role: IAM does not tell role names apart by case.
    pub fn is_same_role(&self, other: &Self) -> bool {
        self.partition == other.partition
            && self.account == other.account
            && self
                .path_and_name
                .eq_ignore_ascii_case(&other.path_and_name)
    }
}

impl fmt::Display for RoleArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "arn:{}:iam::{}:role/{}",
            self.partition, self.account, self.path_and_name
        )
    }
}

impl FromStr for RoleArn {
    type Err = ArnError;

    /// Takes what a terminal wrapped: an ARN holds no white space, so all of it goes,
    /// and so do the quotes that come along when it is copied out of JSON.
    fn from_str(pasted: &str) -> Result<Self, Self::Err> {
        let arn: String = text::clean(pasted)
            .split_whitespace()
            .collect::<String>()
            .trim_matches(['"', '\''])
            .to_owned();
        if arn.parse::<AccountId>().is_ok() {
            return Err(ArnError::OnlyTheNumber(arn));
        }
        let fields: Vec<&str> = arn.splitn(6, ':').collect();
        let ["arn", partition, service, region, account, resource] = fields[..] else {
            return Err(ArnError::NotAnArn);
        };
        let partition: Partition = partition.parse()?;
        if service == "sts"
            && let Some(session) = resource.strip_prefix("assumed-role/")
        {
            return Err(of_session(partition, account, session));
        }
        if service != "iam" || !region.is_empty() {
            return Err(ArnError::OtherService(shortened(service)));
        }
        let account = account.parse()?;
        let path_and_name = match resource.split_once('/') {
            Some(("role", path_and_name)) => path_and_name,
            Some((kind, _)) => return Err(ArnError::OtherResource(shortened(kind))),
            None => return Err(ArnError::OtherResource(shortened(resource))),
        };
        check_path_and_name(path_and_name)?;
        Ok(Self {
            partition,
            account,
            path_and_name: path_and_name.to_owned(),
        })
    }
}

/// A session's ARN names its role without the path.
fn of_session(partition: Partition, account: &str, session: &str) -> ArnError {
    let name = session.split('/').next().unwrap_or_default();
    match account.parse() {
        Err(error) => error,
        Ok(account) => match check_path_and_name(name) {
            Err(error) => error,
            Ok(()) => ArnError::AssumedRole(RoleArn {
                partition,
                account,
                path_and_name: name.to_owned(),
            }),
        },
    }
}

fn check_path_and_name(path_and_name: &str) -> Result<(), ArnError> {
    let (path, name) = path_and_name
        .rsplit_once('/')
        .unwrap_or(("", path_and_name));
    let is_of_a_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    if name.is_empty() {
        Err(ArnError::NoName)
    } else if let Some(stranger) = name
        .chars()
        .find(|character| !u8::try_from(*character).is_ok_and(is_of_a_name))
    {
        Err(ArnError::NameCharacter(stranger))
    } else if name.len() > LONGEST_NAME {
        Err(ArnError::LongName(name.len()))
    } else if path.len() + 2 > LONGEST_PATH || !path.bytes().all(|byte| byte.is_ascii_graphic()) {
        Err(ArnError::Path)
    } else {
        Ok(())
    }
}

/// A part of a pasted text, short enough for a sentence.
fn shortened(part: &str) -> String {
    const LONGEST: usize = 32;
    if part.chars().count() <= LONGEST {
        part.to_owned()
    } else {
        part.chars().take(LONGEST).chain(['…']).collect()
    }
}

/// Why a text is no role ARN; each sentence says what right looks like.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArnError {
    #[error("this is not an ARN; a role's ARN looks like arn:aws:iam::111122223333:role/skymap")]
    NotAnArn,
    #[error(
        "{0} is only the account's number; its role's ARN looks like arn:aws:iam::{0}:role/skymap"
    )]
    OnlyTheNumber(String),
    #[error(
        "this is the ARN of a session; the ARN of its role is {0}, with the role's path before the name when it has one"
    )]
    AssumedRole(RoleArn),
    #[error(
        "this ARN belongs to the service {0:?}, not to a role; a role's ARN looks like arn:aws:iam::111122223333:role/skymap"
    )]
    OtherService(String),
    #[error(
        "this ARN names {0:?} and not a role; a role's ARN looks like arn:aws:iam::111122223333:role/skymap"
    )]
    OtherResource(String),
    #[error("an account number has exactly twelve digits, like 111122223333")]
    AccountNumber,
    #[error("the partition must be aws, aws-cn, aws-us-gov, aws-eusc or an aws-iso one")]
    Partition,
    #[error("the role's name is missing; the ARN must end like role/skymap")]
    NoName,
    #[error("a role's name cannot hold {0:?}; it has letters, digits and _+=,.@-")]
    NameCharacter(char),
    #[error("a role's name has at most 64 characters, this one has {0}")]
    LongName(usize),
    #[error(
        "the role's path must be plain ASCII without spaces, at most 512 characters, like service-role/"
    )]
    Path,
}

#[cfg(test)]
mod tests {
    use super::RoleArn;
    use proptest::prelude::*;

    fn check(pasted: &str, expected: Result<&str, &str>) {
        let parsed = pasted.parse::<RoleArn>();
        match expected {
            Ok(arn) => assert_eq!(parsed.map(|arn| arn.to_string()), Ok(arn.to_owned())),
            Err(part) => {
                let sentence = parsed.expect_err(pasted).to_string();
                assert!(sentence.contains(part), "{pasted:?}: {sentence}");
            }
        }
    }

    #[test]
    fn a_pasted_arn_is_accepted_or_told_what_it_is() {
        const PLAIN: &str = "arn:aws:iam::111122223333:role/skymap";
        for (pasted, expected) in [
            (PLAIN, Ok(PLAIN)),
            ("  arn:aws:iam::111122223333:role/skymap\r\n", Ok(PLAIN)),
            ("arn:aws:iam::11112222\n  3333:role/sky\r\n  map", Ok(PLAIN)),
            ("\"arn:aws:iam::111122223333:role/skymap\"", Ok(PLAIN)),
            ("arn:aws:iam::111122223333:role/sky\u{200b}map", Ok(PLAIN)),
            (
                "arn:aws-cn:iam::000000000001:role/service-role/a.b@c",
                Ok("arn:aws-cn:iam::000000000001:role/service-role/a.b@c"),
            ),
            ("", Err("not an ARN")),
            ("skymap", Err("not an ARN")),
            ("111122223333", Err("arn:aws:iam::111122223333:role/skymap")),
            ("arn:aws:iam::111122223333:user/eve", Err("\"user\"")),
            ("arn:aws:iam::111122223333:root", Err("\"root\"")),
            (
                "arn:aws:iam::111122223333:instance-profile/web",
                Err("\"instance-profile\""),
            ),
            (
                "arn:aws-us-gov:sts::111122223333:assumed-role/ops/eve@example.com",
                Err("arn:aws-us-gov:iam::111122223333:role/ops"),
            ),
            ("arn:aws:s3:::bucket", Err("\"s3\"")),
            ("arn:aws:iam::1111:role/skymap", Err("twelve digits")),
            (
                "arn:aws:iam::１１１１２２２２３３３３:role/skymap",
                Err("twelve digits"),
            ),
            ("arn:gcp:iam::111122223333:role/skymap", Err("partition")),
            ("arn:aws:iam::111122223333:role/", Err("missing")),
            ("arn:aws:iam::111122223333:role/sky*map", Err("'*'")),
            ("arn:aws:iam::111122223333:role/Ünder", Err("'Ü'")),
        ] {
            check(pasted, expected);
        }
        let long = "r".repeat(65);
        check(
            &format!("arn:aws:iam::111122223333:role/{long}"),
            Err("has 65"),
        );
        let path = "p".repeat(600);
        check(
            &format!("arn:aws:iam::111122223333:role/{path}/n"),
            Err("path"),
        );
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(number in 0_u64..1_000_000_000_000, name in "([!-~]{1,20}/)?[A-Za-z0-9_+=,.@-]{1,64}") {
            let text = format!("arn:aws:iam::{number:012}:role/{name}");
            match text.parse::<RoleArn>() {
                Ok(arn) => prop_assert_eq!(arn.to_string(), text),
                Err(error) => prop_assert!(false, "{}: {}", text, error),
            }
        }
    }
}
