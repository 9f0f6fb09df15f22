//! One venue and one band of attackers an incident, however they are described.
//!
//! *Takes* incidents. *Gives* entities joined where one incident has room for one: "a concert hall" is the hall named
//! elsewhere, "the attackers" are the gunmen told of before. *Promises* to join nothing that a number or a name keeps
//! apart.

use super::entity;
use super::incident::View;
use super::resolved::Resolved;

/// An incident has one venue: where it is named once and described otherwise ("a concert hall"), both are the same.
pub(super) fn one_venue(view: &View<'_, '_>, out: &mut Resolved, incident: usize) {
    let venue = view.reading.ontology.vocabulary.class_id("ng:Venue");
    let mut venues: Vec<usize> = Vec::new();
    for p in out
        .incidents
        .get(incident)
        .map(|i| i.participants.as_slice())
        .unwrap_or_default()
    {
        let is_venue = out
            .entities
            .get(p.entity)
            .is_some_and(|e| view.below(Some(e.class), venue));
        if is_venue && matches!(p.role.as_str(), "venue" | "target") && !venues.contains(&p.entity)
        {
            venues.push(p.entity);
        }
    }
    let best = |e: usize| {
        out.entities
            .get(e)
            .and_then(|e| view.reading.mentions.get(e.best as usize))
    };
    let (named, described): (Vec<usize>, Vec<usize>) = venues
        .iter()
        .partition(|v| best(**v).is_some_and(|m| m.name.is_some()));
    let last = |e: usize| best(e).map(|m| view.reading.lemma(m.core.end - 1));
    // the named one, or where none is named the first described
    let keep = match named.as_slice() {
        [only] => *only,
        [] => match described.first() {
            Some(first) => *first,
            None => return,
        },
        _ => return,
    };
    let fitting: Vec<usize> = described
        .into_iter()
        .filter(|d| *d != keep && best(*d).is_some_and(|m| !m.plural) && last(*d) == last(keep))
        .collect();
    for d in fitting {
        entity::absorb(out, d, keep, "one venue");
    }
}

/// "Several gunmen stormed the hall. … The attackers …": who is described as a culprit with an article is the band told
/// of before, in the number that was told.
pub(super) fn one_band(view: &View<'_, '_>, out: &mut Resolved, incident: usize) {
    let reading = view.reading;
    let culprit = reading.ontology.lexicon.features.set("role=perpetrator");
    let attackers: Vec<(usize, usize)> = out
        .incidents
        .get(incident)
        .map(|i| i.participants.as_slice())
        .unwrap_or_default()
        .iter()
        .filter(|p| p.role == "attacker")
        .map(|p| (p.token, p.entity))
        .collect();
    let described = |token: usize| {
        reading
            .mention(token)
            .filter(|m| m.kind == crate::annotate::MentionKind::Nominal && m.name.is_none())
            .filter(|m| m.features.intersects(culprit))
    };
    let mut band: Vec<(usize, usize)> = attackers
        .into_iter()
        .filter(|(t, _)| described(*t).is_some())
        .collect();
    band.sort_unstable();
    let Some(((first, kept), later)) = band.split_first().map(|(f, l)| (*f, l)) else {
        return;
    };
    for (token, entity) in later.iter().copied() {
        let fits = described(token)
            .zip(described(first))
            .is_some_and(|(m, o)| m.definite && m.plural == o.plural && m.quantity.is_none());
        if fits && entity != kept {
            entity::absorb(out, entity, kept, "one band");
        }
    }
}
