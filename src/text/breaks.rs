//! Line breaks that a text has lost: "OVERVIEW This conference will", "Thanks, Ben Please call me".
//!
//! *Takes* the sentences of a text that stands in one line. *Gives* the same cut further where a heading, a signature or
//! an item of a list ends without a stop. *Promises* to leave text alone that has its line breaks, or no capitals. Small
//! integer weights, learnt offline, vote on each gap before a capital, a figure or a mark (`learned/breaks.tsv`); a gap
//! is cut where they sum to enough.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::classes::{Classes, EDGE};
use super::conventions::Conventions;
use super::document::Token;

/// Names of the conditions: `p` the word before the gap, `n` the one after it, `q` and `o` those further away; a
/// capital is a word, a small letter a shape; `l` is the length so far, `t` whether all of it has capitals, `r` whether
/// the next word opened it as well; `c` is a word's class; `e` tells whether the next word opens another sentence of the
/// text, `f` how many the one before does.
pub const TEMPLATES: [&str; 21] = [
    "p,n", "P", "N,n", "P,n", "p,N", "q,p,n", "p,n,o", "l,p,n", "N,o", "l,N", "Q,P", "r,o",
    "t,n,o", "t,l,n", "\",p,n", "cp,cn", "cn,co", "e,p,n", "f,l,p", "cq,cp,cn", "cp,cn,co",
];

/// What the weights must sum to more than, in hundredths: below 0, as they are drawn to it by what was seen once.
const LEAST: i32 = -40;
/// A text of fewer sentences is a sentence or two from somewhere and has lost no lines.
const FEWEST: usize = 3;

/// Weights of conditions, and the classes of words that some of them see.
#[derive(Clone, Debug, Default)]
pub struct Breaks {
    weights: FxHashMap<u64, i32>,
    /// The table of words, and their classes once a text in one line has come: most texts have their lines.
    words: Box<str>,
    classes: OnceLock<Classes>,
}

impl Breaks {
    /// Reads the table: a line without a tab names the template of the lines below it; `words` as in
    /// [`Classes::parse`].
    ///
    /// # Errors
    /// The number of a line that cannot be read.
    pub fn parse(text: &str, words: &str) -> Result<Self, usize> {
        let mut weights = FxHashMap::default();
        // a line has about so many bytes
        weights.reserve(text.len() / 13);
        let mut template = None;
        for (number, line) in text.lines().enumerate() {
            if line.starts_with('#') && !line.contains('\t') {
                continue;
            }
            let Some((condition, weight)) = line.split_once('\t') else {
                template = Some(
                    TEMPLATES
                        .iter()
                        .position(|t| *t == line)
                        .ok_or(number + 1)?,
                );
                continue;
            };
            let weight: i32 = weight.parse().map_err(|_| number + 1)?;
            let mut parts = [""; 3];
            for (slot, part) in parts.iter_mut().zip(condition.split(' ')) {
                *slot = part;
            }
            weights.insert(key(template.ok_or(number + 1)?, parts), weight);
        }
        Ok(Self {
            weights,
            words: words.into(),
            classes: OnceLock::new(),
        })
    }

    /// Cuts `sentences` further.
    pub(super) fn cut(
        &self,
        text: &str,
        tokens: &[Token],
        conventions: &Conventions,
        sentences: &mut Vec<Range<usize>>,
    ) {
        if self.weights.is_empty() || sentences.len() < FEWEST {
            return;
        }
        let classes = self.classes.get_or_init(|| Classes::parse(&self.words));
        let line = Line::new(text, tokens, sentences, classes);
        let mut all = Vec::with_capacity(sentences.len());
        for mut range in sentences.drain(..) {
            for at in range.start + 1..range.end {
                let month = |t: &Token| conventions.month(t.span.of(text)).is_some();
                if !is_gap(text, tokens, at) || tokens.get(at).is_some_and(month) {
                    continue;
                }
                let mut sum = 0;
                line.conditions(range.clone(), at, |template, parts| {
                    let weight = self.weights.get(&key(template, parts));
                    sum += weight.copied().unwrap_or(0);
                });
                if sum > LEAST {
                    all.push(range.start..at);
                    range.start = at;
                }
            }
            all.push(range);
        }
        *sentences = all;
    }
}

fn key(template: usize, parts: [&str; 3]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ template as u64;
    for part in parts {
        for byte in part.bytes().chain([b' ']) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}

/// Whether a line could have begun at token `at`: white space before it, and no small letter.
pub fn is_gap(text: &str, tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| {
        let word = t.span.of(text);
        t.spaced
            && (!word.starts_with(char::is_lowercase) || is_address(word))
            && !word.starts_with([',', ';', ':', '.', ')', ']', '\'', '’', '”', '%', '!', '?'])
    })
}

/// A text in one line, cut at its stops.
pub struct Line<'t> {
    text: &'t str,
    tokens: &'t [Token],
    classes: &'t Classes,
    /// How many sentences each word opens.
    openers: FxHashMap<&'t str, u32>,
}

impl<'t> Line<'t> {
    /// Takes the tokens, their sentences as the stops tell them, and the classes of words.
    pub fn new(
        text: &'t str,
        tokens: &'t [Token],
        sentences: &[Range<usize>],
        classes: &'t Classes,
    ) -> Self {
        let mut openers = FxHashMap::default();
        for first in sentences.iter().filter_map(|s| tokens.get(s.start)) {
            *openers.entry(first.span.of(text)).or_default() += 1;
        }
        Self {
            text,
            tokens,
            classes,
            openers,
        }
    }

