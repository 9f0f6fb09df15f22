//! The event pass: frames and sequences over clauses.
//!
//! *Takes* mentions and clauses. *Gives* [`Finding`]s. *Promises* one finding a trigger and class family; among
//! rules that fire on one trigger the total order decides: priority, roles filled, length, constraints, rule id.
//! The [`RuleIndex`] plans which rules are tried at which tokens.

use std::ops::Range;

use super::clause::Clauses;
use super::clause_words::ClauseWords;
use super::finding::{Factuality, Finding, RoleFiller};
use super::reading::Reading;
use super::rule_index::RuleIndex;
use super::rule_plan::Plan;
use super::rule_told::AllTold;
pub(crate) use super::slot::NAMED;
use super::slot::{Filler, fill};
use super::trigger::Trigger;
use crate::ontology::{ClassId, Emits, Role, Rule, RuleId};
use crate::pattern::{Budget, Captures, Matcher};

/// Runs the event rules over a document.
pub fn findings(
    reading: &Reading<'_>,
    index: &RuleIndex,
    words: &ClauseWords,
    matcher: &mut Matcher,
) -> (Vec<Finding>, Vec<usize>) {
    let (mut found, mut cut) = (Vec::new(), Vec::new());
    let (mut plan, mut candidates) = (Plan::new(reading, index), Vec::new());
    let mut work = Work {
        clauses: Clauses { reading, words },
        told: index.told(),
        matcher,
        room: Room::default(),
    };
    let mut here = Vec::new();
    for (s, sentence) in reading.document.sentences.iter().enumerate() {
        let mut budget = reading.budget();
        let first = found.len();
        index.plan(reading, &sentence.tokens, &mut plan);
        while let Some(token) = plan.next_token(&mut candidates) {
            for id in &candidates {
                // few attempts find something
                if let Some(f) = work.attempt(*id, token, &sentence.tokens, &mut budget) {
                    here.push(f);
                }
            }
            keep_best(reading, &mut here, &mut found);
        }
        drop_overlapped(reading, &mut found, first);
        if budget.is_spent() {
            cut.push(s);
        }
    }
    (found, cut)
}

/// Room for one trigger and one slot, used again for the next.
#[derive(Default)]
struct Room {
    trigger: Trigger,
    fillers: Vec<Filler>,
}

/// The rules at work on a document.
struct Work<'w, 'r, 'a> {
    clauses: Clauses<'r, 'a>,
    told: &'w AllTold,
    matcher: &'w mut Matcher,
    room: Room,
}

impl Work<'_, '_, '_> {
    /// What a rule finds at a token, with its place in the order.
    fn attempt(
        &mut self,
        id: RuleId,
        token: usize,
        sentence: &Range<usize>,
        budget: &mut Budget,
    ) -> Option<(Order, Finding)> {
        let Self {
            clauses,
            told,
            matcher,
            room,
        } = self;
        let reading = clauses.reading;
        let rule = || reading.ontology.rules.rule(id);
        let known = told.of(id);
        if known.needs_object && room.trigger.at(token).wants_object(clauses) {
            return None;
        }
        let m = if known.matches {
            room.trigger.at(token);
            Matcher::match_told(sentence, token, budget)?
        } else {
            let program = &rule()?.program;
            let m = matcher.match_at(program, reading, sentence, token, budget)?;
            room.trigger.at(trigger_head(reading, rule()?, &m));
            m
        };
        let f = match told.slots(known) {
            Some(slots) if lacks(clauses, room, slots, &m) => return None,
            Some(slots) => frame(clauses, room, id, rule()?, slots, &m)?,
            None => sequence(reading, room.trigger.token(), id, rule()?, &m)?,
        };
        Some((order(id, rule()?, &m, &f), f))
    }
}

/// The total order of overlapping matches; greater wins. Rules are numbered in the order of their names.
type Order = (i32, usize, usize, u32, std::cmp::Reverse<RuleId>);

fn order(id: RuleId, rule: &Rule, m: &Captures, f: &Finding) -> Order {
    (
        rule.priority,
        f.roles.len(),
        m.whole.len(),
        rule.program.constraints,
        std::cmp::Reverse(id),
    )
}

/// Of the findings on one trigger, the best of each class family is kept.
fn keep_best(reading: &Reading<'_>, here: &mut Vec<(Order, Finding)>, found: &mut Vec<Finding>) {
    here.sort_by_key(|h| std::cmp::Reverse(h.0));
    let start = found.len();
    for (_, f) in here.drain(..) {
        let same = found
            .get(start..)
            .unwrap_or_default()
            .iter()
            .any(|o| family(reading, o) == family(reading, &f));
        if !same {
            found.push(f);
        }
    }
}

/// What competes for a trigger.
#[derive(PartialEq, Eq)]
enum Family<'f> {
    /// All happenings.
    Event,
    /// All of a class: statements of responsibility; explosions and fires, which are parts of what they happen in.
    Class(ClassId),
    /// All relations of a property.
    Relation(&'f str),
}

fn family<'f>(reading: &Reading<'_>, f: &'f Finding) -> Family<'f> {
    let Some(class) = f.class else {
        return Family::Relation(f.relation.as_deref().unwrap_or_default());
    };
    let known = reading.known;
    let is = |kind| reading.is_known(f.class, kind);
    let part = is(known.explosion) || is(known.fire);
    if is(known.event) && !part {
        Family::Event
    } else {
        Family::Class(class)
    }
}

