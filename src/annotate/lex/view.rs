//! A word as it is written and as conditions see it.

use super::features::{self, View};
use super::kinds::Kinds;
use super::lexicon::Entry;
use crate::annotate::weights::Atom;
use crate::text::{Document, Sentence};

/// What conditions see of a folded word, apart from its shape; without an entry it is an unknown word.
pub fn view(entry: Option<&Entry>, word: &str, kinds: &Kinds) -> View {
    let mut view = View {
        rare: true,
        ..View::default()
    };
    if let Some(entry) = entry {
        view.word = entry.word;
        view.class = entry.class;
        view.rare = !entry.is_closed();
        if !view.rare {
            return view;
        }
    }
    view.kind = kinds.atom(word);
    let mut zeros = String::new();
    let figures = word.bytes().any(|b| b.is_ascii_digit());
    let word = if figures {
        zeros.extend(
            word.chars()
                .map(|c| if c.is_ascii_digit() { '0' } else { c }),
        );
        &zeros
    } else {
        word
    };
    for (count, atom) in (1..).zip(&mut view.suffixes) {
        *atom = Atom::of(features::suffix(word, count).as_bytes());
    }
    view.prefix = Atom::of(features::prefix(word).as_bytes());
    if entry.is_none() {
        view.word = if figures {
            Atom::of(word.as_bytes())
        } else {
            features::RARE
        };
        view.class = view.suffixes[2];
    }
    view
}

/// Whether a shape is one of a word with a capital, away from the start of its sentence.
pub fn is_capital(shape: Atom) -> bool {
    const CAPITALS: [Atom; 4] = [
        Atom::of(b"Xx"),
        Atom::of(b"XX"),
        Atom::of(b"X"),
        Atom::of(b"xX"),
    ];
    CAPITALS.contains(&shape)
}

/// Lower case, straight apostrophes; the word itself where nothing changes.
pub fn fold<'w>(word: &'w str, buffer: &'w mut String) -> &'w str {
    if word
        .bytes()
        .all(|b| b.is_ascii() && !b.is_ascii_uppercase())
    {
        return word;
    }
    buffer.clear();
    if word.is_ascii() {
        buffer.push_str(word);
        buffer.make_ascii_lowercase();
    } else {
        for c in word.chars() {
            match c {
                '’' | '‘' => buffer.push('\''),
                _ => buffer.extend(c.to_lowercase()),
            }
        }
    }
    buffer
}

/// Whether a sentence of a document in mixed case has only capitals.
pub(super) fn is_shouted(doc: &Document, sentence: &Sentence) -> bool {
    let text = sentence.span.of(&doc.text);
    let mut capitals = 0;
    for byte in text.bytes() {
        if byte.is_ascii_lowercase() {
            return false;
        }
        capitals += usize::from(byte.is_ascii_uppercase());
    }
    capitals >= 8 && sentence.tokens.len() >= 3
}
