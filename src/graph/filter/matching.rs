//! Whether a resource is what a filter asks for.

use super::Expression;
use crate::inventory::{Assessed, Kind, Ordinal, RelationshipKind, Resource, Survey};

pub(super) fn matches(expression: &Expression, survey: &Survey, ordinal: Ordinal) -> bool {
    match expression {
        Expression::All(all) => all.iter().all(|one| matches(one, survey, ordinal)),
        Expression::Any(any) => any.iter().any(|one| matches(one, survey, ordinal)),
        Expression::Not(inner) => !matches(inner, survey, ordinal),
        Expression::Word(word) => {
            has_word(&survey[ordinal], word) || is_member(survey, ordinal, word)
        }
        Expression::Pair { key, value } => has_pair(survey, ordinal, (key, value)),
    }
}

fn has_word(known: &Assessed, word: &str) -> bool {
    let resource = &known.resource;
    let has = |text: &str| text.to_lowercase().contains(word);
    has(&resource.name)
        || has(resource.id.as_str())
        || has(&resource.state)
        || has(&known.assessment.state)
        || resource
            .tags
            .iter()
            .any(|(key, value)| has(value) || key.to_lowercase() == word)
        || resource
            .addresses()
            .any(|address| address.to_string().contains(word))
}

/// Whether the word is the id of something that it is in, or of a group that it carries.
fn is_member(survey: &Survey, ordinal: Ordinal, word: &str) -> bool {
    let is_container = |container: Ordinal| {
        matches!(survey.kind(container), Kind::Vpc | Kind::Subnet)
            && is_called(&survey[container].resource, word)
    };
    let carries = || {
        survey
            .links_from(ordinal)
            .filter(|(_, link)| link.kind == RelationshipKind::IsAssociatedWith)
            .map(|(_, link)| &survey[link.to].resource)
            .any(|other| other.kind == Kind::SecurityGroup && is_called(other, word))
    };
    // Only ids look like this: most words are spared the walk.
    let is_id = word.contains("vpc-") || word.contains("subnet-") || word.contains("sg-");
    is_id && (survey.ancestry(ordinal).any(is_container) || carries())
}

fn is_called(resource: &Resource, word: &str) -> bool {
    resource.id.short() == word || resource.id.as_str().eq_ignore_ascii_case(word)
}

fn has_pair(survey: &Survey, ordinal: Ordinal, (key, value): (&str, &str)) -> bool {
    let Assessed {
        resource,
        assessment,
        ..
    } = &survey[ordinal];
    let is = |text: &str| text.to_lowercase() == value;
    match key {
        "type" => {
            is(resource.kind.name()) || kind_called(value).is_some_and(|kind| kind == resource.kind)
        }
        "state" => is(&resource.state) || is(&assessment.state),
        "health" => is(assessment.health.name()),
        "region" => is(resource.region.as_str()),
        "zone" => resource.zone.as_deref().is_some_and(is),
        "account" => is(&resource.account.to_string()),
        "vpc" => survey
            .vpc_of(ordinal)
            .map(|vpc| &survey[vpc].resource)
            .is_some_and(|vpc| is(&vpc.name) || is_called(vpc, value)),
        _ => resource
            .tags
            .iter()
            .any(|(tag, text)| tag.to_lowercase() == key && is(text)),
    }
}

/// The short names that people use for kinds.
fn kind_called(name: &str) -> Option<Kind> {
    Some(match name {
        "ec2" => Kind::Instance,
        "ebs" => Kind::Volume,
        "elb" | "alb" | "nlb" | "lb" => Kind::LoadBalancer,
        "tg" => Kind::TargetGroup,
        "asg" => Kind::AutoScalingGroup,
        "igw" => Kind::InternetGateway,
        "nat" => Kind::NatGateway,
        "sg" => Kind::SecurityGroup,
        "eni" => Kind::NetworkInterface,
        "eip" => Kind::ElasticIp,
        "rtb" => Kind::RouteTable,
        "pcx" | "peering" => Kind::PeeringConnection,
        "tgw" => Kind::TransitGateway,
        "vpce" | "endpoint" => Kind::VpcEndpoint,
        _ => return None,
    })
}
