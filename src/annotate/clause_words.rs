//! Word lists of the clause layer: closed classes and verbs that change who does what.
//!
//! *Takes* the lists of a pack by name. *Gives* them as sorted numbers of words. A pack without a list has an empty one.

use crate::text::WordId;

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
    /// "against": what a deed is aimed at, wherever it stands.
    pub(super) opposing: Vec<WordId>,
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
    pub(super) that: Vec<WordId>,
    /// "trial", "suspect": nouns whose "of" is not that of the deed before them.
    pub(super) proceedings: Vec<WordId>,
    /// "other".
    pub(super) others: Vec<WordId>,
    /// "itself".
    pub(super) reflexive: Vec<WordId>,
    /// "those".
    pub(super) demonstratives: Vec<WordId>,
    /// Verbs and nouns of saying.
    pub(super) reporting: Vec<WordId>,
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
            opposing: get("opposing-prepositions"),
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
            others: get("other-adjectives"),
            reflexive: get("reflexive-pronouns"),
            proceedings: get("proceeding-nouns"),
            reporting: get("report-words"),
        }
    }
}

pub(super) fn has(list: &[WordId], word: WordId) -> bool {
    list.binary_search(&word).is_ok()
}
