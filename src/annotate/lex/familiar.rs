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
const MOST: usize = 32_768;

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
    /// What its own letters say of its tags.
    pub(super) own: Own,
    /// Its votes for the tags of the tokens around it, as [`super::features::beside_conditions`] orders them.
    pub(super) beside: [Votes; 4],
    /// The lemma it had last, with the tag that it had; without a number it is the word itself.
    pub(super) lemma: Option<(Tag, Option<WordId>, Atom)>,
}

/// What the letters of a word say of its tags.
#[derive(Clone, Copy)]
pub(super) enum Own {
    /// It can have only these, in order of their places.
    Few(Few),
    /// It may have any: scores of all tags begin here.
    Any(usize),
}

/// A few tags with their scores.
#[derive(Clone, Copy, Default)]
pub(super) struct Few {
    tags: [u8; Self::MOST],
    scores: [i16; Self::MOST],
    count: u8,
}

impl Few {
    /// Words with more tags than this are kept as if they could have any.
    const MOST: usize = 6;

    /// The tags that are not closed off, with their scores; `None` if there are too many or none.
    pub(super) fn of(scores: &[i16], closed_off: i16) -> Option<Self> {
        let mut few = Self::default();
        // votes may have raised the score of a tag that is closed off, but never so far
        let open = scores.iter().enumerate();
        for (tag, score) in open.filter(|(_, score)| **score > closed_off / 2) {
            let at = usize::from(few.count);
            *few.tags.get_mut(at)? = u8::try_from(tag).ok()?;
            *few.scores.get_mut(at)? = *score;
            few.count += 1;
        }
        (few.count > 0).then_some(few)
    }

    /// The place of the best tag, the first of equals, with what others add to their scores, and how far it is ahead.
    #[inline]
    pub(super) fn best(&self, others: &[i16]) -> (usize, i16) {
        let (mut best, mut most, mut second) = (0, i16::MIN, i16::MIN);
        let all = self.tags.iter().zip(&self.scores);
        for (&tag, own) in all.take(usize::from(self.count)) {
            let other = others.get(usize::from(tag)).copied().unwrap_or(0);
            let score = own.saturating_add(other);
            if score > most {
                (best, second, most) = (usize::from(tag), most, score);
            } else {
                second = second.max(score);
            }
        }
        (best, most.saturating_sub(second))
    }
}

/// All words met, in the order in which they came.
#[derive(Default)]
pub(super) struct Familiar {
    places: FxHashMap<Spelling, usize>,
    met: Vec<Met>,
    /// The scores of words that may have any tag.
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

    /// Keeps the scores of a word that may have any tag.
    pub(super) fn keep(&mut self, scores: &[i16]) -> Own {
        let start = self.scores.len();
        self.scores.extend_from_slice(scores);
        Own::Any(start)
    }

    /// Adds a word. One without a spelling is only found by its place.
    pub(super) fn add(&mut self, spelling: Option<Spelling>, met: Met) -> usize {
        let place = self.met.len();
        if let Some(spelling) = spelling {
            self.places.insert(spelling, place);
        }
        self.met.push(met);
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

    /// Copies scores that were kept.
    #[inline]
    pub(super) fn scores(&self, start: usize, scores: &mut [i16]) {
        if let Some(kept) = self.scores.get(start..start + scores.len()) {
            scores.copy_from_slice(kept);
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

    #[test]
    fn the_best_of_a_few_tags_is_the_best_of_all() {
        const OFF: i16 = i16::MIN / 2;
        let own = [OFF, 40, OFF - 90, 10, OFF + 300, 40];
        let few = Few::of(&own, OFF).unwrap();
        assert_eq!(few.best(&[0; 6]), (1, 0));
        assert_eq!(few.best(&[500, 0, 0, 31, 0, 0]), (3, 1));
        assert_eq!(few.best(&[0, 0, 0, 0, 0, 7]), (5, 7));
        assert!(Few::of(&[OFF; 6], OFF).is_none());
        assert!(Few::of(&[0; 7], OFF).is_none());
        let only = Few::of(&[OFF, 3], OFF).unwrap();
        let (best, ahead) = only.best(&[9, -9]);
        assert!(best == 1 && ahead > 30_000);
    }
}
