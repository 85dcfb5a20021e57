//! Many accounts at once: what the AWS configuration file, a list of numbers or an
//! organization says of them, as drafts. It must not know where the texts come from.

use super::{AccountId, Draft, RoleArn};

/// What `{account}` stands for in a role's pattern.
const PLACE: &str = "{account}";

/// A member of an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub number: AccountId,
    pub name: String,
}

/// What was found, and sentences about what could not be used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidates {
    pub drafts: Vec<Draft>,
    pub issues: Vec<String>,
}

/// The profiles that assume a role: its ARN, the profile that they start from, external
/// ID and region.
pub fn of_profiles(config: &str) -> Candidates {
    let mut found = Candidates::default();
    for profile in profiles(config) {
        let get = |key: &str| {
            let mut pairs = profile.pairs.iter();
            pairs
                .find(|(known, _)| known == key)
                .map(|(_, value)| value.clone())
        };
        let Some(role_arn) = get("role_arn") else {
            continue;
        };
        if get("mfa_serial").is_some() {
            found.issues.push(format!(
                "the profile {} asks for MFA, which skymap cannot answer: its check will tell whether the role insists",
                profile.name
            ));
        }
        found.drafts.push(Draft {
            role_arn,
            external_id: get("external_id").unwrap_or_default(),
            profile: get("source_profile").unwrap_or_default(),
            regions: get("region").unwrap_or_default(),
            name: profile.name,
            ..Draft::new()
        });
    }
    found
}

/// Numbers, each with a name behind it or without, parted by commas or lines.
pub fn of_numbers(list: &str, pattern: &str) -> Candidates {
    let mut found = Candidates::default();
    let lines = list
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default());
    // A name may follow a comma too: `111122223333, shop`.
    for line in lines {
        let words = line
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty());
        let mut last: Option<AccountId> = None;
        for word in words {
            let (number, name) = word
                .split_once(|letter: char| letter == '=' || letter.is_whitespace())
                .unwrap_or((word, ""));
            // As the console writes it, and this program: `1111-2222-3333`.
            let number = number.replace('-', "").parse::<AccountId>();
            match (number, last.take()) {
                (Ok(number), _) => {
                    found.add(number, name.trim(), pattern);
                    last = name.trim().is_empty().then_some(number);
                }
                // A number that is none is no name either.
                (Err(_), Some(_)) if !word.starts_with(|letter: char| letter.is_ascii_digit()) => {
                    if let Some(draft) = found.drafts.last_mut() {
                        word.clone_into(&mut draft.name);
                    }
                }
                (Err(error), _) => found.issues.push(format!("{word:?}: {error}")),
            }
        }
    }
    found
}

/// The members of an organization.
pub fn of_members(members: &[Member], pattern: &str) -> Candidates {
    let mut found = Candidates::default();
    for member in members {
        found.add(member.number, &member.name, pattern);
    }
    found
}

impl Candidates {
    fn add(&mut self, number: AccountId, name: &str, pattern: &str) {
        let name = match name {
            "" => number.to_string(),
            name => name.to_owned(),
        };
        self.drafts.push(Draft {
            name,
            role_arn: pattern.replace(PLACE, &number.to_string()),
            external_id: String::new(),
            ..Draft::new()
        });
    }
}

