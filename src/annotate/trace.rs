//! How a frame rule fared at one trigger: slot by slot, what was tried and why it was refused.
//!
//! *Takes* a reading, a rule and the match of its trigger. *Gives* a [`SlotTrace`] a role, with every argument that a
//! path led to. It asks what [`frame`](super::frame) asks, in the same order, and keeps the answers; the event pass
//! itself stays free of it. Cost: as the rule, for one trigger.

use super::clause::{Argument, Clauses};
use super::clause_words::ClauseWords;
use super::frame::trigger_head;
use super::reading::Reading;
use super::slot::{follow, is_open};
use crate::ontology::{FeatureSet, Role, Rule, Step, Way};
use crate::pattern::Captures;

/// Why an argument does not fill a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It does.
    Accepted,
    /// Another slot has it, or it belongs to the trigger.
    Taken,
    /// Its lemma is none of those wanted.
    Lemma,
    /// The words are no mention, so they have no class.
    NoMention,
    /// Its class is none of those wanted.
    Class,
    /// Its noun has none of the features wanted.
    Feature,
    /// Its noun has a feature that is not wanted.
    ForbiddenFeature,
}

/// One argument that a way of filling led to; `token` is `None` where its paths led nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Try {
    /// The way, as written in the rule.
    pub way: String,
    /// Place of the way in the role.
    pub number: usize,
    /// The argument's head.
    pub token: Option<usize>,
    /// How the clause layer licensed it.
    pub how: &'static str,
    /// Whether it fits.
    pub refusal: Refusal,
}

/// One role of a frame at one trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotTrace {
    /// The role.
    pub role: String,
    /// The rule does not fire without it.
    pub required: bool,
    /// The rule does not fire with it.
    pub forbidden: bool,
    /// What fills it.
    pub filled: Vec<usize>,
    /// What was tried, in order.
    pub tries: Vec<Try>,
}

impl SlotTrace {
    /// Whether this slot keeps the rule from firing.
    pub fn blocks(&self) -> bool {
        (self.required && self.filled.is_empty()) || (self.forbidden && !self.filled.is_empty())
    }
}

/// Every role of a frame rule whose trigger matched. Also gives the arguments of the trigger.
pub fn slots(
    reading: &Reading<'_>,
    words: &ClauseWords,
    rule: &Rule,
    found: &Captures,
) -> (Vec<Argument>, Vec<SlotTrace>) {
    let clauses = Clauses { reading, words };
    let trigger = trigger_head(reading, rule, found);
    let arguments = clauses.arguments(trigger);
    let mut taken: Vec<usize> = Vec::new();
    let mut all = Vec::new();
    for role in &rule.roles {
        let slot = slot(&clauses, trigger, &arguments, role, &taken, found);
        if !role.silent {
            taken.extend(&slot.filled);
        }
        all.push(slot);
    }
    (arguments, all)
}

fn slot(
    clauses: &Clauses<'_, '_>,
    trigger: usize,
    arguments: &[Argument],
    role: &Role,
    taken: &[usize],
    found: &Captures,
) -> SlotTrace {
    let mut trace = SlotTrace {
        role: role.name.clone(),
        required: role.required,
        forbidden: role.forbidden,
        filled: Vec::new(),
        tries: Vec::new(),
    };
    for (number, way) in role.ways.iter().enumerate() {
        let mut reached = false;
        for path in &way.paths {
            for argument in follow(clauses, trigger, arguments, path) {
                reached = true;
                let (found_at, mut refusal) = judge(clauses, argument.token, way);
                let itself = matches!(
                    path.0.as_slice(),
                    [Step::Itself | Step::Mod | Step::Comp, ..]
                );
                let free =
                    !taken.contains(&found_at) && (!found.whole.contains(&found_at) || itself);
                if refusal == Refusal::Accepted && !free && !role.silent {
                    refusal = Refusal::Taken;
                }
                if refusal == Refusal::Accepted && !trace.filled.contains(&found_at) {
                    trace.filled.push(found_at);
                }
                let way = way.written.clone();
                trace.tries.push(Try {
                    way,
                    number,
                    token: Some(found_at),
                    how: argument.how,
                    refusal,
                });
            }
        }
        if !reached {
            let way = way.written.clone();
            trace.tries.push(Try {
                way,
                number,
                token: None,
                how: "",
                refusal: Refusal::NoMention,
            });
        }
        if !trace.filled.is_empty() {
            break;
        }
    }
    trace
}

/// The token judged, the argument or what it is transparent for, and the verdict.
fn judge(clauses: &Clauses<'_, '_>, token: usize, way: &Way) -> (usize, Refusal) {
    let verdict = refusal(clauses.reading, token, way);
    if verdict != Refusal::Accepted
        && let Some(inner) = clauses.through(token)
    {
        return (inner, refusal(clauses.reading, inner, way));
    }
    (token, verdict)
}

fn refusal(reading: &Reading<'_>, token: usize, way: &Way) -> Refusal {
    if !way.lemmas.is_empty() && way.lemmas.binary_search(&reading.lemma(token)).is_err() {
        return Refusal::Lemma;
    }
    let mention = reading.mention(token);
    if !way.classes.is_empty() {
        let Some(m) = mention else {
            return Refusal::NoMention;
        };
        let open = !way.known && is_open(reading, m);
        let fits = m
            .class
            .is_some_and(|c| way.classes.iter().any(|w| reading.is_a(c, *w)));
        if !fits && !open {
            return Refusal::Class;
        }
    }
    let features = features(reading, token);
    if !way.features.is_empty() && !features.intersects(way.features) {
        return Refusal::Feature;
    }
    if features.intersects(way.not_features) {
        Refusal::ForbiddenFeature
    } else {
        Refusal::Accepted
    }
}

/// The features that slots see: the mention's, else those of the noun.
pub fn features(reading: &Reading<'_>, token: usize) -> FeatureSet {
    let mention = reading.mention(token).map(|m| m.features);
    mention
        .or_else(|| reading.noun_at(token).map(|n| n.features))
        .unwrap_or_default()
}
