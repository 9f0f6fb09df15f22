//! Words to the class they mostly have: "however" is an adverb whether or not it has a capital.
//!
//! *Takes* the table of words that the tagger uses (`learned/words.tsv`). *Gives* the commonest tag of a word.
//! *Promises* to know the words by their hashes alone.

use rustc_hash::FxHashMap;

/// What stands beyond the ends of a sentence.
pub(super) const EDGE: &str = "<edge>";

/// The commonest tag of each word.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    /// Names of the tags, as they are and for words in small letters.
    names: Vec<[Box<str>; 2]>,
    /// Place of its name by the hash of a word.
    words: FxHashMap<u64, u8>,
}

impl Classes {
    /// Reads lines such as `said<TAB>VBD:423=say VBN:37=say`, the commonest tag first; words seen once tell nothing.
    pub fn parse(text: &str) -> Self {
        let mut all = Self::default();
        all.words.reserve(text.len() / 32);
        for line in text.lines() {
            let Some((word, tags)) = line.split_once('\t') else {
                continue;
            };
            // the tag may itself be a colon
            let colon = tags.bytes().skip(1).position(|b| b == b':').unwrap_or(0) + 1;
            let (Some(tag), Some(count)) = (tags.get(..colon), tags.get(colon + 1..)) else {
                continue;
            };
            let mut figures = count.bytes();
            if figures.next() == Some(b'1') && figures.next().is_none_or(|b| !b.is_ascii_digit()) {
                continue;
            }
            let known = all.names.iter().position(|[name, _]| **name == *tag);
            let place = known.unwrap_or_else(|| {
                all.names.push([tag.into(), format!("{tag}-").into()]);
                all.names.len() - 1
            });
            if let Ok(place) = u8::try_from(place) {
                all.words.insert(hash(word), place);
            }
        }
        all
    }

    /// The class of a word in lower case; `shape` tells how it was written.
    pub(super) fn of(&self, word: &str, shape: &str) -> &str {
        if word == EDGE {
            return EDGE;
        }
        let small = shape == "x";
        self.words
            .get(&hash(word))
            .and_then(|place| self.names.get(usize::from(*place)))
            .map_or_else(
                || unknown(shape),
                |[name, other]| if small { other } else { name },
            )
    }
}

fn unknown(shape: &str) -> &'static str {
    match shape {
        "X" => "?X",
        "XX" => "?XX",
        "x" => "?x",
        "Xx" => "?Xx",
        "9" => "?9",
        "@" => "?@",
        _ => "?",
    }
}

fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_tag_is_the_class() {
        let classes =
            Classes::parse("# words\n:\t::40\nonce\tRB:1\nsaid\tVBD:423=say VBN:37=say\n");
        for (word, shape, expected) in [
            ("said", "x", "VBD-"),
            ("said", "Xx", "VBD"),
            (":", ":", ":"),
            ("once", "Xx", "?Xx"),
            (EDGE, EDGE, EDGE),
        ] {
            assert_eq!(classes.of(word, shape), expected, "{word}");
        }
    }
}
