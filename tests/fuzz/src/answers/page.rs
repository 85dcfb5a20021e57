//! One answer of AWS, and what may be wrong with it. Only the markup is understood: a
//! text between two tags, an element from its first tag to its last.

use super::super::dice::{Dice, HOSTILE};
use std::ops::Range;

/// What an id, a name, a number, a state or a time of AWS may turn into.
const TEXTS: &[&str] = &[
    "i-1",
    "vpc-1",
    "subnet-1",
    "sg-1",
    "eni-1",
    "igw-1",
    "nat-1",
    "pcx-1",
    "local",
    "",
    "0.0.0.0/0",
    "::/0",
    "10.0.0.5",
    "999.1.1.1",
    "0",
    "-1",
    "65536",
    "99999999999999999999",
    "true",
    "available",
    "running",
    "terminated",
    "ip",
    "lambda",
    "unhealthy",
    "2026-01-02T03:04:05Z",
    "9999-12-31T23:59:59Z",
    "0000-00-00",
    "AccessDenied",
    "not a thing",
    "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/0",
    "arn:::::",
    ":::::/",
    "amazon-elb",
    "ELB app/web/1",
    "&lt;b&gt;",
    "&#27;[31m",
    "&nonsense;",
];

#[derive(Debug, Clone)]
pub struct Tampering {
    what: u8,
    /// Which text or element, counted from the first and round again.
    place: usize,
    other: usize,
    text: String,
}

impl Tampering {
    pub fn of(dice: &mut Dice<'_>) -> Self {
        Self {
            what: dice.byte(),
            place: usize::from(dice.number()),
            other: usize::from(dice.number()),
            text: match dice.below(4) {
                0 => dice.pick(HOSTILE).to_owned(),
                1 => dice.text(TEXTS),
                _ => dice.pick(TEXTS).to_owned(),
            },
        }
    }

    pub fn apply(&self, (status, page): (u16, String)) -> (u16, String) {
        let page = match self.what % 16 {
            0..=3 => self.with_text(page, &self.text),
            4 | 5 => {
                let texts = texts(&page);
                let other = texts.get(self.other % texts.len().max(1)).cloned();
                let other = other.map(|range| page[range].to_owned());
                self.with_text(page, &other.unwrap_or_default())
            }
            6..=8 => self.with_element(page, |_| String::new()),
            9 => self.with_element(page, |element| format!("{element}{element}")),
            10 => {
                let elements = elements(&page);
                let other = elements.get(self.other % elements.len().max(1)).cloned();
                let other = other.map(|range| page[range].to_owned());
                self.with_element(page, |_| other.unwrap_or_default())
            }
            11 => self.with_element(page, |element| element.replacen("item", "member", 2)),
            12 => self.with_element(page, |element| {
                format!("{element}<nextToken>{}</nextToken>", self.other % 4)
            }),
            13 => cut(page, self.place),
            14 => return (400, refusal(&self.text)),
            _ => return (self.pick_status(), self.text.clone()),
        };
        (status, page)
    }

    /// None that is asked again after a while.
    fn pick_status(&self) -> u16 {
        [200, 204, 301, 400, 403, 404, 413][self.other % 7]
    }

    fn with_text(&self, page: String, text: &str) -> String {
        replaced(&page, &texts(&page), (self.place, text)).unwrap_or(page)
    }

    fn with_element(&self, page: String, change: impl FnOnce(&str) -> String) -> String {
        let elements = elements(&page);
        let Some(range) = elements.get(self.place % elements.len().max(1)) else {
            return page;
        };
        let changed = change(&page[range.clone()]);
        replaced(&page, &elements, (self.place, &changed)).unwrap_or(page)
    }
}

fn replaced(page: &str, ranges: &[Range<usize>], (place, text): (usize, &str)) -> Option<String> {
    let range = ranges.get(place % ranges.len().max(1))?;
    Some(format!(
        "{}{text}{}",
        &page[..range.start],
        &page[range.end..]
    ))
}

fn cut(mut page: String, place: usize) -> String {
    let mut end = place % (page.len() + 1);
    while !page.is_char_boundary(end) {
        end -= 1;
    }
    page.truncate(end);
    page
}

/// In the way of EC2 and in that of the others.
fn refusal(code: &str) -> String {
    format!(
        "<Response><Errors><Error><Code>{code}</Code><Message>{code} &#27;[31m</Message></Error></Errors>\
         <Error><Code>{code}</Code><Message>\u{202e}{code}</Message></Error></Response>"
    )
}

/// Every text between an opening tag and the closing one right behind it.
fn texts(page: &str) -> Vec<Range<usize>> {
    let mut texts = Vec::new();
    for (end, _) in page.match_indices("</") {
        let start = page[..end].rfind('>').map_or(0, |tag| tag + 1);
        if !page[start..end].contains('<') && !page[..start].ends_with("/>") {
            texts.push(start..end);
        }
    }
    texts
}

/// Every element below the root, in the order of their ends.
fn elements(page: &str) -> Vec<Range<usize>> {
    let mut open = Vec::new();
    let mut elements = Vec::new();
    for (start, _) in page.match_indices('<') {
        let Some(length) = page[start..].find('>') else {
            break;
        };
        let tag = &page[start..=start + length];
        if tag.starts_with("</") {
            let begun = open.pop();
            if let (Some(begun), false) = (begun, open.is_empty()) {
                elements.push(begun..start + tag.len());
            }
        } else if !tag.ends_with("/>") && !tag.starts_with("<?") {
            open.push(start);
        }
    }
    elements
}
