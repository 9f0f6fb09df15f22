//! Dates: absolute, and relative to the document's date with granularity kept.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::annotate::lex::Upos;
use crate::annotate::reading::Reading;
use crate::annotate::signs::Sign;
use crate::date::DateValue;

/// A date in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateSpan {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What day, month or year it is; `None` where the document's date would be needed and is not known.
    pub date: Option<DateValue>,
    /// Counted from the document's date: "on Friday", "yesterday".
    pub relative: bool,
}

/// Finds the dates of a document.
pub fn dates(reading: &mut Reading<'_>) {
    let today = reading.document.date.and_then(day_of);
    let mut found = Vec::new();
    for sentence in &reading.document.sentences {
        let mut tokens = sentence.tokens.clone();
        let future = tokens.any(|t| reading.has_sign(t, Sign::FUTURE));
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            if !may_begin(reading, at, sentence.tokens.end) {
                at += 1;
                continue;
            }
            // "two days earlier", "the next day" count from the day told of last
            let told = found.iter().rev().find_map(|d: &DateSpan| d.date);
            let parser = Parser {
                reading,
                today,
                told: told.and_then(day_of),
                end: sentence.tokens.end,
                future,
            };
            match parser.date(at) {
                Some(d) => {
                    at = d.tokens.end;
                    found.push(d);
                }
                None => at += 1,
            }
        }
    }
    reading.dates = found;
}

/// Whether a date may begin at a token of a sentence: with a figure, a date word, "the next day", or "a week ago". Few
/// words do.
fn may_begin(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    let next_has = |sign| at + 1 < end && reading.has_sign(at + 1, sign);
    reading.has_sign(at, Sign::OPENS_DATE)
        || reading.writing(at).opens_with_number()
        || next_has(Sign::UNIT)
        || reading.has_sign(at, Sign::DATE_ARTICLE) && next_has(Sign::DATE)
}

fn day_of(d: DateValue) -> Option<Date> {
    Date::new(
        d.year,
        i8::try_from(d.month?).ok()?,
        i8::try_from(d.day?).ok()?,
    )
    .ok()
}

fn value(d: Date) -> DateValue {
    DateValue {
        year: d.year(),
        month: u8::try_from(d.month()).ok(),
        day: u8::try_from(d.day()).ok(),
    }
}

struct Parser<'r, 'a> {
    reading: &'r Reading<'a>,
    today: Option<Date>,
    /// The day that the text told of last.
    told: Option<Date>,
    end: usize,
    future: bool,
}

impl Parser<'_, '_> {
    fn word(&self, at: usize) -> crate::text::WordId {
        if at < self.end {
            self.reading.folded(at)
        } else {
            crate::text::WordId(u32::MAX)
        }
    }

    fn is(&self, class: &str, at: usize) -> bool {
        self.reading.ontology.lexicon.dates.is(class, self.word(at))
    }

    fn month(&self, at: usize) -> Option<u8> {
        let month = *self
            .reading
            .ontology
            .lexicon
            .dates
            .months
            .get(&self.word(at))?;
        // "may" and "march" are words too: a month is written with a capital, or stands beside a number
        let text = self.reading.text(at);
        let sure = self.reading.lex.tag(at).is_proper()
            || self.day(at + 1).is_some()
            || (at > 0 && self.day(at - 1).is_some());
        (sure && (self.reading.caseless() || text.starts_with(char::is_uppercase))).then_some(month)
    }

    fn day(&self, at: usize) -> Option<u8> {
        let text = self.reading.text(at);
        if !text.starts_with(|c: char| c.is_ascii_digit() || c == '+') {
            return None;
        }
        let digits = text.trim_end_matches(|c: char| c.is_alphabetic());
        let rest = text.get(digits.len()..).unwrap_or("");
        let ordinal = rest.is_empty()
            || self
                .reading
                .ontology
                .words
                .get(&rest.to_lowercase())
                .is_some_and(|w| self.reading.ontology.lexicon.dates.is("ordinal_ends", w));
        let n = digits
            .parse::<u8>()
            .ok()
            .filter(|d| (1..=31).contains(d) && digits.len() <= 2)?;
        (ordinal && at < self.end).then_some(n)
    }

