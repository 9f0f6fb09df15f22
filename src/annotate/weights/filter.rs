//! Which conditions no table line can answer, told from a few bits.
//!
//! A third of the conditions that hold in a text stand in no table. Whether one does is a coin toss for the processor,
//! and each wrong guess costs more than the look-up itself; so the keys that stand nowhere are taken out first, without
//! a branch, by a bit a hash (Bloom 1970). About one key in eleven passes wrongly and then misses in its table.

use std::ops::Range;

use super::Keys;

/// A bit for each condition of a table, in an array small enough to stay near the processor.
#[derive(Clone, Default)]
pub(super) struct Filter {
    bits: Vec<u64>,
}

/// Bits a condition, before rounding up to a power of two.
const BITS: usize = 8;

impl Filter {
    /// A filter that lets these keys pass.
    pub(super) fn new(keys: impl ExactSizeIterator<Item = u64>) -> Self {
        let words = (keys.len() * BITS / 64 + 1).next_power_of_two();
        let mut filter = Self {
            bits: vec![0; words],
        };
        for key in keys {
            let (word, bit) = filter.place(key);
            if let Some(bits) = filter.bits.get_mut(word) {
                *bits |= 1 << bit;
            }
        }
        filter
    }

    /// Takes out the keys that no table line has; the order of the others stays.
    #[inline]
    pub(super) fn sieve(&self, keys: &mut Keys) {
        keys.count = self.sift(&mut keys.conditions, 0..keys.count, 0);
    }

    /// Moves those of some keys that a line may have to where `kept` are kept already, which lies no further behind. Gives
    /// how many are kept now.
    #[inline]
    pub(super) fn sift(&self, keys: &mut [u64], among: Range<usize>, mut kept: usize) -> usize {
        for at in among {
            let Some(&key) = keys.get(at) else {
                break;
            };
            if let Some(slot) = keys.get_mut(kept) {
                *slot = key;
            }
            kept += usize::from(self.may_hold(key));
        }
        kept
    }

    /// Whether a line may have the key.
    #[inline]
    fn may_hold(&self, key: u64) -> bool {
        let (word, bit) = self.place(key);
        self.bits.get(word).copied().unwrap_or(0) >> bit & 1 != 0
    }

    /// Word and bit of a key. The tables place a key by its upper bits, so these are of the middle.
    #[inline]
    fn place(&self, key: u64) -> (usize, u32) {
        let mask = self.bits.len().wrapping_sub(1);
        let hash = key >> 14;
        (
            usize::try_from(hash >> 6).unwrap_or(0) & mask,
            u32::try_from(hash & 63).unwrap_or(0),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Atom, key};
    use super::*;

    #[test]
    fn keys_of_the_table_pass_and_most_others_do_not() {
        let of = |n: u32| key(3, Atom(n * 2 + 1), Atom::NONE, Atom::NONE);
        let known: Vec<u64> = (0..10_000).map(of).collect();
        let filter = Filter::new(known.iter().copied());
        let passed = |from: u32| {
            let mut passed = 0;
            for n in from..from + 10_000 {
                let mut keys = Keys::new();
                keys.push(3, Atom(n * 2 + 1), Atom::NONE, Atom::NONE);
                filter.sieve(&mut keys);
                passed += keys.count;
            }
            passed
        };
        assert_eq!(passed(0), 10_000);
        assert!(passed(10_000) < 1_500, "{}", passed(10_000));
    }
}
