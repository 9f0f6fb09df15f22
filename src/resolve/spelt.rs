//! People of a group that another sentence spells out: "kidnapped three engineers. … The engineers are A, B and C."
//!
//! *Takes* incidents and the [`Naming`](crate::annotate::naming::Naming)s. *Gives* each person named the role that the
//! group has there, under a rule of its own. *Promises* to make nobody an attacker: who a group of attackers is said to
//! be is a matter of responsibility.

use super::incident::View;
use super::resolved::{Participant, Resolved};

/// The rule by which a member has its group's role.
const NAMED_MEMBERS: &str = "resolve/named-members";
/// What a member may take over.
const ROLES: [&str; 2] = ["victim", "target"];

/// Adds the members of groups.
pub(super) fn members(view: &View<'_, '_>, out: &mut Resolved) {
    let reading = view.reading;
    for naming in &reading.namings {
        let groups: Vec<usize> = naming
            .groups
            .iter()
            .filter_map(|t| out.entity_at(reading, *t))
            .collect();
        for i in 0..out.incidents.len() {
            let Some(incident) = out.incidents.get(i) else {
                continue;
            };
            let Some(role) = incident
                .participants
                .iter()
                .find(|p| groups.contains(&p.entity) && ROLES.contains(&p.role.as_str()))
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
            if let Some(incident) = out.incidents.get_mut(i).filter(|_| !new.is_empty()) {
                incident.participants.extend(new);
                incident.participants.sort_by(|a, b| {
                    (&a.role, a.entity, a.finding, a.token)
                        .cmp(&(&b.role, b.entity, b.finding, b.token))
                });
            }
        }
    }
}
