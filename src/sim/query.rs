//! One request of a query protocol, taken apart. It must not know what is asked.

use std::collections::BTreeMap;

/// The services that the sim speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Service {
    Ec2,
    Elb,
    AutoScaling,
    Sts,
}

impl Service {
    /// By the name in credential scopes and IAM actions, which host names share.
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Ec2, Self::Elb, Self::AutoScaling, Self::Sts]
            .into_iter()
            .find(|service| service.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ec2 => "ec2",
            Self::Elb => "elasticloadbalancing",
            Self::AutoScaling => "autoscaling",
            Self::Sts => "sts",
        }
    }

    pub(super) fn version(self) -> &'static str {
        match self {
            Self::Ec2 => "2016-11-15",
            Self::Elb => "2015-12-01",
            Self::AutoScaling => "2011-01-01",
            Self::Sts => "2011-06-15",
        }
    }

    pub(super) fn namespace(self) -> String {
        let name = self.name();
        match self {
            Self::Ec2 => format!("http://ec2.amazonaws.com/doc/{}/", self.version()),
            Self::Sts => format!("https://sts.amazonaws.com/doc/{}/", self.version()),
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
        const PLACE: [&str; 5] = [
            "NextToken",
            "Marker",
            "MaxResults",
            "PageSize",
            "MaxRecords",
        ];
        let asked = self
            .0
            .iter()
            .filter(|(key, _)| !PLACE.contains(&key.as_str()));
        asked.fold(String::new(), |text, (key, value)| {
            text + key + "=" + value + "&"
        })
    }
}
