//! Quads back to graphs: the inverse of the mapping. What the vocabulary implies is left out again.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::{rdf, rdfs, xsd};
use oxigraph::model::{GraphName, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::describe::{
    Description, Facts, Places, date, has_type, iri, objects, places_of, text_of, texts_of,
};
use super::names::Names;
use super::read::{Loaded, base_iri, is_loose};
use super::terms;
use crate::graph::{Collection, KnowledgeGraph, Node, NodeId, NodeKind, Value};
use crate::ontology::Vocabulary;

pub(super) struct Rebuild<'v> {
    pub(super) vocabulary: &'v Vocabulary,
    pub(super) names: Names,
}

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
