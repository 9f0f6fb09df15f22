//! The words of the treebank with their tags and lemmas: `learned/words.tsv`.
//!
//! A line is a folded word, a tab, and its tags by frequency: `said<TAB>VBD:423=say VBN:37=say`. The lemma stands
//! only where it differs from the word.

use crate::annotate::lex::tag::Tag;
use crate::annotate::weights::{Atom, TableError};
use crate::text::{WordId, WordTable};

/// A word seen this often has only the tags it was seen with.
const CLOSED: u32 = 8;
/// A word seen at least this often counts as known.
pub const KNOWN: u32 = 2;

/// A tag of a word.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// The tag.
    pub tag: Tag,
    /// Times seen.
    pub count: u32,
    /// Its lemma.
    pub lemma: WordId,
    /// The lemma's number in conditions.
    pub atom: Atom,
}

/// A word of the lexicon.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    start: u32,
    len: u32,
    /// Times seen in all.
    pub total: u32,
    /// The word's number in conditions.
    pub word: Atom,
    /// The number of its ambiguity class, such as `VBD|VBN`.
    pub class: Atom,
    /// Its tag where it has only one that matters.
    pub only: Option<Tag>,
}

impl Entry {
    /// Whether the word was seen often enough to be trusted.
    pub fn is_known(&self) -> bool {
        self.total >= KNOWN
    }

    /// Whether it can have no other tags than those seen.
    pub fn is_closed(&self) -> bool {
        self.total >= CLOSED
    }
}

/// All words with their tags.
#[derive(Clone, Default)]
pub struct Lexicon {
    /// Place of the entry plus one, by word id.
    places: Vec<u32>,
    entries: Vec<Entry>,
    readings: Vec<Reading>,
}

impl Lexicon {
    /// Reads the table and adds its words to `words`.
    ///
    /// # Errors
    /// If a line has another shape.
    pub fn parse(text: &str, words: &mut WordTable) -> Result<Self, TableError> {
        let mut lexicon = Self::default();
        for (number, line) in text.lines().enumerate() {
            let Some((word, tags)) = line.split_once('\t') else {
                continue;
            };
            let id = words.intern(word);
            let start = lexicon.readings.len();
            let mut total = 0;
            for part in tags.split(' ') {
                let reading = reading(part, id, words).ok_or_else(|| TableError {
                    line: number + 1,
                    problem: format!("expected tag:count or tag:count=lemma, found \"{part}\""),
                })?;
                total += reading.count;
                lexicon.readings.push(reading);
            }
            let readings = lexicon.readings.get(start..).unwrap_or_default();
            let entry = Entry {
                start: offset(start),
                len: offset(readings.len()),
                total,
                word: Atom::of(word.as_bytes()),
                class: class_atom(readings, total),
                only: readings
                    .first()
                    .filter(|r| total >= CLOSED && r.count * 1000 >= total * 995)
                    .map(|r| r.tag),
            };
            lexicon.entries.push(entry);
            let place = id.0 as usize;
            if lexicon.places.len() <= place {
                lexicon.places.resize(place + 1, 0);
            }
            if let Some(slot) = lexicon.places.get_mut(place) {
                *slot = offset(lexicon.entries.len());
            }
        }
        Ok(lexicon)
    }

    /// The entry of a word.
    pub fn entry(&self, word: WordId) -> Option<&Entry> {
        let place = self.places.get(word.0 as usize)?.checked_sub(1)?;
        self.entries.get(place as usize)
    }

    /// The tags of an entry, the most frequent first.
    pub fn readings(&self, entry: &Entry) -> &[Reading] {
        let start = entry.start as usize;
        self.readings
            .get(start..start + entry.len as usize)
            .unwrap_or_default()
    }

    /// All lemmas, some more than once.
    pub fn lemmas(&self) -> impl Iterator<Item = WordId> {
        self.readings.iter().map(|r| r.lemma)
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has no word.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// The tags that make up at least a twentieth of a word's uses, at most three: `VBD|VBN`.
pub fn class(readings: &[Reading], total: u32) -> String {
    let names: Vec<String> = in_class(readings, total).map(Tag::name).collect();
    names.join("|")
}

/// The number of the text that [`class`] gives.
fn class_atom(readings: &[Reading], total: u32) -> Atom {
    let parts = in_class(readings, total).enumerate().flat_map(|(at, tag)| {
        let bar = if at == 0 { "" } else { "|" };
        let (name, dot, rest) = tag.name_parts();
        [bar, name, dot, rest]
    });
    Atom::of_parts(parts.map(str::as_bytes))
}

fn in_class(readings: &[Reading], total: u32) -> impl Iterator<Item = Tag> {
    let often = readings.iter().filter(move |r| r.count * 20 >= total);
    often.take(3).map(|r| r.tag)
}

fn reading(part: &str, word: WordId, words: &mut WordTable) -> Option<Reading> {
    // the tag may itself be a colon
    let colon = part.bytes().skip(1).position(|b| b == b':')? + 1;
    let tag = Tag::parse(part.get(..colon)?)?;
    let rest = part.get(colon + 1..)?;
    let (count, lemma, atom) = match rest.split_once('=') {
        Some((count, lemma)) => (count, words.intern(lemma), Atom::of(lemma.as_bytes())),
        None => (rest, word, Atom::of(words.word(word).as_bytes())),
    };
    Some(Reading {
        tag,
        count: count.parse().ok()?,
        lemma,
        atom,
    })
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_numbered_as_its_text() {
        let text = "said\tVBD:423=say VBN:37=say\nhas\tVBZ.AUX:9=have VBZ:8=have NNP:1\n";
        let mut words = WordTable::default();
        let lexicon = Lexicon::parse(text, &mut words).unwrap();
        for (word, expected) in [("said", "VBD|VBN"), ("has", "VBZ.AUX|VBZ|NNP")] {
            let entry = lexicon.entry(words.get(word).unwrap()).unwrap();
            assert_eq!(class(lexicon.readings(entry), entry.total), expected);
            assert_eq!(entry.class, Atom::of(expected.as_bytes()));
        }
    }
}
