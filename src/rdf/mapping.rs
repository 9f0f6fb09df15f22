//! [`Mapping`]: a document's graph, or the merged one, as a stream of quads.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use oxigraph::model::vocab::{rdf, rdfs, xsd};
use oxigraph::model::{LiteralRef, NamedNode, NamedNodeRef, QuadRef, TermRef};
use rustc_hash::FxHashMap;

use super::hash::ContentHash;
use super::names::Names;
use super::spans::Documents;
use super::terms;
use super::{RdfError, RdfOptions};
use crate::graph::{Collection, KnowledgeGraph};
use crate::ontology::Vocabulary;

/// Where quads go.
pub type Sink<'s> = dyn FnMut(QuadRef<'_>) -> io::Result<()> + 's;

/// A property ready for writing.
#[derive(Clone, Debug)]
pub(crate) struct PropertyTerms {
    pub(crate) iri: NamedNode,
    /// Implied properties with the classes that their subject and object must have.
    pub(crate) implied: Vec<(NamedNode, Vec<String>, Vec<String>)>,
}

/// Turns graphs into quads by one vocabulary. Cheap to use, built once a run.
#[derive(Clone, Debug)]
pub struct Mapping<'v> {
    pub(crate) vocabulary: &'v Vocabulary,
    pub(crate) names: Names,
    pub(crate) rdf12: bool,
    pub(crate) run: String,
    properties: FxHashMap<String, PropertyTerms>,
    /// All classes that a class implies, and those of them outside `ng:`.
    types: FxHashMap<String, (Vec<NamedNode>, Vec<NamedNode>)>,
    /// IRIs of the vocabulary's names.
    known: FxHashMap<String, NamedNode>,
}

/// Writes quads of one graph.
pub(crate) struct Out<'a, 's> {
    pub(crate) graph: &'a str,
    pub(crate) sink: &'a mut Sink<'s>,
}

impl Out<'_, '_> {
    pub(crate) fn term<'t>(
        &mut self,
        s: &str,
        p: NamedNodeRef<'_>,
        o: impl Into<TermRef<'t>>,
    ) -> io::Result<()> {
        (self.sink)(QuadRef {
            subject: NamedNodeRef::new_unchecked(s).into(),
            predicate: p,
            object: o.into(),
            graph_name: NamedNodeRef::new_unchecked(self.graph).into(),
        })
    }

    pub(crate) fn iri(&mut self, s: &str, p: NamedNodeRef<'_>, o: &str) -> io::Result<()> {
        self.term(s, p, NamedNodeRef::new_unchecked(o))
    }

    pub(crate) fn a(&mut self, s: &str, class: NamedNodeRef<'_>) -> io::Result<()> {
        self.term(s, rdf::TYPE, class)
    }

    pub(crate) fn text(&mut self, s: &str, p: NamedNodeRef<'_>, text: &str) -> io::Result<()> {
        self.term(s, p, LiteralRef::new_simple_literal(text))
    }

    pub(crate) fn label(&mut self, s: &str, text: &str) -> io::Result<()> {
        let label = LiteralRef::new_language_tagged_literal_unchecked(text, "en");
        self.term(s, rdfs::LABEL, label)
    }

    pub(crate) fn integer(&mut self, s: &str, p: NamedNodeRef<'_>, n: u32) -> io::Result<()> {
        let mut digits = itoa::Buffer::new();
        let digits = digits.format(n);
        self.term(s, p, LiteralRef::new_typed_literal(digits, xsd::INTEGER))
    }
}

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
            types: FxHashMap::default(),
            known: FxHashMap::default(),
        };
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
            let ancestors: Vec<&str> = vocabulary.ancestors(name).collect();
            let outside = ancestors.iter().filter(|a| !a.starts_with("ng:"));
            let outside = outside.map(|a| mapping.resolve(a).into_owned()).collect();
            let all = ancestors.iter().map(|a| mapping.resolve(a).into_owned());
            let all = all.collect();
            mapping.types.insert(name.to_owned(), (all, outside));
        }
        let names: Vec<&str> = vocabulary
            .classes()
            .map(|(name, _)| name)
            .chain(vocabulary.properties().map(|(name, _)| name))
            .collect();
        let known = names
            .iter()
            .map(|name| ((*name).to_owned(), mapping.resolve(name).into_owned()));
        let known = known.collect();
        mapping.known = known;
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

    /// The classes that `class` implies; `only_outside` leaves out those of `ng:`.
    pub(crate) fn implied_types(&self, class: &str, only_outside: bool) -> &[NamedNode] {
        match self.types.get(class) {
            Some((_, outside)) if only_outside => outside,
            Some((all, _)) => all,
            None => &[],
        }
    }

    /// What one document says, in the document's graph.
    ///
    /// # Errors
    /// Only those of `sink`.
    pub fn document(&self, graph: &KnowledgeGraph, sink: &mut Sink<'_>) -> io::Result<()> {
        let Some(first) = graph.documents().keys().next() else {
            return Ok(());
        };
        let name = self.names.graph(first);
        let mut out = Out { graph: &name, sink };
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
    pub fn merged(&self, collection: &Collection, sink: &mut Sink<'_>) -> io::Result<()> {
        let merged = &collection.merged;
        if merged.petgraph().node_count() == 0
            && merged.documents().is_empty()
            && collection.ledger.is_empty()
        {
            return Ok(());
        }
        let name = self.names.merged();
        let mut out = Out { graph: &name, sink };
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

    fn run(&self, out: &mut Out<'_, '_>) -> io::Result<()> {
        let tool = self.names.other("tool", env!("CARGO_PKG_NAME"));
        let version = format!("{} {}", self.vocabulary.name(), self.vocabulary.version());
        out.a(&self.run, terms::ACTIVITY)?;
        out.text(&self.run, terms::RULES_VERSION, &version)?;
        out.iri(&self.run, terms::WAS_ASSOCIATED_WITH, &tool)?;
        out.a(&tool, terms::SOFTWARE_AGENT)?;
        out.label(&tool, env!("CARGO_PKG_NAME"))
    }

    fn ledger(&self, collection: &Collection, out: &mut Out<'_, '_>) -> io::Result<()> {
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
            out.a(&s, terms::JUDGEMENT)?;
            out.iri(&s, terms::CANONICAL, &self.names.node(&judgement.canonical))?;
            out.iri(&s, terms::LOCAL, &self.names.node(&judgement.local))?;
            let document = self.names.document(&judgement.document);
            out.iri(&s, terms::REPORTED_IN, &document)?;
            out.text(&s, terms::LICENCE, &judgement.licence)?;
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
