//! N-Quads lines, the format of streams: most of the time of writing went into formatting character by character.

use std::io::{self, Write};

use oxigraph::model::vocab::xsd;
use oxigraph::model::{LiteralRef, NamedNodeRef, TermRef};

use super::sink::Sink;

/// Writes quads as canonical N-Quads; byte for byte what oxigraph's serializer writes. Lines are handed on many at a
/// time; [`Lines::finish`] hands on the last.
pub struct Lines<W> {
    buffer: Vec<u8>,
    /// How the lines of the subject begin, up to the name of the predicate.
    begin: Vec<u8>,
    /// The graph, and how its lines end.
    graph: String,
    end: Vec<u8>,
    out: W,
}

/// Bytes handed on at once: no less than buffered writers hold, which then pass them on as they are; no more, so that what
/// the next document needs stays near the processor.
const FULL: usize = 32 * 1024;

impl<W: Write> Lines<W> {
    /// Writes to `out`, which needs no buffer of its own.
    pub const fn new(out: W) -> Self {
        Self {
            buffer: Vec::new(),
            begin: Vec::new(),
            graph: String::new(),
            end: Vec::new(),
            out,
        }
    }

    /// Writes out what is buffered and gives the output back.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(&self.buffer)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

impl<W: Write> Sink for Lines<W> {
    fn about(&mut self, graph: NamedNodeRef<'_>, subject: NamedNodeRef<'_>) {
        if graph.as_str() != self.graph {
            graph.as_str().clone_into(&mut self.graph);
            self.end.clear();
            self.end.push(b' ');
            iri(graph, &mut self.end);
            self.end.extend_from_slice(b" .\n");
        }
        self.begin.clear();
        iri(subject, &mut self.begin);
        self.begin.extend_from_slice(b" <");
    }

    fn quad(&mut self, predicate: NamedNodeRef<'_>, object: TermRef<'_>) -> io::Result<()> {
        let line = &mut self.buffer;
        line.extend_from_slice(&self.begin);
        line.extend_from_slice(predicate.as_str().as_bytes());
        line.extend_from_slice(b"> ");
        match object {
            TermRef::NamedNode(object) => iri(object, line),
            TermRef::Literal(object) => literal(object, line),
            // triple terms are rare
            _ => write!(line, "{object}")?,
        }
        line.extend_from_slice(&self.end);
        if line.len() >= FULL {
            self.out.write_all(line)?;
            line.clear();
        }
        Ok(())
    }
}

fn iri(iri: NamedNodeRef<'_>, line: &mut Vec<u8>) {
    line.push(b'<');
    line.extend_from_slice(iri.as_str().as_bytes());
    line.push(b'>');
}

fn literal(literal: LiteralRef<'_>, line: &mut Vec<u8>) {
    let text = literal.value().as_bytes();
    line.push(b'"');
    let begin = plain(text);
    if begin == text.len() {
        line.extend_from_slice(text);
    } else {
        escaped(text, begin, line);
    }
    line.push(b'"');
    if let Some(language) = literal.language() {
        line.push(b'@');
        line.extend_from_slice(language.as_bytes());
    } else if literal.datatype() != xsd::STRING {
        line.extend_from_slice(b"^^");
        iri(literal.datatype(), line);
    }
}

/// A text with something to escape behind its plain `begin`; long runs without are copied whole.
fn escaped(bytes: &[u8], begin: usize, line: &mut Vec<u8>) {
    let (mut from, mut at) = (0, begin);
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let (length, escape) = match byte {
            0x08 => (1, "\\b"),
            b'\t' => (1, "\\t"),
            b'\n' => (1, "\\n"),
            0x0C => (1, "\\f"),
            b'\r' => (1, "\\r"),
            b'"' => (1, "\\\""),
            b'\\' => (1, "\\\\"),
            0xEF if rest.starts_with("\u{FFFE}".as_bytes()) => (3, "\\uFFFE"),
            0xEF if rest.starts_with("\u{FFFF}".as_bytes()) => (3, "\\uFFFF"),
            0xEF => {
                at += 1 + plain(bytes.get(at + 1..).unwrap_or_default());
                continue;
            }
            _ => (1, ""),
        };
        line.extend_from_slice(bytes.get(from..at).unwrap_or_default());
        if escape.is_empty() {
            line.extend_from_slice(format!("\\u{byte:04X}").as_bytes());
        } else {
            line.extend_from_slice(escape.as_bytes());
        }
        from = at + length;
        at = from + plain(bytes.get(from..).unwrap_or_default());
    }
    line.extend_from_slice(bytes.get(from..).unwrap_or_default());
}