    /// Calls `add` with every condition that holds for a cut before token `at` of a sentence.
    pub fn conditions(
        &self,
        range: Range<usize>,
        at: usize,
        mut add: impl FnMut(usize, [&str; 3]),
    ) {
        let text = self.text;
        let word = |i: Option<usize>| {
            i.filter(|i| range.contains(i))
                .and_then(|i| self.tokens.get(i))
                .map_or(EDGE, |t| t.span.of(text))
        };
        let (before, further) = (at.checked_sub(1), at.checked_sub(2));
        let places = [further, before, Some(at), Some(at + 1)];
        let [q, p, n, o] = places.map(|i| shape(word(i)));
        let lower = places.map(|i| word(i).to_lowercase());
        let [big_q, big_p, big_n, big_o] = lower.each_ref().map(String::as_str);
        let so_far = || self.tokens.get(range.start..at).unwrap_or_default().iter();
        let length = match at - range.start {
            1 => "1",
            2 => "2",
            3 | 4 => "3",
            5..=8 => "5",
            9..=16 => "9",
            _ => "17",
        };
        let title = if so_far().any(|t| t.span.of(text).starts_with(char::is_lowercase)) {
            "-"
        } else {
            "t"
        };
        let again = if word(Some(range.start)) == word(Some(at)) {
            "r"
        } else {
            "-"
        };
        let quoted = so_far().filter(|t| t.span.of(text) == "\"").count() % 2 == 1;
        let opens = |i: Option<usize>| self.openers.get(word(i)).copied().unwrap_or(0);
        let opener = if self.tokens.first().map(|t| t.span.of(text)) == Some(word(Some(at))) {
            "1"
        } else if opens(Some(at)) > 0 {
            "e"
        } else {
            "-"
        };
        let often = match opens(before) {
            0 | 1 => "-",
            2 => "2",
            _ => "3",
        };
        let class_q = self.classes.of(big_q, q);
        let class_p = self.classes.of(big_p, p);
        let class_n = self.classes.of(big_n, n);
        let class_o = self.classes.of(big_o, o);
        add(0, [p, n, ""]);
        add(1, [big_p, "", ""]);
        add(2, [big_n, n, ""]);
        add(3, [big_p, n, ""]);
        add(4, [p, big_n, ""]);
        add(5, [q, p, n]);
        add(6, [p, n, o]);
        add(7, [length, p, n]);
        add(8, [big_n, o, ""]);
        add(9, [length, big_n, ""]);
        add(10, [big_q, big_p, ""]);
        add(11, [again, o, ""]);
        add(12, [title, n, o]);
        add(13, [title, length, n]);
        add(14, [if quoted { "\"" } else { "-" }, p, n]);
        add(15, [class_p, class_n, ""]);
        add(16, [class_n, class_o, ""]);
        add(17, [opener, p, n]);
        add(18, [often, length, p]);
        add(19, [class_q, class_p, class_n]);
        add(20, [class_p, class_n, class_o]);
    }
}

/// Names of all shapes that are not a short mark itself.
fn shape(word: &str) -> &str {
    if word == EDGE {
        return word;
    }
    if is_address(word) {
        return "@";
    }
    let (mut upper, mut lower, mut digits, mut others) = (0, 0, 0, 0);
    for c in word.chars() {
        if c.is_uppercase() {
            upper += 1;
        } else if c.is_alphabetic() {
            lower += 1;
        } else if c.is_numeric() {
            digits += 1;
        } else {
            others += 1;
        }
    }
    match (upper, lower, digits) {
        (0, 0, 0) if others < 3 => word,
        (0, 0, 0) if word.ends_with(['.', '!', '?']) => "...",
        (0, 0, 0) => "---",
        (0, 0, _) => "9",
        (1, 0, 0) => "X",
        (_, 0, 0) => "XX",
        (0, _, 0) => "x",
        (1, _, 0) if word.starts_with(char::is_uppercase) => "Xx",
        (_, _, 0) => "xX",
        _ => "x9",
    }
}

/// "www.example.org", "press@example.org".
pub(super) fn is_address(word: &str) -> bool {
    word.len() > 4 && (word.contains("://") || word.contains('@') || word.starts_with("www."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::{PackFiles, load_conventions};
    use crate::text::{Document, Source};

    fn read(text: &str) -> Vec<String> {
        let source = Source {
            text: text.to_owned(),
            ..Source::default()
        };
        let doc = Document::read(source, &load_conventions(&PackFiles::builtin()).unwrap());
        doc.sentences
            .iter()
            .map(|s| s.span.of(&doc.text).to_owned())
            .collect()
    }

    #[test]
    fn a_signature_in_one_line_ends_before_the_next_letter() {
        let found = read(
            "I am back. Please call me if you have any questions. Thanks, Ben The meeting is on Monday at noon.",
        );
        let last = found.last().map(String::as_str);
        assert_eq!(last, Some("The meeting is on Monday at noon."), "{found:?}");
    }

    #[test]
    fn names_are_not_cut_and_lines_are_kept() {
        let text =
            "The Prime Minister met General Roe in The Hague on Friday and went on to New York.";
        assert_eq!(read(text).len(), 1);
        let found = read("Thanks, Ben The meeting is over.\nAll went home.");
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn a_line_that_cannot_be_read_is_told() {
        assert_eq!(Breaks::parse("p,n\nXx Xx\tmany\n", "").err(), Some(2));
        assert_eq!(Breaks::parse("z\n", "").err(), Some(1));
    }
}
