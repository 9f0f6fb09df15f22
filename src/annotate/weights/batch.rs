//! The conditions of many places at once.

use super::filter::Filter;
use super::{Atom, Table, key};

/// Conditions that do not hang on what is decided on the way, for all tokens of a sentence: their look-ups wait for the
/// memory together instead of one after the other.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    keys: Vec<u64>,
    /// Where the keys of each place end.
    ends: Vec<usize>,
    /// The first two votes of each key.
    votes: Vec<u64>,
}

impl Batch {
    /// Forgets all places.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.ends.clear();
    }

    /// Adds a condition to the place being filled.
    #[inline]
    pub fn push(&mut self, template: u8, a: Atom, b: Atom, c: Atom) {
        self.keys.push(key(template, a, b, c));
    }

    /// Goes on to the next place.
    #[inline]
    pub fn next_place(&mut self) {
        self.ends.push(self.keys.len());
    }

    /// Takes out the keys that no table line has; the order of the others stays.
    fn sieve(&mut self, filter: &Filter) {
        let (mut from, mut kept) = (0, 0);
        for end in &mut self.ends {
            kept = filter.sift(&mut self.keys, from..*end, kept);
            from = *end;
            *end = kept;
        }
        self.keys.truncate(kept);
    }
}

impl Table {
    /// Looks up all conditions of a batch; it loses those that no line has.
    pub fn fetch(&self, batch: &mut Batch) {
        batch.sieve(&self.filter);
        batch.votes.clear();
        batch
            .votes
            .extend(batch.keys.iter().map(|key| self.slot(*key)));
        for (key, votes) in batch.keys.iter().zip(&mut batch.votes) {
            *votes = self.begun(*key, *votes);
        }
    }

    /// Adds the votes for one place of a batch that was fetched.
    #[inline]
    pub fn cast(&self, batch: &Batch, place: usize, scores: &mut [i16]) {
        let start = place
            .checked_sub(1)
            .and_then(|before| batch.ends.get(before))
            .copied()
            .unwrap_or(0);
        let end = batch.ends.get(place).copied().unwrap_or(start);
        for votes in batch.votes.get(start..end).unwrap_or_default() {
            self.vote(*votes, scores);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Classes, Keys};
    use super::*;

    #[test]
    fn a_batch_votes_as_its_conditions_do_one_by_one() {
        let classes = Classes::new(["A", "B", "C", "D", "E", "F", "G", "H", "I"]);
        let text = "word\nall\tA=1 B=2 C=3 D=4 E=5 F=6 G=7 H=8 I=9\none\tA=5\ntwo\tB=3 C=-2\nthree\tD=4 C=3 B=2 A=1\nfour\tA=-7 D=7 C=1\n";
        let table = Table::parse(text, &["word"], &classes).unwrap();
        let places = [
            vec!["one", "nowhere", "three"],
            vec![],
            vec!["two", "four"],
            vec!["five"],
            vec!["all", "one"],
        ];
        let mut batch = Batch::default();
        for words in &places {
            for word in words {
                batch.push(0, Atom::of(word.as_bytes()), Atom::NONE, Atom::NONE);
            }
            batch.next_place();
        }
        table.fetch(&mut batch);
        let expected: [&[i16]; 5] = [
            &[6, 2, 3, 4],
            &[],
            &[-7, 3, -1, 7],
            &[],
            &[6, 2, 3, 4, 5, 6, 7, 8, 9],
        ];
        for (place, words) in places.iter().enumerate() {
            let (mut together, mut single) = (table.scores(), table.scores());
            table.cast(&batch, place, &mut together);
            let mut keys = Keys::new();
            for word in words {
                keys.push(0, Atom::of(word.as_bytes()), Atom::NONE, Atom::NONE);
            }
            table.add(&mut keys, &mut single);
            assert_eq!(together, single);
            let mut wanted = expected[place].to_vec();
            wanted.resize(together.len(), 0);
            assert_eq!(together, wanted);
        }
    }
}
