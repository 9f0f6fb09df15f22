//! Quads back to graphs: the inverse of the mapping. What the vocabulary implies is left out again.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::{rdf, rdfs, xsd};
use oxigraph::model::{GraphName, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::names::Names;
use super::read::{Loaded, base_iri, is_loose};
use super::terms;
use crate::date::DateValue;
use crate::graph::{
    Collection, DocumentRecord, Judgement, KnowledgeGraph, MentionRecord, Node, NodeId, NodeKind,
    Provenance, Value,
};
use crate::ontology::Vocabulary;
use crate::span::{CodePoints, Span};

/// One subject's predicates and objects.
type Description<'q> = Vec<(&'q str, &'q Term)>;
/// One graph by subject.
type Facts<'q> = BTreeMap<&'q str, Description<'q>>;
/// Places by subject, predicate and object.
type Places = BTreeMap<(String, String, String), Vec<Provenance>>;

struct Rebuild<'v> {
    vocabulary: &'v Vocabulary,
    names: Names,
}

/// A document's id and what turns its offsets into bytes.
struct Text<'q> {
    id: &'q str,
    points: CodePoints<'q>,
}

type Texts<'q> = BTreeMap<&'q str, Text<'q>>;

pub(crate) fn rebuild(quads: &[Quad], vocabulary: &Vocabulary) -> Loaded {
    let mut graphs: BTreeMap<&str, Facts<'_>> = BTreeMap::new();
    for quad in quads {
        let NamedOrBlankNode::NamedNode(s) = &quad.subject else {
            continue;
        };
        let graph = match &quad.graph_name {
            GraphName::NamedNode(name) => name.as_str(),
            _ if is_loose(quad) => "",
            _ => continue,
        };
        graphs
            .entry(graph)
            .or_default()
            .entry(s.as_str())
            .or_default()
            .push((quad.predicate.as_str(), &quad.object));
    }
    for facts in graphs.values_mut() {
        for description in facts.values_mut() {
            description.sort_by_cached_key(|(p, o)| (*p, o.to_string()));
            description.dedup();
        }
    }
    let base = base_iri(quads).unwrap_or_else(|| vocabulary.base().to_owned());
    let names = Names::new(&base).or_else(|_| Names::new("https://newsgraph.example/"));
    let Ok(names) = names else {
        return Loaded {
            collection: Collection::default(),
            base_iri: base,
        };
    };
    let texts = texts_of(&graphs);
    let rebuild = Rebuild { vocabulary, names };
    let merged_name = rebuild.names.merged();
    let mut collection = Collection::default();
    let mut all_places = Places::new();
    for (name, facts) in &graphs {
        let places = places_of(facts, &texts);
        if *name != merged_name && !name.is_empty() {
            let mut graph = rebuild.graph(facts, &places);
            rebuild.documents(facts, &texts, &mut graph);
            if !graph.documents().is_empty() {
                collection.documents.push(graph);
            }
        }
        for (fact, found) in places {
            all_places.entry(fact).or_default().extend(found);
        }
        collection.ledger.extend(rebuild.ledger(facts, &texts));
    }
    let mut merged_facts: Facts<'_> = Facts::new();
    for name in [merged_name.as_str(), ""] {
        for (s, description) in graphs.get(name).into_iter().flatten() {
            merged_facts
                .entry(*s)
                .or_default()
                .extend(description.iter().copied());
        }
    }
    if !merged_facts.is_empty() {
        collection.merged = rebuild.graph(&merged_facts, &all_places);
        rebuild.documents(&merged_facts, &texts, &mut collection.merged);
        for graph in &collection.documents {
            for document in graph.documents().values() {
                collection.merged.add_document(document.clone());
            }
        }
    }
    let first_document = |g: &KnowledgeGraph| g.documents().keys().next().cloned();
    collection.documents.sort_by_cached_key(first_document);
    collection.ledger.sort();
    collection.ledger.dedup();
    Loaded {
        collection,
        base_iri: rebuild.names.base().to_owned(),
    }
}

fn texts_of<'q>(graphs: &BTreeMap<&'q str, Facts<'q>>) -> Texts<'q> {
    let mut texts = Texts::new();
    for (s, description) in graphs.values().flatten() {
        if let Some(text) = text_of(description, terms::IS_STRING) {
            let id = text_of(description, terms::IDENTIFIER);
            let id = id.or_else(|| s.rsplit('/').next()).unwrap_or(s);
            texts.entry(*s).or_insert_with(|| Text {
                id,
                points: CodePoints::new(text),
            });
        }
    }
    texts
}

