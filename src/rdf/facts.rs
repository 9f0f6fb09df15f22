//! Nodes, literals and relations, and the extractions that stand behind them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term, TermRef, Triple};

use super::hash::ContentHash;
use super::mapping::{Mapping, Place};
use super::out::Out;
use super::spans::Documents;
use super::terms;
use crate::graph::{KnowledgeGraph, Node, NodeId, NodeKind, Provenance, Value};

impl Mapping<'_> {
    /// Every node with its classes, its label and its literals. Statements and events name the spans they come
    /// from, in documents that `spans` lets through. With `in_document`, each literal has its extractions.
    pub(crate) fn nodes(
        &self,
        graph: &KnowledgeGraph,
        documents: &Documents<'_>,
        in_document: bool,
        spans: &dyn Fn(&str) -> bool,
        out: &mut Out<'_>,
    ) -> io::Result<()> {
        let mut mentioned: BTreeMap<&NodeId, BTreeSet<&str>> = BTreeMap::new();
        // a document mentions the nodes of its own graph
        let others = graph.documents().values().filter(|_| !in_document);
        for document in others {
            for mention in &document.mentions {
                let by = mentioned.entry(&mention.node).or_default();
                by.insert(document.id.as_str());
            }
        }
        let mut s = String::new();
        for node in graph.nodes() {
            s.clear();
            self.names.push_node(&node.id, &mut s);
            out.about(&s);
            self.types(node, out)?;
            if !node.label.is_empty() {
                out.label(&node.label)?;
            }
            for attribute in &node.attributes {
                let property = self.property(&attribute.property);
                let property = property.iri.as_ref();
                let value = self.value(&attribute.value);
                if matches!(attribute.value, Value::Wkt(_)) {
                    let geometry = format!("{s}#geom");
                    out.iri(terms::HAS_GEOMETRY, &geometry)?;
                    out.about(&geometry);
                    out.a(terms::GEOMETRY)?;
                    out.term(property, &value)?;
                    out.about(&s);
                } else {
                    out.term(property, &value)?;
                }
                if in_document && !attribute.provenance.is_empty() {
                    let fact = Fact::new(&s, property, value.as_ref());
                    for place in &attribute.provenance {
                        self.extraction(&fact, place, documents, out)?;
                    }
                    out.about(&s);
                }
            }
            if node.kind != NodeKind::Entity {
                let sources = if in_document {
                    graph.documents().keys().map(String::as_str).collect()
                } else {
                    mentioned.get(&node.id).cloned().unwrap_or_default()
                };
                self.origins(graph, node, sources, documents, spans, out)?;
            }
        }
        Ok(())
    }

    fn types(&self, node: &Node, out: &mut Out<'_>) -> io::Result<()> {
        let only_outside = node.is_reported_content();
        // one class implies no other twice
        if let [class] = node.classes.as_slice() {
            let class = self.class(class);
            out.a(class.iri.as_ref())?;
            let mut implied = class.implied(only_outside).iter();
            return implied.try_for_each(|class| out.a(class.as_ref()));
        }
        let classes: Vec<_> = node.classes.iter().map(|c| self.class(c)).collect();
        let own = classes.iter().map(|c| &c.iri);
        let implied = classes.iter().flat_map(|c| c.implied(only_outside));
        // a dozen at most
        let mut written: Vec<&NamedNode> = Vec::new();
        for class in own.chain(implied) {
            if !written.contains(&class) {
                written.push(class);
                out.a(class.as_ref())?;
            }
        }
        Ok(())
    }

    /// Where an event or a statement is reported, and the spans that say it. An incident
    /// stands behind many sentences: its extractions name them one by one.
    fn origins<'g>(
        &self,
        graph: &'g KnowledgeGraph,
        node: &'g Node,
        mut sources: BTreeSet<&'g str>,
        documents: &Documents<'_>,
        spans: &dyn Fn(&str) -> bool,
        out: &mut Out<'_>,
    ) -> io::Result<()> {
        let own: Vec<&Provenance> = places_of(graph, node);
        sources.extend(own.iter().map(|p| p.document.as_str()));
        for source in sources {
            out.iri(terms::REPORTED_IN, &self.names.document(source))?;
        }
        let is_incident = node.kind == NodeKind::Event
            && !node.is_reported_content()
            && node
                .classes
                .iter()
                .any(|c| self.vocabulary.is_a(c, "ng:Incident"));
        if is_incident {
            return Ok(());
        }
        let mut written = BTreeSet::new();
        for place in own.into_iter().filter(|p| spans(&p.document)) {
            let Some(document) = documents.get(&place.document) else {
                continue;
            };
            for (property, span) in [(terms::EVIDENCE, place.evidence), (terms::CUE, place.cue)] {
                if written.insert((property.as_str(), &place.document, span)) {
                    out.span(property, document, span)?;
                }
            }
        }
        Ok(())
    }

    /// Every edge with the properties it implies, and an extraction for each place that `wanted` lets through.
    pub(crate) fn edges(
        &self,
        graph: &KnowledgeGraph,
        documents: &Documents<'_>,
        wanted: &dyn Fn(&Place<'_>) -> bool,
        out: &mut Out<'_>,
    ) -> io::Result<()> {
        let (mut s, mut o) = (String::new(), String::new());
        for (from, edge, to) in graph.edges() {
            for (iri, node) in [(&mut s, from), (&mut o, to)] {
                iri.clear();
                self.names.push_node(&node.id, iri);
            }
            let property = self.property(&edge.property);
            out.about(&s);
            out.iri(property.iri.as_ref(), &o)?;
            for (implied, domain, range) in &property.implied {
                if self.fits(from, domain) && self.fits(to, range) {
                    out.iri(implied.as_ref(), &o)?;
                }
            }
            if edge.provenance.is_empty() {
                continue;
            }
            let object = NamedNodeRef::new_unchecked(&o);
            let fact = Fact::new(&s, property.iri.as_ref(), object.into());
            for provenance in &edge.provenance {
                let place = Place {
                    subject: from,
                    property: &edge.property,
                    object: Ok(to),
                    provenance,
                };
                if wanted(&place) {
                    self.extraction(&fact, provenance, documents, out)?;
                }
            }
        }
        Ok(())
    }

    fn fits(&self, node: &Node, classes: &[String]) -> bool {
        classes.is_empty()
            || node
                .classes
                .iter()
                .any(|c| classes.iter().any(|d| self.vocabulary.is_a(c, d)))
    }

    /// Extractions of literals of the merged graph that `wanted` lets through.
    pub(crate) fn literal_extractions(
        &self,
        graph: &KnowledgeGraph,
        documents: &Documents<'_>,
        wanted: &dyn Fn(&Place<'_>) -> bool,
        out: &mut Out<'_>,
    ) -> io::Result<()> {
        for node in graph.nodes() {
            for attribute in &node.attributes {
                for provenance in &attribute.provenance {
                    let place = Place {
                        subject: node,
                        property: &attribute.property,
                        object: Err(&attribute.value),
                        provenance,
                    };
                    if wanted(&place) {
                        let s = self.names.node(&node.id);
                        let property = self.property(&attribute.property);
                        let value = self.value(&attribute.value);
                        let fact = Fact::new(&s, property.iri.as_ref(), value.as_ref());
                        self.extraction(&fact, provenance, documents, out)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The local name of the extraction of a fact at one place: the last part of its IRI.
    pub fn extraction_name(
        &self,
        subject: &Node,
        property: &str,
        object: Result<&Node, &Value>,
        place: &Provenance,
    ) -> String {
        let s = self.names.node(&subject.id);
        let p = self.property(property);
        let o = match object {
            Ok(node) => NamedNode::new_unchecked(self.names.node(&node.id)).into(),
            Err(value) => self.value(value),
        };
        let mut name = String::new();
        Fact::new(&s, p.iri.as_ref(), o.as_ref()).push_name(place, &mut name);
        name
    }

    /// A value as an RDF term.
    pub(crate) fn value(&self, value: &Value) -> Term {
        match value {
            Value::Text(text) => Literal::new_simple_literal(text).into(),
            Value::Label(text) => Literal::new_language_tagged_literal_unchecked(text, "en").into(),
            Value::Integer(n) => Literal::new_typed_literal(n.to_string(), xsd::INTEGER).into(),
            Value::Decimal(text) => Literal::new_typed_literal(text, xsd::DECIMAL).into(),
            Value::Date(date) => Literal::new_typed_literal(
                date.to_string(),
                self.resolve(date.datatype()).into_owned(),
            )
            .into(),
            Value::Term(name) => self.resolve(name).into_owned().into(),
            Value::Iri(iri) => NamedNode::new(iri).map_or_else(
                |_| Literal::new_typed_literal(iri, xsd::ANY_URI).into(),
                Term::from,
            ),
            Value::Wkt(text) => Literal::new_typed_literal(text, terms::WKT_LITERAL).into(),
        }
    }

    fn extraction(
        &self,
        fact: &Fact<'_>,
        place: &Provenance,
        documents: &Documents<'_>,
        out: &mut Out<'_>,
    ) -> io::Result<()> {
        let Some(document) = documents.get(&place.document) else {
            return Ok(());
        };
        let &Fact { s, p, o, .. } = fact;
        let mut x = self.names.folder("extraction");
        fact.push_name(place, &mut x);
        out.about(&x);
        out.a(terms::EXTRACTION)?;
        if self.rdf12 {
            let triple = Triple::new(NamedNode::new_unchecked(s), p.into_owned(), o.into_owned());
            out.term(terms::REIFIES, &triple)?;
        } else {
            out.a(terms::STATEMENT)?;
            out.iri(terms::SUBJECT, s)?;
            out.term(terms::PREDICATE, p)?;
            out.term(terms::OBJECT, o)?;
        }
        out.text(terms::RULE, &place.rule)?;
        out.span(terms::EVIDENCE, document, place.evidence)?;
        out.span(terms::CUE, document, place.cue)?;
        for &argument in &place.arguments {
            out.span(terms::ARGUMENT, document, argument)?;
        }
        out.iri(terms::REPORTED_IN, &document.iri)?;
        if let Some(confidence) = place.confidence {
            out.hundredths(terms::CONFIDENCE, confidence.percent())?;
            out.integer(terms::RULE_FIRES, confidence.fires)?;
            out.integer(terms::RULE_HITS, confidence.hits)?;
        }
        out.iri(terms::WAS_GENERATED_BY, &self.run)
    }
}

/// The places that state a node: those of its literals and of the edges that leave it; where these have none,
/// those of the edges that reach it.
fn places_of<'g>(graph: &'g KnowledgeGraph, node: &'g Node) -> Vec<&'g Provenance> {
    let neighbours = graph.neighbours(&node.id);
    let edges = |outgoing: bool| {
        neighbours
            .iter()
            .filter(move |n| n.outgoing == outgoing)
            .flat_map(|n| &n.edge.provenance)
    };
    let mut places: Vec<&Provenance> = node
        .attributes
        .iter()
        .flat_map(|a| &a.provenance)
        .chain(edges(true))
        .collect();
    if places.is_empty() {
        places.extend(edges(false));
    }
    places.sort();
    places.dedup();
    places
}

/// A fact, and the hash of it that the names of its extractions begin with.
struct Fact<'f> {
    s: &'f str,
    p: NamedNodeRef<'f>,
    o: TermRef<'f>,
    hash: ContentHash,
}

impl<'f> Fact<'f> {
    fn new(s: &'f str, p: NamedNodeRef<'f>, o: TermRef<'f>) -> Self {
        let mut hash = ContentHash::new();
        hash.add(s);
        hash.add(p.as_str());
        match o {
            TermRef::NamedNode(iri) => hash.add(iri.as_str()),
            TermRef::Literal(literal) => {
                hash.add(literal.value());
                hash.add(literal.datatype().as_str());
            }
            other => hash.add(&other.to_string()),
        }
        Self { s, p, o, hash }
    }

    /// Adds the name of its extraction at a place to a text: a hash of the fact, the rule and the place.
    fn push_name(&self, place: &Provenance, name: &mut String) {
        let mut hash = self.hash;
        hash.add(&place.document);
        hash.add(&place.rule);
        let mut arguments = Cow::Borrowed(&place.arguments);
        if !arguments.is_sorted() {
            arguments.to_mut().sort_unstable();
        }
        for span in [place.evidence, place.cue].iter().chain(arguments.iter()) {
            hash.number(span.start);
            hash.number(span.end);
        }
        hash.push_hex(name);
    }
}
