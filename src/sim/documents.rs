//! Every service whose answers are documents in AWS's own wire form, kept beside the
//! fleet's description: one part for all of them. What differs between the services is
//! data (`query`, `json`, `rest`). It must not know what any document means.

mod api;
mod json;
mod metrics;
mod query;
mod render;
mod request;
mod rest;
mod store;

use super::fault::Fault;
use super::front::Call;
use super::page::{self, Page, PageRequest};
use super::query::Service;
use super::refusal::Refusal;
use serde_json::{Map, Value};
use std::borrow::Cow;

pub(super) use api::{Api, Operation, Protocol, Shape};
pub(super) use render::{Content, refusal};
pub(super) use request::Asked;
pub(super) use store::{Change, Store};

/// The services that are described as data.
pub(super) static APIS: [Api; 26] = [
    query::RDS,
    query::ELASTICACHE,
    query::REDSHIFT,
    query::NOTIFICATIONS,
    query::CLASSIC_ELB,
    json::ECS,
    json::DYNAMODB,
    json::SQS,
    json::KINESIS,
    json::EVENTS,
    json::WAF,
    json::ECR,
    json::FSX,
    json::DIRECT_CONNECT,
    json::STEP_FUNCTIONS,
    json::ORGANIZATIONS,
    json::CLOUDWATCH,
    rest::LAMBDA,
    rest::EKS,
    rest::API_GATEWAY,
    rest::EFS,
    rest::OPENSEARCH,
    rest::KAFKA,
    rest::S3,
    rest::CLOUDFRONT,
    rest::ROUTE53,
];

static FURTHER_EC2: Api = query::FURTHER_EC2;

/// Every operation that is answered from documents: its service in IAM, and its name.
pub fn operations() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = APIS.iter().chain([&FURTHER_EC2]);
    all.flat_map(|api| {
        let operations = api.operations.iter();
        operations.map(|operation| (api.name, operation.name))
    })
}

/// The documents of one name, at the call's time, each with its ordinal.
type Rows<'a> = Vec<(u64, Cow<'a, Value>)>;

/// Answers an operation of a service that is described as data.
pub(super) fn answer(call: &Call<'_>, api: &'static Api) -> Result<Content, Refusal> {
    let operation = call
        .operation
        .ok_or_else(|| Refusal::invalid_action(call.service, call.action))?;
    let mut body = body(call, api, operation)?;
    for fault in call.faults {
        if let Fault::MissingField(name) = fault {
            remove(&mut body, name);
        }
    }
    Ok(render::answer(call, api, operation, &body))
}

/// Answers those of EC2's operations that are documents.
pub(super) fn ec2(call: &Call<'_>) -> Result<String, Refusal> {
    let operation = FURTHER_EC2
        .operation(call.action)
        .ok_or_else(|| Refusal::invalid_action(Service::Ec2, call.action))?;
    let body = body(call, &FURTHER_EC2, operation)?;
    Ok(render::ec2(call, &body))
}

fn body(call: &Call<'_>, api: &Api, operation: &Operation) -> Result<Value, Refusal> {
    if operation.shape == Shape::Metrics {
        return metrics::answer(call);
    }
    let named = wanted(call, operation);
    let rows = rows(call, api, operation);
    let found: Rows = rows
        .into_iter()
        .filter(|(_, row)| named.iter().all(|pick| pick.matches(row)))
        .collect();
    check_found(call, operation, (&named, &found))?;
    let mut body = Value::Object(Map::new());
    match &operation.shape {
        Shape::List(at) | Shape::Brief(at, _) | Shape::Field(at, _) | Shape::Batch(at) => {
            let page = cut(call, operation, found)?;
            let items: Vec<Value> = page
                .items
                .iter()
                .map(|row| item(call, operation, row))
                .collect();
            if let Some(at) = operation.count {
                put(&mut body, at, items.len().into());
            }
            put(&mut body, at, Value::Array(items));
            follow(&mut body, call, operation, page.next);
            if let Shape::Batch(_) = operation.shape {
                put(&mut body, "failures", failures(&named, &page.items));
            }
        }
        _ => single(call, operation, (&found, &mut body))?,
    }
    if let Some((at, documents)) = operation.also {
        let rows = documents_of(call, api, documents);
        let rows = rows.into_iter().map(|(_, row)| visible(&row));
        put(&mut body, at, rows.collect());
    }
    Ok(body)
}

