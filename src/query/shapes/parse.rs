//! Shapes as read from Turtle.

use std::collections::BTreeMap;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedOrBlankNode, Term};

pub(super) const SH: &str = "http://www.w3.org/ns/shacl#";

/// Shapes that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShapesError {
    /// Not Turtle.
    #[error("{path}:{line}:{column}: {message}; shapes are written in Turtle")]
    BadTurtle {
        /// The file.
        path: String,
        /// Line, from 1.
        line: u64,
        /// Column, from 1.
        column: u64,
        /// What the reader says.
        message: String,
    },
    /// A part of SHACL that is not understood.
    #[error(
        "{shape}: sh:{term} is not supported here; write it as sh:sparql, or check the graph with another SHACL tool"
    )]
    Unsupported {
        /// The shape.
        shape: String,
        /// The term.
        term: String,
    },
    /// A shape that says too little.
    #[error("{shape}: {message}")]
    Incomplete {
        /// The shape.
        shape: String,
        /// What is missing.
        message: String,
    },
    /// A question made from the shapes failed.
    #[error("{shape}: {source}")]
    Query {
        /// The shape.
        shape: String,
        /// What the store says.
        source: super::super::QueryError,
    },
}

/// One node of the shapes graph: a shape, a property shape, a constraint.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    pub(super) name: String,
    values: BTreeMap<String, Vec<Term>>,
}

/// A file of shapes.
#[derive(Clone, Debug, Default)]
pub struct Shapes {
    nodes: BTreeMap<String, Shape>,
    /// `PREFIX` lines from `sh:declare`.
    pub(super) prefixes: String,
}

impl Shapes {
    /// Reads shapes; `path` is for messages.
    ///
    /// # Errors
    /// If the text is not Turtle.
    pub fn parse(text: &str, path: &str) -> Result<Self, ShapesError> {
        let mut nodes: BTreeMap<String, Shape> = BTreeMap::new();
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(text) {
            let quad = quad.map_err(|e| {
                let at = e.location().map(|l| l.start);
                ShapesError::BadTurtle {
                    path: path.to_owned(),
                    line: at.map_or(1, |p| p.line + 1),
                    column: at.map_or(1, |p| p.column + 1),
                    message: e.to_string(),
                }
            })?;
            let name = match &quad.subject {
                NamedOrBlankNode::NamedNode(n) => n.as_str().to_owned(),
                NamedOrBlankNode::BlankNode(b) => b.to_string(),
            };
            let node = nodes.entry(name.clone()).or_default();
            node.name = name;
            node.values
                .entry(quad.predicate.as_str().to_owned())
                .or_default()
                .push(quad.object);
        }
        let mut shapes = Self {
            nodes,
            prefixes: String::new(),
        };
        shapes.prefixes = shapes.declared();
        Ok(shapes)
    }

    fn declared(&self) -> String {
        let mut lines: Vec<String> = self
            .nodes
            .values()
            .flat_map(|n| n.all("declare"))
            .filter_map(|d| self.node(d))
            .filter_map(|d| {
                Some(format!(
                    "PREFIX {}: <{}>\n",
                    d.text("prefix")?,
                    d.text("namespace")?
                ))
            })
            .collect();
        lines.sort();
        lines.dedup();
        lines.concat()
    }

    /// The shapes that say what they are about, in order of their names.
    pub fn targeted(&self) -> impl Iterator<Item = &Shape> {
        self.nodes.values().filter(|n| {
            n.values
                .keys()
                .any(|k| k.strip_prefix(SH).is_some_and(|t| t.starts_with("target")))
        })
    }

    pub(super) fn node(&self, term: &Term) -> Option<&Shape> {
        self.nodes.get(&key(term))
    }

    /// The members of an RDF list.
    pub(super) fn list<'s>(&'s self, head: &'s Term) -> Vec<&'s Term> {
        let mut members = Vec::new();
        let mut at = head;
        while let Some(node) = self.node(at) {
            let (Some(first), Some(rest)) = (
                node.values.get(rdf::FIRST.as_str()).and_then(|v| v.first()),
                node.values.get(rdf::REST.as_str()).and_then(|v| v.first()),
            ) else {
                break;
            };
            members.push(first);
            at = rest;
            if members.len() > 10_000 {
                break; // a list that bites its tail
            }
        }
        members
    }
}

fn key(term: &Term) -> String {
    match term {
        Term::NamedNode(n) => n.as_str().to_owned(),
        other => other.to_string(),
    }
}

impl Shape {
    /// The values of `sh:<term>`.
    pub(super) fn all(&self, term: &str) -> &[Term] {
        self.values
            .get(&format!("{SH}{term}"))
            .map_or(&[], Vec::as_slice)
    }

    pub(super) fn text(&self, term: &str) -> Option<&str> {
        self.all(term).iter().find_map(|t| match t {
            Term::Literal(l) => Some(l.value()),
            Term::NamedNode(n) => Some(n.as_str()),
            _ => None,
        })
    }

    /// The terms of SHACL that the node uses, with their values.
    pub(super) fn terms(&self) -> impl Iterator<Item = (&str, &Term)> {
        self.values
            .iter()
            .filter_map(|(k, v)| Some((k.strip_prefix(SH)?, v)))
            .flat_map(|(k, v)| v.iter().map(move |t| (k, t)))
    }
}
