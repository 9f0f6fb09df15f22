//! What the index tells of a rule before the rule is looked at.
//!
//! *Takes* compiled rules. *Gives*, for each, whether the word that it is filed under is its whole trigger, whether it is
//! lost without an object, and its slots. *Promises* to keep slots that many rules have in common once: what a rule itself
//! says lies far away in memory, and most rules that are tried find nothing for the slots that they need.

use rustc_hash::FxHashMap;

use super::rule_atoms::is_told;
use crate::ontology::{Kind, Ontology, Role, Rule, RuleId, Step};

/// What is told of a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// Its trigger is the token that it is tried at: it need not be matched.
    pub(super) matches: bool,
    /// It finds nothing if that trigger has no object.
    pub(super) needs_object: bool,
    /// The number of its slots, if it is a frame.
    slots: Option<u32>,
}

/// What is told of the rules of a pass.
#[derive(Clone, Debug, Default)]
pub(super) struct AllTold {
    /// By number of the rule.
    rules: Vec<Told>,
    /// By number of slots.
    slots: Vec<Vec<Role>>,
}

impl AllTold {
    /// Notes a rule; `starts` if it is filed under the words of its first atom. `known` are the slots noted so far.
    pub(super) fn add<'o>(
        &mut self,
        ontology: &'o Ontology,
        id: RuleId,
        rule: &'o Rule,
        starts: bool,
        known: &mut FxHashMap<&'o [Role], u32>,
    ) {
        let atoms = &rule.program.one_of;
        let matches =
            starts && !atoms.is_empty() && atoms.iter().all(|atom| is_told(ontology, *atom));
        let frame = rule.kind == Kind::Frame;
        let needs_object = matches && frame && rule.roles.iter().any(is_object);
        let slots = frame.then(|| {
            let new = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
            *known.entry(&rule.roles).or_insert_with(|| {
                self.slots.push(rule.roles.clone());
                new
            })
        });
        let at = id.0 as usize;
        if self.rules.len() <= at {
            self.rules.resize(at + 1, Told::default());
        }
        if let Some(told) = self.rules.get_mut(at) {
            *told = Told {
                matches,
                needs_object,
                slots,
            };
        }
    }

    /// What is told of a rule.
    #[inline]
    pub(super) fn of(&self, rule: RuleId) -> Told {
        self.rules.get(rule.0 as usize).copied().unwrap_or_default()
    }

    /// The slots of a rule, if it is a frame.
    #[inline]
    pub(super) fn slots(&self, told: Told) -> Option<&[Role]> {
        self.slots.get(told.slots? as usize).map(Vec::as_slice)
    }
}

/// Whether a role has to be filled and only an object of the trigger can fill it.
fn is_object(role: &Role) -> bool {
    let mut paths = role.ways.iter().flat_map(|way| &way.paths);
    role.required && !role.forbidden && paths.all(|path| path.0 == [Step::Obj])
}
