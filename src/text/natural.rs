//! The order in which people expect names: `web-2` before `web-10`.

use std::cmp::Ordering;

/// Compares runs of digits as numbers and everything else without regard to case;
/// names that differ only in case or in leading zeros are still told apart.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    while !left.is_empty() && !right.is_empty() {
        let (left_run, left_rest) = split_run(left);
        let (right_run, right_rest) = split_run(right);
        let order = match (is_number(left_run), is_number(right_run)) {
            (true, true) => compare_numbers(left_run, right_run),
            _ => compare_words(left_run, right_run),
        };
        if order.is_ne() {
            return order;
        }
        (left, right) = (left_rest, right_rest);
    }
    left.len().cmp(&right.len()).then_with(|| a.cmp(b))
}

/// The longest beginning that is all digits or all something else.
fn split_run(text: &str) -> (&str, &str) {
    let is_digit = is_number(text);
    let end = text
        .bytes()
        .position(|byte| byte.is_ascii_digit() != is_digit)
        .unwrap_or(text.len());
    text.split_at(end)
}

fn is_number(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_digit)
}

/// Numbers of any length: the longer one is larger once leading zeros are gone.
fn compare_numbers(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

fn compare_words(a: &str, b: &str) -> Ordering {
    a.chars()
        .flat_map(char::to_lowercase)
        .cmp(b.chars().flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn names_stand_in_the_order_people_expect() {
        let expected = [
            "",
            "7",
            "10",
            "api",
            "API-2",
            "web",
            "web-2",
            "web-02",
            "web-10",
            "web-10a",
            "web-10b",
            "web-99999999999999999999999",
            "web-100000000000000000000000",
            "zürich-1",
            "ü",
        ];
        let mut sorted = expected;
        sorted.reverse();
        sorted.sort_by(|a, b| natural(a, b));
        assert_eq!(sorted, expected);
    }
}
