//! [`KnowledgeGraph`]: a [`petgraph`] graph of [`Node`]s and [`Edge`]s with an index by name.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::document::DocumentRecord;
use super::edge::{Edge, Provenance};
use super::node::{Node, NodeId};
use crate::ontology::Confidence;

/// Entities, events and statements of one or more documents.
///
/// At most one edge of a property joins two nodes; each further finding adds provenance to it.
#[derive(Clone, Debug, Default)]
pub struct KnowledgeGraph {
    graph: DiGraph<Node, Edge>,
    index: BTreeMap<NodeId, NodeIndex>,
    documents: BTreeMap<String, DocumentRecord>,
}

impl KnowledgeGraph {
    /// An empty graph.
    pub fn new() -> Self {
        Self::default()
    }

    /// The petgraph graph, for its algorithms.
    pub fn petgraph(&self) -> &DiGraph<Node, Edge> {
        &self.graph
    }

    /// The documents by id.
    pub fn documents(&self) -> &BTreeMap<String, DocumentRecord> {
        &self.documents
    }

    /// Adds a document, or replaces the one with its id.
    pub fn add_document(&mut self, document: DocumentRecord) {
        self.documents.insert(document.id.clone(), document);
    }

    /// Adds a node, or merges its classes and literals into the one with its id.
    pub fn add_node(&mut self, node: Node) -> NodeIndex {
        let free = match self.index.entry(node.id.clone()) {
            Entry::Vacant(free) => free,
            Entry::Occupied(found) => {
                let at = *found.get();
                if let Some(found) = self.graph.node_weight_mut(at) {
                    for class in node.classes {
                        if !found.classes.contains(&class) {
                            found.classes.push(class);
                        }
                    }
                    for a in node.attributes {
                        found.set(&a.property, a.value, a.provenance);
                    }
                }
                return at;
            }
        };
        *free.insert(self.graph.add_node(node))
    }

    /// The index of a node.
    pub fn find(&self, id: &NodeId) -> Option<NodeIndex> {
        self.index.get(id).copied()
    }

    /// A node by name.
    pub fn node(&self, id: &NodeId) -> Option<&Node> {
        self.find(id).and_then(|at| self.graph.node_weight(at))
    }

    /// A node by name, to change its literals. Its id must stay.
    pub fn node_mut(&mut self, id: &NodeId) -> Option<&mut Node> {
        let at = self.find(id)?;
        self.graph.node_weight_mut(at)
    }

    /// The nodes in order of their names.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.index
            .values()
            .filter_map(|at| self.graph.node_weight(*at))
    }

    /// Adds an edge, or its provenance to the edge of that property between the two. Both nodes must exist;
    /// otherwise nothing is added and `None` returned.
    pub fn add_edge(
        &mut self,
        from: &NodeId,
        property: &str,
        to: &NodeId,
        provenance: impl IntoIterator<Item = Provenance>,
    ) -> Option<EdgeIndex> {
        let (from, to) = (self.find(from)?, self.find(to)?);
        let found = self
            .graph
            .edges_connecting(from, to)
            .find(|e| e.weight().property == property)
            .map(|e| e.id());
        let at = found.unwrap_or_else(|| {
            self.graph.add_edge(
                from,
                to,
                Edge {
                    property: property.to_owned(),
                    provenance: Vec::new(),
                },
            )
        });
        if let Some(edge) = self.graph.edge_weight_mut(at) {
            edge.provenance.extend(provenance);
            edge.provenance.sort();
            edge.provenance.dedup();
        }
        Some(at)
    }

    /// Gives every provenance the confidence of its rule.
    pub fn set_confidence(&mut self, of: impl Fn(&str) -> Option<Confidence>) {
        let nodes = self
            .graph
            .node_weights_mut()
            .flat_map(|n| &mut n.attributes);
        for place in nodes.flat_map(|a| &mut a.provenance) {
            place.confidence = of(&place.rule);
        }
        for place in self
            .graph
            .edge_weights_mut()
            .flat_map(|e| &mut e.provenance)
        {
            place.confidence = of(&place.rule);
        }
    }

    /// All edges as (subject, edge, object), sorted by subject, property and object.
    pub fn edges(&self) -> Vec<(&Node, &Edge, &Node)> {
        let mut all: Vec<_> = self
            .graph
            .edge_references()
            .filter_map(|e| {
                Some((
                    self.graph.node_weight(e.source())?,
                    e.weight(),
                    self.graph.node_weight(e.target())?,
                ))
            })
            .collect();
        all.sort_by(|a, b| {
            (&a.0.id, &a.1.property, &a.2.id).cmp(&(&b.0.id, &b.1.property, &b.2.id))
        });
        all
    }
}
