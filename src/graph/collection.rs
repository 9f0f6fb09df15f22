//! Several documents' graphs, what they say together, and why their nodes were joined.

use serde::{Deserialize, Serialize};

use super::model::KnowledgeGraph;
use super::node::NodeId;

/// Why a node of one document stands for a node of the merged graph.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Judgement {
    /// The node in the merged graph.
    pub canonical: NodeId,
    /// The name that the document alone gave it.
    pub local: NodeId,
    /// The document's id.
    pub document: String,
    /// The sieve and the evidence that joined it.
    pub licence: String,
}

/// The graphs of one run: what each document says, and all of them together.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    /// One graph a document, in order of the documents' ids; their nodes already have the names of `merged`.
    pub documents: Vec<KnowledgeGraph>,
    /// What all documents say together; empty where nothing was fused.
    pub merged: KnowledgeGraph,
    /// Every judgement that joined nodes, sorted.
    pub ledger: Vec<Judgement>,
}

impl Collection {
    /// The graph to draw and to explain: the merged one, or the union of the documents where nothing was fused.
    pub fn whole(&self) -> KnowledgeGraph {
        if self.merged.petgraph().node_count() > 0 || self.documents.is_empty() {
            return self.merged.clone();
        }
        let mut whole = KnowledgeGraph::new();
        for graph in &self.documents {
            whole.absorb(graph);
        }
        whole
    }
}

impl KnowledgeGraph {
    /// Adds everything of `other`: documents, nodes, literals, edges and their provenance.
    pub fn absorb(&mut self, other: &Self) {
        for document in other.documents().values() {
            self.add_document(document.clone());
        }
        for node in other.nodes() {
            self.add_node(node.clone());
        }
        for (from, edge, to) in other.edges() {
            self.add_edge(
                &from.id,
                &edge.property,
                &to.id,
                edge.provenance.iter().cloned(),
            );
        }
    }
}
