//! Casualty figures: how many were killed, hurt, taken, held, with bounds, wording and speaker.
//!
//! Two sources: an event whose rule says what it does to its victims (`set.measure`) and whose victim is counted
//! ("killed at least 40 people"), and rules that emit `ng:CasualtyFigure` with a `count` ("the death toll stands at 133").

use super::event::nearest_incident;
use super::resolved::{Figure, Resolved};
use crate::annotate::Reading;
use crate::annotate::finding::{Finding, Polarity, Realization};

/// Collects the figures of a document.
pub fn figures(reading: &Reading<'_>, out: &mut Resolved) {
    let mut found: Vec<Figure> = Vec::new();
    for (i, f) in reading.findings.iter().enumerate() {
        let rule = reading.ontology.rules.rule(f.rule);
        let Some(measure) = rule.and_then(|r| r.fixed("measure")) else {
            continue;
        };
        if f.factuality.polarity == Polarity::Negative
            || f.factuality.realization != Realization::Happened
        {
            continue;
        }
        let Some(about) = incident_of(reading, out, i, f) else {
            continue;
        };
        for role in f
            .roles
            .iter()
            .filter(|r| matches!(r.role.as_str(), "victim" | "count" | "detainee"))
        {
            if let Some(figure) = figure(reading, out, i, f, measure, role.token, about) {
                let whole = found.len();
                if let Some(known) = same(&found, &figure) {
                    add_parts(reading, &mut found, known, role.token);
                } else {
                    found.push(figure);
                    add_parts(reading, &mut found, whole, role.token);
                }
            }
        }
    }
    out.figures = found;
}

fn same(found: &[Figure], figure: &Figure) -> Option<usize> {
    let skip = found.len().saturating_sub(64);
    let near = found.iter().skip(skip).position(|o| {
        o.about == figure.about
            && o.measure == figure.measure
            && (o.lower, o.upper) == (figure.lower, figure.upper)
            && o.subset_of.is_none()
            && (o.said_by == figure.said_by || o.said_by.is_empty() || figure.said_by.is_empty())
    });
    near.map(|n| skip + n)
}

fn incident_of(reading: &Reading<'_>, out: &Resolved, i: usize, f: &Finding) -> Option<usize> {
    out.incidents
        .iter()
        .position(|x| x.findings.contains(&i))
        .or_else(|| nearest_incident(reading, out, f))
}

fn speakers(reading: &Reading<'_>, out: &Resolved, f: &Finding) -> Vec<usize> {
    let spoken = f
        .factuality
        .sources
        .iter()
        .filter_map(|s| s.speaker)
        .filter_map(|t| out.entity_at(reading, t));
    let slot = f
        .roles
        .iter()
        .filter(|r| r.role == "saidBy")
        .filter_map(|r| out.entity_at(reading, r.token));
    let mut all: Vec<usize> = spoken.chain(slot).collect();
    if all.is_empty() {
        all.extend(confirmed_by(reading, out, f));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// "133, as confirmed by the authorities": a report word and "by" after the figure, in its sentence.
fn confirmed_by(reading: &Reading<'_>, out: &Resolved, f: &Finding) -> Option<usize> {
    let sentence = reading.sentence_tokens(reading.sentence_of(f.trigger));
    let from = f.cue.end;
    let report = (from..(from + 6).min(sentence.end)).find(|t| {
        reading.lemma_in("report-words", *t) && reading.form_in("agent-prepositions", *t + 1)
    })?;
    (report + 2..(report + 6).min(sentence.end)).find_map(|t| {
        reading.mention(t).filter(|m| m.head == t && !m.modifier)?;
        out.entity_at(reading, t)
    })
}

fn figure(
    reading: &Reading<'_>,
    out: &Resolved,
    i: usize,
    f: &Finding,
    measure: &str,
    token: usize,
    about: usize,
) -> Option<Figure> {
    let q = reading.quantity_of(token)?;
    // "one of them" and a count of none are no figures
    if q.upper == Some(0) {
        return None;
    }
    let (lower, upper) = if q.approximate {
        (q.lower, None)
    } else {
        (q.lower, q.upper)
    };
    Some(Figure {
        finding: i,
        measure: measure.to_owned(),
        lower,
        upper,
        words: q.tokens.clone(),
        said_by: speakers(reading, out, f),
        about,
        subset_of: None,
        reported: f.factuality.is_reported(),
    })
}

/// "ten people, among them two tourists": the two are part of the ten.
fn add_parts(reading: &Reading<'_>, found: &mut Vec<Figure>, whole: usize, token: usize) {
    let members = reading.members_after(token);
    for m in members {
        let Some(base) = found.get(whole).cloned() else {
            return;
        };
        let Some(q) = reading.quantity_of(m) else {
            continue;
        };
        let part = Figure {
            lower: q.lower,
            upper: q.upper,
            words: q.tokens.clone(),
            subset_of: Some(whole),
            ..base
        };
        let known = found
            .iter()
            .any(|o| o.subset_of == Some(whole) && o.words == part.words);
        let smaller = part.lower <= found.get(whole).and_then(|w| w.lower.or(w.upper));
        if !known && smaller {
            found.push(part);
        }
    }
}

impl Reading<'_> {
    /// Heads of the members named after a group: "among them two tourists", "including three children". By words, since
    /// such phrases hang on many places.
    fn members_after(&self, token: usize) -> Vec<usize> {
        let sentence = self.sentence_tokens(self.sentence_of(token));
        let is_member = |t: usize| self.form_in("member-prepositions", t);
        let Some(start) = (token + 1..(token + 12).min(sentence.end)).find(|t| is_member(*t))
        else {
            return Vec::new();
        };
        let mut out = Vec::new();
        for t in start + 1..(start + 14).min(sentence.end) {
            if self.lex.tag(t).is_verb() || matches!(self.text(t), ";" | "." | ")") {
                break;
            }
            if self
                .mention(t)
                .is_some_and(|m| m.head == t && !m.modifier && m.quantity.is_some())
            {
                out.push(t);
            }
        }
        out
    }
}
