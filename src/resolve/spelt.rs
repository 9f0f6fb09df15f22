//! People of a group that another sentence spells out: "kidnapped three engineers. … The engineers are A, B and C."
//!
//! *Takes* incidents and the [`Naming`](crate::annotate::naming::Naming)s. *Gives* each person named the role that the
//! group has there, under a rule of its own. *Promises* to make nobody an attacker: who a group of attackers is said to
//! be is a matter of responsibility; and to look, for each naming, only at incidents that hold its group.

use rustc_hash::FxHashMap;

use super::incident::View;
use super::resolved::{Participant, Resolved, in_order};

/// The rule by which a member has its group's role.
const NAMED_MEMBERS: &str = "resolve/named-members";
/// What a member may take over.
const ROLES: [&str; 2] = ["victim", "target"];

/// Adds the members of groups.
pub(super) fn members(view: &View<'_, '_>, out: &mut Resolved) {
    let reading = view.reading;
    // the incidents in which an entity has such a role
    let mut holders: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (i, incident) in out.incidents.iter().enumerate() {
        for p in incident.participants.iter().filter(|p| takes_over(p)) {
            holders.entry(p.entity).or_default().push(i);
        }
    }
    for naming in &reading.namings {
        let groups: Vec<usize> = naming
            .groups
            .iter()
            .filter_map(|t| out.entity_at(reading, *t))
            .collect();
        let mut incidents: Vec<usize> = groups
            .iter()
            .filter_map(|e| holders.get(e))
            .flatten()
            .copied()
            .collect();
        incidents.sort_unstable();
        incidents.dedup();
        for i in incidents {
            let Some(incident) = out.incidents.get(i) else {
                continue;
            };
            let Some(role) = incident
                .participants
                .iter()
                .find(|p| groups.contains(&p.entity) && takes_over(p))
                .cloned()
            else {
                continue;
            };
            let new: Vec<Participant> = naming
                .members
                .iter()
                .filter_map(|t| Some((*t, out.entity_at(reading, *t)?)))
                .filter(|(_, e)| {
                    let has = |p: &Participant| p.role == role.role && p.entity == *e;
                    !incident.participants.iter().any(has)
                })
                .map(|(token, entity)| Participant {
                    entity,
                    token,
                    inherited: Some(NAMED_MEMBERS),
                    ..role.clone()
                })
                .collect();
            for p in &new {
                holders.entry(p.entity).or_default().push(i);
            }
            if let Some(incident) = out.incidents.get_mut(i).filter(|_| !new.is_empty()) {
                incident.participants.extend(new);
                in_order(&mut incident.participants);
            }
        }
    }
}

fn takes_over(p: &Participant) -> bool {
    ROLES.contains(&p.role.as_str())
}
