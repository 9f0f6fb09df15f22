//! Edges: relations, each with every place that states it.

use serde::{Deserialize, Serialize};

use crate::ontology::Confidence;
use crate::span::Span;

/// Where one rule found one fact. Spans are bytes of the named document's text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Provenance {
    /// The document's id.
    pub document: String,
    /// The sentence (or heading, or dateline) that says it: the evidence.
    pub evidence: Span,
    /// The trigger words inside it.
    pub cue: Span,
    /// The words that name the subject and the object, where they stand in the evidence.
    pub arguments: Vec<Span>,
    /// The rule, as `pass/topic/id`.
    pub rule: String,
    /// How often the rule was right on gold documents, `None` where it has no evidence yet.
    pub confidence: Option<Confidence>,
}

/// A relation between two nodes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// Prefixed property name: `ng:attacker`.
    pub property: String,
    /// Every place that states it, sorted; empty only for edges that follow from a gazetteer
    /// (`ng:locatedIn` of a known city) or from a policy (`ng:headlineFigure`).
    pub provenance: Vec<Provenance>,
}
