//! Why a line is drawn: each edge of the graph that it stands for, with what was read
//! that says so.

use super::Topology;
use super::wires::WireKey;
use crate::graph::{Edge, Node, NodeKey};
use crate::inventory::{Kind, Link, Ordinal, RelationshipKind};

/// An edge that a line stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    pub from: String,
    pub to: String,
    pub label: String,
    /// The end where the selection is not; Enter goes there.
    pub far: NodeKey,
    pub reasons: Vec<Reason>,
}

/// Something read of AWS that is the reason for an edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What AWS says, of what: `sg-web permits sg-db 5432/tcp`.
    pub sentence: String,
    /// The call and the field.
    pub evidence: String,
    /// Of what a security group permits: the ids of the rules.
    pub rules: Vec<String>,
}

impl Topology {
    /// The reasons for a wire, edge by edge; nothing when the wire is gone.
    pub fn why(&self, key: &WireKey) -> Vec<Why> {
        let Some(wire) = self.wire(key) else {
            return Vec::new();
        };
        let wire = &self.derived.diagram.wires[wire];
        let is_at_target = self.selected() == Some(wire.to);
        let edges = wire.edges.iter();
        let edges = edges.filter_map(|&edge| self.derived.graph.edges.get(edge));
        edges.map(|edge| self.of_edge(edge, is_at_target)).collect()
    }

    fn of_edge(&self, edge: &Edge, is_at_target: bool) -> Why {
        let nodes = &self.derived.graph.nodes;
        let (from, to) = (&nodes[edge.from], &nodes[edge.to]);
        let links = edge.links.iter();
        let links = links.filter_map(|&link| self.derived.survey.links.get(link));
        Why {
            from: full_name(from),
            to: full_name(to),
            label: edge.labels.join(" "),
            far: if is_at_target { from } else { to }.key.clone(),
            reasons: links.map(|link| self.reason(link)).collect(),
        }
    }

    fn reason(&self, link: &Link) -> Reason {
        let name = |end: Ordinal| &self.derived.survey[end].resource.name;
        let label = link.label.as_deref().unwrap_or_default();
        let sentence = format!(
            "{} {} {} {label}",
            name(link.from),
            link.kind.name(),
            name(link.to)
        );
        Reason {
            sentence: sentence.trim_end().to_owned(),
            evidence: format!("{} {}", link.evidence.call, link.evidence.field),
            rules: self.rules(link),
        }
    }

    /// The inbound rules of the target group that name the source group and these ports.
    fn rules(&self, link: &Link) -> Vec<String> {
        if link.kind != RelationshipKind::Permits {
            return Vec::new();
        }
        let survey = &self.derived.survey;
        let parts = survey.links_to(link.to).map(|(_, part)| part.from);
        let rules = parts.filter(|&part| {
            let rule = &survey[part].resource;
            let mut named = survey.links_from(part);
            rule.kind == Kind::SecurityGroupRule
                && rule.fact("direction") == Some("inbound")
                && rule.fact("ports") == link.label.as_deref()
                && named.any(|(_, peer)| {
                    peer.kind == RelationshipKind::IsAssociatedWith && peer.to == link.from
                })
        });
        rules
            .map(|rule| survey.id(rule).short().to_owned())
            .collect()
    }
}

/// The name, and the id where that is another.
fn full_name(node: &Node) -> String {
    match &node.resource {
        Some(id) if id.short() != node.label => format!("{} {}", node.label, id.short()),
        _ => node.label.to_string(),
    }
}
