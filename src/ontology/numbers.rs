//! Number words, vague counts and bounds, from `lexicon/numbers.toml`.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::diagnostic::Diagnostic;
use super::files::PackFiles;
use super::trie::Trie;
use crate::text::{WordId, WordTable};

/// What a bound does to the number after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// "at least 12": lower 12.
    Min,
    /// "more than 12", "over 12": lower 12 (kept as the number written), no upper.
    MinExclusive,
    /// "up to 12", "at most 12": upper 12.
    Max,
    /// "nearly 100": upper 100.
    Below,
    /// "about 12": taken as written, marked approximate.
    Approximate,
}

/// "dozens", "several": a count with bounds and no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vague {
    /// At least so many.
    pub lower: Option<i64>,
    /// At most so many.
    pub upper: Option<i64>,
}

/// Number words by folded word.
#[derive(Clone, Debug, Default)]
pub struct NumberWords {
    /// "seven" = 7, "twenty" = 20.
    pub cardinals: FxHashMap<WordId, i64>,
    /// "hundred" = 100, "million" = 1,000,000.
    pub magnitudes: FxHashMap<WordId, i64>,
    /// "third" = 3.
    pub ordinals: FxHashMap<WordId, i64>,
    /// "dozens" and the like, of one or more words.
    pub vague: Trie<Vague>,
    /// "at least" and the like before a number.
    pub bounds: Trie<Bound>,
    /// "or more" and the like after a number.
    pub bounds_after: Trie<Bound>,
    /// The first and the middle word of ranges: "between … and", "from … to".
    pub ranges: Vec<(WordId, WordId)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    cardinals: BTreeMap<String, i64>,
    magnitudes: BTreeMap<String, i64>,
    ordinals: BTreeMap<String, i64>,
    vague: BTreeMap<String, WrittenVague>,
    bounds: BTreeMap<String, Bound>,
    #[serde(default)]
    bounds_after: BTreeMap<String, Bound>,
    ranges: Vec<(String, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenVague {
    lower: Option<i64>,
    upper: Option<i64>,
}

const PATH: &str = "lexicon/numbers/numbers.toml";

impl NumberWords {
    /// Reads the file; a pack without one knows only digits.
    pub(super) fn load(
        files: &PackFiles,
        words: &mut WordTable,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let Some(text) = files.text(PATH) else {
            return Self::default();
        };
        let written: Written = match toml::from_str(text) {
            Ok(w) => w,
            Err(e) => {
                let at = e.span().unwrap_or(0..1);
                let help = "see the built-in file for its form";
                found.push(Diagnostic::error(
                    "L004",
                    PATH,
                    at,
                    e.message().to_owned(),
                    help,
                ));
                return Self::default();
            }
        };
        let mut out = Self::default();
        let mut table = |from: BTreeMap<String, i64>| -> FxHashMap<WordId, i64> {
            from.into_iter()
                .map(|(w, n)| (words.intern(&w), n))
                .collect()
        };
        out.cardinals = table(written.cardinals);
        out.magnitudes = table(written.magnitudes);
        out.ordinals = table(written.ordinals);
        let mut key =
            |phrase: &str| -> Vec<WordId> { phrase.split(' ').map(|w| words.intern(w)).collect() };
        for (phrase, v) in &written.vague {
            out.vague.insert(
                &key(phrase),
                Vague {
                    lower: v.lower,
                    upper: v.upper,
                },
            );
        }
        for (phrase, bound) in &written.bounds {
            out.bounds.insert(&key(phrase), *bound);
        }
        for (phrase, bound) in &written.bounds_after {
            out.bounds_after.insert(&key(phrase), *bound);
        }
        out.ranges = written
            .ranges
            .iter()
            .map(|(a, b)| (words.intern(a), words.intern(b)))
            .collect();
        out
    }
}
