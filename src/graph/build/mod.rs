//! One document's findings to a [`KnowledgeGraph`], and names for its nodes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use petgraph::graph::NodeIndex;
use rustc_hash::{FxBuildHasher, FxHashSet};

use super::document::{DocumentRecord, MentionRecord};
use super::edge::Provenance;
use super::model::KnowledgeGraph;
use super::node::{Node, NodeId, NodeKind, Value};
use crate::annotate::finding::{Certainty, Finding, Polarity, Realization, When};
use crate::annotate::mention::MentionKind;
use crate::annotate::name::FoundBy;
use crate::annotate::{Factuality, Reading};
use crate::ontology::{ClassId, Entry};
use crate::resolve::resolved::Participant;
use crate::resolve::{Entity, Resolved, Stance};
use crate::span::Span;

mod documents;
mod entities;
mod events;
mod incidents;
mod kinds;
mod statements;

use kinds::Kinds;

/// A readable name that may stand in an IRI: letters and digits of any script in lower case, joined by `-`.
///
/// `slug("Crocus City Hall")` is `crocus-city-hall`; a text with no letter or digit gives `unnamed`.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
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
        kinds: Kinds::of(&reading.ontology.vocabulary),
        graph: KnowledgeGraph::new(),
        taken: FxHashSet::with_capacity_and_hasher(2 * resolved.entities.len(), FxBuildHasher),
        counts: BTreeMap::new(),
        entities: vec![None; resolved.entities.len()],
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
    kinds: Kinds,
    graph: KnowledgeGraph,
    taken: FxHashSet<NodeId>,
    /// The last number given to a name that several nodes wished for.
    counts: BTreeMap<String, u32>,
    /// The node of each entity.
    entities: Vec<Option<NodeIndex>>,
    incident_ids: Vec<NodeId>,
}

impl<'r> Builder<'r, '_> {
    fn is_a(&self, class: &str, ancestor: &str) -> bool {
        self.reading.ontology.vocabulary.is_a(class, ancestor)
    }

    fn class_name(&self, class: ClassId) -> &'r str {
        self.reading.ontology.vocabulary.class_name(class)
    }

    /// The words of a span on one line.
    fn words(&self, span: Span) -> Cow<'r, str> {
        on_one_line(span.of(&self.reading.document.text))
    }

    /// A name not yet taken in this document.
    fn fresh(&mut self, wish: String) -> NodeId {
        let mut id = NodeId(wish);
        if self.taken.insert(id.clone()) {
            return id;
        }
        let wish = id.0;
        loop {
            let n = self.counts.entry(wish.clone()).or_insert(1);
            *n += 1;
            id = NodeId([&wish, "-", itoa::Buffer::new().format(*n)].concat());
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
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
        let at = self.entities.get(entity).copied().flatten()?;
        let node = self.graph.petgraph().node_weight(at)?;
        Some(node.id.clone())
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
                .add_edge(event, &["ng:", &p.role].concat(), &to, [provenance]);
        }
    }
}
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// A text with one space between its words and none around them.
fn on_one_line(text: &str) -> Cow<'_, str> {
    // most words stand like that already
    let mut after_space = true;
    for byte in text.bytes() {
        let is_space = byte == b' ';
        if !(b' '..0x7F).contains(&byte) || (is_space && after_space) {
            let mut words = String::with_capacity(text.len());
            for word in text.split_whitespace() {
                if !words.is_empty() {
                    words.push(' ');
                }
                words.push_str(word);
            }
            return Cow::Owned(words);
        }
        after_space = is_space;
    }
    Cow::Borrowed(text.strip_suffix(' ').unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::{on_one_line, slug};

    #[test]
    fn words_stand_on_one_line() {
        for text in [
            "a b",
            " a b",
            "a b ",
            "a  b",
            "a\nb",
            "a\u{a0}b",
            "\ta\r\n b\u{2003}",
        ] {
            assert_eq!(on_one_line(text), "a b", "{text:?}");
        }
        for text in ["", " ", "  ", "\n"] {
            assert_eq!(on_one_line(text), "", "{text:?}");
        }
        assert_eq!(on_one_line("a\u{1f}b café"), "a\u{1f}b café");
    }

    #[test]
    fn slugs_are_readable_and_never_empty() {
        assert_eq!(slug("The U.S. Embassy, Lima"), "the-us-embassy-lima");
        assert_eq!(slug("Świnoujście"), "świnoujście");
        assert_eq!(slug("—"), "unnamed");
    }
}
