//! What was missed and what was wrong, grouped by role, cause and rule, each with its sentence.
//!
//! *Takes* gold and predictions of `roles`. *Gives* [`Group`]s, the largest of a role first. Causes are told from the
//! graph alone: whether the words were a mention at all, whether that mention's node has a part in an event, whether
//! the sentence holds a trigger.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::gold::GoldDocument;
use super::matching::{Match, normal};
use super::predict::{Filler, Prediction};
use super::score::paired;
use crate::graph::{DocumentRecord, KnowledgeGraph, NodeId, Provenance};
use crate::span::Span;

/// Errors of one role that have cause and rule in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The role.
    pub role: String,
    /// What went wrong, in words.
    pub cause: String,
    /// The rules behind the false finds, or the rules nearby; empty where there are none.
    pub rules: String,
    /// The errors.
    pub errors: Vec<Mistake>,
}

/// One error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The document's id in the gold.
    pub document: String,
    /// What was found and should not be, or was not found.
    pub words: String,
    /// What stands against it: the gold of the role, or what the graph has.
    pub against: String,
    /// The sentence, in one line; empty where no sentence holds the words.
    pub sentence: String,
}

type Key = (String, String, String);

/// Groups of misses and of false finds, in this order.
pub fn errors(
    gold: &[GoldDocument],
    predictions: &[Prediction],
    how: Match,
) -> (Vec<Group>, Vec<Group>) {
    let (mut misses, mut finds) = (BTreeMap::new(), BTreeMap::new());
    for (document, prediction) in gold.iter().zip(predictions) {
        let Some(record) = prediction.graph.documents().values().next() else {
            continue;
        };
        for (role, entities) in document.roles.iter().flat_map(|r| &r.0) {
            let fillers: Vec<&Filler> = prediction.of_role(role).collect();
            let predicted: Vec<Vec<String>> = fillers.iter().map(|f| f.mentions.clone()).collect();
            let mates = paired(&predicted, entities, how);
            for (entity, mate) in entities.iter().zip(&mates) {
                if mate.is_none() {
                    let case = Case {
                        record,
                        graph: &prediction.graph,
                        prediction,
                        role,
                    };
                    let (cause, rules, mistake) = case.miss(entity, &document.id);
                    add(&mut misses, (role.clone(), cause, rules), mistake);
                }
            }
            for (at, filler) in fillers.iter().enumerate() {
                if !mates.contains(&Some(at)) {
                    let (cause, rules, mistake) =
                        find(document, record, prediction, filler, entities, how);
                    add(&mut finds, (role.clone(), cause, rules), mistake);
                }
            }
        }
    }
    (sorted(misses), sorted(finds))
}

fn add(groups: &mut BTreeMap<Key, Vec<Mistake>>, key: Key, mistake: Mistake) {
    groups.entry(key).or_default().push(mistake);
}

fn sorted(groups: BTreeMap<Key, Vec<Mistake>>) -> Vec<Group> {
    let mut out: Vec<Group> = groups
        .into_iter()
        .map(|((role, cause, rules), errors)| Group {
            role,
            cause,
            rules,
            errors,
        })
        .collect();
    // stable: groups of one size stay in order of cause and rule
    out.sort_by(|a, b| {
        a.role
            .cmp(&b.role)
            .then(b.errors.len().cmp(&a.errors.len()))
    });
    out
}

