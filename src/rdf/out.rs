//! [`Out`]: writes one graph to a [`Sink`], in the kinds of objects that the mapping knows.

use std::io;

use oxigraph::model::vocab::{rdf, rdfs, xsd};
use oxigraph::model::{LiteralRef, NamedNodeRef, TermRef};

use super::names::Names;
use super::sink::Sink;
use super::spans::Named;
use crate::graph::NodeId;
use crate::span::Span;

/// Writes quads of one graph, subject by subject.
pub(crate) struct Out<'a> {
    graph: NamedNodeRef<'a>,
    sink: &'a mut dyn Sink,
    /// Room for an IRI or a number that is written once.
    text: String,
}

impl<'a> Out<'a> {
    pub(crate) fn new(graph: &'a str, sink: &'a mut dyn Sink) -> Self {
        Self {
            graph: NamedNodeRef::new_unchecked(graph),
            sink,
            text: String::new(),
        }
    }

    /// What follows is said of `subject`.
    pub(crate) fn about(&mut self, subject: &str) {
        let subject = NamedNodeRef::new_unchecked(subject);
        self.sink.about(self.graph, subject);
    }

    pub(crate) fn term<'t>(
        &mut self,
        p: NamedNodeRef<'_>,
        o: impl Into<TermRef<'t>>,
    ) -> io::Result<()> {
        self.sink.quad(p, o.into())
    }

    pub(crate) fn iri(&mut self, p: NamedNodeRef<'_>, o: &str) -> io::Result<()> {
        self.term(p, NamedNodeRef::new_unchecked(o))
    }

    pub(crate) fn a(&mut self, class: NamedNodeRef<'_>) -> io::Result<()> {
        self.term(rdf::TYPE, class)
    }

    pub(crate) fn text(&mut self, p: NamedNodeRef<'_>, text: &str) -> io::Result<()> {
        self.term(p, LiteralRef::new_simple_literal(text))
    }

    pub(crate) fn label(&mut self, text: &str) -> io::Result<()> {
        let label = LiteralRef::new_language_tagged_literal_unchecked(text, "en");
        self.term(rdfs::LABEL, label)
    }

    pub(crate) fn integer(&mut self, p: NamedNodeRef<'_>, n: u32) -> io::Result<()> {
        let mut digits = itoa::Buffer::new();
        let digits = digits.format(n);
        self.term(p, LiteralRef::new_typed_literal(digits, xsd::INTEGER))
    }

    /// 87 as `0.87`; up to 100.
    pub(crate) fn hundredths(&mut self, p: NamedNodeRef<'_>, n: u8) -> io::Result<()> {
        let digit = |n: u8| char::from(b'0' + n % 10);
        self.text.clear();
        self.text
            .extend([digit(n / 100), '.', digit(n / 10), digit(n)]);
        let decimal = LiteralRef::new_typed_literal(&self.text, xsd::DECIMAL);
        self.sink.quad(p, decimal.into())
    }

    /// The name of a node as object.
    pub(crate) fn node(
        &mut self,
        p: NamedNodeRef<'_>,
        names: &Names,
        id: &NodeId,
    ) -> io::Result<()> {
        self.text.clear();
        names.push_node(id, &mut self.text);
        self.sink
            .quad(p, NamedNodeRef::new_unchecked(&self.text).into())
    }

    /// The name of a span as object.
    pub(crate) fn span(
        &mut self,
        p: NamedNodeRef<'_>,
        document: &Named<'_>,
        span: Span,
    ) -> io::Result<()> {
        self.text.clear();
        document.push_span(span, &mut self.text);
        self.sink
            .quad(p, NamedNodeRef::new_unchecked(&self.text).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rdf::Quads;

    #[test]
    fn hundredths_have_two_places() {
        let mut written = Vec::new();
        let mut sink = Quads::new(|quad| written.push(quad.object.to_string()));
        let mut out = Out::new("https://x.example/g", &mut sink);
        for n in [0, 7, 90, 100] {
            out.hundredths(rdf::VALUE, n).unwrap();
        }
        let numbers: Vec<&str> = written.iter().filter_map(|t| t.split('"').nth(1)).collect();
        assert_eq!(numbers, ["0.00", "0.07", "0.90", "1.00"]);
    }
}
