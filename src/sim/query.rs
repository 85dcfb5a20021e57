//! The services, and a request's parameters as a flat map, which the query protocols
//! send and the others are brought to. It must not know what is asked.

use super::documents::{self, Api, Protocol};
use serde_json::Value;
use std::collections::BTreeMap;

/// The services that the sim speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    Ec2,
    Elb,
    AutoScaling,
    Sts,
    /// One whose answers are documents, in the protocol that it was asked in.
    Documents(&'static Api, Protocol),
}

impl Service {
    /// By the name in credential scopes, which host names share. Two load balancing
    /// services share one name; the version that a request asks for tells them apart.
    pub(super) fn named(name: &str, version: &str) -> Option<Self> {
        let mut apis = documents::APIS.iter();
        let described = |api: &&Api| {
            let is_shared = api.name == Self::Elb.name();
            api.scope == name && (!is_shared || api.version == version)
        };
        match apis.find(described) {
            Some(api) => Some(Self::Documents(api, api.protocol)),
            None => [Self::Ec2, Self::Elb, Self::AutoScaling, Self::Sts]
                .into_iter()
                .find(|service| service.name() == name),
        }
    }

    pub(super) fn protocol(self) -> Protocol {
        match self {
            Self::Ec2 => Protocol::Ec2,
            Self::Documents(_, protocol) => protocol,
            _ => Protocol::Query,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ec2 => "ec2",
            Self::Elb => "elasticloadbalancing",
            Self::AutoScaling => "autoscaling",
            Self::Sts => "sts",
            Self::Documents(api, _) => api.name,
        }
    }

    pub(super) fn version(self) -> &'static str {
        match self {
            Self::Ec2 => "2016-11-15",
            Self::Elb => "2015-12-01",
            Self::AutoScaling => "2011-01-01",
            Self::Sts => "2011-06-15",
            Self::Documents(api, _) => api.version,
        }
    }

    pub(super) fn namespace(self) -> String {
        let name = self.name();
        match self {
            Self::Ec2 => format!("http://ec2.amazonaws.com/doc/{}/", self.version()),
            Self::Sts => format!("https://sts.amazonaws.com/doc/{}/", self.version()),
            Self::Documents(api, _) => api.namespace.to_owned(),
            _ => format!("http://{name}.amazonaws.com/doc/{}/", self.version()),
        }
    }
}

/// The form's fields.
#[derive(Debug, Default)]
pub(super) struct Parameters(BTreeMap<String, String>);

/// `Filter.n.Name` with its values.
#[derive(Debug)]
pub(super) struct Filter {
    pub name: String,
    pub values: Vec<String>,
}

impl Parameters {
    pub(super) fn parse(form: &[u8]) -> Self {
        Self(form_urlencoded::parse(form).into_owned().collect())
    }

    /// What comes again is a list.
    pub(super) fn of_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut found = BTreeMap::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (name, value) in pairs {
            let count = counts.entry(name.clone()).or_default();
            *count += 1;
            let key = match count {
                1 => name,
                number => format!("{name}.{number}"),
            };
            found.insert(key, value);
        }
        Self(found)
    }

    /// A document's fields under their paths, items by their numbers from one.
    pub(super) fn of_value(value: &Value) -> Self {
        let mut found = BTreeMap::new();
        flatten("", value, &mut found);
        Self(found)
    }

    pub(super) fn add(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The values of a parameter, whether it is one or a list in any of its forms.
    pub(super) fn many(&self, name: &str) -> Vec<String> {
        let mut found: Vec<(u64, String)> = self
            .0
            .iter()
            .filter_map(|(key, value)| {
                let place = match key.strip_prefix(name)? {
                    "" => 1,
                    rest => rest.strip_prefix('.')?.rsplit('.').next()?.parse().ok()?,
                };
                Some((place, value.clone()))
            })
            .collect();
        found.sort();
        found.into_iter().map(|(_, value)| value).collect()
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(super) fn is_true(&self, name: &str) -> bool {
        self.get(name) == Some("true")
    }

    /// `Name.1`, `Name.2`, … in their order.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        (1..)
            .map_while(|number| self.0.get(&format!("{name}.{number}")).cloned())
            .collect()
    }

    /// `Name.member.1`, … as the services other than EC2 write lists.
    pub(super) fn members(&self, name: &str) -> Vec<String> {
        self.list(&format!("{name}.member"))
    }

    pub(super) fn filters(&self) -> Vec<Filter> {
        (1..)
            .map_while(|number| {
                let name = self.0.get(&format!("Filter.{number}.Name"))?.clone();
                let values = self.list(&format!("Filter.{number}.Value"));
                Some(Filter { name, values })
            })
            .collect()
    }

    /// What a page's token belongs to: everything but the place in the list.
    pub(super) fn fingerprint(&self) -> String {
        const PLACE: [&str; 13] = [
            "nexttoken",
            "marker",
            "nextmarker",
            "continuation-token",
            "exclusivestarttablename",
            "position",
            "name",
            "type",
            "maxresults",
            "pagesize",
            "maxrecords",
            "maxitems",
            "limit",
        ];
        let asked = self
            .0
            .iter()
            .filter(|(key, _)| !PLACE.contains(&key.to_ascii_lowercase().as_str()))
            .filter(|(key, _)| *key != "max-buckets");
        asked.fold(String::new(), |text, (key, value)| {
            text + key + "=" + value + "&"
        })
    }
}

fn flatten(path: &str, value: &Value, found: &mut BTreeMap<String, String>) {
    let below = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (name, value) in fields {
                flatten(&below(name), value, found);
            }
        }
        Value::Array(items) => {
            for (number, item) in (1..).zip(items) {
                flatten(&below(&format!("{number}")), item, found);
            }
        }
        Value::String(text) => {
            found.insert(path.to_owned(), text.clone());
        }
        plain => {
            found.insert(path.to_owned(), plain.to_string());
        }
    }
}