fn objects<'d, 'q>(
    description: &'d Description<'q>,
    predicate: NamedNodeRef<'static>,
) -> impl Iterator<Item = &'q Term> + use<'d, 'q> {
    description
        .iter()
        .filter(move |(p, _)| *p == predicate.as_str())
        .map(|(_, o)| *o)
}

fn iri_of<'q>(description: &Description<'q>, predicate: NamedNodeRef<'static>) -> Option<&'q str> {
    objects(description, predicate).find_map(|o| match o {
        Term::NamedNode(iri) => Some(iri.as_str()),
        _ => None,
    })
}

fn text_of<'q>(description: &Description<'q>, predicate: NamedNodeRef<'static>) -> Option<&'q str> {
    objects(description, predicate).find_map(|o| match o {
        Term::Literal(literal) => Some(literal.value()),
        _ => None,
    })
}

fn has_type(description: &Description<'_>, class: NamedNodeRef<'static>) -> bool {
    objects(description, rdf::TYPE).any(|o| matches!(o, Term::NamedNode(n) if n.as_ref() == class))
}

/// The document and the bytes of a span's IRI.
fn span_of(iri: &str, texts: &Texts<'_>) -> Option<(String, Span)> {
    let (document, range) = iri.split_once("#char=")?;
    let range = range.split(';').next()?;
    let (begin, end) = range.split_once(',')?;
    let text = texts.get(document)?;
    let byte = |n: &str| Some(text.points.to_byte(n.parse().ok()?));
    Some((text.id.to_owned(), Span::new(byte(begin)?, byte(end)?)))
}

fn spans(
    description: &Description<'_>,
    predicate: NamedNodeRef<'static>,
    texts: &Texts<'_>,
) -> Vec<(String, Span)> {
    let mut found: Vec<_> = objects(description, predicate)
        .filter_map(|o| match o {
            Term::NamedNode(iri) => span_of(iri.as_str(), texts),
            _ => None,
        })
        .collect();
    found.sort();
    found
}

fn places_of(facts: &Facts<'_>, texts: &Texts<'_>) -> Places {
    let mut places = Places::new();
    for description in facts.values().filter(|d| has_type(d, terms::EXTRACTION)) {
        let reified = objects(description, terms::REIFIES).find_map(|o| match o {
            Term::Triple(t) => Some((
                t.subject.to_string(),
                t.predicate.to_string(),
                t.object.to_string(),
            )),
            _ => None,
        });
        let part = |p| objects(description, p).next().map(ToString::to_string);
        let fact = reified.or_else(|| {
            Some((
                part(terms::SUBJECT)?,
                part(terms::PREDICATE)?,
                part(terms::OBJECT)?,
            ))
        });
        let evidence = spans(description, terms::EVIDENCE, texts).pop();
        let (Some(fact), Some((document, evidence))) = (fact, evidence) else {
            continue;
        };
        let cue = spans(description, terms::CUE, texts).pop();
        places.entry(fact).or_default().push(Provenance {
            document,
            evidence,
            cue: cue.map_or(evidence, |(_, span)| span),
            arguments: spans(description, terms::ARGUMENT, texts)
                .into_iter()
                .map(|(_, span)| span)
                .collect(),
            rule: text_of(description, terms::RULE)
                .unwrap_or_default()
                .to_owned(),
            confidence: text_of(description, terms::CONFIDENCE).and_then(percent),
        });
    }
    places
}

/// `0.87` as 87.
fn percent(decimal: &str) -> Option<u8> {
    let (whole, part) = decimal.split_once('.').unwrap_or((decimal, "0"));
    let digits: String = part.chars().chain("00".chars()).take(2).collect();
    let whole: u8 = whole.parse().ok()?;
    whole.checked_mul(100)?.checked_add(digits.parse().ok()?)
}

