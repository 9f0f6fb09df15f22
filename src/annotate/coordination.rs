//! What a group is listed with, by the words between the groups: lists before a verb, members after "including".
//!
//! *Takes* a noun group. *Gives* the heads of the groups that stand with it in one list. *Promises* to look at most
//! [`LONGEST`] groups far and to leave alone what hangs on a preposition or on another verb. Trees lose long lists more
//! often than anything else; the commas between bare noun groups do not.

use super::clause::Clauses;
use super::mention::{Mention, MentionKind};

/// How many groups a list is followed over.
const LONGEST: usize = 24;

impl Clauses<'_, '_> {
    /// Heads of the groups listed before a subject: "[one office], [one bus] and one kiosk were damaged".
    pub(super) fn listed_before(&self, subject: usize) -> Vec<usize> {
        let reading = self.reading;
        let mut out = Vec::new();
        let Some(mut last) = reading.mention(subject) else {
            return out;
        };
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

    /// Names of people listed after one: "killing Maria Pulido, 42; Pilar Pulido, 19; and Efrain Rincon", or after a
    /// colon that a group announces: "the following policemen died in combat: Major Carlos Farfan, …".
    pub(super) fn listed_after(&self, token: usize) -> Vec<usize> {
        let reading = self.reading;
        let Some(first) = reading.mention(token) else {
            return Vec::new();
        };
        let sentence = reading.sentence_tokens(reading.sentence_of(token));
        let announced = first
            .tokens
            .clone()
            .any(|t| self.words.announcing.contains(&reading.folded(t)));
        let mut at = if announced {
            let colon = (first.tokens.end..sentence.end).find(|t| reading.text(*t) == ":");
            match colon {
                Some(colon) => colon + 1,
                None => return Vec::new(),
            }
        } else if self.is_person_name(first) {
            first.tokens.end
        } else {
            return Vec::new();
        };
        let mut out = Vec::new();
        let mut joined = false;
        while at < sentence.end && out.len() < LONGEST {
            let mut separators = 0;
            // commas, semicolons, "and", and ages between them: ", 42;"
            while at < sentence.end && (self.separates(at) || self.is_age(at)) {
                joined |= reading.lex.tag(at).upos() == "CCONJ" || reading.text(at) == ";";
                separators += usize::from(!self.is_age(at));
                at += 1;
            }
            let opens = announced && out.is_empty();
            let next = (at..sentence.end.min(at + 5)).find_map(|t| {
                reading
                    .mention(t)
                    .filter(|m| m.tokens.start <= at && m.tokens.end > at)
            });
            let Some(m) = next.filter(|m| self.is_person_name(m)) else {
                break;
            };
            if separators == 0 && !opens {
                break;
            }
            out.push(m.head);
            at = m.tokens.end.max(at + 1);
        }
        // two names with a comma between may be anything
        if joined || announced { out } else { Vec::new() }
    }

    fn is_person_name(&self, m: &Mention) -> bool {
        let person = || self.reading.ontology.vocabulary.class_id("ng:Person");
        m.kind == MentionKind::Name
            && !m.modifier
            && matches!((m.class, person()), (Some(c), Some(p)) if self.reading.is_a(c, p))
    }

    fn separates(&self, at: usize) -> bool {
        let reading = self.reading;
        matches!(reading.text(at), "," | ";") || reading.lex.tag(at).upos() == "CCONJ"
    }

    /// A number of two digits or less after a comma: "Pilar Pulido, 19".
    fn is_age(&self, at: usize) -> bool {
        let text = self.reading.text(at);
        text.len() < 3 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
    }

    /// Heads of the people named after a group: "nine people, including [the union leader X] and [Y]".
    pub(super) fn included(&self, group: usize) -> Vec<usize> {
        let reading = self.reading;
        let Some(m) = reading.mention(group) else {
            return Vec::new();
        };
        let sentence = reading.sentence_tokens(reading.sentence_of(group));
        let mut at = m.tokens.end.max(group + 1);
        while at < sentence.end && reading.text(at) == "," {
            at += 1;
        }
        if !self.words.including.contains(&reading.folded(at)) || at >= sentence.end {
            return Vec::new();
        }
        let ceiling = sentence.end.min(at + 10);
        let first = (at + 1..ceiling)
            .take_while(|t| !matches!(reading.lex.tag(*t).upos(), "VERB" | "AUX" | "SCONJ"))
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
        let separates = |t: usize| reading.text(t) == "," || reading.lex.tag(t).upos() == "CCONJ";
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
            .any(|c| c < m.head && reading.tree.relation(c).as_str() == "case");
        let relation = reading.tree.relation(m.head).as_str();
        let head = reading.tree.head(m.head);
        let inside = head == m.head
            || head == verb
            || head == subject
            || list.contains(&head)
            || m.tokens.contains(&head)
            || reading.mention_id(head) == reading.mention_id(subject);
        !case
            && (inside || matches!(relation, "conj" | "appos" | "nsubj" | "dep" | "parataxis"))
            && m.kind != MentionKind::Pronoun
            && !reading.in_date(m.head)
            && !reading.is_predicate(m.head)
    }

    /// People with people, things with things.
    fn alike(&self, m: &Mention, subject: usize) -> bool {
        let reading = self.reading;
        let class = |name: &str| reading.ontology.vocabulary.class_id(name);
        let people = |c| {
            ["ng:Person", "ng:PersonGroup"]
                .iter()
                .filter_map(|n| class(n))
                .any(|p| reading.is_a(c, p))
        };
        match (m.class, reading.mention(subject).and_then(|s| s.class)) {
            (Some(a), Some(b)) => people(a) == people(b),
            _ => false,
        }
    }

    fn has_conjunction(&self, list: &[usize], subject: usize) -> bool {
        let reading = self.reading;
        let first = list.iter().copied().min().unwrap_or(subject);
        (first..subject).any(|t| reading.lex.tag(t).upos() == "CCONJ")
    }
}
