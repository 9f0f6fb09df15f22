//! Predicates and their arguments, with the clause undone.
//!
//! *Takes* the dependency tree. *Gives*, for a verb or an event noun, who acts (`subj`), what is acted on (`obj`)
//! and what hangs on which preposition, whatever the form: passive, relative and participial clause, infinitive
//! under a control or raising verb, coordination, nominalisation, support verb. *Promises* to look at each
//! argument once and at most `MAX_DEPTH` clauses up: linear in the sentence.
//!
//! Rules see only the result, so one frame covers all the forms. (The derivations are those of predicate-argument
//! normalisation in PredPatt and Odin's universal-dependency patterns.)

use super::clause_words::{ClauseWords, has};
use super::lex::Xpos;
use super::mark::Mark;
use super::mention::MentionKind;
use super::reading::Reading;
use super::syntax::Relation;
use crate::ontology::Step;
use crate::text::WordId;

/// How far up the clause is followed for a missing subject.
pub(super) const MAX_DEPTH: usize = 4;

/// One argument of a predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argument {
    /// By which step.
    pub step: Step,
    /// The argument's head token.
    pub token: usize,
    /// How it was licensed.
    pub how: &'static str,
}

/// Arguments of one predicate, in order of their tokens.
pub type Arguments = Vec<Argument>;

/// Whether a verb has no subject of its own.
pub(super) fn verb_has_none(clauses: &Clauses<'_, '_>, verb: usize) -> bool {
    let subjects = [
        Relation::Nsubj,
        Relation::NsubjPass,
        Relation::NsubjOuter,
        Relation::Csubj,
        Relation::CsubjPass,
        Relation::CsubjOuter,
    ];
    !clauses.has_child(verb, &subjects)
}

/// Reads clauses of one document.
#[derive(Clone, Copy, Debug)]
pub struct Clauses<'r, 'a> {
    pub(super) reading: &'r Reading<'a>,
    pub(super) words: &'r ClauseWords,
}

impl<'r, 'a> Clauses<'r, 'a> {
    /// The clauses of a reading.
    pub fn new(reading: &'r Reading<'a>, words: &'r ClauseWords) -> Self {
        Self { reading, words }
    }
}

impl Clauses<'_, '_> {
    pub(super) fn relation(&self, token: usize) -> Relation {
        self.reading.tree.relation(token)
    }

    pub(super) fn head(&self, token: usize) -> Option<usize> {
        let head = self.reading.tree.head(token);
        (head != token).then_some(head)
    }

    pub(super) fn children(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        self.reading.children(token)
    }

    /// Whether something hangs on the token by one of these relations.
    #[inline]
    pub(super) fn has_child(&self, token: usize, relations: &[Relation]) -> bool {
        self.reading.tree.has_child(token, relations)
    }

    pub(super) fn child(&self, token: usize, relation: Relation) -> Option<usize> {
        if !self.has_child(token, &[relation]) {
            return None;
        }
        self.children(token).find(|c| self.relation(*c) == relation)
    }

    /// Whether the token heads a clause: a verb, or a word that has both subject and object, whatever its tag.
    pub fn is_predicate(&self, token: usize) -> bool {
        self.reading.is_predicate(token)
    }

    /// The preposition of a nominal: its `case` children as one word, "in front of" by its first word.
    pub(super) fn preposition(&self, token: usize) -> Option<WordId> {
        if !self.has_child(token, &[Relation::Case]) {
            return None;
        }
        let case = self
            .children(token)
            .find(|c| self.relation(*c) == Relation::Case && *c < token)?;
        Some(self.reading.folded(case))
    }

    /// Whether a token leads to a person's name of more than one word.
    fn person(&self, token: usize) -> bool {
        self.reading.mention(token).is_some_and(|m| {
            m.name.is_some()
                && m.core.len() > 1
                && self.reading.is_known(m.class, self.reading.known.person)
        })
    }

