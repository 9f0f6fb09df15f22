//! JSON Lines: one document a line, its findings beside the text (stand-off), offsets in code points.

use std::io::Write;

use serde_json::{Map, Value, json};

use super::WriteError;
use super::tables::plain;
use crate::graph::{Collection, DocumentRecord, KnowledgeGraph, Node, NodeKind, Provenance};
use crate::ontology::Vocabulary;
use crate::span::{CodePoints, Span};

/// Writes every document of a collection.
///
/// # Errors
/// Those of `out`.
pub fn write_jsonl(
    collection: &Collection,
    vocabulary: &Vocabulary,
    mut out: impl Write,
) -> Result<(), WriteError> {
    let merged = std::slice::from_ref(&collection.merged);
    let graphs = if collection.documents.is_empty() {
        merged
    } else {
        &collection.documents
    };
    for graph in graphs {
        for document in graph.documents().values() {
            serde_json::to_writer(&mut out, &line(graph, document, vocabulary))
                .map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn line(graph: &KnowledgeGraph, document: &DocumentRecord, vocabulary: &Vocabulary) -> Value {
    let points = CodePoints::new(&document.text);
    let teller = Teller {
        graph,
        document,
        points,
    };
    let mentions: Vec<Value> = document
        .mentions
        .iter()
        .map(|m| {
            let mut mention = teller.words(m.span);
            mention.insert("head".to_owned(), teller.offsets(m.head));
            mention.insert("node".to_owned(), json!(m.node));
            mention.insert("class".to_owned(), json!(m.class));
            mention.insert("rule".to_owned(), json!(m.rule));
            if let Some(licence) = &m.joined_by {
                mention.insert("joined_by".to_owned(), json!(licence));
            }
            Value::Object(mention)
        })
        .collect();
    let of = |kinds: &[NodeKind]| -> Vec<Value> {
        graph
            .nodes()
            .filter(|n| kinds.contains(&n.kind))
            .map(|n| teller.node(n, vocabulary))
            .collect()
    };
    json!({
        "id": document.id,
        "date": document.issued.map(|d| d.to_string()),
        "title": document.title,
        "source": document.publisher,
        "url": document.url,
        "sha256": document.sha256,
        "text": document.text,
        "sentences": document.sentences.iter().map(|s| teller.offsets(*s)).collect::<Vec<_>>(),
        "mentions": mentions,
        "entities": of(&[NodeKind::Entity]),
        "events": of(&[NodeKind::Event]),
        "statements": of(&[NodeKind::Responsibility, NodeKind::Figure]),
        "relations": teller.relations(),
    })
}

struct Teller<'g> {
    graph: &'g KnowledgeGraph,
    document: &'g DocumentRecord,
    points: CodePoints<'g>,
}

impl Teller<'_> {
    fn offsets(&self, span: Span) -> Value {
        let (begin, end) = self.points.of(span);
        json!([begin, end])
    }

    fn words(&self, span: Span) -> Map<String, Value> {
        let (begin, end) = self.points.of(span);
        let mut map = Map::new();
        map.insert("begin".to_owned(), json!(begin));
        map.insert("end".to_owned(), json!(end));
        map.insert("text".to_owned(), json!(span.of(&self.document.text)));
        map
    }

    fn places(&self, provenance: &[Provenance]) -> Vec<Value> {
        provenance
            .iter()
            .filter(|p| p.document == self.document.id)
            .map(|p| {
                json!({
                    "rule": p.rule,
                    "evidence": self.offsets(p.evidence),
                    "cue": self.offsets(p.cue),
                    "arguments": p.arguments.iter().map(|a| self.offsets(*a)).collect::<Vec<_>>(),
                })
            })
            .collect()
    }

    fn node(&self, node: &Node, vocabulary: &Vocabulary) -> Value {
        let properties: Vec<Value> = node
            .attributes
            .iter()
            .map(|a| json!({ "property": a.property, "value": plain(&a.value), "found": self.places(&a.provenance) }))
            .collect();
        json!({
            "id": node.id,
            "classes": node.classes,
            "kind": vocabulary.label(node.class()),
            "label": node.label,
            "properties": properties,
        })
    }

    fn relations(&self) -> Vec<Value> {
        self.graph
            .edges()
            .into_iter()
            .map(|(from, edge, to)| {
                json!({
                    "subject": from.id, "property": edge.property, "object": to.id,
                    "found": self.places(&edge.provenance),
                })
            })
            .collect()
    }
}
