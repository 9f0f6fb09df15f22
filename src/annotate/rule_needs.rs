//! What a sentence must speak of for a rule to find anything in it: classes of names and mentions.
//!
//! *Takes* a compiled rule. *Gives* the classes of which one must be there: for a `@Class` that each match of its pattern
//! holds, and for a required slot all of whose ways ask for a class. *Promises* to leave out only rules that would find
//! nothing. Asking costs a few bits; most frames fail for want of people or places, and are spared looking for them.

use super::frame;
use super::reading::Reading;
use super::rule_atoms::classes_at;
use crate::ontology::{AtomTest, ClassId, ClassSet, Ontology, Role, Rule};

/// One thing that a rule needs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Need {
    /// Any of these classes or their subclasses.
    classes: Vec<ClassId>,
    /// A mention without a class may do as well: slots take pronouns for anything.
    unclassed: bool,
}

/// The number of all that a rule needs; many rules need the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NeedsId(u32);

/// What the rules of a pass need.
#[derive(Clone, Debug, Default)]
pub(super) struct AllNeeds {
    all: Vec<Vec<Need>>,
}

impl AllNeeds {
    /// Files what a rule needs.
    pub(super) fn add(&mut self, ontology: &Ontology, rule: &Rule) -> NeedsId {
        let needs = needs(ontology, rule);
        let at = self.all.iter().position(|n| *n == needs);
        let at = at.unwrap_or_else(|| {
            self.all.push(needs);
            self.all.len() - 1
        });
        NeedsId(u32::try_from(at).unwrap_or(u32::MAX))
    }
}

/// What a rule needs; empty when no class tells.
fn needs(ontology: &Ontology, rule: &Rule) -> Vec<Need> {
    let classes_of = |atom| match ontology.rules.atoms.get(atom) {
        Some(AtomTest::Class(class, _)) => Some(vec![*class]),
        _ => classes_at(ontology, atom),
    };
    let atoms = rule.program.needs.iter();
    let atoms = atoms
        .filter_map(|atom| classes_of(*atom))
        .map(|classes| Need {
            classes,
            unclassed: false,
        });
    atoms
        .chain(rule.roles.iter().filter_map(need_of_role))
        .collect()
}

fn need_of_role(role: &Role) -> Option<Need> {
    let told = role.required
        && !role.forbidden
        && !role.ways.is_empty()
        && role.ways.iter().all(|way| !way.classes.is_empty());
    told.then(|| Need {
        classes: role.ways.iter().flat_map(|w| w.classes.clone()).collect(),
        unclassed: role.ways.iter().any(|way| !way.known),
    })
}

/// The name that a role noun at the end goes with may open the next sentence: so many tokens of it count as well.
const BEYOND: usize = 8;

/// What one sentence speaks of.
#[derive(Clone, Debug, Default)]
pub(super) struct Present {
    classes: ClassSet,
    unclassed: bool,
    /// By number of needs: whether all are there, once asked for.
    met: Vec<Option<bool>>,
}

impl Present {
    /// Looks at the names and mentions of a sentence.
    pub(super) fn look(
        &mut self,
        reading: &Reading<'_>,
        tokens: &std::ops::Range<usize>,
        needs: &AllNeeds,
    ) {
        self.met.clear();
        self.met.resize(needs.all.len(), None);
        self.classes.clear();
        self.unclassed = false;
        let vocabulary = &reading.ontology.vocabulary;
        let mut last = None;
        let mut add = |class| {
            if last != Some(class) {
                vocabulary.add_with_ancestors(class, &mut self.classes);
                last = Some(class);
            }
        };
        for at in tokens.start..tokens.end + BEYOND {
            if let Some(name) = reading.name(at) {
                add(name.class);
            }
            if let Some(m) = reading.mention(at) {
                m.class.into_iter().for_each(&mut add);
                self.unclassed |= frame::is_open(reading, m);
            }
        }
    }

    /// Whether all that a rule needs is there.
    pub(super) fn has(&mut self, all: &AllNeeds, id: NeedsId) -> bool {
        let at = id.0 as usize;
        let Some(Some(met)) = self.met.get(at) else {
            let needs = all.all.get(at).map_or(&[][..], Vec::as_slice);
            let met = needs.iter().all(|need| {
                (need.unclassed && self.unclassed)
                    || need.classes.iter().any(|c| self.classes.contains(*c))
            });
            if let Some(known) = self.met.get_mut(at) {
                *known = Some(met);
            }
            return met;
        };
        *met
    }
}
