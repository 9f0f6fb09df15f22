//! What a group is listed with, by the words between the groups: lists before a verb and after it, members after
//! "including". Lists of people are read by [`Lists`].
//!
//! *Takes* a noun group. *Gives* the heads of the groups that stand with it in one list. *Promises* to look at most
//! [`LONGEST`] groups far and to leave alone what hangs on a preposition or on another verb. Trees lose long lists more
//! often than anything else; the commas between bare noun groups do not.

use super::clause::Clauses;
use super::lex::{Upos, Xpos};
use super::lists::Lists;
use super::mark::Mark;
use super::mention::{Mention, MentionKind};
use super::syntax::Relation;

/// How many groups a list is followed over.
const LONGEST: usize = 24;
/// How many tokens the phrases may have that hang on one of a list.
const PHRASES: usize = 12;

impl Clauses<'_, '_> {
    /// Heads of the groups listed before a subject: "[one office], [one bus] and one kiosk were damaged".
    pub(super) fn listed_before(&self, subject: usize) -> Vec<usize> {
        let reading = self.reading;
        let mut out = Vec::new();
        // "said the judge, and he was freed": a pronoun ends no list
        let Some(mut last) = reading
            .mention(subject)
            .filter(|m| m.kind != MentionKind::Pronoun)
        else {
            return out;
        };
        // a list of people is found from its last name: "…, and her daughter, [Celina Ramos], were killed"
        let name = if self.is_person_name(last) {
            Some(subject)
        } else if reading.is_people(last) {
            self.names_of(subject).last().copied()
        } else {
            None
        };
        if let Some(name) = name {
            let people = Lists::around(reading, self.words, subject).before_subject(name);
            if !people.is_empty() {
                return people;
            }
        }
        let verb = reading.tree.head(subject);
        let sentence = reading.sentence_tokens(reading.sentence_of(subject));
        while out.len() < LONGEST {
            let Some(before) = self.over_comma(last.tokens.start, sentence.start) else {
                break;
            };
            let Some(m) = reading.mention(before).filter(|m| {
                m.tokens.end == before + 1 && m.tokens.end < last.tokens.start + 1 && !m.modifier
            }) else {
                break;
            };
            if !self.is_bare(m, verb, subject, &out) || !self.alike(m, subject) {
                break;
            }
            out.push(m.head);
            last = m;
        }
        // "…, reports said, A and B were killed": a single group before a comma is no list
        let joined = self.has_conjunction(&out, subject);
        if joined { out } else { Vec::new() }
    }

    /// What is listed after a group: things, or names of people: "killing Maria Pulido, 42; Pilar Pulido, 19; and Efrain Rincon", or after a
    /// colon that a group announces: "the following policemen died in combat: Major Carlos Farfan, …".
    pub(super) fn listed_after(&self, token: usize) -> Vec<usize> {
        let reading = self.reading;
        let Some(first) = reading.mention(token) else {
            return Vec::new();
        };
        let sentence = reading.sentence_tokens(reading.sentence_of(token));
        if first.class.is_some() && !self.is_person_name(first) {
            let things = self.things_after(first, sentence.end);
            if !things.is_empty() {
                return things;
            }
        }
        let lists = Lists::around(reading, self.words, token);
        if self.is_person_name(first) {
            return lists.after_name(first);
        }
        let announced = first
            .tokens
            .clone()
            .any(|t| self.words.announcing.contains(&reading.folded(t)));
        let colon = announced
            .then(|| (first.tokens.end..sentence.end).find(|t| reading.mark(*t) == Mark::Colon))
            .flatten();
        colon.map_or_else(Vec::new, |colon| lists.after_colon(colon))
    }

    /// Groups listed after one, which may each have phrases of their own: "the telephone exchange of the district, a hotel, two
    /// clinics, and a building site". A list has two marks at least and ends with "and"; nothing in it is the subject of a
    /// verb.
    fn things_after(&self, first: &Mention, end: usize) -> Vec<usize> {
        let reading = self.reading;
        let mut out = Vec::new();
        let Some(mut at) =
            self.next_mark(first.tokens.end, end, |t| reading.mark(t) == Mark::Comma)
        else {
            return out;
        };
        let mut closed = false;
        while out.len() < LONGEST && !closed {
            let mut start = at;
            while start < end && self.separates(start) {
                closed |= reading.lex.tag(start).upos == Upos::Cconj;
                start += 1;
            }
            let item = (start..end.min(start + 8)).find_map(|t| {
                reading
                    .mention(t)
                    .filter(|m| m.head == t && !m.modifier && m.tokens.start <= start)
                    .filter(|m| reading.lex.tag(m.tokens.end).xpos != Xpos::Pos)
            });
            let Some(m) = item.filter(|m| {
                m.kind != MentionKind::Pronoun && !reading.in_date(m.head) && !self.acts(m, end)
            }) else {
                return Vec::new();
            };
            if m.class.is_some() && self.alike(m, first.head) {
                out.push(m.head);
            }
            match self.next_mark(m.tokens.end, end, |t| self.separates(t)) {
                Some(next) => at = next,
                None => break,
            }
        }
        if closed { out } else { Vec::new() }
    }

    /// The next mark of some kind after a group and the phrases that hang on it; no verb stands between.
    fn next_mark(&self, from: usize, end: usize, is_mark: impl Fn(usize) -> bool) -> Option<usize> {
        let reading = self.reading;
        (from..end.min(from + PHRASES))
            .take_while(|t| {
                !matches!(
                    reading.lex.tag(*t).upos,
                    Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Pron
                ) && !matches!(reading.mark(*t), Mark::Colon | Mark::Quote | Mark::Open)
            })
            .find(|t| is_mark(*t))
    }

