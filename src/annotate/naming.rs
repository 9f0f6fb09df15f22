//! Groups that the text names one by one: "the injured were A, 24, and B", "Among those killed is C", "three nuns: D, E
//! and F", "police identified the dead men as G and H".
//!
//! *Takes* tokens, tags and mentions. *Gives* [`Naming`]s in order of their cues. *Promises* to read words, not the tree,
//! which breaks on lists more than on anything else; to look at most `REACH` tokens back and `LONGEST` people far; to
//! leave alone what is negated, only possible, or said of a name. Whoever is named so has every role that the group has.

use super::clause::{ClauseWords, has};
use super::mention::{Mention, MentionKind};
use super::reading::Reading;

/// How many people a list may have.
const LONGEST: usize = 32;
/// How far a group may stand from what links it with its list, in tokens.
const REACH: usize = 40;
/// How many words may stand between a mark and the name that it introduces: "the 24-year-old union leader".
const BEFORE_NAME: usize = 9;

/// A group and the people that the text names as that group, or as some of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    /// Heads of the words for the group: "one" and "students" in "one of the students killed was …".
    pub groups: Vec<usize>,
    /// Heads of the people named.
    pub members: Vec<usize>,
    /// What links them: a form of "be", a verb of naming, a colon, a comma.
    pub cue: usize,
}

/// Finds the namings of a document.
pub(super) fn namings(reading: &Reading<'_>, words: &ClauseWords) -> Vec<Naming> {
    let mut out = Vec::new();
    for sentence in &reading.document.sentences {
        let lists = Lists::around(reading, words, sentence.tokens.start);
        out.extend(sentence.tokens.clone().filter_map(|t| lists.naming(t)));
    }
    out
}

/// The lists of one sentence.
pub(super) struct Lists<'r, 'a> {
    reading: &'r Reading<'a>,
    words: &'r ClauseWords,
    start: usize,
    end: usize,
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
    fn naming(&self, cue: usize) -> Option<Naming> {
        if has(&self.words.be, self.reading.lemma(cue)) && self.is_finite(cue) {
            return self.predicated(cue);
        }
        if has(&self.words.naming, self.reading.lemma(cue)) && self.is_verb(cue) {
            return self.identified(cue);
        }
        match self.reading.text(cue) {
            ":" | "," => self.counted(cue),
            _ => None,
        }
    }

    /// "The injured were A and B", "the dead were identified as A and B"; "A is among the injured".
    fn predicated(&self, be: usize) -> Option<Naming> {
        let mut at = be + 1;
        while at < self.end && (self.is_adverb(at) || self.reading.text(at) == ":") {
            at += 1;
        }
        if has(&self.words.naming, self.reading.lemma(at)) && self.is_verb(at) {
            at = self.after_as(at)?;
        } else if has(&self.words.including, self.reading.folded(at))
            || self.reading.lex.tag(at).xpos() == "CD"
                && has(&self.words.of, self.reading.folded(at + 1))
        {
            return self.one_of(be, at);
        }
        let members = self.people(at, false)?;
        let groups = self.before(be);
        (!groups.is_empty()).then_some(Naming {
            groups,
            members,
            cue: be,
        })
    }

    /// "identified the dead men as A and B", "three men, identified as A, B and C".
    fn identified(&self, verb: usize) -> Option<Naming> {
        let at = self.after_as(verb)?;
        let members = self.people(at, false)?;
        let object = (verb + 1..at).find(|t| self.is_group(*t));
        let before = (self.reading.text(verb.checked_sub(1)?) == ",")
            .then(|| self.group_ending(verb - 1))
            .flatten();
        let group = object.or(before)?;
        Some(Naming {
            groups: vec![group],
            members,
            cue: verb,
        })
    }

    /// "X was one of the dead", "X is among those killed".
    fn one_of(&self, be: usize, from: usize) -> Option<Naming> {
        let among = has(&self.words.including, self.reading.folded(from));
        let at = from + if among { 1 } else { 2 };
        let group = (at..self.end.min(at + 5)).find(|t| self.is_group(*t))?;
        let subject = self.before_name(be)?;
        Some(Naming {
            groups: vec![group],
            members: vec![subject],
            cue: be,
        })
    }

