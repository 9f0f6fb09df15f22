//! Words as numbers: a frozen table shared by all threads, and what one document adds to it.

use rustc_hash::FxHashMap;

/// A word as a number. Ids below [`WordTable::len`] are words of the ontology, the same in every document;
/// higher ones are words that only this document has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u32);

/// Words known before any text is read: those of the lexicon, the gazetteers and the rules.
#[derive(Clone, Debug, Default)]
pub struct WordTable {
    ids: FxHashMap<Box<str>, WordId>,
    words: Vec<Box<str>>,
}

impl WordTable {
    /// The id of `word`, added when new. Only while an ontology is loaded.
    pub fn intern(&mut self, word: &str) -> WordId {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = WordId(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        self.ids.insert(word.into(), id);
        self.words.push(word.into());
        id
    }

    /// The id of a known word.
    pub fn get(&self, word: &str) -> Option<WordId> {
        self.ids.get(word).copied()
    }

    /// The word of an id; empty for an id of a document's own.
    pub fn word(&self, id: WordId) -> &str {
        self.words.get(id.0 as usize).map_or("", |w| w)
    }

    /// Number of words.
    pub fn len(&self) -> u32 {
        u32::try_from(self.words.len()).unwrap_or(u32::MAX)
    }

    /// Whether it has no word.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// The words of one document: the ontology's table and an overflow of its own.
#[derive(Clone, Debug)]
pub struct DocWords<'o> {
    base: &'o WordTable,
    own: WordTable,
}

impl<'o> DocWords<'o> {
    /// No words of its own yet.
    pub fn new(base: &'o WordTable) -> Self {
        Self {
            base,
            own: WordTable::default(),
        }
    }

    /// The id of `word`, added to the document's own when the ontology does not have it.
    pub fn intern(&mut self, word: &str) -> WordId {
        match self.base.get(word) {
            Some(id) => id,
            None => WordId(self.own.intern(word).0 + self.base.len()),
        }
    }

    /// The word of an id.
    pub fn word(&self, id: WordId) -> &str {
        match id.0.checked_sub(self.base.len()) {
            None => self.base.word(id),
            Some(own) => self.own.word(WordId(own)),
        }
    }

    /// Whether the ontology knows the word.
    pub fn is_known(&self, id: WordId) -> bool {
        id.0 < self.base.len()
    }
}
