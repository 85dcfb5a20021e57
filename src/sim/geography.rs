//! The regions and zones that the sim knows. It must not know what stands in them.

/// Region, its first letters in zone ids, and whether an account must opt in to it.
const REGIONS: &[(&str, &str, bool)] = &[
    ("af-south-1", "afs1", true),
    ("ap-east-1", "ape1", true),
    ("ap-northeast-1", "apne1", false),
    ("ap-northeast-2", "apne2", false),
    ("ap-northeast-3", "apne3", false),
    ("ap-south-1", "aps1", false),
    ("ap-southeast-1", "apse1", false),
    ("ap-southeast-2", "apse2", false),
    ("ca-central-1", "cac1", false),
    ("eu-central-1", "euc1", false),
    ("eu-central-2", "euc2", true),
    ("eu-north-1", "eun1", false),
    ("eu-south-1", "eus1", true),
    ("eu-west-1", "euw1", false),
    ("eu-west-2", "euw2", false),
    ("eu-west-3", "euw3", false),
    ("il-central-1", "ilc1", true),
    ("me-south-1", "mes1", true),
    ("sa-east-1", "sae1", false),
    ("us-east-1", "use1", false),
    ("us-east-2", "use2", false),
    ("us-west-1", "usw1", false),
    ("us-west-2", "usw2", false),
];

pub(super) fn region_names() -> impl Iterator<Item = &'static str> {
    REGIONS.iter().map(|(name, _, _)| *name)
}

pub(super) fn is_region(name: &str) -> bool {
    region_names().any(|region| region == name)
}

/// `opt-in-not-required`, `opted-in` or `not-opted-in`.
pub(super) fn opt_in_status(region: &str, opted_in: &[String]) -> &'static str {
    match REGIONS.iter().find(|(name, _, _)| *name == region) {
        Some((_, _, true)) if opted_in.iter().any(|name| name == region) => "opted-in",
        Some((_, _, true)) => "not-opted-in",
        _ => "opt-in-not-required",
    }
}

/// The physical zone behind a zone's name. Accounts see the same zones under different
/// letters, as in AWS.
pub(super) fn zone_id(account: &str, zone: &str) -> String {
    let (region, letter) = zone.split_at(zone.len().saturating_sub(1));
    let prefix = REGIONS
        .iter()
        .find(|(name, _, _)| *name == region)
        .map_or("zzz1", |(_, prefix, _)| prefix);
    let shift = account.bytes().map(u32::from).sum::<u32>() % 3;
    let position = letter
        .bytes()
        .next()
        .map_or(0, |byte| u32::from(byte.saturating_sub(b'a')));
    format!("{prefix}-az{}", (position + shift) % 3 + 1)
}

/// The names of a region's zones.
pub(super) fn zones(region: &str) -> Vec<String> {
    ["a", "b", "c"]
        .iter()
        .map(|letter| format!("{region}{letter}"))
        .collect()
}

/// The prefix list of a gateway endpoint's service.
pub(super) fn prefix_list(region: &str, service: &str) -> String {
    let digits = super::seed::hex16(&format!("pl/{region}/{service}"));
    format!("pl-{}", &digits[..8])
}
