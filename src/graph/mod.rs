//! The knowledge graph: entities, events and statements as nodes, relations as edges, and behind every edge
//! and every literal the words that say it.
//!
//! *Takes* one document's findings (from [`resolve`](crate::resolve)) or several graphs (in
//! [`fuse`](crate::fuse)). *Gives* a [`KnowledgeGraph`], a [`petgraph`] graph with provenance on every edge.
//! *Promises* deterministic ids: a node's id comes from what it is, never from a counter, a clock or a hash
//! order. Nodes and edges name classes and properties by their prefixed names (`ng:attacker`), so that every
//! exporter reads the same thing and another ontology needs no other graph.

mod build;
mod collection;
mod document;
mod edge;
mod model;
mod node;
mod traverse;

pub use build::{build, slug};
pub use collection::{Collection, Judgement};
pub use document::{DocumentRecord, MentionRecord};
pub use edge::{Edge, Provenance};
pub use model::KnowledgeGraph;
pub use node::{Attribute, Node, NodeId, NodeKind, Value};
pub use traverse::Neighbour;
