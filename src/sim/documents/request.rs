//! A request taken apart: which operation of its service it asks for, and with which
//! parameters, whatever the protocol. It must not know what is answered.

use super::api::{Api, Operation, Protocol};
use crate::sim::query::{Parameters, Service};
use crate::sim::signature::Incoming;
use ciborium::Value as Cbor;
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// What is asked for.
pub(in crate::sim) struct Asked {
    /// With the protocol that it was asked in.
    pub service: Service,
    pub name: String,
    pub operation: Option<&'static Operation>,
    pub parameters: Parameters,
}

impl Asked {
    pub(in crate::sim) fn of(service: Service, request: &Incoming<'_>) -> Self {
        let Service::Documents(api, protocol) = service else {
            return Self::query(service, request);
        };
        match protocol {
            Protocol::RestJson | Protocol::RestXml => Self::rest(api, request),
            Protocol::Json(_) => Self::json(api, protocol, request),
            Protocol::Cbor if request.path.starts_with("/service/") => Self::cbor(api, request),
            Protocol::Cbor if request.headers.contains_key("x-amz-target") => {
                Self::json(api, Protocol::Json("1.0"), request)
            }
            _ => Self::query(Service::Documents(api, Protocol::Query), request),
        }
    }

    /// The action in IAM that it takes.
    pub(in crate::sim) fn permission(&self) -> String {
        let action = self.operation.and_then(|operation| operation.action);
        format!("{}:{}", self.service.name(), action.unwrap_or(&self.name))
    }

    fn query(service: Service, request: &Incoming<'_>) -> Self {
        let form = if request.body.is_empty() {
            request.query.as_bytes()
        } else {
            request.body
        };
        let parameters = Parameters::parse(form);
        let name = parameters.get("Action").unwrap_or_default().to_owned();
        let operation = match service {
            Service::Documents(api, _) => api.operation(&name),
            _ => None,
        };
        Self {
            service,
            name,
            operation,
            parameters,
        }
    }

    fn json(api: &'static Api, protocol: Protocol, request: &Incoming<'_>) -> Self {
        let target = request.headers.get("x-amz-target");
        let target = target.and_then(|target| target.to_str().ok());
        let name = target.and_then(|target| target.rsplit('.').next());
        let name = name.unwrap_or_default();
        let body: Value = serde_json::from_slice(request.body).unwrap_or_default();
        Self {
            service: Service::Documents(api, protocol),
            operation: api.operation(name),
            name: name.to_owned(),
            parameters: Parameters::of_value(&body),
        }
    }

    fn cbor(api: &'static Api, request: &Incoming<'_>) -> Self {
        let name = request.path.rsplit('/').next().unwrap_or_default();
        let body = ciborium::from_reader(request.body).map_or(Value::Null, plain);
        Self {
            service: Service::Documents(api, Protocol::Cbor),
            operation: api.operation(name),
            name: name.to_owned(),
            parameters: Parameters::of_value(&body),
        }
    }

    fn rest(api: &'static Api, request: &Incoming<'_>) -> Self {
        let mut pairs: Vec<(String, String)> = form_urlencoded::parse(request.query.as_bytes())
            .into_owned()
            .collect();
        let path = bucket_path(request);
        let mut operations = api.operations.iter();
        let found = operations.find_map(|operation| {
            let variables = route(operation.route, request.method, &path, &pairs)?;
            Some((operation, variables))
        });
        let (operation, variables) = found.unzip();
        pairs.extend(variables.unwrap_or_default());
        let mut parameters = Parameters::of_pairs(pairs);
        if let Ok(body) = serde_json::from_slice::<Value>(request.body) {
            parameters.add(Parameters::of_value(&body));
        }
        let verb = format!("{} {}", request.method, request.path);
        Self {
            service: Service::Documents(api, api.protocol),
            name: operation.map_or(verb, |operation| operation.name.to_owned()),
            operation,
            parameters,
        }
    }
}

/// Without the marks of CBOR: a time is its seconds.
fn plain(value: Cbor) -> Value {
    match value {
        Cbor::Tag(_, inner) => plain(*inner),
        Cbor::Array(items) => items.into_iter().map(plain).collect(),
        Cbor::Map(fields) => {
            let fields = fields.into_iter();
            let named = fields.filter_map(|(name, value)| Some((name.into_text().ok()?, value)));
            let fields = named.map(|(name, value)| (name, plain(value)));
            Value::Object(fields.collect())
        }
        other => other.deserialized().unwrap_or_default(),
    }
}

/// The path with the bucket that the host names in front.
fn bucket_path(request: &Incoming<'_>) -> String {
    let host = request.host.strip_suffix(".amazonaws.com");
    let bucket = host.and_then(|host| host.rsplit_once(".s3"));
    match bucket {
        Some((bucket, _)) => format!("/{bucket}{}", request.path),
        None => request.path.to_owned(),
    }
}

/// The variables of a route that a request takes.
fn route(
    route: &str,
    method: &str,
    path: &str,
    query: &[(String, String)],
) -> Option<Vec<(String, String)>> {
    let (verb, route) = route.split_once(' ')?;
    let (route, key) = route.split_once('?').unwrap_or((route, ""));
    let has_key = key.is_empty() || query.iter().any(|(name, _)| name == key);
    if verb != method || !has_key {
        return None;
    }
    let segments = |path: &str| -> Vec<String> {
        let path = path.trim_matches('/');
        path.split('/').map(str::to_owned).collect()
    };
    let (wanted, given) = (segments(route), segments(path));
    if wanted.len() != given.len() {
        return None;
    }
    let mut variables = Vec::new();
    for (wanted, given) in wanted.iter().zip(given) {
        let name = wanted
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'));
        match name {
            Some(name) if !given.is_empty() => {
                let value = percent_decode_str(&given).decode_utf8_lossy();
                variables.push((name.to_owned(), value.into_owned()));
            }
            None if *wanted == given => {}
            _ => return None,
        }
    }
    Some(variables)
}

/// How a service calls a parameter that it does not take.
pub(super) fn invalid(service: Service) -> &'static str {
    match service.protocol() {
        Protocol::Query | Protocol::Ec2 | Protocol::Cbor => "ValidationError",
        Protocol::RestXml => "InvalidArgument",
        Protocol::Json(_) | Protocol::RestJson => "ValidationException",
    }
}
