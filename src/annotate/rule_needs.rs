//! What a sentence must speak of for a rule to find anything in it: classes of names and mentions.
//!
//! *Takes* a compiled rule. *Gives* the classes of which one must be there: for a `@Class` that each match of its pattern
//! holds, and for a required slot all of whose ways ask for a class. *Promises* to leave out only rules that would find
//! nothing. Asking costs a few bits; most frames fail for want of people or places, and are spared looking for them. What
//! a pattern asks for ("(in|at) @ng:Place" at most three words behind the trigger) must stand where it can reach it: most
//! patterns fail for want of a place or a person right there, and are spared the run.

use super::mention::MentionKind;
use super::reading::Reading;
use super::rule_atoms::classes_at;
use super::slot;
use crate::ontology::{AtomTest, ClassId, ClassSet, Ontology, Role, Rule};
use crate::pattern::AtomId;

/// One thing that a rule needs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Need {
    /// Any of these classes or their subclasses.
    classes: Vec<ClassId>,
    /// A mention without a class may do as well: slots take pronouns for anything.
    unclassed: bool,
    /// Where one of the classes has to stand, if a pattern asks for it.
    window: Option<Window>,
}

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
}

impl AllNeeds {
    /// Files what a rule needs that is filed under the words of some of its atoms, or where it starts if these are none.
    pub(super) fn add(&mut self, ontology: &Ontology, rule: &Rule, key: &[AtomId]) -> NeedsId {
        let needs = needs(ontology, rule, key);
        let at = self.all.iter().position(|n| *n == needs);
        let at = at.unwrap_or_else(|| {
            self.all.push(needs);
            self.all.len() - 1
        });
        NeedsId(u32::try_from(at).unwrap_or(u32::MAX))
    }
}

/// What a rule needs; empty when no class tells.
fn needs(ontology: &Ontology, rule: &Rule, key: &[AtomId]) -> Vec<Need> {
    let classes_of = |atom| match ontology.rules.atoms.get(atom) {
        Some(AtomTest::Class(class, _)) => Some((vec![*class], true)),
        _ => Some((classes_at(ontology, atom)?, false)),
    };
    let is_token = |atom| {
        let test = ontology.rules.atoms.get(atom);
        matches!(test, Some(AtomTest::Token(_) | AtomTest::Exact(_)))
    };
    let atoms = rule.program.needs.iter();
    let atoms = atoms.filter_map(|atom| {
        let (classes, starts) = classes_of(*atom)?;
        let distance = rule.program.distance(key, *atom, is_token);
        Some(Need {
            classes,
            unclassed: false,
            window: distance.map(|(least, most)| Window {
                least,
                most,
                starts,
            }),
        })
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
        window: None,
    })
}

/// The name that a role noun at the end goes with may open the next sentence: so many tokens of it count as well.
const BEYOND: usize = 8;

/// What one sentence speaks of.
#[derive(Clone, Debug, Default)]
pub(super) struct Present {
    classes: ClassSet,
    unclassed: bool,
    /// Where names and mentions of a class start.
    starts: Vec<(usize, ClassId)>,
    /// Which tokens they cover or head.
    covers: Vec<(usize, ClassId)>,
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
        self.starts.clear();
        self.covers.clear();
        self.unclassed = false;
        let vocabulary = &reading.ontology.vocabulary;
        let mut last = None;
        let mut add = |class| {
            if last != Some(class) {
                vocabulary.add_with_ancestors(class, &mut self.classes);
                last = Some(class);
            }
        };
        let end = tokens.end + BEYOND;
        let first = reading
            .names
            .partition_point(|n| n.tokens.end <= tokens.start);
        let names = reading.names.iter().skip(first);
        for name in names.take_while(|n| n.tokens.start < end) {
            add(name.class);
            self.starts.push((name.tokens.start, name.class));
            self.covers
                .extend(name.tokens.clone().map(|at| (at, name.class)));
        }
        let first = reading.mentions.partition_point(|m| m.head < tokens.start);
        let mentions = reading.mentions.iter().skip(first);
        for m in mentions.take_while(|m| m.head < end + BEYOND) {
            self.unclassed |= slot::is_open(reading, m);
            let Some(class) = m.class else { continue };
            add(class);
            if !m.modifier {
                self.starts.push((m.tokens.start, class));
            }
            self.covers.push((m.head, class));
            if m.kind == MentionKind::Name {
                let words = m.tokens.start..m.core.end;
                self.covers.extend(words.map(|at| (at, class)));
            }
        }
    }

    /// Whether the classes that a pattern needs stand as far from a token as it asks.
    pub(super) fn has_near(
        &self,
        reading: &Reading<'_>,
        all: &AllNeeds,
        id: NeedsId,
        at: usize,
    ) -> bool {
        let needs = all.all.get(id.0 as usize).map_or(&[][..], Vec::as_slice);
        needs.iter().all(|need| {
            let Some(window) = need.window else {
                return true;
            };
            let places = if window.starts {
                &self.starts
            } else {
                &self.covers
            };
            let (from, to) = (at + window.least, at.saturating_add(window.most));
            places.iter().any(|(place, class)| {
                (from..=to).contains(place) && need.classes.iter().any(|c| reading.is_a(*class, *c))
            })
        })
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
