//! [`Mapping`]: a document's graph, or the merged one, as a stream of quads.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use oxigraph::model::NamedNode;
use rustc_hash::FxHashMap;

use super::hash::ContentHash;
use super::names::Names;
use super::out::Out;
use super::sink::Sink;
use super::spans::Documents;
use super::terms;
use super::{RdfError, RdfOptions};
use crate::graph::{Collection, KnowledgeGraph};
use crate::ontology::Vocabulary;

/// A property ready for writing.
#[derive(Clone, Debug)]
pub(crate) struct PropertyTerms {
    pub(crate) iri: NamedNode,
    /// Implied properties with the classes that their subject and object must have.
    pub(crate) implied: Vec<(NamedNode, Vec<String>, Vec<String>)>,
}

/// A class ready for writing.
#[derive(Clone, Debug)]
pub(crate) struct ClassTerms {
    pub(crate) iri: NamedNode,
    /// The classes that it implies, and those of them outside `ng:`.
    implied: Vec<NamedNode>,
    outside: Vec<NamedNode>,
}

impl ClassTerms {
    /// The classes that it implies; `only_outside` leaves out those of `ng:`.
    pub(crate) fn implied(&self, only_outside: bool) -> &[NamedNode] {
        if only_outside {
            &self.outside
        } else {
            &self.implied
        }
    }
}

/// Turns graphs into quads by one vocabulary. Cheap to use, built once a run.
#[derive(Clone, Debug)]
pub struct Mapping<'v> {
    pub(crate) vocabulary: &'v Vocabulary,
    pub(crate) names: Names,
    pub(crate) rdf12: bool,
    pub(crate) run: String,
    properties: FxHashMap<String, PropertyTerms>,
    classes: FxHashMap<String, ClassTerms>,
    /// IRIs of the vocabulary's names and of [`DATATYPES`].
    known: FxHashMap<String, NamedNode>,
}

/// Types of dates, beside the vocabulary's names.
const DATATYPES: [&str; 3] = ["xsd:date", "xsd:gYearMonth", "xsd:gYear"];

impl<'v> Mapping<'v> {
    /// A mapping under the options' base IRI.
    ///
    /// # Errors
    /// If the base IRI is none.
    pub fn new(vocabulary: &'v Vocabulary, options: &RdfOptions) -> Result<Self, RdfError> {
        let names = Names::new(&options.base_iri)?;
        let run = names.other(
            "run",
            &format!("{}-{}", vocabulary.name(), vocabulary.version()),
        );
        let mut mapping = Self {
            vocabulary,
            names,
            rdf12: options.rdf12,
            run,
            properties: FxHashMap::default(),
            classes: FxHashMap::default(),
            known: FxHashMap::default(),
        };
        let classes = vocabulary.classes().map(|(name, _)| name);
        let known = vocabulary.names().chain(classes).chain(DATATYPES);
        let known = known.map(|name| (name.to_owned(), mapping.resolve_new(name)));
        mapping.known = known.collect();
        for (name, property) in vocabulary.properties() {
            let implied = property
                .superproperties
                .iter()
                .map(|s| {
                    let p = vocabulary.property(s);
                    (
                        mapping.resolve(s).into_owned(),
                        p.map(|p| p.domain.clone()).unwrap_or_default(),
                        p.map(|p| p.range.clone()).unwrap_or_default(),
                    )
                })
                .collect();
            let iri = mapping.resolve(name).into_owned();
            mapping
                .properties
                .insert(name.to_owned(), PropertyTerms { iri, implied });
        }
        for (name, _) in vocabulary.classes() {
            let resolved = |name: &str| mapping.resolve(name).into_owned();
            let ancestors: Vec<&str> = vocabulary.ancestors(name).collect();
            let outside = ancestors.iter().filter(|a| !a.starts_with("ng:"));
            let terms = ClassTerms {
                iri: resolved(name),
                implied: ancestors.iter().map(|a| resolved(a)).collect(),
                outside: outside.map(|a| resolved(a)).collect(),
            };
            mapping.classes.insert(name.to_owned(), terms);
        }
        Ok(mapping)
    }