    /// The token and everything coordinated with it.
    pub(super) fn with_conjuncts(&self, token: usize, out: &mut Vec<usize>) {
        self.each_conjunct(token, &mut |t| out.push(t));
    }

    fn each_conjunct(&self, token: usize, take: &mut dyn FnMut(usize)) {
        take(token);
        let reading = self.reading;
        let name = reading.mention_id(token);
        if name.is_none() && !self.has_child(token, &[Relation::Conj, Relation::Appos]) {
            return;
        }
        for c in self.children(token) {
            let nominal = !reading.lex.tag(c).is_verb();
            // "Anna Ruiz, Juan Pons and Luis Vega": the parser takes people in a list for appositions
            let named = self.relation(c) == Relation::Appos && self.person(token) && self.person(c);
            if (self.relation(c) == Relation::Conj && nominal) || named {
                // "the murder of Luis Galvan: Juan Mora and …": what a colon opens is not listed with a name
                let apart = (token + 1..c).any(|t| reading.mark(t) == Mark::Colon);
                if apart && self.person(token) {
                    continue;
                }
                self.each_conjunct(c, take);
            } else if nominal && name.is_some() && reading.mention_id(c) == name {
                // "the priests Juan Mora, Luis Paz and Ana Ruiz": the list hangs on the name that the title goes with
                for d in self.children(c) {
                    if self.relation(d) == Relation::Conj && !reading.lex.tag(d).is_verb() {
                        self.each_conjunct(d, take);
                    }
                }
            }
        }
    }

    /// A relative pronoun stands for the noun its clause hangs on; a transparent noun for what its "of" holds.
    pub fn antecedent(&self, token: usize) -> usize {
        if self.reading.lex.tag(token).is_relative() {
            let mut at = token;
            for _ in 0..MAX_DEPTH {
                let Some(head) = self.head(at) else { break };
                if self.relation(at).is_adnominal_clause() {
                    return head;
                }
                at = head;
            }
        }
        token
    }

    /// What a transparent noun holds: "dozens of people" → people.
    pub fn through(&self, token: usize) -> Option<usize> {
        if !has(&self.words.transparent, self.reading.lemma(token)) {
            return None;
        }
        let hangs = self.children(token).find(|c| {
            self.relation(*c) == Relation::Nmod
                && self.preposition(*c).is_some_and(|p| has(&self.words.of, p))
        });
        // right after it, wherever the tree hangs the "of"
        hangs.or_else(|| {
            has(&self.words.of, self.reading.folded(token + 1))
                .then(|| {
                    (token + 2..token + 7).find(|t| {
                        self.reading
                            .mention(*t)
                            .is_some_and(|m| m.head == *t && m.tokens.start == token + 2)
                    })
                })
                .flatten()
        })
    }

    pub(super) fn add(&self, out: &mut Arguments, step: Step, token: usize, how: &'static str) {
        // "murdered last Friday": a day is no object
        if matches!(step, Step::Subj | Step::Obj | Step::Iobj) && self.reading.in_date(token) {
            return;
        }
        let noun = self.antecedent(token);
        // "journalists who attacked us, and judges": what follows the clause is not what it is said of
        let limit = if noun == token { usize::MAX } else { token };
        self.add_before(out, step, noun, limit, how);
    }

    /// [`Clauses::add`] of a noun without what is listed with it from a token on.
    pub(super) fn add_before(
        &self,
        out: &mut Arguments,
        step: Step,
        noun: usize,
        limit: usize,
        how: &'static str,
    ) {
        let mut take = |token: usize| {
            if token < limit && out.iter().all(|a| (a.step, a.token) != (step, token)) {
                out.push(Argument { step, token, how });
            }
        };
        // most stand alone: no list is made
        self.each_conjunct(noun, &mut take);
        self.listed_after(noun).into_iter().for_each(take);
    }

    /// The arguments of the predicate headed by `token`, a verb or a noun.
    pub fn arguments(&self, token: usize) -> Arguments {
        let mut out = Vec::new();
        self.arguments_into(token, &mut out);
        out
    }

