//! What a dictionary knows of words that the treebank hardly has: "rejects" is a verb's form, "postmaster" a noun.
//!
//! *Takes* `lexicon/ordinary/words.txt`: a word, a tab and letters for its parts of speech (WordNet's, and the forms of its
//! lists of exceptions). *Gives* the letters of a word, or of what is left when a regular ending is cut, and whether a word
//! is listed at all. *Promises* to read the file once, without keeping its text; a word costs a probe, and one for each
//! ending it may have.

use crate::annotate::weights::Atom;

/// Noun, verb, adjective, adverb; plural, third person, past form, form in -ing, comparative, superlative; and whether
/// only what stands after a hyphen is known.
const LETTERS: [u8; 11] = *b"nvarNVEGCS-";

/// Set for every word of the file, with parts of speech or without.
const LISTED: u16 = 1 << 15;

/// Regular endings, what stands in their place in the dictionary, whether a consonant may be doubled before them, and
/// what a word of one kind is with the ending.
const ENDINGS: [Ending; 15] = [
    ("s", "", false, &[(b'n', b'N'), (b'v', b'V')]),
    ("es", "", true, &[(b'n', b'N'), (b'v', b'V')]),
    ("ies", "y", false, &[(b'n', b'N'), (b'v', b'V')]),
    ("ed", "", true, &[(b'v', b'E')]),
    ("ed", "e", false, &[(b'v', b'E')]),
    ("ied", "y", false, &[(b'v', b'E')]),
    ("ing", "", true, &[(b'v', b'G')]),
    ("ing", "e", false, &[(b'v', b'G')]),
    ("er", "", true, &[(b'a', b'C'), (b'v', b'n')]),
    ("er", "e", false, &[(b'a', b'C'), (b'v', b'n')]),
    ("ier", "y", false, &[(b'a', b'C')]),
    ("est", "", true, &[(b'a', b'S')]),
    ("est", "e", false, &[(b'a', b'S')]),
    ("ly", "", false, &[(b'a', b'r')]),
    ("men", "man", false, &[(b'n', b'N')]),
];

type Ending = (&'static str, &'static str, bool, &'static [(u8, u8)]);

/// Words longer than this, in bytes, are not looked up.
const LONGEST: usize = 32;

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// Kinds by word.
#[derive(Clone, Default)]
pub struct Kinds {
    /// Hash of the word above, a bit for each of its kinds below; 0 is an empty slot. A power of two of them.
    slots: Vec<u64>,
}

impl Kinds {
    /// Reads the dictionary; of words without a tab only that they are listed.
    pub fn parse(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends: usize = bytes.iter().map(|b| usize::from(*b == b'\n')).sum();
        // a quarter of the slots stays free at least
        let mut kinds = Self {
            slots: vec![0; ((ends + 1) * 4 / 3 + 1).next_power_of_two()],
        };
        let (mut at, mut hash) = (0, SEED);
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'\n' => {
                    kinds.insert(hash, LISTED);
                    hash = SEED;
                }
                b'\t' => {
                    let mut bits = LISTED;
                    while let Some(&letter) = bytes.get(at).filter(|b| **b != b'\n') {
                        bits |= bit(letter);
                        at += 1;
                    }
                    kinds.insert(hash, bits);
                    at += 1;
                    hash = SEED;
                }
                _ => hash = step(hash, byte),
            }
        }
        kinds.insert(hash, LISTED);
        kinds
    }

    #[inline]
    fn insert(&mut self, hash: u64, bits: u16) {
        if hash == SEED {
            return;
        }
        let (mut place, check) = split(hash, self.slots.len());
        let mask = self.slots.len() - 1;
        while let Some(slot) = self.slots.get_mut(place & mask) {
            if *slot == 0 || (*slot ^ check) >> 16 == 0 {
                *slot |= check | u64::from(bits);
                break;
            }
            place += 1;
        }
    }

    /// Whether the file has no word.
    pub fn is_empty(&self) -> bool {
        self.slots.iter().all(|s| *s == 0)
    }

    /// Whether a folded word stands in the file as it is.
    pub fn is_listed(&self, word: &str) -> bool {
        self.find(word.bytes().fold(SEED, step)).is_some()
    }

    /// The kinds of a folded word as one part of a condition.
    pub fn atom(&self, word: &str) -> Atom {
        let (letters, count) = letters(self.bits(word));
        Atom::of(letters.get(..count).unwrap_or_default())
    }

    /// The text that [`Kinds::atom`] stands for: `nv`, `NV`; `?` where nothing is known.
    pub fn name(&self, word: &str) -> String {
        let (letters, count) = letters(self.bits(word));
        letters.into_iter().take(count).map(char::from).collect()
    }

    fn bits(&self, word: &str) -> u16 {
        match self.inflected(word) {
            0 => word
                .rsplit_once('-')
                .filter(|(_, last)| last.len() > 1)
                .map_or(0, |(_, last)| self.inflected(last) | bit(b'-')),
            bits => bits,
        }
    }

    /// The kinds of a word as it is and as a regular form.
    fn inflected(&self, word: &str) -> u16 {
        let bytes = word.as_bytes();
        if self.slots.is_empty() || bytes.len() > LONGEST {
            return 0;
        }
        // the hashes of all beginnings: those of the stems are among them
        let mut hashes = [SEED; LONGEST + 1];
        let mut hash = SEED;
        for (slot, byte) in hashes.iter_mut().skip(1).zip(bytes) {
            hash = step(hash, *byte);
            *slot = hash;
        }
        let mut bits = self.get(hash);
        if !matches!(
            bytes.last(),
            Some(b's' | b'd' | b'g' | b'r' | b't' | b'y' | b'n')
        ) {
            return bits;
        }
        for (ending, instead, doubled, kinds) in ENDINGS {
            let Some(stem) = bytes
                .strip_suffix(ending.as_bytes())
                .filter(|stem| stem.len() > 1 && (ending != "s" || !stem.ends_with(b"s")))
            else {
                continue;
            };
            let cut = |len: usize| hashes.get(len).copied().unwrap_or(SEED);
            let mut found = self.get(instead.bytes().fold(cut(stem.len()), step));
            if doubled
                && let [.., a, b] = stem
                && a == b
                && a.is_ascii_alphabetic()
            {
                found |= self.get(cut(stem.len() - 1));
            }
            for (from, to) in kinds {
                if found & bit(*from) != 0 {
                    bits |= bit(*to);
                }
            }
        }
        bits
    }

    #[inline]
    fn get(&self, hash: u64) -> u16 {
        self.find(hash).map_or(0, |bits| bits & !LISTED)
    }

    #[inline]
    fn find(&self, hash: u64) -> Option<u16> {
        let (mut place, check) = split(hash, self.slots.len());
        let mask = self.slots.len().wrapping_sub(1);
        while let Some(slot) = self.slots.get(place & mask).filter(|s| **s != 0) {
            if (slot ^ check) >> 16 == 0 {
                return u16::try_from(slot & 0xffff).ok();
            }
            place += 1;
        }
        None
    }
}

