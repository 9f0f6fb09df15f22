//! Names that are known beforehand: places, groups, state bodies, people in office.

use super::diagnostic::Diagnostic;
use super::files::PackFiles;
use super::lexicon::rows;
use super::trie::Trie;
use super::vocabulary::{ClassId, Vocabulary};
use crate::text::{Conventions, WordTable, words_of};
use rustc_hash::FxHashMap;

/// A row of a gazetteer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id, which becomes the node's: `place/peru`.
    pub id: String,
    /// Its best name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Its class.
    pub class: ClassId,
    /// `key=value` links: `country`, `in`, `geonames`, `point`, `branchOf`, `wikidata`, `office` …
    pub links: Vec<(String, String)>,
}

impl Entry {
    /// The first link of a key.
    pub fn link(&self, key: &str) -> Option<&str> {
        self.links.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }
}

/// One name of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameRef {
    /// Index into [`Gazetteer::entries`].
    pub entry: u32,
    /// All letters of the name are capitals, as in `IS` or `US`: in mixed-case text only that spelling counts.
    pub acronym: bool,
}

/// All gazetteers of a pack.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    /// The rows of all files, in order of files and rows.
    pub entries: Vec<Entry>,
    /// Names and aliases by folded words.
    pub names: Trie<NameRef>,
    by_id: FxHashMap<String, u32>,
}

/// Files of `gazetteers/` that hold word lists and no entries.
const NOT_ENTRIES: [&str; 3] = ["demonyms.tsv", "given_names.tsv", "family_names.tsv"];

impl Gazetteer {
    /// Reads every `gazetteers/*.tsv` with entries.
    pub fn load(
        files: &PackFiles,
        vocabulary: &Vocabulary,
        conventions: &Conventions,
        words: &mut WordTable,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut gazetteer = Self::default();
        for (path, text) in files.below("gazetteers", "tsv") {
            if NOT_ENTRIES.iter().any(|n| path.ends_with(n)) {
                continue;
            }
            for (at, row) in rows(text) {
                let [id, name, aliases, class, links, ..] = row.as_slice() else {
                    let help = "write id, name, aliases, class, links, valid_from, valid_to with tabs between";
                    found.push(Diagnostic::error("G001", path, at..at + 1, "the row has too few fields", help));
                    continue;
                };
                let Some(class) = vocabulary.class_id(class) else {
                    let near = vocabulary.suggest(class).map_or_else(String::new, |n| format!("did you mean `{n}`?"));
                    let message = format!("there is no class `{class}`");
                    found.push(Diagnostic::error("G002", path, at..at + 1, message, near));
                    continue;
                };
                let entry = Entry {
                    id: (*id).to_owned(),
                    name: (*name).to_owned(),
                    aliases: aliases.split('|').filter(|a| !a.is_empty()).map(str::to_owned).collect(),
                    class,
                    links: links
                        .split_whitespace()
                        .filter_map(|l| l.split_once('='))
                        .map(|(k, v)| (k.to_owned(), v.to_owned()))
                        .collect(),
                };
                gazetteer.add(entry, conventions, words);
            }
        }
        gazetteer
    }

    fn add(&mut self, entry: Entry, conventions: &Conventions, words: &mut WordTable) {
        let at = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        for name in std::iter::once(&entry.name).chain(&entry.aliases) {
            let key: Vec<_> = words_of(name, conventions)
                .into_iter()
                .map(|span| words.intern(&span.of(name).to_lowercase().replace('’', "'")))
                .collect();
            let acronym = name.len() <= 8 && name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
            if self.names.get(key.iter().copied()).iter().all(|n| n.entry != at) {
                self.names.insert(&key, NameRef { entry: at, acronym });
            }
        }
        self.by_id.entry(entry.id.clone()).or_insert(at);
        self.entries.push(entry);
    }

    /// An entry by index.
    pub fn entry(&self, at: u32) -> Option<&Entry> {
        self.entries.get(at as usize)
    }

    /// The index of an entry by id.
    pub fn index_of(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// An entry by id.
    pub fn by_id(&self, id: &str) -> Option<&Entry> {
        self.by_id.get(id).and_then(|at| self.entry(*at))
    }
}
