//! What rules cost and which of them fire: over documents, by rule.
//!
//! *Takes* a cascade and documents. *Gives* a [`Usage`] a rule. The event rules run once more at the places where
//! their index lets them start, one at a time, on a budget of their own: steps are exact, times are this machine's.

use std::time::{Duration, Instant};

use crate::annotate::name::FoundBy;
use crate::annotate::{Cascade, Plan, Reading, RuleIndex};
use crate::ontology::{Pass, RuleId};
use crate::pattern::Matcher;

/// What one rule did.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    /// The rule, as `pass/topic/id`.
    pub rule: String,
    /// Places where it was tried.
    pub tried: u64,
    /// Places where its pattern matched.
    pub matched: u64,
    /// Findings and names that are its own, after slots and competition.
    pub found: u64,
    /// Steps of the engine.
    pub steps: u64,
    /// Time in the engine, without slots.
    pub time: Duration,
}

/// A usage for each rule of a cascade, in the order of the rules; fill it with [`count`] and [`cost`].
pub fn usages(cascade: &Cascade) -> Vec<Usage> {
    let rules = &cascade.ontology().rules.rules;
    rules
        .iter()
        .map(|r| Usage {
            rule: r.name.clone(),
            ..Usage::default()
        })
        .collect()
}

/// Counts what each rule found in a document.
pub fn count(reading: &Reading<'_>, usages: &mut [Usage]) {
    let names = reading.names.iter().filter_map(|n| {
        if let FoundBy::Rule(id) = n.by {
            Some(id)
        } else {
            None
        }
    });
    for RuleId(at) in reading.findings.iter().map(|f| f.rule).chain(names) {
        if let Some(usage) = usages.get_mut(at as usize) {
            usage.found += 1;
        }
    }
}

/// Runs the rules of a pass over a document and adds up what they cost.
pub fn cost(reading: &Reading<'_>, pass: Pass, usages: &mut [Usage], matcher: &mut Matcher) {
    let index = RuleIndex::new(reading.ontology, pass);
    let (mut plan, mut candidates) = (Plan::new(reading, &index), Vec::new());
    for sentence in &reading.document.sentences {
        index.plan(reading, &sentence.tokens, &mut plan);
        while let Some(token) = plan.next_token(&mut candidates) {
            for id in &candidates {
                let (Some(rule), Some(usage)) = (
                    reading.ontology.rules.rule(*id),
                    usages.get_mut(id.0 as usize),
                ) else {
                    continue;
                };
                let mut budget = reading.budget();
                let before = budget.left();
                let start = Instant::now();
                let found =
                    matcher.match_at(&rule.program, reading, &sentence.tokens, token, &mut budget);
                usage.time += start.elapsed();
                usage.tried += 1;
                usage.steps += u64::from(before - budget.left());
                usage.matched += u64::from(found.is_some());
            }
        }
    }
}