/// How many bytes there are before one that may have to be escaped.
fn plain(bytes: &[u8]) -> usize {
    // U+FFFE and U+FFFF begin with 0xEF
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "without a way out of the middle the processor looks at a block as a whole"
    )]
    let is_plain =
        |b: &u8| (*b >= b' ') & (*b != b'"') & (*b != b'\\') & (*b != 0x7F) & (*b != 0xEF);
    let whole = |block: &[u8]| block.iter().fold(true, |all, byte| all & is_plain(byte));
    let blocks = bytes.chunks_exact(BLOCK);
    let skipped = blocks.take_while(|block| whole(block)).count() * BLOCK;
    let rest = bytes.get(skipped..).unwrap_or_default();
    // the end of a text, filled up
    let mut last = [b' '; BLOCK];
    if let Some(begin) = last.get_mut(..rest.len()) {
        begin.copy_from_slice(rest);
        if whole(&last) {
            return bytes.len();
        }
    }
    skipped + rest.iter().take_while(|byte| is_plain(byte)).count()
}

/// Bytes looked at as a whole.
const BLOCK: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::{RdfFormat, RdfSerializer};
    use oxigraph::model::{Literal, NamedNode, Quad, Term, Triple};
    use proptest::prelude::*;

    fn both(object: impl Into<Term>) -> (String, String) {
        let node = NamedNode::new("https://x.example/a").unwrap();
        let quad = Quad::new(node.clone(), node.clone(), object, node.clone());
        let mut lines = Lines::new(Vec::new());
        lines.about(node.as_ref(), node.as_ref());
        lines
            .quad(quad.predicate.as_ref(), quad.object.as_ref())
            .unwrap();
        let mut serializer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(Vec::new());
        serializer.serialize_quad(&quad).unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (
            text(lines.finish().unwrap()),
            text(serializer.finish().unwrap()),
        )
    }

    proptest! {
        #[test]
        fn lines_are_those_of_oxigraph(text in any::<String>()) {
            for literal in [
                Literal::new_simple_literal(&text),
                Literal::new_language_tagged_literal(&text, "en").unwrap(),
                Literal::new_typed_literal(&text, xsd::INTEGER),
            ] {
                let (ours, theirs) = both(literal);
                prop_assert_eq!(ours, theirs);
            }
        }
    }

    #[test]
    fn what_must_be_escaped_is_found_at_every_place() {
        for length in 1..3 * BLOCK {
            for at in 0..length {
                let mut text = "a".repeat(length);
                text.replace_range(at..=at, "\"");
                let (ours, theirs) = both(Literal::new_simple_literal(text));
                assert_eq!(ours, theirs);
            }
        }
    }

    #[test]
    fn control_characters_and_noncharacters_are_escaped() {
        let (ours, theirs) = both(Literal::new_simple_literal(
            "\u{0}\u{7f}\u{FFFE}\u{FFFF}\u{FFFD}\u{1f}\"\\\n",
        ));
        assert_eq!(ours, theirs);
    }

    #[test]
    fn triple_terms_are_those_of_oxigraph() {
        let node = NamedNode::new("https://x.example/b").unwrap();
        let label = Literal::new_language_tagged_literal("a \"b\"", "en").unwrap();
        let (ours, theirs) = both(Triple::new(node.clone(), node, label));
        assert_eq!(ours, theirs);
    }

    #[test]
    fn each_line_names_the_subject_and_the_graph_told_last() {
        let iri = |local: &str| NamedNode::new(format!("https://x.example/{local}")).unwrap();
        let mut lines = Lines::new(Vec::new());
        for (graph, subject) in [("g", "a"), ("g", "b"), ("h", "b")] {
            lines.about(iri(graph).as_ref(), iri(subject).as_ref());
            lines
                .quad(iri("p").as_ref(), iri("o").as_ref().into())
                .unwrap();
        }
        let text = String::from_utf8(lines.finish().unwrap()).unwrap();
        let ends: Vec<String> = text
            .lines()
            .map(|l| l.replace("https://x.example/", ""))
            .collect();
        assert_eq!(
            ends,
            [
                "<a> <p> <o> <g> .",
                "<b> <p> <o> <g> .",
                "<b> <p> <o> <h> ."
            ]
        );
    }
}
