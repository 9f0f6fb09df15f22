//! One block to tokens, as UD English cuts them.
//!
//! *Takes* a text and a span. *Gives* tokens in order. *Promises* to cover every character that is not white
//! space, once. One pass over the bytes; plain ASCII words take a short path. Hyphenated compounds fall apart
//! (`al - Ani`, `31 - year - old`), prefixes stay (`anti-government`), clitics are cut (`was n't`).

use super::conventions::Conventions;
use super::document::Token;
use crate::span::Span;

/// Cuts the words of `span` and appends them to `out`.
pub(super) fn tokenize(text: &str, span: Span, conventions: &Conventions, out: &mut Vec<Token>) {
    let end = (span.end as usize).min(text.len());
    let mut cutter = Cutter {
        text: text.get(..end).unwrap_or(text),
        bytes: text.as_bytes().get(..end).unwrap_or_default(),
        conventions,
        out,
        spaced: true,
    };
    let mut at = span.start as usize;
    while at < end {
        at = cutter.step(at);
    }
}

/// The words of a short text such as a name: what `tokenize` would cut, in place of what `out` held.
pub fn cut_words(text: &str, conventions: &Conventions, out: &mut Vec<Token>) {
    out.clear();
    tokenize(text, Span::new(0, offset(text.len())), conventions, out);
}

struct Cutter<'a> {
    text: &'a str,
    bytes: &'a [u8],
    conventions: &'a Conventions,
    out: &'a mut Vec<Token>,
    spaced: bool,
}

