//! Which regions an account has, and which of them are enabled: a region that is not
//! looks like bad credentials to everything else. It must not know what is read there.

use super::clients::Clients;
use super::error::Failure;
use super::reader::Reader;
use crate::account::Region;
use crate::provider::{ErrorKind, RegionState};
use aws_sdk_ec2::types;

const CALL: &str = "ec2:DescribeRegions";

/// Every region of the account, those that are not enabled among them.
pub async fn regions(clients: &Clients) -> Result<Vec<RegionState>, Failure> {
    let request = clients.ec2().describe_regions().all_regions(true);
    let answer = request.send().await;
    let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
    let mut regions: Vec<RegionState> = answer.regions().iter().filter_map(convert).collect();
    regions.sort_by(|a, b| a.region.cmp(&b.region));
    Ok(regions)
}

/// Why nothing can be read in `region`, if the account's list says so.
pub fn closed(region: &Region, known: &[RegionState]) -> Option<Failure> {
    let state = known.iter().find(|state| state.region == *region);
    let message = match state {
        Some(state) if state.is_enabled => return None,
        Some(_) => format!("{region} is not enabled in this account"),
        // An endpoint of one's own may answer with an empty list.
        None if known.is_empty() => return None,
        None => format!("this account knows no region {region}"),
    };
    Some(Failure {
        kind: ErrorKind::RegionDisabled,
        operation: CALL.to_owned(),
        message,
        request_id: None,
    })
}

/// No answer came in time to be waited for.
pub fn too_slow() -> Failure {
    Failure {
        kind: ErrorKind::TimedOut,
        operation: CALL.to_owned(),
        message: "no answer came in time".to_owned(),
        request_id: None,
    }
}

/// The same list by a collector's hands: under the account's limits.
pub async fn of(reader: &Reader) -> Result<Vec<RegionState>, Failure> {
    reader.call(CALL, regions(&reader.clients)).await
}

fn convert(region: &types::Region) -> Option<RegionState> {
    Some(RegionState {
        region: Region::new(crate::text::clean(region.region_name()?)),
        is_enabled: region.opt_in_status() != Some("not-opted-in"),
    })
}

#[cfg(test)]
mod tests {
    use super::{closed, convert};
    use crate::account::Region;
    use aws_sdk_ec2::types;

    #[test]
    fn a_region_is_open_closed_or_unknown() {
        let known: Vec<_> = [
            ("eu-west-1", "opt-in-not-required"),
            ("eu-south-1", "opted-in"),
            ("me-south-1", "not-opted-in"),
        ]
        .iter()
        .filter_map(|(name, status)| {
            let region = types::Region::builder().region_name(*name);
            convert(&region.opt_in_status(*status).build())
        })
        .collect();
        for (name, expected) in [
            ("eu-west-1", None),
            ("eu-south-1", None),
            (
                "me-south-1",
                Some("me-south-1 is not enabled in this account"),
            ),
            ("mars-1", Some("this account knows no region mars-1")),
        ] {
            let failure = closed(&Region::new(name), &known);
            let message = failure.as_ref().map(|failure| failure.message.as_str());
            assert_eq!(message, expected, "{name}");
        }
        assert_eq!(closed(&Region::new("eu-west-1"), &[]), None);
    }
}
