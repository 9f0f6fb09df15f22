//! Lists of people, read off the words: "Maria Pulido, 42; Pilar Pulido, 19; and a minor", "A, 20 years old, and B".
//!
//! *Takes* a token from which on people may be listed. *Gives* the heads of their mentions. *Promises* to look at most
//! [`LONGEST`] people far and [`REACH`] tokens from one to the next; a list of more than one is closed by "and" or a
//! semicolon, or opened by a colon, and nobody in it is the subject of a verb of his own.

use super::clause_words::{ClauseWords, has};
use super::lex::{Tag, Upos, Xpos};
use super::mark::Mark;
use super::mention::{Mention, MentionKind};
use super::reading::Reading;

/// How many people a list may have.
const LONGEST: usize = 32;
/// How many tokens may be told of one person of a list.
pub(super) const REACH: usize = 40;
/// How many words may stand between a mark and the name that it introduces: "the 24-year-old union leader".
pub(super) const BEFORE_NAME: usize = 9;

/// The lists of one sentence.
pub(super) struct Lists<'r, 'a> {
    pub(super) reading: &'r Reading<'a>,
    pub(super) words: &'r ClauseWords,
    /// The first token of the sentence.
    pub(super) start: usize,
    /// The token after it.
    pub(super) end: usize,
}

impl<'r, 'a> Lists<'r, 'a> {
    /// The lists of the sentence that holds a token.
    pub(super) fn around(reading: &'r Reading<'a>, words: &'r ClauseWords, token: usize) -> Self {
        let sentence = reading.sentence_tokens(reading.sentence_of(token));
        Self {
            reading,
            words,
            start: sentence.start,
            end: sentence.end,
        }
    }
}

impl Lists<'_, '_> {
    pub(super) fn tag(&self, token: usize) -> Tag {
        self.reading.lex.tag(token)
    }

    /// Whether a mention names people, and does not only qualify a noun.
    fn is_name(&self, m: &Mention) -> bool {
        let proper = m.kind == MentionKind::Nominal
            && !m.plural
            && self.tag(m.head).is_proper()
            && m.class.is_some();
        (m.kind == MentionKind::Name || proper) && !m.modifier && self.reading.is_people(m)
    }

    /// The people listed before a subject, itself left out: "[A], 20, [B], rector of the university, and C were murdered".
    pub(super) fn before_subject(&self, subject: usize) -> Vec<usize> {
        let floor = self.start.max(subject.saturating_sub(4 * REACH));
        let firsts = (floor..subject)
            .filter_map(|t| self.reading.mention(t).filter(|m| m.head == t))
            .filter(|m| self.is_name(m));
        for first in firsts.take(LONGEST) {
            let Some(mut list) = self.people(first.tokens.start, false) else {
                continue;
            };
            if let Some(at) = list.iter().position(|t| *t == subject) {
                list.truncate(at);
                return list;
            }
        }
        Vec::new()
    }

    /// The people listed after a name, itself left out.
    pub(super) fn after_name(&self, name: &Mention) -> Vec<usize> {
        let mut list = self.people(name.tokens.start, false).unwrap_or_default();
        match list.iter().position(|t| *t == name.head) {
            Some(at) => list.split_off(at + 1),
            None => Vec::new(),
        }
    }

    /// The people listed after a colon.
    pub(super) fn after_colon(&self, colon: usize) -> Vec<usize> {
        self.people(colon + 1, true).unwrap_or_default()
    }

    /// The people listed from a token on; none unless one has a name. A second one counts only in a list that "and" or a
    /// semicolon closes, or that a colon opened.
    pub(super) fn people(&self, from: usize, open: bool) -> Option<Vec<usize>> {
        let mut list = Vec::new();
        let (mut closed, mut semicolons) = (open, false);
        let mut item = self.item(from, true)?;
        loop {
            list.push(item.head);
            if list.len() >= LONGEST {
                break;
            }
            let Some(next) = self.next_item(item.end, &mut closed, &mut semicolons) else {
                break;
            };
            item = next;
        }
        let named = |t: &usize| {
            self.reading
                .mention(*t)
                .is_some_and(|m| m.kind == MentionKind::Name)
        };
        if !closed {
            list.truncate(1);
        }
        list.iter().any(named).then_some(list)
    }

