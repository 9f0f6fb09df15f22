//! What is drawn: the nodes and edges of a view, with their labels in words.

use std::collections::{BTreeMap, BTreeSet};

use super::WriteError;
use super::digest::digest;
use super::style::{ClassStyle, PropertyStyle, Style, ViewStyle};
use crate::graph::{KnowledgeGraph, Node, NodeId};
use crate::ontology::Vocabulary;

/// Which part of the graph is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// Entities, incidents and what joins them directly.
    #[default]
    Relations,
    /// Every event, statement and figure.
    Events,
    /// Documents and what they mention.
    Mentions,
}

/// Only what lies near one node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Around {
    /// Part of a label or an id, in any case.
    pub name: String,
    /// Steps.
    pub depth: usize,
}

/// A node as drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnNode {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Further lines.
    pub notes: Vec<String>,
    /// Its most specific class.
    pub class: String,
    /// Its looks.
    pub style: ClassStyle,
}

/// An edge as drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnEdge {
    /// Id of the node it leaves.
    pub from: String,
    /// Id of the node it reaches.
    pub to: String,
    /// Prefixed property name.
    pub property: String,
    /// The property in words.
    pub label: String,
    /// Number of documents that state it.
    pub sources: usize,
    /// Number of places that state it.
    pub places: usize,
    /// Rules that found it, sorted.
    pub rules: BTreeSet<String>,
    /// Its looks.
    pub style: PropertyStyle,
}

/// Nodes and edges, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// By id.
    pub nodes: Vec<DrawnNode>,
    /// By ends and property.
    pub edges: Vec<DrawnEdge>,
}

/// Draws a view of a graph.
///
/// # Errors
/// If `around` names nothing.
pub fn draw(
    graph: &KnowledgeGraph,
    vocabulary: &Vocabulary,
    style: &Style,
    view: View,
    around: Option<&Around>,
) -> Result<Drawing, WriteError> {
    let within = around.map(|a| near(graph, a)).transpose()?;
    let wanted = |id: &NodeId| within.as_ref().is_none_or(|n| n.contains(id));
    let (name, all) = match view {
        View::Relations => ("relations", false),
        View::Events => ("events", true),
        View::Mentions => return Ok(mentions(graph, vocabulary, style, &wanted)),
    };
    let plain = ViewStyle {
        classes: vec!["ng:Incident".to_owned()],
        properties: vec!["*".to_owned()],
    };
    let rules = style.view.get(name).unwrap_or(&plain);
    let shows = |property: &str| rules.properties.iter().any(|p| p == property || p == "*");
    let always = |node: &Node| {
        let is = |class: &String| node.classes.iter().any(|c| vocabulary.is_a(c, class));
        rules.classes.iter().any(is) && (all || !node.is_reported_content())
    };
    let mut chosen: BTreeSet<&NodeId> = graph
        .nodes()
        .filter(|n| always(n) && wanted(&n.id))
        .map(|n| &n.id)
        .collect();
    let mut edges = Vec::new();
    for (from, edge, to) in graph.edges() {
        let unasserted = !all && (from.is_reported_content() || to.is_reported_content());
        if shows(&edge.property) && !unasserted && wanted(&from.id) && wanted(&to.id) {
            chosen.extend([&from.id, &to.id]);
            edges.push(drawn_edge(from, edge, to, vocabulary, style));
        }
    }
    let nodes = graph.nodes().filter(|n| chosen.contains(&n.id));
    Ok(Drawing {
        nodes: nodes
            .map(|n| drawn_node(graph, n, vocabulary, style))
            .collect(),
        edges,
    })
}

/// Every node and every edge, for formats that other programs read.
pub fn everything(graph: &KnowledgeGraph, vocabulary: &Vocabulary, style: &Style) -> Drawing {
    Drawing {
        nodes: graph
            .nodes()
            .map(|n| drawn_node(graph, n, vocabulary, style))
            .collect(),
        edges: graph
            .edges()
            .into_iter()
            .map(|(from, edge, to)| drawn_edge(from, edge, to, vocabulary, style))
            .collect(),
    }
}

fn drawn_edge(
    from: &Node,
    edge: &crate::graph::Edge,
    to: &Node,
    vocabulary: &Vocabulary,
    style: &Style,
) -> DrawnEdge {
    let sources: BTreeSet<&str> = edge
        .provenance
        .iter()
        .map(|p| p.document.as_str())
        .collect();
    DrawnEdge {
        from: from.id.0.clone(),
        to: to.id.0.clone(),
        property: edge.property.clone(),
        label: vocabulary.label(&edge.property),
        sources: sources.len(),
        places: edge.provenance.len(),
        rules: edge.provenance.iter().map(|p| p.rule.clone()).collect(),
        style: style
            .property
            .get(&edge.property)
            .cloned()
            .unwrap_or_default(),
    }
}