    /// The group that a chain of places between commas tells the place of: "[the police base] in Uchiza, Mariscal Caceres
    /// Province, San Martin Department, was attacked" has the base for subject, not the department.
    pub(super) fn before_places(&self, subject: usize) -> usize {
        let reading = self.reading;
        let is_place = |m: &Mention| {
            m.kind == MentionKind::Name
                && !m.modifier
                && reading.is_known(m.class, reading.known.place)
        };
        let sentence = reading.sentence_tokens(reading.sentence_of(subject));
        let Some(mut at) = reading
            .mention(subject)
            .filter(|m| is_place(m))
            .map(|m| m.tokens.start)
        else {
            return subject;
        };
        let mut links = 0;
        while links < LONGEST && at > sentence.start + 1 && reading.mark(at - 1) == Mark::Comma {
            match reading.mention(at - 2).filter(|m| is_place(m)) {
                Some(m) if m.tokens.start < at => at = m.tokens.start,
                _ => return subject,
            }
            links += 1;
        }
        let preposition = at > sentence.start + 1 && reading.lex.tag(at - 1).upos == Upos::Adp;
        let before = (links > 0 && preposition)
            .then(|| reading.mention(at - 2))
            .flatten();
        before
            .filter(|m| m.tokens.end == at - 1 && !m.modifier && m.class.is_some())
            .map_or(subject, |m| m.head)
    }

    /// Whether a finite verb follows a group before any mark: it is that verb's subject.
    fn acts(&self, m: &Mention, end: usize) -> bool {
        let reading = self.reading;
        (m.tokens.end..end.min(m.tokens.end + PHRASES))
            .take_while(|t| {
                reading.lex.tag(*t).upos != Upos::Punct
                    && !matches!(reading.lex.tag(*t).xpos, Xpos::Wp | Xpos::Wdt | Xpos::Wrb)
            })
            .any(|t| reading.lex.tag(t).is_finite())
    }

    fn is_person_name(&self, m: &Mention) -> bool {
        m.kind == MentionKind::Name
            && !m.modifier
            && self.reading.is_known(m.class, self.reading.known.person)
    }

    fn separates(&self, at: usize) -> bool {
        let reading = self.reading;
        matches!(reading.mark(at), Mark::Comma | Mark::Semicolon)
            || reading.lex.tag(at).upos == Upos::Cconj
    }

    /// Heads of the people named after a group: "nine people, including [the union leader X] and [Y]".
    pub(super) fn included(&self, group: usize) -> Vec<usize> {
        let reading = self.reading;
        let Some(m) = reading.mention(group) else {
            return Vec::new();
        };
        let sentence = reading.sentence_tokens(reading.sentence_of(group));
        let mut at = m.tokens.end.max(group + 1);
        while at < sentence.end && reading.mark(at) == Mark::Comma {
            at += 1;
        }
        if !self.words.including.contains(&reading.folded(at)) || at >= sentence.end {
            return Vec::new();
        }
        let ceiling = sentence.end.min(at + 10);
        let first = (at + 1..ceiling)
            .take_while(|t| {
                !matches!(
                    reading.lex.tag(*t).upos,
                    Upos::Verb | Upos::Aux | Upos::Sconj
                )
            })
            .find(|t| {
                reading
                    .mention(*t)
                    .is_some_and(|m| m.head == *t && !m.modifier && m.class.is_some())
            });
        let mut out = Vec::new();
        if let Some(first) = first {
            self.with_conjuncts(first, &mut out);
        }
        out
    }

    /// The last token of what stands before a comma or "and", right before a group.
    fn over_comma(&self, start: usize, floor: usize) -> Option<usize> {
        let reading = self.reading;
        let separates =
            |t: usize| reading.mark(t) == Mark::Comma || reading.lex.tag(t).upos == Upos::Cconj;
        let mut at = start;
        while at > floor && separates(at - 1) {
            at -= 1;
        }
        (at < start && at > floor).then(|| at - 1)
    }

    /// Whether a group hangs on nothing but the list or the list's verb.
    fn is_bare(&self, m: &Mention, verb: usize, subject: usize, list: &[usize]) -> bool {
        let reading = self.reading;
        let case = reading
            .children(m.head)
            .any(|c| c < m.head && reading.tree.relation(c) == Relation::Case);
        let relation = reading.tree.relation(m.head);
        let head = reading.tree.head(m.head);
        let inside = head == m.head
            || head == verb
            || head == subject
            || list.contains(&head)
            || m.tokens.contains(&head)
            || reading.mention_id(head) == reading.mention_id(subject);
        !case
            && (inside
                || matches!(
                    relation,
                    Relation::Conj | Relation::Appos | Relation::Dep | Relation::Parataxis
                )
                || relation == Relation::Nsubj && head > subject)
            && m.kind != MentionKind::Pronoun
            && !reading.in_date(m.head)
            && !reading.is_predicate(m.head)
    }

    /// People with people, things with things.
    fn alike(&self, m: &Mention, subject: usize) -> bool {
        let reading = self.reading;
        let people = |c| reading.is_people_class(Some(c));
        match (m.class, reading.mention(subject).and_then(|s| s.class)) {
            (Some(a), Some(b)) => people(a) == people(b),
            _ => false,
        }
    }

    fn has_conjunction(&self, list: &[usize], subject: usize) -> bool {
        let reading = self.reading;
        let first = list.iter().copied().min().unwrap_or(subject);
        (first..subject).any(|t| reading.lex.tag(t).upos == Upos::Cconj)
    }
}
