//! Date and place that an incident's own clauses leave open.
//!
//! *Takes* incidents. *Gives* the main incident the date of the lead, and each incident without a town the nearest one
//! that its sentences name after "in", "near" …, else, for the main one, the first that the lead names. *Promises* to
//! mark what is taken over, to leave alone what the incident tells itself, and never to take the place where somebody
//! only speaks, nor the day or place of an arrest, a trial or a statement.

use super::incident::View;
use super::resolved::{Participant, Resolved, in_order};
use crate::annotate::MentionKind;
use crate::annotate::finding::{Finding, Realization, When};

/// By which rule a place is taken over.
const NEAREST_PLACE: &str = "link/nearest-place";
/// The sentences that are the lead.
const LEAD: usize = 3;

/// Fills in what incidents leave open.
pub(super) fn inherit(view: &View<'_, '_>, out: &mut Resolved) {
    let others: Vec<&Finding> = others(view).collect();
    date(view, out, &others);
    let mut taken: Vec<usize> = (others.iter())
        .flat_map(|f| f.places.iter().map(|p| p.token))
        .collect();
    taken.sort_unstable();
    for i in 0..out.incidents.len() {
        if let Some(place) = place(view, out, i, &taken)
            && let Some(incident) = out.incidents.get_mut(i)
        {
            incident.participants.push(place);
            in_order(&mut incident.participants);
        }
    }
}

fn date(view: &View<'_, '_>, out: &mut Resolved, others: &[&Finding]) {
    let reading = view.reading;
    // the day of an arrest is not that of the deed
    let taken: Vec<u32> = (others.iter())
        .filter_map(|f| f.when.and_then(|w| w.words))
        .collect();
    let lead_date = (0..)
        .zip(&reading.dates)
        .find(|(i, d)| reading.sentence_of(d.tokens.start) == 0 && !taken.contains(i))
        .and_then(|(_, d)| d.date);
    let main = out.main.and_then(|m| out.incidents.get_mut(m));
    let Some(incident) = main else { return };
    if incident.when.is_none()
        && incident.factuality.realization == Realization::Happened
        && let Some(date) = lead_date
    {
        let when = When {
            date,
            words: None,
            inherited: true,
        };
        incident.when = Some((when, None));
    }
}

/// The findings of what follows an incident: detentions, trials, statements. Where somebody was arrested, nobody need have
/// been attacked.
fn others<'v>(view: &'v View<'_, '_>) -> impl Iterator<Item = &'v Finding> {
    view.reading.findings.iter().filter(|f| {
        f.class.is_some_and(|c| {
            ![
                "ng:Incident",
                "ng:CasualtyFigure",
                "ng:Explosion",
                "ng:Fire",
            ]
            .iter()
            .any(|n| view.is(c, n))
                && !view.is_harm(c)
        })
    })
}

/// The town or region that an incident takes over; none of those that are `taken`.
fn place(view: &View<'_, '_>, out: &Resolved, at: usize, taken: &[usize]) -> Option<Participant> {
    let reading = view.reading;
    let incident = out.incidents.get(at)?;
    let settled = incident.participants.iter().any(|p| {
        let spot = matches!(p.role.as_str(), "place" | "venue" | "target");
        let entity = out.entities.get(p.entity);
        spot && entity.is_some_and(|e| is_area(view, e.class) || e.entry.is_some())
    });
    if settled || incident.factuality.realization != Realization::Happened || incident.general {
        return None;
    }
    let own = incident.findings.iter().filter_map(|g| {
        let trigger = reading.findings.get(*g)?.trigger;
        let sentence = reading.sentence_tokens(reading.sentence_of(trigger));
        // what follows the trigger is nearer than what stands before it
        let distance = |t: usize| {
            if t > trigger {
                t - trigger
            } else {
                2 * (trigger - t)
            }
        };
        sentence
            .filter(|t| names_spot(view, *t) && taken.binary_search(t).is_err())
            .map(|t| (distance(t), t, *g))
            .min()
    });
    let first = *incident.findings.first()?;
    let lead = || {
        let sentences = (0..LEAD).map(|s| reading.sentence_tokens(s));
        let spot = sentences
            .flatten()
            .find(|t| names_spot(view, *t) && taken.binary_search(t).is_err());
        spot.map(|t| (0, t, first))
    };
    let (_, token, finding) = own
        .min()
        .or_else(|| (out.main == Some(at)).then(lead).flatten())?;
    Some(Participant {
        role: "place".to_owned(),
        entity: out.entity_at(reading, token)?,
        finding,
        token,
        inherited: Some(NEAREST_PLACE),
    })
}

fn is_area(view: &View<'_, '_>, class: crate::ontology::ClassId) -> bool {
    view.is(class, "ng:City") || view.is(class, "ng:Region")
}

/// A named town or region after a preposition of rest, in a clause in which nobody speaks.
fn names_spot(view: &View<'_, '_>, token: usize) -> bool {
    let reading = view.reading;
    let listed = |list: &str, t: usize| reading.form_in(list, t) || reading.lemma_in(list, t);
    let named = reading.mention(token).is_some_and(|m| {
        m.head == token
            && m.kind == MentionKind::Name
            && !m.modifier
            && m.class.is_some_and(|c| is_area(view, c))
    });
    if !named {
        return false;
    }
    let rests = reading.children(token).any(|c| {
        c < token && reading.tree.relation(c).as_str() == "case" && listed("rest-prepositions", c)
    });
    let governor = reading.tree.head(token);
    rests && !(reading.is_predicate(governor) && listed("report-words", governor))
}
