//! What the tests of an atom tell of the tokens that it takes, before any text is seen: their words, their tag, their class.
//!
//! *Takes* an atom of a checked pattern. *Gives* what every token that passes has in common, or nothing. *Promises* to leave
//! out no token that the atom takes: the index may skip all others.

use crate::ontology::{AtomTest, ClassId, Key, Ontology, Test, Wanted};
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

/// The classes of which a name or mention starts where one of some atoms matches; `None` when one of them takes others too.
pub(super) fn class_starts(ontology: &Ontology, atoms: &[AtomId]) -> Option<Vec<ClassId>> {
    let class = |atom: &AtomId| match ontology.rules.atoms.get(*atom)? {
        AtomTest::Class(class, _) => Some(*class),
        _ => None,
    };
    let classes: Option<Vec<ClassId>> = atoms.iter().map(class).collect();
    classes.filter(|classes| !classes.is_empty())
}

/// The one tag that an atom asks for.
pub(super) fn tag_of(ontology: &Ontology, atom: AtomId) -> Option<u64> {
    match ontology.rules.atoms.get(atom)? {
        AtomTest::Token(tests) => tests.iter().find_map(|t| match &t.wanted {
            Wanted::Tags(tags) if !t.negated && !t.head => match tags.as_slice() {
                [tag] => Some(*tag),
                _ => None,
            },
            _ => None,
        }),
        _ => None,
    }
}

/// Whether an atom asks for the word as it stands or for its lemma; `None` when it may take either.
pub(super) fn key_of(ontology: &Ontology, atom: AtomId) -> Option<Key> {
    match ontology.rules.atoms.get(atom)? {
        AtomTest::Token(tests) => tests.iter().find(|t| tells_words(t)).map(|t| t.key),
        _ => None,
    }
}

/// Whether an atom asks for nothing but what [`words_of`] and [`tag_of`] tell of it.
pub(super) fn is_told(ontology: &Ontology, atom: AtomId) -> bool {
    let Some(AtomTest::Token(tests)) = ontology.rules.atoms.get(atom) else {
        return false;
    };
    let (words, others): (Vec<&Test>, Vec<&Test>) = tests.iter().partition(|t| tells_words(t));
    let tag = |t: &&Test| match &t.wanted {
        Wanted::Tags(tags) => tags.len() == 1 && !t.negated && !t.head,
        _ => false,
    };
    words.len() == 1 && others.len() <= 1 && others.iter().all(tag)
}

fn tells_words(test: &Test) -> bool {
    matches!(test.wanted, Wanted::Words(_))
        && matches!(test.key, Key::Word | Key::Lemma)
        && !test.negated
        && !test.head
}

/// The words one of which an atom needs, as it stands or as lemma; `None` when it takes others too.
pub(super) fn words_of(ontology: &Ontology, atom: AtomId) -> Option<Vec<WordId>> {
    match ontology.rules.atoms.get(atom)? {
        AtomTest::Token(tests) => tests.iter().find_map(|t| match &t.wanted {
            Wanted::Words(words) if tells_words(t) => Some(words.clone()),
            _ => None,
        }),
        // beyond ASCII a word may be folded to another
        AtomTest::Exact(word) if word.is_ascii() => {
            Some(vec![ontology.words.get(&word.to_ascii_lowercase())?])
        }
        _ => None,
    }
}
