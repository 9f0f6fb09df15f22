//! Voice: whether a verb is in the passive, whatever its tag says.
//!
//! *Takes* a verb. *Gives* whether its subject suffers. The auxiliary tells most often; a bare participle, a headline
//! ("Six people killed in blast"), a second verb that shares the first one's auxiliary and a phrase with "by" tell the rest.

use super::clause::Clauses;
use super::clause_words::has;
use super::lex::{Upos, Xpos};
use super::syntax::Relation;

impl Clauses<'_, '_> {
    /// Whether the verb is in the passive.
    pub fn is_passive(&self, verb: usize) -> bool {
        let tag = self.reading.lex.tag(verb);
        let passive = [Relation::AuxPass, Relation::NsubjPass, Relation::OblAgent];
        if self.has_child(verb, &passive) || self.be_before(verb) {
            return true;
        }
        // "the gunman – shot dead by police –": without an object, and with people or a body after "by"
        let bare = matches!(tag.xpos, Xpos::Vbd | Xpos::Vbn)
            && !has(&self.words.intransitive, self.reading.lemma(verb))
            && !self.has_child(verb, &[Relation::Obj, Relation::Aux, Relation::Ccomp]);
        if bare && self.by_agents(verb) {
            return true;
        }
        // "two were killed and five others hurt", "were arrested and charged with murder": the auxiliary of the first verb
        // serves the second
        let own = [Relation::Nsubj, Relation::Ccomp, Relation::Xcomp];
        let joined = tag.xpos == Xpos::Vbn
            || tag.xpos == Xpos::Vbd
                && has(&self.words.accusing, self.reading.lemma(verb))
                && !self.has_child(verb, &own);
        if joined
            && self.relation(verb) == Relation::Conj
            && !self.has_child(verb, &[Relation::Aux, Relation::Obj])
            && self
                .head(verb)
                .is_some_and(|h| h < verb && self.has_child(h, &[Relation::AuxPass]))
        {
            return true;
        }
        // "Peter Schmidt, shot in the neck, remained": a verb of the list `suffered-gerunds` between commas
        let next = |c: usize| {
            self.relation(c) == Relation::Conj
                && self.reading.lex.tag(c).is_verb()
                && self.in_commas(verb, c)
        };
        if matches!(tag.xpos, Xpos::Vbd | Xpos::Vbn)
            && has(&self.words.suffered, self.reading.lemma(verb))
            && !self.has_child(verb, &[Relation::Obj, Relation::Aux, Relation::Ccomp])
            && self.children(verb).any(next)
        {
            return true;
        }
        // "the slain policeman", "Six people killed in blast": a verb of harm or arrest without an object has its sufferer as
        // subject
        let bare = !self.has_child(verb, &[Relation::Aux]);
        let object = self.has_child(verb, &[Relation::Obj])
            && self
                .children(verb)
                .any(|c| self.relation(c) == Relation::Obj && !self.reading.in_date(c));
        // "One of those killed last weekend was a student": whatever the subject, a participle needs "have" to act
        let participle = tag.xpos == Xpos::Vbn && self.relation(verb) != Relation::Conj;
        if has(&self.words.harming, self.reading.lemma(verb))
            && (self.lacks_object(verb)
                || (bare && !object && (participle || self.by_phrase(verb))))
        {
            return true;
        }
        // "the man killed in Lima", "the murdered senator": a bare participle at its noun; with an object, or of a verb
        // that takes none, it is a past tense that was tagged as a participle ("Gunmen seized five surveyors")
        tag.xpos == Xpos::Vbn
            && (self.relation(verb).is_adnominal_clause() || self.relation(verb) == Relation::Amod)
            && bare
            && (self.by_phrase(verb) || !object)
            && !has(&self.words.intransitive, self.reading.lemma(verb))
    }

    /// "was despicably and cowardly shot": a form of "be" with nothing but adverbs between, wherever the tree hangs it.
    fn be_before(&self, verb: usize) -> bool {
        let tag = |t: usize| self.reading.lex.tag(t);
        let participle = tag(verb).xpos == Xpos::Vbn
            || tag(verb).xpos == Xpos::Vbd && has(&self.words.harming, self.reading.lemma(verb));
        let before = || {
            (verb.saturating_sub(5)..verb)
                .rev()
                .find(|t| !matches!(tag(*t).upos, Upos::Adv | Upos::Cconj))
        };
        participle
            && before().is_some_and(|t| {
                tag(t).upos == Upos::Aux && has(&self.words.be, self.reading.lemma(t))
            })
    }

    /// A participle before its noun, or a past tense with people for subject and nothing that could be its object.
    fn lacks_object(&self, verb: usize) -> bool {
        let tag = self.reading.lex.tag(verb).xpos;
        let relation = self.relation(verb);
        if relation == Relation::Amod {
            return tag == Xpos::Vbn && self.head(verb).is_some_and(|h| h > verb);
        }
        // "208 members killed and 427 wounded"
        if relation == Relation::Acl && matches!(tag, Xpos::Vbd | Xpos::Vbn) {
            return !self.has_child(verb, &[Relation::Obj, Relation::Ccomp, Relation::Aux]);
        }
        if !matches!(tag, Xpos::Vbd | Xpos::Vbn) || relation == Relation::AclRelcl {
            return false;
        }
        let people = self.children(verb).any(|c| {
            self.relation(c) == Relation::Nsubj
                && c < verb
                && self
                    .reading
                    .mention(c)
                    .is_some_and(|m| self.reading.is_people(m))
        });
        let other = self.children(verb).any(|c| {
            matches!(
                self.relation(c),
                Relation::Obj
                    | Relation::Iobj
                    | Relation::Xcomp
                    | Relation::Ccomp
                    | Relation::Aux
                    | Relation::Expl
            ) || (self.relation(c) == Relation::Conj
                && self.reading.lex.tag(c).is_verb()
                && !self.harms_as_well(c)
                && !self.in_commas(verb, c))
                || (c > verb && self.relation(c).is_oblique() && self.preposition(c).is_none())
        });
        people && !other
    }

    /// "two others killed and injured in the crossfire": the second verb lacks an object as well.
    fn harms_as_well(&self, verb: usize) -> bool {
        has(&self.words.harming, self.reading.lemma(verb))
            && !self.has_child(verb, &[Relation::Obj, Relation::Ccomp, Relation::Aux])
            && !self
                .children(verb)
                .any(|c| c > verb && self.relation(c).is_oblique() && self.preposition(c).is_none())
    }

    /// "Peter Schmidt, wounded in the neck, remained": between commas and without "and", a participle and no first verb.
    fn in_commas(&self, verb: usize, next: usize) -> bool {
        let comma = |t: usize| self.reading.text(t) == ",";
        verb.checked_sub(1).is_some_and(comma)
            && (verb + 1..next).any(comma)
            && !self
                .children(next)
                .any(|c| self.relation(c) == Relation::Cc)
    }

    /// "by" with people or a body right under the verb.
    fn by_agents(&self, verb: usize) -> bool {
        self.children(verb).any(|c| {
            c > verb
                && self.preposition(c).is_some_and(|p| has(&self.words.by, p))
                && self.reading.mention(c).is_some_and(|m| {
                    self.reading.is_people(m)
                        || self
                            .reading
                            .is_known(m.class, self.reading.known.organization)
                })
        })
    }

    /// "murdered by unknown men", also where the tree hangs "by" elsewhere than on an agent.
    fn by_phrase(&self, verb: usize) -> bool {
        self.children(verb)
            .any(|c| c > verb && self.preposition(c).is_some_and(|p| has(&self.words.by, p)))
    }
}
