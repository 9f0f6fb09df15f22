//! What is known of one trigger, once some rule has asked: all rules that it triggers share it.
//!
//! *Takes* a verb or noun. *Gives* its arguments, its voice and whether it can have an object at all. *Promises* to find
//! each out when it is first asked for and at most once: most rules are done with a trigger before its arguments are
//! needed.

use super::clause::{Argument, Arguments, Clauses, MAX_DEPTH};
use super::clause_words::has;
use super::nearby;
use super::syntax::Relation;
use crate::ontology::Step;

/// A trigger; the room is used again for the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Trigger {
    token: usize,
    asked: bool,
    arguments: Arguments,
    /// A bit for each kind of step by which it has an argument.
    kinds: u16,
    passive: Option<bool>,
    no_object: Option<bool>,
    wants_object: Option<bool>,
}

impl Trigger {
    /// Turns to a trigger, and forgets the one before if that was another.
    pub(super) fn at(&mut self, token: usize) -> &mut Self {
        if self.token != token {
            self.token = token;
            self.asked = false;
            self.passive = None;
            self.no_object = None;
            self.wants_object = None;
        }
        self
    }

    /// Its head.
    pub(super) fn token(&self) -> usize {
        self.token
    }

    /// Its arguments, in order.
    pub(super) fn arguments(&mut self, clauses: &Clauses<'_, '_>) -> &[Argument] {
        if !self.asked {
            clauses.arguments_into(self.token, &mut self.arguments);
            let kinds = self.arguments.iter().map(|a| kind(a.step));
            self.kinds = kinds.fold(0, |all, kind| all | kind);
            self.asked = true;
        }
        &self.arguments
    }

    /// Whether a path from it with this first step may lead anywhere.
    pub(super) fn may_take(&mut self, clauses: &Clauses<'_, '_>, step: Step) -> bool {
        self.arguments(clauses);
        matches!(step, Step::Itself | Step::Named) || self.kinds & kind(step) != 0
    }

    /// Keeps its arguments with the reading, for the passes that follow.
    pub(super) fn keep(&self, clauses: &Clauses<'_, '_>) {
        let cell = clauses.reading.arguments.get(self.token);
        if let Some(cell) = cell.filter(|_| self.asked) {
            cell.get_or_init(|| self.arguments.clone());
        }
    }

    /// Whether it is a verb in the passive.
    pub(super) fn is_passive(&mut self, clauses: &Clauses<'_, '_>) -> bool {
        let token = self.token;
        *self
            .passive
            .get_or_insert_with(|| clauses.is_predicate(token) && clauses.is_passive(token))
    }

    /// Whether it is a noun none of whose arguments is an object.
    pub(super) fn has_no_object(&mut self, clauses: &Clauses<'_, '_>) -> bool {
        let token = self.token;
        *self
            .no_object
            .get_or_insert_with(|| !clauses.is_predicate(token) && !may_have_object(clauses, token))
    }

    /// Whether it is a noun without an object, neither among its arguments nor behind an "of" nearby.
    pub(super) fn wants_object(&mut self, clauses: &Clauses<'_, '_>) -> bool {
        if let Some(known) = self.wants_object {
            return known;
        }
        let wants = self.has_no_object(clauses) && !nearby::has_of(clauses, self.token);
        self.wants_object = Some(wants);
        wants
    }
}

/// The bit of a kind of step; prepositions are one kind.
const fn kind(step: Step) -> u16 {
    1 << match step {
        Step::Subj => 0,
        Step::Obj => 1,
        Step::Iobj => 2,
        Step::Prep(_) => 3,
        Step::Poss => 4,
        Step::Comp => 5,
        Step::Mod => 6,
        Step::Appos => 7,
        Step::Xcomp => 8,
        Step::Ccomp => 9,
        Step::Be => 10,
        Step::Support => 11,
        Step::Itself => 12,
        Step::Named => 13,
    }
}

/// Whether a noun may have an object among its [arguments](Clauses::arguments): "of" tells, or a verb of suffering that
/// goes with it ("suffered an attack", "an attack from which he escaped"). Most nouns of a text have neither, and their
/// arguments need not be looked for.
fn may_have_object(clauses: &Clauses<'_, '_>, noun: usize) -> bool {
    let of = |token| {
        clauses
            .preposition(token)
            .is_some_and(|p| has(&clauses.words.of, p))
    };
    let suffers = |token| has(&clauses.words.suffer, clauses.reading.lemma(token));
    let below = |token: usize| {
        // "the assassination in February of the judge"
        let in_date = || clauses.reading.in_date(token) && clauses.children(token).any(of);
        let clause = || clauses.relation(token) == Relation::AclRelcl && suffers(token);
        of(token) || clause() || in_date()
    };
    if clauses.children(noun).any(below) {
        return true;
    }
    let mut above = noun;
    for _ in 0..=MAX_DEPTH {
        let Some(head) = clauses.head(above) else {
            break;
        };
        if suffers(head) {
            return true;
        }
        above = head;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::Cascade;
    use crate::ontology::{Ontology, PackFiles};
    use crate::text::{Document, Source};

    #[test]
    fn a_noun_that_may_have_no_object_has_none() {
        let cascade = Cascade::new(Ontology::load(PackFiles::builtin()).unwrap()).unwrap();
        let ontology = cascade.ontology();
        let tests = ontology.rules.rules.iter().flat_map(|rule| &rule.tests);
        let (mut with, mut without) = (0, 0);
        for text in tests.map(|test| test.text.clone()) {
            let source = Source {
                id: "test".into(),
                text,
                ..Source::default()
            };
            let document = Document::read(source, &ontology.conventions);
            let reading = cascade.read(&document);
            let clauses = Clauses::new(&reading, cascade.clause_words());
            for token in 0..document.tokens.len() {
                let mut trigger = Trigger::default();
                let none = trigger.at(token).has_no_object(&clauses);
                let object = |a: &&Argument| a.step == Step::Obj;
                let found = trigger.arguments(&clauses).iter().find(object);
                assert!(
                    !none || found.is_none(),
                    "{:?} of {:?} in {}",
                    found,
                    reading.text(token),
                    document.text
                );
                without += usize::from(none);
                with += usize::from(found.is_some());
            }
        }
        assert!(without > with, "{without} {with}");
    }
}
