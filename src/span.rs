//! Places in a text: byte spans inside, code-point offsets at every border.
//!
//! All stages work on [`Span`]s, half-open byte ranges that always lie on `char` boundaries. Everything that
//! leaves the library (RDF, JSON, the command line) counts Unicode code points instead, as NIF and RFC 5147
//! do; [`CodePoints`] converts, in constant time a look-up for ASCII and `O(log n)` otherwise.

use serde::{Deserialize, Serialize};

/// A half-open byte range `start..end` of one text. Both ends lie on `char` boundaries.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end`, in bytes.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The words of `text` at this span; the empty string if the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or("")
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it covers nothing.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Whether `other` lies inside this span (equal counts).
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Converts byte offsets of one text to code-point offsets and back.
///
/// A checkpoint every 64 bytes keeps a look-up at one bisection and at most 64 bytes of counting.
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `64 * i` (rounded down to a boundary); empty for ASCII text.
    before: Vec<u32>,
}

const STEP: usize = 64;

impl<'t> CodePoints<'t> {
    /// Indexes `text`. Linear in its length.
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for block in text.as_bytes().chunks(STEP) {
                before.push(count);
                count += points(block);
            }
        }
        Self { text, before }
    }

    /// Code points before byte offset `at`; offsets past the end count as the end.
    pub fn from_byte(&self, at: u32) -> u32 {
        let at = (at as usize).min(self.text.len());
        if self.before.is_empty() {
            return u32::try_from(at).unwrap_or(u32::MAX);
        }
        let block = (at / STEP).min(self.before.len() - 1);
        let tail = self
            .text
            .as_bytes()
            .get(block * STEP..at)
            .unwrap_or_default();
        self.before.get(block).copied().unwrap_or(0) + points(tail)
    }

    /// The byte offset of code point number `point`; past the end gives the text's length.
    pub fn to_byte(&self, point: u32) -> u32 {
        let len = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        if self.before.is_empty() {
            return point.min(len);
        }
        let block = self
            .before
            .partition_point(|b| *b <= point)
            .saturating_sub(1);
        let mut left = point - self.before.get(block).copied().unwrap_or(0);
        for (at, byte) in self.text.bytes().enumerate().skip(block * STEP) {
            if byte & 0xC0 != 0x80 {
                if left == 0 {
                    return u32::try_from(at).unwrap_or(len);
                }
                left -= 1;
            }
        }
        len
    }

    /// A span's ends in code points.
    pub fn of(&self, span: Span) -> (u32, u32) {
        (self.from_byte(span.start), self.from_byte(span.end))
    }
}

/// Code points that begin in at most [`STEP`] bytes.
fn points(bytes: &[u8]) -> u32 {
    // continuation bytes look like 10xxxxxx; a byte is wide enough to count so few
    let begins = bytes.iter().map(|byte| u8::from(byte & 0xC0 != 0x80));
    u32::from(begins.fold(0, u8::wrapping_add))
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "small samples")]
mod tests {
    use super::*;

    #[test]
    fn code_points_and_bytes_convert_both_ways() {
        let text = "Nürnberg – Świnoujście ".repeat(20);
        let points = CodePoints::new(&text);
        for (count, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.from_byte(byte as u32), count as u32);
            assert_eq!(points.to_byte(count as u32), byte as u32);
        }
        assert_eq!(points.to_byte(u32::MAX), text.len() as u32);
    }
}