    fn year(&self, at: usize) -> Option<i16> {
        if at >= self.end {
            return None;
        }
        let text = self.reading.text(at);
        let n = text.parse::<i16>().ok()?;
        match text.len() {
            4 if (1000..2200).contains(&n) => Some(n),
            // "4 FEB 90"
            2 if text.starts_with(|c: char| c.is_ascii_digit()) => {
                Some(if n >= 50 { 1900 + n } else { 2000 + n })
            }
            _ => None,
        }
    }

    fn date(&self, at: usize) -> Option<DateSpan> {
        self.absolute(at).or_else(|| self.relative(at))
    }

    fn absolute(&self, at: usize) -> Option<DateSpan> {
        // "5 February (2016)"
        if let (Some(day), Some(month)) = (self.day(at), self.month(at + 1)) {
            let comma = usize::from(
                self.reading.text(at + 2) == "," && self.year(at + 3).is_some_and(|y| y > 999),
            );
            return Some(self.day_month(at, at + 2, month, Some(day), at + 2 + comma));
        }
        if let (Some(day), true, Some(month)) =
            (self.day(at), self.is("of", at + 1), self.month(at + 2))
        {
            return Some(self.day_month(at, at + 3, month, Some(day), at + 3));
        }
        if let Some(month) = self.month(at) {
            // "February 5(, 2016)"
            if let Some(day) = self
                .day(at + 1)
                .filter(|_| self.reading.text(at + 1).len() < 4)
            {
                let comma = usize::from(self.reading.text(at + 2) == ",");
                return Some(self.day_month(at, at + 2, month, Some(day), at + 2 + comma));
            }
            let comma = usize::from(self.is("of", at + 1));
            return Some(self.day_month(at, at + 1, month, None, at + 1 + comma));
        }
        // "in 1974"
        let year = self.year(at).filter(|_| self.reading.text(at).len() == 4)?;
        (at > 0 && self.is("before_year", at - 1)).then(|| DateSpan {
            tokens: at..at + 1,
            date: Some(DateValue {
                year,
                month: None,
                day: None,
            }),
            relative: false,
        })
    }

    /// A month with or without a day; the year stands at `year_at`, or is the one nearest to the document's date.
    fn day_month(
        &self,
        start: usize,
        end: usize,
        month: u8,
        day: Option<u8>,
        year_at: usize,
    ) -> DateSpan {
        let written = self
            .year(year_at)
            .filter(|_| self.reading.text(year_at).len() == 4 || (year_at == end && day.is_some()));
        if let Some(year) = written {
            let date = DateValue {
                year,
                month: Some(month),
                day,
            };
            return DateSpan {
                tokens: start..year_at + 1,
                date: Some(date),
                relative: false,
            };
        }
        let date = self.reading.document.date.map(|today| {
            let mut year = today.year;
            let later =
                (month, day.unwrap_or(0)) > (today.month.unwrap_or(12), today.day.unwrap_or(31));
            // a report tells of what has been, at most of the coming weeks
            let soon = i16::from(month) - i16::from(today.month.unwrap_or(12)) <= 1 && self.future;
            if later && !soon {
                year -= 1;
            }
            DateValue {
                year,
                month: Some(month),
                day,
            }
        });
        DateSpan {
            tokens: start..end,
            date,
            relative: true,
        }
    }

    fn relative(&self, at: usize) -> Option<DateSpan> {
        let dates = &self.reading.ontology.lexicon.dates;
        let found = |end: usize, date: Option<DateValue>| {
            Some(DateSpan {
                tokens: at..end,
                date,
                relative: true,
            })
        };
        if let Some(offset) = dates.days.get(&self.word(at)) {
            return found(at + 1, self.shift(*offset));
        }
        // "the next day", "the day before"
        if self.is("the", at) {
            let step = i64::from(self.is("following", at + 1) && self.is("day", at + 2));
            let bare = at + 3 >= self.end || matches!(self.reading.text(at + 3), "," | "." | ";");
            let back = i64::from(self.is("day", at + 1) && self.is("before", at + 2) && bare);
            if step + back > 0 {
                let shifted = |d: Date| d.checked_add((step - back).days()).ok().map(value);
                return found(at + 3, self.told.and_then(shifted));
            }
        }
        let last = self.is("last", at);
        if last || self.is("this", at) || self.is("next", at) {
            let parts = if last {
                &dates.last_parts
            } else {
                &dates.this_parts
            };
            if let (Some(offset), false) = (parts.get(&self.word(at + 1)), self.is("next", at)) {
                return found(at + 2, self.shift(*offset));
            }
            if let Some(weekday) = self.weekday(at + 1) {
                let date = if self.is("next", at) {
                    self.coming(weekday)
                } else {
                    self.latest(weekday, last)
                };
                return found(at + 2, date);
            }
            if let Some(month) = self.month(at + 1) {
                return Some(DateSpan {
                    tokens: at..at + 2,
                    ..self.day_month(at, at + 2, month, None, at + 2)
                });
            }
            let sign = if last {
                -1
            } else {
                i64::from(self.is("next", at))
            };
            return match dates.units.get(&self.word(at + 1)) {
                Some(30) => found(at + 2, self.month_shift(sign)),
                Some(365) => found(at + 2, self.today.map(|d| year_only(d, sign))),
                // "last week" names no day
                Some(7) => found(at + 2, None),
                _ => None,
            };
        }
        if let Some(weekday) = self.weekday(at) {
            let date = if self.future {
                self.coming(weekday)
            } else {
                self.latest(weekday, false)
            };
            return found(at + 1, date);
        }
        self.ago(at)
    }

