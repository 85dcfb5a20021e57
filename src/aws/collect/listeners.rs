//! Listeners and their rules: from a load balancer's port to a target group. Rules of
//! one listener that cannot be read cost the picture those rules alone.

use super::load_balancers;
use super::{Collecting, Collector, Pace, Scope, joined};
use crate::account::Service;
use crate::aws::arns::Place;
use crate::aws::entry::Entry;
use crate::aws::error::Failure;
use crate::aws::reader::{Read, Reader};
use crate::inventory::{Kind, Reference, RelationshipKind, Resource, ResourceId};
use aws_sdk_elasticloadbalancingv2::types::{
    Action, ActionTypeEnum, Certificate, ForwardActionConfig, HostHeaderConditionConfig,
    HttpHeaderConditionConfig, HttpRequestMethodConditionConfig, Listener,
    PathPatternConditionConfig, ProtocolEnum, Rule, RuleCondition, SourceIpConditionConfig,
};
use futures::future::join_all;
use std::collections::BTreeSet;
use std::sync::Arc;

const CALL: &str = "elasticloadbalancing:DescribeListeners";
const RULES: &str = "elasticloadbalancing:DescribeRules";

pub const COLLECTOR: Collector = Collector {
    name: "listeners",
    title: "Listeners and rules",
    service: Service::LoadBalancing,
    scope: Scope::Regional,
    actions: &[CALL, RULES, load_balancers::CALL],
    pace: Pace::Structure,
    after: None,
    collect,
};

fn collect(reader: Arc<Reader>) -> Collecting {
    Box::pin(async move {
        let balancers = load_balancers::fetch(&reader).await?;
        let arns = balancers.iter().filter_map(|row| row.load_balancer_arn());
        let arns: Vec<&str> = arns.take(reader.at_most(1)).collect();
        let listeners = join_all(arns.into_iter().map(|arn| listeners(&reader, arn))).await;
        let listeners: Result<Vec<_>, Failure> = listeners.into_iter().collect();
        let listeners: Vec<Listener> = listeners?.into_iter().flatten().collect();
        let arns = listeners.iter().filter_map(|row| row.listener_arn());
        let arns: Vec<&str> = arns.take(reader.at_most(1)).collect();
        let rules = join_all(arns.iter().map(|arn| rules(&reader, arn))).await;

        let mut read = Read::resources((&reader, CALL), &listeners, |row| {
            convert(&reader.place, row)
        });
        for (listener, rules) in arns.into_iter().zip(rules) {
            match rules {
                Ok(rules) => with_rules(&mut read, &reader, listener, &rules),
                Err(failure) => read.lacks(&format!("the rules of {listener}"), failure),
            }
        }
        Ok(read)
    })
}

async fn listeners(reader: &Reader, balancer: &str) -> Result<Vec<Listener>, Failure> {
    let fetched = reader
        .pages(CALL, &|marker| {
            Box::pin(async move {
                let request = reader.clients.elb().describe_listeners();
                let request = request.load_balancer_arn(balancer);
                let request = request.page_size(reader.page_size(1, 400));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(CALL, &error))?;
                Ok((answer.listeners.unwrap_or_default(), answer.next_marker))
            })
        })
        .await;
    without_the_gone(fetched, "LoadBalancerNotFound")
}

async fn rules(reader: &Reader, listener: &str) -> Result<Vec<Rule>, Failure> {
    let fetched = reader
        .pages(RULES, &|marker| {
            Box::pin(async move {
                let request = reader.clients.elb().describe_rules();
                let request = request.listener_arn(listener);
                let request = request.page_size(reader.page_size(1, 400));
                let answer = request.set_marker(marker).send().await;
                let answer = answer.map_err(|error| Failure::of(RULES, &error))?;
                Ok((answer.rules.unwrap_or_default(), answer.next_marker))
            })
        })
        .await;
    without_the_gone(fetched, "ListenerNotFound")
}

/// What was deleted between two calls has nothing any more, and is no failure.
pub(super) fn without_the_gone<T>(
    fetched: Result<Vec<T>, Failure>,
    code: &str,
) -> Result<Vec<T>, Failure> {
    match fetched {
        Err(failure) if failure.has_code(code) => Ok(Vec::new()),
        other => other,
    }
}

