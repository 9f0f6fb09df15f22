//! Readable tables of integer weights, and the compact form they are looked up in.
//!
//! *Takes* the text of a table under `ontology/lexicon/learned`. *Gives* a [`Table`]. A line without a tab names
//! the template of the lines below it (or is a comment, `#`); every other line is a condition, a tab, and votes:
//! `said VBD<TAB>SCONJ=12 IN=-4`. The words of a condition are hashed as they stand, so nothing is looked up
//! while loading; a look-up costs one probe of an open-addressing array and no allocation.

mod batch;
mod classes;
mod filter;
mod read;
mod triples;

pub use batch::Batch;
pub use classes::Classes;
pub use read::TableError;
pub use triples::Triples;

use filter::Filter;
use read::{read_lines, read_votes};

/// One part of a condition as a number: the hash of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Atom(pub u32);

impl Atom {
    /// No condition here.
    pub const NONE: Self = Self(0);

    /// The number of a text.
    pub const fn of(text: &[u8]) -> Self {
        Self(hash(Self::SEED, text) | 1)
    }

    /// The number of a text in parts.
    pub fn of_parts<'t>(parts: impl Iterator<Item = &'t [u8]>) -> Self {
        Self(parts.fold(Self::SEED, hash) | 1)
    }

    const SEED: u32 = 0x811c_9dc5;
}