    /// "The dead: A and B"; "two women, the cook A and her daughter B": as many names as the count tells.
    fn counted(&self, mark: usize) -> Option<Naming> {
        let colon = self.reading.text(mark) == ":";
        let group = self.group_ending(mark)?;
        let members = self.people(mark + 1, colon)?;
        let mention = self.reading.mention(group);
        let count = mention
            .and_then(|m| m.quantity)
            .and_then(|q| self.reading.quantities.get(q as usize))
            .and_then(|q| q.lower.filter(|l| q.upper == Some(*l)));
        let announced = mention.is_none_or(|m| {
            m.tokens.start == self.start
                || (m.tokens.clone()).any(|t| has(&self.words.announcing, self.reading.folded(t)))
        });
        let all = count.is_some_and(|c| usize::try_from(c).is_ok_and(|c| c == members.len()));
        // "another businessman, Luis Sales, was kidnapped"
        let one = mention.is_some_and(|m| !m.plural)
            && members.first().is_some_and(|m| {
                let end = self.reading.mention(*m).map_or(m + 1, |m| m.tokens.end);
                end == self.end || matches!(self.reading.text(end), "," | "." | ")" | ";")
            });
        let members = if one && !colon {
            members.into_iter().take(1).collect()
        } else {
            members
        };
        (one || all && members.len() > 1 || colon && announced).then_some(Naming {
            groups: vec![group],
            members,
            cue: mark,
        })
    }

    /// The token after the "as" of a verb of naming.
    fn after_as(&self, verb: usize) -> Option<usize> {
        let ceiling = self.end.min(verb + BEFORE_NAME);
        (verb + 1..ceiling)
            .take_while(|t| !self.is_verb(*t) && !matches!(self.reading.text(*t), ";" | ":" | "\""))
            .find(|t| has(&self.words.naming_as, self.reading.folded(*t)))
            .map(|t| t + 1)
    }

    /// The group that is the subject of a verb: the first of its clause, relative clauses left out. "One of the students
    /// killed" is both the one and the students.
    fn before(&self, verb: usize) -> Vec<usize> {
        let floor = self.start.max(verb.saturating_sub(REACH));
        let mut low = floor;
        let mut at = verb;
        while at > floor {
            at -= 1;
            if matches!(self.reading.text(at), ";" | ":" | "\"" | "“" | "”") {
                low = at + 1;
                break;
            }
            if self.is_finite(at) {
                // the verb of a relative clause is passed over with it
                let relative = (at.saturating_sub(6).max(floor)..at)
                    .rev()
                    .take_while(|t| !self.is_finite(*t))
                    .find(|t| self.is_relative(*t));
                match relative {
                    Some(relative) => at = relative,
                    None => {
                        low = at + 1;
                        break;
                    }
                }
            }
        }
        let mut at = low;
        let skipped = |t: usize| {
            let tag = self.reading.lex.tag(t);
            matches!(tag.upos(), "CCONJ" | "SCONJ" | "ADV" | "PUNCT")
                || has(&self.words.including, self.reading.folded(t))
        };
        while at < verb && skipped(at) {
            at += 1;
        }
        let Some(group) = (at..verb.min(at + 7)).find(|t| self.is_group(*t)) else {
            return Vec::new();
        };
        // what hangs on a preposition or a verb is no subject
        if (at..group).any(|t| matches!(self.reading.lex.tag(t).upos(), "ADP" | "PUNCT" | "CCONJ"))
        {
            return Vec::new();
        }
        let mut groups = vec![group];
        if has(&self.words.of, self.reading.folded(group + 1)) {
            groups.extend((group + 2..verb.min(group + 8)).find(|t| self.is_group(*t)));
        }
        groups
    }

    /// The name that ends right before a verb.
    fn before_name(&self, verb: usize) -> Option<usize> {
        let mention = self.reading.mention(verb.checked_sub(1)?)?;
        let ends = mention.tokens.end == verb && mention.kind == MentionKind::Name;
        (ends && self.is_people(mention)).then_some(mention.head)
    }

    /// The group that ends right before a mark.
    fn group_ending(&self, mark: usize) -> Option<usize> {
        let last = mark.checked_sub(1).filter(|t| *t >= self.start)?;
        self.is_group(last).then_some(last)
    }

    /// A description of people, "those", "they", or a word like "injured" that stands for people.
    fn is_group(&self, token: usize) -> bool {
        match self.reading.mention(token) {
            Some(m) => {
                m.head == token
                    && !m.modifier
                    && m.kind != MentionKind::Name
                    && (self.is_people(m) || m.kind == MentionKind::Pronoun && m.plural)
            }
            None => {
                has(&self.words.people, self.reading.folded(token))
                    && !self.reading.lex.tag(token + 1).is_noun()
            }
        }
    }

