//! Predicates and their arguments, with the clause undone.
//!
//! *Takes* the dependency tree. *Gives*, for a verb or an event noun, who acts (`subj`), what is acted on (`obj`)
//! and what hangs on which preposition, whatever the form: passive, relative and participial clause, infinitive
//! under a control or raising verb, coordination, nominalisation, support verb. *Promises* to look at each
//! argument once and at most `MAX_DEPTH` clauses up: linear in the sentence.
//!
//! Rules see only the result, so one frame covers all the forms. (The derivations are those of predicate-argument
//! normalisation in PredPatt and Odin's universal-dependency patterns.)

use super::lex::{Upos, Xpos};
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

/// Word lists that the derivations use, by the names they have in `lexicon/`.
#[derive(Clone, Debug, Default)]
pub struct ClauseWords {
    /// Verbs that only support a noun: "carry out an attack"; their subject acts.
    pub(super) support: Vec<WordId>,
    /// Verbs whose subject suffers the noun: "suffer an attack".
    pub(super) suffer: Vec<WordId>,
    /// Verbs that only place the noun: "the attack took place in …".
    pub(super) occur: Vec<WordId>,
    /// "by".
    pub(super) by: Vec<WordId>,
    /// "against", "on": what a deed is aimed at.
    pub(super) against: Vec<WordId>,
    /// "of".
    pub(super) of: Vec<WordId>,
    /// "the officer's shooting": gerunds whose possessor suffers.
    pub(super) suffered: Vec<WordId>,
    /// "following": a group that a list after a colon spells out.
    pub(super) announcing: Vec<WordId>,
    /// Pronouns that stand for people: "they", "their".
    pub(super) people_pronouns: Vec<WordId>,
    /// "their names are A and B".
    pub(super) name_nouns: Vec<WordId>,
    /// "including", "among", "such".
    pub(super) including: Vec<WordId>,
    /// "be".
    pub(super) be: Vec<WordId>,
    /// "identify", "name": verbs that tell who a group is.
    pub(super) naming: Vec<WordId>,
    /// "as".
    pub(super) naming_as: Vec<WordId>,
    /// "whose": words that open a relative clause, whatever their tag.
    pub(super) relatives: Vec<WordId>,
    /// "dead", "injured": words that stand for people.
    pub(super) people: Vec<WordId>,
    /// "as well as", "along with": the word that goes before the preposition.
    pub(super) adding: Vec<WordId>,
    /// Verbs that take no object: a participle of one is a past tense.
    pub(super) intransitive: Vec<WordId>,
    /// "armed", "carrying": what people have with them.
    pub(super) arming: Vec<WordId>,
    /// "with".
    pub(super) with: Vec<WordId>,
    /// "that" before what is said.
    that: Vec<WordId>,
    /// "trial", "suspect": nouns whose "of" is not that of the deed before them.
    pub(super) proceedings: Vec<WordId>,
    /// "those".
    demonstratives: Vec<WordId>,
    /// Verbs and nouns of saying.
    reporting: Vec<WordId>,
    /// Nouns that stand for what their "of" holds: "group", "dozens".
    pub(super) transparent: Vec<WordId>,
    /// Verbs that need an object: one without has the sufferer for subject ("six people killed in blast").
    pub(super) harming: Vec<WordId>,
    /// Verbs whose object did what a participle after them tells: "sentenced a man for stabbing".
    pub(super) accusing: Vec<WordId>,
}

