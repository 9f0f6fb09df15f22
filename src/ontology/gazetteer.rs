//! Names that are known beforehand: places, groups, state bodies, people in office.

use std::sync::OnceLock;

use super::diagnostic::Diagnostic;
use super::files::PackFiles;
use super::rows::{lines, split};
use super::trie::Trie;
use super::vocabulary::{ClassId, Vocabulary};
use crate::text::{Conventions, Token, WordId, WordTable, cut_words};

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
    fn read(line: &str, class: ClassId) -> Self {
        let mut fields = line.split('\t');
        let mut field = || fields.next().unwrap_or("");
        let (id, name, aliases, _, links) = (field(), field(), field(), field(), field());
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            aliases: aliases
                .split('|')
                .filter(|a| !a.is_empty())
                .map(str::to_owned)
                .collect(),
            class,
            links: links
                .split_whitespace()
                .filter_map(|l| l.split_once('='))
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .collect(),
        }
    }

    /// The first link of a key.
    pub fn link(&self, key: &str) -> Option<&str> {
        self.links
            .iter()
            .find(|(k, _)| k == key)
            .map(|(_, v)| v.as_str())
    }
}

/// One name of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameRef {
    /// Number of the entry, for [`Gazetteer::entry`].
    pub entry: u32,
    /// All letters of the name are capitals, as in `IS` or `US`: in mixed-case text only that spelling counts.
    pub acronym: bool,
}

/// All gazetteers of a pack. A row becomes an [`Entry`] when it is first asked for: a text names a handful of the
/// thirty thousand.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    /// The rows of all files, in order of files and rows.
    rows: Vec<Row>,
    /// Names and aliases by folded words.
    pub names: Trie<NameRef>,
    /// Ids, and the first row of each.
    ids: WordTable,
    first: Vec<u32>,
    files: PackFiles,
    paths: Vec<String>,
}

#[derive(Clone, Debug)]
struct Row {
    file: u32,
    start: u32,
    end: u32,
    class: ClassId,
    entry: OnceLock<Box<Entry>>,
}

/// Files of `gazetteers/` that hold word lists and no entries.
const NOT_ENTRIES: [&str; 3] = ["demonyms.tsv", "given_names.tsv", "family_names.tsv"];

/// Bytes of a row, at least: to reserve room by the size of the files.
const SMALL_ROW: usize = 80;

impl Gazetteer {
    /// Reads every `gazetteers/*.tsv` with entries.
    pub fn load(
        files: &PackFiles,
        vocabulary: &Vocabulary,
        conventions: &Conventions,
        words: &mut WordTable,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut gazetteer = Self {
            files: files.clone(),
            ..Self::default()
        };
        let is_entries = |path: &str| !NOT_ENTRIES.iter().any(|n| path.ends_with(n));
        let size: usize = files
            .below("gazetteers", "tsv")
            .filter(|(p, _)| is_entries(p))
            .map(|(_, t)| t.len())
            .sum();
        gazetteer.rows.reserve(size / SMALL_ROW);
        gazetteer.names.reserve(size / SMALL_ROW);
        gazetteer.ids.reserve(size / SMALL_ROW);
        words.reserve(size / SMALL_ROW);
        let mut cut = NameCutter {
            conventions,
            tokens: Vec::new(),
            folded: String::new(),
            key: Vec::new(),
        };
        for (path, text) in files
            .below("gazetteers", "tsv")
            .filter(|(p, _)| is_entries(p))
        {
            let file = u32::try_from(gazetteer.paths.len()).unwrap_or(u32::MAX);
            gazetteer.paths.push(path.to_owned());
            let mut known: Option<(&str, ClassId)> = None;
            for (at, line) in lines(text) {
                let mut fields = split(line, b'\t');
                let (Some(id), Some(name), Some(aliases), Some(class), Some(_)) = (
                    fields.next(),
                    fields.next(),
                    fields.next(),
                    fields.next(),
                    fields.next(),
                ) else {
                    let help = "write id, name, aliases, class, links, valid_from, valid_to with tabs between";
                    found.push(Diagnostic::error(
                        "G001",
                        path,
                        at..at + 1,
                        "the row has too few fields",
                        help,
                    ));
                    continue;
                };
                let before = known.filter(|(c, _)| *c == class);
                let Some((_, id_of_class)) =
                    before.or_else(|| Some((class, vocabulary.class_id(class)?)))
                else {
                    let near = vocabulary
                        .suggest(class)
                        .map_or_else(String::new, |n| format!("did you mean `{n}`?"));
                    let message = format!("there is no class `{class}`");
                    found.push(Diagnostic::error("G002", path, at..at + 1, message, near));
                    continue;
                };
                known = Some((class, id_of_class));
                let row = u32::try_from(gazetteer.rows.len()).unwrap_or(u32::MAX);
                for name in
                    std::iter::once(name).chain(split(aliases, b'|').filter(|a| !a.is_empty()))
                {
                    gazetteer.add(name, row, &mut cut, words);
                }
                if gazetteer.ids.intern(id).0 as usize == gazetteer.first.len() {
                    gazetteer.first.push(row);
                }
                let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                gazetteer.rows.push(Row {
                    file,
                    start: offset(at),
                    end: offset(at + line.len()),
                    class: id_of_class,
                    entry: OnceLock::new(),
                });
            }
        }
        gazetteer
    }

    fn add(&mut self, name: &str, row: u32, cut: &mut NameCutter<'_>, words: &mut WordTable) {
        cut.key(name, words);
        let acronym = name.len() <= 8
            && name
                .chars()
                .filter(|c| c.is_alphabetic())
                .all(char::is_uppercase);
        if self
            .names
            .get(cut.key.iter().copied())
            .iter()
            .all(|n| n.entry != row)
        {
            self.names.insert(
                &cut.key,
                NameRef {
                    entry: row,
                    acronym,
                },
            );
        }
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The class of an entry, which needs no reading of its row.
    pub fn class_of(&self, at: u32) -> Option<ClassId> {
        self.rows.get(at as usize).map(|row| row.class)
    }

    /// An entry by index.
    pub fn entry(&self, at: u32) -> Option<&Entry> {
        let row = self.rows.get(at as usize)?;
        Some(row.entry.get_or_init(|| {
            let text = self
                .paths
                .get(row.file as usize)
                .and_then(|p| self.files.text(p))
                .unwrap_or("");
            Box::new(Entry::read(
                text.get(row.start as usize..row.end as usize).unwrap_or(""),
                row.class,
            ))
        }))
    }

    /// The index of an entry by id.
    pub fn index_of(&self, id: &str) -> Option<u32> {
        self.ids
            .get(id)
            .and_then(|id| self.first.get(id.0 as usize))
            .copied()
    }

    /// An entry by id.
    pub fn by_id(&self, id: &str) -> Option<&Entry> {
        self.index_of(id).and_then(|at| self.entry(at))
    }
}

/// Cuts names into folded words, in buffers that are kept.
struct NameCutter<'c> {
    conventions: &'c Conventions,
    tokens: Vec<Token>,
    folded: String,
    key: Vec<WordId>,
}

impl NameCutter<'_> {
    fn key(&mut self, name: &str, words: &mut WordTable) {
        self.key.clear();
        cut_words(name, self.conventions, &mut self.tokens);
        for token in &self.tokens {
            let word = token.span.of(name);
            self.folded.clear();
            if word.is_ascii() {
                self.folded.push_str(word);
                self.folded.make_ascii_lowercase();
            } else {
                self.folded.push_str(&word.to_lowercase().replace('’', "'"));
            }
            self.key.push(words.intern(&self.folded));
        }
    }
}