/// FNV-1a, from where the text before it ended.
const fn hash(mut hash: u32, text: &[u8]) -> u32 {
    let mut at = 0;
    while at < text.len() {
        hash = (hash ^ text[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

/// The number of a whole condition: a template and up to three parts.
pub fn key(template: u8, a: Atom, b: Atom, c: Atom) -> u64 {
    const K: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = (u64::from(a.0) << 8 | u64::from(template)).wrapping_mul(K);
    if b != Atom::NONE {
        hash = (hash.rotate_left(23) ^ u64::from(b.0)).wrapping_mul(K);
        if c != Atom::NONE {
            hash = (hash.rotate_left(23) ^ u64::from(c.0)).wrapping_mul(K);
        }
    }
    hash ^ (hash >> 29)
}

/// The conditions that hold at one place, by number.
pub struct Keys {
    conditions: [u64; Self::MOST],
    count: usize,
    /// What a table has for each: filled before any of it is looked at, so that the memory answers all at once.
    found: [u64; Self::MOST],
}

impl Keys {
    /// At most this many conditions hold at once.
    pub const MOST: usize = 64;

    /// None yet.
    #[inline]
    pub const fn new() -> Self {
        Self {
            conditions: [0; Self::MOST],
            count: 0,
            found: [0; Self::MOST],
        }
    }

    /// Adds a condition; those past [`Keys::MOST`] are forgotten.
    #[inline]
    pub fn push(&mut self, template: u8, a: Atom, b: Atom, c: Atom) {
        if let Some(slot) = self.conditions.get_mut(self.count) {
            *slot = key(template, a, b, c);
            self.count += 1;
        }
    }

    /// Forgets all conditions, to be filled anew.
    #[inline]
    pub fn clear(&mut self) {
        self.count = 0;
    }

    /// The conditions, with room for what a table has for each.
    #[inline]
    fn pairs(&mut self) -> impl Iterator<Item = (u64, &mut u64)> {
        self.conditions
            .iter()
            .copied()
            .zip(&mut self.found)
            .take(self.count)
    }
}

impl Default for Keys {
    fn default() -> Self {
        Self::new()
    }
}

/// Conditions and their votes.
///
/// Most conditions have one vote or two, and what costs is the memory: so the first vote stands with its key. The few
/// with many votes hold in most places of a text; theirs stand spread out over all classes, to be added in one sweep.
#[derive(Clone, Default)]
pub struct Table {
    /// From the top: part of the key, the place of the other votes, the first vote. 0 is an empty slot.
    slots: Vec<u64>,
    /// All votes but the first; what stands at 0 is a vote for nothing, for conditions that have no second.
    votes: Vec<u32>,
    /// Rows of conditions with many votes: a weight a class.
    rows: Vec<i16>,
    /// Length of a row, in [`LANES`].
    width: usize,
    shift: u32,
    filter: Filter,
    /// How many votes there are in all.
    count: usize,
}

/// What a table has for a condition.
#[derive(Clone, Copy)]
pub struct Votes(u64);

impl Votes {
    /// None.
    pub const NONE: Self = Self((NOTHING & !LAST) as u64 | (NOTHING as u64) << KEY);
}

/// A vote in 20 bits: 12 for the weight as a number from 1, 7 for the class, one for whether it is the last.
const VOTE: u32 = 20;
const WEIGHT: u32 = 12;
const ZERO: i32 = 1 << (WEIGHT - 1);
const LAST: u32 = 1 << (VOTE - 1);
const NOTHING: u32 = (1 << (WEIGHT - 1)) | LAST;
/// Where a slot's part of the key begins; below it, 20 bits hold the place of the second vote, or the number of the row.
const KEY: u32 = 40;
const FIRST: u64 = (1 << VOTE) - 1;
/// Marks a slot whose votes stand in a row: no first vote is the last.
const ROW: u64 = LAST as u64;
/// So many votes make a row.
const MANY: usize = 7;
/// Classes that are added at once.
const LANES: usize = 8;

fn pack_vote(class: u8, weight: i32) -> Option<u32> {
    let weight = u32::try_from(weight + ZERO)
        .ok()
        .filter(|w| (1..1 << WEIGHT).contains(w))?;
    (class < 128).then_some(u32::from(class) << WEIGHT | weight)
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// If a template or a class is not among those named.
    pub fn parse(text: &str, templates: &[&str], classes: &Classes) -> Result<Self, TableError> {
        let mut rows: Vec<(u64, u64)> = Vec::with_capacity(text.len() / 24);
        let mut votes: Vec<u32> = Vec::with_capacity(text.len() / 16);
        votes.push(NOTHING);
        let mut count = 0;
        let mut line = Vec::new();
        let width = classes.len().div_ceil(LANES);
        let mut spread: Vec<i16> = Vec::new();
        read_lines(text, templates, |condition, bytes, at| {
            line.clear();
            let end = read_votes(bytes, at, classes, &mut line)?;
            let key = condition.key();
            count += line.len();
            if line.len() >= MANY {
                let number = u64::try_from(spread.len() / (width * LANES)).unwrap_or(u64::MAX);
                if number >= 1 << (KEY - VOTE) {
                    return Err("the table has too many votes".to_owned());
                }
                let from = spread.len();
                spread.resize(from + width * LANES, 0);
                let row = spread.get_mut(from..).unwrap_or_default();
                for vote in &line {
                    add_vote(u64::from(*vote), row);
                }
                rows.push((key, key << KEY | number << VOTE | u64::from(NOTHING)));
                return Ok(end);
            }
            let (first, others) = line.split_first().ok_or("expected a vote")?;
            let mut second = 0;
            if let Some((last, middle)) = others.split_last() {
                second = u64::try_from(votes.len()).unwrap_or(u64::MAX);
                if second >= 1 << (KEY - VOTE) {
                    return Err("the table has too many votes".to_owned());
                }
                votes.extend(middle);
                votes.push(last | LAST);
            }
            rows.push((key, key << KEY | second << VOTE | u64::from(*first)));
            Ok(end)
        })?;
        let table = Self {
            votes,
            rows: spread,
            width,
            count,
            ..Self::default()
        };
        Ok(table.with_slots(&rows))
    }

    fn with_slots(self, rows: &[(u64, u64)]) -> Self {
        let bits = (rows.len() * 5 / 4 + 8)
            .next_power_of_two()
            .trailing_zeros();
        let mut table = Self {
            slots: vec![0; 1 << bits],
            shift: 64 - bits,
            filter: Filter::new(rows.iter().map(|r| r.0)),
            ..self
        };
        let mask = table.slots.len() - 1;
        for (key, row) in rows {
            let mut place = table.place(*key);
            while let Some(slot) = table.slots.get_mut(place & mask) {
                if *slot == 0 {
                    *slot = *row;
                    break;
                }
                place += 1;
            }
        }
        table
    }

    /// Adds the votes of all conditions to `scores`, of which there are as many as [`Table::scores`] makes; `keys` loses
    /// those that no line has.
    #[inline]
    pub fn add(&self, keys: &mut Keys, scores: &mut [i16]) {
        self.filter.sieve(keys);
        for (key, found) in keys.pairs() {
            *found = self.slot(key);
        }
        for (key, found) in keys.pairs() {
            *found = self.begun(key, *found);
        }
        for (_, found) in keys.pairs() {
            self.vote(*found, scores);
        }
    }

    /// The votes of one condition, to be cast as often as it holds.
    pub fn votes(&self, template: u8, a: Atom, b: Atom, c: Atom) -> Votes {
        let key = key(template, a, b, c);
        Votes(self.begun(key, self.slot(key)))
    }

    /// Adds votes to `scores`.
    #[inline]
    pub fn cast_one(&self, votes: Votes, scores: &mut [i16]) {
        self.vote(votes.0, scores);
    }

    /// A score of 0 for each class, and some for none.
    pub fn scores(&self) -> Vec<i16> {
        vec![0; self.scores_len()]
    }

    /// How many scores there are to be.
    pub fn scores_len(&self) -> usize {
        self.width * LANES
    }

    /// The slot of a key's first choice.
    #[inline]
    fn slot(&self, key: u64) -> u64 {
        self.slots.get(self.place(key)).copied().unwrap_or(0)
    }

    /// A key's first two votes, given the slot of its first choice: the second takes the place of the key.
    #[inline]
    fn begun(&self, key: u64, slot: u64) -> u64 {
        let row = self.row(key, slot);
        if row & ROW != 0 {
            // both ends of the row are looked at, so that it is there when it is added
            let size = self.width * LANES;
            let start = usize::try_from(row >> VOTE & FIRST).unwrap_or(0) * size;
            let end = |at: usize| self.rows.get(at).copied().unwrap_or(0);
            let ends = u64::from((end(start) ^ end(start + size - 1)).cast_unsigned());
            return row & ((1 << KEY) - 1) | ends << KEY;
        }
        let second = usize::try_from(row >> VOTE & FIRST).unwrap_or(0);
        let second = self.votes.get(second).copied().unwrap_or(NOTHING);
        row & ((1 << KEY) - 1) | u64::from(second) << KEY
    }

    /// Adds a key's votes, of which two have been fetched.
    #[inline]
    fn vote(&self, begun: u64, scores: &mut [i16]) {
        let other = usize::try_from(begun >> VOTE & FIRST).unwrap_or(0);
        if begun & ROW != 0 {
            let size = self.width * LANES;
            let row = self.rows.get(other * size..).unwrap_or_default();
            for (score, weight) in scores.iter_mut().zip(row) {
                *score = score.saturating_add(*weight);
            }
            return;
        }
        add_vote(begun & FIRST, scores);
        let second = begun >> KEY;
        add_vote(second, scores);
        if second & u64::from(LAST) == 0 {
            for vote in self.votes.get(other + 1..).unwrap_or_default() {
                add_vote(u64::from(*vote), scores);
                if vote & LAST != 0 {
                    break;
                }
            }
        }
    }

    /// Where a key's slot is, if it is its first choice.
    #[inline]
    fn place(&self, key: u64) -> usize {
        usize::try_from(key >> self.shift).unwrap_or(0)
    }

    /// The row of a key, given the slot of its first choice; a vote for nothing if it has none.
    #[inline]
    fn row(&self, key: u64, mut slot: u64) -> u64 {
        let mask = self.slots.len().wrapping_sub(1);
        let mut place = self.place(key);
        while slot != 0 {
            if (slot ^ key << KEY) >> KEY == 0 {
                return slot;
            }
            place += 1;
            slot = self.slots.get(place & mask).copied().unwrap_or(0);
        }
        u64::from(NOTHING & !LAST)
    }

    /// Number of votes.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether it has no vote.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "a vote's weight and class have twelve and seven bits"
)]
fn add_vote(vote: u64, scores: &mut [i16]) {
    let class = (vote >> WEIGHT & 127) as usize;
    if let Some(score) = scores.get_mut(class) {
        *score = score.saturating_add((vote & ((1 << WEIGHT) - 1)) as i16 - ZERO as i16);
    }
}

/// The class with the highest score, the first of equals.
#[inline]
pub fn best(scores: &[i16]) -> usize {
    let most = scores.iter().copied().max().unwrap_or(0);
    scores.iter().position(|s| *s == most).unwrap_or(0)
}

/// Whether one score is more than `margin` above all others.
#[inline]
pub fn is_clear(scores: &[i16], margin: i16) -> bool {
    let most = scores.iter().copied().max().unwrap_or(0);
    let near = most.saturating_sub(margin);
    let count: i16 = scores.iter().map(|s| i16::from(*s >= near)).sum();
    count == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_and_looked_up() {
        let classes = Classes::new(["NN", ":", "VBD"]);
        let text = "# votes\nword\nsaid\tVBD=12 NN=-4\ntags\nNN VBD\t:=7\n";
        let table = Table::parse(text, &["word", "tags"], &classes).unwrap();
        let mut scores = table.scores();
        let mut keys = Keys::new();
        keys.push(0, Atom::of(b"said"), Atom::NONE, Atom::NONE);
        keys.push(1, Atom::of(b"NN"), Atom::of(b"VBD"), Atom::NONE);
        keys.push(1, Atom::of(b"VBD"), Atom::of(b"NN"), Atom::NONE);
        table.add(&mut keys, &mut scores);
        assert_eq!(scores.get(..3), Some(&[-4, 7, 12][..]));
        assert_eq!(best(&scores), 2);
    }

    #[test]
    fn an_unknown_class_is_told_with_its_line() {
        let classes = Classes::new(["NN"]);
        let error = Table::parse("word\nsaid\tXX=1\n", &["word"], &classes)
            .err()
            .unwrap();
        assert_eq!(error.line, 2);
        assert!(error.problem.contains("XX"));
    }
}
