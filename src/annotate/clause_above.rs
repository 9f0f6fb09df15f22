//! Arguments from outside a verb's own clause: the noun of a relative clause or a participle, the subject that a coordinated
//! verb shares, the one that an infinitive takes from the verb that governs it.
//!
//! *Takes* a verb and what its own clause says. *Gives* what the clauses above add. *Promises* to climb at most `MAX_DEPTH`
//! clauses.

use super::clause::{Arguments, Clauses, MAX_DEPTH, verb_has_none};
use super::clause_words::has;
use super::lex::{Upos, Xpos};
use super::mark::Mark;
use super::mention::MentionKind;
use super::syntax::Relation;
use crate::ontology::Step;

/// How many tokens a relative clause may have that parts a verb from its subject.
const CLAUSE: usize = 28;

impl Clauses<'_, '_> {
    /// Arguments that stand outside the verb's own clause.
    pub(super) fn from_above(&self, verb: usize, passive: bool, out: &mut Arguments, depth: usize) {
        let own_subjects = [
            Relation::Nsubj,
            Relation::NsubjPass,
            Relation::Csubj,
            Relation::CsubjPass,
            Relation::Expl,
        ];
        let own_subject = self.has_child(verb, &own_subjects);
        let surface = if passive || self.is_possessed(verb) {
            Step::Obj
        } else {
            Step::Subj
        };
        // a nominal before the verb that was taken for its subject is one
        let own_subject = own_subject || out.iter().any(|a| a.step == surface && a.token < verb);
        if !own_subject && let Some(subject) = self.cut_off_subject(verb) {
            self.add(out, surface, subject, "subject before a relative clause");
            for listed in self.listed_before(subject) {
                self.add(out, surface, listed, "listed with the subject");
            }
            return;
        }
        let Some(head) = self.head(verb) else { return };
        let relation = self.relation(verb);
        // "searched for the perpetrators; several were detained": a finite clause has a subject of its own, seen or not
        let finite = self.has_finite_auxiliary(verb);
        // "identified the body of the commander murdered in Lima", "found Juan Ruiz, 26, shot in the head": nothing joins the
        // verbs, the participle goes with the noun right before it
        if !own_subject
            && matches!(
                relation,
                Relation::Conj | Relation::Advcl | Relation::Parataxis
            )
            && let Some(noun) = self.trails(verb, head)
        {
            self.add(out, Step::Obj, noun, "noun with a participle");
            return;
        }
        // "the missionaries killed were A and B" is a naming; "A and B were the missionaries killed" says it of A and B
        if !own_subject && matches!(relation, Relation::Acl | Relation::AclRelcl) {
            self.said_to_be(head, verb, surface, out);
        }
        match relation {
            Relation::AclRelcl if !own_subject => {
                // without "who" or "that", whose the subject is nobody knows
                let linked = (head + 1..verb).any(|t| self.reading.lex.tag(t).is_relative());
                if finite && !linked {
                    return;
                }
                self.add_before(out, surface, head, verb, "subject of a relative clause");
                // "the murder of Juan Mora and the other priests who were shot": of him too
                if let Some(first) = self.joined_by_other(head) {
                    self.add_before(out, surface, first, verb, "one with the others");
                }
            }
            Relation::AclRelcl => {
                let gap = !out.iter().any(|a| a.step == Step::Obj);
                // "the man they killed": the noun is the missing object
                if gap && !passive {
                    self.add(out, Step::Obj, head, "object of a relative clause");
                }
            }
            Relation::Acl | Relation::Amod if !own_subject && !finite => {
                self.add(out, surface, head, "noun with a participle");
            }
            Relation::Conj if depth < MAX_DEPTH && self.reading.lex.tag(head).is_verb() => {
                let Some(head) = self.nearer_conjunct(verb, head) else {
                    return;
                };
                let mut first = Vec::new();
                self.verb(head, &mut first, depth + 1);
                let first_surface = if self.is_passive(head) {
                    Step::Obj
                } else {
                    Step::Subj
                };
                if !own_subject {
                    for a in first.iter().filter(|a| a.step == first_surface) {
                        self.add(out, surface, a.token, "subject of a coordinated verb");
                    }
                }
            }
            Relation::Xcomp
            | Relation::Advcl
            | Relation::Ccomp
            | Relation::Parataxis
            | Relation::Dep
                if !own_subject
                    && depth < MAX_DEPTH
                    && (relation == Relation::Xcomp || self.is_participle(verb) && !finite) =>
            {
                self.controlled(verb, head, relation, surface, out, depth);
            }
            _ => {}
        }
    }

