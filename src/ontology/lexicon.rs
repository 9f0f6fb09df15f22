//! Words with what the pack knows about them: nouns with class and features, names of people, demonyms, lists.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;

use super::diagnostic::Diagnostic;
use super::files::PackFiles;
use super::rows::{lines, rows, split};
use super::rules::Lists;
use super::trie::Trie;
use super::vocabulary::{ClassId, Vocabulary};
use crate::text::{Conventions, WordId, WordTable};

/// A set of noun features, as bits numbered by [`Features`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FeatureSet(pub u128);

impl FeatureSet {
    /// The set with one more feature. Numbers from 128 on are dropped (loading reports them).
    #[must_use]
    pub fn with(self, feature: u32) -> Self {
        Self(self.0 | 1u128.checked_shl(feature).unwrap_or(0))
    }

    /// Whether the two share a feature.
    pub fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether it is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Both together.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Names of noun features as numbers.
#[derive(Clone, Debug, Default)]
pub struct Features {
    names: Vec<String>,
    numbers: FxHashMap<String, u32>,
}

impl Features {
    /// The number of a feature, given out when new.
    pub fn intern(&mut self, name: &str) -> u32 {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        let new = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), new);
        new
    }

    /// The set of one feature; empty when no noun and no rule has it.
    pub fn set(&self, name: &str) -> FeatureSet {
        let number = self.numbers.get(name);
        number.map_or_else(FeatureSet::default, |n| FeatureSet::default().with(*n))
    }

    /// The names of a set's features, in order of their numbers.
    pub fn names(&self, set: FeatureSet) -> Vec<&str> {
        (0u32..)
            .zip(&self.names)
            .filter(|(i, _)| set.0 >> i & 1 == 1)
            .map(|(_, n)| n.as_str())
            .collect()
    }
}

/// What a noun says about what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// Its class; people in the plural are a `ng:PersonGroup`.
    pub class: ClassId,
    /// Its features.
    pub features: FeatureSet,
}

/// A word of nationality, people or faith.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demonym {
    /// Id of the country, where there is one.
    pub country: Option<String>,
    /// Whether it can stand for one person: "a Russian".
    pub person: bool,
    /// Whether it can stand for people: "Russians".
    pub people: bool,
}

/// What a word can be in a person's name, as bits.
pub mod name_part {
    /// A given name.
    pub const GIVEN: u8 = 1;
    /// A family name.
    pub const FAMILY: u8 = 2;
    /// A family name that is an ordinary word too.
    pub const WORD: u8 = 4;
    /// A given name of men.
    pub const MALE: u8 = 8;
    /// A given name of women.
    pub const FEMALE: u8 = 16;
}

/// The word lists of a pack.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Nouns by lemma, of one or more words.
    pub nouns: Trie<Noun>,
    /// Demonyms by folded word.
    pub demonyms: FxHashMap<WordId, Demonym>,
    /// [`name_part`] bits by folded word.
    pub names: FxHashMap<WordId, u8>,
    /// Feature names.
    pub features: Features,
    /// Number words and bounds.
    pub numbers: super::numbers::NumberWords,
    /// Words for days.
    pub dates: super::dates::DateWords,
}

#[derive(Deserialize)]
struct ListFile {
    #[serde(default)]
    lists: BTreeMap<String, Vec<String>>,
}

impl Lexicon {
    /// Reads `lexicon/nouns.tsv`, `gazetteers/demonyms.tsv`, the name lists and `lexicon/numbers.toml`.
    pub fn load(
        files: &PackFiles,
        vocabulary: &Vocabulary,
        conventions: &Conventions,
        words: &mut WordTable,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut lexicon = Self::default();
        for (path, text) in files.below("lexicon/nouns", "tsv") {
            for (at, row) in rows(text) {
                lexicon.noun(path, at, &row, vocabulary, words, found);
            }
        }
        for (_, row) in files
            .text("gazetteers/demonyms.tsv")
            .into_iter()
            .flat_map(rows)
        {
            let [word, country, kind, ..] = row.as_slice() else {
                continue;
            };
            let entry = lexicon
                .demonyms
                .entry(words.intern(&word.to_lowercase()))
                .or_insert(Demonym {
                    country: None,
                    person: false,
                    people: false,
                });
            if !country.is_empty() {
                entry.country = Some((*country).to_owned());
            }
            entry.person |= *kind == "person";
            entry.people |= *kind == "people";
        }
        for (file, bit) in [
            ("given_names", name_part::GIVEN),
            ("family_names", name_part::FAMILY),
        ] {
            let text = files.text(&format!("gazetteers/{file}.tsv")).unwrap_or("");
            lexicon.names.reserve(text.len() / 10);
            words.reserve(text.len() / 10);
            let mut folded = String::new();
            for (_, line) in lines(text) {
                let mut fields = split(line, b'\t');
                let Some(name) = fields.next() else { continue };
                let told = |field: &str| match field {
                    "word" => name_part::WORD,
                    "m" if bit == name_part::GIVEN => name_part::MALE,
                    "f" if bit == name_part::GIVEN => name_part::FEMALE,
                    _ => 0,
                };
                let word = fields.fold(0, |bits, field| bits | told(field));
                folded.clear();
                if name.is_ascii() {
                    folded.push_str(name);
                    folded.make_ascii_lowercase();
                } else {
                    folded.push_str(&name.to_lowercase());
                }
                for part in folded.split([' ', '-']) {
                    *lexicon.names.entry(words.intern(part)).or_default() |= bit | word;
                }
            }
        }
        lexicon.numbers = super::numbers::NumberWords::load(files, words, found);
        lexicon.dates = super::dates::DateWords::load(files, conventions, words, found);
        lexicon
    }

    fn noun(
        &mut self,
        path: &str,
        at: usize,
        row: &[&str],
        vocabulary: &Vocabulary,
        words: &mut WordTable,
        found: &mut Vec<Diagnostic>,
    ) {
        let (Some(lemma), Some(class)) = (row.first(), row.get(1)) else {
            let help = "write lemma<TAB>class<TAB>features";
            found.push(Diagnostic::error(
                "L001",
                path,
                at..at + 1,
                "the row has no class",
                help,
            ));
            return;
        };
        let Some(class) = vocabulary.class_id(class) else {
            let near = vocabulary
                .suggest(class)
                .map_or_else(String::new, |n| format!("did you mean `{n}`?"));
            found.push(Diagnostic::error(
                "L002",
                path,
                at..at + 1,
                format!("there is no class `{class}`"),
                near,
            ));
            return;
        };
        let mut features = FeatureSet::default();
        for name in row.get(2).unwrap_or(&"").split_whitespace() {
            features = features.with(self.features.intern(name));
        }
        let key: Vec<_> = lemma
            .split_whitespace()
            .map(|w| words.intern(&w.to_lowercase()))
            .collect();
        self.nouns.insert(&key, Noun { class, features });
    }
}

/// Reads `[lists]` of every `lexicon/*.toml`.
pub(super) fn lists(files: &PackFiles, found: &mut Vec<Diagnostic>) -> Lists {
    let mut lists = Lists::default();
    for (path, text) in files.below("lexicon", "toml") {
        match toml::from_str::<ListFile>(text) {
            Ok(file) => {
                for (name, words) in file.lists {
                    lists.add(&name, words.into_iter().map(|w| w.to_lowercase()));
                }
            }
            Err(e) => found.push(Diagnostic::error(
                "L003",
                path,
                e.span().unwrap_or(0..1),
                e.message().to_owned(),
                "write [lists] with name = [\"word\", …]",
            )),
        }
    }
    lists
}
