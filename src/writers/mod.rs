//! Files for other tools: drawings, tables and maps.
//!
//! *Takes* a [`KnowledgeGraph`](crate::graph::KnowledgeGraph) (or a whole collection for JSON Lines) with the
//! vocabulary and the style of the pack. *Gives* DOT, `GraphML`, GEXF, Cytoscape JSON, CSV, `GeoJSON`, Neo4j CSV or
//! JSON Lines. *Promises* sorted, escaped, stable files that parse again whatever stands in labels and texts.

mod digest;
mod dot;
mod drawing;
mod geojson;
mod jsonl;
mod style;
mod tables;
mod webgraph;
mod xmlgraph;

pub use digest::{Digest, Item, Row, digest, incidents, reports_of};
pub use dot::write_dot;
pub use drawing::{Around, Drawing, DrawnEdge, DrawnNode, View, draw, everything};
pub use geojson::write_geojson;
pub use jsonl::write_jsonl;
pub use style::{ClassStyle, PropertyStyle, Style, SummaryRow, ViewStyle};
pub use tables::{Neo4jTables, neo4j_tables, write_edges_csv, write_nodes_csv};
pub use webgraph::write_cytoscape;
pub use xmlgraph::{write_gexf, write_graphml};

/// A file that cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// `style.toml` of the pack is malformed.
    #[error("style.toml: {0}")]
    BadStyle(String),
    /// Nothing in the graph has this name.
    #[error(
        "nothing in the graph is called `{name}`; names are matched in any case, also in part{near}"
    )]
    NotFound {
        /// What was asked for.
        name: String,
        /// Names that are close.
        near: String,
    },
    /// Writing failed.
    #[error("cannot write: {0}")]
    Io(#[from] std::io::Error),
    /// A CSV record could not be written.
    #[error("cannot write: {0}")]
    Csv(#[from] csv::Error),
}
