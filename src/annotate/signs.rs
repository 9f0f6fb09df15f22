//! What the closed lists of a pack tell of a word, in one look-up.
//!
//! *Takes* the words of an ontology. *Gives* the [`Sign`]s of a word, and which lists cannot hold it. *Promises* that a
//! word without a sign is in none of the tables behind it: most words of a text are in none, and whoever asks at every
//! token looks no further.

use crate::ontology::{Ontology, name_part};
use crate::text::WordId;

/// One thing that is told of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sign(u32);

impl Sign {
    /// A day, a month, or a word of a class that dates are made of.
    pub(super) const DATE: Self = Self(1);
    /// "week".
    pub(super) const UNIT: Self = Self(1 << 1);
    /// "seven".
    pub(super) const CARDINAL: Self = Self(1 << 2);
    /// "hundred".
    pub(super) const MAGNITUDE: Self = Self(1 << 3);
    /// "between".
    pub(super) const RANGE: Self = Self(1 << 4);
    /// "will".
    pub(super) const FUTURE: Self = Self(1 << 5);
    /// "Salvadoran".
    pub(super) const DEMONYM: Self = Self(1 << 6);
    /// "Maria".
    pub(super) const GIVEN: Self = Self(1 << 7);
    /// "Ponce".
    pub(super) const FAMILY: Self = Self(1 << 8);
    /// A word that tells a genre.
    pub(super) const GENRE: Self = Self(1 << 9);
    /// A word with which a date may begin, the article left out.
    pub(super) const OPENS_DATE: Self = Self(1 << 10);
    /// The article of "the next day".
    pub(super) const DATE_ARTICLE: Self = Self(1 << 11);

    /// Both.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The first bit that stands for lists; each stands for several.
const FIRST_LIST: u32 = 12;
const LISTS: u32 = u32::BITS - FIRST_LIST;

/// The signs of all words.
#[derive(Clone, Debug, Default)]
pub(super) struct Signs {
    /// By number of a word.
    by_word: Vec<u32>,
    /// Some list has a word that the ontology does not know.
    unknown_listed: bool,
}

impl Signs {
    /// Takes the words of an ontology; `genres` tell a genre.
    pub(super) fn new(ontology: &Ontology, genres: impl IntoIterator<Item = WordId>) -> Self {
        let mut signs = Self {
            by_word: vec![0; ontology.words.len() as usize],
            unknown_listed: false,
        };
        let (dates, numbers) = (&ontology.lexicon.dates, &ontology.lexicon.numbers);
        signs.add(Sign::DATE, dates.months.keys());
        signs.add(Sign::DATE, dates.weekdays.keys());
        signs.add(Sign::DATE, dates.days.keys());
        signs.add(Sign::DATE, dates.words.values().flatten());
        signs.add(Sign::OPENS_DATE, dates.months.keys());
        signs.add(Sign::OPENS_DATE, dates.weekdays.keys());
        signs.add(Sign::OPENS_DATE, dates.days.keys());
        let of_class = |class: &str| dates.words.get(class).into_iter().flatten();
        for class in ["last", "this", "next"] {
            signs.add(Sign::OPENS_DATE, of_class(class));
        }
        signs.add(Sign::DATE_ARTICLE, of_class("the"));
        signs.add(Sign::FUTURE, of_class("future"));
        signs.add(Sign::UNIT, dates.units.keys());
        signs.add(Sign::CARDINAL, numbers.cardinals.keys());
        signs.add(Sign::MAGNITUDE, numbers.magnitudes.keys());
        signs.add(Sign::RANGE, numbers.ranges.iter().map(|(first, _)| first));
        signs.add(Sign::DEMONYM, ontology.lexicon.demonyms.keys());
        let names = &ontology.lexicon.names;
        let part = |part: u8| names.iter().filter(move |(_, parts)| *parts & part != 0);
        signs.add(Sign::GIVEN, part(name_part::GIVEN).map(|(word, _)| word));
        signs.add(Sign::FAMILY, part(name_part::FAMILY).map(|(word, _)| word));
        for word in genres {
            signs.add(Sign::GENRE, [&word]);
        }
        for (name, words) in ontology.rules.lists.all() {
            let sign = of_list(name);
            for word in words {
                match ontology.words.get(word) {
                    Some(word) => signs.add(sign, [&word]),
                    None => signs.unknown_listed = true,
                }
            }
        }
        signs
    }

    fn add<'w>(&mut self, sign: Sign, words: impl IntoIterator<Item = &'w WordId>) {
        words.into_iter().for_each(|word| {
            if let Some(all) = self.by_word.get_mut(word.0 as usize) {
                *all |= sign.0;
            }
        });
    }

    /// Whether a word has one of some signs.
    #[inline]
    pub(super) fn has(&self, word: WordId, any: Sign) -> bool {
        let all = self.by_word.get(word.0 as usize);
        all.is_some_and(|all| all & any.0 != 0)
    }

    /// Whether a list may hold a word.
    #[inline]
    pub(super) fn may_be_in(&self, list: &str, word: WordId) -> bool {
        let all = self.by_word.get(word.0 as usize);
        all.map_or(self.unknown_listed, |all| all & of_list(list).0 != 0)
    }
}

/// The sign of the words of a list, which it shares with some other lists.
#[inline]
fn of_list(name: &str) -> Sign {
    let bytes = name.as_bytes();
    let byte = |at: Option<&u8>| u32::from(at.copied().unwrap_or(0));
    let middle = byte(bytes.get(bytes.len() / 2));
    let ends = byte(bytes.first()) * 5 + byte(bytes.last()) * 3;
    let number = (ends + middle + u32::try_from(bytes.len()).unwrap_or(0) * 7) % LISTS;
    Sign(1 << (FIRST_LIST + number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::PackFiles;

    #[test]
    fn a_word_without_the_sign_is_in_no_table_behind_it() {
        let ontology = Ontology::load(PackFiles::builtin()).unwrap();
        let signs = Signs::new(&ontology, []);
        let (dates, numbers) = (&ontology.lexicon.dates, &ontology.lexicon.numbers);
        let (mut held, mut shut_out) = (0, 0);
        for word in (0..ontology.words.len()).map(WordId) {
            let has = |sign| signs.has(word, sign);
            assert_eq!(has(Sign::DATE), dates.holds(word));
            assert_eq!(has(Sign::FUTURE), dates.is("future", word));
            assert_eq!(has(Sign::UNIT), dates.units.contains_key(&word));
            assert_eq!(has(Sign::CARDINAL), numbers.cardinals.contains_key(&word));
            let parts = ontology.lexicon.names.get(&word).copied().unwrap_or(0);
            assert_eq!(has(Sign::GIVEN), parts & name_part::GIVEN != 0);
            assert_eq!(has(Sign::FAMILY), parts & name_part::FAMILY != 0);
            for list in ["titles", "measure-units", "of-prepositions"] {
                let text = ontology.words.word(word);
                let holds = ontology.rules.lists.holds(list, text);
                assert!(!holds || signs.may_be_in(list, word), "{text} in {list}");
                held += usize::from(holds);
                shut_out += usize::from(!signs.may_be_in(list, word));
            }
        }
        assert!(
            held > 20 && shut_out > 3 * ontology.words.len() as usize / 4 * 3,
            "{held} {shut_out}"
        );
    }
}