    /// [`Clauses::arguments`], kept with the reading once its mentions are final.
    pub(super) fn kept_arguments(&self, token: usize) -> &[Argument] {
        let cell = self.reading.arguments.get(token);
        cell.map_or(&[], |cell| cell.get_or_init(|| self.arguments(token)))
    }

    /// [`Clauses::arguments`] in room that is used again.
    pub(super) fn arguments_into(&self, token: usize, out: &mut Arguments) {
        out.clear();
        if self.is_predicate(token) {
            self.verb(token, out, 0);
        } else {
            self.noun(token, out);
        }
    }

    pub(super) fn verb(&self, verb: usize, out: &mut Arguments, depth: usize) {
        let passive = self.is_passive(verb);
        let possessed = self.is_possessed(verb);
        for c in self.children(verb) {
            match self.relation(c) {
                Relation::NmodPoss if possessed => {
                    self.add(out, Step::Obj, c, "possessor of a gerund");
                }
                Relation::Nsubj
                | Relation::NsubjPass
                | Relation::Csubj
                | Relation::CsubjPass
                | Relation::NsubjOuter => {
                    if self.owns_the_subject(c, verb) {
                        continue;
                    }
                    // "…, the armed wing, gunned down the judge": who stands behind a verb of harm that has no object suffers it
                    let behind = c > verb
                        && has(&self.words.harming, self.reading.lemma(verb))
                        && !self.has_child(verb, &[Relation::Obj]);
                    let object = passive || possessed || behind || self.relation(c).is_of_passive();
                    let (step, how) = if object {
                        (Step::Obj, "subject of a passive")
                    } else {
                        (Step::Subj, "subject")
                    };
                    let c = self.before_places(c);
                    self.add(out, step, c, how);
                    for listed in self.listed_before(c) {
                        self.add(out, step, listed, "listed with the subject");
                    }
                }
                Relation::Obj => self.add(out, Step::Obj, c, "object"),
                // "charged them with murder": an indirect object by itself is the object
                Relation::Iobj if self.child(verb, Relation::Obj).is_none() => {
                    self.add(out, Step::Obj, c, "object");
                }
                Relation::Iobj => self.add(out, Step::Iobj, c, "indirect object"),
                Relation::OblAgent => {
                    // "to kill by surprise and in cold blood defenseless people": what the tree lists with a manner or a
                    // cause acts no more than it does
                    let manner = self
                        .reading
                        .mention(c)
                        .is_none_or(|m| m.class.is_none() && m.kind == MentionKind::Nominal)
                        && !self.reading.lex.tag(c).is_proper();
                    if manner {
                        out.push(Argument {
                            step: Step::Subj,
                            token: c,
                            how: "agent of a passive",
                        });
                    } else {
                        self.add(out, Step::Subj, c, "agent of a passive");
                        self.beyond_agent(c, out);
                    }
                }
                Relation::Obl | Relation::Nmod | Relation::OblUnmarked => {
                    self.oblique(verb, c, passive, out);
                }
                // "exploded at the house of X and at the offices of Y"
                Relation::Conj
                    if self.reading.lex.tag(c).is_noun() && self.preposition(c).is_some() =>
                {
                    self.oblique(verb, c, passive, out);
                }
                Relation::Xcomp => {
                    out.push(Argument {
                        step: Step::Xcomp,
                        token: c,
                        how: "complement",
                    });
                }
                Relation::Ccomp => out.push(Argument {
                    step: Step::Ccomp,
                    token: c,
                    how: "complement clause",
                }),
                _ => {}
            }
        }
        // "blamed the government and the armed forces": a nominal that the tree hangs on the verb goes with its object
        let last = self
            .children(verb)
            .filter(|c| self.relation(*c) == Relation::Obj && *c > verb)
            .max();
        if let Some(last) = last {
            let listed: Vec<usize> = self
                .children(verb)
                .filter(|c| {
                    *c > last
                        && self.relation(*c) == Relation::Conj
                        && self.reading.lex.tag(*c).is_noun()
                        // "hit the bank and at the office": with a preposition of its own it is no object
                        && self.preposition(*c).is_none()
                        && self.child(*c, Relation::Nsubj).is_none()
                        && self.reading.mention(*c).is_some_and(|m| m.class.is_some())
                })
                .collect();
            for c in listed {
                self.add(out, Step::Obj, c, "listed with the object");
            }
        }
        // "attacked and robbed three stores": the object of the second verb is the first one's too
        if !passive && out.iter().all(|a| a.step != Step::Obj) {
            let next = self.children(verb).find(|c| {
                *c > verb
                    && *c <= verb + 3
                    && self.relation(*c) == Relation::Conj
                    && self.reading.lex.tag(*c).is_verb()
                    && verb_has_none(self, *c)
            });
            let objects = next.into_iter().flat_map(|c| {
                self.children(c)
                    .filter(|d| self.relation(*d) == Relation::Obj)
            });
            for object in objects {
                self.add(out, Step::Obj, object, "object of a coordinated verb");
            }
        }
        // "hurled a grenade at the consulate": a phrase after the object belongs to the verb as well
        let objects = self
            .children(verb)
            .filter(|c| *c > verb && matches!(self.relation(*c), Relation::Obj | Relation::Xcomp));
        for object in objects {
            for c in self
                .children(object)
                .filter(|c| self.relation(*c) == Relation::Nmod)
            {
                match self.preposition(c) {
                    Some(p) if !has(&self.words.of, p) => {
                        self.add(out, Step::Prep(Some(p)), c, "phrase after the object");
                    }
                    _ => {}
                }
            }
        }
        if passive && !out.iter().any(|a| a.step == Step::Subj) {
            self.distant_agent(verb, out);
        }
        // "is mourning for those killed": the pronoun right before the participle, and nobody above
        if let Some(those) = self.those_before(verb) {
            self.add(out, Step::Obj, those, "those with a participle");
            return;
        }
        self.from_above(verb, passive, out, depth);
        self.reflexive(out);
    }