/// A pattern that makes another role's ARN for each account.
pub fn pattern(text: &str) -> Result<String, String> {
    if !text.contains(PLACE) {
        return Err(format!(
            "a role's pattern has {PLACE} where the number goes, like arn:aws:iam::{PLACE}:role/skymap"
        ));
    }
    let example = text.replace(PLACE, "111122223333");
    match example.parse::<RoleArn>() {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

struct Profile {
    name: String,
    pairs: Vec<(String, String)>,
}

/// The sections of the file that are profiles. Lines that are indented belong to a
/// service's own settings.
fn profiles(config: &str) -> Vec<Profile> {
    let mut profiles: Vec<Profile> = Vec::new();
    let mut is_in_profile = false;
    for line in config.lines() {
        let is_nested = line.starts_with([' ', '\t']);
        let line = without_comment(line).trim();
        if let Some(section) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            let name = named(section.trim());
            is_in_profile = name.is_some();
            profiles.extend(name.map(|name| Profile {
                name,
                pairs: Vec::new(),
            }));
        } else if let (Some((key, value)), true) =
            (line.split_once('='), is_in_profile && !is_nested)
            && let Some(profile) = profiles.last_mut()
        {
            let pair = (key.trim().to_ascii_lowercase(), value.trim().to_owned());
            profile.pairs.push(pair);
        }
    }
    profiles
}

fn named(section: &str) -> Option<String> {
    if section == "default" {
        return Some(section.to_owned());
    }
    let name = section.strip_prefix("profile")?;
    let is_parted = name.starts_with(char::is_whitespace);
    let name = name.trim().trim_matches('"').trim_matches('\'');
    (is_parted && !name.is_empty()).then(|| name.to_owned())
}

/// A comment begins a line, or follows white space.
fn without_comment(line: &str) -> &str {
    let starts = |sign: char| line.trim_start().starts_with(sign);
    if starts('#') || starts(';') {
        return "";
    }
    let ends = [" #", " ;", "\t#", "\t;"]
        .iter()
        .filter_map(|sign| line.find(sign));
    &line[..ends.min().unwrap_or(line.len())]
}

#[cfg(test)]
mod tests {
    use super::{of_numbers, of_profiles, pattern};

    const CONFIG: &str = "\
[default]
region = eu-west-1

[profile shop] ; the shop
role_arn = arn:aws:iam::111122223333:role/skymap
source_profile=ops # who we are
external_id = 0123456789
region = us-east-1
s3 =
    role_arn = arn:aws:iam::999999999999:role/nested
[profile \"two words\"]
role_arn = arn:aws:iam::444455556666:role/skymap
mfa_serial = arn:aws:iam::777788889999:mfa/ada
[sso-session main]
role_arn = arn:aws:iam::999999999999:role/none
[profilex]
role_arn = arn:aws:iam::999999999999:role/none
";

    #[test]
    fn profiles_that_assume_a_role_are_kept_whole() {
        let found = of_profiles(CONFIG);
        let rows = found.drafts.iter().map(|draft| {
            let parts = [
                &draft.name,
                &draft.role_arn,
                &draft.profile,
                &draft.external_id,
                &draft.regions,
            ];
            parts.map(String::as_str).join("|")
        });
        assert_eq!(
            rows.collect::<Vec<_>>(),
            [
                "shop|arn:aws:iam::111122223333:role/skymap|ops|0123456789|us-east-1",
                "two words|arn:aws:iam::444455556666:role/skymap|||",
            ]
        );
        assert_eq!(found.issues.len(), 1, "{:?}", found.issues);
    }

    #[test]
    fn numbers_come_in_lists_and_files_with_names_and_without() {
        let pattern = "arn:aws:iam::{account}:role/team/skymap";
        for (list, expected) in [
            ("111122223333", "111122223333"),
            ("111122223333,444455556666", "111122223333 444455556666"),
            ("111122223333=shop, 444455556666=data", "shop data"),
            (
                "111122223333, shop\n444455556666 data lake # old\n\n",
                "shop data lake",
            ),
            ("1111-2222-3333 shop", "shop"),
            ("12", ""),
            ("111122223333, 12", "111122223333"),
        ] {
            let found = of_numbers(list, pattern);
            let names: Vec<&str> = found
                .drafts
                .iter()
                .map(|draft| draft.name.as_str())
                .collect();
            assert_eq!(names.join(" "), expected, "{list}");
            assert_eq!(
                found.issues.len(),
                usize::from(list.ends_with("12")),
                "{list}"
            );
            for draft in &found.drafts {
                assert!(draft.role_arn.ends_with(":role/team/skymap"));
            }
        }
    }

    #[test]
    fn a_pattern_has_a_place_for_the_number() {
        for (text, is_right) in [
            ("arn:aws:iam::{account}:role/skymap", true),
            ("arn:aws:iam::111122223333:role/skymap", false),
            ("role-of-{account}", false),
        ] {
            assert_eq!(pattern(text).is_ok(), is_right, "{text}");
        }
    }
}