/// A false find: is it the extent, a second name for what was found, another role, or nothing of the kind?
fn find(
    document: &GoldDocument,
    record: &DocumentRecord,
    prediction: &Prediction,
    filler: &Filler,
    entities: &[Vec<String>],
    how: Match,
) -> (String, String, Mistake) {
    let fits = |entities: &[Vec<String>], how: Match| {
        paired(std::slice::from_ref(&filler.mentions), entities, how)
            .iter()
            .any(Option::is_some)
    };
    let all = || document.roles.iter().flat_map(|r| &r.0);
    let other = all().find(|(role, e)| *role != filler.role && fits(e, Match::Head));
    let cause = if fits(entities, how) {
        "a second find for one gold entity".to_owned()
    } else if fits(entities, Match::Head) || reverse_head(&filler.mentions, entities) {
        "extent".to_owned()
    } else if let Some((role, _)) = other {
        format!("gold has it as {role}")
    } else if all().all(|(_, e)| e.is_empty()) {
        "gold has nothing in this document".to_owned()
    } else if entities.is_empty() {
        "gold has nothing in this role".to_owned()
    } else {
        "another entity".to_owned()
    };
    let provenance = behind(&prediction.graph, filler);
    let mut rules: Vec<&str> = provenance.iter().map(|p| p.rule.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let evidence = provenance.first().map(|p| p.evidence);
    let mistake = Mistake {
        document: document.id.clone(),
        words: filler.mentions.join(" | "),
        against: listed(entities),
        sentence: evidence.map_or_else(String::new, |span| line(span, &record.text)),
    };
    (cause, rules.join(", "), mistake)
}

/// Whether a gold string contains a predicted one.
fn reverse_head(predicted: &[String], gold: &[Vec<String>]) -> bool {
    let predicted: Vec<String> = predicted.iter().map(|m| normal(m)).collect();
    gold.iter().any(|entity| {
        let entity: Vec<String> = entity.iter().map(|m| normal(m)).collect();
        Match::Head.fits(&entity, &predicted)
    })
}

/// Where the relations stand that make the filler one: between its events and its nodes, or between these and a
/// statement about its events.
pub(crate) fn behind(graph: &KnowledgeGraph, filler: &Filler) -> Vec<Provenance> {
    let edges = graph.edges();
    let about = |id: &NodeId| {
        let mut of = edges.iter().filter(|(from, edge, _)| from.id == *id && edge.property == "ng:about");
        of.any(|(_, _, to)| filler.events.contains(&to.id))
    };
    let counts = |from: &NodeId, property: &str| {
        if filler.events.is_empty() { property != "ng:partOf" } else { filler.events.contains(from) || about(from) }
    };
    let mut all: Vec<Provenance> = edges
        .iter()
        .filter(|(from, edge, to)| filler.nodes.contains(&to.id) && counts(&from.id, &edge.property))
        .flat_map(|(_, edge, _)| edge.provenance.clone())
        .collect();
    all.sort();
    all.dedup();
    all
}

/// What the cause of a miss is looked up in.
struct Case<'a> {
    record: &'a DocumentRecord,
    graph: &'a KnowledgeGraph,
    prediction: &'a Prediction,
    role: &'a str,
}