    /// "a group calling itself the Front": whoever acts is acted on.
    fn reflexive(&self, out: &mut Arguments) {
        let reflexive = |a: &&Argument| {
            a.step == Step::Obj && has(&self.words.reflexive, self.reading.folded(a.token))
        };
        if !out.iter().any(|a| reflexive(&a)) {
            return;
        }
        let actors: Vec<usize> = out
            .iter()
            .filter(|a| a.step == Step::Subj)
            .map(|a| a.token)
            .collect();
        out.retain(|a| !reflexive(&a) || actors.is_empty());
        for actor in actors {
            self.add(out, Step::Obj, actor, "subject of a reflexive verb");
        }
    }

    fn is_of_people(&self, token: usize) -> bool {
        self.reading
            .mention(token)
            .is_some_and(|m| self.reading.is_people(m))
    }

    /// "those" right before a bare participle of harm.
    fn those_before(&self, verb: usize) -> Option<usize> {
        let before = verb.checked_sub(1)?;
        let bare = self.reading.lex.tag(verb).xpos == Xpos::Vbn
            && has(&self.words.harming, self.reading.lemma(verb))
            && !self.has_child(verb, &[Relation::Obj, Relation::Aux, Relation::AuxPass])
            && verb_has_none(self, verb);
        (bare && has(&self.words.demonstratives, self.reading.folded(before))).then_some(before)
    }

    /// "Mary Irvine, whose mother was killed", "the Bureau reports that strikes killed": the tree may take both for subjects;
    /// who stands before "whose" or "that" is none.
    fn owns_the_subject(&self, noun: usize, verb: usize) -> bool {
        self.children(verb).any(|other| {
            other > noun
                && other < verb
                && self.relation(other).is_nominal_subject()
                && (noun + 1..other).any(|t| {
                    let word = self.reading.folded(t);
                    let owns = has(&self.words.relatives, word)
                        && self.relation(t) == Relation::NmodPoss
                        && self.head(t) == Some(other);
                    owns || has(&self.words.that, word)
                })
        })
    }