    /// Those who are plainly said to be what a noun with a clause names: "Hugo Lara was the man who shot him".
    fn said_to_be(&self, noun: usize, verb: usize, step: Step, out: &mut Arguments) {
        let plainly = self.has_child(noun, &[Relation::Cop])
            && !self.has_child(noun, &[Relation::Aux, Relation::Mark, Relation::Advmod]);
        let definite = self.reading.mention(noun).is_some_and(|m| m.definite);
        if !plainly || !definite {
            return;
        }
        for c in self.children(noun).filter(|c| *c < noun) {
            if self.relation(c) == Relation::Nsubj
                && self
                    .reading
                    .mention(c)
                    .is_some_and(|m| m.kind == MentionKind::Name)
            {
                self.add_before(out, step, c, verb, "said to be the noun");
            }
        }
    }

    /// The first of two where the second is said to be "the other …".
    pub(super) fn joined_by_other(&self, second: usize) -> Option<usize> {
        let other = || {
            self.children(second).any(|c| {
                self.relation(c) == Relation::Amod
                    && has(&self.words.others, self.reading.folded(c))
            })
        };
        let first = self.head(second)?;
        (self.relation(second) == Relation::Conj && first < second && other()).then_some(first)
    }

    /// "the officer's killing": a gerund of harm right after its possessor, who suffers it.
    pub(super) fn is_possessed(&self, verb: usize) -> bool {
        let tag = |t: usize| self.reading.lex.tag(t).xpos;
        tag(verb) == Xpos::Vbg
            && verb.checked_sub(1).is_some_and(|t| tag(t) == Xpos::Pos)
            && has(&self.words.suffered, self.reading.lemma(verb))
    }

    /// "died after rioters broke a window and threw stones": the second verb goes with the adverbial clause right before it,
    /// not with the main verb that the tree hangs it on. "Police said that gunmen overpowered the guards and burned a bank":
    /// what follows a verb of saying and "that" is said, also where the tree took the first verb for a participle; nobody
    /// who only speaks did it.
    fn nearer_conjunct(&self, verb: usize, head: usize) -> Option<usize> {
        let tag = |t: usize| self.reading.lex.tag(t);
        let opens = (head + 1..verb).find(|t| {
            tag(*t).upos == Upos::Sconj && has(&self.words.that, self.reading.folded(*t))
        });
        let nearer = (head + 1..verb).rev().find(|t| {
            let clause = tag(*t).xpos == tag(verb).xpos
                && matches!(self.relation(*t), Relation::Advcl | Relation::Ccomp)
                && !verb_has_none(self, *t);
            let taken_for_participle = tag(*t).xpos == Xpos::Vbn
                && self.relation(*t) == Relation::Acl
                && opens.is_some_and(|o| o < *t)
                && self.child(*t, Relation::Obj).is_some();
            tag(*t).is_verb() && (clause || taken_for_participle)
        });
        let said = opens.is_some() && has(&self.words.reporting, self.reading.lemma(head));
        nearer.or((!said).then_some(head))
    }

    /// The noun that a verb of harm stands right behind, or with only a comma or an age between them, where no conjunction or
    /// auxiliary parts them and nothing is acted on.
    fn trails(&self, verb: usize, head: usize) -> Option<usize> {
        let reading = self.reading;
        let harms = has(&self.words.harming, reading.lemma(verb))
            || has(&self.words.suffered, reading.lemma(verb));
        let parted = [
            Relation::Cc,
            Relation::Mark,
            Relation::Aux,
            Relation::AuxPass,
        ];
        let bare = harms
            && matches!(reading.lex.tag(verb).xpos, Xpos::Vbd | Xpos::Vbn)
            && !self.has_child(verb, &parted)
            && !self.children(verb).any(|c| {
                self.relation(c) == Relation::Obj
                    && reading.mention(c).is_some_and(|m| m.class.is_some())
            });
        if !bare {
            return None;
        }
        let is_comma = |t: usize| reading.mark(t) == Mark::Comma;
        let mut at = verb.checked_sub(1)?;
        if is_comma(at) {
            let age = at
                .checked_sub(2)
                .filter(|t| is_comma(*t) && reading.lex.tag(t + 1).upos == Upos::Num)?;
            at = age.checked_sub(1)?;
        }
        let noun = reading.mention(at)?;
        let stands =
            noun.tokens.end == at + 1 && !noun.modifier && noun.kind != MentionKind::Pronoun;
        (stands && head < noun.head).then_some(noun.head)
    }

