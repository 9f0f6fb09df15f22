//! Who says, and how sure: polarity, realization, certainty and source of each finding.
//!
//! *Takes* findings. *Gives* their [`Factuality`]. The walk goes from the trigger up the tree: what stands on the
//! trigger (negation, modals, "alleged") counts in full; a governor counts by its kind (attempt, plan, threat,
//! denial, report); beyond a relative or adverbial clause only sources count, since those clauses are presupposed.
//! *Promises* to stop at the sentence's root: linear in the depth of the tree. (The scheme is that of FactBank and
//! ConText, on dependencies.)

use super::clause::Clauses;
use super::finding::{Certainty, Factuality, Finding, Polarity, Realization, Source};
use super::lex::{Upos, Xpos};
use super::reading::Reading;
use super::syntax::Relation;
use crate::ontology::{Ontology, Step};
use crate::text::WordId;

/// Word lists by what they do to a finding; each is a list of that name in `lexicon/`.
#[derive(Clone, Debug, Default)]
pub struct ContextWords {
    negators: Vec<WordId>,
    any: Vec<WordId>,
    attempt: Vec<WordId>,
    plan: Vec<WordId>,
    threat: Vec<WordId>,
    deny: Vec<WordId>,
    prevent: Vec<WordId>,
    prevented: Vec<WordId>,
    fail: Vec<WordId>,
    report: Vec<WordId>,
    unreal: Vec<WordId>,
    alleged: Vec<WordId>,
    probable: Vec<WordId>,
    possible: Vec<WordId>,
    modal_possible: Vec<WordId>,
    habit: Vec<WordId>,
    modal_future: Vec<WordId>,
    conditional: Vec<WordId>,
    attribution: Vec<WordId>,
    occur: Vec<WordId>,
    support: Vec<WordId>,
    succeed: Vec<WordId>,
    suffer: Vec<WordId>,
    indefinite: Vec<WordId>,
    fiction: Vec<WordId>,
    counterfactual: Vec<WordId>,
    within: Vec<WordId>,
    lacking: Vec<WordId>,
}

/// A list of the pack as sorted ids; empty when the pack has none of that name.
pub(super) fn list(ontology: &Ontology, name: &str) -> Vec<WordId> {
    let words = ontology.rules.lists.get(name).unwrap_or_default();
    let mut ids: Vec<_> = words.iter().filter_map(|w| ontology.words.get(w)).collect();
    ids.sort();
    ids
}

impl ContextWords {
    /// Takes the lists from the pack.
    pub fn new(ontology: &Ontology) -> Self {
        let get = |name: &str| list(ontology, name);
        Self {
            negators: get("negators"),
            any: get("free-choice-words"),
            attempt: get("attempt-words"),
            plan: get("plan-words"),
            threat: get("threat-words"),
            deny: get("deny-words"),
            prevent: get("prevent-words"),
            prevented: get("prevented-prepositions"),
            fail: get("fail-words"),
            report: get("report-words"),
            unreal: get("unreal-words"),
            alleged: get("alleged-words"),
            probable: get("probable-words"),
            possible: get("possible-words"),
            modal_possible: get("possible-modals"),
            habit: get("habit-adverbs"),
            modal_future: get("future-modals"),
            conditional: get("conditional-marks"),
            attribution: get("attribution-prepositions"),
            occur: get("occur-verbs"),
            support: get("support-verbs"),
            succeed: get("succeed-words"),
            suffer: get("suffer-verbs"),
            indefinite: get("indefinite-words"),
            fiction: get("fiction-nouns"),
            counterfactual: get("counterfactual-modals"),
            within: get("place-prepositions"),
            lacking: get("lacking-prepositions"),
        }
    }
}

fn has(list: &[WordId], word: WordId) -> bool {
    list.binary_search(&word).is_ok()
}