    /// "were taken from their camp near the town by gunmen": "by" and people or a group, hung on a phrase of the verb.
    fn distant_agent(&self, verb: usize, out: &mut Arguments) {
        let agent = self.hung_deeper(verb, |c| {
            let by = self.preposition(c).is_some_and(|p| has(&self.words.by, p));
            by && self.reading.mention(c).is_some_and(|m| {
                self.reading.is_people(m)
                    || self
                        .reading
                        .is_known(m.class, self.reading.known.organization)
            })
        });
        if let Some(agent) = agent {
            self.add(out, Step::Subj, agent, "agent of a passive");
        }
    }

    /// What "against" holds, hung on a phrase of the verb.
    pub(super) fn distant_aim(&self, verb: usize) -> Option<(WordId, usize)> {
        let aimed = |c: usize| {
            self.preposition(c)
                .filter(|p| has(&self.words.opposing, *p))
        };
        let aim = self.hung_deeper(verb, |c| aimed(c).is_some())?;
        Some((aimed(aim)?, aim))
    }

    /// The nearest phrase that fits among those that hang on phrases of a verb, and not on the verb itself.
    fn hung_deeper(&self, verb: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let mut level: Vec<usize> = vec![verb];
        for depth in 0..4 {
            let next: Vec<usize> = level
                .iter()
                .flat_map(|t| self.children(*t))
                .filter(|c| {
                    *c > verb && matches!(self.relation(*c), Relation::Obl | Relation::Nmod)
                })
                .collect();
            let found = next.iter().copied().find(|c| depth > 0 && fits(*c));
            if found.is_some() || next.is_empty() {
                return found;
            }
            level = next;
        }
        None
    }

    /// "perpetrated by unknown men against the office": what the tree hangs on the agent is what the deed was aimed at.
    pub(super) fn beyond_agent(&self, agent: usize, out: &mut Arguments) {
        for c in self.children(agent).filter(|c| *c > agent) {
            if let Some(p) = self.preposition(c).filter(|p| has(&self.words.against, *p)) {
                self.add(out, Step::Prep(Some(p)), c, "phrase after the agent");
            }
        }
    }

    fn oblique(&self, verb: usize, token: usize, passive: bool, out: &mut Arguments) {
        let Some(preposition) = self.preposition(token) else {
            // a nominal before the verb without a preposition is its subject, whatever the tree calls it
            let subject = verb_has_none(self, verb)
                && token < verb
                && self
                    .reading
                    .mention(token)
                    .is_some_and(|m| m.class.is_some());
            // "wounded more than fifty": one after a verb that has no object is it
            let object = !passive
                && token > verb
                && self.child(verb, Relation::Obj).is_none()
                && !has(&self.words.intransitive, self.reading.lemma(verb))
                && self
                    .reading
                    .mention(token)
                    .is_some_and(|m| m.quantity.is_some() && m.class.is_some());
            if subject || object {
                let step = if passive || object {
                    Step::Obj
                } else {
                    Step::Subj
                };
                self.add(out, step, token, "nominal without a preposition");
            }
            return;
        };
        // "guests were arrested, including two nurses": they too
        let objects = out.iter().any(|a| a.step == Step::Obj && a.token < token);
        if objects
            && has(&self.words.including, preposition)
            && self.reading.lex.tag(token - 1).xpos != Xpos::Prp
        {
            self.add(out, Step::Obj, token, "member of the object");
        }
        // "was kidnapped along with his wife", "died together with her son"
        if has(&self.words.adding, preposition) && self.is_of_people(token) {
            let step = if passive || objects {
                Step::Obj
            } else {
                Step::Subj
            };
            self.add(out, step, token, "along with the other");
        }
        if passive && has(&self.words.by, preposition) {
            self.add(out, Step::Subj, token, "agent of a passive");
            self.beyond_agent(token, out);
        }
        self.add(
            out,
            Step::Prep(Some(preposition)),
            token,
            "prepositional phrase",
        );
    }
}
