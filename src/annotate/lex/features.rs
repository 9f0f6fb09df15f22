//! The conditions that vote for a token's tag. The tagger and the program that learns the votes share this code.

use crate::annotate::weights::Atom;

/// Templates of conditions, as `learned/tags.tsv` names them: `w` word, `t` tag, `c` ambiguity class, `s` suffix,
/// `p` prefix, `x` shape, `k` kind; the number tells the place from the token.
pub const TEMPLATES: [&str; 31] = [
    "w0",
    "t-1",
    "t-2,t-1",
    "t-1,w0",
    "w-1",
    "w+1",
    "w+2",
    "c+1",
    "c+1,c+2",
    "t-1,c+1",
    "w0,c+1",
    "w0,w+1",
    "t-1,w0,c+1",
    "c0,t-1,c+1",
    "x0",
    "x0,c0",
    "x0,t-1",
    "x0,x+1",
    "x0,w0",
    "x0,t-1,c+1",
    "x-1,x0,x+1",
    "s3",
    "s2",
    "s4",
    "p3",
    "s3,t-1",
    "x0,s3",
    "k0",
    "k0,t-1",
    "k0,x0",
    "k0,s2",
];

/// What conditions see of one token.
#[derive(Clone, Copy, Debug, Default)]
pub struct View {
    /// The folded word, digits as `0`.
    pub word: Atom,
    /// Its ambiguity class.
    pub class: Atom,
    /// Its shape, `NONE` where capitals tell nothing.
    pub shape: Atom,
    /// Whether the lexicon hardly knows the word, so that its letters must tell.
    pub rare: bool,
    /// Its last 1 to 4 letters; only of rare words.
    pub suffixes: [Atom; 4],
    /// Its first 3 letters; only of rare words.
    pub prefix: Atom,
    /// What a dictionary knows of it; only of rare words.
    pub kind: Atom,
}

/// What stands beyond a sentence's ends.
pub(super) const EDGE: View = View {
    word: Atom::of(b"<edge>"),
    class: Atom::of(b"<edge>"),
    shape: Atom::NONE,
    rare: false,
    suffixes: [Atom::NONE; 4],
    prefix: Atom::NONE,
    kind: Atom::NONE,
};

/// The tag before a sentence's first token.
pub const START: Atom = Atom::of(b"<edge>");

/// A word that the lexicon hardly knows.
pub const RARE: Atom = Atom::of(b"<rare>");

/// Calls `add` with every condition that holds for token `at` of a sentence.
#[inline]
pub fn conditions(
    views: &[View],
    at: usize,
    t1: Atom,
    t2: Atom,
    mut add: impl FnMut(u8, Atom, Atom, Atom),
) {
    let view = |i: usize| views.get(i).unwrap_or(&EDGE);
    own_conditions(view(at), &mut add);
    for (other, beside) in [at.wrapping_sub(1), at + 1, at + 2]
        .into_iter()
        .zip(Beside::ALL)
    {
        beside_conditions(view(other), |of, template, part| {
            if of == beside {
                add(template, part, Atom::NONE, Atom::NONE);
            }
        });
    }
    joint_conditions(views, at, &mut add);
    tag_conditions(views, at, t1, t2, &mut add);
}

/// Those that look at the word alone.
#[inline]
pub fn own_conditions(now: &View, mut add: impl FnMut(u8, Atom, Atom, Atom)) {
    let none = Atom::NONE;
    add(0, now.word, none, none);
    if now.shape != none {
        add(14, now.shape, none, none);
        add(15, now.shape, now.class, none);
        add(18, now.shape, now.word, none);
    }
    if now.rare {
        let [_, s2, s3, s4] = now.suffixes;
        add(21, s3, none, none);
        add(22, s2, none, none);
        add(23, s4, none, none);
        add(24, now.prefix, none, none);
        if now.shape != none {
            add(26, now.shape, s3, none);
            add(29, now.kind, now.shape, none);
        }
        add(27, now.kind, none, none);
        add(30, now.kind, s2, none);
    }
}

/// Where a word stands from the token that it tells something of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Right before it.
    Before,
    /// Right behind it.
    Next,
    /// The one behind that.
    After,
}

impl Beside {
    /// All, in the order of the text.
    pub const ALL: [Self; 3] = [Self::Before, Self::Next, Self::After];
}

/// Calls `add` with what a word by itself tells of the tokens around it.
#[inline]
pub fn beside_conditions(word: &View, mut add: impl FnMut(Beside, u8, Atom)) {
    add(Beside::Before, 4, word.word);
    add(Beside::Next, 5, word.word);
    add(Beside::Next, 7, word.class);
    add(Beside::After, 6, word.word);
}

/// Those that look at several words together.
#[inline]
pub fn joint_conditions(views: &[View], at: usize, mut add: impl FnMut(u8, Atom, Atom, Atom)) {
    let view = |i: usize| views.get(i).unwrap_or(&EDGE);
    let (now, next, after) = (view(at), view(at + 1), view(at + 2));
    let before = view(at.wrapping_sub(1));
    let none = Atom::NONE;
    add(8, next.class, after.class, none);
    add(10, now.word, next.class, none);
    add(11, now.word, next.word, none);
    if now.shape != none && next.shape != none {
        add(17, now.shape, next.shape, none);
        if before.shape != none {
            add(20, before.shape, now.shape, next.shape);
        }
    }
}

