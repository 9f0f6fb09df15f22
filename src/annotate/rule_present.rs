//! Where a document speaks of the classes that the rules of a pass ask for.
//!
//! *Takes* the names and mentions of a document. *Gives*, for each list of classes that some rule asks for, a bit a token:
//! something of these classes starts there, or covers it. *Promises* one walk over names and mentions a document; what a
//! rule asks of a stretch of tokens is then a word or two of bits.

use std::ops::Range;

use super::mention::MentionKind;
use super::reading::Reading;
use super::rule_needs::{AllNeeds, KindsId};
use super::slot;

/// The name that a role noun at the end goes with may open the next sentence: so many tokens of it count as well.
const BEYOND: usize = 16;
/// Tokens a word of bits.
const WORD: usize = u64::BITS as usize;

/// What one document speaks of, token by token.
#[derive(Clone, Debug, Default)]
pub(super) struct Present {
    /// Words a row.
    width: usize,
    /// By list of classes two rows, what starts at a token and what covers or heads it; before them one of heads of
    /// mentions that may be of any class. Without names and mentions there are none.
    bits: Vec<u64>,
}

impl Present {
    /// Looks at the names and mentions of a document.
    pub(super) fn new(reading: &Reading<'_>, needs: &AllNeeds) -> Self {
        if reading.names.is_empty() && reading.mentions.is_empty() {
            return Self::default();
        }
        let width = reading.document.tokens.len() / WORD + 1;
        let mut present = Self {
            width,
            bits: vec![0; width * (1 + 2 * needs.kinds())],
        };
        for name in &reading.names {
            for kinds in needs.with_class(name.class) {
                present.set(starts(*kinds), name.tokens.start);
                present.set_all(covers(*kinds), &name.tokens);
            }
        }
        for m in &reading.mentions {
            if slot::is_open(reading, m) {
                present.set(UNCLASSED, m.head);
            }
            for kinds in m.class.map_or(&[][..], |class| needs.with_class(class)) {
                if !m.modifier {
                    present.set(starts(*kinds), m.tokens.start);
                }
                present.set(covers(*kinds), m.head);
                if m.kind == MentionKind::Name {
                    present.set_all(covers(*kinds), &(m.tokens.start..m.core.end));
                }
            }
        }
        present
    }

    fn set(&mut self, row: usize, at: usize) {
        if let Some(word) = self.bits.get_mut(row * self.width + at / WORD) {
            *word |= 1 << (at % WORD);
        }
    }

    fn set_all(&mut self, row: usize, tokens: &Range<usize>) {
        let (first, last) = (tokens.start / WORD, tokens.end.saturating_sub(1) / WORD);
        if first != last || tokens.is_empty() {
            tokens.clone().for_each(|at| self.set(row, at));
        } else if let Some(word) = self.bits.get_mut(row * self.width + first) {
            *word |= u64::MAX >> (WORD - tokens.len()) << (tokens.start % WORD);
        }
    }

    /// Whether a sentence, or what follows right behind it, has a name or mention of one of these classes.
    #[inline]
    pub(super) fn has(&self, kinds: KindsId, sentence: &Range<usize>) -> bool {
        self.any(covers(kinds), sentence.start..sentence.end + BEYOND)
    }

    /// Whether it has a mention that may be of any class.
    #[inline]
    pub(super) fn has_unclassed(&self, sentence: &Range<usize>) -> bool {
        self.any(UNCLASSED, sentence.start..sentence.end + BEYOND)
    }

    /// Whether something of these classes starts in a stretch of a sentence.
    #[inline]
    pub(super) fn starts_in(
        &self,
        kinds: KindsId,
        sentence: &Range<usize>,
        stretch: Range<usize>,
    ) -> bool {
        self.any(starts(kinds), stretch.start..stretch.end.min(sentence.end))
    }

