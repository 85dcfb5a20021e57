//! Regions and availability zones.

use super::respond;
use crate::sim::front::Call;
use crate::sim::geography;
use crate::sim::view::View;

pub(super) fn regions(call: &Call<'_>) -> String {
    let all = call.parameters.is_true("AllRegions");
    let wanted = call.parameters.list("RegionName");
    let opted_in = call.account.map_or(&[][..], |account| &account.opted_in);
    respond(call, |xml| {
        let regions = geography::region_names()
            .map(|name| (name, geography::opt_in_status(name, opted_in)))
            .filter(|(_, status)| all || *status != "not-opted-in")
            .filter(|(name, _)| wanted.is_empty() || wanted.iter().any(|one| one == name));
        xml.items("regionInfo", regions, |xml, (name, status)| {
            xml.text("regionName", name);
            xml.text("regionEndpoint", &format!("ec2.{name}.amazonaws.com"));
            xml.text("optInStatus", status);
        });
    })
}

pub(super) fn zones(call: &Call<'_>, view: &View<'_>) -> String {
    let (region, account) = (&view.region.name, &view.region.account);
    respond(call, |xml| {
        xml.items(
            "availabilityZoneInfo",
            geography::zones(region),
            |xml, zone| {
                xml.text("optInStatus", "opt-in-not-required");
                xml.items("messageSet", std::iter::empty::<()>(), |_, ()| {});
                xml.text("regionName", region);
                xml.text("zoneName", &zone);
                xml.text("zoneId", &geography::zone_id(account, &zone));
                xml.text("groupName", &format!("{region}-zg-1"));
                xml.text("networkBorderGroup", region);
                xml.text("zoneType", "availability-zone");
                xml.text("zoneState", "available");
            },
        );
    })
}