    fn is_people(&self, mention: &Mention) -> bool {
        self.reading.is_people(mention)
    }

    fn is_verb(&self, token: usize) -> bool {
        matches!(self.reading.lex.tag(token).upos(), "VERB" | "AUX")
    }

    fn is_finite(&self, token: usize) -> bool {
        matches!(
            self.reading.lex.tag(token).xpos(),
            "VBD" | "VBZ" | "VBP" | "MD"
        )
    }

    /// "who", "whose", "that".
    fn is_relative(&self, token: usize) -> bool {
        matches!(self.reading.lex.tag(token).xpos(), "WP" | "WDT" | "WP$")
            || has(&self.words.relatives, self.reading.folded(token))
    }

    fn is_adverb(&self, token: usize) -> bool {
        // "was not": names nobody
        self.reading.lex.tag(token).upos() == "ADV"
    }

    /// The people listed before a subject, itself left out: "[A], 20, [B], rector of the university, and C were murdered".
    pub(super) fn before_subject(&self, subject: usize) -> Vec<usize> {
        let floor = self.start.max(subject.saturating_sub(4 * REACH));
        let firsts = (floor..subject).filter(|t| {
            self.reading.mention(*t).is_some_and(|m| {
                m.head == *t && m.kind == MentionKind::Name && !m.modifier && self.is_people(m)
            })
        });
        for first in firsts.take(LONGEST) {
            let start = self
                .reading
                .mention(first)
                .map_or(first, |m| m.tokens.start);
            let Some(mut list) = self.people(start, false) else {
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
    fn people(&self, from: usize, open: bool) -> Option<Vec<usize>> {
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
        let semicolon = (from..self.end.min(from + REACH)).find(|t| self.reading.text(*t) == ";");
        while at < self.end.min(from + REACH) {
            if let Some(next) = self.separated(at, *semicolons || semicolon.is_some()) {
                *closed |= self.joins(at, next.start);
                *semicolons |= self.reading.text(at) == ";";
                return Some(next);
            }
            // a verb of its own ends a list without semicolons
            if semicolon.is_none() && (self.is_finite(at) || at > from + BEFORE_NAME) {
                return None;
            }
            at += 1;
        }
        None
    }

    /// The item that a mark or "and" introduces; in lists with semicolons only they and the last "and" do.
    fn separated(&self, mark: usize, described: bool) -> Option<Item> {
        let text = self.reading.text(mark);
        let and = self.reading.lex.tag(mark).upos() == "CCONJ";
        // "as well as", "along with"
        let adds = has(&self.words.adding, self.reading.folded(mark));
        if !and && !adds && !matches!(text, "," | ";") {
            return None;
        }
        let mut at = mark + 1;
        if adds && self.reading.lex.tag(at).upos() == "ADP" {
            at += 1;
        }
        while at < self.end && (self.is_mark(at) || self.is_age(at)) {
            at += 1;
        }
        let item = self.item(at, described && text == ";")?;
        // "A, and B was wounded": a clause, not a list
        (!self.is_verb(item.end)).then_some(item)
    }

    fn joins(&self, from: usize, to: usize) -> bool {
        (from..to).any(|t| {
            self.reading.lex.tag(t).upos() == "CCONJ"
                || self.reading.text(t) == ";"
                || has(&self.words.adding, self.reading.folded(t))
        })
    }

    fn is_mark(&self, token: usize) -> bool {
        self.reading.text(token) == "," || self.reading.lex.tag(token).upos() == "CCONJ"
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
                let person = m.kind == MentionKind::Name && !m.modifier && self.is_people(m);
                if person {
                    let owned = reading.lex.tag(m.tokens.end).xpos() == "POS";
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
                if described && m.head == at && first && self.is_people(m) && !next_is_name {
                    return Some(Item {
                        head: m.head,
                        start: from,
                        end: m.tokens.end.max(at + 1),
                    });
                }
            }
            let tag = reading.lex.tag(at);
            let inside = matches!(
                tag.upos(),
                "DET" | "NUM" | "ADJ" | "NOUN" | "PROPN" | "PRON"
            ) || matches!(tag.xpos(), "HYPH" | "VBN")
                || reading.text(at) == "\""
                || reading.mention(at).is_some_and(|m| self.is_people(m));
            if !inside || matches!(tag.xpos(), "WP" | "WDT" | "PRP") {
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
