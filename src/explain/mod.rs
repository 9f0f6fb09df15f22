//! Facts with what stands behind them, for people and for programs that want to show why.
//!
//! *Takes* a graph and a node of it. *Gives* [`Fact`]s: every relation and literal of the node with the places
//! that state it. *Promises* the order of the vocabulary's names, so that two graphs can be compared by eye.

pub mod profile;
pub mod why_not;

use std::collections::BTreeSet;

use crate::graph::{KnowledgeGraph, Node, NodeId, NodeKind, Provenance, Value};
use crate::ontology::Vocabulary;

/// One relation or literal with every place that states it.
#[derive(Clone, Debug)]
pub struct Fact<'g> {
    /// What it is said of.
    pub subject: &'g Node,
    /// Prefixed property name.
    pub property: &'g str,
    /// A node, or a literal.
    pub object: Result<&'g Node, &'g Value>,
    /// Where it is said; empty for what follows from a gazetteer or a policy.
    pub places: Vec<&'g Provenance>,
}

/// The relations and literals that a node is part of: those that leave it first.
pub fn facts_about<'g>(graph: &'g KnowledgeGraph, node: &'g Node) -> Vec<Fact<'g>> {
    let mut facts: Vec<Fact<'g>> = node
        .attributes
        .iter()
        .map(|a| Fact {
            subject: node,
            property: &a.property,
            object: Err(&a.value),
            places: a.provenance.iter().collect(),
        })
        .collect();
    let mut edges = graph.neighbours(&node.id);
    edges.sort_by_key(|n| !n.outgoing);
    for n in edges {
        let (subject, object) = if n.outgoing {
            (node, n.node)
        } else {
            (n.node, node)
        };
        facts.push(Fact {
            subject,
            property: &n.edge.property,
            object: Ok(object),
            places: n.edge.provenance.iter().collect(),
        });
    }
    facts
}

/// Everything told about an incident: its own facts, then those of the statements, figures and events about it.
/// Each fact once.
pub fn incident_facts<'g>(graph: &'g KnowledgeGraph, incident: &'g Node) -> Vec<Fact<'g>> {
    let mut facts = facts_about(graph, incident);
    let mut about: BTreeSet<&NodeId> = BTreeSet::new();
    for n in graph.neighbours(&incident.id) {
        if !n.outgoing && n.node.kind != NodeKind::Entity {
            about.insert(&n.node.id);
        }
    }
    // what is about the incident is told at its own node
    facts.retain(|f| {
        f.object.is_err() || f.subject.id == incident.id || !about.contains(&f.subject.id)
    });
    for id in about {
        if let Some(node) = graph.node(id) {
            let own = facts_about(graph, node);
            facts.extend(own.into_iter().filter(|f| f.subject.id == node.id));
        }
    }
    facts
}

/// A node's name for people.
pub fn name(node: &Node, vocabulary: &Vocabulary) -> String {
    if !node.label.is_empty() {
        return node.label.clone();
    }
    let class = vocabulary.label(node.class());
    match node.text("ng:stance") {
        Some(stance) => format!("{class} ({})", vocabulary.label(stance)),
        None => class,
    }
}

/// A value for people.
pub fn value(value: &Value, vocabulary: &Vocabulary) -> String {
    match value {
        Value::Text(s) | Value::Label(s) => format!("“{s}”"),
        Value::Integer(n) => n.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Term(name) => vocabulary.label(name),
        Value::Decimal(s) | Value::Iri(s) | Value::Wkt(s) => s.clone(),
    }
}