    fn weekday(&self, at: usize) -> Option<u8> {
        let day = *self
            .reading
            .ontology
            .lexicon
            .dates
            .weekdays
            .get(&self.word(at))?;
        let text = self.reading.text(at);
        // "sat", "sun" and "wed" are words too
        (text.len() > 3 && (self.reading.caseless() || text.starts_with(char::is_uppercase)))
            .then_some(day)
    }

    /// "two days ago", "3 weeks ago".
    fn ago(&self, at: usize) -> Option<DateSpan> {
        let lexicon = &self.reading.ontology.lexicon;
        let n = self
            .reading
            .text(at)
            .parse::<i64>()
            .ok()
            .or_else(|| lexicon.numbers.cardinals.get(&self.word(at)).copied())
            .or_else(|| (self.reading.lex.tag(at).upos == Upos::Det).then_some(1))
            .filter(|n| (0..10_000).contains(n))?;
        let days = *lexicon.dates.units.get(&self.word(at + 1))?;
        let sign = i64::from(self.is("later", at + 2)) - i64::from(self.is("earlier", at + 2));
        if sign != 0 {
            let shifted = |d: Date| match days {
                1 => d.checked_add((sign * n).days()).ok().map(value),
                30 => d.checked_add((sign * n).months()).ok().map(month_only),
                365 => Some(year_only(d, sign * n)),
                _ => None,
            };
            return Some(DateSpan {
                tokens: at..at + 3,
                date: self.told.and_then(shifted),
                relative: true,
            });
        }
        if !self.is("ago", at + 2) {
            return None;
        }
        let date = match days {
            1 => self.shift(-n),
            30 => self.month_shift(-n),
            365 => self.today.map(|d| year_only(d, -n)),
            // a count of weeks is seldom exact to the day
            _ => None,
        };
        Some(DateSpan {
            tokens: at..at + 3,
            date,
            relative: true,
        })
    }

    fn shift(&self, days: i64) -> Option<DateValue> {
        self.today?.checked_add(days.days()).ok().map(value)
    }

    fn month_shift(&self, months: i64) -> Option<DateValue> {
        let d = self.today?.checked_add(months.months()).ok()?;
        Some(DateValue {
            year: d.year(),
            month: u8::try_from(d.month()).ok(),
            day: None,
        })
    }

    /// The latest such weekday up to the document's date; `before` leaves out the date itself.
    fn latest(&self, weekday: u8, before: bool) -> Option<DateValue> {
        let today = self.today?;
        let now = i64::from(today.weekday().to_monday_one_offset());
        let mut back = (now - i64::from(weekday)).rem_euclid(7);
        if back == 0 && before {
            back = 7;
        }
        self.shift(-back)
    }

    fn coming(&self, weekday: u8) -> Option<DateValue> {
        let now = i64::from(self.today?.weekday().to_monday_one_offset());
        let on = (i64::from(weekday) - now).rem_euclid(7);
        self.shift(if on == 0 { 7 } else { on })
    }
}

fn month_only(d: Date) -> DateValue {
    DateValue {
        day: None,
        ..value(d)
    }
}

fn year_only(d: Date, years: i64) -> DateValue {
    let year = i64::from(d.year()) + years;
    DateValue {
        year: i16::try_from(year).unwrap_or(d.year()),
        month: None,
        day: None,
    }
}
