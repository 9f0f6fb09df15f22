//! Other events: detentions, trials, warnings, explosions that are part of an attack.
//!
//! *Takes* findings that are no incident. *Gives* [`Event`]s, told of again joined, each with the incident that it belongs
//! to.

use super::incident::{RECENT, View, participants};
use super::resolved::{Event, Participant, Resolved};
use crate::annotate::Reading;
use crate::annotate::finding::Finding;

pub(super) fn events(view: &View<'_, '_>, out: &mut Resolved, others: &[usize]) {
    let reading = view.reading;
    let mut built: Vec<Event> = Vec::new();
    for &o in others {
        let Some(f) = reading.findings.get(o) else {
            continue;
        };
        let Some(class) = f.class else { continue };
        let people = participants(view, out, &[o]);
        // a death that no incident took in belongs to none
        let alone = view.is_harm(class);
        let incident = nearest_incident(reading, out, f).filter(|_| !alone);
        let part = view.is(class, "ng:Explosion") || view.is(class, "ng:Fire");
        // the same kind of event with the same people, or told of again without any
        let skip = built.len().saturating_sub(RECENT);
        let same = built.iter().skip(skip).position(|e| {
            e.class == class
                && e.factuality.polarity == f.factuality.polarity
                && e.factuality.realization == f.factuality.realization
                && e.factuality.is_reported() == f.factuality.is_reported()
                && (part
                    || overlap(&e.participants, &people)
                    || (f.nominal && f.definite && people.is_empty()))
                && e.when
                    .zip(f.when)
                    .is_none_or(|((a, _), b)| a.date.compatible(&b.date))
        });
        if let Some(e) = same.and_then(|s| built.get_mut(skip + s)) {
            e.findings.push(o);
            e.participants.extend(people);
            e.when = e.when.or(f.when.map(|w| (w, Some(o))));
            continue;
        }
        // a bare noun in the plural or without anybody in it tells of no event
        let bare = f.nominal && people.is_empty() && !part && !f.definite;
        if bare || (part && out.incidents.is_empty() && people.is_empty()) {
            continue;
        }
        built.push(Event {
            findings: vec![o],
            class,
            participants: people,
            when: f.when.map(|w| (w, Some(o))),
            factuality: f.factuality.clone(),
            incident,
            part,
        });
    }
    out.events = built;
}

fn overlap(a: &[Participant], b: &[Participant]) -> bool {
    a.iter()
        .any(|x| b.iter().any(|y| x.role == y.role && x.entity == y.entity))
}

/// The incident a finding speaks of: the one with a finding in its sentence, else the latest before it, else the main one.
pub(super) fn nearest_incident(
    reading: &Reading<'_>,
    out: &Resolved,
    f: &Finding,
) -> Option<usize> {
    let sentence = reading.sentence_of(f.trigger);
    let happened = |i: usize| {
        out.incidents
            .get(i)
            .is_some_and(|x| x.factuality.is_told_as_done())
    };
    let mut best: Option<(usize, usize)> = None;
    for (i, incident) in out
        .incidents
        .iter()
        .enumerate()
        .skip(out.incidents.len().saturating_sub(RECENT))
    {
        for g in incident.findings.iter().rev().take(RECENT) {
            let Some(m) = reading.findings.get(*g) else {
                continue;
            };
            let s = reading.sentence_of(m.trigger);
            if s > sentence || !happened(i) {
                continue;
            }
            let distance = sentence - s;
            if best.is_none_or(|(d, _)| distance < d) {
                best = Some((distance, i));
            }
        }
    }
    match best {
        Some((0..=2, i)) => Some(i),
        _ => out.main.or(best.map(|(_, i)| i)),
    }
}
