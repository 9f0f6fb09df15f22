//! How a token is written, told once a token.
//!
//! *Takes* a token's text. *Gives* whether it has capitals, figures or no letter at all: what rules ask for at every step,
//! and a bit answers.

use super::lex::Tag;
use crate::ontology::Shape;

/// How a token is written: a bit for each [`Shape`], and some for what opens it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Writing(u8);

/// A figure in front.
const FIGURE: u8 = 1 << 5;
/// "+" or "-" in front.
const SIGN: u8 = 1 << 6;

/// What the letters of a word are.
const SMALL: u8 = 1;
const LARGE: u8 = 2;
const DIGIT: u8 = 4;
const OTHER: u8 = 8;
const FOREIGN: u8 = 16;

/// By byte.
const KINDS: [u8; 256] = {
    let mut kinds = [FOREIGN; 256];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte as usize] = match byte {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => LARGE,
            b'0'..=b'9' => DIGIT,
            _ => OTHER,
        };
        byte += 1;
    }
    kinds
};

impl Writing {
    /// How many different [numbers](Writing::number) there are.
    pub(super) const NUMBERS: usize = 32;
    /// No letters at all.
    pub(super) const EMPTY: Self = Self(bit(Shape::Lower) | bit(Shape::Digit) | bit(Shape::Mark));

    /// How a text is written.
    pub(super) fn of(text: &str) -> Self {
        let mut all = 0;
        for byte in text.bytes() {
            all |= KINDS[usize::from(byte)];
        }
        if all & FOREIGN != 0 {
            return Self::of_any(text);
        }
        let opens = text.bytes().next().unwrap_or(b' ');
        let first = KINDS[usize::from(opens)];
        let if_so = |holds: bool, bit: u8| if holds { bit } else { 0 };
        Self(
            if_so(first & LARGE != 0, bit(Shape::Cap))
                | if_so(
                    first & (SMALL | LARGE) != 0 && all & SMALL == 0,
                    bit(Shape::Upper),
                )
                | if_so(all & LARGE == 0, bit(Shape::Lower))
                | if_so(all & !DIGIT == 0, bit(Shape::Digit))
                | if_so(all & (SMALL | LARGE | DIGIT) == 0, bit(Shape::Mark))
                | if_so(first & DIGIT != 0, FIGURE)
                | if_so(matches!(opens, b'+' | b'-'), SIGN),
        )
    }

    /// The same, letter by letter.
    fn of_any(text: &str) -> Self {
        let first = text.chars().next().unwrap_or(' ');
        let all = [
            (first.is_uppercase(), bit(Shape::Cap)),
            (
                first.is_alphabetic() && text.chars().all(|c| !c.is_lowercase()),
                bit(Shape::Upper),
            ),
            (text.chars().all(|c| !c.is_uppercase()), bit(Shape::Lower)),
            (text.chars().all(|c| c.is_ascii_digit()), bit(Shape::Digit)),
            (!text.chars().any(char::is_alphanumeric), bit(Shape::Mark)),
            (first.is_ascii_digit(), FIGURE),
            (matches!(first, '+' | '-'), SIGN),
        ];
        let held = all.iter().filter(|(holds, _)| *holds);
        Self(held.fold(0, |bits, (_, bit)| bits | bit))
    }

    /// As rules see it: in a text without case the tag tells what would have a capital.
    pub(super) fn by_tag(self, tag: Tag) -> Self {
        let cap = bit(Shape::Cap);
        Self((self.0 & !cap) | (u8::from(tag.is_proper()) * cap))
    }

    /// Whether it has a shape.
    #[inline]
    pub(super) fn has(self, shape: Shape) -> bool {
        self.0 & bit(shape) != 0
    }

    /// Whether a figure stands in front.
    #[inline]
    pub(super) fn opens_with_figure(self) -> bool {
        self.0 & FIGURE != 0
    }

    /// Whether a number may begin it: a figure in front, or a sign.
    #[inline]
    pub(super) fn opens_with_number(self) -> bool {
        self.0 & (FIGURE | SIGN) != 0
    }

    /// The shapes as a number, a bit for each.
    #[inline]
    pub(super) fn number(self) -> usize {
        usize::from(self.0) % Self::NUMBERS
    }

    /// One that has a shape and nothing else.
    pub(super) fn only(shape: Shape) -> Self {
        Self(bit(shape))
    }
}

const fn bit(shape: Shape) -> u8 {
    match shape {
        Shape::Cap => 1,
        Shape::Upper => 2,
        Shape::Lower => 4,
        Shape::Digit => 8,
        Shape::Mark => 16,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn plain_words_are_told_as_letter_by_letter(text in "[a-zA-Z0-9.,'$-]{0,6}|\\PC{0,4}") {
            prop_assert_eq!(Writing::of(&text), Writing::of_any(&text));
        }
    }

    #[test]
    fn shapes_of_words() {
        let shapes = [
            Shape::Cap,
            Shape::Upper,
            Shape::Lower,
            Shape::Digit,
            Shape::Mark,
        ];
        let of = |text| shapes.map(|shape| Writing::of(text).has(shape));
        assert_eq!(of("Zorva"), [true, false, false, false, false]);
        assert_eq!(of("ZORVA"), [true, true, false, false, false]);
        assert_eq!(of("zorva"), [false, false, true, false, false]);
        assert_eq!(of("1990"), [false, false, true, true, false]);
        assert_eq!(of("--"), [false, false, true, false, true]);
        assert_eq!(of("Édith"), [true, false, false, false, false]);
        assert_eq!(Writing::of(""), Writing::EMPTY);
        assert!(Writing::of("3rd").opens_with_figure());
    }
}
