//! Readable tables of integer weights, and the compact form they are looked up in.
//!
//! *Takes* the text of a table under `ontology/lexicon/learned`. *Gives* a [`Table`]. A line without a tab names
//! the template of the lines below it (or is a comment, `#`); every other line is a condition, a tab, and votes:
//! `said VBD<TAB>SCONJ=12 IN=-4`. The words of a condition are hashed as they stand, so nothing is looked up
//! while loading; a look-up costs one probe of an open-addressing array and no allocation.

mod classes;
mod triples;

pub use classes::Classes;
pub use triples::Triples;

/// One part of a condition as a number: the hash of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Atom(pub u32);

impl Atom {
    /// No condition here.
    pub const NONE: Self = Self(0);

    /// The number of a text.
    pub const fn of(text: &[u8]) -> Self {
        let mut hash: u32 = 0x811c_9dc5;
        let mut at = 0;
        while at < text.len() {
            hash = (hash ^ text[at] as u32).wrapping_mul(0x0100_0193);
            at += 1;
        }
        Self(hash | 1)
    }
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
    keys: [u64; Self::MOST],
    count: usize,
}

impl Keys {
    /// At most this many conditions hold at once.
    pub const MOST: usize = 64;

    /// None yet.
    #[inline]
    pub const fn new() -> Self {
        Self {
            keys: [0; Self::MOST],
            count: 0,
        }
    }

    /// Adds a condition; those past [`Keys::MOST`] are forgotten.
    #[inline]
    pub fn push(&mut self, template: u8, a: Atom, b: Atom, c: Atom) {
        if let Some(slot) = self.keys.get_mut(self.count) {
            *slot = key(template, a, b, c);
            self.count += 1;
        }
    }

    fn as_slice(&self) -> &[u64] {
        self.keys.get(..self.count).unwrap_or_default()
    }
}

impl Default for Keys {
    fn default() -> Self {
        Self::new()
    }
}

/// A vote for one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vote {
    /// The class, as its place in the list of classes.
    pub class: u8,
    /// Whether it is its condition's last vote.
    last: bool,
    /// How much the condition speaks for the class.
    pub weight: i16,
}

#[derive(Clone, Copy)]
struct Slot {
    check: u32,
    /// Place of the first vote plus one; 0 marks an empty slot.
    start: u32,
}

/// Conditions and their votes.
#[derive(Clone, Default)]
pub struct Table {
    slots: Vec<Slot>,
    votes: Vec<Vote>,
    shift: u32,
}

/// A line of a table that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {problem}; learn the table anew with the example learn_tables")]
pub struct TableError {
    /// Line of the table, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// If a template or a class is not among those named.
    pub fn parse(text: &str, templates: &[&str], classes: &Classes) -> Result<Self, TableError> {
        let mut keys: Vec<(u64, u32)> = Vec::with_capacity(text.len() / 24);
        let mut votes: Vec<Vote> = Vec::with_capacity(text.len() / 10);
        read_lines(text, templates, |key, bytes, at| {
            keys.push((key, u32::try_from(votes.len()).unwrap_or(u32::MAX - 1) + 1));
            read_votes(bytes, at, classes, &mut votes)
        })?;
        Ok(Self::build(&keys, votes))
    }

    fn build(keys: &[(u64, u32)], votes: Vec<Vote>) -> Self {
        let bits = (keys.len() * 8 / 5 + 8)
            .next_power_of_two()
            .trailing_zeros();
        let mut table = Self {
            slots: vec![Slot { check: 0, start: 0 }; 1 << bits],
            votes,
            shift: 64 - bits,
        };
        let mask = table.slots.len() - 1;
        for &(key, start) in keys {
            let mut place = usize::try_from(key >> table.shift).unwrap_or(0);
            while let Some(slot) = table.slots.get_mut(place & mask) {
                if slot.start == 0 {
                    *slot = Slot {
                        check: check(key),
                        start,
                    };
                    break;
                }
                place += 1;
            }
        }
        table
    }

    /// Adds the votes of all conditions to `scores`. Probes them all first, so that the memory answers side by side.
    #[inline]
    pub fn add(&self, keys: &Keys, scores: &mut [i32]) {
        let mut starts = [usize::MAX; Keys::MOST];
        let keys = keys.as_slice();
        for (start, key) in starts.iter_mut().zip(keys) {
            *start = self.find(*key);
        }
        for start in starts.get(..keys.len()).unwrap_or_default() {
            self.vote(*start, scores);
        }
    }

