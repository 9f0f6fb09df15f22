//! A rule as it is filed under a word: what tells, before the rule itself is looked at, that it cannot start at a token.

use std::num::NonZeroU64;

use super::reading::Reading;
use super::rule_needs::NeedsId;
use crate::ontology::{Key, RuleId};

/// A rule with what it needs besides its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) rule: RuleId,
    pub(super) needs: NeedsId,
    /// The tag of the first token, where the atom has one: what a rule itself asks lies far away in memory.
    pub(super) tag: Option<NonZeroU64>,
    /// What of the first token the word is, where the atom tells.
    pub(super) key: Option<Key>,
}

impl Entry {
    /// Whether a token passes what is known of the first of a match.
    #[inline]
    pub(super) fn may_start(&self, reading: &Reading<'_>, at: usize, by: By) -> bool {
        self.key.is_none_or(|key| by.has(key))
            && self.tag.is_none_or(|tag| reading.tag_passes(tag.get(), at))
    }
}

/// How a word stands at a token.
#[derive(Clone, Copy, Debug)]
pub(super) struct By {
    pub(super) word: bool,
    pub(super) lemma: bool,
}

impl By {
    fn has(self, key: Key) -> bool {
        match key {
            Key::Lemma => self.lemma,
            _ => self.word,
        }
    }
}
