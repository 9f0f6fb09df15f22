//! A graph with other names for some of its nodes.

use super::Renames;
use crate::graph::{KnowledgeGraph, NodeId};

/// A copy of `graph` with nodes renamed; nodes that get one name become one node.
pub(super) fn renamed(graph: &KnowledgeGraph, renames: &Renames) -> KnowledgeGraph {
    let name = |id: &NodeId| {
        renames
            .get(id)
            .map_or_else(|| id.clone(), |(to, _)| to.clone())
    };
    let mut out = KnowledgeGraph::new();
    for document in graph.documents().values() {
        let mut document = document.clone();
        for m in &mut document.mentions {
            m.node = name(&m.node);
        }
        document.mentions.sort();
        out.add_document(document);
    }
    for node in graph.nodes() {
        let mut node = node.clone();
        node.id = name(&node.id);
        out.add_node(node);
    }
    for (from, edge, to) in graph.edges() {
        out.add_edge(
            &name(&from.id),
            &edge.property,
            &name(&to.id),
            edge.provenance.iter().cloned(),
        );
    }
    out
}
