//! Load balancers, listeners and rules.

use super::{cut, not_found, respond};
use crate::sim::description::LoadBalancerKind;
use crate::sim::estate::{Listener, ListenerAction, ListenerRule, LoadBalancer, Region};
use crate::sim::front::Call;
use crate::sim::refusal::Refusal;
use crate::sim::view::View;
use crate::sim::xml::Xml;

pub(super) fn load_balancers(call: &Call<'_>, view: &View<'_>) -> Result<String, Refusal> {
    let arns = call.parameters.members("LoadBalancerArns");
    let names = call.parameters.members("Names");
    let region = view.region;
    let wanted = |one: &&LoadBalancer| {
        (arns.is_empty() || arns.contains(&one.arn))
            && (names.is_empty() || names.contains(&one.name))
    };
    let found: Vec<_> = region.load_balancers.iter().filter(wanted).collect();
    if found.len() < arns.len().max(names.len()) {
        let named = if arns.is_empty() { &names } else { &arns };
        return Err(not_found("LoadBalancerNotFound", "Load balancers", named));
    }
    let page = cut(call, found.into_iter())?;
    let created = view.time(-180 * 86_400);
    Ok(respond(call, |xml| {
        xml.members("LoadBalancers", page.items, |xml, one| {
            write_balancer(xml, region, one);
            xml.text("CreatedTime", &created);
        });
        xml.optional("NextMarker", page.next.as_deref());
    }))
}

fn write_balancer(xml: &mut Xml, region: &Region, one: &LoadBalancer) {
    xml.text("LoadBalancerArn", &one.arn);
    xml.text("DNSName", &one.dns_name);
    let zone = match one.kind {
        LoadBalancerKind::Application => "Z32O12XQLNTSW2",
        LoadBalancerKind::Network => "Z2IFOLAFXWLO4F",
    };
    xml.text("CanonicalHostedZoneId", zone);
    xml.text("LoadBalancerName", &one.name);
    xml.text(
        "Scheme",
        if one.internal {
            "internal"
        } else {
            "internet-facing"
        },
    );
    xml.text("VpcId", &region.vpcs[one.vpc].id);
    xml.element("State", |xml| xml.text("Code", "active"));
    let kind = match one.kind {
        LoadBalancerKind::Application => "application",
        LoadBalancerKind::Network => "network",
    };
    xml.text("Type", kind);
    xml.members("AvailabilityZones", &one.subnets, |xml, at| {
        let subnet = &region.subnets[*at];
        xml.text("ZoneName", &subnet.zone);
        xml.text("SubnetId", &subnet.id);
        xml.members(
            "LoadBalancerAddresses",
            std::iter::empty::<()>(),
            |_, ()| {},
        );
    });
    if !one.security_groups.is_empty() {
        let groups = one.security_groups.iter();
        let groups = groups.map(|at| region.security_groups[*at].id.as_str());
        xml.texts(("SecurityGroups", "member"), groups);
    }
    xml.text("IpAddressType", "ipv4");
}

pub(super) fn attributes(call: &Call<'_>, view: &View<'_>) -> Result<String, Refusal> {
    let one = balancer(
        view,
        call.parameters.get("LoadBalancerArn").unwrap_or_default(),
    )?;
    let shared = [
        ("deletion_protection.enabled", "true"),
        ("access_logs.s3.enabled", "false"),
        ("load_balancing.cross_zone.enabled", "true"),
    ];
    let application = [
        ("idle_timeout.timeout_seconds", "60"),
        ("routing.http2.enabled", "true"),
        ("routing.http.drop_invalid_header_fields.enabled", "false"),
    ];
    let is_application = one.kind == LoadBalancerKind::Application;
    let extra = is_application.then_some(application).into_iter().flatten();
    Ok(respond(call, |xml| {
        xml.members(
            "Attributes",
            shared.into_iter().chain(extra),
            |xml, (key, value)| {
                xml.text("Key", key);
                xml.text("Value", value);
            },
        );
    }))
}

fn balancer<'a>(view: &View<'a>, arn: &str) -> Result<&'a LoadBalancer, Refusal> {
    let mut balancers = view.region.load_balancers.iter();
    let found = balancers.find(|one| one.arn == arn);
    found.ok_or_else(|| not_found("LoadBalancerNotFound", "Load balancers", &[arn.to_owned()]))
}

