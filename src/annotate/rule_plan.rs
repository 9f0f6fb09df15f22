//! Where the rules of a pass are tried in one sentence.
//!
//! *Takes* the [`RuleIndex`](super::rule_index::RuleIndex)'s finds for a sentence. *Gives* its tokens at which some rule
//! may start, each with these rules in order. A sentence without a rule's words, or without the classes that it needs,
//! gives nothing; tokens at which no rule starts cost nothing.

use std::ops::Range;

use super::reading::Reading;
use super::rule_entry::Entry;
use super::rule_index::RuleIndex;
use super::rule_present::Present;
use crate::ontology::{ClassId, RuleId};
use crate::pattern::{Onset, Rows};

/// The tries of one sentence, in order of tokens; the room is used again for the next sentence of the document.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Rules tried at every token, in order.
    pub(super) everywhere: Vec<RuleId>,
    /// Rules tried at single tokens, by token and rule.
    pub(super) placed: Vec<(usize, RuleId)>,
    /// Words that rules need which do not start with them.
    pub(super) keys: Vec<(Entry, usize)>,
    /// What the words of the sentence open in the index, by token.
    pub(super) opened: Vec<(usize, u32)>,
    /// The classes of its tokens, once asked for.
    pub(super) classes: Vec<(usize, ClassId)>,
    /// Words that such rules may start with, by the number of a set of words.
    pub(super) firsts: Vec<(u32, usize)>,
    /// What the document speaks of.
    pub(super) present: Present,
    /// Tokens not yet given.
    left: Range<usize>,
    /// Tries of `placed` given.
    given: usize,
}

impl Plan {
    /// A plan for the rules of an index and the sentences of a document.
    pub fn new(reading: &Reading<'_>, index: &RuleIndex) -> Self {
        Self {
            present: index.present(reading),
            ..Self::default()
        }
    }

    pub(super) fn begin(&mut self, tokens: &Range<usize>) {
        self.everywhere.clear();
        self.placed.clear();
        self.keys.clear();
        self.opened.clear();
        self.classes.clear();
        self.firsts.clear();
        self.left = tokens.clone();
        self.given = 0;
    }

    /// Puts the tries in order.
    pub(super) fn finish(&mut self) {
        self.everywhere.sort_unstable();
        self.everywhere.dedup();
        self.placed.sort_unstable();
        self.placed.dedup();
    }

    /// The rules that may start somewhere, in order.
    pub(super) fn rules(&self, out: &mut Vec<RuleId>) {
        out.clear();
        out.extend(&self.everywhere);
        out.extend(self.placed.iter().map(|(_, rule)| *rule));
        out.sort_unstable();
        out.dedup();
    }

    /// The first token from `from` on at which a rule may start, by the plan and by how its matches begin.
    pub(super) fn next_start(
        &self,
        rule: RuleId,
        from: usize,
        onset: &Onset,
        rows: &Rows,
    ) -> Option<usize> {
        if self.everywhere.binary_search(&rule).is_ok() {
            return onset.next(rows, &(from..self.left.end));
        }
        let later = self.placed.iter().filter(|(at, _)| *at >= from);
        let here = later.filter(|(_, r)| *r == rule).map(|(at, _)| *at);
        here.into_iter().find(|at| onset.fits(rows, *at))
    }

    /// The next token at which a rule may start; `rules` is filled with these rules, in order.
    pub fn next_token(&mut self, rules: &mut Vec<RuleId>) -> Option<usize> {
        rules.clear();
        let placed = self.placed.get(self.given..).unwrap_or_default();
        let next = placed.first().map_or(self.left.end, |(at, _)| *at);
        let at = if self.everywhere.is_empty() {
            next
        } else {
            self.left.start
        };
        if at >= self.left.end {
            return None;
        }
        self.left.start = at + 1;
        let here = placed.iter().take_while(|(token, _)| *token == at);
        rules.extend(here.map(|(_, rule)| *rule));
        self.given += rules.len();
        if !self.everywhere.is_empty() {
            rules.extend(&self.everywhere);
            rules.sort_unstable();
            rules.dedup();
        }
        Some(at)
    }
}
