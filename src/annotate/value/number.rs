//! Counts: "40", "at least a dozen", "between 25 and 35", "dozens".

use std::ops::Range;

use crate::annotate::lex::Upos;
use crate::annotate::reading::Reading;
use crate::annotate::signs::Sign;
use crate::ontology::Bound;

/// A count with its bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// Its tokens, bounds words included.
    pub tokens: Range<usize>,
    /// At least so many.
    pub lower: Option<i64>,
    /// At most so many.
    pub upper: Option<i64>,
    /// "about", "some": the number is rounded.
    pub approximate: bool,
}

impl Quantity {
    /// The number when it is exactly one.
    pub fn exact(&self) -> Option<i64> {
        (self.lower == self.upper && !self.approximate)
            .then_some(self.lower)
            .flatten()
    }
}

/// Finds the counts of a document. Dates must be known: their numbers do not count.
pub fn quantities(reading: &mut Reading<'_>) {
    let mut found: Vec<Quantity> = Vec::new();
    for sentence in &reading.document.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let end = sentence.tokens.end;
            let free =
                may_begin(reading, at, end) && !reading.in_date(at) && reading.name(at).is_none();
            match free
                .then(|| quantity(reading, at, sentence.tokens.end))
                .flatten()
            {
                Some(q) if measures(reading, &q) => at = q.tokens.end,
                Some(q) => {
                    at = q.tokens.end;
                    found.push(q);
                }
                None => at += 1,
            }
        }
    }
    reading.quantity_at.fill(None);
    for (i, q) in found.iter().enumerate() {
        if let Some(cells) = reading.quantity_at.get_mut(q.tokens.clone()) {
            cells.fill(u32::try_from(i).ok());
        }
    }
    reading.quantities = found;
}

/// Whether a count may begin at a token: with a figure, a number word or what bounds one. Few words do.
fn may_begin(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    let numbers = &reading.ontology.lexicon.numbers;
    let word = reading.folded(at);
    let number = Sign::CARDINAL.or(Sign::MAGNITUDE).or(Sign::RANGE);
    reading.has_sign(at, number)
        || reading.writing(at).opens_with_figure()
        || numbers.bounds.starts(word)
        || numbers.vague.starts(word)
        || is_one_article(reading, at, end)
}

fn quantity(reading: &Reading<'_>, at: usize, end: usize) -> Option<Quantity> {
    let numbers = &reading.ontology.lexicon.numbers;
    let walk = |from: usize| (from..end).map(|t| reading.folded(t));
    let bound = numbers
        .bounds
        .longest(walk(at))
        .and_then(|(n, b)| Some((n, *b.first()?)));
    if let Some((length, bound)) = bound
        && let Some((next, value)) = plain(reading, at + length, end)
    {
        return Some(bounded(at..next, bound, value));
    }
    if let Some((_, middle)) = numbers
        .ranges
        .iter()
        .find(|(first, _)| *first == reading.folded(at))
        && let Some((next, low)) = plain(reading, at + 1, end)
        && next < end
        && reading.folded(next) == *middle
        && let Some((last, high)) = plain(reading, next + 1, end)
        && high >= low
    {
        return Some(Quantity {
            tokens: at..last,
            lower: Some(low),
            upper: Some(high),
            approximate: false,
        });
    }
    if let Some((length, v)) = numbers.vague.longest(walk(at))
        && let Some(v) = v.first()
        && plain(reading, at, end).is_none_or(|(next, _)| next < at + length)
    {
        return Some(Quantity {
            tokens: at..at + length,
            lower: v.lower,
            upper: v.upper,
            approximate: false,
        });
    }
    let (next, value) = plain(reading, at, end)?;
    // "25-35", "20 or 30", "seven to eight"
    let joins = matches!(reading.text(next), "-" | "–") || reading.form_in("range-joints", next);
    if next + 1 < end
        && joins
        && let Some((last, high)) = plain(reading, next + 1, end)
        && high > value
    {
        return Some(Quantity {
            tokens: at..last,
            lower: Some(value),
            upper: Some(high),
            approximate: false,
        });
    }
    if let Some((length, b)) = numbers.bounds_after.longest(walk(next))
        && let Some(bound) = b.first()
    {
        return Some(bounded(at..next + length, *bound, value));
    }
    Some(Quantity {
        tokens: at..next,
        lower: Some(value),
        upper: Some(value),
        approximate: false,
    })
}

