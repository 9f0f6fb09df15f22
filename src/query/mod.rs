//! Questions in SPARQL over the union of all graphs.
//!
//! *Takes* quads (from a graph file or from [`rdf`](crate::rdf)) and a question. *Gives* rows, yes or no, or
//! triples. *Promises* that a triple which stands in several graphs counts once: each triple is loaded into the
//! default graph too, once, while `GRAPH` still reaches what one document says.

mod answer;
mod saved;
pub mod shapes;
mod store;
mod table;

pub use answer::{AnswerFormat, write_answer};
pub use saved::{SavedQuery, saved_queries};
pub use store::{GraphStore, with_prefixes};
pub use table::{Table, wrap};

/// A question that cannot be answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// The question is not SPARQL.
    #[error("{line}:{column}: {message}\n{excerpt}")]
    Syntax {
        /// Line of the question, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What was expected.
        message: String,
        /// The line with a caret under the place.
        excerpt: String,
    },
    /// The question is SPARQL but cannot be evaluated.
    #[error("cannot answer: {0}")]
    Evaluation(String),
    /// The store failed.
    #[error("cannot load the graph: {0}")]
    Store(String),
    /// There is no saved question of that name.
    #[error("no saved query `{name}`; there are: {known}")]
    UnknownSaved {
        /// What was asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// The format does not fit the kind of answer.
    #[error("{format} cannot hold {kind}; use {instead}")]
    WrongFormat {
        /// The format asked for.
        format: &'static str,
        /// What the question gives.
        kind: &'static str,
        /// Formats that fit.
        instead: &'static str,
    },
    /// Writing failed.
    #[error("cannot write: {0}")]
    Io(#[from] std::io::Error),
    /// Triples could not be written.
    #[error(transparent)]
    Rdf(#[from] crate::rdf::RdfError),
}
