//! What a helper of somebody else's said, without what may be a secret in it. AWS's own
//! sentences hold none and are left alone: the long words in them are to be decoded.

/// Shorter words of random letters are ids and names. An access key's secret has 40.
const SHORTEST_SECRET: usize = 20;
const HIDDEN: &str = "(hidden)";

/// The text with every word hidden that looks random or stands behind a name like
/// `token=`.
pub fn redact(text: &str) -> String {
    let mut redacted = String::with_capacity(text.len());
    let mut is_told = false;
    for piece in text.split_inclusive(|character: char| !belongs_to_a_word(character)) {
        let word = piece.trim_end_matches(|character| !belongs_to_a_word(character));
        let end = &piece[word.len()..];
        if !word.is_empty() && (is_told || is_random(word)) {
            redacted.push_str(HIDDEN);
        } else {
            redacted.push_str(word);
        }
        redacted.push_str(end);
        is_told = if word.is_empty() {
            is_told && end.trim_matches(['=', ':', '"', '\'', ' ']).is_empty()
        } else {
            names_a_secret(word) && end.contains(['=', ':', '"', '\'', ' '])
        };
    }
    redacted
}

fn belongs_to_a_word(character: char) -> bool {
    character.is_alphanumeric() || "+/_-.~".contains(character)
}

fn names_a_secret(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    [
        "secret",
        "token",
        "password",
        "passwd",
        "accesskey",
        "access_key",
    ]
    .iter()
    .any(|name| word.contains(name))
}

/// Long, and of upper case, lower case and digits: neither a word nor a path.
fn is_random(word: &str) -> bool {
    let has = |kind: fn(&char) -> bool| word.chars().any(|character| kind(&character));
    word.len() >= SHORTEST_SECRET
        && !word.starts_with(['/', '.', '~'])
        && has(char::is_ascii_uppercase)
        && has(char::is_ascii_lowercase)
        && has(char::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn what_may_be_a_secret_is_hidden_and_the_rest_is_told() {
        for (said, expected) in [
            ("your login has expired: run login-tool ada", None),
            (
                "cannot open /home/Ada7/.config/Login-Tool2/settings.json",
                None,
            ),
            (
                "got wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY, which is refused",
                Some("got (hidden), which is refused"),
            ),
            (
                r#"{"SecretAccessKey": "short", "Expiration": "soon"}"#,
                Some(r#"{"SecretAccessKey": "(hidden)", "Expiration": "soon"}"#),
            ),
            (
                "password=hunter2 for ada",
                Some("password=(hidden) for ada"),
            ),
            (
                "the token 'abc' is old",
                Some("the token '(hidden)' is old"),
            ),
            ("", None),
        ] {
            assert_eq!(redact(said), expected.unwrap_or(said));
        }
    }
}
