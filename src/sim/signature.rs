//! Signature Version 4, the verifying side. It must not know who may do what.

use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use jiff::Timestamp;
use jiff::civil::DateTime;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// A request as it came in.
pub(super) struct Incoming<'a> {
    pub method: &'a str,
    pub path: &'a str,
    pub query: &'a str,
    pub headers: &'a HeaderMap,
    pub host: &'a str,
    pub body: &'a [u8],
}

/// What the `Authorization` header says.
pub(super) struct Authorization {
    pub access_key_id: String,
    pub date: String,
    pub region: String,
    pub service: String,
    signed_headers: Vec<String>,
    signature: String,
}

/// How a signature can be wrong.
pub(super) enum Flaw {
    Skewed(String),
    Mismatch,
}

impl Authorization {
    pub(super) fn parse(headers: &HeaderMap) -> Option<Self> {
        let text = headers.get("authorization")?.to_str().ok()?;
        let fields = text.strip_prefix("AWS4-HMAC-SHA256")?.trim();
        let field = |name: &str| {
            let mut fields = fields.split(',');
            fields.find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='))
        };
        let scope: Vec<&str> = field("Credential")?.split('/').collect();
        let [access_key_id, date, region, service, "aws4_request"] = scope[..] else {
            return None;
        };
        Some(Self {
            access_key_id: access_key_id.to_owned(),
            date: date.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            signed_headers: field("SignedHeaders")?
                .split(';')
                .map(str::to_owned)
                .collect(),
            signature: field("Signature")?.to_owned(),
        })
    }

    /// Whether the request was signed with this secret, and lately.
    pub(super) fn verify(
        &self,
        request: &Incoming<'_>,
        secret: &str,
        now: Timestamp,
    ) -> Result<(), Flaw> {
        let stamp = header(request, "x-amz-date");
        check_skew(&stamp, now)?;
        let scope = format!(
            "{}/{}/{}/aws4_request",
            self.date, self.region, self.service
        );
        let canonical = hex(&Sha256::digest(self.canonical(request).as_bytes()));
        let to_sign = format!("AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{canonical}");
        let key = hmac(format!("AWS4{secret}").as_bytes(), self.date.as_bytes());
        let key = hmac(&key, self.region.as_bytes());
        let key = hmac(&key, self.service.as_bytes());
        let key = hmac(&key, b"aws4_request");
        if hex(&hmac(&key, to_sign.as_bytes())) == self.signature {
            Ok(())
        } else {
            Err(Flaw::Mismatch)
        }
    }

    fn canonical(&self, request: &Incoming<'_>) -> String {
        // Every service but S3 signs its path encoded once more.
        let path = match self.service.as_str() {
            "s3" => request.path.to_owned(),
            _ => encoded(request.path.as_bytes(), PATH),
        };
        let query = canonical_query(request.query);
        let mut text = format!("{}\n{path}\n{query}\n", request.method);
        for name in &self.signed_headers {
            text.push_str(name);
            text.push(':');
            text.push_str(&header(request, name));
            text.push('\n');
        }
        let payload = match request.headers.get("x-amz-content-sha256") {
            Some(given) => given.to_str().unwrap_or_default().to_owned(),
            None => hex(&Sha256::digest(request.body)),
        };
        text.push('\n');
        text.push_str(&self.signed_headers.join(";"));
        text.push('\n');
        text.push_str(&payload);
        text
    }
}

/// What stands as it is in a query, and in a path.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
const PATH: &AsciiSet = &QUERY.remove(b'/');

fn encoded(bytes: &[u8], set: &'static AsciiSet) -> String {
    percent_encode(bytes, set).to_string()
}

/// The parameters in the order of their names, each with a value, if an empty one.
fn canonical_query(query: &str) -> String {
    let decoded = |text: &str| percent_decode_str(text).collect::<Vec<u8>>();
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name), decoded(value));
            (encoded(&name, QUERY), encoded(&value, QUERY))
        })
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

/// A header's values with single spaces, as they are signed.
fn header(request: &Incoming<'_>, name: &str) -> String {
    if name == "host" {
        return request.host.to_owned();
    }
    let values = request.headers.get_all(name).iter();
    let values = values.map(|value| {
        let text = value.to_str().unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    values.collect::<Vec<_>>().join(",")
}

/// AWS allows a quarter of an hour either way.
fn check_skew(stamp: &str, now: Timestamp) -> Result<(), Flaw> {
    const TOLERANCE: i64 = 15 * 60;
    let signed = DateTime::strptime("%Y%m%dT%H%M%SZ", stamp)
        .and_then(|time| time.to_zoned(jiff::tz::TimeZone::UTC))
        .map_err(|_| Flaw::Mismatch)?
        .timestamp();
    let compact = |second: i64| {
        let time = Timestamp::from_second(second).unwrap_or(now);
        time.strftime("%Y%m%dT%H%M%SZ").to_string()
    };
    let (signed, now) = (signed.as_second(), now.as_second());
    if signed < now - TOLERANCE {
        return Err(Flaw::Skewed(format!(
            "Signature expired: {stamp} is now earlier than {} ({} - 15 min.)",
            compact(now - TOLERANCE),
            compact(now)
        )));
    }
    if signed > now + TOLERANCE {
        return Err(Flaw::Skewed(format!(
            "Signature not yet current: {stamp} is still later than {} ({} + 15 min.)",
            compact(now + TOLERANCE),
            compact(now)
        )));
    }
    Ok(())
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
pub(super) fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length of key");
    mac.update(text);
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _written = write!(text, "{byte:02x}");
        text
    })
}
