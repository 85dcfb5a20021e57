//! Auto Scaling. It must not know the other services.

use super::elb::respond;
use super::estate::Group;
use super::front::Call;
use super::page::{self, PageRequest};
use super::query::Service;
use super::refusal::Refusal;
use super::seed;
use super::view::{Instance, View};
use super::xml::Xml;

/// The default page and the largest.
const PAGE: (usize, usize) = (50, 100);

pub(super) fn answer(call: &Call<'_>) -> Result<String, Refusal> {
    let view = call.view.as_ref();
    let view = view.ok_or_else(|| Refusal::unknown_key(Service::AutoScaling))?;
    match call.action {
        "DescribeAutoScalingGroups" => groups(call, view),
        other => Err(Refusal::invalid_action(Service::AutoScaling, other)),
    }
}

fn groups(call: &Call<'_>, view: &View<'_>) -> Result<String, Refusal> {
    let names = call.parameters.members("AutoScalingGroupNames");
    let size = page::ranged_size(call.parameters, "MaxRecords", PAGE)?;
    let request = PageRequest::new(call.parameters, call.parameters.get("NextToken"), size);
    let request = request.map_err(|()| {
        let text = "The token is not valid.";
        Refusal::new(400, "InvalidNextToken", text)
    })?;
    let wanted = view.region.groups.iter().filter_map(|group| {
        let limits = group.scaling?;
        (names.is_empty() || names.contains(&group.name)).then_some((group, limits))
    });
    let page = request.tampered(call.faults).cut((1..).zip(wanted));
    Ok(respond(call, |xml| {
        xml.members("AutoScalingGroups", page.items, |xml, (group, limits)| {
            write(xml, view, (group, limits));
        });
        xml.optional("NextToken", page.next.as_deref());
    }))
}

fn write(xml: &mut Xml, view: &View<'_>, (group, [least, most]): (&Group, [u32; 2])) {
    let region = view.region;
    let (account, name) = (&region.account, &group.name);
    let id = seed::uuid(&format!("{account}/{}", group.key));
    xml.text("AutoScalingGroupName", name);
    xml.text(
        "AutoScalingGroupARN",
        &format!(
            "arn:aws:autoscaling:{}:{account}:autoScalingGroup:{id}:autoScalingGroupName/{name}",
            region.name
        ),
    );
    write_template(xml, group);
    xml.value("MinSize", least);
    xml.value("MaxSize", most);
    xml.value("DesiredCapacity", group.slots.len());
    xml.value("DefaultCooldown", 300);
    let subnets = || group.subnets.iter().map(|at| &region.subnets[*at]);
    let zones = subnets().map(|subnet| subnet.zone.as_str());
    xml.texts(("AvailabilityZones", "member"), zones);
    xml.texts(("LoadBalancerNames", "member"), []);
    let targets = group.target_groups.iter();
    let targets = targets.map(|at| region.target_groups[*at].arn.as_str());
    xml.texts(("TargetGroupARNs", "member"), targets);
    xml.text(
        "HealthCheckType",
        if group.target_groups.is_empty() {
            "EC2"
        } else {
            "ELB"
        },
    );
    xml.value("HealthCheckGracePeriod", 60);
    let instances = group.slots.iter().flat_map(|place| view.in_slot(*place));
    let listed = instances.filter_map(|instance| Some((instance.lifecycle()?, instance)));
    xml.members("Instances", listed, |xml, (lifecycle, instance)| {
        write_member(xml, lifecycle, &instance);
    });
    xml.text("CreatedTime", &view.time(-180 * 86_400));
    xml.members("SuspendedProcesses", std::iter::empty::<()>(), |_, ()| {});
    let identifiers: Vec<&str> = subnets().map(|subnet| subnet.id.as_str()).collect();
    xml.text("VPCZoneIdentifier", &identifiers.join(","));
    xml.members("EnabledMetrics", std::iter::empty::<()>(), |_, ()| {});
    let own = [("Name", name.as_str()), ("service", group.service.as_str())];
    let tags = group
        .tags
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()));
    xml.members("Tags", tags.chain(own), |xml, (key, value)| {
        xml.text("ResourceId", name);
        xml.text("ResourceType", "auto-scaling-group");
        xml.text("Key", key);
        xml.text("Value", value);
        xml.value("PropagateAtLaunch", true);
    });
    xml.texts(("TerminationPolicies", "member"), ["Default"]);
    xml.value("NewInstancesProtectedFromScaleIn", false);
    xml.text(
        "ServiceLinkedRoleARN",
        &format!(
            "arn:aws:iam::{account}:role/aws-service-role/autoscaling.amazonaws.com/\
             AWSServiceRoleForAutoScaling"
        ),
    );
    xml.value("CapacityRebalance", false);
}

fn write_template(xml: &mut Xml, group: &Group) {
    xml.element("LaunchTemplate", |xml| {
        xml.text("LaunchTemplateId", &seed::id("lt", &group.key));
        xml.text("LaunchTemplateName", &group.name);
        xml.text("Version", "$Latest");
    });
}

fn write_member(xml: &mut Xml, lifecycle: &str, instance: &Instance<'_>) {
    xml.text("InstanceId", &instance.id);
    xml.text("InstanceType", &instance.group.instance_type);
    xml.text("AvailabilityZone", &instance.subnet.zone);
    xml.text("LifecycleState", lifecycle);
    let is_leaving = lifecycle == "Terminating";
    xml.text(
        "HealthStatus",
        if is_leaving { "Unhealthy" } else { "Healthy" },
    );
    write_template(xml, instance.group);
    xml.value("ProtectedFromScaleIn", false);
}