impl ClauseWords {
    /// Takes the lists from the pack.
    pub fn new(ontology: &crate::ontology::Ontology) -> Self {
        let get = |name: &str| super::context::list(ontology, name);
        Self {
            support: get("support-verbs"),
            suffer: get("suffer-verbs"),
            occur: get("occur-verbs"),
            by: get("agent-prepositions"),
            against: get("aim-prepositions"),
            of: get("of-prepositions"),
            suffered: get("suffered-gerunds"),
            announcing: get("announcing-words"),
            people_pronouns: get("people-pronouns"),
            name_nouns: get("name-nouns"),
            including: get("member-prepositions"),
            be: get("be-verbs"),
            naming: get("naming-verbs"),
            naming_as: get("naming-prepositions"),
            relatives: get("relative-words"),
            people: get("people-words"),
            adding: get("adding-words"),
            intransitive: get("intransitive-verbs"),
            arming: get("arming-verbs"),
            with: get("with-prepositions"),
            transparent: get("transparent-nouns"),
            harming: get("harming-verbs"),
            accusing: get("accusing-verbs"),
            that: get("content-conjunctions"),
            demonstratives: get("demonstratives"),
            proceedings: get("proceeding-nouns"),
            reporting: get("report-words"),
        }
    }
}

/// Arguments of one predicate, in order of their tokens.
pub type Arguments = Vec<Argument>;

pub(super) fn has(list: &[WordId], word: WordId) -> bool {
    list.binary_search(&word).is_ok()
}

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
    fn add_before(
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
                    let object = passive || possessed || self.relation(c).is_of_passive();
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
                        continue;
                    }
                    self.add(out, Step::Subj, c, "agent of a passive");
                    self.beyond_agent(c, out);
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
        let mut level: Vec<usize> = vec![verb];
        for depth in 0..4 {
            let next: Vec<usize> = level
                .iter()
                .flat_map(|t| self.children(*t))
                .filter(|c| {
                    *c > verb && matches!(self.relation(*c), Relation::Obl | Relation::Nmod)
                })
                .collect();
            let agent = next.iter().copied().find(|c| {
                depth > 0
                    && self.preposition(*c).is_some_and(|p| has(&self.words.by, p))
                    && self.reading.mention(*c).is_some_and(|m| {
                        self.reading.is_people(m)
                            || self
                                .reading
                                .is_known(m.class, self.reading.known.organization)
                    })
            });
            if let Some(agent) = agent {
                self.add(out, Step::Subj, agent, "agent of a passive");
                return;
            }
            if next.is_empty() {
                return;
            }
            level = next;
        }
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

    /// Arguments that stand outside the verb's own clause.
    fn from_above(&self, verb: usize, passive: bool, out: &mut Arguments, depth: usize) {
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
        let Some(head) = self.head(verb) else { return };
        let relation = self.relation(verb);
        // "searched for the perpetrators; several were detained": a finite clause has a subject of its own, seen or not
        let finite = self.has_finite_auxiliary(verb);
        match relation {
            Relation::AclRelcl if !own_subject => {
                // without "who" or "that", whose the subject is nobody knows
                let linked = (head + 1..verb).any(|t| self.reading.lex.tag(t).is_relative());
                if finite && !linked {
                    return;
                }
                self.add_before(out, surface, head, verb, "subject of a relative clause");
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
            // "identified the body of the commander murdered in Lima": nothing joins the verbs, the participle goes with
            // the noun right before it
            Relation::Conj if !own_subject && self.trails(verb, head) => {
                self.add(out, Step::Obj, verb - 1, "noun with a participle");
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

    /// "the officer's killing": a gerund of harm right after its possessor, who suffers it.
    fn is_possessed(&self, verb: usize) -> bool {
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
            let clause = tag(*t).xpos() == tag(verb).xpos()
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

    /// Whether a verb of harm stands right behind a noun and no conjunction, comma or auxiliary parts them.
    fn trails(&self, verb: usize, head: usize) -> bool {
        let before = verb.wrapping_sub(1);
        head < before
            && before < verb
            && has(&self.words.harming, self.reading.lemma(verb))
            && matches!(self.reading.lex.tag(verb).xpos, Xpos::Vbd | Xpos::Vbn)
            && self
                .reading
                .mention(before)
                .is_some_and(|m| m.head == before)
            && !self.has_child(
                verb,
                &[
                    Relation::Cc,
                    Relation::Aux,
                    Relation::AuxPass,
                    Relation::Obj,
                ],
            )
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
