//! Fillers of slots that the tree leaves empty: the nearest noun group on the side where the slot stands in a plain clause.
//!
//! *Takes* a trigger and a slot with a class. *Gives* the noun group next to the trigger that fits, with what is
//! coordinated with it. *Promises* to look at most [`REACH`] tokens far and never past a finite verb, a quote or a
//! semicolon: a wrong attachment inside a long sentence costs an argument no longer, and none is taken from another
//! clause. (The order of groups around the verb group is that of FASTUS, Hobbs et al. 1997.)

use super::clause::{Argument, Clauses};
use super::clause_words::has;
use super::lex::{Upos, Xpos};
use super::mark::Mark;
use super::mention::MentionKind;
use super::slot::passes;
use super::syntax::Relation;
use super::trigger::Trigger;
use crate::ontology::{Role, Step, Way};
use crate::text::WordId;

/// The role of whoever is said to be responsible.
const ACCUSED: &str = "party";
/// How far a filler may stand from its trigger, in tokens.
const REACH: usize = 14;

/// The fillers of one slot, each with how it was found.
pub(super) fn fillers(
    clauses: &Clauses<'_, '_>,
    known: &mut Trigger,
    role: &Role,
) -> Vec<(usize, &'static str)> {
    // nobody is accused for standing near a word
    if role.silent || role.forbidden || role.name == ACCUSED {
        return Vec::new();
    }
    // "first aid to the wounded": a participle with an article names somebody
    let reading = clauses.reading;
    let trigger = known.token();
    if clauses.has_child(trigger, &[Relation::Det]) && reading.is_predicate(trigger) {
        return Vec::new();
    }
    // "the murder trial of Peter Schmidt": the trial is of him, not the murder
    let of_another = || clauses.is_of_a_proceeding(trigger);
    let side = Side {
        clauses,
        trigger,
        // of nouns it is not asked
        passive: known.is_passive(clauses),
    };
    for way in role.ways.iter().filter(|w| !w.classes.is_empty()) {
        for path in &way.paths {
            let [step] = path.0.as_slice() else { continue };
            let of = |word| has(&clauses.words.of, word);
            if (*step == Step::Obj || matches!(*step, Step::Prep(Some(p)) if of(p))) && of_another()
            {
                continue;
            }
            // the verb's own subject may be of another class ("a bomb killed ten people"): then nobody acts
            let own = |a: &Argument| a.step == Step::Subj && reading.tree.head(a.token) == trigger;
            if *step == Step::Subj && known.arguments(clauses).iter().any(own) {
                continue;
            }
            // so may that of a passive ("the homes of A and B were attacked")
            let suffers = |a: &Argument| {
                a.step == Step::Obj
                    && reading.tree.head(a.token) == trigger
                    && reading.mention(a.token).is_some_and(|m| m.class.is_some())
            };
            if *step == Step::Obj && side.passive && known.arguments(clauses).iter().any(suffers) {
                continue;
            }
            if let Some((token, how)) = side.filler(*step, way) {
                let mut all = Vec::new();
                clauses.with_conjuncts(token, &mut all);
                // "the two men, identified as A and [B], were arrested": the men, and so both of them
                let naming = reading
                    .namings_around(token)
                    .find(|n| n.members.contains(&token) && n.cue < token);
                for t in naming
                    .into_iter()
                    .flat_map(|n| n.groups.iter().chain(&n.members))
                {
                    if !all.contains(t) {
                        all.push(*t);
                    }
                }
                all.retain(|t| *t == token || passes(reading, *t, way));
                return all.into_iter().map(|t| (t, how)).collect();
            }
        }
    }
    Vec::new()
}

/// Whether an "of" follows a noun of which an object may be looked for.
pub(super) fn has_of(clauses: &Clauses<'_, '_>, noun: usize) -> bool {
    let side = Side {
        clauses,
        trigger: noun,
        passive: false,
    };
    side.preposition(true, |word| has(&clauses.words.of, word))
        .is_some()
}

