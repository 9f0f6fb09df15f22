//! The tokens of one block to sentences.
//!
//! *Takes* tokens with the white space before them. *Gives* ranges of tokens. *Promises* that the ranges cover the
//! block's tokens in order. Stops, question and exclamation marks end sentences; what stands after them (closing
//! quotes, a lower-case word) and before them (an abbreviation) decides.

use std::ops::Range;

use super::breaks::is_address;
use super::conventions::Conventions;
use super::document::Token;

/// How the text uses capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// As usual.
    Mixed,
    /// All capitals or all lower case: a capital tells nothing.
    None,
}

/// Cuts `tokens[range]`, the tokens of one block.
pub(super) fn sentences(
    text: &str,
    tokens: &[Token],
    range: Range<usize>,
    case: Case,
    conventions: &Conventions,
    out: &mut Vec<Range<usize>>,
) {
    let mut start = range.start;
    let mut at = range.start;
    let mut open_quote = false;
    while at < range.end {
        let Some(token) = tokens.get(at) else { break };
        let word = token.span.of(text);
        at += 1;
        match word {
            "\"" => open_quote = !open_quote,
            "''" => open_quote = false,
            _ => {}
        }
        let Some(mark) = Mark::of(word) else {
            if let Some(end) = stamp(text, tokens, at - 1, range.end) {
                if start < at - 1 {
                    out.push(start..at - 1);
                }
                if end < range.end {
                    out.push(at - 1..end);
                    start = end;
                } else {
                    start = at - 1;
                }
                at = end;
            }
            continue;
        };
        let is_glued = |i: usize| i < range.end && tokens.get(i).is_some_and(|t| !t.spaced);
        // closing quotes and brackets go with the sentence they close
        let mut after = at;
        while after < range.end
            && tokens.get(after).is_some_and(|t| {
                let w = t.span.of(text);
                (!t.spaced
                    && matches!(
                        w,
                        "\"" | "'" | "''" | "”" | "’" | "’’" | ")" | "]" | "»" | "}"
                    ))
                    || (t.spaced
                        && (w == "''"
                            || w == "”"
                            || (w == "\"" && open_quote && !is_glued(after + 1))))
            })
        {
            if tokens.get(after).is_some_and(|t| t.span.of(text) == "\"") {
                open_quote = !open_quote;
            }
            after += 1;
        }
        after += note(text, tokens, after, range.end);
        let closed = after > at;
        // a smile belongs to what was said
        while after < range.end && tokens.get(after).is_some_and(|t| is_smile(t.span.of(text))) {
            after += 1;
        }
        if after >= range.end {
            break;
        }
        let next = Next::read(text, tokens, after, range.end);
        let item = is_numbering(text, tokens.get(start..at).unwrap_or_default());
        // "the service is poor...I asked again", but not "...I asked again"
        let said = tokens.get(start..at).unwrap_or_default();
        let said = said
            .iter()
            .any(|t| t.span.of(text).starts_with(char::is_alphanumeric));
        let trailed = said && !token.spaced && !closed;
        let ended = match mark {
            Mark::Ellipsis if trailed && !next.spaced => {
                next.first.is_uppercase() && case == Case::Mixed
            }
            Mark::Stop if is_vital(text, tokens.get(start..at - 1).unwrap_or_default()) => false,
            _ => ends(mark, word, &next, case, conventions, closed),
        };
        if !item && ended {
            out.push(start..after);
            start = after;
            open_quote = false;
        }
        at = after;
    }
    if start < range.end {
        out.push(start..range.end);
    }
    set_apart(text, tokens, out);
    split_long(out);
}

/// Longest sentence, in tokens: text without stops is cut, so that no later stage meets more at once.
const LONGEST: usize = 400;

fn split_long(out: &mut Vec<Range<usize>>) {
    if out.iter().all(|r| r.len() <= LONGEST) {
        return;
    }
    let whole = std::mem::take(out);
    for range in whole {
        let mut start = range.start;
        while range.end - start > LONGEST {
            out.push(start..start + LONGEST);
            start += LONGEST;
        }
        out.push(start..range.end);
    }
}

/// Gives editorial brackets at the start of a sentence (`[TEXT]`, `[PASSAGE OMITTED]`) a sentence of their own.
fn set_apart(text: &str, tokens: &[Token], out: &mut Vec<Range<usize>>) {
    if out
        .iter()
        .all(|r| editorial(text, tokens, r.clone()).is_none())
    {
        return;
    }
    let mut all = Vec::with_capacity(out.len());
    for mut range in out.drain(..) {
        while let Some(end) = editorial(text, tokens, range.clone()) {
            all.push(range.start..end);
            range.start = end;
        }
        all.push(range);
    }
    *out = all;
}

/// The end of a bracket in capitals that opens a longer sentence.
fn editorial(text: &str, tokens: &[Token], range: Range<usize>) -> Option<usize> {
    let words = || {
        tokens
            .get(range.clone())
            .unwrap_or_default()
            .iter()
            .map(|t| t.span.of(text))
    };
    words().next().filter(|w| *w == "[")?;
    let close = words().take(30).position(|w| w == "]")?;
    let shouted = words()
        .take(close)
        .all(|w| !w.chars().any(char::is_lowercase))
        && words()
            .take(close)
            .any(|w| w.chars().filter(|c| c.is_uppercase()).count() > 1);
    (shouted && range.start + close + 1 < range.end).then_some(range.start + close + 1)
}