    #[inline]
    fn vote(&self, start: usize, scores: &mut [i32]) {
        for vote in self.votes.get(start..).unwrap_or_default() {
            if let Some(score) = scores.get_mut(usize::from(vote.class)) {
                *score += i32::from(vote.weight);
            }
            if vote.last {
                break;
            }
        }
    }

    #[inline]
    fn find(&self, key: u64) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mut place = usize::try_from(key >> self.shift).unwrap_or(0);
        let check = check(key);
        while let Some(slot) = self.slots.get(place & mask) {
            if slot.start == 0 {
                break;
            }
            if slot.check == check {
                return slot.start as usize - 1;
            }
            place += 1;
        }
        usize::MAX
    }

    /// Number of votes.
    pub fn len(&self) -> usize {
        self.votes.len()
    }

    /// Whether it has no vote.
    pub fn is_empty(&self) -> bool {
        self.votes.is_empty()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the low half of the hash is what is wanted"
)]
fn check(key: u64) -> u32 {
    key as u32
}

/// Walks the lines of a table: `row` gets the number of each condition and reads the votes after its tab.
fn read_lines(
    text: &str,
    templates: &[&str],
    mut row: impl FnMut(u64, &[u8], usize) -> Result<usize, String>,
) -> Result<(), TableError> {
    let mut template = None;
    let bytes = text.as_bytes();
    let (mut at, mut line) = (0, 0);
    while at < bytes.len() {
        line += 1;
        let problem = |problem: String| TableError { line, problem };
        let mut atoms = [Atom::NONE; 3];
        let mut part = 0;
        let mut from = at;
        let mut tab = false;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\n' => break,
                b'\t' | b' ' => {
                    if let Some(atom) = atoms.get_mut(part) {
                        *atom = Atom::of(bytes.get(from..at).unwrap_or_default());
                    }
                    part += 1;
                    from = at + 1;
                    if byte == b'\t' {
                        tab = true;
                        at += 1;
                        break;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        if !tab {
            let name = text.get(from..at).unwrap_or("");
            at += 1;
            if part == 0 && !name.starts_with('#') && !name.is_empty() {
                let place = templates.iter().position(|t| *t == name);
                let place = place.and_then(|p| u8::try_from(p).ok());
                template =
                    Some(place.ok_or_else(|| {
                        problem(format!("expected a template, found \"{name}\""))
                    })?);
            }
            continue;
        }
        let template =
            template.ok_or_else(|| problem("a condition before the first template".to_owned()))?;
        let [a, b, c] = atoms;
        at = row(key(template, a, b, c), bytes, at).map_err(problem)?;
    }
    Ok(())
}

fn read_votes(
    bytes: &[u8],
    mut at: usize,
    classes: &Classes,
    votes: &mut Vec<Vote>,
) -> Result<usize, String> {
    loop {
        let from = at;
        let mut hash: u32 = 0x811c_9dc5;
        while let Some(&byte) = bytes.get(at)
            && byte != b'='
        {
            if byte == b'\n' {
                return Err("expected class=weight".to_owned());
            }
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
            at += 1;
        }
        let class = classes.get(Atom(hash | 1)).ok_or_else(|| {
            let name =
                String::from_utf8_lossy(bytes.get(from..at).unwrap_or_default()).into_owned();
            format!("expected a class, found \"{name}\"")
        })?;
        at += 1;
        let minus = bytes.get(at) == Some(&b'-');
        at += usize::from(minus);
        let mut weight: i16 = 0;
        while let Some(digit) = bytes.get(at).filter(|b| b.is_ascii_digit()) {
            weight = weight
                .saturating_mul(10)
                .saturating_add(i16::from(digit - b'0'));
            at += 1;
        }
        let last = bytes.get(at) != Some(&b' ');
        votes.push(Vote {
            class,
            last,
            weight: if minus { -weight } else { weight },
        });
        at += 1;
        if last {
            return Ok(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_and_looked_up() {
        let classes = Classes::new(["NN", ":", "VBD"]);
        let text = "# votes\nword\nsaid\tVBD=12 NN=-4\ntags\nNN VBD\t:=7\n";
        let table = Table::parse(text, &["word", "tags"], &classes).unwrap();
        let mut scores = [0; 3];
        let mut keys = Keys::new();
        keys.push(0, Atom::of(b"said"), Atom::NONE, Atom::NONE);
        keys.push(1, Atom::of(b"NN"), Atom::of(b"VBD"), Atom::NONE);
        keys.push(1, Atom::of(b"VBD"), Atom::of(b"NN"), Atom::NONE);
        table.add(&keys, &mut scores);
        assert_eq!(scores, [-4, 7, 12]);
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
