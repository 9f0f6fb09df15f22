//! What the tests of an atom tell of the tokens that it takes, before any text is seen: their words, their tag, their class.
//!
//! *Takes* an atom of a checked pattern. *Gives* what every token that passes has in common, or nothing. *Promises* to leave
//! out no token that the atom takes: the index may skip all others.

use crate::ontology::{AtomTest, ClassId, Key, Ontology, Wanted};
use crate::pattern::AtomId;
use crate::text::WordId;

/// The classes of which one must stand at the token that an atom takes; `None` when it takes others too.
pub(super) fn classes_at(ontology: &Ontology, atom: AtomId) -> Option<Vec<ClassId>> {
    let Some(AtomTest::Token(tests)) = ontology.rules.atoms.get(atom) else {
        return None;
    };
    tests.iter().find_map(|test| match &test.wanted {
        Wanted::Classes(classes) if !test.negated && !test.head => Some(classes.clone()),
        _ => None,
    })
}

/// The one tag that all of some atoms ask for.
pub(super) fn tag_of(ontology: &Ontology, atoms: &[AtomId]) -> Option<u64> {
    let of_atom = |atom: &AtomId| match ontology.rules.atoms.get(*atom)? {
        AtomTest::Token(tests) => tests.iter().find_map(|t| match &t.wanted {
            Wanted::Tags(tags) if !t.negated && !t.head => match tags.as_slice() {
                [tag] => Some(*tag),
                _ => None,
            },
            _ => None,
        }),
        _ => None,
    };
    let tag = of_atom(atoms.first()?)?;
    atoms.iter().all(|a| of_atom(a) == Some(tag)).then_some(tag)
}

/// The words one of which an atom needs, as it stands or as lemma; `None` when it takes others too.
pub(super) fn words_of(ontology: &Ontology, atom: AtomId) -> Option<Vec<WordId>> {
    match ontology.rules.atoms.get(atom)? {
        AtomTest::Token(tests) => {
            tests
                .iter()
                .find_map(|t| match (&t.wanted, t.key, t.negated, t.head) {
                    (Wanted::Words(words), Key::Word | Key::Lemma, false, false) => {
                        Some(words.clone())
                    }
                    _ => None,
                })
        }
        // beyond ASCII a word may be folded to another
        AtomTest::Exact(word) if word.is_ascii() => {
            Some(vec![ontology.words.get(&word.to_ascii_lowercase())?])
        }
        _ => None,
    }
}
