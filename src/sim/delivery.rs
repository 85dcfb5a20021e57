//! What goes back, how, and the faults that spoil it on its way. It must not know what
//! was asked.

use super::fault::{self, Fault};
use std::time::Duration;

/// What goes back, and how.
#[derive(Debug)]
pub(super) struct Answer {
    pub delay: Duration,
    pub delivery: Delivery,
}

#[derive(Debug)]
pub(super) enum Delivery {
    Whole(Reply),
    /// The reply's length is announced, and then only half of it comes.
    Cut(Reply),
    Reset,
    Never,
}

#[derive(Debug)]
pub(super) struct Reply {
    pub status: u16,
    pub content_type: &'static str,
    pub headers: Vec<(&'static str, String)>,
    /// What is not AWS's own answer has none.
    pub request_id: Option<String>,
    pub date: String,
    pub body: Vec<u8>,
}

/// Faults that spoil an answer on its way.
pub(super) fn tamper(mut answer: Answer, fault: &Fault) -> Answer {
    if let Fault::Delay(delay) = fault {
        answer.delay += *delay;
    }
    answer.delivery = match (fault, answer.delivery) {
        (Fault::Hang, _) => Delivery::Never,
        (Fault::Reset, _) => Delivery::Reset,
        (Fault::CutPage, Delivery::Whole(reply)) => Delivery::Cut(reply),
        (Fault::Html500, Delivery::Whole(reply)) => Delivery::Whole(Reply {
            status: 500,
            content_type: "text/html",
            body: "<html><body><h1>500 Internal Server Error</h1></body></html>".into(),
            headers: Vec::new(),
            request_id: None,
            ..reply
        }),
        (Fault::MalformedXml, Delivery::Whole(mut reply)) => {
            reply.body.truncate(reply.body.len() / 2);
            Delivery::Whole(reply)
        }
        (Fault::MissingField(name), Delivery::Whole(mut reply)) => {
            // What is not XML was written without the field.
            if let Ok(text) = String::from_utf8(reply.body.clone()) {
                reply.body = fault::without_element(&text, name).into_bytes();
            }
            Delivery::Whole(reply)
        }
        (_, delivery) => delivery,
    };
    answer
}
