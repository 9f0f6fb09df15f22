//! Measuring against gold documents: predictions from the graph, the figures, and what was missed or wrong.
//!
//! *Takes* gold documents in JSON Lines ([`GoldDocument`]) and a [`Pipeline`](crate::pipeline::Pipeline). *Gives*
//! [`Prediction`]s, [`Scores`] and [`errors`]. *Promises* the figures of the published metrics: role fillers by
//! CEAF-REE (Du, Rush, Cardie, EACL 2021), mentions by type and head, incidents pairwise inside a topic.
//!
//! What a gold schema calls its roles is no matter of this module: a view (`ontology/views/NAME.rq`) answers in that
//! schema's words with the columns `?role ?entity ?mention`, and `?event` where it wants its errors explained.

pub mod calibrate;
pub mod errors;
mod gold;
mod matching;
mod predict;
mod score;
mod suggest;
mod templates;

pub use gold::{GoldDocument, GoldMention, Roles, read_gold};
pub use matching::{Match, normal};
pub use predict::{
    Filler, PredictedMention, Prediction, incidents, mention_type, mentions, roles, view_for,
};
pub use score::{Figures, Scores, score_incidents, score_mentions, score_roles};
pub use suggest::{
    Example, Suggestion, rules as suggested_rules, suggest, table as suggestions_table,
};
pub use templates::{Template, templates};

/// Gold that cannot be measured against.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvalError {
    /// The gold file, or the view, cannot be opened.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line is no gold document.
    #[error("{path}:{line}: {message}; expected one JSON object a line with id and text")]
    BadLine {
        /// The file.
        path: String,
        /// Line, from 1.
        line: usize,
        /// What the JSON reader says.
        message: String,
    },
    /// No document has what is to be measured.
    #[error("no document of {path} has \"{field}\"; is it the gold of another task?")]
    NothingToMeasure {
        /// The file.
        path: String,
        /// The missing field.
        field: &'static str,
    },
    /// No view speaks of the gold's roles.
    #[error(
        "no view answers for the roles {roles}; give --view NAME or write views/NAME.rq (there are: {known})"
    )]
    NoView {
        /// The gold's roles.
        roles: String,
        /// The views of the pack.
        known: String,
    },
    /// The view does not give the columns that predictions need.
    #[error(
        "the view {view} gives no ?{column}; it must SELECT ?role ?entity ?mention, or ?template ?slot ?fill for templates"
    )]
    MissingColumn {
        /// The view.
        view: String,
        /// The column.
        column: &'static str,
    },
    /// The view cannot be asked.
    #[error(transparent)]
    Query(#[from] crate::query::QueryError),
    /// The graph cannot be written as RDF.
    #[error(transparent)]
    Rdf(#[from] crate::rdf::RdfError),
}
