//! Words met before: what the tables say of a word by itself is looked up once, not at every place where it stands.
//!
//! *Takes* a folded word and its shape. *Gives* the place of a [`Met`]. *Promises* that nothing hangs on what was met
//! before but the time, and that at most [`MOST`] spellings and those of one sentence are kept. Four tokens in five of a
//! report are among its few thousand commonest spellings.

use rustc_hash::FxHashMap;

use super::features::View;
use super::tag::Tag;
use crate::annotate::weights::{Atom, Votes};
use crate::text::WordId;

/// All is forgotten when there are more spellings than this.
const MOST: usize = 8192;

/// A folded word with its shape, short enough to be compared at once.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Spelling(u64, u64, u64);

/// Longer words, in bytes, are looked up each time.
const LONGEST: usize = 19;

impl Spelling {
    /// Of a word that is not too long.
    #[inline]
    pub(super) fn of(word: &str, shape: Atom) -> Option<Self> {
        let mut bytes = [0; 24];
        let (letters, rest) = bytes.split_at_mut(LONGEST);
        letters
            .get_mut(..word.len())?
            .copy_from_slice(word.as_bytes());
        *rest.first_mut()? = u8::try_from(word.len()).ok()?;
        let [a, b, c] = [0, 8, 16].map(|from| {
            let eight = bytes.get(from..from + 8).and_then(|b| b.try_into().ok());
            u64::from_le_bytes(eight.unwrap_or_default())
        });
        Some(Self(a, b, c | u64::from(shape.0) << 32))
    }
}

/// What the tables say of a word by itself.
pub(super) struct Met {
    /// Its number, if every document knows it.
    pub(super) id: Option<WordId>,
    pub(super) view: View,
    /// Its tag where it has only one.
    pub(super) only: Option<Tag>,
    /// Its votes for the tags of the tokens around it, as [`super::features::beside_conditions`] orders them.
    pub(super) beside: [Votes; 4],
    /// The lemma it had last, with the tag that it had.
    pub(super) lemma: Option<(Tag, WordId, Atom)>,
}

/// All words met, in the order in which they came.
#[derive(Default)]
pub(super) struct Familiar {
    places: FxHashMap<Spelling, usize>,
    met: Vec<Met>,
    /// The scores that each gives its own tags.
    scores: Vec<i16>,
}

impl Familiar {
    /// Begins a sentence: places given before may hold other words from now on.
    pub(super) fn begin(&mut self) {
        if self.met.len() > MOST {
            self.places.clear();
            self.met.clear();
            self.scores.clear();
        }
    }

    /// The place of a spelling.
    #[inline]
    pub(super) fn place(&self, spelling: Spelling) -> Option<usize> {
        self.places.get(&spelling).copied()
    }

    /// Adds a word with its scores; all have as many. A word without a spelling is only found by its place.
    pub(super) fn add(&mut self, spelling: Option<Spelling>, met: Met, scores: &[i16]) -> usize {
        let place = self.met.len();
        if let Some(spelling) = spelling {
            self.places.insert(spelling, place);
        }
        self.met.push(met);
        self.scores.extend_from_slice(scores);
        place
    }

    #[inline]
    pub(super) fn get(&self, place: usize) -> Option<&Met> {
        self.met.get(place)
    }

    #[inline]
    pub(super) fn get_mut(&mut self, place: usize) -> Option<&mut Met> {
        self.met.get_mut(place)
    }

    /// Copies the scores of a word.
    #[inline]
    pub(super) fn scores(&self, place: usize, scores: &mut [i16]) {
        let start = place * scores.len();
        if let Some(own) = self.scores.get(start..start + scores.len()) {
            scores.copy_from_slice(own);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_differ_by_letters_length_and_shape() {
        let of = |word, shape| Spelling::of(word, Atom(shape));
        let (short, long) = ("nineteen-letters-12", "twenty-letters-12345");
        assert_eq!((short.len(), long.len()), (LONGEST, LONGEST + 1));
        assert!(of(short, 1) == of(short, 1) && of(short, 1).is_some());
        assert!(of(short, 1) != of(short, 3));
        assert!(of("a", 1) != of("a\0", 1));
        assert!(of("", 1) != of("a", 1));
        assert!(of(long, 1).is_none());
    }
}
