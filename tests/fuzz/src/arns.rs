//! Whatever is pasted as an ARN, an account number, a region or an external ID is read
//! back as it is printed, or refused in a sentence.

use super::dice::{HOSTILE, written};
use super::screen::{check_sentence, check_text};
use skymap::account::{AccountId, ExternalId, Region, RoleArn};
use skymap::inventory::ResourceId;
use std::fmt::{Debug, Display};
use std::str::FromStr;

const PIECES: &[&str] = &[
    "arn:aws:iam::111122223333:role/skymap",
    "arn:",
    "aws",
    "aws-us-gov",
    ":iam::",
    ":sts::",
    "111122223333",
    ":role/",
    ":assumed-role/",
    "service-role/",
    "/",
    ":",
    "\"",
    "'",
    "eu-west-1",
    "us-iso-east-1",
    "１１１１",
    "rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
];

pub fn check(bytes: &[u8]) {
    let text = written(bytes, PIECES);
    check_role(&text);
    check_role(&format!("arn:aws:iam::111122223333:role/{text}"));
    check_role(&format!("arn:aws:sts::111122223333:assumed-role/{text}"));
    check_read_back::<AccountId>(&text);
    if let Ok(region) = Region::parse(&text) {
        check_text(region.as_str());
        assert_eq!(Region::parse(region.as_str()), Ok(region));
    }
    if let Ok(id) = ExternalId::parse(&text) {
        check_text(id.as_str());
        assert_eq!(ExternalId::parse(id.as_str()), Ok(id));
    }
    check_resource(&text);
}

fn check_role(text: &str) {
    let Some(role) = check_read_back::<RoleArn>(text) else {
        return;
    };
    let printed = role.to_string();
    assert!(
        printed.bytes().all(|byte| byte.is_ascii_graphic()),
        "{printed:?}"
    );
    assert!(!role.role_name().is_empty());
    assert!(role.is_same_role(&role));
    // A wrapped paste is the same ARN, and hostile text never makes it another one.
    let middle = printed.len() / 2;
    for piece in HOSTILE.iter().filter(|piece| piece.trim().is_empty()) {
        let wrapped = format!("{piece}{}{piece}{}", &printed[..middle], &printed[middle..]);
        assert_eq!(
            wrapped.parse::<RoleArn>().as_ref(),
            Ok(&role),
            "{wrapped:?}"
        );
    }
}

fn check_read_back<T>(text: &str) -> Option<T>
where
    T: FromStr + Display + PartialEq + Debug,
    T::Err: Display,
{
    match text.parse::<T>() {
        Ok(value) => {
            let again = value.to_string().parse::<T>();
            assert_eq!(again.ok().as_ref(), Some(&value), "{text:?}");
            Some(value)
        }
        Err(error) => {
            let sentence = error.to_string();
            check_sentence(&sentence);
            assert!(sentence.len() < 1000 && !sentence.ends_with('.'));
            None
        }
    }
}

/// What AWS names need not be an ARN at all.
fn check_resource(text: &str) {
    let id = ResourceId::new(text);
    check_text(id.as_str());
    assert!(id.as_str().contains(id.short()));
}