/// A trigger inside another's: the longer one wins ("car bomb attack" over "bomb").
fn drop_overlapped(reading: &Reading<'_>, found: &mut Vec<Finding>, first: usize) {
    if found.len() < first + 2 {
        return;
    }
    let kept: Vec<bool> = (first..found.len())
        .map(|i| {
            let Some(f) = found.get(i) else { return false };
            !found
                .get(first..)
                .unwrap_or_default()
                .iter()
                .enumerate()
                .any(|(j, o)| {
                    first + j != i
                        && o.cue.len() > f.cue.len()
                        && o.cue.start <= f.cue.start
                        && f.cue.end <= o.cue.end
                        && family(reading, o) == family(reading, f)
                })
        })
        .collect();
    let mut keep = kept.into_iter();
    let tail: Vec<Finding> = found.drain(first..).collect();
    found.extend(tail.into_iter().filter(|_| keep.next().unwrap_or(true)));
}

fn emitted(rule: &Rule) -> (Option<ClassId>, Option<String>) {
    match &rule.emits {
        Emits::Class(class) => (Some(*class), None),
        Emits::Relation(property) => (None, Some(property.clone())),
        Emits::Label(_) => (None, None),
    }
}

/// The head token of a trigger: the capture `head`, else the verb or noun that governs the others.
pub(crate) fn trigger_head(reading: &Reading<'_>, rule: &Rule, m: &Captures) -> usize {
    let marked = rule
        .program
        .captures
        .iter()
        .position(|c| c == "head")
        .and_then(|i| m.groups.get(i).cloned().flatten());
    let range = marked.unwrap_or(m.whole.clone());
    range
        .clone()
        .find(|t| {
            let head = reading.tree.head(*t);
            head == *t || !range.contains(&head)
        })
        .unwrap_or(range.start)
}

/// Whether a trigger has nothing for a slot that must be filled: most fail for this, so it is asked before the rule itself
/// is looked at. What nothing fills while all is free, nothing fills later.
fn lacks(clauses: &Clauses<'_, '_>, room: &mut Room, slots: &[Role], m: &Captures) -> bool {
    let Room { trigger, fillers } = room;
    slots.iter().any(|role| {
        role.required && !role.forbidden && {
            fill(clauses, trigger, role, &[], &m.whole, fillers);
            fillers.is_empty()
        }
    })
}

/// What a frame finds at the trigger that the room is turned to.
fn frame(
    clauses: &Clauses<'_, '_>,
    room: &mut Room,
    id: RuleId,
    rule: &Rule,
    slots: &[Role],
    m: &Captures,
) -> Option<Finding> {
    let reading = clauses.reading;
    let Room {
        trigger: known,
        fillers,
    } = room;
    let trigger = known.token();
    // "assault rifles": the noun only names a kind of thing
    let names_a_thing = reading.mention(trigger).is_some_and(|t| t.modifier)
        && reading
            .mention(reading.tree.head(trigger))
            .is_some_and(|h| h.class.is_some() && h.head > trigger);
    if names_a_thing && !matches!(rule.emits, Emits::Relation(_)) {
        return None;
    }
    let mut roles = Vec::new();
    let mut defaults = Vec::new();
    for role in slots {
        fill(clauses, known, role, &roles, &m.whole, fillers);
        if (role.required && fillers.is_empty()) || (role.forbidden && !fillers.is_empty()) {
            return None;
        }
        if fillers.is_empty() && role.default.is_some() {
            defaults.push(role.name.clone());
        }
        if !role.silent {
            roles.extend(fillers.iter().map(|f| RoleFiller {
                role: role.name.clone(),
                token: f.token,
                how: f.how,
            }));
        }
    }
    known.keep(clauses);
    let (class, relation) = emitted(rule);
    let mention = reading.mention(trigger);
    Some(Finding {
        rule: id,
        class,
        relation,
        trigger,
        cue: m.whole.clone(),
        roles,
        defaults,
        factuality: Factuality::default(),
        when: None,
        places: Vec::new(),
        nominal: !reading.is_predicate(trigger),
        definite: mention.is_some_and(|m| m.definite),
    })
}

fn sequence(
    reading: &Reading<'_>,
    trigger: usize,
    id: RuleId,
    rule: &Rule,
    m: &Captures,
) -> Option<Finding> {
    let mut roles = Vec::new();
    for (name, group) in rule.program.captures.iter().zip(&m.groups) {
        let Some(range) = group else { continue };
        if name == "head" {
            continue;
        }
        let head = range
            .clone()
            .filter_map(|t| reading.mention(t))
            .map(|n| n.head)
            .find(|h| range.contains(h));
        let token = head.unwrap_or_else(|| range.end.saturating_sub(1));
        let role = name
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .to_owned();
        roles.push(RoleFiller {
            role,
            token,
            how: "capture",
        });
    }
    let (class, relation) = emitted(rule);
    if class.is_none() && relation.is_none() {
        return None;
    }
    Some(Finding {
        rule: id,
        class,
        relation,
        trigger,
        cue: m.whole.clone(),
        roles,
        defaults: Vec::new(),
        factuality: Factuality::default(),
        when: None,
        places: Vec::new(),
        nominal: !reading.is_predicate(trigger),
        definite: reading.mention(trigger).is_some_and(|m| m.definite),
    })
}
