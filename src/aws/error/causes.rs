//! What a failed call can mean and what to do about it. It must not know how it was
//! found out.

use super::Failure;
use crate::account::{Region, onboard};
use crate::aws::transport;
use crate::provider::{Cause, Denial, ErrorKind, PolicyType};

/// What it can be, the likeliest first, and what to do about it.
pub(super) fn of(failure: &Failure, region: &Region) -> Vec<Cause> {
    let plain = |sentence: String| Cause {
        sentence,
        remedy: None,
    };
    match &failure.kind {
        ErrorKind::AccessDenied { action, reason } => {
            denied(action.as_deref().unwrap_or(&failure.operation), *reason, region)
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
        ErrorKind::NotEnabled => vec![plain(
            "the account has not subscribed to the service: whoever opens its console in this region is asked to".to_owned(),
        )],
        ErrorKind::NotOffered => vec![plain(format!("the service has no endpoint in {region}"))],
        ErrorKind::Unreachable { proxy, ca } => {
            unreachable(failure, region, (proxy.as_deref(), ca.as_deref()))
        }
        ErrorKind::ClockSkew { .. } => {
            vec![plain("set this machine's clock: AWS accepts five minutes".to_owned())]
        }
        ErrorKind::TimedOut => vec![plain(format!(
            "the network to {} is slow or drops packets, or the service has trouble",
            endpoint(failure, region)
        ))],
        ErrorKind::BadAnswer => vec![plain(
            "the connection was cut, a proxy changed the answer, or the service has trouble".to_owned(),
        )],
        ErrorKind::Other { code } if code.starts_with("HTTP status") => vec![plain(format!(
            "a proxy or gateway before {} answered in its place ({}), or the service has trouble",
            endpoint(failure, region),
            transport::proxy_in_force().map_or_else(|| "no proxy is set".to_owned(), |proxy| format!("proxy: {proxy}")),
        ))],
        ErrorKind::Other { .. } => Vec::new(),
    }
}

/// Which policy it can be: AWS mostly says.
fn denied(action: &str, reason: Denial, region: &Region) -> Vec<Cause> {
    let allowed = Cause {
        sentence: format!("the role's policy does not allow {action}"),
        remedy: Some(onboard::permissions_policy(&[action])),
    };
    let of_whom = |policy| match policy {
        PolicyType::IdentityBased => "a policy of the role's",
        PolicyType::Session => "the session policy, with which this program only reads,",
        PolicyType::PermissionsBoundary => "the role's permissions boundary",
        PolicyType::ServiceControl => "a service control policy of the organization",
        PolicyType::ResourceControl => "a resource control policy of the organization",
        PolicyType::VpcEndpoint => "the policy of the VPC endpoint that the call goes through",
        PolicyType::ResourceBased => "the resource's own policy",
        PolicyType::RoleTrust => "the role's trust policy",
    };
    let sentence = match reason {
        Denial::NotAllowed(PolicyType::IdentityBased) => return vec![allowed],
        Denial::NotAllowed(policy) => {
            format!("{} does not allow {action} in {region}", of_whom(policy))
        }
        Denial::Explicit(Some(policy)) => {
            format!("{} denies {action} in {region}", of_whom(policy))
        }
        Denial::Explicit(None) => format!("a statement of some policy denies {action} in {region}"),
        Denial::Unsaid => {
            let sentence = format!(
                "a permissions boundary or a service control policy denies {action} in {region}"
            );
            let other = Cause {
                sentence,
                remedy: None,
            };
            return vec![allowed, other];
        }
    };
    vec![Cause {
        sentence,
        remedy: None,
    }]
}

/// Why no connection comes about, by what the system said of it.
fn unreachable(
    failure: &Failure,
    region: &Region,
    (proxy, ca): (Option<&str>, Option<&str>),
) -> Vec<Cause> {
    let endpoint = endpoint(failure, region);
    let message = failure.message.as_str();
    if message.contains("certificate") {
        let trusted = ca.unwrap_or("the system's certificates are in force");
        return vec![Cause {
            sentence: format!(
                "the authority that signed the certificate of {endpoint} is not known here ({trusted}); a proxy that opens TLS has one of its own"
            ),
            remedy: Some("export AWS_CA_BUNDLE=/path/to/authorities.pem".to_owned()),
        }];
    }
    let sentence = match proxy {
        Some(proxy) => format!(
            "the proxy does not lead to {endpoint} ({proxy}); NO_PROXY names the hosts that need none"
        ),
        None if message.contains("name") => format!(
            "the resolver does not know {endpoint}: the network or the VPN is down, or the region or the endpoint is misspelt"
        ),
        None if message.contains("refused") => {
            format!("nothing listens at {endpoint}, or a firewall refuses; no proxy is set")
        }
        None => format!(
            "the network, the VPN or a firewall stands between here and {endpoint}; no proxy is set"
        ),
    };
    vec![Cause {
        sentence,
        remedy: None,
    }]
}

/// Where the call went, as the environment or AWS names it.
fn endpoint(failure: &Failure, region: &Region) -> String {
    transport::endpoint_in_force().unwrap_or_else(|| {
        let service = failure.operation.split(':').next().unwrap_or_default();
        format!("the endpoint of {service} in {region}")
    })
}