/// "33-year-old", "aged 44", "five million euros", "$3,000", "35 nautical miles", "10 percent": a number that counts nobody.
fn measures(reading: &Reading<'_>, q: &Quantity) -> bool {
    let is = |list: &str, t: usize| reading.form_in(list, t);
    let end = q.tokens.end;
    // "33-year-old", "ten-storey": the number qualifies
    let hyphen = reading.text(end) == "-" && reading.text(end + 1).starts_with(char::is_alphabetic);
    let unit =
        is("measure-units", end) || (is("measure-adjectives", end) && is("measure-units", end + 1));
    let before = q.tokens.start.checked_sub(1);
    let marked = before.is_some_and(|t| {
        matches!(reading.text(t), "$" | "€" | "£" | "¥")
            || is("currency-marks", t)
            || is("age-words", t)
    });
    // "Anna Ruiz, 44, a lawyer": an age between commas after a name
    let comma = |t: usize| matches!(reading.text(t), "," | "." | ")");
    let age = q.tokens.start > 1
        && reading.text(q.tokens.start - 1) == ","
        && reading.name(q.tokens.start - 2).is_some()
        && comma(end)
        && q.lower == q.upper
        && q.lower.is_some_and(|n| (1..120).contains(&n));
    unit || hyphen || marked || age || clock(reading, q)
}

/// "at 0315 this morning", "from 1710 to 2250", "0650 GMT": four digits that are a time of day, not before a noun of their
/// own.
fn clock(reading: &Reading<'_>, q: &Quantity) -> bool {
    let is = |list: &str, t: usize| reading.form_in(list, t);
    let last = q.tokens.end.saturating_sub(1);
    let text = reading.text(last);
    let hour = text.len() == 4
        && text.bytes().all(|b| b.is_ascii_digit())
        && text.get(..2).is_some_and(|h| h < "25")
        && text.get(2..).is_some_and(|m| m < "60");
    let marked = is("clock-words", q.tokens.end)
        || text.starts_with('0')
        || q.tokens
            .start
            .checked_sub(1)
            .is_some_and(|t| is("clock-prepositions", t));
    let counts = reading.lex.tag(q.tokens.end).is_noun()
        && !is("clock-words", q.tokens.end)
        && !reading.in_date(q.tokens.end);
    hour && marked && !counts
}

fn bounded(tokens: Range<usize>, bound: Bound, value: i64) -> Quantity {
    let (lower, upper, approximate) = match bound {
        Bound::Min | Bound::MinExclusive => (Some(value), None, false),
        Bound::Max | Bound::Below => (None, Some(value), false),
        Bound::Approximate => (Some(value), Some(value), true),
    };
    Quantity {
        tokens,
        lower,
        upper,
        approximate,
    }
}

/// A number in digits or words without bounds: its end and value.
fn plain(reading: &Reading<'_>, at: usize, end: usize) -> Option<(usize, i64)> {
    let numbers = &reading.ontology.lexicon.numbers;
    let first = at;
    let mut at = at;
    let (mut total, mut current, mut any) = (0i64, 0i64, false);
    while at < end {
        let word = reading.folded(at);
        if let Some(n) = digits(reading.text(at)) {
            if any && at > first && !numbers.magnitudes.contains_key(&word) {
                break;
            }
            // "1.5 million" and sums are no counts of people; a decimal stays out
            current = n;
            any = true;
        } else if let Some(n) = numbers.cardinals.get(&word) {
            // "twenty five", "one hundred and five"
            if any
                && (current % 100 != 0)
                && !((20..100).contains(&(current % 100)) && current % 10 == 0 && *n < 10)
            {
                break;
            }
            current += n;
            any = true;
        } else if let Some(n) = numbers.magnitudes.get(&word) {
            if !any && *n != 12 && *n != 20 {
                return None;
            }
            current = current.max(1).saturating_mul(*n);
            any = true;
            if *n >= 1000 {
                total = total.saturating_add(current);
                current = 0;
            }
        } else if any
            && at + 1 < end
            && is_joint(reading, at)
            && numbers.cardinals.contains_key(&reading.folded(at + 1))
        {
            // "twenty-five", "one hundred and five"
            at += 1;
            continue;
        } else if !any && at == first && is_one_article(reading, at, end) {
            // "a dozen"
        } else {
            break;
        }
        at += 1;
    }
    any.then_some((at, total.saturating_add(current)))
}

fn is_joint(reading: &Reading<'_>, at: usize) -> bool {
    let mark = reading.text(at);
    if mark == "-" {
        return true;
    }
    // "and" joins only after a magnitude: "a hundred and five", not "two and three"
    let numbers = &reading.ontology.lexicon.numbers;
    at > 0
        && numbers.magnitudes.contains_key(&reading.folded(at - 1))
        && reading.lex.tag(at).upos == Upos::Cconj
}

/// "a" before a magnitude.
fn is_one_article(reading: &Reading<'_>, at: usize, end: usize) -> bool {
    at + 1 < end
        && reading.lex.tag(at).upos == Upos::Det
        && reading.has_sign(at + 1, Sign::MAGNITUDE)
}

/// "1,200" and "40"; no decimals.
fn digits(text: &str) -> Option<i64> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) || text.len() > 15 {
        return None;
    }
    let mut groups = text.split(',');
    let first = groups.next().unwrap_or("");
    let rest: Vec<_> = groups.collect();
    if !rest.is_empty() && (first.len() > 3 || rest.iter().any(|g| g.len() != 3)) {
        return None;
    }
    let joined: String = text.chars().filter(|c| *c != ',').collect();
    joined.parse().ok()
}
