//! Deaths, injuries and damage: details of an incident, never one by themselves.
//!
//! *Takes* a finding of harm. *Gives* the incident that it belongs to: one in its sentence, else the nearest that nothing
//! contradicts. *Promises* to look at most four sentences far; but whoever is named as one of the dead or injured belongs to
//! what the report tells of most, however far.

use super::incident::{RECENT, View};
use super::licence::contradicts;
use super::resolved::Resolved;
use crate::annotate::MentionKind;
use crate::annotate::finding::{Finding, RoleFiller};
use crate::annotate::frame::NAMED;

/// So many names of the dead or injured are a list of them.
const LIST: usize = 3;

/// How many sentences after an incident its harm is told of without saying so.
const NEAR: usize = 2;

/// A death or injury of somebody that happened, as the text or somebody in it says.
pub(super) fn suffers(view: &View<'_, '_>, at: usize) -> bool {
    let finding = view.reading.findings.get(at);
    finding.is_some_and(|f| f.factuality.is_told_as_done() && f.fillers("victim").next().is_some())
}

/// "Juan Perez was killed in Lima", "the killing of Juan Perez": a verb or noun of killing without an agent, with a named
/// victim, in a sentence that tells of no accident.
pub(super) fn violent(view: &View<'_, '_>, at: usize) -> bool {
    let reading = view.reading;
    let Some(f) = reading.findings.get(at) else {
        return false;
    };
    let killing = reading.lemma_in(
        if f.nominal {
            "killing-nouns"
        } else {
            "kill-verbs"
        },
        f.trigger,
    );
    let somebody = f
        .fillers("victim")
        .any(|r| reading.mention(r.token).is_some_and(|m| m.name.is_some()));
    let accident = reading
        .sentence_tokens(reading.sentence_of(f.trigger))
        .any(|t| reading.form_in("accident-words", t));
    killing && somebody && !accident && f.factuality.is_asserted()
}

/// The incident that a death or injury belongs to: one in its sentence, else the latest in the sentences before.
pub(super) fn suffered_in(
    view: &View<'_, '_>,
    out: &Resolved,
    groups: &[Vec<usize>],
    at: usize,
) -> Option<usize> {
    let reading = view.reading;
    let f = reading.findings.get(at)?;
    if !f.factuality.is_told_as_done() {
        return None;
    }
    let sentence = reading.sentence_of(f.trigger);
    let mut best: Option<(usize, usize)> = None;
    for (g, group) in groups
        .iter()
        .enumerate()
        .skip(groups.len().saturating_sub(RECENT))
    {
        let members = || {
            group
                .iter()
                .rev()
                .take(RECENT)
                .filter_map(|m| reading.findings.get(*m))
                .filter(|m| {
                    m.class
                        .is_some_and(|c| !view.is(c, "ng:Threat") && !view.is_harm(c))
                })
        };
        // "A bomb exploded at the bank. Two shops were damaged.": whatever else is harmed right after is no contradiction
        let near = |m: &Finding| {
            let s = reading.sentence_of(m.trigger);
            s == sentence || s < sentence && sentence - s <= NEAR
        };
        let real = members().any(|m| m.factuality.is_told_as_done());
        let told = members().any(near);
        if !real || members().any(|m| contradicts(view, out, m, f, told)) {
            continue;
        }
        for m in members() {
            let s = reading.sentence_of(m.trigger);
            let distance = if s <= sentence {
                (sentence - s) * 2
            } else {
                (s - sentence) * 2 + 1
            };
            if distance <= 8 && best.is_none_or(|(d, _)| distance < d) {
                best = Some((distance, g));
            }
        }
    }
    best.map(|(_, g)| g)
        .or_else(|| named_far(view, out, groups, f))
}

/// "Among the injured are A and B": whoever is named as the dead or the injured of a report is so of what it tells of most,
/// however far from it.
fn named_far(
    view: &View<'_, '_>,
    out: &Resolved,
    groups: &[Vec<usize>],
    f: &Finding,
) -> Option<usize> {
    let victim = |r: &&RoleFiller| {
        view.reading
            .mention(r.token)
            .is_some_and(|m| m.kind == MentionKind::Name)
    };
    // "the following policemen died: A, B and C"
    let listed = f.fillers("victim").filter(victim).take(LIST).count() == LIST;
    if !listed && f.roles.iter().all(|r| r.how != NAMED) {
        return None;
    }
    let fits = |group: &[usize]| {
        group
            .iter()
            .filter_map(|m| view.reading.findings.get(*m))
            .any(|m| m.factuality.is_told_as_done() && !contradicts(view, out, m, f, true))
    };
    let fitting = groups.iter().enumerate().filter(|(_, group)| fits(group));
    fitting
        .max_by_key(|(g, group)| (group.len(), std::cmp::Reverse(*g)))
        .map(|(g, _)| g)
}
