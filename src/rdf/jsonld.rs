//! JSON-LD with its context inside: IRIs by prefix or relative to the base, one object a subject.

use std::io::{self, Write};

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{GraphName, Literal, NamedOrBlankNode, Quad, Term};
use serde_json::{Map, Value, json};

use crate::ontology::Vocabulary;

struct Compact<'v> {
    vocabulary: &'v Vocabulary,
    base: &'v str,
}

/// Writes arranged quads.
pub(crate) fn write(
    quads: &[Quad],
    vocabulary: &Vocabulary,
    base: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let compact = Compact { vocabulary, base };
    let mut context = Map::new();
    context.insert("@base".to_owned(), json!(base));
    for (prefix, namespace) in vocabulary.prefixes() {
        context.insert(prefix.clone(), json!(namespace));
    }
    let context = serde_json::to_string(&Value::Object(context))?;
    write!(out, "{{\"@context\": {context},\n\"@graph\": [")?;
    let mut between = "";
    for graph in quads.chunk_by(|a, b| a.graph_name == b.graph_name) {
        let name = graph.first().map(|q| &q.graph_name);
        if let Some(GraphName::NamedNode(name)) = name {
            let id = compact.id(name.as_str());
            write!(out, "{between}\n{{\"@id\": {}, \"@graph\": [", json!(id))?;
            between = "";
        }
        for subject in graph.chunk_by(|a, b| a.subject == b.subject) {
            let node = serde_json::to_string(&compact.node(subject))?;
            write!(out, "{between}\n  {node}")?;
            between = ",";
        }
        if let Some(GraphName::NamedNode(_)) = name {
            write!(out, "\n]}}")?;
        }
        between = ",";
    }
    out.write_all(b"\n]}\n")
}

impl Compact<'_> {
    fn node(&self, quads: &[Quad]) -> Value {
        let mut node = Map::new();
        if let Some(first) = quads.first() {
            node.insert("@id".to_owned(), json!(self.subject(&first.subject)));
        }
        for same in quads.chunk_by(|a, b| a.predicate == b.predicate) {
            let Some(first) = same.first() else { continue };
            let is_type = first.predicate == rdf::TYPE
                && same.iter().all(|q| matches!(q.object, Term::NamedNode(_)));
            let values: Vec<Value> = same
                .iter()
                .map(|q| match &q.object {
                    Term::NamedNode(class) if is_type => {
                        json!(self.vocabulary_name(class.as_str()))
                    }
                    Term::NamedNode(iri) => json!({ "@id": self.id(iri.as_str()) }),
                    Term::BlankNode(blank) => json!({ "@id": blank.to_string() }),
                    Term::Literal(literal) => self.literal(literal),
                    Term::Triple(_) => Value::Null,
                })
                .collect();
            let key = if is_type {
                "@type".to_owned()
            } else {
                self.vocabulary_name(first.predicate.as_str())
            };
            let value = match <[Value; 1]>::try_from(values) {
                Ok([one]) => one,
                Err(many) => Value::Array(many),
            };
            node.insert(key, value);
        }
        Value::Object(node)
    }

    fn literal(&self, literal: &Literal) -> Value {
        let text = literal.value();
        if let Some(language) = literal.language() {
            return json!({ "@language": language, "@value": text });
        }
        let datatype = literal.datatype();
        if datatype == xsd::STRING {
            return json!(text);
        }
        if datatype == xsd::INTEGER
            && let Ok(number) = text.parse::<i32>()
            && number.to_string() == text
        {
            return json!(number);
        }
        json!({ "@type": self.vocabulary_name(datatype.as_str()), "@value": text })
    }

    fn subject(&self, subject: &NamedOrBlankNode) -> String {
        match subject {
            NamedOrBlankNode::NamedNode(iri) => self.id(iri.as_str()),
            NamedOrBlankNode::BlankNode(blank) => blank.to_string(),
        }
    }

    /// Class, property and datatype names: by prefix, never relative.
    fn vocabulary_name(&self, iri: &str) -> String {
        self.vocabulary.compress(iri)
    }

    /// Everything else: relative to the base where that cannot be misread, or by prefix.
    fn id(&self, iri: &str) -> String {
        if let Some(rest) = iri.strip_prefix(self.base) {
            let plain = rest.starts_with(|c: char| c.is_ascii_alphanumeric())
                && !rest.contains("//")
                && !rest.split('/').next().is_some_and(|s| s.contains(':'));
            if plain {
                return rest.to_owned();
            }
        }
        self.vocabulary.compress(iri)
    }
}
