#![doc = include_str!("../README.md")]

pub mod annotate;
pub mod cli;
pub mod date;
pub mod eval;
pub mod explain;
pub mod fuse;
pub mod graph;
pub mod ontology;
pub mod pattern;
pub mod pipeline;
pub mod query;
pub mod rdf;
pub mod resolve;
pub mod span;
pub mod text;
pub mod writers;
