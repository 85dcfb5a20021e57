//! `--receipt`: every call that a scan made, what it took, and what it costs.

use crate::app::{Receipt, Tally};
use serde_json::{Value, json};

/// What AWS charges for a request, in millionths of a US dollar.
struct Price {
    service: &'static str,
    /// How the operation's name begins.
    operations: &'static [&'static str],
    microdollars: f64,
}

/// Amazon S3 prices of us-east-1, S3 Standard, <https://aws.amazon.com/s3/pricing/>:
/// 0.005 USD for 1,000 PUT, COPY, POST and LIST requests, 0.0004 USD for 1,000 GET and
/// all other requests. Requests that describe are free with every other service here.
const PRICES: &[Price] = &[
    Price {
        service: "s3",
        operations: &["List"],
        microdollars: 5.0,
    },
    Price {
        service: "s3",
        operations: &["Get", "Head"],
        microdollars: 0.4,
    },
];

const NOTE: &str = "calls that describe are free; S3 requests at its price in us-east-1 \
(aws.amazon.com/s3/pricing): 0.005 USD for 1,000 LIST, 0.0004 USD for 1,000 GET";

/// In millionths of a US dollar.
fn charge(service: &str, operation: &str, calls: u64) -> f64 {
    let is_meant = |price: &&Price| {
        let mut beginnings = price.operations.iter();
        price.service == service && beginnings.any(|word| operation.starts_with(word))
    };
    let price = PRICES.iter().find(is_meant);
    price.map_or(0.0, |price| price.microdollars * calls as f64)
}

fn total(receipt: &Receipt) -> f64 {
    let tallies = receipt.tallies.iter();
    tallies
        .map(|((_, service, operation, _), tally)| charge(service, operation, tally.calls))
        .sum()
}

/// `0.000012 USD`; nothing is `free`.
fn dollars(microdollars: f64) -> String {
    if microdollars > 0.0 {
        format!("{:.7} USD", microdollars / 1e6)
    } else {
        "free".to_owned()
    }
}

/// As a table with its sum.
pub(super) fn text(receipt: &Receipt) -> String {
    let mut rows: Vec<[String; 6]> =
        vec![["call", "region", "count", "errors", "slowest", "charge"].map(str::to_owned)];
    for ((_, service, operation, region), tally) in &receipt.tallies {
        rows.push([
            format!("{service}:{operation}"),
            region.to_string(),
            tally.calls.to_string(),
            errors(tally),
            format!("{} ms", tally.slowest.as_millis()),
            dollars(charge(service, operation, tally.calls)),
        ]);
    }
    let (calls, failed) = receipt.total();
    rows.push([
        "total".to_owned(),
        String::new(),
        calls.to_string(),
        failed.to_string(),
        String::new(),
        dollars(total(receipt)),
    ]);
    let widths: [usize; 6] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0)
    });
    let lines = rows.iter().map(|row| {
        let cells =
            row.iter()
                .zip(widths)
                .enumerate()
                .map(|(column, (cell, width))| match column {
                    0 | 1 | 5 => format!("{cell:<width$}"),
                    _ => format!("{cell:>width$}"),
                });
        let line = cells.collect::<Vec<_>>().join("  ");
        format!("{}\n", line.trim_end())
    });
    format!("\nReceipt\n{}{NOTE}\n", lines.collect::<String>())
}

fn errors(tally: &Tally) -> String {
    match &tally.last_error {
        Some(kind) => format!("{} {}", tally.failed, kind.word()),
        None => tally.failed.to_string(),
    }
}

pub(super) fn json(receipt: &Receipt) -> Value {
    let usd = |microdollars: f64| microdollars / 1e6;
    let calls = receipt.tallies.iter().map(|(name, tally)| {
        let (_, service, operation, region) = name;
        json!({
            "service": service,
            "operation": operation.as_str(),
            "region": region.as_str(),
            "count": tally.calls,
            "errors": tally.failed,
            "last_error": tally.last_error.as_ref().map(crate::provider::ErrorKind::word),
            "slowest_ms": tally.slowest.as_millis() as u64,
            "estimated_charge_usd": usd(charge(service, operation, tally.calls)),
        })
    });
    let calls: Vec<Value> = calls.collect();
    let (count, errors) = receipt.total();
    json!({
        "calls": calls,
        "count": count,
        "errors": errors,
        "estimated_charge_usd": usd(total(receipt)),
        "prices": NOTE,
    })
}

#[cfg(test)]
mod tests {
    use super::{json, text};
    use crate::account::Region;
    use crate::app::Receipt;
    use crate::provider::{Call, ErrorKind};
    use std::time::Duration;

    #[test]
    fn describing_is_free_and_buckets_have_a_price() {
        let mut receipt = Receipt::default();
        let account = "111122223333".parse().unwrap();
        for (service, operation, took, error) in [
            ("ec2", "DescribeVpcs", 40, None),
            ("ec2", "DescribeVpcs", 90, Some(ErrorKind::Throttled)),
            ("s3", "ListBuckets", 20, None),
            ("s3", "GetBucketTagging", 10, None),
        ] {
            let call = Call {
                service,
                operation: operation.into(),
                region: Region::new("eu-west-1"),
                took: Duration::from_millis(took),
                error,
            };
            receipt.add(account, call);
        }
        let written = json(&receipt);
        assert_eq!(written["count"], 4);
        assert_eq!(written["calls"][0]["slowest_ms"], 90);
        let charge = written["estimated_charge_usd"].as_f64().unwrap();
        assert!((charge - 5.4e-6).abs() < 1e-12, "{charge}");
        let told = text(&receipt);
        for line in [
            "ec2:DescribeVpcs     eu-west-1      2  1 throttled    90 ms  free",
            "s3:ListBuckets       eu-west-1      1            0    20 ms  0.0000050 USD",
            "0.0000054 USD",
        ] {
            assert!(told.contains(line), "{line:?} is not in\n{told}");
        }
    }
}
