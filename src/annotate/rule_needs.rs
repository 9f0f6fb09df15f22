//! What a sentence must speak of for a rule to find anything in it: classes of names and mentions.
//!
//! *Takes* a compiled rule. *Gives* the classes of which one must be there: for a `@Class` that each match of its pattern
//! holds, and for a required slot all of whose ways ask for a class. *Promises* to leave out only rules that would find
//! nothing. Asking costs a few bits; most frames fail for want of people or places, and are spared looking for them. What
//! a pattern asks for ("(in|at) @ng:Place" at most three words behind the trigger) must stand where it can reach it: most
//! patterns fail for want of a place or a person right there, and are spared the run. Where the classes stand in a
//! document is what [`Present`] tells.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::rule_atoms::classes_at;
use super::rule_present::Present;
use crate::ontology::{AtomTest, ClassId, Ontology, Role, Rule};
use crate::pattern::AtomId;

/// One thing that a rule needs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Need {
    /// Any of these classes or their subclasses.
    kinds: KindsId,
    /// A mention without a class may do as well: slots take pronouns for anything.
    unclassed: bool,
    /// Where one of the classes has to stand, if a pattern asks for it.
    window: Option<Window>,
}

/// The number of a list of classes; many rules ask for the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct KindsId(pub(super) u32);

/// Where a pattern asks for a class, counted from the token that its rule is filed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Window {
    /// Not nearer than this.
    least: usize,
    /// Not further than this.
    most: usize,
    /// The name or mention starts there; otherwise it may only cover that token.
    starts: bool,
}

/// The number of all that a rule needs; many rules need the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NeedsId(u32);

/// What the rules of a pass need.
#[derive(Clone, Debug, Default)]
pub(super) struct AllNeeds {
    all: Vec<Vec<Need>>,
    by_needs: FxHashMap<Vec<Need>, NeedsId>,
    by_kinds: FxHashMap<Vec<ClassId>, KindsId>,
    /// By number of a class: the lists that it or an ancestor is in.
    with_class: Vec<Vec<KindsId>>,
}

impl AllNeeds {
    /// Files what a rule needs that is filed under the words of some of its atoms, or where it starts if these are none.
    pub(super) fn add(&mut self, ontology: &Ontology, rule: &Rule, key: &[AtomId]) -> NeedsId {
        let needs = self.needs(ontology, rule, key);
        let new = NeedsId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        let id = *self.by_needs.entry(needs.clone()).or_insert(new);
        if id == new {
            self.all.push(needs);
        }
        id
    }

    /// How many lists of classes are asked for.
    pub(super) fn kinds(&self) -> usize {
        self.by_kinds.len()
    }

    /// The lists that a class or an ancestor of it is in.
    pub(super) fn with_class(&self, class: ClassId) -> &[KindsId] {
        let lists = self.with_class.get(class.0 as usize);
        lists.map_or(&[], Vec::as_slice)
    }

    /// Whether all that a rule needs is in a sentence, as far from a token as its pattern asks.
    #[inline]
    pub(super) fn met(
        &self,
        present: &Present,
        id: NeedsId,
        sentence: &Range<usize>,
        at: usize,
    ) -> bool {
        let needs = self.all.get(id.0 as usize).map_or(&[][..], Vec::as_slice);
        needs.iter().all(|need| match need.window {
            None => {
                present.has(need.kinds, sentence)
                    || need.unclassed && present.has_unclassed(sentence)
            }
            Some(Window {
                least,
                most,
                starts,
            }) => {
                let window = at + least..at.saturating_add(most).saturating_add(1);
                if starts {
                    present.starts_in(need.kinds, sentence, window)
                } else {
                    present.covers_in(need.kinds, sentence, window)
                }
            }
        })
    }

    /// Whether all that a rule needs is in a sentence, wherever it stands.
    pub(super) fn met_anywhere(
        &self,
        present: &Present,
        id: NeedsId,
        sentence: &Range<usize>,
    ) -> bool {
        let needs = self.all.get(id.0 as usize).map_or(&[][..], Vec::as_slice);
        needs.iter().all(|need| {
            present.has(need.kinds, sentence) || need.unclassed && present.has_unclassed(sentence)
        })
    }

    /// What a rule needs; empty when no class tells.
    fn needs(&mut self, ontology: &Ontology, rule: &Rule, key: &[AtomId]) -> Vec<Need> {
        let classes_of = |atom| match ontology.rules.atoms.get(atom) {
            Some(AtomTest::Class(class, _)) => Some((vec![*class], true)),
            _ => Some((classes_at(ontology, atom)?, false)),
        };
        let is_token = |atom| {
            let test = ontology.rules.atoms.get(atom);
            matches!(test, Some(AtomTest::Token(_) | AtomTest::Exact(_)))
        };
        let mut needs = Vec::new();
        for atom in &rule.program.needs {
            let Some((classes, starts)) = classes_of(*atom) else {
                continue;
            };
            let distance = rule.program.distance(key, *atom, is_token);
            needs.push(Need {
                kinds: self.list(ontology, classes),
                unclassed: false,
                window: distance.map(|(least, most)| Window {
                    least,
                    most,
                    starts,
                }),
            });
        }
        for role in rule.roles.iter().filter(|role| is_told(role)) {
            let classes = role.ways.iter().flat_map(|w| w.classes.clone()).collect();
            needs.push(Need {
                kinds: self.list(ontology, classes),
                unclassed: role.ways.iter().any(|way| !way.known),
                window: None,
            });
        }
        needs
    }

    /// The number of a list of classes.
    pub(super) fn list(&mut self, ontology: &Ontology, mut classes: Vec<ClassId>) -> KindsId {
        classes.sort_unstable();
        classes.dedup();
        if let Some(known) = self.by_kinds.get(&classes) {
            return *known;
        }
        let new = KindsId(u32::try_from(self.by_kinds.len()).unwrap_or(u32::MAX));
        let vocabulary = &ontology.vocabulary;
        for class in vocabulary
            .classes()
            .filter_map(|(name, _)| vocabulary.class_id(name))
        {
            let at = class.0 as usize;
            if self.with_class.len() <= at {
                self.with_class.resize(at + 1, Vec::new());
            }
            if classes.iter().any(|c| vocabulary.is_subclass(class, *c)) {
                self.with_class[at].push(new);
            }
        }
        self.by_kinds.insert(classes, new);
        new
    }
}

/// Whether a role is required and only classes can fill it.
fn is_told(role: &Role) -> bool {
    role.required
        && !role.forbidden
        && !role.ways.is_empty()
        && role.ways.iter().all(|way| !way.classes.is_empty())
}
