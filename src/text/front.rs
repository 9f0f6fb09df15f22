//! What stands before the body of a text: front matter and the `date` prefix.
//!
//! *Takes* a text. *Gives* the fields found and where the body begins. Front matter is either fenced by lines of
//! `---`, or `key: value` lines at the very start, at least one of them a known key, up to a blank line.

use super::conventions::Conventions;
use super::when;
use crate::date::DateValue;

/// Fields found before the body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Front<'t> {
    pub id: Option<&'t str>,
    pub title: Option<&'t str>,
    pub publisher: Option<&'t str>,
    pub url: Option<&'t str>,
    /// From front matter.
    pub date: Option<DateValue>,
    /// From the prefix `date YYYY-MM-DD`.
    pub prefix: Option<DateValue>,
    /// First byte of the body.
    pub body: usize,
}

/// Reads front matter and prefix.
pub(super) fn read<'t>(text: &'t str, conventions: &Conventions) -> Front<'t> {
    let mut front = Front::default();
    let body = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    front.body = text.len() - body.len();
    if let Some(end) = fenced(body).or_else(|| bare(body)) {
        for (key, value) in body.get(..end).unwrap_or("").lines().filter_map(field) {
            set(&mut front, key, value, conventions);
        }
        front.body += end;
    }
    let body = text.get(front.body..).unwrap_or("");
    let start = body.trim_start();
    if let Some((date, end)) = prefix(start) {
        front.prefix = Some(date);
        front.body += body.len() - start.len() + end;
    } else if body.len() == text.len() {
        // the indent of the first line tells where paragraphs begin
        front.body = 0;
    }
    front
}

/// `date 2024-03-23`, with the bytes it takes.
fn prefix(body: &str) -> Option<(DateValue, usize)> {
    let word = body.get(..4).filter(|w| w.eq_ignore_ascii_case("date"))?;
    let rest = body.get(word.len()..)?;
    let value = rest.trim_start_matches([' ', '\t', ':']);
    if value.len() == rest.len() {
        return None;
    }
    let (date, len) = when::iso(value)?;
    date.day?;
    Some((date, body.len() - value.len() + len))
}

/// The end of front matter between two lines of `---`.
fn fenced(body: &str) -> Option<usize> {
    let rest = body
        .strip_prefix("---")?
        .trim_start_matches([' ', '\t', '\r']);
    let inside = rest.strip_prefix('\n')?;
    let mut at = body.len() - inside.len();
    for line in inside.split_inclusive('\n') {
        at += line.len();
        if line.trim() == "---" {
            return Some(at);
        }
        if field(line).is_none() && !line.trim().is_empty() {
            return None;
        }
    }
    None
}

/// The end of `key: value` lines that a blank line closes.
fn bare(body: &str) -> Option<usize> {
    let mut at = 0;
    let mut known = false;
    for line in body.split_inclusive('\n') {
        if line.trim().is_empty() {
            return known.then_some(at);
        }
        let (key, _) = field(line)?;
        known |= KEYS.iter().any(|k| k.eq_ignore_ascii_case(key));
        at += line.len();
    }
    None
}

/// Keys that mark lines as front matter; part of the input contract, not words of the domain.
const KEYS: [&str; 12] = [
    "id",
    "title",
    "headline",
    "date",
    "published",
    "source",
    "publisher",
    "agency",
    "outlet",
    "url",
    "link",
    "dateline",
];

fn field(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim();
    let plain = !key.is_empty()
        && key.len() <= 24
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    plain.then(|| (key, value.trim().trim_matches('"')))
}

fn set<'t>(front: &mut Front<'t>, key: &str, value: &'t str, conventions: &Conventions) {
    if value.is_empty() {
        return;
    }
    match key.to_ascii_lowercase().as_str() {
        "id" => front.id = Some(value),
        "title" | "headline" => front.title = Some(value),
        "source" | "publisher" | "agency" | "outlet" => front.publisher = Some(value),
        "url" | "link" => front.url = Some(value),
        "date" | "published" => front.date = when::parse(value, conventions),
        _ => {}
    }
}