    /// The next of a list after what is told of the one before: ", 42;", ", from Spain;", ", a baker who was passing by;".
    fn next_item(&self, from: usize, closed: &mut bool, semicolons: &mut bool) -> Option<Item> {
        let mut at = from;
        let semicolon =
            (from..self.end.min(from + REACH)).find(|t| self.reading.mark(*t) == Mark::Semicolon);
        while at < self.end.min(from + REACH) {
            if let Some(next) = self.separated(at, *semicolons || semicolon.is_some()) {
                *closed |= self.joins(at, next.start);
                *semicolons |= self.reading.mark(at) == Mark::Semicolon;
                return Some(next);
            }
            // what a colon opens is another list
            if self.reading.mark(at) == Mark::Colon {
                return None;
            }
            // a verb of its own ends a list without semicolons
            if semicolon.is_none() && (self.tag(at).is_finite() || at > from + BEFORE_NAME) {
                return None;
            }
            at += 1;
        }
        None
    }

    /// The item that a mark or "and" introduces; in lists with semicolons only they and the last "and" do.
    fn separated(&self, mark: usize, described: bool) -> Option<Item> {
        let kind = self.reading.mark(mark);
        let and = self.tag(mark).upos == Upos::Cconj;
        // "as well as", "along with"
        let adds = has(&self.words.adding, self.reading.folded(mark));
        if !and && !adds && !matches!(kind, Mark::Comma | Mark::Semicolon) {
            return None;
        }
        let mut at = mark + 1;
        if adds && self.tag(at).upos == Upos::Adp {
            at += 1;
        }
        while at < self.end && (self.is_mark(at) || self.is_age(at)) {
            at += 1;
        }
        let item = self.item(at, described && kind == Mark::Semicolon)?;
        // "A, and B was wounded": a clause, not a list
        (!self.tag(item.end).is_verbal()).then_some(item)
    }

    fn joins(&self, from: usize, to: usize) -> bool {
        (from..to).any(|t| {
            self.tag(t).upos == Upos::Cconj
                || self.reading.mark(t) == Mark::Semicolon
                || has(&self.words.adding, self.reading.folded(t))
        })
    }

    fn is_mark(&self, token: usize) -> bool {
        self.reading.mark(token) == Mark::Comma || self.tag(token).upos == Upos::Cconj
    }

    /// A number of two digits or less after a comma: "Pilar Pulido, 19".
    fn is_age(&self, token: usize) -> bool {
        let text = self.reading.text(token);
        text.len() < 3 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
    }

    /// A person that the words at a token name: "19-year-old Robinson Ramirez", "the cook Elba Ramos"; where a list tells of
    /// people by their trades too, "an unidentified taxi driver".
    fn item(&self, from: usize, described: bool) -> Option<Item> {
        let reading = self.reading;
        let mut at = from;
        while at < self.end.min(from + BEFORE_NAME) {
            if let Some(m) = reading.mention(at) {
                if self.is_name(m) {
                    let owned = reading.lex.tag(m.tokens.end).xpos == Xpos::Pos;
                    return (!owned).then_some(Item {
                        head: m.head,
                        start: from,
                        end: m.tokens.end.max(at + 1),
                    });
                }
                let first = m.tokens.start <= from && m.kind == MentionKind::Nominal;
                let next_is_name = reading
                    .mention(m.head + 1)
                    .is_some_and(|n| n.kind == MentionKind::Name);
                if described && m.head == at && first && self.reading.is_people(m) && !next_is_name
                {
                    return Some(Item {
                        head: m.head,
                        start: from,
                        end: m.tokens.end.max(at + 1),
                    });
                }
            }
            let tag = reading.lex.tag(at);
            let inside = matches!(
                tag.upos,
                Upos::Det | Upos::Num | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Pron
            ) || matches!(tag.xpos, Xpos::Hyph | Xpos::Vbn)
                || reading.text(at) == "\""
                || reading
                    .mention(at)
                    .is_some_and(|m| self.reading.is_people(m));
            if !inside || matches!(tag.xpos, Xpos::Wp | Xpos::Wdt | Xpos::Prp) {
                return None;
            }
            at += 1;
        }
        None
    }
}

/// One of a list.
struct Item {
    head: usize,
    /// The first token.
    start: usize,
    /// The token after it.
    end: usize,
}