    /// The tokens of a sentence at which something of these classes starts.
    pub(super) fn each_start(
        &self,
        kinds: KindsId,
        sentence: &Range<usize>,
    ) -> impl Iterator<Item = usize> + '_ {
        let row = starts(kinds) * self.width;
        let sentence = sentence.clone();
        let words = sentence.start / WORD..sentence.end.div_ceil(WORD);
        let bits_of = move |word: usize| {
            let mut bits = self.bits.get(row + word).copied().unwrap_or(0);
            std::iter::from_fn(move || {
                let at = (bits != 0).then(|| word * WORD + bits.trailing_zeros() as usize)?;
                bits &= bits - 1;
                Some(at)
            })
        };
        words
            .flat_map(bits_of)
            .filter(move |at| sentence.contains(at))
    }

    /// Whether something of these classes covers a token of a stretch of a sentence.
    #[inline]
    pub(super) fn covers_in(
        &self,
        kinds: KindsId,
        sentence: &Range<usize>,
        stretch: Range<usize>,
    ) -> bool {
        self.any(covers(kinds), stretch.start..stretch.end.min(sentence.end))
    }

    /// Whether a row has a bit in a stretch.
    #[inline]
    fn any(&self, row: usize, stretch: Range<usize>) -> bool {
        let row = self
            .bits
            .get(row * self.width..(row + 1) * self.width)
            .unwrap_or_default();
        let (first, last) = (stretch.start / WORD, stretch.end.saturating_sub(1) / WORD);
        if stretch.is_empty() {
            return false;
        }
        let from = u64::MAX << (stretch.start % WORD);
        let to = u64::MAX >> (WORD - 1 - (stretch.end - 1) % WORD);
        let word = |at: usize| row.get(at).copied().unwrap_or(0);
        if first == last {
            return word(first) & from & to != 0;
        }
        word(first) & from != 0
            || word(last) & to != 0
            || row
                .get(first + 1..last.min(row.len()).max(first + 1))
                .is_some_and(|words| words.iter().any(|w| *w != 0))
    }
}

/// The row of mentions that may be of any class.
const UNCLASSED: usize = 0;

const fn starts(kinds: KindsId) -> usize {
    1 + 2 * kinds.0 as usize
}

const fn covers(kinds: KindsId) -> usize {
    2 + 2 * kinds.0 as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_are_those_of_the_sentence() {
        let kinds = KindsId(0);
        let mut present = Present {
            width: 4,
            bits: vec![0; 4 * 3],
        };
        for at in [0, 5, 63, 64, 130, 255] {
            present.set(starts(kinds), at);
            present.set(covers(kinds), at + 1);
        }
        let of = |sentence| present.each_start(kinds, &sentence).collect::<Vec<_>>();
        assert_eq!(of(0..256), [0, 5, 63, 64, 130, 255]);
        assert_eq!(of(5..64), [5, 63]);
        assert_eq!(of(64..130), [64]);
        assert!(of(6..63).is_empty());
    }

    #[test]
    fn a_stretch_is_set_token_by_token() {
        let mut present = Present {
            width: 4,
            bits: vec![0; 4],
        };
        for start in [0, 1, 62, 63, 64, 100] {
            for end in [0, 1, 2, 63, 64, 65, 128, 130] {
                present.bits.fill(0);
                present.set_all(UNCLASSED, &(start..end));
                for at in 0..4 * WORD {
                    let found = present.any(UNCLASSED, at..at + 1);
                    assert_eq!(found, (start..end).contains(&at), "{at} of {start}..{end}");
                }
            }
        }
    }

    #[test]
    fn a_stretch_over_several_words_is_asked_as_a_whole() {
        let mut present = Present {
            width: 4,
            bits: vec![0; 4],
        };
        for at in 0..4 * WORD {
            present.bits.fill(0);
            present.set(UNCLASSED, at);
            for start in [0, 1, 63, 64, 65, 127, 128, 200] {
                for end in [0, 1, 63, 64, 65, 128, 129, 192, 255, 256, 1_000] {
                    let found = present.any(UNCLASSED, start..end);
                    assert_eq!(found, (start..end).contains(&at), "{at} in {start}..{end}");
                }
            }
        }
    }
}
