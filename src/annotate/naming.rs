//! Groups that the text names one by one: "the injured were A, 24, and B", "Among those killed is C", "three nuns: D, E
//! and F", "police identified the dead men as G and H".
//!
//! *Takes* tokens, tags and mentions. *Gives* [`Naming`]s in order of their cues. *Promises* to read words, not the tree,
//! which breaks on lists more than on anything else (but for whom "their names are" points back to: a subject); to look a bounded number of tokens back; to
//! leave alone what is negated, only possible, or said of a name. Whoever is named so has every role that the group has.

use super::clause_words::{ClauseWords, has};
use super::lex::{Upos, Xpos};
use super::lists::{BEFORE_NAME, Lists, REACH};
use super::mark::Mark;
use super::mention::MentionKind;
use super::reading::Reading;

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

impl Lists<'_, '_> {
    fn naming(&self, cue: usize) -> Option<Naming> {
        if has(&self.words.be, self.reading.lemma(cue)) {
            // "have been identified as": the subject stands before the first auxiliary
            let first = match cue.checked_sub(1) {
                Some(before) if self.tag(before).is_finite() => before,
                _ => cue,
            };
            if self.tag(first).is_finite() {
                return self.predicated(first, cue);
            }
        }
        if self.tag(cue).is_verbal() && has(&self.words.naming, self.reading.lemma(cue)) {
            return self.identified(cue);
        }
        match self.reading.mark(cue) {
            Mark::Comma => self.one_beside(cue).or_else(|| self.counted(cue)),
            Mark::Colon => self.counted(cue).or_else(|| self.counted_above(cue)),
            _ => None,
        }
    }

    /// "The injured were A and B", "the dead were identified as A and B"; "A is among the injured".
    fn predicated(&self, first: usize, be: usize) -> Option<Naming> {
        let mut at = be + 1;
        // "were also"; "were not" names nobody
        while at < self.end
            && (self.tag(at).upos == Upos::Adv || self.reading.mark(at) == Mark::Colon)
        {
            at += 1;
        }
        if has(&self.words.naming, self.reading.lemma(at)) && self.tag(at).is_verbal() {
            at = self.after_as(at)?;
        } else if has(&self.words.including, self.reading.folded(at))
            || self.tag(at).xpos == Xpos::Cd && has(&self.words.of, self.reading.folded(at + 1))
        {
            return self.one_of(first, at);
        }
        let members = self.people(at, false)?;
        let mut groups = match self.before_relative(first) {
            Some(group) => vec![group],
            None => self.before(first),
        };
        if let Some(told) = self.told_before(first, members.len()) {
            groups.push(told);
        }
        (!groups.is_empty()).then_some(Naming {
            groups,
            members,
            cue: be,
        })
    }

    /// "The release of the suspects, who were identified as A and B": the group right before "who".
    fn before_relative(&self, verb: usize) -> Option<usize> {
        let who = verb.checked_sub(1).filter(|t| self.is_relative(*t))?;
        let comma = who.checked_sub(1)?;
        let ends = if self.reading.text(comma) == "," {
            comma
        } else {
            who
        };
        self.group_ending(ends)
    }

    /// "Five men were arrested. [Their names] are A and B": the group that the sentence before told of. It must be the only
    /// one there that is the subject of a verb, or that is as many as the names.
    fn told_before(&self, verb: usize, names: usize) -> Option<usize> {
        let pronoun = (self.start..verb).find(|t| self.tag(*t).upos != Upos::Punct)?;
        let pronominal = has(&self.words.people_pronouns, self.reading.folded(pronoun));
        let noun = self.tag(pronoun + 1).is_noun()
            && has(&self.words.name_nouns, self.reading.lemma(pronoun + 1));
        if !pronominal || verb != pronoun + 1 && !(noun && verb == pronoun + 2) {
            return None;
        }
        let before = self.reading.sentence_of(self.start).checked_sub(1)?;
        let mut groups = self.reading.sentence_tokens(before).filter(|t| {
            self.reading.tree.relation(*t).as_str().starts_with("nsubj")
                && self.reading.mention(*t).is_some_and(|m| {
                    m.head == *t
                        && m.plural
                        && m.kind == MentionKind::Nominal
                        && self.reading.is_people(m)
                })
        });
        match (groups.next(), groups.next()) {
            (Some(only), None) => Some(only),
            _ => self.as_many(self.reading.sentence_tokens(before), names),
        }
    }