fn convert(place: &Place, listener: &Listener) -> Option<Resource> {
    let arn = listener.listener_arn()?;
    let label = port_label(listener);
    let certificates = listener.certificates().iter();
    let certificates = certificates.filter_map(Certificate::certificate_arn);
    let balancer = listener.load_balancer_arn().map(ResourceId::new);
    let entry = Entry::new(place, Kind::Listener, ResourceId::new(arn), CALL)
        .named(Some(&label))
        .within([(balancer, "Listeners[].LoadBalancerArn")])
        .fact("port", listener.port())
        .fact("protocol", listener.protocol().map(ProtocolEnum::as_str))
        .fact("tls policy", listener.ssl_policy())
        .fact("certificate", joined(certificates))
        .fact("default action", said(listener.default_actions()));
    let field = "Listeners[].DefaultActions[].TargetGroupArn";
    Some(forwarding(entry, listener.default_actions(), &label, field).finish())
}

/// The default rule is the listener's own default action, told once.
fn with_rules(read: &mut Read, reader: &Reader, listener: &str, rules: &[Rule]) {
    let rules: Vec<Rule> = rules
        .iter()
        .filter(|rule| rule.is_default() != Some(true))
        .cloned()
        .collect();
    read.append(Read::resources((reader, RULES), &rules, |rule| {
        rule_of(&reader.place, listener, rule)
    }));
}

fn rule_of(place: &Place, listener: &str, rule: &Rule) -> Option<Resource> {
    let arn = rule.rule_arn()?;
    let conditions: Vec<String> = rule.conditions().iter().filter_map(condition).collect();
    let label = conditions.join(" ");
    let entry = Entry::new(place, Kind::ListenerRule, ResourceId::new(arn), RULES)
        .named(Some(&label))
        .within([(Some(ResourceId::new(listener)), "ListenerArn")])
        .fact("priority", rule.priority())
        .fact("conditions", Some(&label))
        .fact("action", said(rule.actions()));
    let field = "Rules[].Actions[].TargetGroupArn";
    Some(forwarding(entry, rule.actions(), &label, field).finish())
}

fn forwarding(mut entry: Entry, actions: &[Action], label: &str, field: &'static str) -> Entry {
    for group in target_groups(actions) {
        entry = entry.labelled(
            RelationshipKind::ForwardsTo,
            Reference::Id(ResourceId::new(group)),
            (!label.is_empty()).then(|| label.to_owned()),
            field,
        );
    }
    entry
}

/// One group stands in the action itself and in its forward configuration.
fn target_groups(actions: &[Action]) -> BTreeSet<&str> {
    let weighted = actions.iter().filter_map(Action::forward_config);
    let weighted = weighted
        .flat_map(ForwardActionConfig::target_groups)
        .filter_map(|group| group.target_group_arn());
    let plain = actions.iter().filter_map(Action::target_group_arn);
    plain.chain(weighted).collect()
}

/// `443/https`, as the wire shows it.
fn port_label(listener: &Listener) -> String {
    let protocol = listener.protocol().map(ProtocolEnum::as_str);
    let protocol = protocol.unwrap_or_default().to_ascii_lowercase();
    match listener.port() {
        Some(port) if protocol.is_empty() => port.to_string(),
        Some(port) => format!("{port}/{protocol}"),
        None => protocol,
    }
}

/// `/api/*`, `shop.example.com`, `POST`: the values, which speak for themselves.
fn condition(condition: &RuleCondition) -> Option<String> {
    let values: Vec<&str> = [
        condition
            .path_pattern_config()
            .map(PathPatternConditionConfig::values),
        condition
            .host_header_config()
            .map(HostHeaderConditionConfig::values),
        condition
            .http_request_method_config()
            .map(HttpRequestMethodConditionConfig::values),
        condition
            .source_ip_config()
            .map(SourceIpConditionConfig::values),
        condition
            .http_header_config()
            .map(HttpHeaderConditionConfig::values),
        Some(condition.values()),
    ]
    .into_iter()
    .flatten()
    .find(|values| !values.is_empty())?
    .iter()
    .map(String::as_str)
    .collect();
    let values = values.join(",");
    let header = condition.http_header_config();
    Some(match header.and_then(|config| config.http_header_name()) {
        Some(name) => format!("{name}={values}"),
        None => values,
    })
}

