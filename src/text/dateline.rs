//! The dateline an agency puts before its report.
//!
//! *Takes* the tokens of a block. *Gives* place, date and how many tokens they take. A dateline is place words,
//! then a date and an agency in brackets in either order, each optional, then a dash or the end of the block:
//! `GOMA, Democratic Republic of Congo --`, `Guayaquil, Jun 20 (Andes).-`, `SANAA, Tuesday 23 August 2016`.

use super::conventions::Conventions;
use super::document::Token;
use super::when::{self, Written};

/// A dateline at the start of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dateline {
    /// Number of tokens that name the place.
    pub place: usize,
    /// The agency's tokens: first and one past the last.
    pub agency: Option<(usize, usize)>,
    /// The date.
    pub date: Option<Written>,
    /// Number of all its tokens.
    pub len: usize,
}

/// At most this many tokens name the place.
const PLACE: usize = 10;

/// The dateline at the start of `tokens`, the tokens of one block.
pub(super) fn read(text: &str, tokens: &[Token], conventions: &Conventions) -> Option<Dateline> {
    let words: Vec<&str> = tokens.iter().take(32).map(|t| t.span.of(text)).collect();
    let whole = tokens.len() == words.len();
    let place = place(&words, tokens, conventions)?;
    let mut at = place;
    let mut date = None;
    let mut undated = false;
    let mut agency = None;
    loop {
        let word = words.get(at).copied().unwrap_or("");
        if matches!(word, "," | ":") {
            at += 1;
        } else if word == "(" && agency.is_none() {
            let close = words.iter().skip(at).take(9).position(|w| *w == ")")?;
            agency = Some((at + 1, at + close));
            at += close + 1;
        } else if agency.is_none() && conventions.agencies.contains(word) {
            agency = Some((at, at + 1));
            at += 1;
        } else if date.is_none()
            && let Some((found, len)) = when::read(words.get(at..)?, conventions)
        {
            date = Some(found);
            at += len;
        } else if !undated && let Some(len) = no_date(&words, at, conventions) {
            undated = true;
            at += len;
        } else {
            break;
        }
    }
    let stop = at + usize::from(words.get(at) == Some(&"."));
    let evidence = date.is_some() || undated || agency.is_some();
    let dash = words.get(stop).is_some_and(|w| is_dash(w));
    let len = if dash {
        let loose = tokens.get(stop + 1).is_none_or(|t| t.spaced)
            && (tokens.get(stop).is_some_and(|t| t.spaced) || stop > at);
        let shouted = words
            .first()
            .is_some_and(|w| w.chars().count() >= 2 && !w.chars().any(char::is_lowercase));
        if !(evidence || (loose && shouted)) {
            return None;
        }
        stop + 1
    } else if whole && stop >= words.len() && (date.is_some() || agency.is_some()) && at > place {
        stop
    } else if agency.is_some() && date.is_some() && words.get(at.wrapping_sub(1)) == Some(&":") {
        at
    } else {
        return None;
    };
    Some(Dateline {
        place,
        agency,
        date,
        len,
    })
}

/// A date with its year anywhere in a short line at the top: `THE DAILY | 16 July 2007`.
pub(super) fn masthead(text: &str, tokens: &[Token], conventions: &Conventions) -> Option<Written> {
    let words: Vec<&str> = tokens.iter().take(32).map(|t| t.span.of(text)).collect();
    (0..words.len()).find_map(|at| {
        let (found, _) = when::read(words.get(at..)?, conventions)?;
        found.year.map(|_| found)
    })
}

/// How many tokens name the place: capitalised words, commas, brackets, at most two small words in a row.
fn place(words: &[&str], tokens: &[Token], conventions: &Conventions) -> Option<usize> {
    let mut end = 0;
    let mut at = 0;
    while at < PLACE.min(words.len()) {
        let word = words.get(at).copied().unwrap_or("");
        let ahead = words.get(at..)?;
        if conventions.agencies.contains(word) && at > 0
            || when::read(ahead, conventions).is_some()
            || no_date(words, at, conventions).is_some()
        {
            break;
        }
        // a hyphen inside a name has no space before it; the dash of a dateline does
        let spaced = tokens.get(at).is_some_and(|t| t.spaced);
        if word == "-" && spaced {
            break;
        }
        let first = word.chars().next().unwrap_or(' ');
        if first.is_uppercase() {
            at += 1;
            end = at;
        } else if word == "(" {
            // HAVANA (CUBA), 14 NOV 89 (TELE-REBELDE) --
            let close = words.iter().skip(at).take(5).position(|w| *w == ")")?;
            let inside = words.get(at + 1..at + close).unwrap_or_default();
            let rest = words.iter().skip(at + close + 1).take(12);
            let more = !inside.iter().any(|w| conventions.agencies.contains(*w))
                && rest.take_while(|w| !is_dash(w)).any(|w| *w == "(");
            if !more {
                break;
            }
            at += close + 1;
            end = at;
        } else if end > 0
            && (matches!(word, "-" | "/" | "'" | "’" | ",")
                || (first.is_lowercase() && word.len() <= 4))
        {
            at += 1;
            let small = at - end;
            if small > 2 {
                break;
            }
        } else {
            break;
        }
    }
    (end > 0).then_some(end)
}

fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "--" | "—" | "–" | "---")
}

fn no_date(words: &[&str], at: usize, conventions: &Conventions) -> Option<usize> {
    conventions.undated.iter().find_map(|phrase| {
        let mut len = 0;
        for part in phrase.split(' ') {
            words.get(at + len).filter(|w| w.to_lowercase() == part)?;
            len += 1;
        }
        Some(len)
    })
}
