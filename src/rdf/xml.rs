//! RDF/XML with one element a subject.
//!
//! XML has no way to write most control characters: each becomes U+FFFD, so that offsets still hold. A carriage
//! return is written as `&#13;`, since a bare one would be read back as a line feed.

use std::fmt::Write as _;
use std::io::{self, Write};

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{NamedOrBlankNode, Quad, Term, Triple};

use crate::ontology::Vocabulary;

/// Writes arranged quads of one graph.
pub(crate) fn write(
    quads: &[Quad],
    vocabulary: &Vocabulary,
    base: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut head = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF xml:base=\"{}\"",
        escape(base)
    );
    if !vocabulary.prefixes().contains_key("rdf") {
        head.push_str("\n    xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"");
    }
    for (prefix, namespace) in vocabulary.prefixes() {
        let _ = write!(head, "\n    xmlns:{prefix}=\"{}\"", escape(namespace));
    }
    writeln!(out, "{head}>")?;
    for subject in quads.chunk_by(|a, b| a.subject == b.subject) {
        let mut rest = subject;
        let mut element = "rdf:Description".to_owned();
        if let Some((first, others)) = subject.split_first()
            && first.predicate == rdf::TYPE
            && let Term::NamedNode(class) = &first.object
            && let Some(name) = qualified(vocabulary, class.as_str())
        {
            element = name;
            rest = others;
        }
        let Some(first) = subject.first() else {
            continue;
        };
        writeln!(out, "\n  <{element} {}>", about(&first.subject, base))?;
        for quad in rest {
            property(vocabulary, base, quad.predicate.as_str(), &quad.object, out)?;
        }
        writeln!(out, "  </{element}>")?;
    }
    writeln!(out, "</rdf:RDF>")
}

fn property(
    vocabulary: &Vocabulary,
    base: &str,
    predicate: &str,
    object: &Term,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (name, namespace) = if let Some(name) = qualified(vocabulary, predicate) {
        (name, String::new())
    } else {
        let (namespace, local) = split(predicate).ok_or_else(|| unnameable(predicate))?;
        (
            format!("p:{local}"),
            format!(" xmlns:p=\"{}\"", escape(namespace)),
        )
    };
    match object {
        Term::NamedNode(iri) => {
            writeln!(
                out,
                "    <{name}{namespace} rdf:resource=\"{}\"/>",
                reference(iri.as_str(), base)
            )
        }
        Term::BlankNode(blank) => {
            writeln!(
                out,
                "    <{name}{namespace} rdf:nodeID=\"{}\"/>",
                blank.as_str()
            )
        }
        Term::Literal(literal) => {
            let mut kind = String::new();
            if let Some(language) = literal.language() {
                kind = format!(" xml:lang=\"{language}\"");
            } else if literal.datatype() != xsd::STRING {
                kind = format!(" rdf:datatype=\"{}\"", escape(literal.datatype().as_str()));
            }
            writeln!(
                out,
                "    <{name}{namespace}{kind}>{}</{name}>",
                escape(literal.value())
            )
        }
        Term::Triple(triple) => {
            let Triple {
                subject,
                predicate,
                object,
            } = triple.as_ref();
            writeln!(
                out,
                "    <{name}{namespace} rdf:version=\"1.2\" rdf:parseType=\"Triple\"><rdf:Description {}>",
                about(subject, base)
            )?;
            property(vocabulary, base, predicate.as_str(), object, out)?;
            writeln!(out, "    </rdf:Description></{name}>")
        }
    }
}

fn about(subject: &NamedOrBlankNode, base: &str) -> String {
    match subject {
        NamedOrBlankNode::NamedNode(iri) => {
            format!("rdf:about=\"{}\"", reference(iri.as_str(), base))
        }
        NamedOrBlankNode::BlankNode(blank) => format!("rdf:nodeID=\"{}\"", blank.as_str()),
    }
}

fn reference(iri: &str, base: &str) -> String {
    match iri.strip_prefix(base) {
        Some(rest)
            if rest.starts_with(|c: char| c.is_ascii_alphanumeric())
                && !rest.contains("//")
                && !rest.split('/').next().is_some_and(|s| s.contains(':')) =>
        {
            escape(rest)
        }
        _ => escape(iri),
    }
}

/// `prefix:Local`, where the vocabulary has a prefix and the rest is an XML name.
fn qualified(vocabulary: &Vocabulary, iri: &str) -> Option<String> {
    let name = vocabulary.compress(iri);
    let (_, local) = name.split_once(':')?;
    let whole = name != iri && local.starts_with(starts_name) && local.chars().all(in_name);
    whole.then_some(name)
}

/// Cuts an IRI before the longest XML name at its end.
fn split(iri: &str) -> Option<(&str, &str)> {
    let tail = iri.trim_end_matches(in_name).len();
    let at = tail + iri.get(tail..)?.find(starts_name)?;
    (at > 0).then_some((iri.get(..at)?, iri.get(at..)?))
}

fn unnameable(predicate: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!(
            "RDF/XML cannot name the property <{predicate}>: its IRI must end in an XML name; rename the property or \
             write another format, such as Turtle"
        ),
    )
}

/// `NCNameStartChar` of XML names without colons (Namespaces in XML 1.0, section 3).
fn starts_name(c: char) -> bool {
    matches!(c, 'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

/// `NCNameChar`.
fn in_name(c: char) -> bool {
    starts_name(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Text for XML content and attributes in double quotes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(c),
            c if c < ' ' || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_is_cut_before_the_longest_name_at_its_end() {
        assert_eq!(
            split("https://w3id.org/x#locatedIn"),
            Some(("https://w3id.org/x#", "locatedIn"))
        );
        assert_eq!(
            split("http://x.org/1-a.b"),
            Some(("http://x.org/1-", "a.b"))
        );
        assert_eq!(split("ng://x.𐦄"), Some(("ng://", "x.𐦄")));
        assert_eq!(split("urn:日本"), Some(("urn:", "日本")));
    }

    #[test]
    fn a_property_without_a_name_at_its_end_is_an_error() {
        for iri in ["http://x.org/1", "http://x.org/", "urn:-9"] {
            assert_eq!(split(iri), None);
            assert!(unnameable(iri).to_string().contains(iri));
        }
    }
}
