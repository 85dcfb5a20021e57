//! What a failed call can mean and what to do about it. It must not know how it was
//! found out.

use super::Failure;
use crate::account::{Region, onboard};
use crate::provider::{Cause, ErrorKind};

/// What it can be, the likeliest first, and what to do about it.
pub(super) fn of(failure: &Failure, region: &Region) -> Vec<Cause> {
    let plain = |sentence: String| Cause {
        sentence,
        remedy: None,
    };
    match &failure.kind {
        ErrorKind::AccessDenied { action, scp, .. } => {
            let action = action.as_deref().unwrap_or(&failure.operation);
            if *scp {
                return vec![plain(format!(
                    "a service control policy of the organization denies {action} in {region}"
                ))];
            }
            vec![
                Cause {
                    sentence: format!("the role's policy does not allow {action}"),
                    remedy: Some(onboard::permissions_policy(&[action])),
                },
                plain(format!(
                    "a permissions boundary or a service control policy denies {action} in {region}"
                )),
            ]
        }
        ErrorKind::Throttled => vec![plain(
            "the account's own automation and this program share one rate limit; reading slows down by itself".to_owned(),
        )],
        ErrorKind::ExpiredCredentials => vec![Cause {
            sentence: "the base identity must be renewed".to_owned(),
            remedy: Some("aws sso login".to_owned()),
        }],
        ErrorKind::NoCredentials => vec![Cause {
            sentence: "no base identity was found in the environment, the profile, the SSO cache or the instance's metadata".to_owned(),
            remedy: Some("aws configure sso".to_owned()),
        }],
        ErrorKind::RejectedKeys => vec![
            Cause {
                sentence: format!("{region} is not enabled in this account"),
                remedy: Some(format!("aws account enable-region --region-name {region}")),
            },
            plain("the role was deleted or its sessions were revoked".to_owned()),
        ],
        ErrorKind::RegionDisabled => vec![Cause {
            sentence: format!("{region} is not enabled in this account"),
            remedy: Some(format!("aws account enable-region --region-name {region}")),
        }],
        ErrorKind::NotOffered => vec![plain(format!("the service has no endpoint in {region}"))],
        ErrorKind::Unreachable { proxy, ca } => vec![plain(format!(
            "the network, a proxy or a certificate stands in between; proxy: {}; certificates: {}",
            proxy.as_deref().unwrap_or("none"),
            ca.as_deref().unwrap_or("the system's"),
        ))],
        ErrorKind::ClockSkew { .. } => {
            vec![plain("set this machine's clock: AWS accepts five minutes".to_owned())]
        }
        ErrorKind::TimedOut => vec![plain(
            "the network is slow, or a firewall drops packets without an answer".to_owned(),
        )],
        ErrorKind::BadAnswer | ErrorKind::Other { .. } => Vec::new(),
    }
}