/// Sets the factuality of every finding.
pub fn context(
    reading: &Reading<'_>,
    words: &ContextWords,
    clauses: &Clauses<'_, '_>,
    findings: &mut [Finding],
) {
    for f in findings {
        let mut walk = Walk {
            reading,
            words,
            clauses,
            out: Factuality::default(),
            presupposed: false,
            cue: f.cue.clone(),
        };
        walk.from(f.trigger);
        for role in &f.roles {
            walk.quantified(role.token);
            if ACTORS.contains(&role.role.as_str()) {
                walk.anybody(role.token);
            }
        }
        if walk.out.sources.is_empty() {
            walk.named_source(f.trigger);
        }
        if !f.nominal && !walk.presupposed && is_question(reading, f.trigger) {
            walk.set(Realization::Hypothetical, f.trigger);
        }
        f.factuality = walk.out;
        // "defused a bomb": the rule knows how far it came
        let rule = reading.ontology.rules.rule(f.rule);
        if let Some(set) = rule
            .and_then(|r| r.fixed("realization"))
            .and_then(Realization::named)
        {
            f.factuality.realization = f.factuality.realization.max(set);
            f.factuality.cues.push(f.trigger);
        }
    }
}

/// "Will they help to topple the wall?": a question that yes or no answers tells of nothing.
fn is_question(reading: &Reading<'_>, token: usize) -> bool {
    let sentence = reading.sentence_tokens(reading.sentence_of(token));
    let ends = sentence
        .end
        .checked_sub(1)
        .is_some_and(|last| (last.saturating_sub(1)..=last).any(|t| reading.text(t) == "?"));
    ends && sentence
        .clone()
        .find(|t| reading.lex.tag(*t).upos != Upos::Punct)
        .is_some_and(|t| reading.lex.tag(t).upos == Upos::Aux)
}

/// Roles of whoever acts, or is said to.
const ACTORS: [&str; 2] = ["attacker", "party"];

/// How far behind "according to" its source may stand, in tokens.
const SOURCE_REACH: usize = 8;

struct Walk<'r, 'a> {
    reading: &'r Reading<'a>,
    words: &'r ContextWords,
    clauses: &'r Clauses<'r, 'a>,
    out: Factuality,
    /// Only sources still count.
    presupposed: bool,
    /// Words that the rule itself matched: "had *nothing* to do with" is what a denial says.
    cue: std::ops::Range<usize>,
}

impl Walk<'_, '_> {
    fn relation(&self, token: usize) -> Relation {
        self.reading.tree.relation(token)
    }

    fn is(&self, list: &[WordId], token: usize) -> bool {
        has(list, self.reading.lemma(token)) || has(list, self.reading.folded(token))
    }

    fn set(&mut self, realization: Realization, cue: usize) {
        if !self.presupposed {
            self.out.realization = self.out.realization.max(realization);
            self.out.cues.push(cue);
        }
    }

    fn negate(&mut self, cue: usize) {
        if !self.presupposed {
            self.out.polarity = Polarity::Negative;
            self.out.cues.push(cue);
        }
    }

    fn from(&mut self, trigger: usize) {
        let mut at = trigger;
        self.own(at);
        for _ in 0..24 {
            let head = self.reading.tree.head(at);
            if head == at {
                break;
            }
            self.step(at, head);
            at = head;
        }
    }

    /// "Nobody was killed", "no group claimed it": a participant that is none.
    fn quantified(&mut self, token: usize) {
        let none = |t: usize| has(&self.words.negators, self.reading.folded(t));
        let cue = if none(token) {
            Some(token)
        } else {
            self.reading
                .children(token)
                .find(|c| self.relation(*c) == Relation::Det && none(*c))
                .or_else(|| self.denied_predicate(token))
        };
        if let Some(cue) = cue {
            self.out.polarity = Polarity::Negative;
            self.out.cues.push(cue);
        }
    }

    /// "Nor has any movement claimed it": whoever acts is nobody that the text knows of.
    fn anybody(&mut self, token: usize) {
        let cue = self.reading.children(token).find(|c| {
            self.relation(*c) == Relation::Det && has(&self.words.any, self.reading.folded(*c))
        });
        if let Some(cue) = cue {
            self.out.realization = self.out.realization.max(Realization::Hypothetical);
            self.out.cues.push(cue);
        }
    }

