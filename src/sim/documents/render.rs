//! Answers and refusals in the protocols. It must not know what is in them.

use super::api::{Api, Operation, Protocol};
use crate::sim::front::Call;
use crate::sim::query::Service;
use crate::sim::refusal::Refusal;
use crate::sim::seed;
use crate::sim::xml::Xml;
use ciborium::Value as Cbor;
use serde_json::Value;

/// The body of an answer, and the headers that it goes with.
pub(in crate::sim) struct Content {
    pub media_type: &'static str,
    pub headers: Vec<(&'static str, String)>,
    pub bytes: Vec<u8>,
}

impl Content {
    pub(in crate::sim) fn xml(text: String) -> Self {
        Self::of("text/xml", text.into_bytes())
    }

    fn of(media_type: &'static str, bytes: Vec<u8>) -> Self {
        Self {
            media_type,
            headers: Vec::new(),
            bytes,
        }
    }

    fn json(media_type: &'static str, value: &Value) -> Self {
        Self::of(media_type, value.to_string().into_bytes())
    }

    fn cbor(value: &Value) -> Self {
        let mut bytes = Vec::new();
        // Writing to memory cannot fail.
        let _written = ciborium::into_writer(&tagged("", value), &mut bytes);
        let mut content = Self::of("application/cbor", bytes);
        content.headers = vec![("smithy-protocol", "rpc-v2-cbor".to_owned())];
        content
    }
}

/// How lists are written in XML.
#[derive(Clone, Copy)]
enum Lists {
    /// The element comes again and again: documents hold the inner name themselves.
    Repeated,
    /// One element holds the items, each under this name.
    Held(&'static str),
}

pub(super) fn answer(call: &Call<'_>, api: &Api, operation: &Operation, body: &Value) -> Content {
    match call.service.protocol() {
        Protocol::Json(version) => Content::json(json_type(version), body),
        Protocol::RestJson => Content::json("application/json", body),
        Protocol::Cbor => Content::cbor(body),
        Protocol::RestXml => {
            let mut xml = Xml::with_declaration();
            match body {
                Value::String(text) => xml.root(operation.root, api.namespace, |xml| {
                    xml.bare(text);
                }),
                body => xml.root(operation.root, api.namespace, |xml| {
                    fields(xml, body, Lists::Repeated);
                }),
            }
            Content::of("application/xml", xml.finish().into_bytes())
        }
        Protocol::Query | Protocol::Ec2 => {
            let lists = match api.protocol {
                Protocol::Cbor => Lists::Held("member"),
                _ => Lists::Repeated,
            };
            Content::xml(crate::sim::elb::respond(call, |xml| {
                fields(xml, body, lists);
            }))
        }
    }
}

pub(super) fn ec2(call: &Call<'_>, body: &Value) -> String {
    crate::sim::ec2::respond(call, |xml| fields(xml, body, Lists::Held("item")))
}

fn json_type(version: &str) -> &'static str {
    match version {
        "1.1" => "application/x-amz-json-1.1",
        _ => "application/x-amz-json-1.0",
    }
}

fn fields(xml: &mut Xml, value: &Value, lists: Lists) {
    for (name, value) in value.as_object().into_iter().flatten() {
        field(xml, name, value, lists);
    }
}

fn field(xml: &mut Xml, name: &str, value: &Value, lists: Lists) {
    match (value, lists) {
        (Value::Null, _) => {}
        (Value::Bool(value), _) => xml.value(name, value),
        (Value::Number(value), _) => xml.value(name, value),
        (Value::String(value), _) => xml.text(name, value),
        (Value::Object(_), _) => xml.element(name, |xml| fields(xml, value, lists)),
        (Value::Array(items), Lists::Repeated) => {
            for item in items {
                field(xml, name, item, lists);
            }
        }
        (Value::Array(items), Lists::Held(inner)) => xml.element(name, |xml| {
            for item in items {
                field(xml, inner, item, lists);
            }
        }),
    }
}

/// CBOR has times of its own, which documents write as text.
fn tagged(name: &str, value: &Value) -> Cbor {
    match value {
        Value::String(text) if name.ends_with("Timestamp") => {
            let time: Option<jiff::Timestamp> = text.parse().ok();
            let seconds = time.map_or(0.0, |time| time.as_millisecond() as f64 / 1000.0);
            Cbor::Tag(1, Box::new(Cbor::Float(seconds)))
        }
        Value::Null => Cbor::Null,
        Value::Bool(value) => Cbor::Bool(*value),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Cbor::Integer(whole.into()),
            None => Cbor::Float(number.as_f64().unwrap_or_default()),
        },
        Value::String(text) => Cbor::Text(text.clone()),
        Value::Array(items) => {
            let name = name.strip_suffix('s').unwrap_or_default();
            Cbor::Array(items.iter().map(|item| tagged(name, item)).collect())
        }
        Value::Object(fields) => {
            let pair =
                |(name, value): (&String, &Value)| (Cbor::Text(name.clone()), tagged(name, value));
            Cbor::Map(fields.iter().map(pair).collect())
        }
    }
}

/// A refusal as its service writes it.
pub(in crate::sim) fn refusal(service: Service, refusal: &Refusal, request_id: &str) -> Content {
    let (code, message) = (&refusal.code, &refusal.message);
    let json = serde_json::json!({ "__type": code, "message": message });
    let mut content = match service.protocol() {
        Protocol::Json(version) => Content::json(json_type(version), &json),
        Protocol::RestJson => Content::json("application/json", &json),
        Protocol::Cbor => Content::cbor(&json),
        Protocol::RestXml if service.name() == "s3" => return s3_refusal(refusal, request_id),
        Protocol::Query | Protocol::Ec2 | Protocol::RestXml => {
            return Content::xml(refusal.document(service, request_id));
        }
    };
    content.headers.push(("x-amzn-errortype", code.clone()));
    if service.name() == "sqs" {
        let side = if refusal.status < 500 {
            "Sender"
        } else {
            "Receiver"
        };
        let code = format!("{};{side}", query_code(code));
        content.headers.push(("x-amzn-query-error", code));
    }
    content
}

/// What SQS called it when it spoke Query.
fn query_code(code: &str) -> &str {
    match code {
        "QueueDoesNotExist" => "AWS.SimpleQueueService.NonExistentQueue",
        "AccessDeniedException" => "AccessDenied",
        other => other,
    }
}

fn s3_refusal(refusal: &Refusal, request_id: &str) -> Content {
    let mut xml = Xml::with_declaration();
    xml.element("Error", |xml| {
        xml.text("Code", &refusal.code);
        xml.text("Message", &refusal.message);
        xml.text("RequestId", request_id);
        xml.text("HostId", &seed::hex16(request_id));
    });
    Content::of("application/xml", xml.finish().into_bytes())
}