/// Those that look at the tags given before, too.
#[inline]
pub fn tag_conditions(
    views: &[View],
    at: usize,
    t1: Atom,
    t2: Atom,
    mut add: impl FnMut(u8, Atom, Atom, Atom),
) {
    let view = |i: usize| views.get(i).unwrap_or(&EDGE);
    let (now, next) = (view(at), view(at + 1));
    let none = Atom::NONE;
    add(1, t1, none, none);
    add(2, t2, t1, none);
    add(3, t1, now.word, none);
    add(9, t1, next.class, none);
    add(12, t1, now.word, next.class);
    add(13, now.class, t1, next.class);
    if now.shape != none {
        add(16, now.shape, t1, none);
        add(19, now.shape, t1, next.class);
    }
    if now.rare {
        add(25, now.suffixes[2], t1, none);
        add(28, now.kind, t1, none);
    }
}

/// The last `count` letters of a folded word; the whole word if it is shorter.
pub fn suffix(word: &str, count: usize) -> &str {
    if word.is_ascii() {
        return word.get(word.len().saturating_sub(count)..).unwrap_or(word);
    }
    let start = word
        .char_indices()
        .rev()
        .take(count)
        .last()
        .map_or(0, |(at, _)| at);
    word.get(start..).unwrap_or(word)
}

/// The first three letters of a folded word.
pub fn prefix(word: &str) -> &str {
    let end = word.char_indices().nth(3).map_or(word.len(), |(at, _)| at);
    word.get(..end).unwrap_or(word)
}

/// Shapes that [`shape`] gives, for the tables.
pub const SHAPES: [&str; 16] = [
    "x", "Xx", "XX", "X", "xX", "9", "9x", ".", "^x", "^Xx", "^XX", "^X", "^xX", "^9", "^9x", "^.",
];

/// The shape of a word as written; `first` is set for the first word of a sentence.
pub fn shape(word: &str, first: bool) -> Atom {
    let mut letters = Letters::default();
    if word.is_ascii() {
        letters.capital = word.starts_with(|c: char| c.is_ascii_uppercase());
        for byte in word.bytes() {
            letters.upper += usize::from(byte.is_ascii_uppercase());
            letters.lower += usize::from(byte.is_ascii_lowercase());
            letters.digits += usize::from(byte.is_ascii_digit());
        }
        return letters.shape(first);
    }
    for (at, c) in word.chars().enumerate() {
        if c.is_uppercase() {
            letters.upper += 1;
            letters.capital |= at == 0;
        } else if c.is_ascii_digit() {
            letters.digits += 1;
        } else if c.is_alphabetic() {
            letters.lower += 1;
        }
    }
    letters.shape(first)
}

/// How many letters and digits a word has, and whether it begins with a capital.
#[derive(Default)]
struct Letters {
    upper: usize,
    lower: usize,
    digits: usize,
    capital: bool,
}

impl Letters {
    fn shape(&self, first: bool) -> Atom {
        const ATOMS: [Atom; 16] = {
            let mut atoms = [Atom::NONE; 16];
            let mut at = 0;
            while at < 16 {
                atoms[at] = Atom::of(SHAPES[at].as_bytes());
                at += 1;
            }
            atoms
        };
        let letters = self.upper + self.lower;
        let kind = if self.digits > 0 {
            if letters == 0 { 5 } else { 6 }
        } else if letters == 0 {
            7
        } else if self.upper == 0 {
            0
        } else if self.lower == 0 {
            if self.upper == 1 { 3 } else { 2 }
        } else if self.capital && self.upper == 1 {
            1
        } else {
            4
        };
        ATOMS
            .get(kind + if first { 8 } else { 0 })
            .copied()
            .unwrap_or(Atom::NONE)
    }
}

/// How a word would be written in text with case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// An ordinary word.
    Lower,
    /// A name.
    Capital,
    /// An acronym.
    Upper,
}

/// The shape of a word as it would be written; `first` is set for the first word of a sentence.
pub fn shape_in(case: Case, word: &str, first: bool) -> Atom {
    if word.is_ascii() {
        let count = |of: fn(&u8) -> bool| word.bytes().filter(of).count();
        let letters = count(u8::is_ascii_alphabetic);
        let initial = word.starts_with(|c: char| c.is_ascii_alphabetic());
        let upper = match case {
            Case::Lower if !first => 0,
            Case::Upper => letters,
            _ => usize::from(initial),
        };
        let letters = Letters {
            upper,
            lower: letters - upper,
            digits: count(u8::is_ascii_digit),
            capital: initial && upper > 0,
        };
        return letters.shape(first);
    }
    let mut letters = word.chars();
    let initial = letters.next();
    let capital = || initial.into_iter().flat_map(char::to_uppercase);
    let written: String = match case {
        Case::Lower if !first => word.to_lowercase(),
        Case::Upper => word.to_uppercase(),
        _ => capital()
            .chain(letters.flat_map(char::to_lowercase))
            .collect(),
    };
    shape(&written, first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_shape_of_what_would_be_written() {
        for word in ["BOGOTA", "u.s.", "9mm", "1989", "ÉTAT", "-", "x", "A-10"] {
            for first in [true, false] {
                let capital: String = {
                    let mut letters = word.chars();
                    let initial = letters.next().into_iter().flat_map(char::to_uppercase);
                    initial
                        .chain(letters.flat_map(char::to_lowercase))
                        .collect()
                };
                let lower = word.to_lowercase();
                let plain = if first { &capital } else { &lower };
                let of = |case| shape_in(case, word, first);
                assert_eq!(of(Case::Lower), shape(plain, first), "{word}");
                assert_eq!(of(Case::Capital), shape(&capital, first), "{word}");
                assert_eq!(
                    of(Case::Upper),
                    shape(&word.to_uppercase(), first),
                    "{word}"
                );
            }
        }
    }
}