    /// "The masterminds are not soldiers": the word that denies what a noun is said to be.
    fn denied_predicate(&self, token: usize) -> Option<usize> {
        if !self.reading.tree.has_child(token, &[Relation::Cop]) {
            return None;
        }
        self.reading.children(token).find(|c| {
            self.relation(*c) == Relation::Advmod
                && has(&self.words.negators, self.reading.folded(*c))
        })
    }

    /// What stands on the word itself.
    fn own(&mut self, token: usize) {
        for c in self.reading.children(token) {
            if self.cue.contains(&c) {
                continue;
            }
            let relation = self.relation(c);
            if matches!(
                relation,
                Relation::Advmod
                    | Relation::Det
                    | Relation::Amod
                    | Relation::Compound
                    | Relation::CcPreconj
                    | Relation::Cc
            ) {
                if has(&self.words.negators, self.reading.folded(c)) {
                    self.negate(c);
                } else if self.is(&self.words.unreal, c) {
                    self.set(Realization::Hypothetical, c);
                } else if self.is(&self.words.attempt, c)
                    || self.is(&self.words.prevent, c)
                    || self.is(&self.words.fail, c)
                {
                    self.set(Realization::Attempted, c);
                } else if self.is(&self.words.plan, c) {
                    self.set(Realization::Planned, c);
                } else if self.is(&self.words.threat, c) && relation != Relation::Compound {
                    self.set(Realization::Threatened, c);
                } else if self.is(&self.words.alleged, c) {
                    self.alleged(c);
                } else if self.is(&self.words.possible, c) {
                    self.out.certainty = self.out.certainty.max(Certainty::Possible);
                    self.out.cues.push(c);
                } else if self.is(&self.words.probable, c) {
                    self.out.certainty = self.out.certainty.max(Certainty::Probable);
                    self.out.cues.push(c);
                }
            }
            match relation {
                // "kidnappers often shoot those who run": nothing that happened once
                Relation::Advmod
                    if has(&self.words.habit, self.reading.folded(c))
                        && matches!(
                            self.reading.lex.tag(token).xpos,
                            Xpos::Vbp | Xpos::Vbz | Xpos::Vb
                        ) =>
                {
                    self.set(Realization::Hypothetical, c);
                }
                Relation::Aux if has(&self.words.modal_possible, self.reading.folded(c)) => {
                    self.modal(token, c);
                }
                Relation::Aux if has(&self.words.modal_future, self.reading.folded(c)) => {
                    self.set(Realization::Planned, c);
                }
                Relation::Mark if has(&self.words.conditional, self.reading.folded(c)) => {
                    self.set(Realization::Hypothetical, c);
                }
                // "exploded without injuring the president"
                Relation::Mark | Relation::Case
                    if has(&self.words.lacking, self.reading.folded(c)) =>
                {
                    self.negate(c);
                }
                // "their goal was to capture the president": what a goal is has not happened
                Relation::Mark
                    if self.reading.lex.tag(c).xpos == Xpos::To
                        && self.reading.lex.tag(token).is_verb()
                        && self.reading.tree.has_child(token, &[Relation::Cop]) =>
                {
                    self.set(Realization::Planned, c);
                }
                Relation::Obl | Relation::Nmod
                    if self.is(&self.words.fiction, c) && self.inside(c) =>
                {
                    self.set(Realization::Hypothetical, c);
                }
                Relation::Obl
                | Relation::Nmod
                | Relation::Advmod
                | Relation::Parataxis
                | Relation::Advcl => self.attributed(c),
                _ => {}
            }
        }
    }

    /// "in the film": under a preposition of place.
    fn inside(&self, noun: usize) -> bool {
        self.reading.children(noun).any(|c| {
            self.relation(c) == Relation::Case && has(&self.words.within, self.reading.folded(c))
        })
    }

    /// "may have killed" is a possible past; "could attack" and "could have attacked" have not happened.
    fn modal(&mut self, verb: usize, modal: usize) {
        let perfect = self.reading.children(verb).any(|c| {
            self.relation(c) == Relation::Aux
                && c > modal
                && self.reading.lex.tag(verb).xpos == Xpos::Vbn
        });
        let unreal = has(&self.words.counterfactual, self.reading.folded(modal));
        if perfect && !unreal {
            if !self.presupposed {
                self.out.certainty = self.out.certainty.max(Certainty::Possible);
                self.out.cues.push(modal);
            }
        } else {
            self.set(Realization::Hypothetical, modal);
        }
    }