pub(super) fn listeners(call: &Call<'_>, view: &View<'_>) -> Result<String, Refusal> {
    let arns = call.parameters.members("ListenerArns");
    let all = view.region.load_balancers.iter();
    let all = all.flat_map(|one| one.listeners.iter().map(move |listener| (one, listener)));
    let found: Vec<_> = match call.parameters.get("LoadBalancerArn") {
        Some(arn) => {
            let one = balancer(view, arn)?;
            one.listeners
                .iter()
                .map(|listener| (one, listener))
                .collect()
        }
        None if arns.is_empty() => {
            let text = "You must specify either listener ARNs or a load balancer ARN";
            return Err(Refusal::validation(text));
        }
        None => all
            .filter(|(_, listener)| arns.contains(&listener.arn))
            .collect(),
    };
    if found.len() < arns.len() {
        return Err(not_found(
            "ListenerNotFound",
            "One or more listeners",
            &arns,
        ));
    }
    let page = cut(call, found.into_iter())?;
    Ok(respond(call, |xml| {
        xml.members("Listeners", page.items, |xml, (one, listener)| {
            write_listener(xml, one, listener);
        });
        xml.optional("NextMarker", page.next.as_deref());
    }))
}

fn write_listener(xml: &mut Xml, one: &LoadBalancer, listener: &Listener) {
    xml.text("ListenerArn", &listener.arn);
    xml.text("LoadBalancerArn", &one.arn);
    xml.value("Port", listener.port);
    xml.text("Protocol", &listener.protocol);
    if let Some(certificate) = &listener.certificate {
        xml.members("Certificates", [certificate], |xml, certificate| {
            xml.text("CertificateArn", certificate);
        });
        xml.text("SslPolicy", "ELBSecurityPolicy-TLS13-1-2-2021-06");
    }
    let default = listener.rules.last();
    xml.members("DefaultActions", default, |xml, rule| {
        write_action(xml, &rule.action);
    });
}

pub(super) fn rules(call: &Call<'_>, view: &View<'_>) -> Result<String, Refusal> {
    let arns = call.parameters.members("RuleArns");
    let listener = call.parameters.get("ListenerArn");
    if arns.is_empty() && listener.is_none() {
        let text = "You must specify either listener rule ARNs or a listener ARN";
        return Err(Refusal::validation(text));
    }
    let mut listeners = view
        .region
        .load_balancers
        .iter()
        .flat_map(|one| &one.listeners);
    if let Some(arn) = listener
        && !listeners.clone().any(|one| one.arn == arn)
    {
        return Err(not_found(
            "ListenerNotFound",
            "One or more listeners",
            &[arn.to_owned()],
        ));
    }
    let of_listener = listeners
        .by_ref()
        .filter(|one| listener.is_none_or(|arn| one.arn == arn))
        .flat_map(|one| {
            let last = one.rules.len() - 1;
            one.rules
                .iter()
                .enumerate()
                .map(move |(at, rule)| (at, at == last, rule))
        })
        .filter(|(_, _, rule)| arns.is_empty() || arns.contains(&rule.arn));
    let page = cut(call, of_listener)?;
    Ok(respond(call, |xml| {
        xml.members("Rules", page.items, |xml, (at, is_default, rule)| {
            write_rule(xml, (at, is_default), rule);
        });
        xml.optional("NextMarker", page.next.as_deref());
    }))
}

fn write_rule(xml: &mut Xml, (at, is_default): (usize, bool), rule: &ListenerRule) {
    xml.text("RuleArn", &rule.arn);
    let priority = if is_default {
        "default".to_owned()
    } else {
        (10 * (at + 1)).to_string()
    };
    xml.text("Priority", &priority);
    let host = rule.host.as_deref();
    let path = rule.path.as_deref();
    let conditions = [
        host.map(|value| ("host-header", "HostHeaderConfig", value)),
        path.map(|value| ("path-pattern", "PathPatternConfig", value)),
    ];
    xml.members(
        "Conditions",
        conditions.into_iter().flatten(),
        |xml, (field, config, value)| {
            xml.text("Field", field);
            xml.texts(("Values", "member"), [value]);
            xml.element(config, |xml| xml.texts(("Values", "member"), [value]));
        },
    );
    xml.members("Actions", [&rule.action], write_action);
    xml.value("IsDefault", is_default);
}

fn write_action(xml: &mut Xml, action: &ListenerAction) {
    match action {
        ListenerAction::Forward(arn) => {
            xml.text("Type", "forward");
            xml.text("TargetGroupArn", arn);
            xml.value("Order", 1);
            xml.element("ForwardConfig", |xml| {
                xml.members("TargetGroups", [arn], |xml, arn| {
                    xml.text("TargetGroupArn", arn);
                    xml.value("Weight", 1);
                });
                xml.element("TargetGroupStickinessConfig", |xml| {
                    xml.value("Enabled", false);
                });
            });
        }
        ListenerAction::RedirectToHttps => {
            xml.text("Type", "redirect");
            xml.value("Order", 1);
            xml.element("RedirectConfig", |xml| {
                xml.text("Protocol", "HTTPS");
                xml.text("Port", "443");
                xml.text("Host", "#{host}");
                xml.text("Path", "/#{path}");
                xml.text("Query", "#{query}");
                xml.text("StatusCode", "HTTP_301");
            });
        }
    }
}
