//! Opening graph files: what `extract` wrote, in any of the formats, or a directory of such files.

use std::io::Read;
use std::path::Path;

use oxigraph::io::{RdfParseError, RdfParser};
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};

use super::RdfError;
use super::names::encode;
use super::rebuild::rebuild;
use super::terms;
use super::write::Format;
use crate::graph::Collection;
use crate::ontology::Vocabulary;

/// A collection as it stood in a file.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The graphs. A format without named graphs gives only [`merged`](Collection::merged).
    pub collection: Collection,
    /// What every IRI of the data begins with.
    pub base_iri: String,
}

/// Reads a graph file and rebuilds its graphs.
///
/// # Errors
/// If the file cannot be read, its ending is none of the formats', or it is not well formed.
pub fn read(path: &Path, vocabulary: &Vocabulary) -> Result<Loaded, RdfError> {
    Ok(rebuild(&quads_of(path)?, vocabulary))
}

/// Rebuilds the graphs from quads.
pub fn read_quads(quads: &[Quad], vocabulary: &Vocabulary) -> Loaded {
    rebuild(quads, vocabulary)
}

/// All quads of a file (`-` is `TriG` from standard input), or of every RDF file of a directory.
///
/// # Errors
/// As [`read`](fn@read).
pub fn quads_of(path: &Path) -> Result<Vec<Quad>, RdfError> {
    let name = path.to_string_lossy().into_owned();
    let unreadable = |source| RdfError::Unreadable {
        path: name.clone(),
        source,
    };
    if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        return parse(&bytes, Format::TriG, "standard input");
    }
    if path.is_dir() {
        let mut all = Vec::new();
        for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
            let entry = entry.map_err(|e| unreadable(e.into()))?;
            if entry.file_type().is_file() && format_of(entry.path()).is_some() {
                all.extend(quads_of(entry.path())?);
            }
        }
        return Ok(all);
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let format = format_of(path).ok_or_else(|| RdfError::UnknownFormat { name: name.clone() })?;
    parse(&bytes, format, &name)
}

fn format_of(path: &Path) -> Option<Format> {
    Format::from_name(path.extension()?.to_str()?)
}

fn parse(bytes: &[u8], format: Format, path: &str) -> Result<Vec<Quad>, RdfError> {
    let mut quads = Vec::new();
    // the slice parser does not understand JSON-LD contexts that refer to themselves any better: one way for all
    for quad in RdfParser::from_format(format.oxigraph()).for_reader(bytes) {
        quads.push(quad.map_err(|error| located(path, &error))?);
    }
    Ok(quads)
}

fn located(path: &str, error: &RdfParseError) -> RdfError {
    let at = match error {
        RdfParseError::Syntax(syntax) => syntax.location().map(|l| l.start),
        RdfParseError::Io(_) => None,
    };
    RdfError::BadSyntax {
        path: path.to_owned(),
        line: at.map_or(1, |p| p.line + 1),
        column: at.map_or(1, |p| p.column + 1),
        message: error.to_string(),
    }
}

/// What every IRI of the data begins with, as the documents' names tell; `None` where there is no document.
pub fn base_iri(quads: &[Quad]) -> Option<String> {
    quads
        .iter()
        .filter(|q| q.predicate == terms::IDENTIFIER)
        .find_map(|q| match (&q.subject, &q.object) {
            (NamedOrBlankNode::NamedNode(s), Term::Literal(id)) => {
                let base = s.as_str().strip_suffix(encode(id.value()).as_ref())?;
                Some(base.strip_suffix("doc/")?.to_owned())
            }
            _ => None,
        })
}

/// Whether a quad stands in no named graph.
pub(crate) fn is_loose(quad: &Quad) -> bool {
    matches!(quad.graph_name, GraphName::DefaultGraph)
}