impl Cutter<'_> {
    /// Handles what stands at `at` and returns where to go on; always ahead.
    fn step(&mut self, at: usize) -> usize {
        if self.bytes.get(at) == Some(&b' ') {
            self.spaced = true;
            return at + 1;
        }
        let mut end = at;
        while self.bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
            end += 1;
        }
        if end > at && self.bytes.get(end).is_none_or(u8::is_ascii_whitespace) {
            self.word(at, end);
            return end;
        }
        if end > at {
            return self.scan_word(at, end);
        }
        let Some((c, len)) = self.char(at) else {
            return at + 1;
        };
        if c.is_whitespace() {
            self.spaced = true;
            at + len
        } else if is_wordy(c) {
            self.scan_word(at, at)
        } else {
            self.scan_mark(at, c, len)
        }
    }

    fn char(&self, at: usize) -> Option<(char, usize)> {
        let byte = *self.bytes.get(at)?;
        if byte.is_ascii() {
            return Some((char::from(byte), 1));
        }
        let c = self.text.get(at..)?.chars().next()?;
        Some((c, c.len_utf8()))
    }

    fn next_is(&self, at: usize, test: impl Fn(char) -> bool) -> bool {
        self.char(at).is_some_and(|(c, _)| test(c))
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or("")
    }

    fn push(&mut self, start: usize, end: usize) {
        if start < end {
            self.out.push(Token {
                span: Span::new(offset(start), offset(end)),
                spaced: self.spaced,
            });
            self.spaced = false;
        }
    }

    /// A plain word: one token unless it is two words written as one.
    fn word(&mut self, start: usize, end: usize) {
        if (4..=6).contains(&(end - start)) {
            let last = self.bytes.get(end - 1).map(u8::to_ascii_lowercase);
            if matches!(last, Some(b't' | b'a' | b'e' | b'o'))
                && let Some(cut) = self.fused(start, end)
            {
                let cut = start + cut;
                self.push(start, cut);
                self.push(cut, end);
                return;
            }
        }
        self.push(start, end);
    }

    /// Where a plain word of up to six letters falls apart: "cannot".
    fn fused(&self, start: usize, end: usize) -> Option<usize> {
        let mut letters = [0; 6];
        let folded = letters.get_mut(..end - start)?;
        for (to, from) in folded.iter_mut().zip(self.bytes.get(start..end)?) {
            *to = from.to_ascii_lowercase();
        }
        let word = str::from_utf8(folded).ok()?;
        self.conventions.fused.get(word).copied()
    }

    /// A word of which the plain letters up to `at` are known.
    fn scan_word(&mut self, start: usize, mut at: usize) -> usize {
        let known = at.checked_sub(1).filter(|last| *last >= start);
        let mut before = known.map_or(' ', |last| self.char(last).map_or(' ', |(c, _)| c));
        while let Some((c, len)) = self.char(at) {
            if is_wordy(c) {
                before = c;
                at += len;
                continue;
            }
            let next = self.char(at + len).map_or(' ', |(n, _)| n);
            let keep = match c {
                '\'' | '’' => {
                    if let Some(end) = self.clitic(start, at, len) {
                        return end;
                    }
                    next.is_alphanumeric()
                }
                ':' if next == '/' && self.bytes.get(at + 2) == Some(&b'/') => {
                    return self.address(start);
                }
                '@' if next.is_alphanumeric() => return self.address(start),
                '.' if next.is_alphanumeric() => {
                    if self.slice(start, at).eq_ignore_ascii_case("www") {
                        return self.address(start);
                    }
                    (before.is_ascii_digit() && next.is_ascii_digit())
                        || self.ends_in_single_letter(start, at)
                        || (next.is_lowercase() && !before.is_uppercase())
                        || (next.is_ascii_digit() && before.is_ascii_digit())
                }
                ',' | ':' => before.is_ascii_digit() && next.is_ascii_digit(),
                '/' => {
                    (before.is_ascii_digit() && next.is_ascii_digit())
                        || (at - start == 1 && next.is_alphabetic() && self.single_after(at + 1))
                }
                '-' => self.hyphen_holds(start, at, before, next),
                '&' => at - start <= 2 && before.is_uppercase() && next.is_uppercase(),
                '\u{ad}' | '\u{200d}' => true,
                _ => false,
            };
            if !keep {
                break;
            }
            before = c;
            at += len;
        }
        let end = self.with_stop(start, at);
        if let Some(cut) = self.unit(start, end) {
            self.push(start, cut);
            self.push(cut, end);
        } else if end == at {
            self.word(start, end);
        } else {
            self.push(start, end);
        }
        end
    }

    /// `at` stands on an apostrophe inside a word that began at `start`: cuts a clitic and returns its end.
    fn clitic(&mut self, start: usize, at: usize, len: usize) -> Option<usize> {
        let mut end = at + len;
        while let Some((c, n)) = self.char(end)
            && is_wordy(c)
        {
            end += n;
        }
        let tail = self.slice(at + len, end).to_lowercase();
        if tail.len() > 3 {
            return None;
        }
        if tail == "t" && at - start > 1 && matches!(self.bytes.get(at - 1), Some(b'n' | b'N')) {
            if !self.conventions.clitics.contains("n't") {
                return None;
            }
            self.push(start, at - 1);
            self.push(at - 1, end);
            return Some(end);
        }
        if self.conventions.clitics.contains(&format!("'{tail}")) {
            self.push(start, at);
            self.push(at, end);
            return Some(end);
        }
        None
    }

    /// A URL or e-mail address from `start` to the next white space, less the marks that follow it.
    fn address(&mut self, start: usize) -> usize {
        let mut end = start;
        while let Some((c, len)) = self.char(end)
            && !c.is_whitespace()
            && !matches!(c, '<' | '>' | '"' | '”' | '“' | '|' | '[' | ']')
        {
            end += len;
        }
        let words = self.slice(start, end);
        let end = start
            + words
                .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '’', '…'])
                .len();
        self.push(start, end);
        end
    }

    /// Whether the letter before `at` stands alone: `U.S`, `a.m`.
    fn ends_in_single_letter(&self, start: usize, at: usize) -> bool {
        let word = self.slice(start, at);
        let last = word.rsplit('.').next().unwrap_or(word);
        let mut chars = last.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    }

    fn single_after(&self, at: usize) -> bool {
        self.char(at)
            .is_some_and(|(_, len)| !self.next_is(at + len, is_wordy))
    }

    /// Whether the hyphen at `at` stays inside its token: after a prefix, or in a telephone number or date.
    fn hyphen_holds(&self, start: usize, at: usize, before: char, next: char) -> bool {
        let left = self.slice(start, at);
        if next.is_alphabetic() {
            return left.len() <= 7 && self.conventions.prefixes.contains(&left.to_lowercase());
        }
        if !(before.is_ascii_digit() && next.is_ascii_digit()) {
            return false;
        }
        let mut end = at + 1;
        while self.bytes.get(end).is_some_and(u8::is_ascii_digit) {
            end += 1;
        }
        let right = end - at - 1;
        let more = self.bytes.get(end) == Some(&b'-')
            && self.bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        more || left.contains('-') || (left.len() == 3 && right == 4)
    }

    /// The end of the word with its full stop where the stop belongs to it.
    fn with_stop(&self, start: usize, at: usize) -> usize {
        let stop = at + 1;
        if self.bytes.get(at) != Some(&b'.') || self.bytes.get(stop) == Some(&b'.') {
            return at;
        }
        let word = self.slice(start, at);
        let mut chars = word.chars();
        let initial = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
        let acronym = word.len() <= 9
            && word.contains('.')
            && word
                .split('.')
                .all(|p| p.len() <= 2 && p.chars().all(char::is_alphabetic));
        if initial || acronym {
            return stop;
        }
        if word.len() > 8 {
            return at;
        }
        let folded = format!("{}.", word.to_lowercase());
        let c = self.conventions;
        let known = c.abbreviations.contains(&folded)
            || c.final_abbreviations.contains(&folded)
            || (c.before_number.contains(&folded)
                && self
                    .slice(stop, (stop + 8).min(self.text.len()))
                    .trim_start()
                    .starts_with(|c: char| c.is_ascii_digit()));
        if known { stop } else { at }
    }

    /// Where `8am` falls apart.
    fn unit(&self, start: usize, end: usize) -> Option<usize> {
        if !self.bytes.get(start)?.is_ascii_digit() {
            return None;
        }
        let word = self.slice(start, end);
        let number = word
            .trim_end_matches(|c: char| c.is_alphabetic() || c == '.')
            .len();
        let unit = word.get(number..)?;
        let tail = unit.trim_end_matches('.').to_lowercase();
        (!tail.is_empty() && self.conventions.units.contains(&tail)).then_some(start + number)
    }

    fn scan_mark(&mut self, start: usize, c: char, len: usize) -> usize {
        let mut end = start + len;
        match c {
            // runs of one kind make one token: "...", "--", "?!", "***"
            '.' | '-' | '*' | '=' | '~' | '#' | '_' | '+' | '<' | '>' | '`' | '…' | '\'' | '—' =>
            {
                while self.next_is(end, |n| n == c) {
                    end += len;
                }
                // 'em, '90s, 's after a space
                if matches!(c, '\'') && end == start + 1 {
                    return self.apostrophe(start);
                }
            }
            '’' | '‘' => return self.apostrophe(start),
            '!' | '?' => {
                while self.next_is(end, |n| matches!(n, '!' | '?')) {
                    end += 1;
                }
            }
            ':' | ';' => {
                // emoticons
                let nose = usize::from(self.bytes.get(end) == Some(&b'-'));
                if matches!(self.bytes.get(end + nose), Some(b')' | b'(' | b'D' | b'P'))
                    && self
                        .bytes
                        .get(end + nose + 1)
                        .is_none_or(|b| !b.is_ascii_alphanumeric())
                    && (nose == 1 || self.spaced)
                {
                    end += nose + 1;
                }
            }
            _ => {}
        }
        self.push(start, end);
        end
    }

    /// An apostrophe that no word stands before: a quote, or a cut word such as `'90s`, or a clitic on its own.
    fn apostrophe(&mut self, start: usize) -> usize {
        let Some((c, len)) = self.char(start) else {
            return start + 1;
        };
        let mut end = start + len;
        // '' and ’’ are one closing mark
        if self.next_is(end, |n| n == c) {
            end += len;
            self.push(start, end);
            return end;
        }
        if c != '‘' {
            let mut tail = end;
            while let Some((n, size)) = self.char(tail)
                && is_wordy(n)
            {
                tail += size;
            }
            let word = self.slice(end, tail);
            let year = word.len() <= 3 && word.starts_with(|d: char| d.is_ascii_digit());
            if tail > end
                && (year
                    || self
                        .conventions
                        .clitics
                        .contains(&format!("'{}", word.to_lowercase())))
            {
                end = tail;
            }
        }
        self.push(start, end);
        end
    }
}

fn is_wordy(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || matches!(c, '\u{300}'..='\u{36f}')
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