/// What is said of the one document that was named.
fn single(
    call: &Call<'_>,
    operation: &Operation,
    (found, body): (&Rows<'_>, &mut Value),
) -> Result<(), Refusal> {
    let Some((_, row)) = found.first() else {
        return Ok(());
    };
    match &operation.shape {
        Shape::Part(at, field) => {
            let field = filled(field, call);
            if let Some(part) = get(row, &field) {
                put(body, at, part.clone());
            }
        }
        Shape::Has(field, (status, code)) => {
            let part = get(row, field)
                .ok_or_else(|| Refusal::new(*status, code, "The configuration does not exist"))?;
            *body = part.clone();
        }
        Shape::Entries(at, field) => {
            let part = get(row, field).map(visible).unwrap_or_default();
            put(body, at, as_entries(&part));
        }
        Shape::One(at) => {
            if let Some(beside) = row.get("_beside") {
                *body = beside.clone();
            }
            put(body, at, item(call, operation, row));
        }
        _ => {}
    }
    Ok(())
}

/// A parameter that was given: the field that it is held against, and its values.
struct Wanted<'a> {
    parameter: &'a str,
    field: &'a str,
    values: Vec<String>,
}

impl Wanted<'_> {
    fn matches(&self, row: &Value) -> bool {
        let held = get(row, self.field).and_then(Value::as_str);
        held.is_some_and(|held| self.values.iter().any(|value| is_same(held, value)))
    }
}

/// Names stand for the ARNs that end in them, and the other way round.
fn is_same(held: &str, asked: &str) -> bool {
    let ends = |long: &str, short: &str| {
        long.strip_suffix(short)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with(['/', ':']))
    };
    ends(held, asked) || ends(asked, held)
}

fn wanted<'a>(call: &Call<'_>, operation: &'a Operation) -> Vec<Wanted<'a>> {
    let given = operation.picks.iter().filter_map(|(parameter, field)| {
        let mut values = call.parameters.many(parameter);
        let assumed = operation.assumed.filter(|(name, _)| name == parameter);
        if let (true, Some((_, value))) = (values.is_empty(), assumed) {
            values.push(value.to_owned());
        }
        (!values.is_empty()).then_some(Wanted {
            parameter,
            field,
            values,
        })
    });
    given.collect()
}

fn rows<'a>(call: &Call<'a>, api: &Api, operation: &Operation) -> Rows<'a> {
    if !operation.everywhere {
        return documents_of(call, api, operation.documents);
    }
    let Some(account) = call.account else {
        return Vec::new();
    };
    let now = call.view.as_ref().map_or(0, |view| view.now);
    let regions = account.regions.values();
    let all = regions.flat_map(|region| region.documents.at(api.name, operation.documents, now));
    (1..).zip(all).collect()
}

fn documents_of<'a>(call: &Call<'a>, api: &Api, name: &str) -> Rows<'a> {
    let Some(view) = call.view else {
        return Vec::new();
    };
    let all = view.region.documents.at(api.name, name, view.now);
    (1..).zip(all).collect()
}

fn check_found(
    call: &Call<'_>,
    operation: &Operation,
    (named, found): (&[Wanted<'_>], &Rows<'_>),
) -> Result<(), Refusal> {
    let Some((status, code)) = operation.missing else {
        return Ok(());
    };
    let is_single = !matches!(
        operation.shape,
        Shape::List(_) | Shape::Brief(..) | Shape::Field(..) | Shape::Batch(_)
    );
    if named.is_empty() && is_single {
        let name = operation.picks.first().map_or("", |(name, _)| name);
        let text = format!("The request is missing {name}");
        return Err(Refusal::new(400, request::invalid(call.service), text));
    }
    for pick in named {
        let absent = pick.values.iter().find(|value| {
            let mut rows = found.iter().filter_map(|(_, row)| get(row, pick.field));
            !rows.any(|held| held.as_str().is_some_and(|held| is_same(held, value)))
        });
        if let Some(value) = absent {
            return Err(elsewhere(call, value).unwrap_or_else(|| {
                let text = format!("{} {value} not found", pick.parameter);
                Refusal::new(status, code, text)
            }));
        }
    }
    Ok(())
}

/// A bucket answers in its own region only.
fn elsewhere(call: &Call<'_>, bucket: &str) -> Option<Refusal> {
    if call.service.name() != "s3" {
        return None;
    }
    let mut regions = call.account?.regions.values();
    regions
        .any(|region| {
            let mut buckets = region.documents.at("s3", "Bucket", 0);
            buckets.any(|one| get(&one, "Name").and_then(Value::as_str) == Some(bucket))
        })
        .then(|| {
            let text = "The bucket you are attempting to access must be addressed using the \
                        specified endpoint. Please send all future requests to this endpoint.";
            Refusal::new(301, "PermanentRedirect", text)
        })
}

fn cut<'a>(
    call: &Call<'_>,
    operation: &Operation,
    found: Rows<'a>,
) -> Result<Page<Cow<'a, Value>>, Refusal> {
    let Some(pages) = operation.pages else {
        return Ok(PageRequest::everything().cut(found));
    };
    let invalid = request::invalid(call.service);
    let limits = (pages.default, pages.most);
    let size = page::ranged_size(call.parameters, pages.size, limits)
        .map_err(|refusal| Refusal::new(400, invalid, refusal.message))?;
    let token = call.parameters.get(pages.token);
    let request = PageRequest::new(call.parameters, token.filter(|text| !text.is_empty()), size);
    let request = request.map_err(|()| Refusal::new(400, invalid, "The token is not valid"))?;
    Ok(request.tampered(call.faults).cut(found))
}