struct Side<'c, 'r, 'a> {
    clauses: &'c Clauses<'r, 'a>,
    trigger: usize,
    passive: bool,
}

impl Side<'_, '_, '_> {
    fn filler(&self, step: Step, way: &Way) -> Option<(usize, &'static str)> {
        let reading = self.clauses.reading;
        let verb = reading.is_predicate(self.trigger);
        let past = matches!(reading.lex.tag(self.trigger).xpos, Xpos::Vbd | Xpos::Vbn);
        match step {
            // "several gunmen, armed with rifles, stormed …"
            Step::Subj if verb && past && !self.passive => {
                Some((self.before(way)?, "nearest before the verb"))
            }
            // "the mayor, 45, was shot"
            Step::Obj if verb && past && self.passive => {
                Some((self.before(way)?, "nearest before the passive"))
            }
            // "was killed yesterday in Lima by two men", "the murder on Friday of the judge by the same group"
            Step::Subj if !verb || self.passive => {
                let by = self.clauses.words.by.as_slice();
                let at = self.preposition(true, |word| has(by, word))?;
                Some((self.first_after(at, way)?, "nearest after \"by\""))
            }
            Step::Obj if !verb => {
                let of = self.clauses.words.of.as_slice();
                let at = self.preposition(true, |word| has(of, word))?;
                Some((self.first_after(at, way)?, "nearest after \"of\""))
            }
            Step::Obj if verb && !self.passive => Some((
                self.first_after(self.trigger, way)?,
                "nearest after the verb",
            )),
            // "took place on Friday in Lima, in front of the bank": the first of several that fits
            Step::Prep(Some(wanted)) => {
                let found = self
                    .prepositions(false, |word| word == wanted)
                    .find_map(|at| self.first_after(self.whole_preposition(at), way))?;
                Some((found, "nearest after the preposition"))
            }
            _ => None,
        }
    }

    /// Whether nothing reaches over a token: a finite verb, a mark that ends a clause.
    fn barrier(&self, at: usize) -> bool {
        let reading = self.clauses.reading;
        let tag = reading.lex.tag(at);
        tag.is_finite()
            || matches!(tag.xpos, Xpos::Wp | Xpos::Wdt | Xpos::Wrb)
            || matches!(
                reading.mark(at),
                Mark::Semicolon | Mark::Colon | Mark::Quote | Mark::Open | Mark::Bracket
            )
    }

    /// The nearest noun group before the verb that fits and hangs on no preposition.
    fn before(&self, way: &Way) -> Option<usize> {
        let reading = self.clauses.reading;
        let sentence = reading.sentence_tokens(reading.sentence_of(self.trigger));
        // "… ten people and hurt": what a conjunction joins to a verb has that verb's subject
        if self.hangs_before(self.trigger, Relation::Cc) {
            return None;
        }
        let mut at = self.trigger;
        // over the verb group: "was seriously", "had been"
        while at > sentence.start && self.passive && self.in_verb_group(at - 1) {
            at -= 1;
        }
        let floor = sentence.start.max(self.trigger.saturating_sub(REACH));
        for t in (floor..at).rev() {
            if self.barrier(t) {
                return None;
            }
            let Some(m) = reading
                .mention(t)
                .filter(|m| m.head == t && !m.modifier && m.kind != MentionKind::Pronoun)
            else {
                continue;
            };
            let free = || !self.hangs_before(t, Relation::Case);
            if m.class.is_some() && passes(reading, t, way) && free() {
                return Some(t);
            }
        }
        None
    }

    /// Whether something before a token hangs on it by a relation.
    fn hangs_before(&self, token: usize, relation: Relation) -> bool {
        let mut children = self.clauses.children(token);
        self.clauses.has_child(token, &[relation])
            && children.any(|c| c < token && self.clauses.relation(c) == relation)
    }

    fn in_verb_group(&self, at: usize) -> bool {
        let tag = self.clauses.reading.lex.tag(at);
        matches!(tag.upos, Upos::Aux | Upos::Adv) || tag.xpos == Xpos::Rp
    }

    /// The first noun group right of a token, if it fits; no verb and no preposition stands between.
    fn first_after(&self, from: usize, way: &Way) -> Option<usize> {
        let reading = self.clauses.reading;
        let sentence = reading.sentence_tokens(reading.sentence_of(from));
        let ceiling = sentence.end.min(from + 1 + REACH);
        let mut part = false;
        for t in from + 1..ceiling {
            let tag = reading.lex.tag(t);
            // "in front of the bank": a part leads to the whole
            if std::mem::take(&mut part) {
                continue;
            }
            part = has(&self.clauses.words.of, reading.folded(t + 1))
                && has(&self.clauses.words.transparent, reading.lemma(t));
            if part {
                continue;
            }
            // "blew up a bus": a particle is no preposition
            let stops = matches!(
                tag.upos,
                Upos::Adp | Upos::Sconj | Upos::Verb | Upos::Aux | Upos::Cconj
            ) && tag.xpos != Xpos::Rp
                && reading.tree.relation(t) != Relation::CompoundPrt;
            if self.barrier(t) || stops {
                return None;
            }
            let group = reading
                .mention(t)
                .filter(|m| m.head == t && !m.modifier && !reading.in_date(t));
            if let Some(m) = group {
                // "by the president's troops": not the president
                if reading.lex.tag(m.tokens.end).xpos == Xpos::Pos {
                    continue;
                }
                let named = m.kind != MentionKind::Pronoun && m.class.is_some();
                return (named && passes(reading, t, way)).then_some(t);
            }
        }
        None
    }

    /// The first preposition right of the trigger that is wanted, in its clause. Before who acts and what a noun is of, no
    /// verb may stand but one that only carries the noun ("the crime perpetrated in January by armed men"), and after a
    /// noun no comma and no "and": "during the shooting, according to reports by the News" blames nobody.
    fn preposition(&self, strict: bool, wanted: impl Fn(WordId) -> bool) -> Option<usize> {
        self.prepositions(strict, wanted).next()
    }

    /// The last word of a preposition of two: "close to".
    fn whole_preposition(&self, at: usize) -> usize {
        let reading = self.clauses.reading;
        if reading.lex.tag(at).upos == Upos::Adp {
            at
        } else {
            at + 1
        }
    }

    fn prepositions(
        &self,
        strict: bool,
        wanted: impl Fn(WordId) -> bool,
    ) -> impl Iterator<Item = usize> {
        let reading = self.clauses.reading;
        let noun = !reading.is_predicate(self.trigger);
        let sentence = reading.sentence_tokens(reading.sentence_of(self.trigger));
        let ceiling = sentence.end.min(self.trigger + 1 + REACH);
        let ends_group = move |t: usize| {
            reading.mark(t) == Mark::Comma || reading.lex.tag(t).upos == Upos::Cconj
        };
        let stops = move |t: usize| {
            let verb = matches!(reading.lex.tag(t).upos, Upos::Verb | Upos::Aux)
                && !has(&self.clauses.words.support, reading.lemma(t));
            self.barrier(t) || (strict && (verb || (noun && ends_group(t))))
        };
        (self.trigger + 1..ceiling)
            .take_while(move |t| !stops(*t))
            .filter(move |t| {
                let tag = reading.lex.tag(*t).upos;
                let two = || {
                    let next = reading.lex.tag(*t + 1);
                    matches!(tag, Upos::Adv | Upos::Adj)
                        && (next.upos == Upos::Adp || next.xpos == Xpos::To)
                };
                wanted(reading.folded(*t)) && (tag == Upos::Adp || two())
            })
    }
}
