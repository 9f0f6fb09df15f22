//! Predictions: what the pipeline finds, in the words of a gold schema.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, Term};
use oxigraph::sparql::QueryResults;
use rayon::prelude::*;
use serde::Serialize;

use super::EvalError;
use super::gold::GoldDocument;
use super::score::topic;
use super::templates::Template;
use crate::graph::{KnowledgeGraph, NodeId};
use crate::ontology::Vocabulary;
use crate::pipeline::{Options, Pipeline};
use crate::query::{GraphStore, QueryError, SavedQuery};
use crate::rdf::{Mapping, Quads, RdfOptions};
use crate::span::CodePoints;

/// One predicted entity in one role, with the mentions that the view picked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Filler {
    /// The role, in the gold's words.
    pub role: String,
    /// The entity.
    pub entity: NodeId,
    /// Its mentions as the view gives them, each once, sorted.
    pub mentions: Vec<String>,
    /// The nodes of the graph that it stands for: `?node`, else the entity itself.
    pub nodes: Vec<NodeId>,
    /// The events or statements that give it the role, where the view tells.
    pub events: Vec<NodeId>,
}

/// A predicted mention; offsets are code points, end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PredictedMention {
    /// First code point.
    pub start: u32,
    /// After the last code point.
    pub end: u32,
    /// First code point of the head.
    pub head_start: u32,
    /// After the last code point of the head.
    pub head_end: u32,
    /// `PER`, `ORG`, `GPE` …
    #[serde(rename = "type")]
    pub kind: &'static str,
}

/// What was found in one document.
#[derive(Clone, Debug, Default)]
pub struct Prediction {
    /// The document's id in the gold.
    pub id: String,
    /// Role fillers.
    pub fillers: Vec<Filler>,
    /// Typed mentions.
    pub mentions: Vec<PredictedMention>,
    /// Identifiers of the incidents that it reports.
    pub incidents: Vec<String>,
    /// Whole incidents in slots.
    pub templates: Vec<Template>,
    /// Its graph, to explain errors with; empty for `incidents`.
    pub graph: KnowledgeGraph,
}

impl Prediction {
    /// The entities of a role, each a list of mention strings.
    pub fn entities(&self, role: &str) -> Vec<Vec<String>> {
        self.of_role(role).map(|f| f.mentions.clone()).collect()
    }

    /// The fillers of a role.
    pub fn of_role<'p>(&'p self, role: &'p str) -> impl Iterator<Item = &'p Filler> {
        self.fillers.iter().filter(move |f| f.role == role)
    }

    /// The line that `score.py` reads.
    pub fn json(&self) -> serde_json::Value {
        let mut roles: BTreeMap<&str, Vec<&[String]>> = BTreeMap::new();
        for filler in &self.fillers {
            roles
                .entry(&filler.role)
                .or_default()
                .push(&filler.mentions);
        }
        serde_json::json!({
            "id": self.id, "roles": roles, "mentions": self.mentions, "incidents": self.incidents, "templates": self.templates,
        })
    }
}

/// The view that speaks of most of the gold's roles, each as a quoted string.
///
/// # Errors
/// If none speaks of any.
pub fn view_for<'v>(
    views: &'v [SavedQuery],
    gold: &[GoldDocument],
) -> Result<&'v SavedQuery, EvalError> {
    let mut roles: Vec<&str> = gold
        .iter()
        .flat_map(|d| &d.roles)
        .flat_map(|r| &r.0)
        .map(|(r, _)| r.as_str())
        .collect();
    roles.sort_unstable();
    roles.dedup();
    let told = |view: &&SavedQuery| {
        roles
            .iter()
            .filter(|r| view.text.contains(&format!("\"{r}\"")))
            .count()
    };
    let best = views.iter().rev().max_by_key(told).filter(|v| told(v) > 0);
    best.ok_or_else(|| EvalError::NoView {
        roles: roles.join(", "),
        known: views
            .iter()
            .map(|v| v.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    })
}

