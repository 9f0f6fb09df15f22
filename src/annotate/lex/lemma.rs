//! Lemmas of words the lexicon does not have: `learned/lemmas.tsv`, suffix rules by tag.
//!
//! A line is a tag, a suffix, and what stands for it in the lemma: `VBD<TAB>ied<TAB>y`; `-` stands for nothing.
//! The longest suffix that fits wins.

use rustc_hash::FxHashMap;

use super::tag::Tag;
use crate::annotate::weights::{Atom, TableError, key};

/// The longest suffix of a rule, in bytes.
pub const LONGEST: usize = 6;

/// Suffix rules by tag.
#[derive(Clone, Default)]
pub struct Lemmas {
    rules: FxHashMap<u64, (u8, Box<str>)>,
}

impl Lemmas {
    /// Reads the table.
    ///
    /// # Errors
    /// If a line has another shape.
    pub fn parse(text: &str) -> Result<Self, TableError> {
        let mut rules = FxHashMap::default();
        for (number, line) in text.lines().enumerate() {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let mut cells = line.split('\t');
            let rule = (|| {
                let tag = Tag::parse(cells.next()?)?;
                let suffix = nothing(cells.next()?);
                let lemma = nothing(cells.next()?);
                Some((
                    rule_key(tag, suffix),
                    (u8::try_from(suffix.len()).ok()?, lemma.into()),
                ))
            })();
            let (key, rule) = rule.ok_or_else(|| TableError {
                line: number + 1,
                problem: "expected tag, suffix and replacement parted by tabs".to_owned(),
            })?;
            rules.insert(key, rule);
        }
        Ok(Self { rules })
    }

    /// Writes the lemma of a folded word to `out`.
    pub fn lemma(&self, word: &str, tag: Tag, out: &mut String) {
        out.clear();
        for len in (0..=LONGEST.min(word.len())).rev() {
            let Some((stem, suffix)) = word.split_at_checked(word.len() - len) else {
                continue;
            };
            if let Some((_, lemma)) = self
                .rules
                .get(&rule_key(tag, suffix))
                .filter(|_| !stem.is_empty())
            {
                out.push_str(stem);
                out.push_str(lemma);
                return;
            }
        }
        out.push_str(word);
    }
}

fn nothing(cell: &str) -> &str {
    if cell == "-" { "" } else { cell }
}

fn rule_key(tag: Tag, suffix: &str) -> u64 {
    key(
        0,
        Atom(u32::from(tag.code()) + 1),
        Atom::of(suffix.as_bytes()),
        Atom::NONE,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_suffix_wins() {
        let lemmas = Lemmas::parse("VBD\ted\t-\nVBD\tied\ty\nNNS\ts\t-\n").unwrap();
        let mut out = String::new();
        for (word, tag, lemma) in [
            ("fired", "VBD", "fir"),
            ("carried", "VBD", "carry"),
            ("bombs", "NNS", "bomb"),
            ("s", "NNS", "s"),
        ] {
            lemmas.lemma(word, Tag::parse(tag).unwrap(), &mut out);
            assert_eq!(out, lemma);
        }
    }
}
