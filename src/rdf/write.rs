//! Files: six formats, each sorted for people except N-Quads and N-Triples of a stream.

use std::io::{self, BufWriter, Write};

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, Quad};

use super::lines::Lines;
use super::mapping::Mapping;
use super::order::arrange;
use super::sink::{Quads, Sink};
use super::{RdfError, RdfOptions, jsonld, xml};
use crate::graph::Collection;
use crate::ontology::Vocabulary;

/// An RDF file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Turtle: the union of all graphs.
    Turtle,
    /// `TriG`: the merged graph first, then each document's.
    TriG,
    /// N-Triples: the union of all graphs.
    NTriples,
    /// N-Quads.
    NQuads,
    /// RDF/XML: the union of all graphs.
    RdfXml,
    /// JSON-LD with its context inside.
    JsonLd,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Turtle,
        Self::TriG,
        Self::NTriples,
        Self::NQuads,
        Self::RdfXml,
        Self::JsonLd,
    ];

    /// By name or file ending.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "ttl" | "turtle" => Self::Turtle,
            "trig" => Self::TriG,
            "nt" | "ntriples" | "n-triples" => Self::NTriples,
            "nq" | "nquads" | "n-quads" => Self::NQuads,
            "rdf" | "rdfxml" | "xml" | "owl" => Self::RdfXml,
            "jsonld" | "json-ld" => Self::JsonLd,
            _ => return None,
        })
    }

    /// The file ending.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Turtle => "ttl",
            Self::TriG => "trig",
            Self::NTriples => "nt",
            Self::NQuads => "nq",
            Self::RdfXml => "rdf",
            Self::JsonLd => "jsonld",
        }
    }

    /// Whether the format keeps apart what each document says.
    pub const fn has_graphs(self) -> bool {
        matches!(self, Self::TriG | Self::NQuads | Self::JsonLd)
    }

    pub(crate) fn oxigraph(self) -> RdfFormat {
        match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::TriG => RdfFormat::TriG,
            Self::NTriples => RdfFormat::NTriples,
            Self::NQuads => RdfFormat::NQuads,
            Self::RdfXml => RdfFormat::RdfXml,
            Self::JsonLd => RdfFormat::JsonLd {
                profile: oxigraph::io::JsonLdProfileSet::empty(),
            },
        }
    }
}

/// Every quad of a collection: the merged graph first, then each document's.
///
/// # Errors
/// If the base IRI is none.
pub fn quads(
    collection: &Collection,
    vocabulary: &Vocabulary,
    options: &RdfOptions,
) -> Result<Vec<Quad>, RdfError> {
    let mapping = Mapping::new(vocabulary, options)?;
    let mut all = Vec::new();
    let mut keep = Quads::new(|quad| all.push(quad.into_owned()));
    each(collection, &mapping, &mut keep)?;
    Ok(all)
}

fn each(collection: &Collection, mapping: &Mapping<'_>, sink: &mut dyn Sink) -> io::Result<()> {
    mapping.merged(collection, sink)?;
    for graph in &collection.documents {
        mapping.document(graph, sink)?;
    }
    Ok(())
}

/// Writes a collection.
///
/// # Errors
/// If the base IRI is none, the format cannot say it (RDF 1.2 in JSON-LD), or `out` fails.
pub fn write(
    collection: &Collection,
    vocabulary: &Vocabulary,
    options: &RdfOptions,
    format: Format,
    out: impl Write,
) -> Result<(), RdfError> {
    if options.rdf12 && format == Format::JsonLd {
        return Err(RdfError::NoTripleTerms { format: "JSON-LD" });
    }
    if format == Format::NQuads {
        // nothing is gathered: memory stays flat in the number of documents
        let mapping = Mapping::new(vocabulary, options)?;
        let mut lines = Lines::new(out);
        each(collection, &mapping, &mut lines)?;
        lines.finish()?;
        return Ok(());
    }
    if format == Format::TriG {
        return write_by_graph(collection, vocabulary, options, out);
    }
    let all = quads(collection, vocabulary, options)?;
    write_quads(all, vocabulary, &options.base_iri, format, out)
}