    fn alleged(&mut self, cue: usize) {
        if !self.presupposed {
            self.out.certainty = self.out.certainty.max(Certainty::Possible);
            self.out.sources.push(Source {
                speaker: None,
                cue,
                embedded: true,
            });
            self.out.cues.push(cue);
        }
    }

    /// "Juan Perez, according to the police, killed the mayor": by the words, wherever the tree hangs them.
    fn named_source(&mut self, trigger: usize) {
        let reading = self.reading;
        let sentence = reading.sentence_tokens(reading.sentence_of(trigger));
        let cue = sentence
            .clone()
            .find(|t| has(&self.words.attribution, reading.folded(*t)));
        let Some(cue) = cue else { return };
        // a semicolon or a quotation is as far as anybody's word reaches
        let (first, last) = (cue.min(trigger), cue.max(trigger));
        if (first..last).any(|t| matches!(reading.text(t), ";" | "\"" | "“" | "”")) {
            return;
        }
        let speaker = (cue + 1..sentence.end.min(cue + SOURCE_REACH)).find(|t| {
            reading
                .mention(*t)
                .is_some_and(|m| m.head == *t && !m.modifier)
        });
        self.out.sources.push(Source {
            speaker,
            cue,
            embedded: false,
        });
    }

    /// "according to X", "…, X said", "as confirmed by X".
    fn attributed(&mut self, child: usize) {
        if matches!(self.relation(child), Relation::Advcl | Relation::Acl)
            && self.is(&self.words.report, child)
            && self.clauses.is_passive(child)
        {
            if let Some(speaker) = self.subject(child) {
                self.out.sources.push(Source {
                    speaker: Some(speaker),
                    cue: child,
                    embedded: false,
                });
            }
            return;
        }
        let by_preposition = self.reading.children(child).find(|c| {
            self.relation(*c) == Relation::Case
                && has(&self.words.attribution, self.reading.folded(*c))
        });
        if let Some(cue) = by_preposition {
            self.out.sources.push(Source {
                speaker: Some(child),
                cue,
                embedded: false,
            });
        } else if self.relation(child) == Relation::Parataxis && self.is(&self.words.report, child)
        {
            let speaker = self.subject(child);
            self.out.sources.push(Source {
                speaker,
                cue: child,
                embedded: false,
            });
        }
    }

    fn subject(&self, verb: usize) -> Option<usize> {
        let arguments = self.clauses.kept_arguments(verb);
        arguments
            .iter()
            .find(|a| a.step == Step::Subj)
            .map(|a| a.token)
    }