impl Case<'_> {
    /// A miss: was there a mention, was it in an event, was there a trigger?
    fn miss(&self, entity: &[String], document: &str) -> (String, String, Mistake) {
        let gold: Vec<String> = entity
            .iter()
            .map(|m| normal(m))
            .filter(|m| !m.is_empty())
            .collect();
        let golden = [entity.to_vec()];
        let near = |f: &&Filler| {
            reverse_head(&f.mentions, &golden)
                || paired(std::slice::from_ref(&f.mentions), &golden, Match::Head)
                    .iter()
                    .any(Option::is_some)
        };
        let sentences: Vec<Span> = self
            .record
            .sentences
            .iter()
            .copied()
            .filter(|s| self.holds(*s, &gold))
            .collect();
        let nodes = self.nodes(&gold);
        let parts = self.parts(&nodes);
        let triggers = self.triggers(&sentences);
        let (cause, rules, against) = if let Some(f) = self.prediction.of_role(self.role).find(near)
        {
            (
                "extent".to_owned(),
                String::new(),
                format!("found: {}", f.mentions.join(" | ")),
            )
        } else if let Some(f) = self.prediction.fillers.iter().find(near) {
            (
                format!("found as {}", f.role),
                String::new(),
                f.mentions.join(" | "),
            )
        } else if sentences.is_empty() {
            (
                "no sentence has these words".to_owned(),
                String::new(),
                String::new(),
            )
        } else if nodes.is_empty() {
            (
                "the words are no mention".to_owned(),
                String::new(),
                String::new(),
            )
        } else if let Some(part) = parts.first() {
            (
                format!("in an event that the view leaves out, as {}", part.0),
                String::new(),
                part.1.clone(),
            )
        } else if triggers.is_empty() {
            (
                "a mention, and no rule fired in its sentences".to_owned(),
                String::new(),
                nodes_told(self.graph, &nodes),
            )
        } else {
            (
                "a mention that the rules of its sentence left out".to_owned(),
                triggers,
                nodes_told(self.graph, &nodes),
            )
        };
        let mistake = Mistake {
            document: document.to_owned(),
            words: entity.join(" | "),
            against,
            sentence: sentences
                .first()
                .map_or_else(String::new, |s| line(*s, &self.record.text)),
        };
        (cause, rules, mistake)
    }

    fn holds(&self, span: Span, gold: &[String]) -> bool {
        let text = format!(" {} ", normal(span.of(&self.record.text)));
        gold.iter().any(|g| text.contains(&format!(" {g} ")))
    }

    /// The nodes whose mentions are the gold words, or hold them, or lie in them.
    fn nodes(&self, gold: &[String]) -> Vec<NodeId> {
        let mut nodes: Vec<(bool, NodeId)> = Vec::new();
        for mention in &self.record.mentions {
            let words = vec![normal(mention.span.of(&self.record.text))];
            let same = gold.contains(&words[0]);
            if same || Match::Head.fits(&words, gold) || Match::Head.fits(gold, &words) {
                nodes.push((!same, mention.node.clone()));
            }
        }
        nodes.sort();
        let mut out: Vec<NodeId> = Vec::new();
        for (_, node) in nodes {
            if !out.contains(&node) {
                out.push(node);
            }
        }
        out
    }

    /// The parts that the nodes have in events and statements: `ng:attacker of ng:Clash`, and what else is said of it.
    fn parts(&self, nodes: &[NodeId]) -> Vec<(String, String)> {
        let mut parts = Vec::new();
        for (from, edge, to) in self.graph.edges() {
            let is_event = !matches!(from.kind, crate::graph::NodeKind::Entity);
            if is_event && nodes.contains(&to.id) {
                let facts: Vec<String> = [
                    "ng:polarity",
                    "ng:realization",
                    "ng:background",
                    "ng:stance",
                ]
                .iter()
                .filter_map(|p| from.text(p).map(|v| format!("{p} {v}")))
                .collect();
                parts.push((
                    format!("{} of {}", edge.property, from.classes.join(" ")),
                    format!("{} {}", from.id, facts.join(" ")),
                ));
            }
        }
        parts
    }

    /// The rules that fired in these sentences.
    fn triggers(&self, sentences: &[Span]) -> String {
        let mut rules: Vec<&str> = Vec::new();
        let edges = self.graph.edges();
        let nodes: Vec<_> = self.graph.nodes().flat_map(|n| &n.attributes).collect();
        let all = edges
            .iter()
            .flat_map(|(_, e, _)| &e.provenance)
            .chain(nodes.iter().flat_map(|a| &a.provenance));
        for p in all.filter(|p| p.rule.starts_with("event/") && sentences.contains(&p.evidence)) {
            if !rules.contains(&p.rule.as_str()) {
                rules.push(&p.rule);
            }
        }
        rules.sort_unstable();
        rules.join(", ")
    }
}

fn nodes_told(graph: &KnowledgeGraph, nodes: &[NodeId]) -> String {
    let told: Vec<String> = nodes
        .iter()
        .take(3)
        .filter_map(|id| graph.node(id))
        .map(|n| format!("{} a {}", n.id, n.class()))
        .collect();
    told.join(", ")
}

fn listed(entities: &[Vec<String>]) -> String {
    let firsts: Vec<&str> = entities
        .iter()
        .filter_map(|e| e.first())
        .map(String::as_str)
        .collect();
    if firsts.is_empty() {
        "gold: -".to_owned()
    } else {
        format!("gold: {}", firsts.join("; "))
    }
}

fn line(span: Span, text: &str) -> String {
    span.of(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Groups as text: heading with count, then each error with its sentence.
pub fn print(title: &str, groups: &[Group]) -> String {
    let total: usize = groups.iter().map(|g| g.errors.len()).sum();
    let mut out = format!("\n{title}: {total}\n");
    for group in groups {
        let rules = if group.rules.is_empty() {
            String::new()
        } else {
            format!("  [{}]", group.rules)
        };
        let _ = writeln!(
            out,
            "\n{:4}  {} · {}{rules}",
            group.errors.len(),
            group.role,
            group.cause
        );
        for e in &group.errors {
            let against = if e.against.is_empty() {
                String::new()
            } else {
                format!("  ({})", e.against)
            };
            let words = e.words.split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(out, "      {}  “{words}”{against}", e.document);
            if !e.sentence.is_empty() {
                let _ = writeln!(out, "          {}", e.sentence);
            }
        }
    }
    out
}
