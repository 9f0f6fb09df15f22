//! A table for choices among three.

use super::filter::Filter;
use super::read::{TableError, read_lines};
use super::{Atom, Keys};

/// Conditions that each weigh the same three choices: `VBD NN<TAB>3 -12 9`.
///
/// Only what the second and third choice weigh more than the first is kept: it decides as well, and one line fits in 32
/// bits with some of its key to know it by. What stays near the processor counts for more than the few conditions, fewer
/// than two in a thousand, that look like another. (After feature hashing, Weinberger et al. 2009.)
#[derive(Clone, Default)]
pub struct Triples {
    /// 12 bits of the key, then both weights; 0 is an empty slot.
    slots: Vec<u32>,
    shift: u32,
    filter: Filter,
}

/// Bits of a weight.
const WIDTH: u32 = 10;
/// Weights are kept as numbers from 1: a weight of nothing.
const ZERO: i32 = 1 << (WIDTH - 1);
const MASK: u32 = (1 << WIDTH) - 1;
/// Bits of a key.
const KEY: u32 = u32::BITS - 2 * WIDTH;

fn pack([second, third]: [i32; 2]) -> Option<u32> {
    let weight = |over: i32| {
        u32::try_from(over + ZERO)
            .ok()
            .filter(|w| (1..=MASK).contains(w))
    };
    Some(weight(second)? << WIDTH | weight(third)?)
}

impl Triples {
    /// Reads a table, but for the lines that `elsewhere` takes: by their template, parts and weights over the first.
    ///
    /// # Errors
    /// If a template is not among those named, or a line has not three weights.
    pub fn parse(
        text: &str,
        templates: &[&str],
        mut elsewhere: impl FnMut(u8, [Atom; 3], [i32; 2]) -> bool,
    ) -> Result<Self, TableError> {
        let mut rows: Vec<(u64, u32)> = Vec::with_capacity(text.len() / 16);
        read_lines(text, templates, |line, bytes, mut at| {
            let mut weights = [0_i32; 3];
            for weight in &mut weights {
                let minus = bytes.get(at) == Some(&b'-');
                at += usize::from(minus);
                let from = at;
                while let Some(digit) = bytes.get(at).filter(|b| b.is_ascii_digit()) {
                    *weight = (*weight * 10 + i32::from(digit - b'0')).min(ZERO);
                    at += 1;
                }
                if at == from {
                    return Err("expected three integers after the tab".to_owned());
                }
                if minus {
                    *weight = -*weight;
                }
                at += 1;
            }
            let [a, b, c] = weights;
            let over = [b - a, c - a];
            let key = line.key();
            let row =
                pack(over).ok_or_else(|| format!("weights differ by more than {}", ZERO - 1))?;
            if !elsewhere(line.template, line.parts, over) {
                rows.push((key, row));
            }
            Ok(at)
        })?;
        let bits = (rows.len() * 5 / 4 + 8)
            .next_power_of_two()
            .trailing_zeros();
        let mut table = Self {
            slots: vec![0; 1 << bits],
            shift: 64 - bits,
            filter: Filter::new(rows.iter().map(|r| r.0)),
        };
        let mask = table.slots.len() - 1;
        for (key, row) in rows {
            let (mut place, mark) = (table.place(key), table.mark(key));
            while let Some(slot) = table.slots.get_mut(place & mask) {
                if *slot == 0 {
                    *slot = mark | row;
                    break;
                }
                place += 1;
            }
        }
        Ok(table)
    }

    /// What the second and third choice weigh more than the first under all conditions; `keys` loses those that no
    /// line has.
    #[inline]
    pub fn sum(&self, keys: &mut Keys) -> [i32; 2] {
        self.filter.sieve(keys);
        for (key, found) in keys.pairs() {
            *found = self.slot(self.place(key)).into();
        }
        let (mut found, mut second, mut third) = (0, 0, 0);
        for (key, slot) in keys.pairs() {
            let row = self.row(key, u32::try_from(*slot).unwrap_or(0));
            if row != 0 {
                found += ZERO;
                second += weight(row >> WIDTH);
                third += weight(row);
            }
        }
        [second - found, third - found]
    }

    /// Where a key's slot is, if it is its first choice.
    #[inline]
    fn place(&self, key: u64) -> usize {
        usize::try_from(key >> self.shift).unwrap_or(0)
    }

    #[inline]
    fn slot(&self, place: usize) -> u32 {
        self.slots.get(place).copied().unwrap_or(0)
    }

    /// What a slot keeps of a key: the bits below those of its place.
    #[inline]
    fn mark(&self, key: u64) -> u32 {
        let bits = key >> self.shift.saturating_sub(KEY) & ((1 << KEY) - 1);
        u32::try_from(bits).unwrap_or(0) << (2 * WIDTH)
    }

    /// The row of a key, given the slot of its first choice; 0 if it has none.
    #[inline]
    fn row(&self, key: u64, mut slot: u32) -> u32 {
        let mask = self.slots.len().wrapping_sub(1);
        let mark = self.mark(key);
        let mut place = self.place(key);
        while slot != 0 && (slot ^ mark) >> (2 * WIDTH) != 0 {
            place += 1;
            slot = self.slot(place & mask);
        }
        slot
    }
}

/// A weight that was kept as a number from 1.
fn weight(row: u32) -> i32 {
    (row & MASK).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_summed_as_differences_to_the_first() {
        let table = Triples::parse(
            "pair\nNN VBD\t3 -12 9\nNN DT\t-1 0 1\n",
            &["pair"],
            |_, _, _| false,
        )
        .unwrap();
        let mut keys = Keys::new();
        for (a, b) in [("NN", "VBD"), ("NN", "DT"), ("DT", "NN")] {
            keys.push(
                0,
                Atom::of(a.as_bytes()),
                Atom::of(b.as_bytes()),
                Atom::NONE,
            );
        }
        assert_eq!(table.sum(&mut keys), [-14, 8]);
    }

    #[test]
    fn hardly_any_condition_is_taken_for_another() {
        let weight = |n: i32| [n % 401 - 200, n % 307 - 150];
        let lines = (0..10_000).map(|n| {
            let [left, right] = weight(n);
            format!("W{n} T{}\t0 {left} {right}\n", n % 50)
        });
        let text: String = std::iter::once("pair\n".to_owned()).chain(lines).collect();
        let table = Triples::parse(&text, &["pair"], |_, _, _| false).unwrap();
        let sum = |word: &str, n: i32| {
            let mut keys = Keys::new();
            let parts = [word, &format!("T{}", n % 50)].map(|p| Atom::of(p.as_bytes()));
            keys.push(0, parts[0], parts[1], Atom::NONE);
            table.sum(&mut keys)
        };
        let wrong = (0..10_000).filter(|n| sum(&format!("W{n}"), *n) != weight(*n));
        assert!(wrong.count() < 20);
        let wrong = (0..10_000).filter(|n| sum(&format!("X{n}"), *n) != [0, 0]);
        assert!(wrong.count() < 20);
    }

    #[test]
    fn weights_too_far_apart_are_told_with_their_line() {
        let error = Triples::parse("pair\nNN VBD\t3000 0 0\n", &["pair"], |_, _, _| false)
            .err()
            .unwrap();
        assert_eq!(error.line, 2);
    }
}