#[inline]
fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Where a word's slot is, if it is its first choice, and the part of its hash that is kept.
#[inline]
fn split(hash: u64, size: usize) -> (usize, u64) {
    let mixed = hash ^ hash >> 32;
    (
        usize::try_from(mixed).unwrap_or(0) & size.wrapping_sub(1),
        hash & !0xffff,
    )
}

fn bit(letter: u8) -> u16 {
    LETTERS
        .iter()
        .position(|l| *l == letter)
        .map_or(0, |p| 1 << p)
}

fn letters(bits: u16) -> ([u8; LETTERS.len()], usize) {
    let mut out = [b'?'; LETTERS.len()];
    let mut count = 0;
    for (place, letter) in LETTERS.iter().enumerate() {
        if bits >> place & 1 != 0
            && let Some(slot) = out.get_mut(count)
        {
            *slot = *letter;
            count += 1;
        }
    }
    (out, count.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_forms_are_known_by_their_stems() {
        let kinds =
            Kinds::parse("# words\nand\nbright\ta\ncarry\tv\nman\tn\nplan\tnv\nstruck\tE\n");
        for (word, expected) in [
            ("plan", "nv"),
            ("plans", "NV"),
            ("planned", "E"),
            ("planning", "G"),
            ("carried", "E"),
            ("brighter", "C"),
            ("brightest", "S"),
            ("brightly", "r"),
            ("struck", "E"),
            ("men", "?"),
            ("pre-plan", "nv-"),
            ("and", "?"),
            ("zzz", "?"),
            ("", "?"),
        ] {
            assert_eq!(kinds.name(word), expected, "{word}");
            assert_eq!(kinds.atom(word), Atom::of(expected.as_bytes()));
        }
        for (word, listed) in [
            ("plan", true),
            ("and", true),
            ("plans", false),
            ("zzz", false),
        ] {
            assert_eq!(kinds.is_listed(word), listed, "{word}");
        }
        assert!(Kinds::parse("").is_empty() && !kinds.is_empty());
        assert!(!Kinds::default().is_listed("plan"));
    }
}
