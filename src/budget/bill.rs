//! A resource's bill while it is written, and what of a resource it is written from.

use super::cost::{Basis, Cost, Line, Usage};
use super::inputs::Inputs;
use super::scenario::Alteration;
use crate::account::Region;
use crate::inventory::{Kind, Measure, Ordinal, RelationshipKind, Resource, Survey};
use crate::prices::{Period, Price, Prices, Product, Quantity};
use compact_str::CompactString;

/// The hours of a month, as the field counts them.
const HOURS: u64 = 730;

/// One resource, seen from where its bill is written.
#[derive(Clone, Copy)]
pub(super) struct Component<'a> {
    pub survey: &'a Survey,
    pub ordinal: Ordinal,
    /// What is otherwise than it was read.
    pub altered: Option<&'a Alteration>,
}

impl<'a> Component<'a> {
    pub fn resource(self) -> &'a Resource {
        &self.survey[self.ordinal].resource
    }

    pub fn fact(self, name: &str) -> Option<&'a str> {
        let class_fact = match self.resource().kind {
            Kind::Instance => "type",
            _ => "class",
        };
        let altered = self.altered.and_then(|altered| altered.class.as_deref());
        altered
            .filter(|_| name == class_fact)
            .or_else(|| self.resource().fact(name))
    }

    pub fn is(self, name: &str, value: &str) -> bool {
        self.fact(name)
            .is_some_and(|known| known.eq_ignore_ascii_case(value))
    }

    pub fn measure(self, measure: Measure) -> Option<u64> {
        self.resource().measures.get(measure)
    }

    /// AWS's own word for how it is.
    pub fn state(self) -> &'a str {
        &self.resource().state
    }

    /// What it points to in this way, of one kind.
    pub fn related(self, kind: RelationshipKind, to: Kind) -> Option<Component<'a>> {
        let survey = self.survey;
        let mut links = survey.links_from(self.ordinal);
        let found = links.find(|(_, link)| link.kind == kind && survey.kind(link.to) == to);
        found.map(|(_, link)| Component {
            survey,
            ordinal: link.to,
            altered: None,
        })
    }
}

/// Lines as they are found, priced in the resource's region.
pub(super) struct Bill<'a> {
    prices: &'a Prices,
    region: &'a Region,
    id: &'a str,
    inputs: &'a Inputs,
    lines: Vec<Line>,
}

impl<'a> Bill<'a> {
    pub fn new(prices: &'a Prices, inputs: &'a Inputs, resource: &'a Resource) -> Self {
        Self {
            prices,
            region: &resource.region,
            id: resource.id.as_str(),
            inputs,
            lines: Vec::new(),
        }
    }

    pub fn finish(self) -> Cost {
        Cost { lines: self.lines }
    }

    /// What follows from what AWS described: so many, for all of a month.
    pub fn month(
        &mut self,
        what: impl Into<CompactString>,
        product: impl Into<Product>,
        count: Quantity,
    ) {
        let price = self.prices.lookup(self.region, &product.into());
        self.lines.push(Line {
            what: what.into(),
            basis: Basis::Described,
            quantity: Some(units_of_month(price.as_ref(), count)),
            note: price.is_none().then_some("no list price is known"),
            price,
        });
    }

    /// For all of a month, and as much as this until somebody says more.
    pub fn at_least(
        &mut self,
        (what, usage): (impl Into<CompactString>, Usage),
        product: impl Into<Product>,
        least: Quantity,
    ) {
        let known = self.inputs.get(self.id, usage);
        let (basis, count) = known.unwrap_or((Basis::AtLeast(usage), least));
        self.month(what, product, count);
        if let Some(line) = self.lines.last_mut() {
            line.basis = basis;
        }
    }

    /// What only use tells: counted when somebody has said how many units a month has.
    pub fn usage(
        &mut self,
        what: impl Into<CompactString>,
        usage: Usage,
        product: impl Into<Product>,
    ) {
        let price = self.prices.lookup(self.region, &product.into());
        let known = self.inputs.get(self.id, usage);
        let (basis, quantity) = match known {
            Some((basis, count)) => (basis, Some(count)),
            None => (Basis::Open(usage), None),
        };
        self.lines.push(Line {
            what: what.into(),
            basis,
            quantity,
            note: price.is_none().then_some("no list price is known"),
            price,
        });
    }

    /// What is billed and cannot be counted, with the reason.
    pub fn unknown(&mut self, what: impl Into<CompactString>, note: &'static str) {
        self.lines.push(Line {
            what: what.into(),
            basis: Basis::Described,
            quantity: None,
            price: None,
            note: Some(note),
        });
    }

    /// A remark on the line that was written last.
    pub fn note(&mut self, note: &'static str) {
        if let Some(line) = self.lines.last_mut() {
            line.note = Some(note);
        }
    }
}

/// So many, for all of a month, in the units of their price.
fn units_of_month(price: Option<&Price>, count: Quantity) -> Quantity {
    match price.map_or(Period::Use, |price| price.unit.period()) {
        Period::Second => count * (HOURS * 3600),
        Period::Hour => count * HOURS,
        Period::Month | Period::Use => count,
    }
}
