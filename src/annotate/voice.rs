//! Voice: whether a verb is in the passive, whatever its tag says.
//!
//! *Takes* a verb. *Gives* whether its subject suffers. The auxiliary tells most often; a bare participle, a headline
//! ("Six people killed in blast"), a second verb that shares the first one's auxiliary and a phrase with "by" tell the rest.

use super::clause::{Clauses, has};

impl Clauses<'_, '_> {
    /// Whether the verb is in the passive.
    pub fn is_passive(&self, verb: usize) -> bool {
        let tag = self.reading.lex.tag(verb);
        if self
            .children(verb)
            .any(|c| matches!(self.relation(c), "aux:pass" | "nsubj:pass" | "obl:agent"))
        {
            return true;
        }
        if self.be_before(verb) {
            return true;
        }
        // "the gunman – shot dead by police –": without an object, and with people or a body after "by"
        let bare = matches!(tag.xpos(), "VBD" | "VBN")
            && !has(&self.words.intransitive, self.reading.lemma(verb))
            && !self
                .children(verb)
                .any(|c| matches!(self.relation(c), "obj" | "aux" | "ccomp"));
        if bare && self.by_agents(verb) {
            return true;
        }
        // "two were killed and five others hurt", "were arrested and charged with murder": the auxiliary of the first verb
        // serves the second
        let joined = tag.xpos() == "VBN"
            || tag.xpos() == "VBD"
                && has(&self.words.accusing, self.reading.lemma(verb))
                && !self
                    .children(verb)
                    .any(|c| matches!(self.relation(c), "nsubj" | "ccomp" | "xcomp"));
        if joined
            && self.relation(verb) == "conj"
            && !self
                .children(verb)
                .any(|c| matches!(self.relation(c), "aux" | "obj"))
            && self.head(verb).is_some_and(|h| {
                h < verb && self.children(h).any(|c| self.relation(c) == "aux:pass")
            })
        {
            return true;
        }
        // "the slain policeman", "Six people killed in blast": a verb of harm or arrest without an object has its sufferer as
        // subject
        let bare = self.child(verb, "aux").is_none();
        let object = self
            .children(verb)
            .any(|c| self.relation(c) == "obj" && !self.reading.in_date(c));
        if has(&self.words.harming, self.reading.lemma(verb))
            && (self.lacks_object(verb) || (bare && !object && self.by_phrase(verb)))
        {
            return true;
        }
        // "the man killed in Lima", "the murdered senator": a bare participle at its noun; with an object, or of a verb
        // that takes none, it is a past tense that was tagged as a participle ("Gunmen seized five surveyors")
        tag.xpos() == "VBN"
            && (self.relation(verb).starts_with("acl") || self.relation(verb) == "amod")
            && bare
            && (self.by_phrase(verb) || !object)
            && !has(&self.words.intransitive, self.reading.lemma(verb))
    }

    /// "was despicably and cowardly shot": a form of "be" with nothing but adverbs between, wherever the tree hangs it.
    fn be_before(&self, verb: usize) -> bool {
        let tag = |t: usize| self.reading.lex.tag(t);
        let participle = tag(verb).xpos() == "VBN"
            || tag(verb).xpos() == "VBD" && has(&self.words.harming, self.reading.lemma(verb));
        let before = (verb.saturating_sub(5)..verb)
            .rev()
            .find(|t| !matches!(tag(*t).upos(), "ADV" | "CCONJ"));
        participle
            && before.is_some_and(|t| {
                tag(t).upos() == "AUX" && has(&self.words.be, self.reading.lemma(t))
            })
    }

    /// A participle before its noun, or a past tense with people for subject and nothing that could be its object.
    fn lacks_object(&self, verb: usize) -> bool {
        let tag = self.reading.lex.tag(verb).xpos();
        let relation = self.relation(verb);
        if relation == "amod" {
            return tag == "VBN" && self.head(verb).is_some_and(|h| h > verb);
        }
        // "208 members killed and 427 wounded"
        if relation == "acl" && matches!(tag, "VBD" | "VBN") {
            return !self
                .children(verb)
                .any(|c| matches!(self.relation(c), "obj" | "ccomp" | "aux"));
        }
        if !matches!(tag, "VBD" | "VBN") || relation == "acl:relcl" {
            return false;
        }
        let people = self.children(verb).any(|c| {
            self.relation(c) == "nsubj"
                && c < verb
                && self
                    .reading
                    .mention(c)
                    .is_some_and(|m| self.reading.is_people(m))
        });
        let other = self.children(verb).any(|c| {
            matches!(
                self.relation(c),
                "obj" | "iobj" | "xcomp" | "ccomp" | "aux" | "expl"
            ) || (self.relation(c) == "conj" && self.reading.lex.tag(c).is_verb())
                || (c > verb
                    && self.relation(c).starts_with("obl")
                    && self.preposition(c).is_none())
        });
        people && !other
    }

    /// "by" with people or a body right under the verb.
    fn by_agents(&self, verb: usize) -> bool {
        let body = self.reading.ontology.vocabulary.class_id("ng:Organization");
        self.children(verb).any(|c| {
            c > verb
                && self.preposition(c).is_some_and(|p| has(&self.words.by, p))
                && self.reading.mention(c).is_some_and(|m| {
                    self.reading.is_people(m)
                        || matches!((m.class, body), (Some(c), Some(b)) if self.reading.is_a(c, b))
                })
        })
    }

    /// "murdered by unknown men", also where the tree hangs "by" elsewhere than on an agent.
    fn by_phrase(&self, verb: usize) -> bool {
        self.children(verb)
            .any(|c| c > verb && self.preposition(c).is_some_and(|p| has(&self.words.by, p)))
    }
}
