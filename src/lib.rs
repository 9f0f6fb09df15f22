//! newsgraph
pub mod cli;
pub mod date;
pub mod explain;
pub mod graph;
pub mod ontology;
pub mod pipeline;
pub mod query;
pub mod rdf;
pub mod span;
pub mod text;
pub mod writers;
