//! Arguments of event nouns: "the attack on X by Y", "X carried out an attack", "his murder".
//!
//! *Takes* a noun. *Gives* who acts, what is acted on and what hangs on which preposition, also where a support verb, a
//! relative clause or a day stands between. *Promises* the same steps as for verbs, so that a rule covers both.

use super::clause::{Argument, Arguments, Clauses, MAX_DEPTH, verb_has_none};
use super::clause_words::has;
use super::lex::{Upos, Xpos};
use super::syntax::Relation;
use crate::ontology::Step;

/// How far a name may stand behind a noun that goes with it, in tokens.
const TITLES: usize = 8;

/// So many people a report seldom names one by one.
const CROWD: i64 = 20;

impl Clauses<'_, '_> {
    pub(super) fn noun(&self, noun: usize, out: &mut Arguments) {
        // "the assassination in February of the judge": what hangs on a day belongs to the noun
        let inside_dates = self
            .children(noun)
            .filter(|c| *c > noun && self.reading.in_date(*c))
            .flat_map(|c| self.children(c).filter(move |d| *d > c));
        for c in self.children(noun).chain(inside_dates) {
            match self.relation(c) {
                Relation::Nmod | Relation::Obl | Relation::NmodUnmarked => {
                    let Some(preposition) = self.preposition(c) else {
                        continue;
                    };
                    if has(&self.words.by, preposition) {
                        self.add(out, Step::Subj, c, "\"by\" after a noun");
                        self.beyond_agent(c, out);
                    } else if has(&self.words.of, preposition) {
                        self.add(out, Step::Obj, c, "\"of\" after a noun");
                    }
                    self.add(
                        out,
                        Step::Prep(Some(preposition)),
                        c,
                        "prepositional phrase",
                    );
                    // "the murder of Ana Ruiz, carried out by rebels": nobody is carried out
                    let of = has(&self.words.of, preposition);
                    for d in self.children(c).filter(|d| of && *d > c) {
                        let support =
                            matches!(self.relation(d), Relation::Acl | Relation::AclRelcl)
                                && has(&self.words.support, self.reading.lemma(d))
                                && self.is_passive(d);
                        if support {
                            let mut above = Vec::new();
                            self.verb(d, &mut above, 1);
                            self.supported(&above, noun, out);
                        }
                    }
                }
                Relation::OblAgent => {
                    self.add(out, Step::Subj, c, "\"by\" after a noun");
                    self.beyond_agent(c, out);
                }
                Relation::NmodPoss if self.is_part_of_a_name(c) => {}
                Relation::NmodPoss => self.add(out, Step::Poss, c, "possessor"),
                Relation::Compound | Relation::NmodDesc => {
                    self.add(out, Step::Comp, c, "noun before the noun");
                }
                Relation::Amod => self.add(out, Step::Mod, c, "adjective before the noun"),
                Relation::Appos if self.is_of_the_one_above(noun, c) => {}
                Relation::Appos => self.add(out, Step::Appos, c, "apposition"),
                Relation::Nsubj => {
                    self.add(out, Step::Be, c, "subject of \"be\"");
                    for listed in self.listed_before(c) {
                        self.add(out, Step::Be, listed, "listed with the subject");
                    }
                }
                Relation::Acl | Relation::AclRelcl
                    if has(&self.words.arming, self.reading.lemma(c)) =>
                {
                    // "men armed with rifles", "men carrying rifles"
                    for d in self.children(c) {
                        if matches!(self.relation(d), Relation::Obj | Relation::Obl) {
                            let with = self.words.with.first().copied();
                            self.add(out, Step::Prep(with), d, "what they carry");
                        }
                    }
                }
                Relation::Acl | Relation::AclRelcl
                    if has(&self.words.support, self.reading.lemma(c)) =>
                {
                    // "the attack carried out by X"
                    let mut above = Vec::new();
                    self.verb(c, &mut above, 1);
                    self.supported(&above, noun, out);
                }
                Relation::AclRelcl if has(&self.words.suffer, self.reading.lemma(c)) => {
                    // "an attack from which he escaped unharmed"
                    let mut above = Vec::new();
                    self.verb(c, &mut above, 1);
                    for a in above
                        .iter()
                        .filter(|a| a.step == Step::Subj && a.token != noun)
                    {
                        self.add(out, Step::Obj, a.token, "who suffers it");
                    }
                }
                Relation::AclRelcl if has(&self.words.occur, self.reading.lemma(c)) => {
                    // "an incident that left ten dead at a hotel"
                    for d in self
                        .children(c)
                        .filter(|d| matches!(self.relation(*d), Relation::Obl | Relation::Nmod))
                    {
                        if let Some(p) = self.preposition(d) {
                            self.add(out, Step::Prep(Some(p)), d, "phrase of its relative clause");
                        }
                    }
                    for object in self
                        .children(c)
                        .filter(|d| matches!(self.relation(*d), Relation::Obj | Relation::Xcomp))
                    {
                        for d in self
                            .children(object)
                            .filter(|d| matches!(self.relation(*d), Relation::Obl | Relation::Nmod))
                        {
                            if let Some(p) = self.preposition(d) {
                                self.add(
                                    out,
                                    Step::Prep(Some(p)),
                                    d,
                                    "phrase of its relative clause",
                                );
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        // "four officers involved in the murder": an adjective behind a noun is said of it
        if self.relation(noun) == Relation::Amod
            && let Some(head) = self.head(noun).filter(|h| *h < noun)
            && (head + 1..noun).all(|t| {
                let tag = self.reading.lex.tag(t);
                tag.upos != Upos::Punct && !tag.is_verb()
            })
        {
            self.add_before(out, Step::Be, head, noun, "noun before an adjective");
            if let Some(first) = self.joined_by_other(head) {
                self.add_before(out, Step::Be, first, noun, "one with the others");
            }
        }
        // "the target was a factory": what the noun is said to be
        if self.relation(noun) == Relation::Nsubj
            && let Some(head) = self.head(noun)
            && head > noun
            && self.child(head, Relation::Cop).is_some()
        {
            self.add(out, Step::Be, head, "what the noun is said to be");
        }
        // "TAK, an offshoot of …": what a noun in apposition is said of
        if self.relation(noun) == Relation::Appos
            && let Some(head) = self.head(noun)
        {
            self.add(out, Step::Be, head, "apposition");
        }
        self.from_support(noun, out);
    }

    /// "the King's Cross attack", "the Halpin's bombing": a lone name with an article, or before another name, is part of what
    /// a place is called; nobody.
    fn is_part_of_a_name(&self, possessor: usize) -> bool {
        let reading = self.reading;
        let proper = |t: usize| reading.lex.tag(t).is_proper();
        let Some(m) = reading.mention(possessor).filter(|m| {
            proper(possessor)
                && !m.plural
                && m.core.len() == 1
                && reading.lex.tag(m.tokens.end).xpos == Xpos::Pos
        }) else {
            return false;
        };
        let article = self.has_child(possessor, &[Relation::Det]);
        let known = m.class.is_some_and(|c| !self.is_person_class(c));
        !known && (proper(m.tokens.end + 1) || article && m.class.is_none())
    }

    /// "the aunt of the two suspects, Maret Tsarnaeva, …": one name goes with the aunt, not with several.
    fn is_of_the_one_above(&self, noun: usize, name: usize) -> bool {
        let mention = |t: usize| self.reading.mention(t);
        let several = mention(noun).is_some_and(|m| m.plural);
        let one = mention(name).is_some_and(|m| m.name.is_some() && !m.plural)
            && !self.has_child(name, &[Relation::Conj]);
        let above = || {
            self.head(noun)
                .and_then(mention)
                .is_some_and(|m| !m.plural && m.class.is_some_and(|c| self.is_person_class(c)))
        };
        several && one && self.relation(noun) == Relation::Nmod && above()
    }

    /// "the murder trial": a deed that only tells what a proceeding is about.
    pub(super) fn is_of_a_proceeding(&self, noun: usize) -> bool {
        self.relation(noun) == Relation::Compound
            && (noun + 1..noun + 3).any(|t| has(&self.words.proceedings, self.reading.lemma(t)))
    }

    /// "carried out an attack on X in Y", "suffered an attack", "the attack took place in Y".
    fn from_support(&self, noun: usize, out: &mut Arguments) {
        let mut top = noun;
        for _ in 0..MAX_DEPTH {
            let Some(head) = self.head(top) else { break };
            // "began a series of attacks": the noun before "of" only counts
            let counts = self.relation(top) == Relation::Nmod
                && has(&self.words.transparent, self.reading.lemma(head))
                && self
                    .preposition(top)
                    .is_some_and(|p| has(&self.words.of, p));
            if !(counts || self.relation(top) == Relation::Conj)
                || self.reading.lex.tag(head).is_verb()
            {
                break;
            }
            top = head;
        }
        let Some(verb) = self
            .head(top)
            .filter(|h| self.reading.lex.tag(*h).is_verb())
        else {
            return;
        };
        let lemma = self.reading.lemma(verb);
        let relation = self.relation(top);
        // "the attack took place at dawn and was perpetrated by …": the second verb shares the subject
        if relation.is_nominal_subject() {
            let second = self.children(verb).find(|c| {
                *c > verb
                    && self.relation(*c) == Relation::Conj
                    && has(&self.words.support, self.reading.lemma(*c))
                    && self.is_passive(*c)
                    && verb_has_none(self, *c)
            });
            if let Some(second) = second {
                let mut above = Vec::new();
                self.verb(second, &mut above, 1);
                self.supported(&above, noun, out);
            }
        }
        let as_object = matches!(relation, Relation::Obj | Relation::NsubjPass)
            || (relation == Relation::Obl && has(&self.words.suffer, lemma))
            || (relation == Relation::Nsubj && self.is_passive(verb));
        let mut above = Vec::new();
        if as_object && has(&self.words.support, lemma) {
            self.verb(verb, &mut above, 1);
            out.push(Argument {
                step: Step::Support,
                token: verb,
                how: "support verb",
            });
            self.supported(&above, noun, out);
            // "carried out in the capital against the embassies": hung on a phrase of the verb
            if let Some((preposition, aim)) = self.distant_aim(verb) {
                self.add(
                    out,
                    Step::Prep(Some(preposition)),
                    aim,
                    "phrase of a support verb",
                );
            }
        } else if as_object && has(&self.words.suffer, lemma) {
            self.verb(verb, &mut above, 1);
            for a in above
                .iter()
                .filter(|a| a.step == Step::Subj && a.token != noun)
            {
                self.add(out, Step::Obj, a.token, "who suffers it");
            }
        } else if relation.is_nominal_subject() && has(&self.words.occur, lemma) {
            self.verb(verb, &mut above, 1);
            for a in above.iter().filter(|a| matches!(a.step, Step::Prep(_))) {
                self.add(out, a.step, a.token, "phrase of a support verb");
            }
        }
    }

    fn supported(&self, above: &[Argument], noun: usize, out: &mut Arguments) {
        for a in above {
            match a.step {
                Step::Subj if a.token != noun => {
                    self.add(out, Step::Subj, a.token, "subject of a support verb");
                }
                Step::Prep(_) => self.add(out, a.step, a.token, "phrase of a support verb"),
                _ => {}
            }
        }
    }

    /// Whether a token may stand between a role noun and the name it goes with: more titles, "and" between them.
    fn goes_on(&self, token: usize) -> bool {
        let reading = self.reading;
        let joins = reading.lex.tag(token).upos == Upos::Cconj
            && reading
                .name(token + 1)
                .is_none_or(|n| !self.is_person_class(n.class));
        (joins
            || matches!(
                reading.lex.tag(token).upos,
                Upos::Noun | Upos::Propn | Upos::Adj
            ))
            && !reading.in_date(token)
    }

    /// Whether a noun says what one person is.
    fn is_title(&self, token: usize) -> bool {
        let reading = self.reading;
        reading.lex.tag(token).is_noun()
            && reading
                .noun_at(token)
                .is_some_and(|n| self.is_person_class(n.class))
    }

    fn is_person_class(&self, class: crate::ontology::ClassId) -> bool {
        self.reading.known.person == Some(class)
    }

    /// The names that a role noun goes with: "their colleague Maria Espinosa", "her bodyguards, A and B".
    pub fn names_of(&self, token: usize) -> Vec<usize> {
        let reading = self.reading;
        let named = |t: usize| {
            reading
                .mention(t)
                .filter(|m| m.name.is_some() && !m.modifier && m.core.start >= token)
        };
        let mut out = Vec::new();
        // right after the noun, or after more of them: "the senator and presidential candidate Luis Galan"
        let next = (token + 1..token + TITLES)
            .take_while(|t| self.goes_on(*t))
            .find(|t| {
                named(*t).is_some_and(|m| {
                    let person = m.class.is_some_and(|c| self.is_person_class(c));
                    m.core.start == *t && (person || *t == token + 1)
                })
            });
        let titles = |name: usize| {
            name == token + 1
                || named(name).is_some_and(|m| m.tokens.start <= token + 1)
                || self.is_title(name - 1)
        };
        if let Some(m) = next.filter(|n| titles(*n)).and_then(named) {
            out.push(m.head);
        }
        for c in self.children(token).filter(|c| {
            self.relation(*c) == Relation::Appos && !self.is_of_the_one_above(token, *c)
        }) {
            if named(c).is_some() {
                self.with_conjuncts(c, &mut out);
            }
        }
        // "1,000 others, Mr. Salameh and …": a crowd is not one or two whom a comma sets beside it
        let crowd = (reading.mention(token))
            .and_then(|m| reading.quantity(m.quantity)?.lower)
            .is_some_and(|l| l >= CROWD && usize::try_from(l).is_ok_and(|l| l > out.len()));
        if crowd {
            out.clear();
        }
        out.retain(|t| reading.mention(*t).is_some_and(|m| m.name.is_some()));
        out.sort_unstable();
        out.dedup();
        out
    }
}
