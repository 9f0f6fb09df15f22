//! The order of quads in files that people read: incidents first, then what is said about them, entities, the
//! extractions behind it all, and the documents with their spans last.

use std::cmp::Ordering;

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{GraphName, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use rustc_hash::FxHashMap;

use super::terms;
use crate::ontology::Vocabulary;

/// Sorts quads by graph (the merged one first), kind of subject, subject, predicate and object, each once.
pub(crate) fn arrange(quads: &mut Vec<Quad>, vocabulary: &Vocabulary, merged: &str) {
    let mut ranks: FxHashMap<NamedOrBlankNode, u8> = FxHashMap::default();
    for quad in quads.iter().filter(|q| q.predicate == rdf::TYPE) {
        if let Term::NamedNode(class) = &quad.object {
            let rank = rank(class.as_ref(), vocabulary);
            let known = ranks.entry(quad.subject.clone()).or_insert(rank);
            *known = rank.min(*known);
        }
    }
    let keyed = |q: &Quad| ranks.get(&q.subject).copied().unwrap_or(u8::MAX);
    quads.sort_by(|a, b| {
        by_graph(&a.graph_name, &b.graph_name, merged)
            .then_with(|| keyed(a).cmp(&keyed(b)))
            .then_with(|| by_subject(&a.subject, &b.subject))
            .then_with(|| predicate_rank(a).cmp(&predicate_rank(b)))
            .then_with(|| a.predicate.cmp(&b.predicate))
            .then_with(|| by_object(&a.object, &b.object))
    });
    quads.dedup();
}

fn rank(class: NamedNodeRef<'_>, vocabulary: &Vocabulary) -> u8 {
    let name = vocabulary.compress(class.as_str());
    let is = |ancestor: &str| vocabulary.is_a(&name, ancestor);
    if is("ng:Incident") {
        0
    } else if is("ng:ResponsibilityStatement") {
        1
    } else if is("ng:CasualtyFigure") {
        2
    } else if is("sem:Event") {
        3
    } else if is("ng:Entity") {
        4
    } else if class == terms::GEOMETRY {
        5
    } else if class == terms::EXTRACTION {
        6
    } else if class == terms::JUDGEMENT {
        7
    } else if class == terms::CONTEXT {
        9
    } else if class == terms::RFC5147 {
        10
    } else {
        8
    }
}

fn by_graph(a: &GraphName, b: &GraphName, merged: &str) -> Ordering {
    let name = |g: &GraphName| match g {
        GraphName::NamedNode(n) => (n.as_str() != merged, n.as_str().to_owned()),
        other => (false, other.to_string()),
    };
    if a == b {
        Ordering::Equal
    } else {
        name(a).cmp(&name(b))
    }
}

/// Spans in the order of the text, everything else by IRI.
fn by_subject(a: &NamedOrBlankNode, b: &NamedOrBlankNode) -> Ordering {
    match (a, b) {
        (NamedOrBlankNode::NamedNode(a), NamedOrBlankNode::NamedNode(b)) => {
            by_iri(a.as_str(), b.as_str())
        }
        _ => a.to_string().cmp(&b.to_string()),
    }
}

fn by_iri(a: &str, b: &str) -> Ordering {
    match (a.split_once("#char="), b.split_once("#char=")) {
        (Some((a_doc, a_span)), Some((b_doc, b_span))) => a_doc
            .cmp(b_doc)
            .then_with(|| begin(a_span).cmp(&begin(b_span)))
            .then_with(|| a_span.cmp(b_span)),
        _ => a.cmp(b),
    }
}

fn begin(span: &str) -> u32 {
    span.split(',')
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0)
}

fn predicate_rank(quad: &Quad) -> u8 {
    if quad.predicate == rdf::TYPE {
        0
    } else if quad.predicate == rdfs::LABEL {
        1
    } else if quad.predicate == terms::IS_STRING {
        3
    } else {
        2
    }
}

/// `ng:` classes before others, IRIs before literals.
fn by_object(a: &Term, b: &Term) -> Ordering {
    let key = |t: &Term| match t {
        Term::NamedNode(n) => (u8::from(!n.as_str().starts_with(terms::NG)), String::new()),
        other => (2, other.to_string()),
    };
    match (a, b) {
        (Term::NamedNode(x), Term::NamedNode(y)) => key(a)
            .cmp(&key(b))
            .then_with(|| by_iri(x.as_str(), y.as_str())),
        _ => key(a).cmp(&key(b)),
    }
}
