//! Graphs as RDF, and RDF back as graphs.
//!
//! *Takes* a [`Collection`](crate::graph::Collection). *Gives* quads ([`Mapping`]), files in six formats
//! ([`write`](fn@write)), and from such a file the collection again ([`read`](fn@read)). *Promises* no blank
//! nodes, IRIs that come from content alone, and the same bytes for the same collection.
//!
//! The shape of the data:
//!
//! - `<base>graph/<document>` holds what one document says: the document as `nif:Context`, its spans, the nodes
//!   and relations found in it, and one `ng:Extraction` for each place that states a relation or a literal.
//! - `<base>graph/merged` holds what all documents say together, and an `ng:Judgement` for each joined node.
//!
//! Superclasses and superproperties of the vocabulary are written out, so that a question for `ng:Attack` finds
//! a bombing without a reasoner. Only an `ng:ReportedContent` keeps to its own classes and those outside `ng:`:
//! what somebody only said does not answer a question for attacks.

mod describe;
mod facts;
mod hash;
mod jsonld;
mod lines;
mod mapping;
mod names;
mod order;
mod out;
mod read;
mod rebuild;
mod reread;
mod sink;
mod spans;
mod terms;
mod write;
mod xml;

pub use lines::Lines;
pub use mapping::Mapping;
pub use names::{Names, decode, encode};
pub use read::{Loaded, base_iri, quads_of, read, read_quads};
pub use sink::{Quads, Sink};
pub use write::{Format, quads, write, write_quads};

/// How data is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RdfOptions {
    /// What every IRI of the data begins with; ends in `/`.
    pub base_iri: String,
    /// Write extractions with `rdf:reifies` and triple terms (RDF 1.2) instead of `rdf:subject` and so on.
    pub rdf12: bool,
}

impl Default for RdfOptions {
    fn default() -> Self {
        Self {
            base_iri: "https://newsgraph.example/".to_owned(),
            rdf12: false,
        }
    }
}

/// Data that cannot be written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RdfError {
    /// The base IRI is none.
    #[error(
        "{iri} is not a base IRI ({reason}); give an absolute IRI that ends in /, such as https://newsgraph.example/"
    )]
    BadBase {
        /// What was given.
        iri: String,
        /// What is wrong.
        reason: String,
    },
    /// The format's name or ending is unknown.
    #[error("unknown RDF format `{name}`; expected one of ttl, trig, nt, nq, rdf, jsonld")]
    UnknownFormat {
        /// What was given.
        name: String,
    },
    /// A file cannot be opened or read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is not what its ending says.
    #[error("{path}:{line}:{column}: {message}; expected a file that `newsgraph extract` wrote")]
    BadSyntax {
        /// The file.
        path: String,
        /// Line, from 1.
        line: u64,
        /// Column, from 1.
        column: u64,
        /// What the reader says.
        message: String,
    },
    /// RDF 1.2 triple terms have no place in the format.
    #[error("{format} has no triple terms; write RDF 1.2 as ttl, trig, nt, nq or rdf")]
    NoTripleTerms {
        /// The format.
        format: &'static str,
    },
    /// Writing failed.
    #[error("cannot write: {0}")]
    Io(#[from] std::io::Error),
}