/// What says that another page follows.
fn follow(body: &mut Value, call: &Call<'_>, operation: &Operation, next: Option<String>) {
    let Some(pages) = operation.pages else {
        return;
    };
    if let Some(more) = pages.more {
        put(body, more, next.is_some().into());
        if !operation.root.is_empty() {
            let size = call.parameters.get(pages.size);
            let size = size.map_or_else(|| pages.default.to_string(), str::to_owned);
            put(body, "MaxItems", size.into());
        }
    }
    if let Some(token) = next {
        put(body, pages.next, token.into());
    }
}

fn item(call: &Call<'_>, operation: &Operation, row: &Value) -> Value {
    let mut item = match &operation.shape {
        Shape::Field(_, field) => return get(row, field).cloned().unwrap_or_default(),
        Shape::Brief(_, fields) => {
            let mut brief = Value::Object(Map::new());
            for field in *fields {
                if let Some(value) = get(row, field) {
                    put(&mut brief, field, value.clone());
                }
            }
            return brief;
        }
        _ => visible(row),
    };
    if let (Some((parameter, value, field)), Value::Object(fields)) =
        (operation.only_with, &mut item)
    {
        let given = call.parameters.many(parameter);
        if !given.iter().any(|one| one == value) {
            fields.remove(field);
        }
    }
    item
}

/// What a batch was asked for and does not hold.
fn failures(named: &[Wanted<'_>], found: &[Cow<'_, Value>]) -> Value {
    let Some(pick) = named.first() else {
        return Value::Array(Vec::new());
    };
    let is_there = |value: &str| {
        let mut held = found
            .iter()
            .filter_map(|row| get(row, pick.field)?.as_str());
        held.any(|held| is_same(held, value))
    };
    let absent = pick.values.iter().filter(|value| !is_there(value));
    absent
        .map(|value| serde_json::json!({ "arn": value, "reason": "MISSING" }))
        .collect()
}

/// A document as it is sent: fields that begin with `_` are for further calls.
fn visible(document: &Value) -> Value {
    match document {
        Value::Object(fields) => {
            let sent = fields.iter().filter(|(name, _)| !name.starts_with('_'));
            Value::Object(sent.map(|(k, v)| (k.clone(), v.clone())).collect())
        }
        other => other.clone(),
    }
}

fn as_entries(map: &Value) -> Value {
    let fields = map.as_object().into_iter().flatten();
    fields
        .map(|(key, value)| serde_json::json!({ "key": key, "value": value }))
        .collect()
}

/// What stands at a path; the document itself at none.
fn get<'a>(document: &'a Value, path: &str) -> Option<&'a Value> {
    let mut names = path.split('.').filter(|name| !name.is_empty());
    names.try_fold(document, |value, name| value.get(name))
}

/// Puts a value at a path; at none, it takes the place of everything.
fn put(body: &mut Value, path: &str, value: Value) {
    let mut place = body;
    for name in path.split('.').filter(|name| !name.is_empty()) {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        place = &mut place[name];
    }
    *place = value;
}

/// A path with the values of parameters in the places of their names.
fn filled(path: &str, call: &Call<'_>) -> String {
    let Some((before, rest)) = path.split_once('{') else {
        return path.to_owned();
    };
    let (name, after) = rest.split_once('}').unwrap_or((rest, ""));
    // What AWS takes where the type is not said.
    let value = call.parameters.get(name);
    format!(
        "{before}{}{after}",
        value.unwrap_or("APPLICATION_LOAD_BALANCER")
    )
}

/// Takes every field of one name away.
fn remove(value: &mut Value, name: &str) {
    match value {
        Value::Object(fields) => {
            fields.remove(name);
            fields.values_mut().for_each(|inner| remove(inner, name));
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| remove(inner, name)),
        _ => {}
    }
}
