//! newsgraph
pub mod annotate;
pub mod date;
pub mod graph;
pub mod ontology;
pub mod pattern;
pub mod resolve;
pub mod span;
pub mod text;
