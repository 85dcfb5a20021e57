//! What a service's API is, as data: its protocol, and for each operation which
//! documents it answers with, and how. It must not know any document.

/// How requests and answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sim) enum Protocol {
    Query,
    Ec2,
    /// With the version in its media type.
    Json(&'static str),
    RestJson,
    RestXml,
    /// Smithy RPC v2; older clients of the same service ask in Query.
    Cbor,
}

/// One service.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::sim) struct Api {
    /// In IAM actions; the documents of a service stand under it too.
    pub name: &'static str,
    /// In credential scopes, where it is another.
    pub scope: &'static str,
    pub protocol: Protocol,
    pub version: &'static str,
    /// Of its XML.
    pub namespace: &'static str,
    pub operations: &'static [Operation],
}

impl Api {
    pub(in crate::sim) fn operation(&self, name: &str) -> Option<&'static Operation> {
        let mut operations = self.operations.iter();
        operations.find(|operation| operation.name == name)
    }
}

/// A parameter of the request, and the field of a document that must be equal to it.
pub(in crate::sim) type Pick = (&'static str, &'static str);

/// One operation. Paths are names with dots between them.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::sim) struct Operation {
    pub name: &'static str,
    /// Its action in IAM, where that has another name.
    pub action: Option<&'static str>,
    /// Of a REST protocol: `GET /clusters/{name}`, with a `?key` that must be there.
    pub route: &'static str,
    pub documents: &'static str,
    pub shape: Shape,
    pub picks: &'static [Pick],
    /// What a parameter that is not given is taken for.
    pub assumed: Option<(&'static str, &'static str)>,
    /// What is said where a document that was named is not there: status and code.
    pub missing: Option<(u16, &'static str)>,
    pub pages: Option<&'static Pages>,
    /// A field that is only sent where a parameter has this value.
    pub only_with: Option<(&'static str, &'static str, &'static str)>,
    /// Of the XML document, where the protocol does not give it.
    pub root: &'static str,
    /// A list that always comes along: its place and its documents.
    pub also: Option<(&'static str, &'static str)>,
    /// Where the number of items is told.
    pub count: Option<&'static str>,
    /// The documents of all regions are listed in each.
    pub everywhere: bool,
}

/// What is made of the documents.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::sim) enum Shape {
    /// All of them, in a list.
    List(&'static str),
    /// One of their fields, in a list.
    Field(&'static str, &'static str),
    /// Some of their fields, in a list.
    Brief(&'static str, &'static [&'static str]),
    /// As a list, with what was not found beside it.
    Batch(&'static str),
    /// The one that was named; without a place its fields are the answer's.
    One(&'static str),
    /// A field of the one that was named: the place, and where the field is.
    Part(&'static str, &'static str),
    /// As a part, of which a document may have none: status and code.
    Has(&'static str, (u16, &'static str)),
    /// As a part, a map written as entries.
    Entries(&'static str, &'static str),
    /// Of no document: what `CloudWatch` has counted.
    Metrics,
}

/// How a list is paged.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::sim) struct Pages {
    pub token: &'static str,
    pub next: &'static str,
    pub size: &'static str,
    pub default: usize,
    pub most: usize,
    /// Where it is told whether another page follows; the page's size stands beside it.
    pub more: Option<&'static str>,
}

pub(super) const fn pages(
    token: &'static str,
    next: &'static str,
    size: &'static str,
    most: usize,
) -> Pages {
    Pages {
        token,
        next,
        size,
        default: most,
        most,
        more: None,
    }
}

const fn operation(name: &'static str, documents: &'static str, shape: Shape) -> Operation {
    Operation {
        name,
        action: None,
        route: "",
        documents,
        shape,
        picks: &[],
        assumed: None,
        missing: None,
        pages: None,
        only_with: None,
        root: "",
        also: None,
        count: None,
        everywhere: false,
    }
}

pub(super) const fn list(
    name: &'static str,
    documents: &'static str,
    path: &'static str,
) -> Operation {
    operation(name, documents, Shape::List(path))
}

pub(super) const fn names(
    name: &'static str,
    documents: &'static str,
    shape: (&'static str, &'static str),
) -> Operation {
    operation(name, documents, Shape::Field(shape.0, shape.1))
}

pub(super) const fn brief(
    name: &'static str,
    documents: &'static str,
    shape: (&'static str, &'static [&'static str]),
) -> Operation {
    operation(name, documents, Shape::Brief(shape.0, shape.1))
}

pub(super) const fn batch(
    name: &'static str,
    documents: &'static str,
    path: &'static str,
) -> Operation {
    operation(name, documents, Shape::Batch(path))
}

pub(super) const fn one(
    name: &'static str,
    documents: &'static str,
    path: &'static str,
) -> Operation {
    operation(name, documents, Shape::One(path))
}

pub(super) const fn part(
    name: &'static str,
    documents: &'static str,
    shape: (&'static str, &'static str),
) -> Operation {
    operation(name, documents, Shape::Part(shape.0, shape.1))
}

pub(super) const fn entries(
    name: &'static str,
    documents: &'static str,
    shape: (&'static str, &'static str),
) -> Operation {
    operation(name, documents, Shape::Entries(shape.0, shape.1))
}

pub(super) const fn has(
    name: &'static str,
    documents: &'static str,
    shape: (&'static str, (u16, &'static str)),
) -> Operation {
    operation(name, documents, Shape::Has(shape.0, shape.1))
}

pub(super) const fn metrics(name: &'static str) -> Operation {
    operation(name, "", Shape::Metrics)
}

impl Operation {
    pub(super) const fn by(mut self, picks: &'static [Pick]) -> Self {
        self.picks = picks;
        self
    }

    pub(super) const fn assuming(mut self, parameter: &'static str, value: &'static str) -> Self {
        self.assumed = Some((parameter, value));
        self
    }

    pub(super) const fn or(mut self, status: u16, code: &'static str) -> Self {
        self.missing = Some((status, code));
        self
    }

    pub(super) const fn paged(mut self, pages: &'static Pages) -> Self {
        self.pages = Some(pages);
        self
    }

    pub(super) const fn at(mut self, route: &'static str) -> Self {
        self.route = route;
        self
    }

    pub(super) const fn action(mut self, action: &'static str) -> Self {
        self.action = Some(action);
        self
    }

    pub(super) const fn root(mut self, root: &'static str) -> Self {
        self.root = root;
        self
    }

    pub(super) const fn with(
        mut self,
        parameter: &'static str,
        value: &'static str,
        field: &'static str,
    ) -> Self {
        self.only_with = Some((parameter, value, field));
        self
    }

    pub(super) const fn also(mut self, path: &'static str, documents: &'static str) -> Self {
        self.also = Some((path, documents));
        self
    }

    pub(super) const fn counted(mut self, path: &'static str) -> Self {
        self.count = Some(path);
        self
    }

    pub(super) const fn everywhere(mut self) -> Self {
        self.everywhere = true;
        self
    }
}
