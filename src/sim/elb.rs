//! Elastic Load Balancing, version 2. It must not know the other services.

mod balancer;
mod health;

use super::front::Call;
use super::page::{self, Page, PageRequest};
use super::query::Service;
use super::refusal::Refusal;
use super::view::View;
use super::xml::Xml;

/// The most resources that one `DescribeTags` asks about.
const MOST_TAGGED: usize = 20;
const PAGE: (usize, usize) = (400, 400);

pub(super) fn answer(call: &Call<'_>) -> Result<String, Refusal> {
    let view = call.view.as_ref();
    let view = view.ok_or_else(|| Refusal::unknown_key(Service::Elb))?;
    match call.action {
        "DescribeLoadBalancers" => balancer::load_balancers(call, view),
        "DescribeLoadBalancerAttributes" => balancer::attributes(call, view),
        "DescribeListeners" => balancer::listeners(call, view),
        "DescribeRules" => balancer::rules(call, view),
        "DescribeTargetGroups" => health::target_groups(call, view),
        "DescribeTargetHealth" => health::target_health(call, view),
        "DescribeTags" => tags(call, view),
        other => Err(Refusal::invalid_action(Service::Elb, other)),
    }
}

/// The envelope of every query protocol but EC2's.
pub(super) fn respond(call: &Call<'_>, inside: impl FnOnce(&mut Xml)) -> String {
    let mut xml = Xml::default();
    let action = call.action;
    xml.root(
        &format!("{action}Response"),
        &call.service.namespace(),
        |xml| {
            xml.element(&format!("{action}Result"), inside);
            xml.element("ResponseMetadata", |xml| {
                xml.text("RequestId", call.request_id);
            });
        },
    );
    xml.finish()
}

fn cut<T>(call: &Call<'_>, items: impl Iterator<Item = T>) -> Result<Page<T>, Refusal> {
    let size = page::ranged_size(call.parameters, "PageSize", PAGE)?;
    let request = PageRequest::new(call.parameters, call.parameters.get("Marker"), size);
    let request = request.map_err(|()| Refusal::validation("Invalid marker"))?;
    Ok(request.tampered(call.faults).cut((1..).zip(items)))
}

fn not_found(code: &str, thing: &str, names: &[String]) -> Refusal {
    let names = names.join("', '");
    Refusal::new(400, code, format!("{thing} '{names}' not found"))
}

fn tags(call: &Call<'_>, view: &View<'_>) -> Result<String, Refusal> {
    let arns = call.parameters.members("ResourceArns");
    if arns.is_empty() {
        return Err(Refusal::validation(
            "At least one resource must be specified",
        ));
    }
    if arns.len() > MOST_TAGGED {
        let text = format!("Cannot have more than {MOST_TAGGED} resources described");
        return Err(Refusal::validation(text));
    }
    let mut found = Vec::new();
    for arn in &arns {
        found.push((arn, tags_of(view, arn)?));
    }
    Ok(respond(call, |xml| {
        xml.members("TagDescriptions", found, |xml, (arn, tags)| {
            xml.text("ResourceArn", arn);
            xml.members("Tags", tags, |xml, (key, value)| {
                xml.text("Key", key);
                xml.text("Value", value);
            });
        });
    }))
}

type TagPairs<'a> = Vec<(&'a String, &'a String)>;

/// Listeners and rules may be asked about too; they have none here.
fn tags_of<'a>(view: &View<'a>, arn: &str) -> Result<TagPairs<'a>, Refusal> {
    let region = view.region;
    let mut balancers = region.load_balancers.iter();
    let mut groups = region.target_groups.iter();
    if let Some(found) = balancers.find(|balancer| balancer.arn == arn) {
        return Ok(found.tags.iter().collect());
    }
    if let Some(found) = groups.find(|group| group.arn == arn) {
        return Ok(found.tags.iter().collect());
    }
    let names = [arn.to_owned()];
    let mut listeners = region.load_balancers.iter().flat_map(|one| &one.listeners);
    let listener = |one: &super::estate::Listener| {
        one.arn == arn || one.rules.iter().any(|rule| rule.arn == arn)
    };
    if listeners.any(listener) {
        Ok(Vec::new())
    } else if arn.contains(":targetgroup/") {
        Err(not_found("TargetGroupNotFound", "Target groups", &names))
    } else {
        Err(not_found("LoadBalancerNotFound", "Load balancers", &names))
    }
}
