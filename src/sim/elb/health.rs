//! Target groups and the health of their targets.

use super::{cut, not_found, respond};
use crate::sim::estate::{Region, TargetGroup};
use crate::sim::front::Call;
use crate::sim::refusal::Refusal;
use crate::sim::view::View;
use crate::sim::xml::Xml;

pub(super) fn target_groups(call: &Call<'_>, view: &View<'_>) -> Result<String, Refusal> {
    let arns = call.parameters.members("TargetGroupArns");
    let names = call.parameters.members("Names");
    let balancer = call.parameters.get("LoadBalancerArn");
    let wanted = |group: &&TargetGroup| {
        (arns.is_empty() || arns.contains(&group.arn))
            && (names.is_empty() || names.contains(&group.name))
            && balancer.is_none_or(|arn| group.load_balancers.iter().any(|one| one == arn))
    };
    let found: Vec<_> = view.region.target_groups.iter().filter(wanted).collect();
    if found.len() < arns.len().max(names.len()) {
        let named = if arns.is_empty() { &names } else { &arns };
        return Err(not_found(
            "TargetGroupNotFound",
            "One or more target groups",
            named,
        ));
    }
    let page = cut(call, found.into_iter())?;
    Ok(respond(call, |xml| {
        xml.members("TargetGroups", page.items, |xml, group| {
            write(xml, view.region, group);
        });
        xml.optional("NextMarker", page.next.as_deref());
    }))
}

fn write(xml: &mut Xml, region: &Region, group: &TargetGroup) {
    let is_http = group.health_path.is_some();
    xml.text("TargetGroupArn", &group.arn);
    xml.text("TargetGroupName", &group.name);
    xml.text("Protocol", &group.protocol);
    xml.value("Port", group.port);
    xml.text("VpcId", &region.vpcs[group.vpc].id);
    xml.text("HealthCheckProtocol", if is_http { "HTTP" } else { "TCP" });
    xml.text("HealthCheckPort", "traffic-port");
    xml.value("HealthCheckEnabled", true);
    xml.value("HealthCheckIntervalSeconds", 10);
    xml.value("HealthCheckTimeoutSeconds", 5);
    xml.value("HealthyThresholdCount", 3);
    xml.value("UnhealthyThresholdCount", 2);
    if let Some(path) = &group.health_path {
        xml.text("HealthCheckPath", path);
        xml.element("Matcher", |xml| xml.text("HttpCode", "200"));
    }
    xml.texts(
        ("LoadBalancerArns", "member"),
        group.load_balancers.iter().map(String::as_str),
    );
    xml.text(
        "TargetType",
        if group.by_address { "ip" } else { "instance" },
    );
    if is_http {
        xml.text("ProtocolVersion", "HTTP1");
    }
    xml.text("IpAddressType", "ipv4");
}

pub(super) fn target_health(call: &Call<'_>, view: &View<'_>) -> Result<String, Refusal> {
    let arn = call.parameters.get("TargetGroupArn").unwrap_or_default();
    let mut groups = view.region.target_groups.iter();
    let group = groups.find(|group| group.arn == arn).ok_or_else(|| {
        not_found(
            "TargetGroupNotFound",
            "One or more target groups",
            &[arn.to_owned()],
        )
    })?;
    let instances = view.targets(group).map(|(instance, health)| {
        let id = if group.by_address {
            instance.private_ip().to_string()
        } else {
            instance.id.to_string()
        };
        (id, instance.subnet, health)
    });
    let interfaces = view.address_targets(group).map(|(interface, health)| {
        let subnet = &view.region.subnets[interface.subnet];
        (interface.private_ip.to_string(), subnet, health)
    });
    Ok(respond(call, |xml| {
        xml.members(
            "TargetHealthDescriptions",
            instances.chain(interfaces),
            |xml, (id, subnet, health)| {
                xml.element("Target", |xml| {
                    xml.text("Id", &id);
                    xml.value("Port", group.port);
                    if group.by_address {
                        xml.text("AvailabilityZone", &subnet.zone);
                    }
                });
                xml.text("HealthCheckPort", &group.port.to_string());
                xml.element("TargetHealth", |xml| {
                    xml.text("State", health.state);
                    xml.optional("Reason", health.reason.as_deref());
                    xml.optional("Description", health.description.as_deref());
                });
                xml.element("AdministrativeOverride", |xml| {
                    xml.text("State", "no_override");
                    xml.text("Reason", "AdministrativeOverride.NoOverride");
                    let text = "No override is currently active on target";
                    xml.text("Description", text);
                });
            },
        );
    }))
}