impl Rebuild<'_> {
    fn graph(&self, facts: &Facts<'_>, places: &Places) -> KnowledgeGraph {
        let mut graph = KnowledgeGraph::new();
        let nodes: BTreeMap<&str, NodeId> = facts
            .iter()
            .filter(|(s, d)| self.is_node(s, d))
            .filter_map(|(s, _)| Some((*s, self.names.node_id(s)?)))
            .collect();
        let place = |s: &str, p: &str, o: &Term| {
            places
                .get(&(format!("<{s}>"), format!("<{p}>"), o.to_string()))
                .cloned()
                .unwrap_or_default()
        };
        for (s, id) in &nodes {
            let Some(description) = facts.get(s) else {
                continue;
            };
            let mut node = self.node(id, description);
            for &(p, o) in description {
                if p == terms::HAS_GEOMETRY.as_str() {
                    let Term::NamedNode(geometry) = o else {
                        continue;
                    };
                    for &(p, o) in facts.get(geometry.as_str()).into_iter().flatten() {
                        if matches!(o, Term::Literal(_)) {
                            node.set(&self.vocabulary.compress(p), self.value(o), place(s, p, o));
                        }
                    }
                } else if !is_structural(p, o, &node.label) && !nodes.contains_key(iri(o)) {
                    node.set(&self.vocabulary.compress(p), self.value(o), place(s, p, o));
                }
            }
            graph.add_node(node);
        }
        for (s, id) in &nodes {
            for &(p, o) in facts.get(s).into_iter().flatten() {
                if p == rdf::TYPE.as_str() {
                    continue;
                }
                let Some(to) = nodes.get(iri(o)) else {
                    continue;
                };
                let property = self.vocabulary.compress(p);
                if !self.is_implied(&property, o, facts.get(s)) {
                    graph.add_edge(id, &property, to, place(s, p, o));
                }
            }
        }
        graph
    }

    /// Whether another property of the same two nodes implies this one.
    fn is_implied(
        &self,
        property: &str,
        object: &Term,
        description: Option<&Description<'_>>,
    ) -> bool {
        description.into_iter().flatten().any(|(p, o)| {
            *o == object
                && self
                    .vocabulary
                    .property(&self.vocabulary.compress(p))
                    .is_some_and(|p| p.superproperties.iter().any(|s| s == property))
        })
    }

    fn is_node(&self, s: &str, description: &Description<'_>) -> bool {
        const OTHERS: [NamedNodeRef<'static>; 8] = [
            terms::CONTEXT,
            terms::RFC5147,
            terms::EXTRACTION,
            terms::JUDGEMENT,
            terms::ACTIVITY,
            terms::SOFTWARE_AGENT,
            terms::GEOMETRY,
            terms::UNKNOWN_OUTLET,
        ];
        let outlet = format!("{}outlet/", self.names.base());
        objects(description, rdf::TYPE).next().is_some()
            && !s.starts_with(&outlet)
            && !OTHERS.iter().any(|class| has_type(description, *class))
    }

    fn node(&self, id: &NodeId, description: &Description<'_>) -> Node {
        let named: BTreeSet<String> = objects(description, rdf::TYPE)
            .map(|o| self.vocabulary.compress(iri(o)))
            .collect();
        let mut classes: Vec<String> = named
            .iter()
            .filter(|c| !named.iter().any(|d| *c != d && self.vocabulary.is_a(d, c)))
            .cloned()
            .collect();
        classes
            .sort_by_cached_key(|c| (c == "ng:ReportedContent", !c.starts_with("ng:"), c.clone()));
        let is = |ancestor: &str| classes.iter().any(|c| self.vocabulary.is_a(c, ancestor));
        let kind = if is("sem:Event") {
            NodeKind::Event
        } else if is("ng:ResponsibilityStatement") {
            NodeKind::Responsibility
        } else if is("ng:CasualtyFigure") {
            NodeKind::Figure
        } else {
            NodeKind::Entity
        };
        Node {
            id: id.clone(),
            kind,
            classes,
            label: text_of(description, rdfs::LABEL)
                .unwrap_or_default()
                .to_owned(),
            attributes: Vec::new(),
        }
    }

    fn value(&self, term: &Term) -> Value {
        let Term::Literal(literal) = term else {
            let name = self.vocabulary.compress(iri(term));
            return if name.starts_with("ng:") {
                Value::Term(name)
            } else {
                Value::Iri(iri(term).to_owned())
            };
        };
        let text = || literal.value().to_owned();
        if literal.language().is_some() {
            return Value::Label(text());
        }
        let datatype = literal.datatype();
        let dates = [xsd::DATE, xsd::G_YEAR_MONTH, xsd::G_YEAR];
        if datatype == xsd::INTEGER {
            literal
                .value()
                .parse()
                .map_or_else(|_| Value::Text(text()), Value::Integer)
        } else if datatype == xsd::DECIMAL {
            Value::Decimal(text())
        } else if datatype == xsd::ANY_URI {
            Value::Iri(text())
        } else if datatype == terms::WKT_LITERAL {
            Value::Wkt(text())
        } else if dates.contains(&datatype) {
            date(literal.value()).map_or_else(|| Value::Text(text()), Value::Date)
        } else {
            Value::Text(text())
        }
    }

    fn documents(&self, facts: &Facts<'_>, texts: &Texts<'_>, graph: &mut KnowledgeGraph) {
        let mut records: BTreeMap<String, DocumentRecord> = BTreeMap::new();
        for (s, d) in facts.iter().filter(|(_, d)| has_type(d, terms::CONTEXT)) {
            let (Some(text), Some(named)) = (text_of(d, terms::IS_STRING), texts.get(s)) else {
                continue;
            };
            let owned = |p| text_of(d, p).map(str::to_owned);
            let outlet = iri_of(d, terms::PUBLISHER).and_then(|o| facts.get(o));
            let record = DocumentRecord {
                id: named.id.to_owned(),
                text: text.to_owned(),
                sha256: owned(terms::SHA256).unwrap_or_default(),
                issued: text_of(d, terms::ISSUED).and_then(date),
                publisher: outlet
                    .filter(|o| !has_type(o, terms::UNKNOWN_OUTLET))
                    .and_then(|o| text_of(o, rdfs::LABEL))
                    .map(str::to_owned),
                title: owned(terms::TITLE),
                url: iri_of(d, terms::URL)
                    .map(str::to_owned)
                    .or_else(|| owned(terms::URL)),
                sentences: Vec::new(),
                mentions: Vec::new(),
            };
            records.insert(named.id.to_owned(), record);
        }
        for (s, d) in facts.iter().filter(|(_, d)| has_type(d, terms::RFC5147)) {
            let Some((id, span)) = span_of(s, texts) else {
                continue;
            };
            let Some(record) = records.get_mut(&id) else {
                continue;
            };
            if has_type(d, terms::SENTENCE) {
                record.sentences.push(span);
            }
            if let Some(node) = iri_of(d, terms::IDENT_REF).and_then(|n| self.names.node_id(n)) {
                let head = spans(d, terms::HEAD, texts).pop();
                record.mentions.push(MentionRecord {
                    span,
                    head: head.map_or(span, |(_, head)| head),
                    node,
                    class: self
                        .vocabulary
                        .compress(iri_of(d, terms::CLASS_REF).unwrap_or_default()),
                    rule: text_of(d, terms::RULE).unwrap_or_default().to_owned(),
                    joined_by: text_of(d, terms::JOINED_BY).map(str::to_owned),
                });
            }
        }
        for mut record in records.into_values() {
            record.sentences.sort_unstable();
            record.mentions.sort();
            graph.add_document(record);
        }
    }

    fn ledger(&self, facts: &Facts<'_>, texts: &Texts<'_>) -> Vec<Judgement> {
        let judgements = facts.values().filter(|d| has_type(d, terms::JUDGEMENT));
        judgements
            .filter_map(|d| {
                let document = iri_of(d, terms::REPORTED_IN)?;
                Some(Judgement {
                    canonical: self.names.node_id(iri_of(d, terms::CANONICAL)?)?,
                    local: self.names.node_id(iri_of(d, terms::LOCAL)?)?,
                    document: texts.get(document).map_or_else(
                        || super::decode(document.rsplit('/').next().unwrap_or_default()),
                        |t| t.id.to_owned(),
                    ),
                    licence: text_of(d, terms::LICENCE)?.to_owned(),
                })
            })
            .collect()
    }
}

fn iri(term: &Term) -> &str {
    match term {
        Term::NamedNode(iri) => iri.as_str(),
        _ => "",
    }
}

/// What the mapping adds to every node and the graph keeps elsewhere.
fn is_structural(predicate: &str, object: &Term, label: &str) -> bool {
    let is_label = predicate == rdfs::LABEL.as_str()
        && matches!(object, Term::Literal(l) if l.value() == label);
    is_label
        || predicate == rdf::TYPE.as_str()
        || [terms::REPORTED_IN, terms::EVIDENCE, terms::CUE]
            .iter()
            .any(|p| p.as_str() == predicate)
}

/// `2024`, `2024-03` or `2024-03-22`.
fn date(text: &str) -> Option<DateValue> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let mut parts = rest.split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    let mut part = || parts.next().map(str::parse::<u8>).transpose().ok();
    let (month, day) = (part()?, part()?);
    Some(DateValue {
        year: year.checked_mul(sign)?,
        month,
        day,
    })
}
