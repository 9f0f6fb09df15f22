//! Coarse sorts of tokens: what a head already has, and what is still to come, in a few bits.
//!
//! Relations are known only once the tree is built; which sorts of children a token has tells nearly as much while it
//! grows: a verb with a nominal on its left has its subject, a noun with a preposition is a phrase to hang somewhere.

use crate::annotate::lex::{Tag, Upos, Xpos};
use crate::annotate::weights::Atom;

/// What a token is, coarsely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A noun, name, pronoun, number or sign.
    Nominal,
    /// The same with a preposition.
    Phrase,
    /// A verb.
    Verb,
    /// Whatever has a conjunction before it.
    Conjunct,
    /// An adjective or adverb.
    Modifier,
    /// Punctuation.
    Mark,
    /// A preposition.
    Preposition,
    /// An auxiliary.
    Auxiliary,
    /// What opens a clause: "that", "to", "who".
    Opener,
    /// A conjunction.
    Conjunction,
    /// Anything else.
    Other,
}

/// A letter for each sort, for the tables.
const LETTERS: &[u8; Sorts::KINDS] = b"nPvcamixok";

impl Sort {
    /// The sort of a tag.
    pub fn of(tag: Tag) -> Self {
        if tag.is_relative() || tag.xpos == Xpos::Wrb {
            return Self::Opener;
        }
        match tag.upos {
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sym => Self::Nominal,
            Upos::Verb => Self::Verb,
            Upos::Adj | Upos::Adv => Self::Modifier,
            Upos::Punct => Self::Mark,
            Upos::Adp => Self::Preposition,
            Upos::Aux => Self::Auxiliary,
            Upos::Sconj | Upos::Part => Self::Opener,
            Upos::Cconj => Self::Conjunction,
            _ => Self::Other,
        }
    }

    /// The sort of a token with such children on its left.
    pub(super) fn with(self, left: Sorts) -> Self {
        match self {
            Self::Mark => self,
            _ if left.has(Self::Conjunction) => Self::Conjunct,
            Self::Nominal if left.has(Self::Preposition) => Self::Phrase,
            _ => self,
        }
    }
}

/// A set of sorts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sorts(u16);

impl Sorts {
    /// None.
    pub(super) const NONE: Self = Self(0);
    /// How many sorts are kept: all but [`Sort::Other`].
    const KINDS: usize = Sort::Other as usize;
    const ALL: usize = 1 << Self::KINDS;

    pub(super) fn add(&mut self, sort: Sort) {
        if sort != Sort::Other {
            self.0 |= 1 << sort as u16;
        }
    }

    fn has(self, sort: Sort) -> bool {
        self.0 >> sort as u16 & 1 == 1
    }

    /// The set as a part of a condition: its letters.
    #[inline]
    pub(super) fn atom(self) -> Atom {
        static ATOMS: [Atom; Sorts::ALL] = {
            let mut atoms = [Atom::NONE; Sorts::ALL];
            let mut set = 0;
            while set < Sorts::ALL {
                let mut text = [b'-'; Sorts::KINDS];
                let (mut bit, mut length) = (0, 0);
                while bit < Sorts::KINDS {
                    if set >> bit & 1 == 1 {
                        text[length] = LETTERS[bit];
                        length += 1;
                    }
                    bit += 1;
                }
                let length = if length == 0 { 1 } else { length };
                atoms[set] = Atom::of(text.split_at(length).0);
                set += 1;
            }
            atoms
        };
        ATOMS
            .get(usize::from(self.0))
            .copied()
            .unwrap_or(Atom::NONE)
    }

    /// The letters of all sets, for the tables.
    pub fn texts() -> impl Iterator<Item = String> {
        (0..Self::ALL).map(|set| {
            let letters = LETTERS.iter().enumerate();
            let text: String = letters
                .filter(|(bit, _)| set >> bit & 1 == 1)
                .map(|(_, letter)| char::from(*letter))
                .collect();
            if text.is_empty() {
                "-".to_owned()
            } else {
                text
            }
        })
    }
}

/// The next verb at or after a token, in numbers up to 8: 0 for none; 1 for one that is not finite, 5 for a finite
/// one; and 1 to 3 more where a mark, a conjunction or the opener of a clause stands before it. `after` is the number
/// of the token behind.
pub(super) fn look_ahead(tag: Tag, after: u8) -> u8 {
    const FINITE: u8 = 5;
    let between = |least: u8| match after {
        0 => 0,
        FINITE.. => after.max(FINITE + least),
        _ => after.max(1 + least),
    };
    match tag.upos {
        Upos::Verb | Upos::Aux if tag.is_finite() => FINITE,
        Upos::Verb | Upos::Aux => 1,
        Upos::Punct => between(1),
        Upos::Cconj => between(2),
        Upos::Part => after,
        _ if Sort::of(tag) == Sort::Opener => between(3),
        _ => after,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_of_sorts_has_a_text_of_its_own() {
        let mut set = Sorts::NONE;
        assert_eq!(set.atom(), Atom::of(b"-"));
        for sort in [Sort::Phrase, Sort::Nominal, Sort::Other] {
            set.add(sort);
        }
        assert_eq!(set.atom(), Atom::of(b"nP"));
        assert_eq!(Sort::Nominal.with(set), Sort::Nominal);
        set.add(Sort::Preposition);
        assert_eq!(Sort::Nominal.with(set), Sort::Phrase);
        assert_eq!(Sorts::texts().nth(3).as_deref(), Some("nP"));
    }
}
