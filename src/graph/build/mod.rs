//! One document's findings to a [`KnowledgeGraph`], and names for its nodes.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::document::{DocumentRecord, MentionRecord};
use super::edge::Provenance;
use super::model::KnowledgeGraph;
use super::node::{Node, NodeId, NodeKind, Value};
use crate::annotate::finding::{Certainty, Finding, Polarity, Realization, When};
use crate::annotate::mention::MentionKind;
use crate::annotate::name::FoundBy;
use crate::annotate::{Factuality, Reading};
use crate::ontology::Entry;
use crate::resolve::resolved::Participant;
use crate::resolve::{Entity, Resolved, Stance};
use crate::span::Span;

mod documents;
mod entities;
mod events;
mod incidents;
mod statements;

/// A readable name that may stand in an IRI: letters and digits of any script in lower case, joined by `-`.
///
/// `slug("Crocus City Hall")` is `crocus-city-hall`; a text with no letter or digit gives `unnamed`.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() && !matches!(c, '\'' | '’' | '.') {
            out.push('-');
        }
        if out.len() >= 80 {
            break;
        }
    }
    while out.ends_with('-') {
        out.pop();
    }
    if out.is_empty() {
        "unnamed".to_owned()
    } else {
        out
    }
}

/// Builds the graph of one document.
pub fn build(reading: &Reading<'_>, resolved: &Resolved) -> KnowledgeGraph {
    let mut b = Builder {
        reading,
        resolved,
        graph: KnowledgeGraph::new(),
        taken: FxHashSet::default(),
        counts: BTreeMap::new(),
        entity_ids: vec![None; resolved.entities.len()],
        incident_ids: Vec::new(),
    };
    for e in 0..resolved.entities.len() {
        b.entity(e);
    }
    b.incidents();
    b.events();
    b.figures();
    b.statements();
    b.relations();
    b.members();
    b.document();
    b.graph
}

struct Builder<'r, 'a> {
    reading: &'r Reading<'a>,
    resolved: &'r Resolved,
    graph: KnowledgeGraph,
    taken: FxHashSet<NodeId>,
    /// The last number given to a name that several nodes wished for.
    counts: BTreeMap<String, u32>,
    entity_ids: Vec<Option<NodeId>>,
    incident_ids: Vec<NodeId>,
}

/// Class and the folder of its nodes' names, the first that fits.
const FOLDERS: [(&str, &str); 8] = [
    ("ng:Person", "person"),
    ("ng:PersonGroup", "group"),
    ("ng:Organization", "org"),
    ("ng:Venue", "venue"),
    ("ng:Place", "place"),
    ("ng:Vehicle", "vehicle"),
    ("ng:Weapon", "weapon"),
    ("ng:Entity", "entity"),
];

impl Builder<'_, '_> {
    fn is_a(&self, class: &str, ancestor: &str) -> bool {
        self.reading.ontology.vocabulary.is_a(class, ancestor)
    }

    fn class_name(&self, e: &Entity) -> &str {
        self.reading.ontology.vocabulary.class_name(e.class)
    }

    /// The words of a span on one line.
    fn words(&self, span: Span) -> String {
        span.of(&self.reading.document.text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// A name not yet taken in this document.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers make the text for this"
    )]
    fn fresh(&mut self, wish: String) -> NodeId {
        let mut id = NodeId(wish.clone());
        while !self.taken.insert(id.clone()) {
            let n = self.counts.entry(wish.clone()).or_insert(1);
            *n += 1;
            id = NodeId(format!("{wish}-{n}"));
        }
        id
    }

    fn label_of(&self, e: &Entity) -> String {
        if let Some(entry) = e
            .entry
            .and_then(|e| self.reading.ontology.gazetteer.entry(e))
        {
            return entry.name.clone();
        }
        let Some(m) = self.reading.mentions.get(e.best as usize) else {
            return String::new();
        };
        let range = if m.kind == MentionKind::Name {
            &m.core
        } else {
            &m.tokens
        };
        let words = self.words(self.reading.span(range));
        words.trim_matches(['"', '“', '”', '\'', ',']).to_owned()
    }

    fn evidence_at(&self, token: usize) -> Span {
        self.reading
            .document
            .sentences
            .get(self.reading.sentence_of(token))
            .map_or(Span::default(), |s| s.span)
    }

    fn mention_evidence(&self, token: usize, rule: &str) -> Provenance {
        Provenance {
            document: self.reading.document.id.clone(),
            evidence: self.evidence_at(token),
            cue: self.reading.span(&(token..token + 1)),
            arguments: Vec::new(),
            rule: rule.to_owned(),
            confidence: None,
        }
    }

    fn rule_name(&self, f: &Finding) -> String {
        self.reading
            .ontology
            .rules
            .rule(f.rule)
            .map_or_else(String::new, |r| r.name.clone())
    }

    /// Where a finding states a fact about the given tokens.
    fn provenance(&self, f: &Finding, tokens: &[usize]) -> Provenance {
        let spans = tokens.iter().map(|t| {
            self.reading.mention(*t).map_or_else(
                || self.reading.span(&(*t..*t + 1)),
                |m| self.reading.span(&m.tokens),
            )
        });
        Provenance {
            document: self.reading.document.id.clone(),
            evidence: self.evidence_at(f.trigger),
            cue: self.reading.span(&f.cue),
            arguments: spans.collect(),
            rule: self.rule_name(f),
            confidence: None,
        }
    }

    fn id_of(&self, entity: usize) -> Option<NodeId> {
        self.entity_ids.get(entity).cloned().flatten()
    }

    fn label(&self, id: &NodeId) -> String {
        self.graph
            .node(id)
            .map(|n| n.label.clone())
            .unwrap_or_default()
    }

    fn participants(&mut self, event: &NodeId, all: &[Participant]) {
        for p in all {
            let Some(f) = self.reading.findings.get(p.finding) else {
                continue;
            };
            let Some(to) = self.id_of(p.entity) else {
                continue;
            };
            if matches!(
                p.role.as_str(),
                "about" | "party" | "saidBy" | "count" | "content" | "subject" | "object"
            ) {
                continue;
            }
            let provenance = match p.inherited {
                Some(rule) => self.mention_evidence(p.token, rule),
                None => self.provenance(f, &[p.token]),
            };
            self.graph
                .add_edge(event, &format!("ng:{}", p.role), &to, [provenance]);
        }
    }
}
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_are_readable_and_never_empty() {
        assert_eq!(slug("The U.S. Embassy, Lima"), "the-us-embassy-lima");
        assert_eq!(slug("Świnoujście"), "świnoujście");
        assert_eq!(slug("—"), "unnamed");
    }
}
