//! EC2's filters: any value of a filter, all of the filters, `*` and `?` in values. It
//! must not know what is filtered.

use super::query::Filter;
use super::refusal::Refusal;
use std::borrow::Cow;

/// Something that filters can be held against.
pub(super) trait Filtered {
    fn tags(&self) -> Vec<(&str, Cow<'_, str>)>;

    /// The values of a filter that is not about tags; `None` where there is no such filter.
    fn values(&self, filter: &str) -> Option<Vec<Cow<'_, str>>>;
}

/// Whether it passes all filters.
pub(super) fn passes(item: &impl Filtered, filters: &[Filter]) -> Result<bool, Refusal> {
    for filter in filters {
        let values = match filter.name.strip_prefix("tag:") {
            Some(wanted) => {
                let tags = item.tags().into_iter();
                tags.filter_map(|(key, value)| (key == wanted).then_some(value))
                    .collect()
            }
            None if filter.name == "tag-key" => {
                item.tags().into_iter().map(|(key, _)| key.into()).collect()
            }
            None => item.values(&filter.name).ok_or_else(|| {
                let message = format!("The filter '{}' is invalid", filter.name);
                Refusal::new(400, "InvalidParameterValue", message)
            })?,
        };
        let mut wanted = filter.values.iter();
        if !wanted.any(|pattern| values.iter().any(|value| matches_pattern(pattern, value))) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `*` stands for any characters, `?` for one.
pub(super) fn matches_pattern(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut read) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while read < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(byte) if *byte == b'?' || *byte == text[read] => {
                at += 1;
                read += 1;
            }
            _ => {
                let Some((back, from)) = star else {
                    return false;
                };
                star = Some((back, from + 1));
                at = back + 1;
                read = from + 1;
            }
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks_match_as_in_iam_and_filters() {
        let cases = [
            ("ec2:Describe*", "ec2:DescribeVpcs", true),
            ("*", "", true),
            ("web-?", "web-1", true),
            ("web-?", "web-", false),
            ("*shop*prod", "the-shop-in-prod", true),
            ("*shop*prod", "the-shop-in-prods", false),
            ("a*b*c", "aXbXbXc", true),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(
                matches_pattern(pattern, text),
                expected,
                "{pattern} on {text}"
            );
        }
    }
}
