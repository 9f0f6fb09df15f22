//! Words as numbers: a frozen table shared by all threads, and what one document adds to it.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// A word as a number. Ids below [`WordTable::len`] are words of the ontology, the same in every document;
/// higher ones are words that only this document has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u32);

/// Words known before any text is read: those of the lexicon, the gazetteers and the rules.
///
/// One string holds all words and one open-addressing table finds them: two allocations instead of two a word, which
/// is most of what loading a pack used to cost.
#[derive(Clone, Debug, Default)]
pub struct WordTable {
    text: String,
    /// Where each word ends in `text`; it begins where the one before it ends.
    ends: Vec<u32>,
    /// Upper half of the hash, and the id plus one; 0 marks an empty slot. A power of two of them, at most half full.
    slots: Vec<(u32, u32)>,
}

impl WordTable {
    /// Makes room for this many more words.
    pub fn reserve(&mut self, words: usize) {
        let wanted = (self.ends.len() + words) * 2;
        if self.slots.len() < wanted {
            self.grow(wanted.next_power_of_two());
        }
    }

    /// The id of `word`, added when new. Only while an ontology is loaded.
    pub fn intern(&mut self, word: &str) -> WordId {
        if (self.ends.len() + 1) * 2 > self.slots.len() {
            self.grow((self.slots.len() * 2).max(64));
        }
        let hash = hash(word);
        let place = match self.find(word, hash) {
            Ok(id) => return id,
            Err(place) => place,
        };
        let id = WordId(self.len());
        self.text.push_str(word);
        self.ends.push(offset(self.text.len()));
        if let Some(slot) = self.slots.get_mut(place) {
            *slot = (high(hash), id.0 + 1);
        }
        id
    }

    /// The id of a known word.
    pub fn get(&self, word: &str) -> Option<WordId> {
        self.find(word, hash(word)).ok()
    }

    /// The id of a word, or the free slot where it would stand.
    fn find(&self, word: &str, hash: u64) -> Result<WordId, usize> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut place = low(hash) & mask;
        while let Some(&(check, id)) = self.slots.get(place) {
            let Some(id) = id.checked_sub(1) else {
                return Err(place);
            };
            if check == high(hash) && self.bytes(WordId(id)) == word.as_bytes() {
                return Ok(WordId(id));
            }
            place = (place + 1) & mask;
        }
        Err(place)
    }

    fn grow(&mut self, size: usize) {
        self.slots = vec![(0, 0); size];
        for id in 0..self.len() {
            let hash = hash(self.word(WordId(id)));
            let mut place = low(hash) & (size - 1);
            while self.slots.get(place).is_some_and(|s| s.1 != 0) {
                place = (place + 1) & (size - 1);
            }
            if let Some(slot) = self.slots.get_mut(place) {
                *slot = (high(hash), id + 1);
            }
        }
    }

    /// The word of an id; empty for an id of a document's own.
    pub fn word(&self, id: WordId) -> &str {
        self.text.get(self.span(id)).unwrap_or("")
    }

    /// The bytes of [`WordTable::word`], to compare.
    fn bytes(&self, id: WordId) -> &[u8] {
        self.text.as_bytes().get(self.span(id)).unwrap_or(&[])
    }

    #[inline]
    fn span(&self, id: WordId) -> std::ops::Range<usize> {
        let at = id.0 as usize;
        let Some(end) = self.ends.get(at) else {
            return 0..0;
        };
        let before = at.checked_sub(1).and_then(|b| self.ends.get(b));
        before.copied().unwrap_or(0) as usize..*end as usize
    }

    /// Number of words.
    pub fn len(&self) -> u32 {
        offset(self.ends.len())
    }

    /// Whether it has no word.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

fn high(hash: u64) -> u32 {
    u32::try_from(hash >> 32).unwrap_or(0)
}

fn low(hash: u64) -> usize {
    usize::try_from(hash & 0xffff_ffff).unwrap_or(0)
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
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

    /// The ids of several words, each of which ends in `text` where `ends` says and begins where the one before it ends.
    ///
    /// The table is larger than what lies near the processor: step by step for all words, they wait for it together
    /// instead of one after the other.
    pub fn intern_all(&mut self, text: &str, ends: &[usize]) -> Vec<WordId> {
        let mask = self.base.slots.len().wrapping_sub(1);
        let mut start = 0;
        let mut first: Vec<(&str, u64, (u32, u32))> = Vec::with_capacity(ends.len());
        first.extend(ends.iter().map(|end| {
            let word = text.get(start..*end).unwrap_or_default();
            start = *end;
            let hash = hash(word);
            let slot = self.base.slots.get(low(hash) & mask).copied();
            (word, hash, slot.unwrap_or_default())
        }));
        let known: Vec<&[u8]> = first
            .iter()
            .map(|(_, _, (_, id))| {
                id.checked_sub(1)
                    .map_or(&[][..], |id| self.base.bytes(WordId(id)))
            })
            .collect();
        let found = first.into_iter().zip(known);
        found
            .map(|((word, hash, (check, id)), known)| {
                if check == high(hash) && known == word.as_bytes() {
                    WordId(id.saturating_sub(1))
                } else {
                    self.intern(word)
                }
            })
            .collect()
    }

    /// The word of an id.
    pub fn word(&self, id: WordId) -> &str {
        match id.0.checked_sub(self.base.len()) {
            None => self.base.word(id),
            Some(own) => self.own.word(WordId(own)),
        }
    }

    /// The id of a word that the ontology or the document has.
    pub fn get(&self, word: &str) -> Option<WordId> {
        let own = || Some(WordId(self.own.get(word)?.0 + self.base.len()));
        self.base.get(word).or_else(own)
    }

    /// Whether the ontology knows the word.
    pub fn is_known(&self, id: WordId) -> bool {
        id.0 < self.base.len()
    }
}