fn drawn_node(
    graph: &KnowledgeGraph,
    node: &Node,
    vocabulary: &Vocabulary,
    style: &Style,
) -> DrawnNode {
    let mut notes = Vec::new();
    let is_incident = node
        .classes
        .iter()
        .any(|c| vocabulary.is_a(c, "ng:Incident"));
    if is_incident && !node.is_reported_content() {
        for row in digest(graph, node, vocabulary, style)
            .rows
            .iter()
            .filter(|r| r.figures)
        {
            if let Some(first) = row.items.first() {
                notes.push(format!("{}: {}", row.label, first.text));
            }
        }
    }
    let label = if node.label.is_empty() {
        let stance = node
            .text("ng:stance")
            .map(|s| format!(": {}", vocabulary.label(s)));
        format!(
            "{}{}",
            vocabulary.label(node.class()),
            stance.unwrap_or_default()
        )
    } else {
        node.label.clone()
    };
    DrawnNode {
        id: node.id.0.clone(),
        label,
        notes,
        class: node.class().to_owned(),
        style: style.of(&node.classes, vocabulary),
    }
}

fn mentions(
    graph: &KnowledgeGraph,
    vocabulary: &Vocabulary,
    style: &Style,
    wanted: &dyn Fn(&NodeId) -> bool,
) -> Drawing {
    let mut drawing = Drawing::default();
    let mut shown = BTreeSet::new();
    for document in graph.documents().values() {
        let mut counts: BTreeMap<&NodeId, (usize, BTreeSet<String>)> = BTreeMap::new();
        for mention in document.mentions.iter().filter(|m| wanted(&m.node)) {
            let count = counts.entry(&mention.node).or_default();
            count.0 += 1;
            count.1.insert(mention.rule.clone());
        }
        let id = format!("doc/{}", document.id);
        let class = "nif:Context".to_owned();
        drawing.nodes.push(DrawnNode {
            id: id.clone(),
            label: document
                .title
                .clone()
                .unwrap_or_else(|| document.id.clone()),
            notes: document.issued.iter().map(ToString::to_string).collect(),
            style: style.of(std::slice::from_ref(&class), vocabulary),
            class,
        });
        for (node, (places, rules)) in counts {
            shown.insert(node);
            drawing.edges.push(DrawnEdge {
                from: id.clone(),
                to: node.0.clone(),
                property: "itsrdf:taIdentRef".to_owned(),
                label: String::new(),
                sources: 1,
                places,
                rules,
                style: PropertyStyle::default(),
            });
        }
    }
    for node in graph.nodes().filter(|n| shown.contains(&n.id)) {
        drawing
            .nodes
            .push(drawn_node(graph, node, vocabulary, style));
    }
    drawing.nodes.sort_by(|a, b| a.id.cmp(&b.id));
    drawing
}

fn near(graph: &KnowledgeGraph, around: &Around) -> Result<BTreeSet<NodeId>, WriteError> {
    let node = find_node(graph, &around.name)?;
    Ok(graph.neighbourhood(&node.id, around.depth))
}

/// The node that a person means by `name`: by id, by label, or by part of a label; the best connected wins.
pub(crate) fn find_node<'g>(graph: &'g KnowledgeGraph, name: &str) -> Result<&'g Node, WriteError> {
    let asked = name.to_lowercase();
    let fit = |n: &Node| {
        let label = n.label.to_lowercase();
        if n.id.0 == name {
            Some(0)
        } else if label == asked || n.values("skos:altLabel").any(|v| same(v, &asked)) {
            Some(1)
        } else if label.contains(&asked) || n.id.0.to_lowercase().contains(&asked) {
            Some(2)
        } else {
            None
        }
    };
    graph
        .nodes()
        .filter_map(|n| Some((fit(n)?, std::cmp::Reverse(graph.neighbours(&n.id).len()), n)))
        .min_by(|a, b| (a.0, a.1, &a.2.id).cmp(&(b.0, b.1, &b.2.id)))
        .map(|(_, _, n)| n)
        .ok_or_else(|| {
            let labels: Vec<&str> = graph
                .nodes()
                .map(|n| n.label.as_str())
                .filter(|l| !l.is_empty())
                .take(6)
                .collect();
            WriteError::NotFound {
                name: name.to_owned(),
                near: if labels.is_empty() {
                    String::new()
                } else {
                    format!("; it has, for example: {}", labels.join(", "))
                },
            }
        })
}

fn same(value: &crate::graph::Value, asked: &str) -> bool {
    use crate::graph::Value::{Label, Text};
    matches!(value, Text(t) | Label(t) if t.to_lowercase() == asked)
}
