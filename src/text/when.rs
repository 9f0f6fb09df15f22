//! Dates as metadata, datelines and mastheads write them.

use super::conventions::Conventions;
use crate::date::DateValue;

/// A date with the year where it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub year: Option<i16>,
    pub month: u8,
    pub day: u8,
}

impl Written {
    /// The full date, the year taken from `other` where none is written.
    pub(super) fn resolved(self, other: Option<DateValue>) -> Option<DateValue> {
        let year = self.year.or(other.map(|o| o.year))?;
        Some(DateValue {
            year,
            month: Some(self.month),
            day: Some(self.day),
        })
    }
}

/// `2024-03-23`, `2024-03-23T10:00Z`, `2024-03`, `20240323`, `23 March 2024`, `March 23, 2024`.
pub(super) fn parse(text: &str, conventions: &Conventions) -> Option<DateValue> {
    let text = text.trim();
    if let Some((date, _)) = iso(text) {
        return Some(date);
    }
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/'))
        .filter(|w| !w.is_empty())
        .collect();
    (0..words.len()).find_map(|at| {
        let (written, _) = read(words.get(at..)?, conventions)?;
        written.resolved(None)
    })
}

/// An ISO date at the start of `text`, with the bytes it takes.
pub(super) fn iso(text: &str) -> Option<(DateValue, usize)> {
    let digits = |from: usize, to: usize| -> Option<u16> {
        let part = text.get(from..to)?;
        part.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| part.parse().ok())?
    };
    let year = i16::try_from(digits(0, 4)?).ok()?;
    let dashed = text.get(4..5) == Some("-");
    let (month_at, day_at) = if dashed { (5, 8) } else { (4, 6) };
    let month = digits(month_at, month_at + 2).and_then(|m| u8::try_from(m).ok());
    let month = month.filter(|m| (1..=12).contains(m))?;
    let day_allowed = !dashed || text.get(7..8) == Some("-");
    let day = digits(day_at, day_at + 2)
        .and_then(|d| u8::try_from(d).ok())
        .filter(|d| day_allowed && (1..=31).contains(d));
    if !dashed && day.is_none() {
        return None;
    }
    let end = if day.is_some() { day_at + 2 } else { 7 };
    if text
        .get(end..)
        .is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()))
    {
        return None;
    }
    Some((
        DateValue {
            year,
            month: Some(month),
            day,
        },
        end,
    ))
}

/// A day and a month with or without weekday and year at the start of `words`, with the number of words it takes.
pub(super) fn read(words: &[&str], conventions: &Conventions) -> Option<(Written, usize)> {
    let mut at = 0;
    let word = |at: usize| words.get(at).copied().unwrap_or("");
    if conventions.is_weekday(word(at)) {
        at += 1;
        at += usize::from(word(at) == ",");
    }
    let (month, day) = match (conventions.month(word(at)), conventions.month(word(at + 1))) {
        (Some(month), _) => (month, day(word(at + 1))?),
        (_, Some(month)) => (month, day(word(at))?),
        _ => return None,
    };
    at += 2;
    let mut next = at;
    next += usize::from(word(next) == ".");
    next += usize::from(word(next) == ",");
    let year = year(word(next));
    Some((
        Written { year, month, day },
        if year.is_some() { next + 1 } else { at },
    ))
}

fn day(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(char::is_alphabetic);
    digits
        .parse()
        .ok()
        .filter(|d| (1..=31).contains(d) && digits.len() <= 2)
}

fn year(word: &str) -> Option<i16> {
    let word = word.trim_start_matches(['\'', '’']);
    let number: i16 = word.parse().ok()?;
    match (word.len(), number) {
        (4, 1800..=2199) => Some(number),
        (2, 50..=99) => Some(1900 + number),
        (2, 0..=49) => Some(2000 + number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::{PackFiles, load_conventions};

    #[test]
    fn dates_in_many_shapes_are_read() {
        let c = load_conventions(&PackFiles::builtin()).unwrap();
        for text in [
            "2014-08-11",
            "2014-08-11T09:00:00Z",
            "20140811",
            "11 August 2014",
            "Aug. 11, 2014",
            "Monday 11 August 2014",
            "Mon, 11 Aug 14 10:00",
        ] {
            assert_eq!(
                parse(text, &c).map(|d| d.to_string()).as_deref(),
                Some("2014-08-11"),
                "{text}"
            );
        }
        assert_eq!(
            parse("4 FEB 90", &c).map(|d| d.to_string()).as_deref(),
            Some("1990-02-04")
        );
        assert_eq!(parse("next week", &c), None);
        assert_eq!(parse("2014-13-40", &c), None);
    }
}