/// What happens to a request, in a few words.
fn said(actions: &[Action]) -> Option<String> {
    let words = actions.iter().filter_map(|action| {
        let word = action.r#type().map(ActionTypeEnum::as_str)?;
        let redirect = action.redirect_config();
        let fixed = action.fixed_response_config();
        Some(match (redirect, fixed) {
            (Some(to), _) => format!(
                "{word} to {}://{}:{}{}",
                to.protocol().unwrap_or("#{protocol}"),
                to.host().unwrap_or("#{host}"),
                to.port().unwrap_or("#{port}"),
                to.path().unwrap_or("/#{path}"),
            ),
            (_, Some(answer)) => format!("{word} {}", answer.status_code().unwrap_or_default()),
            _ => word.to_owned(),
        })
    });
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::example::{facts, place, related};
    use super::{convert, rule_of};
    use aws_sdk_elasticloadbalancingv2::types::{
        Action, ActionTypeEnum, FixedResponseActionConfig, ForwardActionConfig,
        HostHeaderConditionConfig, Listener, PathPatternConditionConfig, ProtocolEnum,
        RedirectActionConfig, Rule, RuleCondition, TargetGroupTuple,
    };

    const PREFIX: &str = "arn:aws:elasticloadbalancing:eu-west-1:111122223333";

    fn group(name: &str) -> String {
        format!("{PREFIX}:targetgroup/{name}/1")
    }

    fn forward(name: &str) -> Action {
        let tuple = TargetGroupTuple::builder()
            .target_group_arn(group(name))
            .build();
        Action::builder()
            .r#type(ActionTypeEnum::Forward)
            .target_group_arn(group(name))
            .forward_config(ForwardActionConfig::builder().target_groups(tuple).build())
            .build()
    }

    #[test]
    fn a_listener_forwards_by_its_port() {
        let listener = Listener::builder()
            .listener_arn(format!("{PREFIX}:listener/app/web/1/2"))
            .load_balancer_arn(format!("{PREFIX}:loadbalancer/app/web/1"))
            .port(443)
            .protocol(ProtocolEnum::Https)
            .default_actions(forward("api"))
            .build();
        let listener = convert(&place(), &listener).unwrap();
        assert_eq!(listener.name, "443/https");
        assert_eq!(listener.parent.as_ref().unwrap().short(), "web");
        assert_eq!(
            related(&listener),
            ["is-contained-in web", "forwards-to api [443/https]"]
        );
    }

    #[test]
    fn a_listener_that_forwards_nowhere_says_what_it_does() {
        let redirect = RedirectActionConfig::builder()
            .protocol("HTTPS")
            .port("443");
        let fixed = FixedResponseActionConfig::builder()
            .status_code("503")
            .build();
        for (action, expected) in [
            (
                Action::builder()
                    .r#type(ActionTypeEnum::Redirect)
                    .redirect_config(redirect.build()),
                "redirect to HTTPS://#{host}:443/#{path}",
            ),
            (
                Action::builder()
                    .r#type(ActionTypeEnum::FixedResponse)
                    .fixed_response_config(fixed),
                "fixed-response 503",
            ),
        ] {
            let row = Listener::builder()
                .listener_arn(format!("{PREFIX}:listener/app/web/1/2"))
                .default_actions(action.build())
                .build();
            let listener = convert(&place(), &row).unwrap();
            assert!(listener.relationships.is_empty());
            assert_eq!(facts(&listener), [format!("default action={expected}")]);
        }
    }

    #[test]
    fn a_rule_forwards_by_its_conditions() {
        let host = HostHeaderConditionConfig::builder().values("shop.example.com");
        let path = PathPatternConditionConfig::builder()
            .values("/api/*")
            .values("/v2/*");
        let rule = Rule::builder()
            .rule_arn(format!("{PREFIX}:listener-rule/app/web/1/2/3"))
            .priority("10")
            .conditions(
                RuleCondition::builder()
                    .host_header_config(host.build())
                    .build(),
            )
            .conditions(
                RuleCondition::builder()
                    .path_pattern_config(path.build())
                    .build(),
            )
            .actions(forward("api"))
            .build();
        let listener = format!("{PREFIX}:listener/app/web/1/2");
        let rule = rule_of(&place(), &listener, &rule).unwrap();
        assert_eq!(rule.name, "shop.example.com /api/*,/v2/*");
        assert_eq!(rule.parent.as_ref().unwrap().as_str(), listener);
        assert_eq!(
            related(&rule)[1],
            "forwards-to api [shop.example.com /api/*,/v2/*]"
        );
        assert_eq!(rule_of(&place(), &listener, &Rule::builder().build()), None);
    }
}