    /// The full IRI of a prefixed name. What is no such name is kept under `ng:`, spelt so that every format can
    /// write it, RDF/XML with its narrow names as well.
    pub(crate) fn resolve(&self, name: &str) -> Cow<'_, NamedNode> {
        match self.known.get(name) {
            Some(iri) => Cow::Borrowed(iri),
            None => Cow::Owned(self.resolve_new(name)),
        }
    }

    fn resolve_new(&self, name: &str) -> NamedNode {
        let is_plain = name.split_once(':').is_some_and(|(_, local)| {
            local.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && local
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        });
        let known = is_plain.then(|| self.vocabulary.expand(name)).flatten();
        known
            .or_else(|| name.contains("://").then(|| name.to_owned()))
            .and_then(|iri| NamedNode::new(iri).ok())
            .unwrap_or_else(|| {
                let mut iri = format!("{}_", terms::NG);
                for c in name.chars() {
                    if c.is_ascii_alphanumeric() {
                        iri.push(c);
                    } else {
                        let _ = write!(iri, "_{:x}_", u32::from(c));
                    }
                }
                NamedNode::new_unchecked(iri)
            })
    }

    pub(crate) fn property(&self, name: &str) -> Cow<'_, PropertyTerms> {
        match self.properties.get(name) {
            Some(terms) => Cow::Borrowed(terms),
            None => Cow::Owned(PropertyTerms {
                iri: self.resolve(name).into_owned(),
                implied: Vec::new(),
            }),
        }
    }

    pub(crate) fn class(&self, name: &str) -> Cow<'_, ClassTerms> {
        match self.classes.get(name) {
            Some(terms) => Cow::Borrowed(terms),
            None => Cow::Owned(ClassTerms {
                iri: self.resolve(name).into_owned(),
                implied: Vec::new(),
                outside: Vec::new(),
            }),
        }
    }

    /// What one document says, in the document's graph.
    ///
    /// # Errors
    /// Only those of `sink`.
    pub fn document(&self, graph: &KnowledgeGraph, sink: &mut dyn Sink) -> io::Result<()> {
        let Some(first) = graph.documents().keys().next() else {
            return Ok(());
        };
        let name = self.names.graph(first);
        let mut out = Out::new(&name, sink);
        let documents = Documents::new(&self.names, graph.documents().values());
        self.run(&mut out)?;
        self.describe_documents(graph, &documents, &mut out)?;
        self.nodes(graph, &documents, true, &|_| true, &mut out)?;
        self.edges(graph, &documents, &|_| true, &mut out)
    }

    /// What all documents say together, in the merged graph. Extractions that stand in a document's graph are
    /// not repeated here.
    ///
    /// # Errors
    /// Only those of `sink`.
    pub fn merged(&self, collection: &Collection, sink: &mut dyn Sink) -> io::Result<()> {
        let merged = &collection.merged;
        if merged.petgraph().node_count() == 0
            && merged.documents().is_empty()
            && collection.ledger.is_empty()
        {
            return Ok(());
        }
        let name = self.names.merged();
        let mut out = Out::new(&name, sink);
        let by_document: BTreeMap<&str, &KnowledgeGraph> = collection
            .documents
            .iter()
            .flat_map(|g| g.documents().keys().map(move |id| (id.as_str(), g)))
            .collect();
        let records = merged.documents().values().chain(
            collection
                .documents
                .iter()
                .flat_map(|g| g.documents().values()),
        );
        let documents = Documents::new(&self.names, records);
        self.run(&mut out)?;
        let loose = KnowledgeGraph::documents(merged)
            .values()
            .filter(|d| !by_document.contains_key(d.id.as_str()));
        for record in loose {
            self.describe_document(merged, record, &documents, &mut out)?;
        }
        let loose = |id: &str| !by_document.contains_key(id);
        self.nodes(merged, &documents, false, &loose, &mut out)?;
        let new = |place: &Place<'_>| !stands_in(&by_document, place);
        self.edges(merged, &documents, &new, &mut out)?;
        self.literal_extractions(merged, &documents, &new, &mut out)?;
        self.ledger(collection, &mut out)
    }

    fn run(&self, out: &mut Out<'_>) -> io::Result<()> {
        let tool = self.names.other("tool", env!("CARGO_PKG_NAME"));
        let version = format!("{} {}", self.vocabulary.name(), self.vocabulary.version());
        out.about(&self.run);
        out.a(terms::ACTIVITY)?;
        out.text(terms::RULES_VERSION, &version)?;
        out.iri(terms::WAS_ASSOCIATED_WITH, &tool)?;
        out.about(&tool);
        out.a(terms::SOFTWARE_AGENT)?;
        out.label(env!("CARGO_PKG_NAME"))
    }

    fn ledger(&self, collection: &Collection, out: &mut Out<'_>) -> io::Result<()> {
        for judgement in &collection.ledger {
            let mut hash = ContentHash::new();
            for part in [
                &judgement.canonical.0,
                &judgement.local.0,
                &judgement.document,
                &judgement.licence,
            ] {
                hash.add(part);
            }
            let s = self.names.other("judgement", &hash.hex());
            out.about(&s);
            out.a(terms::JUDGEMENT)?;
            out.node(terms::CANONICAL, &self.names, &judgement.canonical)?;
            out.node(terms::LOCAL, &self.names, &judgement.local)?;
            let document = self.names.document(&judgement.document);
            out.iri(terms::REPORTED_IN, &document)?;
            out.text(terms::LICENCE, &judgement.licence)?;
        }
        Ok(())
    }
}

/// A fact of the merged graph with one place that states it.
pub(crate) struct Place<'p> {
    pub(crate) subject: &'p crate::graph::Node,
    pub(crate) property: &'p str,
    pub(crate) object: Result<&'p crate::graph::Node, &'p crate::graph::Value>,
    pub(crate) provenance: &'p crate::graph::Provenance,
}

fn stands_in(by_document: &BTreeMap<&str, &KnowledgeGraph>, place: &Place<'_>) -> bool {
    let Some(graph) = by_document.get(place.provenance.document.as_str()) else {
        return false;
    };
    match place.object {
        Ok(object) => graph
            .evidence(&place.subject.id, place.property, &object.id)
            .contains(place.provenance),
        Err(value) => graph.node(&place.subject.id).is_some_and(|n| {
            n.attributes.iter().any(|a| {
                a.property == place.property
                    && a.value == *value
                    && a.provenance.contains(place.provenance)
            })
        }),
    }
}