/// The tokens of a reference note such as `[6]` at `at`; it belongs to the sentence before it.
fn note(text: &str, tokens: &[Token], at: usize, end: usize) -> usize {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.span.of(text));
    let number = at + 3 <= end
        && word(at) == "["
        && word(at + 2) == "]"
        && word(at + 1).bytes().all(|b| b.is_ascii_digit());
    if number { 3 } else { 0 }
}

/// Whether the tokens end in what stands before the year of a birth or a death: `(b`, `(d`.
fn is_vital(text: &str, tokens: &[Token]) -> bool {
    let [.., bracket, letter] = tokens else {
        return false;
    };
    bracket.span.of(text) == "(" && matches!(letter.span.of(text), "b" | "d" | "m" | "r")
}

/// `:)`, `=(`, `;-D`, `^_^`
fn is_smile(word: &str) -> bool {
    (2..5).contains(&word.len())
        && word.starts_with([':', ';', '=', '^'])
        && word.ends_with([')', '(', 'D', 'P', 'p', '^'])
}

/// Whether the tokens are only the number of an item, with its stop: `7.`, `4.1.`
fn is_numbering(text: &str, tokens: &[Token]) -> bool {
    let Some(first) = tokens.first() else {
        return false;
    };
    let number = |t: &Token| {
        let word = t.span.of(text);
        word.bytes().all(|b| b.is_ascii_digit() || b == b'.') && word.len() < 6
    };
    first
        .span
        .of(text)
        .starts_with(|c: char| c.is_ascii_digit())
        && tokens.iter().all(number)
}

/// The end of a stamp at `at`, a date in figures and a time (`02/13/2001 08:02 PM`); a stamp is a line of its own.
fn stamp(text: &str, tokens: &[Token], at: usize, end: usize) -> Option<usize> {
    let word = |i: usize| {
        tokens
            .get(i)
            .filter(|_| i < end)
            .map_or("", |t| t.span.of(text))
    };
    let figures = |w: &str, mark: u8| {
        w.as_bytes().first().is_some_and(u8::is_ascii_digit)
            && w.len() >= 4
            && w.bytes().all(|b| b.is_ascii_digit() || b == mark)
            && w.bytes().any(|b| b == mark)
    };
    if !figures(word(at), b'/') || !figures(word(at + 1), b':') {
        return None;
    }
    let half = matches!(word(at + 2), "AM" | "PM" | "am" | "pm");
    Some(at + 2 + usize::from(half))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Stop,
    Shout,
    Ellipsis,
    Abbreviation,
}

impl Mark {
    fn of(word: &str) -> Option<Self> {
        match word.as_bytes().last()? {
            b'.' if word == "." => Some(Self::Stop),
            b'.' if word.bytes().all(|b| b == b'.') => Some(Self::Ellipsis),
            b'.' => Some(Self::Abbreviation),
            b'!' | b'?' => Some(Self::Shout),
            _ if word == "…" => Some(Self::Ellipsis),
            _ => None,
        }
    }
}

/// What follows a possible end.
struct Next<'t> {
    word: &'t str,
    spaced: bool,
    quoted: bool,
    /// First letter of the first word.
    first: char,
}

impl<'t> Next<'t> {
    fn read(text: &'t str, tokens: &[Token], at: usize, end: usize) -> Self {
        let first = tokens.get(at);
        let mut word = first.map_or("", |t| t.span.of(text));
        let mut quoted = false;
        let mut i = at;
        while i + 1 < end
            && matches!(
                word,
                "\"" | "'" | "''" | "``" | "“" | "‘" | "(" | "[" | "«" | "-" | "--" | "—" | "*"
            )
        {
            quoted = true;
            i += 1;
            word = tokens.get(i).map_or("", |t| t.span.of(text));
        }
        let c = word.chars().next().unwrap_or(' ');
        Self {
            word,
            spaced: first.is_some_and(|t| t.spaced),
            quoted,
            first: c,
        }
    }
}

fn ends(
    mark: Mark,
    word: &str,
    next: &Next<'_>,
    case: Case,
    conventions: &Conventions,
    closed: bool,
) -> bool {
    if next
        .word
        .chars()
        .all(|c| matches!(c, ',' | ';' | ':' | '.' | ')' | ']'))
    {
        return false;
    }
    let begins = match case {
        Case::Mixed => {
            next.first.is_uppercase()
                || (next.spaced && (!next.first.is_lowercase() || is_address(next.word)))
        }
        Case::None => next.spaced,
    };
    match mark {
        Mark::Stop => begins || (next.spaced && !closed),
        Mark::Shout => match case {
            Case::Mixed => begins || (next.spaced && !closed),
            Case::None => next.spaced && !closed,
        },
        Mark::Ellipsis => next.spaced && next.first.is_uppercase() && case == Case::Mixed,
        Mark::Abbreviation => {
            let folded = word.to_lowercase();
            if !conventions.final_abbreviations.contains(&folded) {
                return false;
            }
            let starter = conventions.starters.contains(&next.word.to_lowercase());
            next.spaced
                && (starter || next.quoted)
                && (case == Case::None || next.first.is_uppercase())
        }
    }
}

#[cfg(test)]
#[path = "sentences_tests.rs"]
mod tests;
