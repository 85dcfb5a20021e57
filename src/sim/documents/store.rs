//! The documents of one region, and what happens to them: for some seconds of every
//! period, some of their fields have other values. It must not know what they mean.

use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// By service, then by name.
#[derive(Default)]
pub(in crate::sim) struct Store {
    period: i64,
    documents: BTreeMap<String, BTreeMap<String, Vec<Document>>>,
}

pub(in crate::sim) struct Document {
    pub body: Value,
    pub changes: Vec<Change>,
}

/// At a second of the period, for so many, these fields are laid over the document.
pub(in crate::sim) struct Change {
    pub at: i64,
    pub seconds: i64,
    pub set: Value,
}

impl Store {
    pub(in crate::sim) fn over(period: i64) -> Self {
        Self {
            period,
            documents: BTreeMap::new(),
        }
    }

    pub(in crate::sim) fn add(&mut self, service: &str, name: &str, body: Value) {
        let service = self.documents.entry(service.to_owned()).or_default();
        service.entry(name.to_owned()).or_default().push(Document {
            body,
            changes: Vec::new(),
        });
    }

    pub(in crate::sim) fn named_mut(
        &mut self,
        service: &str,
        name: &str,
    ) -> impl Iterator<Item = &mut Document> {
        let found = self.documents.get_mut(service);
        found
            .and_then(|service| service.get_mut(name))
            .into_iter()
            .flatten()
    }

    /// Every document as it is while nothing happens, by `service.Name`.
    pub(in crate::sim) fn bodies(&self) -> BTreeMap<String, Vec<Value>> {
        let mut all = BTreeMap::new();
        for (service, named) in &self.documents {
            for (name, documents) in named {
                let bodies = documents.iter().map(|document| document.body.clone());
                all.insert(format!("{service}.{name}"), bodies.collect());
            }
        }
        all
    }

    /// The documents of one name as they are at a second.
    pub(in crate::sim) fn at<'a>(
        &'a self,
        service: &str,
        name: &str,
        now: i64,
    ) -> impl Iterator<Item = Cow<'a, Value>> + use<'a> {
        let found = self.documents.get(service);
        let found = found.and_then(|service| service.get(name));
        let period = self.period;
        found
            .into_iter()
            .flatten()
            .map(move |document| document.at(now, period))
    }
}

impl Document {
    fn at(&self, now: i64, period: i64) -> Cow<'_, Value> {
        let mut body = Cow::Borrowed(&self.body);
        for change in &self.changes {
            let since = (now - change.at).checked_rem_euclid(period);
            let is_on = now >= change.at && since.is_some_and(|since| since < change.seconds);
            if is_on {
                overlay(body.to_mut(), &change.set);
            }
        }
        body
    }
}

/// Maps are merged, everything else is replaced.
fn overlay(body: &mut Value, set: &Value) {
    match (body, set) {
        (Value::Object(fields), Value::Object(set)) => {
            for (name, value) in set {
                overlay(fields.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (body, set) => *body = set.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_happening_lays_its_fields_over_a_document_and_goes_again() {
        let mut store = Store::over(100);
        let body = json!({"status": "available", "storage": {"size": 100, "type": "gp3"}});
        store.add("rds", "DBInstance", body);
        for document in store.named_mut("rds", "DBInstance") {
            document.changes.push(Change {
                at: 20,
                seconds: 30,
                set: json!({"status": "storage-full", "storage": {"size": 0}}),
            });
        }
        let cases = [
            (0, "available", 100),
            (20, "storage-full", 0),
            (49, "storage-full", 0),
            (50, "available", 100),
            (121, "storage-full", 0),
        ];
        for (now, status, size) in cases {
            let found: Vec<_> = store.at("rds", "DBInstance", now).collect();
            let expected = json!({"status": status, "storage": {"size": size, "type": "gp3"}});
            assert_eq!(*found[0], expected, "at {now}");
        }
    }
}
