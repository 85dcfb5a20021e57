//! Pages: limits, opaque tokens, and where the next page begins. It must not know what
//! is on a page.

use super::fault::Fault;
use super::query::Parameters;
use super::refusal::Refusal;
use super::seed;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A page asked for: how many, and after which ordinal.
#[derive(Default)]
pub(super) struct PageRequest {
    size: usize,
    after: Option<u64>,
    fingerprint: String,
    /// A fault: nothing on the page, and a token to the same place.
    empty: bool,
    /// A fault: every token after the first leads to the same place.
    repeat: bool,
}

/// What is on it, and the token of the next one.
pub(super) struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}

impl PageRequest {
    pub(super) fn new(
        parameters: &Parameters,
        token: Option<&str>,
        size: usize,
    ) -> Result<Self, ()> {
        let fingerprint = seed::hex16(&parameters.fingerprint());
        let after = match token {
            None => None,
            Some(token) => {
                let bytes = URL_SAFE_NO_PAD.decode(token).map_err(drop)?;
                let text = String::from_utf8(bytes).map_err(drop)?;
                let (print, place) = text.split_once('/').ok_or(())?;
                if print != fingerprint {
                    return Err(());
                }
                Some(place.parse().map_err(drop)?)
            }
        };
        Ok(Self {
            size,
            after,
            fingerprint,
            ..Self::default()
        })
    }

    /// For lists that AWS does not page.
    pub(super) fn everything() -> Self {
        Self {
            size: usize::MAX,
            ..Self::default()
        }
    }

    /// The faults that concern pages.
    pub(super) fn tampered(mut self, faults: &[Fault]) -> Self {
        for fault in faults {
            match fault {
                Fault::EmptyPageWithToken => self.empty = true,
                Fault::RepeatedToken => self.repeat = true,
                Fault::ShortPages(size) => self.size = self.size.min(*size),
                _ => {}
            }
        }
        self
    }

    /// The ordinal that the page comes after.
    pub(super) fn after(&self) -> Option<u64> {
        self.after
    }

    /// Whether an item is on this page or a later one.
    pub(super) fn reaches(&self, ordinal: u64) -> bool {
        self.after.is_none_or(|after| ordinal > after)
    }

    /// Whether so many items fill the page and show that another follows.
    pub(super) fn is_full(&self, count: usize) -> bool {
        count > self.size
    }

    fn token_to(&self, place: u64) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}/{place}", self.fingerprint))
    }

    /// Items come with ordinals that grow along the list, counted from one.
    pub(super) fn cut<T>(&self, items: impl IntoIterator<Item = (u64, T)>) -> Page<T> {
        if self.empty {
            return Page {
                items: Vec::new(),
                next: Some(self.token_to(self.after.unwrap_or(0))),
            };
        }
        let mut rest = items
            .into_iter()
            .skip_while(|(ordinal, _)| !self.reaches(*ordinal));
        let mut last = None;
        let items: Vec<T> = rest
            .by_ref()
            .take(self.size)
            .map(|(ordinal, item)| {
                last = Some(ordinal);
                item
            })
            .collect();
        let last = self.after.filter(|_| self.repeat).or(last);
        let next = rest.next().and(last).map(|last| self.token_to(last));
        Page { items, next }
    }
}

/// EC2's `MaxResults`: everything where it is not given.
pub(super) fn ec2_size(parameters: &Parameters, most: usize) -> Result<usize, Refusal> {
    let Some(text) = parameters.get("MaxResults") else {
        return Ok(usize::MAX);
    };
    let wrong = |message: String| Refusal::new(400, "InvalidParameterValue", message);
    let size: i64 = text.parse().map_err(|_| {
        wrong(format!(
            "Invalid value '{text}' for maxResults. Not a valid number."
        ))
    })?;
    if size < 5 {
        return Err(wrong(format!(
            "Value ( {size} ) for parameter maxResults is invalid. Expecting a value greater than 5."
        )));
    }
    // EC2 gives at most a full page where more is asked for.
    Ok((size as usize).min(most))
}

pub(super) fn ec2_page(parameters: &Parameters, most: usize) -> Result<PageRequest, Refusal> {
    let size = ec2_size(parameters, most)?;
    PageRequest::new(parameters, parameters.get("NextToken"), size).map_err(|()| {
        let text = "The token is not valid";
        Refusal::new(400, "InvalidNextToken", text)
    })
}

/// The size of a page of the other services: a default, and a range.
pub(super) fn ranged_size(
    parameters: &Parameters,
    name: &str,
    (default, most): (usize, usize),
) -> Result<usize, Refusal> {
    let Some(text) = parameters.get(name) else {
        return Ok(default);
    };
    let member = format!("{}{}", name[..1].to_ascii_lowercase(), &name[1..]);
    let wrong = |constraint: String| {
        Refusal::validation(format!(
            "1 validation error detected: Value '{text}' at '{member}' failed to satisfy \
             constraint: Member must have value {constraint}"
        ))
    };
    match text.parse::<usize>() {
        Ok(size) if (1..=most).contains(&size) => Ok(size),
        Ok(size) if size > most => Err(wrong(format!("less than or equal to {most}"))),
        _ => Err(wrong("greater than or equal to 1".to_owned())),
    }
}
