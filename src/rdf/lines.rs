//! N-Quads lines, the format of streams: most of the time of writing went into formatting character by character.

use std::io::{self, Write};

use oxigraph::model::vocab::xsd;
use oxigraph::model::{GraphNameRef, LiteralRef, NamedOrBlankNodeRef, QuadRef, TermRef};

/// Writes quads as canonical N-Quads; byte for byte what oxigraph's serializer writes. Lines are handed on many at a
/// time; [`Lines::finish`] hands on the last.
pub struct Lines<W> {
    buffer: Vec<u8>,
    /// The graph of the last line, and how its lines end: many follow one another in one graph.
    graph: String,
    end: Vec<u8>,
    out: W,
}

/// Bytes handed on at once.
const FULL: usize = 64 * 1024;

impl<W: Write> Lines<W> {
    /// Writes to `out`, which needs no buffer of its own.
    pub const fn new(out: W) -> Self {
        Self {
            buffer: Vec::new(),
            graph: String::new(),
            end: Vec::new(),
            out,
        }
    }

    /// Writes one quad.
    ///
    /// # Errors
    /// Those of the output.
    pub fn quad(&mut self, quad: QuadRef<'_>) -> io::Result<()> {
        if let GraphNameRef::NamedNode(graph) = quad.graph_name
            && graph.as_str() != self.graph
        {
            graph.as_str().clone_into(&mut self.graph);
            self.end.clear();
            iri(graph.as_str(), &mut self.end);
            self.end.extend_from_slice(b".\n");
        }
        let line = &mut self.buffer;
        match (quad.subject, quad.object) {
            (
                NamedOrBlankNodeRef::NamedNode(subject),
                TermRef::NamedNode(_) | TermRef::Literal(_),
            ) => {
                iri(subject.as_str(), line);
                iri(quad.predicate.as_str(), line);
                match quad.object {
                    TermRef::NamedNode(object) => iri(object.as_str(), line),
                    TermRef::Literal(object) => literal(object, line),
                    _ => {}
                }
                match quad.graph_name {
                    GraphNameRef::NamedNode(_) => line.extend_from_slice(&self.end),
                    _ => line.extend_from_slice(b".\n"),
                }
            }
            // triple terms and blank nodes are rare
            _ => writeln!(line, "{quad} .")?,
        }
        if line.len() >= FULL {
            self.out.write_all(line)?;
            line.clear();
        }
        Ok(())
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

fn iri(iri: &str, line: &mut Vec<u8>) {
    line.push(b'<');
    line.extend_from_slice(iri.as_bytes());
    line.extend_from_slice(b"> ");
}

fn literal(literal: LiteralRef<'_>, line: &mut Vec<u8>) {
    quoted(literal.value(), line);
    if let Some(language) = literal.language() {
        line.push(b'@');
        line.extend_from_slice(language.as_bytes());
        line.push(b' ');
    } else if literal.datatype() == xsd::STRING {
        line.push(b' ');
    } else {
        line.extend_from_slice(b"^^");
        iri(literal.datatype().as_str(), line);
    }
}

/// Quotes a text; long runs without anything to escape are copied whole.
fn quoted(text: &str, line: &mut Vec<u8>) {
    line.push(b'"');
    let bytes = text.as_bytes();
    let (mut from, mut at) = (0, 0);
    loop {
        at += plain(bytes.get(at..).unwrap_or_default());
        let Some(byte) = bytes.get(at) else { break };
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
                at += 1;
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
        at += length;
        from = at;
    }
    line.extend_from_slice(bytes.get(from..).unwrap_or_default());
    line.push(b'"');
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
    let whole = |block: &&[u8]| block.iter().fold(true, |all, byte| all & is_plain(byte));
    let skipped = bytes.chunks_exact(BLOCK).take_while(whole).count() * BLOCK;
    let rest = bytes.get(skipped..).unwrap_or_default();
    skipped + rest.iter().take_while(|byte| is_plain(byte)).count()
}

/// Bytes looked at as a whole.
const BLOCK: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::{RdfFormat, RdfSerializer};
    use oxigraph::model::{Literal, NamedNode, Quad};
    use proptest::prelude::*;

    fn both(literal: Literal) -> (String, String) {
        let node = NamedNode::new("https://x.example/a").unwrap();
        let quad = Quad::new(node.clone(), node.clone(), literal, node);
        let mut lines = Lines::new(Vec::new());
        lines.quad(quad.as_ref()).unwrap();
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
    fn control_characters_and_noncharacters_are_escaped() {
        let (ours, theirs) = both(Literal::new_simple_literal(
            "\u{0}\u{7f}\u{FFFE}\u{FFFF}\u{FFFD}\u{1f}\"\\\n",
        ));
        assert_eq!(ours, theirs);
    }
}
