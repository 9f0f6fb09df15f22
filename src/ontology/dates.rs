//! Words that place a day relative to the document's date, from `lexicon/dates/dates.toml`.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::diagnostic::Diagnostic;
use super::files::PackFiles;
use crate::text::{Conventions, WordId, WordTable};

/// Date words by folded word.
#[derive(Clone, Debug, Default)]
pub struct DateWords {
    /// "yesterday" = -1.
    pub days: FxHashMap<WordId, i64>,
    /// After "last": "night" = -1.
    pub last_parts: FxHashMap<WordId, i64>,
    /// After "this": "morning" = 0.
    pub this_parts: FxHashMap<WordId, i64>,
    /// Days in a "day", "week", "month" (30), "year" (365); singular and plural.
    pub units: FxHashMap<WordId, i64>,
    /// Months by name and short form.
    pub months: FxHashMap<WordId, u8>,
    /// Days of the week, Monday = 1.
    pub weekdays: FxHashMap<WordId, u8>,
    /// Closed classes: `last`, `this`, `ago` …
    pub words: FxHashMap<String, Vec<WordId>>,
    /// The words of all classes, the days and the months: most words are none, and that is asked at every token.
    any: FxHashSet<WordId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    days: BTreeMap<String, i64>,
    last_parts: BTreeMap<String, i64>,
    this_parts: BTreeMap<String, i64>,
    units: BTreeMap<String, i64>,
    words: BTreeMap<String, Vec<String>>,
}

const PATH: &str = "lexicon/dates/dates.toml";

impl DateWords {
    /// Reads the file; a pack without one knows only full dates.
    pub(super) fn load(
        files: &PackFiles,
        conventions: &Conventions,
        words: &mut WordTable,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut out = Self::default();
        let mut months: Vec<_> = conventions.months.iter().collect();
        months.sort();
        let mut weekdays: Vec<_> = conventions.weekdays.iter().collect();
        weekdays.sort();
        for (name, month) in months {
            out.months.insert(words.intern(name), *month);
            out.months.insert(words.intern(&format!("{name}.")), *month);
        }
        for (name, day) in weekdays {
            out.weekdays.insert(words.intern(name), *day);
        }
        out.any.extend(out.months.keys().chain(out.weekdays.keys()));
        let Some(text) = files.text(PATH) else {
            return out;
        };
        let written: Written = match toml::from_str(text) {
            Ok(w) => w,
            Err(e) => {
                let at = e.span().unwrap_or(0..1);
                let help = "see the built-in file for its form";
                found.push(Diagnostic::error(
                    "L005",
                    PATH,
                    at,
                    e.message().to_owned(),
                    help,
                ));
                return out;
            }
        };
        let mut table = |from: BTreeMap<String, i64>| -> FxHashMap<WordId, i64> {
            from.into_iter()
                .map(|(w, n)| (words.intern(&w), n))
                .collect()
        };
        out.days = table(written.days);
        out.any.extend(out.days.keys());
        out.last_parts = table(written.last_parts);
        out.this_parts = table(written.this_parts);
        out.units = table(
            written
                .units
                .iter()
                .flat_map(|(w, n)| [(w.clone(), *n), (format!("{w}s"), *n)])
                .collect(),
        );
        for (name, list) in written.words {
            let mut ids: Vec<_> = list.iter().map(|w| words.intern(w)).collect();
            ids.sort();
            out.any.extend(ids.iter().copied());
            out.words.insert(name, ids);
        }
        out
    }

    /// Whether a word names a day or month or is in a closed class.
    pub fn holds(&self, word: WordId) -> bool {
        self.any.contains(&word)
    }

    /// Whether a word is in a closed class.
    pub fn is(&self, class: &str, word: WordId) -> bool {
        self.any.contains(&word)
            && self
                .words
                .get(class)
                .is_some_and(|l| l.binary_search(&word).is_ok())
    }
}