    /// What the governor `head` does to what hangs on it by `at`.
    fn step(&mut self, at: usize, head: usize) {
        let relation = self.relation(at);
        let verb =
            self.reading.lex.tag(head).is_verb() || self.reading.lex.tag(head).upos == Upos::Aux;
        match relation {
            Relation::Conj => {
                // "did not kill or injure": what stands on the first verb holds for those that share its subject
                let own_subject = self
                    .reading
                    .children(at)
                    .any(|c| self.relation(c).is_nominal_subject());
                let finite = self
                    .reading
                    .children(at)
                    .any(|c| self.relation(c).is_auxiliary());
                // "tried to flee but were caught": a finite verb is not coordinated with the infinitive
                if finite && self.relation(head) == Relation::Xcomp {
                    self.presupposed = true;
                }
                // "suppose that a bomb goes off and five are injured": the second clause is supposed as well
                let supposed = own_subject
                    && self.is(&self.words.unreal, head)
                    && self
                        .reading
                        .children(head)
                        .any(|c| c < at && self.relation(c) == Relation::Ccomp);
                if supposed {
                    self.governed(at, head, Relation::Ccomp, verb);
                }
                if !own_subject && verb && self.reading.lex.tag(at).is_verb() {
                    self.own(head);
                }
            }
            // "the charge that he had murdered the judge": a clause with "that" is what the noun says, no relative clause
            Relation::AclRelcl if !verb && self.is_content(at, head) => {
                self.governed(at, head, Relation::Acl, verb);
            }
            // "an attacker who has stabbed one person will stab again": nobody in particular, so nothing is presupposed
            // "asked for the release of a man, kidnapped in June": so is what a participle tells
            Relation::AclRelcl | Relation::Acl
                if relation == Relation::AclRelcl || self.is_past_participle(at) =>
            {
                if self.indefinite(head) {
                    self.generic(head, at);
                } else {
                    self.presupposed = true;
                }
            }
            Relation::Advcl => {
                let purpose = self.reading.children(at).any(|c| {
                    self.relation(c) == Relation::Mark && self.reading.lex.tag(c).xpos == Xpos::To
                });
                if purpose && self.is(&self.words.succeed, head) {
                    // "the rifle was used to kill two men"
                    self.own(head);
                } else if purpose {
                    self.set(Realization::Planned, at);
                }
                if verb && has(&self.words.report, self.reading.lemma(head)) {
                    self.said(at, head);
                }
                // "were not interested in killing him": the clause is what the adjective is about
                let about = self.reading.lex.tag(head).upos == Upos::Adj
                    && self.reading.lex.tag(at).xpos == Xpos::Vbg
                    && self
                        .reading
                        .children(at)
                        .any(|c| self.relation(c) == Relation::Mark && c > head && c < at);
                if about {
                    self.governed(at, head, Relation::Xcomp, true);
                }
                // "prevented them from harming the man"
                let prevented = self.is(&self.words.prevent, head)
                    && self.reading.children(at).any(|c| {
                        self.relation(c) == Relation::Mark
                            && has(&self.words.prevented, self.reading.folded(c))
                    });
                if prevented {
                    self.set(Realization::Attempted, head);
                }
                self.presupposed = true;
            }
            Relation::Xcomp
            | Relation::Ccomp
            | Relation::Acl
            | Relation::Obj
            | Relation::NsubjPass
            | Relation::Obl
            | Relation::Nmod
            | Relation::Compound
            | Relation::Csubj
            | Relation::Nsubj
            | Relation::Advmod
            | Relation::Parataxis
            | Relation::Amod => {
                // "demanded an investigation into the murder": whatever becomes of the investigation, also where the tree hangs
                // the murder on the verb
                let aside = relation == Relation::Obl
                    && verb
                    && self.is_known_event(at)
                    && self.follows_object(at, head);
                if aside {
                    self.presupposed = true;
                }
                self.governed(at, head, relation, verb);
                if relation == Relation::Nmod && !verb && self.is_known_event(at) {
                    self.presupposed = true;
                }
            }
            _ => {}
        }
    }

    /// Whether an object stands between a verb and a phrase, so that the phrase may well go with the object; verbs of planning
    /// and threatening keep their hold on both.
    fn follows_object(&self, at: usize, verb: usize) -> bool {
        let w = self.words;
        let holds = [&w.plan, &w.threat, &w.attempt, &w.prevent];
        !holds.iter().any(|list| self.is(list, verb))
            && self
                .reading
                .children(verb)
                .any(|c| self.relation(c) == Relation::Obj && verb < c && c < at)
    }

    /// A participle of the past that no "to" and no conjunction opens.
    fn is_past_participle(&self, verb: usize) -> bool {
        self.reading.lex.tag(verb).xpos == Xpos::Vbn
            && !self.reading.tree.has_child(verb, &[Relation::Mark])
    }

    /// "the murder", "his murder" as the trigger itself: what is told of is known to have been.
    fn is_known_event(&self, at: usize) -> bool {
        self.cue.contains(&at)
            && !self.reading.lex.tag(at).is_verb()
            && self.reading.mention(at).is_some_and(|m| m.definite)
    }

    /// Whether a clause is the content of a noun of saying: a conjunction opens it.
    fn is_content(&self, clause: usize, noun: usize) -> bool {
        self.is(&self.words.report, noun)
            && self.reading.children(clause).any(|c| {
                self.relation(c) == Relation::Mark && self.reading.lex.tag(c).upos == Upos::Sconj
            })
    }

