//! What an answer that is an error says of itself, in whichever of AWS's protocols: XML,
//! JSON (in a header or in the body) or CBOR. It must not know what a code means.

use crate::text;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::date_time::Format;
use serde_json::Value;
use std::time::{SystemTime, UNIX_EPOCH};

/// Code and sentence, cleaned, and what stands around them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    pub code: Option<String>,
    pub message: Option<String>,
    /// Zero where there was no answer.
    pub status: u16,
    /// How far our clock is ahead of AWS's, by the answer's `Date` header.
    pub skew: Option<i64>,
    /// Whether AWS gave it a request id: what stands between here and AWS does not.
    pub is_of_aws: bool,
}

const REQUEST_IDS: [&str; 3] = ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"];

impl Said {
    pub fn of(response: &HttpResponse) -> Self {
        let headers = response.headers();
        let body = response.body().bytes().unwrap_or_default();
        let (code, message) = match body.trim_ascii_start().first() {
            Some(b'<') => xml(body),
            Some(b'{') => json(body),
            _ => (cbor(body, "__type"), cbor(body, "message")),
        };
        // Services that once spoke Query name the code that they used then.
        let former = headers.get("x-amzn-query-error");
        let former = former.and_then(|text| text.split(';').next());
        let typed = headers.get("x-amzn-errortype");
        let code = former.or(typed).map(str::to_owned).or(code);
        Self {
            code: code
                .map(|code| plain(&code))
                .filter(|code| !code.is_empty()),
            message: message.map(|message| text::clean(&message)),
            status: response.status().as_u16(),
            skew: skew(response),
            is_of_aws: REQUEST_IDS.iter().any(|name| headers.contains_key(*name)),
        }
    }
}

type CodeAndMessage = (Option<String>, Option<String>);

fn xml(body: &[u8]) -> CodeAndMessage {
    let body = String::from_utf8_lossy(body);
    let of = |element: &str| {
        let (_, rest) = body.split_once(&format!("<{element}>"))?;
        let (inside, _) = rest.split_once(&format!("</{element}>"))?;
        Some(inside.to_owned())
    };
    (of("Code"), of("Message"))
}

fn json(body: &[u8]) -> CodeAndMessage {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let of = |names: &[&str]| {
        let mut values = names.iter().filter_map(|name| body.get(name)?.as_str());
        values.next().map(str::to_owned)
    };
    (
        of(&["__type", "code", "Code"]),
        of(&["message", "Message", "errorMessage"]),
    )
}

/// The text behind a key (RFC 8949): both are text strings, major type 3, of which the
/// first byte holds a length under 24 or says how many bytes of length follow.
fn cbor(body: &[u8], key: &str) -> Option<String> {
    let key = [&[0x60 | key.len() as u8], key.as_bytes()].concat();
    let at = body.windows(key.len()).position(|window| window == key)?;
    let (first, rest) = body[at + key.len()..].split_first()?;
    let (length, rest) = match first {
        0x60..=0x77 => (usize::from(first & 0x1f), rest),
        0x78 => {
            let (length, rest) = rest.split_first()?;
            (usize::from(*length), rest)
        }
        0x79 => {
            let (length, rest) = rest.split_first_chunk::<2>()?;
            (usize::from(u16::from_be_bytes(*length)), rest)
        }
        _ => return None,
    };
    let text = rest.get(..length)?;
    Some(String::from_utf8_lossy(text).into_owned())
}

/// `com.amazonaws.dynamodb#ThrottlingException:http://…` without what stands around it.
fn plain(code: &str) -> String {
    let code = code.rsplit('#').next().unwrap_or(code);
    text::clean(code.split(':').next().unwrap_or(code).trim())
}

fn skew(response: &HttpResponse) -> Option<i64> {
    let date = response.headers().get("date")?;
    let theirs = aws_smithy_types::DateTime::from_str(date, Format::HttpDate).ok()?;
    let ours = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs() as i64;
    Some(ours - theirs.secs())
}