/// `TriG` one graph at a time: only one graph's quads are held and sorted.
fn write_by_graph(
    collection: &Collection,
    vocabulary: &Vocabulary,
    options: &RdfOptions,
    out: impl Write,
) -> Result<(), RdfError> {
    let mapping = Mapping::new(vocabulary, options)?;
    let mut out = BufWriter::new(out);
    let serializer = prologue(vocabulary, &mapping.names, Format::TriG, &mut out)?;
    let mut serializer = serializer.for_writer(Airy {
        readable: true,
        line: Vec::new(),
        out: &mut out,
    });
    let merged = mapping.names.merged();
    let mut next = |quads: &mut Vec<Quad>| -> io::Result<()> {
        arrange(quads, vocabulary, &merged);
        quads
            .drain(..)
            .try_for_each(|quad| serializer.serialize_quad(&quad))
    };
    let mut held = Vec::new();
    let keep = |quads: &mut Vec<Quad>, graph: Option<&crate::graph::KnowledgeGraph>| {
        let mut sink = Quads::new(|quad| quads.push(quad.into_owned()));
        match graph {
            Some(graph) => mapping.document(graph, &mut sink),
            None => mapping.merged(collection, &mut sink),
        }
    };
    keep(&mut held, None)?;
    next(&mut held)?;
    for graph in &collection.documents {
        keep(&mut held, Some(graph))?;
        next(&mut held)?;
    }
    serializer.finish()?.flush()?;
    out.flush()?;
    Ok(())
}

/// The serializer of a format; for Turtle and `TriG` with base and prefixes, which are written to `out`.
fn prologue(
    vocabulary: &Vocabulary,
    names: &super::Names,
    format: Format,
    out: &mut impl Write,
) -> Result<RdfSerializer, RdfError> {
    let mut serializer = RdfSerializer::from_format(format.oxigraph());
    if matches!(format, Format::Turtle | Format::TriG) {
        let bad = |e: oxigraph::model::IriParseError| RdfError::BadBase {
            iri: names.base().to_owned(),
            reason: e.to_string(),
        };
        serializer = serializer.with_base_iri(names.base()).map_err(bad)?;
        writeln!(out, "@base <{}> .", names.base())?;
        for (prefix, namespace) in readable_prefixes(vocabulary) {
            writeln!(out, "@prefix {prefix}: <{namespace}> .")?;
            serializer = serializer.with_prefix(prefix, namespace).map_err(bad)?;
        }
        writeln!(out)?;
    }
    Ok(serializer)
}

/// Writes quads in a readable order, each once; formats without graphs get the union.
///
/// # Errors
/// If `base` is no IRI or `out` fails.
pub fn write_quads(
    mut quads: Vec<Quad>,
    vocabulary: &Vocabulary,
    base: &str,
    format: Format,
    out: impl Write,
) -> Result<(), RdfError> {
    let names = super::Names::new(base)?;
    if !format.has_graphs() {
        for quad in &mut quads {
            quad.graph_name = GraphName::DefaultGraph;
        }
    }
    arrange(&mut quads, vocabulary, &names.merged());
    let mut out = BufWriter::new(out);
    match format {
        Format::JsonLd => jsonld::write(&quads, vocabulary, names.base(), &mut out)?,
        Format::RdfXml => xml::write(&quads, vocabulary, names.base(), &mut out)?,
        _ => {
            let serializer = prologue(vocabulary, &names, format, &mut out)?;
            let mut serializer = serializer.for_writer(Airy {
                readable: matches!(format, Format::Turtle | Format::TriG),
                line: Vec::new(),
                out: &mut out,
            });
            for quad in &quads {
                serializer.serialize_quad(quad)?;
            }
            serializer.finish()?.flush()?;
        }
    }
    out.flush()?;
    Ok(())
}

/// Prefixes that do not lie inside one another: which of two nested ones the serializer takes is chance.
fn readable_prefixes(vocabulary: &Vocabulary) -> impl Iterator<Item = (&str, &str)> {
    let all = vocabulary.prefixes();
    all.iter()
        .filter(|(prefix, namespace)| {
            !all.iter()
                .any(|(p, n)| p != *prefix && namespace.starts_with(n.as_str()))
        })
        .map(|(prefix, namespace)| (prefix.as_str(), namespace.as_str()))
}

/// Puts an empty line after each subject and drops the serializer's own prologue, whose order is chance. Literals
/// hold no raw line break in Turtle, so that a line that ends in ` .` ends a subject.
struct Airy<W> {
    readable: bool,
    line: Vec<u8>,
    out: W,
}

impl<W: Write> Write for Airy<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.readable {
            return self.out.write(bytes);
        }
        for part in bytes.split_inclusive(|b| *b == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                if !self.line.starts_with(b"@") {
                    self.out.write_all(&self.line)?;
                    if self.line.ends_with(b" .\n") || self.line == b"}\n" {
                        self.out.write_all(b"\n")?;
                    }
                }
                self.line.clear();
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.line)?;
        self.line.clear();
        self.out.flush()
    }
}