    /// "An attacker who has stabbed one person will stab again": said of anybody, where the same verb follows as what may
    /// come, it is nothing that happened.
    fn generic(&mut self, noun: usize, verb: usize) {
        let sentence = self.reading.sentence_tokens(self.reading.sentence_of(noun));
        let modal = sentence
            .filter(|t| *t != verb && self.reading.lemma(*t) == self.reading.lemma(verb))
            .flat_map(|t| self.reading.children(t))
            .find(|c| {
                let word = self.reading.folded(*c);
                self.relation(*c) == Relation::Aux
                    && (has(&self.words.modal_future, word)
                        || has(&self.words.modal_possible, word))
            });
        if let Some(modal) = modal {
            self.set(Realization::Hypothetical, modal);
        }
    }

    /// "a man", "anybody": singular with an indefinite article, or a word of the list `indefinite-words`.
    fn indefinite(&self, noun: usize) -> bool {
        self.reading
            .children(noun)
            .chain([noun])
            .any(|c| has(&self.words.indefinite, self.reading.folded(c)))
    }

    fn governed(&mut self, at: usize, head: usize, relation: Relation, verb: bool) {
        let clausal = matches!(
            relation,
            Relation::Xcomp | Relation::Ccomp | Relation::Csubj
        ) || relation == Relation::Acl;
        let as_theme = clausal
            || matches!(
                relation,
                Relation::Obj
                    | Relation::NsubjPass
                    | Relation::Obl
                    | Relation::Nmod
                    | Relation::Compound
            );
        if !as_theme && relation != Relation::Nsubj && relation != Relation::Parataxis {
            return;
        }
        let w = self.words;
        if relation == Relation::Nsubj {
            if has(&w.occur, self.reading.lemma(head)) || has(&w.fail, self.reading.lemma(head)) {
                if has(&w.fail, self.reading.lemma(head)) {
                    self.set(Realization::Attempted, head);
                }
                self.own(head);
            }
            if verb {
                self.presupposed = true;
            }
            return;
        }
        if self.is(&w.deny, head) && verb {
            // "denied participation in the murder": the murder is not what is denied
            if !self.presupposed {
                self.negate(head);
                self.said(at, head);
            }
        } else if self.is(&w.prevent, head) {
            self.set(Realization::Attempted, head);
        } else if self.is(&w.fail, head) && clausal {
            self.set(Realization::Attempted, head);
            self.negate(head);
        } else if self.is(&w.succeed, head) {
            // "managed to escape": it happened
        } else if self.is(&w.attempt, head) {
            self.set(Realization::Attempted, head);
        } else if self.is(&w.plan, head) {
            self.set(Realization::Planned, head);
        } else if self.is(&w.threat, head) {
            self.set(Realization::Threatened, head);
        } else if self.is(&w.unreal, head) {
            self.set(Realization::Hypothetical, head);
        } else if self.is(&w.alleged, head) {
            self.alleged(head);
        } else if self.is(&w.report, head) && (clausal || relation == Relation::Parataxis) {
            self.said(at, head);
        }
        // what stands on a verb reaches its complement; on any other governor it does not
        // "was allegedly about to conduct a bombing": on an adjective as well
        let adjective = self.reading.lex.tag(head).upos == Upos::Adj;
        if adjective && relation == Relation::Xcomp {
            self.own(head);
        }
        if verb
            && (relation == Relation::Xcomp
                || has(&w.support, self.reading.lemma(head))
                || has(&w.suffer, self.reading.lemma(head)))
        {
            self.own(head);
        } else if verb {
            self.presupposed = relation != Relation::Ccomp || self.presupposed;
            for c in self.reading.children(head) {
                if relation == Relation::Ccomp
                    && self.relation(c) == Relation::Advmod
                    && has(&w.negators, self.reading.folded(c))
                {
                    self.out.certainty = self.out.certainty.max(Certainty::Possible);
                }
            }
        }
    }

    fn said(&mut self, at: usize, verb: usize) {
        // "Putin announced that …" embeds; "…, police said" only names the source
        let embedded = verb < at || self.is(&self.words.deny, verb);
        let speaker = self.subject(verb).filter(|s| *s != at);
        self.out.sources.push(Source {
            speaker,
            cue: verb,
            embedded,
        });
    }
}