    /// "…, and the lawyer, who lived in Lima, [was shot]": the noun before a relative clause that a comma closes right before a
    /// finite verb, where the tree lost that it is the subject.
    fn cut_off_subject(&self, verb: usize) -> Option<usize> {
        let reading = self.reading;
        let tag = |t: usize| reading.lex.tag(t);
        if !(self.has_finite_auxiliary(verb) || tag(verb).xpos == Xpos::Vbd) {
            return None;
        }
        let sentence = reading.sentence_tokens(reading.sentence_of(verb));
        let mut at = verb;
        while at > sentence.start && matches!(tag(at - 1).upos, Upos::Aux | Upos::Adv) {
            at -= 1;
        }
        let closing = at
            .checked_sub(1)
            .filter(|t| reading.mark(*t) == Mark::Comma)?;
        let who = (sentence.start.max(closing.saturating_sub(CLAUSE))..closing)
            .rev()
            .take_while(|t| {
                !matches!(
                    reading.mark(*t),
                    Mark::Semicolon | Mark::Colon | Mark::Quote
                )
            })
            .find(|t| matches!(tag(*t).xpos, Xpos::Wp | Xpos::Wdt))?;
        let opening = who
            .checked_sub(1)
            .filter(|t| *t > sentence.start && reading.mark(*t) == Mark::Comma)?;
        // "Jose Vasquez, 72, who …"
        let aged = opening.checked_sub(2).filter(|t| {
            reading.mark(*t) == Mark::Comma && tag(t + 1).upos == Upos::Num && *t > sentence.start
        });
        let opening = aged.unwrap_or(opening);
        let noun = reading.mention(opening - 1)?;
        let told = (who + 1..closing).any(|t| tag(t).is_finite());
        let hangs = noun
            .tokens
            .start
            .checked_sub(1)
            .is_some_and(|t| tag(t).upos == Upos::Adp && t >= sentence.start);
        let stands = noun.tokens.end == opening
            && !noun.modifier
            && noun.kind != MentionKind::Pronoun
            && noun.class.is_some();
        (told && stands && !hangs).then_some(noun.head)
    }

    fn has_finite_auxiliary(&self, verb: usize) -> bool {
        self.has_child(verb, &[Relation::Aux, Relation::AuxPass])
            && self
                .children(verb)
                .any(|c| self.relation(c).is_auxiliary() && self.reading.lex.tag(c).is_finite())
    }

    fn is_participle(&self, verb: usize) -> bool {
        matches!(self.reading.lex.tag(verb).xpos, Xpos::Vbg | Xpos::Vbn)
            || self.children(verb).any(|c| {
                self.relation(c) == Relation::Mark && self.reading.lex.tag(c).xpos == Xpos::To
            })
    }

    /// The subject of an infinitive or participle comes from the governing clause: its object where it has one
    /// ("forced the driver to stop"), else its surface subject ("tried to flee", "is alleged to have killed").
    fn controlled(
        &self,
        verb: usize,
        head: usize,
        relation: Relation,
        surface: Step,
        out: &mut Arguments,
        depth: usize,
    ) {
        if !self.reading.lex.tag(head).is_verb() {
            // "was ready to kill": a predicate adjective or noun with its own subject
            for c in self
                .children(head)
                .filter(|c| self.relation(*c) == Relation::Nsubj)
            {
                self.add(out, surface, c, "subject of the governing clause");
            }
            return;
        }
        let mut above = Vec::new();
        self.verb(head, &mut above, depth + 1);
        let passive_head = self.is_passive(head);
        // "sentenced a man for stabbing six people": the man, not the court
        let accused = has(&self.words.accusing, self.reading.lemma(head));
        let object_controls = (relation == Relation::Xcomp || accused)
            && !passive_head
            && above
                .iter()
                .any(|a| a.step == Step::Obj && a.token < verb && a.token > head);
        let step = if object_controls || passive_head {
            Step::Obj
        } else {
            Step::Subj
        };
        for a in above.iter().filter(|a| a.step == step) {
            self.add(out, surface, a.token, "subject of the governing clause");
        }
    }
}
