//! Fighters without a flag: members of the one armed group that the report names.
//!
//! *Takes* entities and incidents. *Gives* a [`Member`] for attackers who are called by a word of the list
//! `irregular-nouns` ("the guerrillas") when the whole report names exactly one armed group. *Promises* nothing where
//! two groups are named, or where the attackers are said to belong elsewhere.

use super::resolved::{Member, Resolved};
use crate::annotate::{MentionKind, Reading};

/// Finds who belongs to the only armed group.
pub(super) fn members(reading: &Reading<'_>, out: &Resolved) -> Vec<Member> {
    let Some(armed) = reading.ontology.vocabulary.class_id("ng:ArmedGroup") else {
        return Vec::new();
    };
    let mention = |m: u32| reading.mentions.get(m as usize);
    let mut groups = out.entities.iter().enumerate().filter(|(_, e)| {
        let named = e
            .mentions
            .iter()
            .filter_map(|m| mention(*m))
            .any(|m| m.kind == MentionKind::Name);
        named && reading.is_a(e.class, armed)
    });
    let (Some((group, _)), None) = (groups.next(), groups.next()) else {
        return Vec::new();
    };
    let mut found: Vec<Member> = Vec::new();
    for incident in &out.incidents {
        for p in incident
            .participants
            .iter()
            .filter(|p| p.role == "attacker")
        {
            let known = p.entity == group
                || found.iter().any(|m| m.people == p.entity)
                || belongs(reading, out, p.entity);
            let irregular = reading.lemma_in("irregular-nouns", p.token);
            let described = reading
                .mention(p.token)
                .is_some_and(|m| m.kind == MentionKind::Nominal);
            if irregular && described && !known {
                found.push(Member {
                    people: p.entity,
                    token: p.token,
                    group,
                });
            }
        }
    }
    found
}

/// Whether a rule found what the people belong to.
fn belongs(reading: &Reading<'_>, out: &Resolved, people: usize) -> bool {
    reading
        .findings
        .iter()
        .filter(|f| f.relation.as_deref() == Some("ng:memberOf"))
        .flat_map(|f| f.fillers("subject"))
        .any(|r| out.entity_at(reading, r.token) == Some(people))
}