/// Role fillers of each document, by asking `view` of the document's own graph.
///
/// # Errors
/// If the view cannot be asked.
pub fn roles(
    pipeline: &Pipeline,
    gold: &[GoldDocument],
    view: &SavedQuery,
) -> Result<Vec<Prediction>, EvalError> {
    let views = Views::new(pipeline)?;
    gold.par_iter()
        .map(|document| {
            let graph = pipeline.document(document.source());
            let fillers = fillers(&graph, &views, view)?;
            Ok(Prediction {
                id: document.id.clone(),
                fillers,
                graph,
                ..Prediction::default()
            })
        })
        .collect()
}

/// Asks views of documents' graphs.
pub(super) struct Views<'v> {
    mapping: Mapping<'v>,
    vocabulary: &'v Vocabulary,
}

impl<'v> Views<'v> {
    pub(super) fn new(pipeline: &'v Pipeline) -> Result<Self, EvalError> {
        let vocabulary = pipeline.vocabulary();
        let options = RdfOptions {
            base_iri: vocabulary.base().to_owned(),
            rdf12: false,
        };
        Ok(Self {
            mapping: Mapping::new(vocabulary, &options)?,
            vocabulary,
        })
    }

    /// The rows of a view, each with a value or none for each of `columns`; the view must have the first three.
    pub(super) fn rows(
        &self,
        graph: &KnowledgeGraph,
        view: &SavedQuery,
        columns: &[&'static str],
    ) -> Result<Vec<Vec<Option<Term>>>, EvalError> {
        let mut quads = Vec::new();
        let mut keep = Quads::new(|quad| {
            let mut quad = quad.into_owned();
            quad.graph_name = GraphName::DefaultGraph;
            quads.push(quad);
        });
        let collected = self.mapping.document(graph, &mut keep);
        collected.map_err(crate::rdf::RdfError::from)?;
        let missing = |column| EvalError::MissingColumn {
            view: view.name.clone(),
            column,
        };
        let store = GraphStore::load(quads)?;
        let QueryResults::Solutions(solutions) = store.ask(&view.text, self.vocabulary)? else {
            return Err(missing(columns.first().copied().unwrap_or_default()));
        };
        for column in columns.iter().take(3) {
            if !solutions.variables().iter().any(|v| v.as_str() == *column) {
                return Err(missing(column));
            }
        }
        solutions
            .map(|row| {
                let row = row.map_err(|e| QueryError::Evaluation(e.to_string()))?;
                Ok(columns.iter().map(|c| row.get(*c).cloned()).collect())
            })
            .collect()
    }

    fn node(&self, term: &Term) -> NodeId {
        let text = Self::text(term);
        let local = text.strip_prefix(self.vocabulary.base()).unwrap_or(&text);
        NodeId(crate::rdf::decode(local))
    }

    /// A literal's value or an IRI.
    pub(super) fn text(term: &Term) -> String {
        match term {
            Term::NamedNode(node) => node.as_str().to_owned(),
            Term::Literal(literal) => literal.value().to_owned(),
            _ => String::new(),
        }
    }
}

/// What the rows of one entity in one role hold.
#[derive(Default)]
struct Columns {
    mentions: BTreeSet<String>,
    nodes: BTreeSet<NodeId>,
    events: BTreeSet<NodeId>,
}

fn fillers(
    graph: &KnowledgeGraph,
    views: &Views<'_>,
    view: &SavedQuery,
) -> Result<Vec<Filler>, EvalError> {
    let mut found: BTreeMap<(String, NodeId), Columns> = BTreeMap::new();
    for row in views.rows(graph, view, &["role", "entity", "mention", "node", "event"])? {
        let [Some(role), Some(entity), Some(mention), node, event] = row.as_slice() else {
            continue;
        };
        let entry = found
            .entry((Views::text(role), views.node(entity)))
            .or_default();
        entry.mentions.extend(mention_text(mention, graph));
        entry
            .nodes
            .insert(views.node(node.as_ref().unwrap_or(entity)));
        entry.events.extend(event.as_ref().map(|e| views.node(e)));
    }
    Ok(found
        .into_iter()
        .filter(|(_, columns)| !columns.mentions.is_empty())
        .map(|((role, entity), columns)| Filler {
            role,
            entity,
            mentions: columns.mentions.into_iter().collect(),
            nodes: columns.nodes.into_iter().collect(),
            events: columns.events.into_iter().collect(),
        })
        .collect())
}

/// A literal as it stands, or the words of a span `<doc/x#char=12,20>`.
fn mention_text(term: &Term, graph: &KnowledgeGraph) -> Option<String> {
    match term {
        Term::Literal(literal) => Some(literal.value().to_owned()),
        Term::NamedNode(node) => {
            let (start, end) = node.as_str().split_once("#char=")?.1.split_once(',')?;
            let (start, end): (usize, usize) = (start.parse().ok()?, end.parse().ok()?);
            let text = &graph.documents().values().next()?.text;
            Some(
                text.chars()
                    .skip(start)
                    .take(end.checked_sub(start)?)
                    .collect(),
            )
        }
        _ => None,
    }
}

/// Typed mentions of each document.
pub fn mentions(pipeline: &Pipeline, gold: &[GoldDocument]) -> Vec<Prediction> {
    let vocabulary = pipeline.vocabulary();
    gold.par_iter()
        .map(|document| {
            let graph = pipeline.document(document.source());
            let mut mentions = Vec::new();
            for record in graph.documents().values() {
                let points = CodePoints::new(&record.text);
                for mention in &record.mentions {
                    let Some(kind) = mention_type(&mention.class, vocabulary) else {
                        continue;
                    };
                    let (start, end) = points.of(mention.span);
                    let (head_start, head_end) = points.of(mention.head);
                    mentions.push(PredictedMention {
                        start,
                        end,
                        head_start,
                        head_end,
                        kind,
                    });
                }
            }
            Prediction {
                id: document.id.clone(),
                mentions,
                graph,
                ..Prediction::default()
            }
        })
        .collect()
}

/// The shared evaluation's type of a class; the first that fits.
const TYPES: [(&str, &str); 10] = [
    ("ng:Person", "PER"),
    ("ng:PersonGroup", "PER"),
    ("ng:Organization", "ORG"),
    ("ng:Country", "GPE"),
    ("ng:Region", "GPE"),
    ("ng:City", "GPE"),
    ("ng:Venue", "FAC"),
    ("ng:Place", "LOC"),
    ("ng:Weapon", "WEA"),
    ("ng:Vehicle", "VEH"),
];

/// `PER` for `ng:Person` and so on; `None` for what the shared evaluation has no type for.
pub fn mention_type(class: &str, vocabulary: &Vocabulary) -> Option<&'static str> {
    TYPES
        .iter()
        .find(|(c, _)| vocabulary.is_a(class, c))
        .map(|(_, kind)| *kind)
}

/// The incidents that each document reports, after fusing the documents of each topic.
pub fn incidents(pipeline: &Pipeline, gold: &[GoldDocument]) -> Vec<Prediction> {
    let mut topics: BTreeMap<String, Vec<&GoldDocument>> = BTreeMap::new();
    for document in gold {
        topics.entry(topic(document)).or_default().push(document);
    }
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for documents in topics.values() {
        let sources = documents.iter().map(|d| d.source()).collect();
        for graph in pipeline.extract(sources, &Options::default()).documents {
            let ids: Vec<String> = graph
                .nodes()
                .filter(|n| {
                    n.classes
                        .iter()
                        .any(|c| pipeline.vocabulary().is_a(c, "ng:Incident"))
                })
                .map(|n| n.id.0.clone())
                .collect();
            found.extend(graph.documents().keys().map(|id| (id.clone(), ids.clone())));
        }
    }
    gold.iter()
        .map(|d| Prediction {
            id: d.id.clone(),
            incidents: found.get(&d.source().id).cloned().unwrap_or_default(),
            ..Prediction::default()
        })
        .collect()
}
