//! Nodes, literals and relations, and the extractions that stand behind them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, LiteralRef, NamedNode, NamedNodeRef, Term, TermRef, Triple};

use super::hash::ContentHash;
use super::mapping::{Mapping, Out, Place};
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
        out: &mut Out<'_, '_>,
    ) -> io::Result<()> {
        let mut mentioned: BTreeMap<&NodeId, BTreeSet<&str>> = BTreeMap::new();
        for document in graph.documents().values() {
            for mention in &document.mentions {
                let by = mentioned.entry(&mention.node).or_default();
                by.insert(document.id.as_str());
            }
        }
        for node in graph.nodes() {
            let s = self.names.node(&node.id);
            self.types(node, &s, out)?;
            if !node.label.is_empty() {
                out.label(&s, &node.label)?;
            }
            for attribute in &node.attributes {
                let property = self.property(&attribute.property);
                let property = property.iri.as_ref();
                let value = self.value(&attribute.value);
                if matches!(attribute.value, Value::Wkt(_)) {
                    let geometry = format!("{s}#geom");
                    out.iri(&s, terms::HAS_GEOMETRY, &geometry)?;
                    out.a(&geometry, terms::GEOMETRY)?;
                    out.term(&geometry, property, &value)?;
                } else {
                    out.term(&s, property, &value)?;
                }
                if in_document {
                    for place in &attribute.provenance {
                        self.extraction(&s, property, value.as_ref(), place, documents, out)?;
                    }
                }
            }
            if node.kind != NodeKind::Entity {
                let mut sources = mentioned.get(&node.id).cloned().unwrap_or_default();
                if in_document {
                    sources.extend(graph.documents().keys().map(String::as_str));
                }
                self.origins(graph, node, &s, sources, documents, spans, out)?;
            }
        }
        Ok(())
    }

    fn types(&self, node: &Node, s: &str, out: &mut Out<'_, '_>) -> io::Result<()> {
        let only_outside = node.is_reported_content();
        let own: Vec<Cow<'_, NamedNode>> = node.classes.iter().map(|c| self.resolve(c)).collect();
        let implied = node
            .classes
            .iter()
            .flat_map(|c| self.implied_types(c, only_outside));
        // a dozen at most
        let mut written: Vec<&str> = Vec::new();
        for class in own.iter().map(Cow::as_ref).chain(implied) {
            if !written.contains(&class.as_str()) {
                written.push(class.as_str());
                out.a(s, class.as_ref())?;
            }
        }
        Ok(())
    }

    /// Where an event or a statement is reported, and the spans that say it. An incident
    /// stands behind many sentences: its extractions name them one by one.
    #[allow(clippy::too_many_arguments, reason = "all of one call")]
    fn origins<'g>(
        &self,
        graph: &'g KnowledgeGraph,
        node: &'g Node,
        s: &str,
        mut sources: BTreeSet<&'g str>,
        documents: &Documents<'_>,
        spans: &dyn Fn(&str) -> bool,
        out: &mut Out<'_, '_>,
    ) -> io::Result<()> {
        let own: Vec<&Provenance> = places_of(graph, node);
        sources.extend(own.iter().map(|p| p.document.as_str()));
        for source in sources {
            out.iri(s, terms::REPORTED_IN, &self.names.document(source))?;
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
                    out.iri(s, property, &document.span(span))?;
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
        out: &mut Out<'_, '_>,
    ) -> io::Result<()> {
        for (from, edge, to) in graph.edges() {
            let (s, o) = (self.names.node(&from.id), self.names.node(&to.id));
            let property = self.property(&edge.property);
            out.iri(&s, property.iri.as_ref(), &o)?;
            for (implied, domain, range) in &property.implied {
                if self.fits(from, domain) && self.fits(to, range) {
                    out.iri(&s, implied.as_ref(), &o)?;
                }
            }
            let object = NamedNodeRef::new_unchecked(&o);
            for provenance in &edge.provenance {
                let place = Place {
                    subject: from,
                    property: &edge.property,
                    object: Ok(to),
                    provenance,
                };
                if wanted(&place) {
                    self.extraction(
                        &s,
                        property.iri.as_ref(),
                        object.into(),
                        provenance,
                        documents,
                        out,
                    )?;
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
        out: &mut Out<'_, '_>,
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
                        self.extraction(
                            &s,
                            property.iri.as_ref(),
                            value.as_ref(),
                            provenance,
                            documents,
                            out,
                        )?;
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
        content_name(&s, p.iri.as_ref(), o.as_ref(), place)
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
        s: &str,
        p: NamedNodeRef<'_>,
        o: TermRef<'_>,
        place: &Provenance,
        documents: &Documents<'_>,
        out: &mut Out<'_, '_>,
    ) -> io::Result<()> {
        let Some(document) = documents.get(&place.document) else {
            return Ok(());
        };
        let x = self
            .names
            .other("extraction", &content_name(s, p, o, place));
        out.a(&x, terms::EXTRACTION)?;
        if self.rdf12 {
            let triple = Triple::new(NamedNode::new_unchecked(s), p.into_owned(), o.into_owned());
            out.term(&x, terms::REIFIES, &triple)?;
        } else {
            out.a(&x, terms::STATEMENT)?;
            out.iri(&x, terms::SUBJECT, s)?;
            out.term(&x, terms::PREDICATE, p)?;
            out.term(&x, terms::OBJECT, o)?;
        }
        out.text(&x, terms::RULE, &place.rule)?;
        out.iri(&x, terms::EVIDENCE, &document.span(place.evidence))?;
        out.iri(&x, terms::CUE, &document.span(place.cue))?;
        for &argument in &place.arguments {
            out.iri(&x, terms::ARGUMENT, &document.span(argument))?;
        }
        out.iri(&x, terms::REPORTED_IN, &document.iri)?;
        if let Some(confidence) = place.confidence {
            let percent = confidence.percent();
            let decimal = format!("{}.{:02}", percent / 100, percent % 100);
            let literal = LiteralRef::new_typed_literal(&decimal, xsd::DECIMAL);
            out.term(&x, terms::CONFIDENCE, literal)?;
            out.integer(&x, terms::RULE_FIRES, confidence.fires)?;
            out.integer(&x, terms::RULE_HITS, confidence.hits)?;
        }
        out.iri(&x, terms::WAS_GENERATED_BY, &self.run)
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

/// The name of an extraction: a hash of the fact, the rule and the place.
fn content_name(s: &str, p: NamedNodeRef<'_>, o: TermRef<'_>, place: &Provenance) -> String {
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
    hash.add(&place.document);
    hash.add(&place.rule);
    let mut arguments = place.arguments.clone();
    arguments.sort_unstable();
    for span in [place.evidence, place.cue].iter().chain(&arguments) {
        hash.number(span.start);
        hash.number(span.end);
    }
    hash.hex()
}