    /// The one group of people in a stretch that is counted, and as many as the names that a list tells.
    fn as_many(&self, stretch: std::ops::Range<usize>, names: usize) -> Option<usize> {
        let counted = |t: &usize| {
            self.is_group(*t)
                && self
                    .reading
                    .mention(*t)
                    .and_then(|m| self.reading.quantity(m.quantity))
                    .and_then(|q| q.lower.filter(|l| q.upper == Some(*l)))
                    .is_some_and(|l| usize::try_from(l).is_ok_and(|l| l == names))
        };
        let mut groups = stretch.filter(counted);
        let only = groups.next().filter(|_| names > 1)?;
        groups.next().is_none().then_some(only)
    }

    /// "identified the dead men as A and B", "three men, identified as A, B and C".
    fn identified(&self, verb: usize) -> Option<Naming> {
        let at = self.after_as(verb)?;
        let members = self.people(at, false)?;
        let object = (verb + 1..at).find(|t| self.is_group(*t));
        // "three men, identified as A, B and C"; "two activists identified only as A and B"
        let ends = if self.reading.text(verb.checked_sub(1)?) == "," {
            verb - 1
        } else {
            verb
        };
        let before = self.group_ending(ends);
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

    /// "Juan Mora, one of the priests who were killed".
    fn one_beside(&self, mark: usize) -> Option<Naming> {
        let count = mark + 1;
        let counts =
            self.tag(count).xpos == Xpos::Cd && has(&self.words.of, self.reading.folded(count + 1));
        if !counts {
            return None;
        }
        let group = (count + 2..self.end.min(count + 7)).find(|t| self.is_group(*t))?;
        let name = self.before_name(mark)?;
        let one = self.reading.mention(name).is_some_and(|m| !m.plural);
        one.then(|| Naming {
            groups: vec![group],
            members: vec![name],
            cue: mark,
        })
    }

    /// "The dead: A and B"; "two women, the cook A and her daughter B": as many names as the count tells.
    fn counted(&self, mark: usize) -> Option<Naming> {
        let colon = self.reading.text(mark) == ":";
        let group = self.group_ending(mark)?;
        let members = self.people(mark + 1, colon)?;
        let mention = self.reading.mention(group);
        let count = self
            .reading
            .quantity(mention.and_then(|m| m.quantity))
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

    /// "arrested two men suspected of the murder: A and B": a list after a colon that is as many as a group before it.
    fn counted_above(&self, colon: usize) -> Option<Naming> {
        let members = self.people(colon + 1, true)?;
        let group = self.as_many(self.start..colon, members.len())?;
        Some(Naming {
            groups: vec![group],
            members,
            cue: colon,
        })
    }

    /// The token after the "as" of a verb of naming.
    fn after_as(&self, verb: usize) -> Option<usize> {
        let ceiling = self.end.min(verb + BEFORE_NAME);
        (verb + 1..ceiling)
            .take_while(|t| {
                !self.tag(*t).is_verbal() && !matches!(self.reading.text(*t), ";" | ":" | "\"")
            })
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
            if self.tag(at).is_finite() {
                // the verb of a relative clause is passed over with it
                let relative = (at.saturating_sub(6).max(floor)..at)
                    .rev()
                    .take_while(|t| !self.tag(*t).is_finite())
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
            let tag = self.tag(t);
            matches!(
                tag.upos,
                Upos::Cconj | Upos::Sconj | Upos::Adv | Upos::Punct
            ) || has(&self.words.including, self.reading.folded(t))
        };
        while at < verb && skipped(at) {
            at += 1;
        }
        let Some(group) = (at..verb.min(at + 7)).find(|t| self.is_group(*t)) else {
            return Vec::new();
        };
        // what hangs on a preposition or a verb is no subject
        if (at..group).any(|t| matches!(self.tag(t).upos, Upos::Adp | Upos::Punct | Upos::Cconj)) {
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
        (ends && self.reading.is_people(mention)).then_some(mention.head)
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
                    && (self.reading.is_people(m) || m.kind == MentionKind::Pronoun && m.plural)
            }
            None => {
                has(&self.words.people, self.reading.folded(token))
                    && !self.tag(token + 1).is_noun()
            }
        }
    }

    /// "who", "whose", "that".
    fn is_relative(&self, token: usize) -> bool {
        self.tag(token).is_relative() || has(&self.words.relatives, self.reading.folded(token))
    }
}
