//! Words that reading needs before any word has a tag; filled from `ontology/lexicon/conventions.toml`.

use rustc_hash::{FxHashMap, FxHashSet};

use super::breaks::Breaks;

/// Closed classes for reading, in lower case (agencies as written). Looked up only, never walked.
#[derive(Clone, Debug, Default)]
pub struct Conventions {
    /// Abbreviations that end in a full stop and do not end a sentence: `mr.`, `gen.`, `u.s.`.
    pub abbreviations: FxHashSet<String>,
    /// Abbreviations that may end a sentence as well: `jr.`, `p.m.`, `etc.`.
    pub final_abbreviations: FxHashSet<String>,
    /// Abbreviations only where a number follows: `no.`, `mar.`.
    pub before_number: FxHashSet<String>,
    /// Clitics cut off a word's end: `'s`, `n't`, `'re`.
    pub clitics: FxHashSet<String>,
    /// Prefixes that stay one token with the word after the hyphen: `anti`.
    pub prefixes: FxHashSet<String>,
    /// Words that are two tokens, with the bytes of the first: `cannot`, 3.
    pub fused: FxHashMap<String, usize>,
    /// Units cut off a number: `am`, `kg`.
    pub units: FxHashSet<String>,
    /// Words that begin a sentence when they stand with a capital after an abbreviation.
    pub starters: FxHashSet<String>,
    /// Month names and their short forms with the month's number.
    pub months: FxHashMap<String, u8>,
    /// Names of the days of the week and their short forms, Monday = 1.
    pub weekdays: FxHashMap<String, u8>,
    /// What a dateline says in place of a date: `no date`.
    pub undated: Vec<String>,
    /// Names of news agencies that stand in datelines, as written.
    pub agencies: FxHashSet<String>,
    /// Where lines end in text that has lost its line breaks.
    pub breaks: Breaks,
}

impl Conventions {
    /// The month of a word such as `Oct.` or `FEB`.
    pub fn month(&self, word: &str) -> Option<u8> {
        self.months.get(&folded(word)).copied()
    }

    /// Whether a word names a day of the week.
    pub fn is_weekday(&self, word: &str) -> bool {
        self.weekdays.contains_key(&folded(word))
    }
}

fn folded(word: &str) -> String {
    word.trim_end_matches('.').to_lowercase()
}
