//! When and where: dates and places from a finding's own clause.
//!
//! *Takes* findings, dates, mentions. *Gives* [`When`] and [`Where`]. What the own clause does not say is left open:
//! an incident takes it from its other findings, then from the lead and the dateline, marked as inherited.

use super::clause::{Argument, Clauses};
use super::finding::{Finding, When, Where};
use super::reading::Reading;
use crate::ontology::{ClassId, Ontology, Step};
use crate::text::WordId;

/// What linking needs from the pack.
#[derive(Clone, Debug, Default)]
pub struct LinkWords {
    places: Vec<WordId>,
    of: Vec<WordId>,
    place: Option<ClassId>,
    city: Option<ClassId>,
    country: Option<ClassId>,
    airstrike: Option<ClassId>,
}

impl LinkWords {
    /// Takes the lists from the pack.
    pub fn new(ontology: &Ontology) -> Self {
        Self {
            places: super::context::list(ontology, "place-prepositions"),
            of: super::context::list(ontology, "of-prepositions"),
            place: ontology.vocabulary.class_id("ng:Place"),
            city: ontology.vocabulary.class_id("ng:City"),
            country: ontology.vocabulary.class_id("ng:Country"),
            airstrike: ontology.vocabulary.class_id("ng:Airstrike"),
        }
    }
}

/// Sets date and places of every finding.
pub fn link(
    reading: &Reading<'_>,
    words: &LinkWords,
    clauses: &Clauses<'_, '_>,
    findings: &mut [Finding],
) {
    for f in findings {
        f.when = when(reading, f.trigger);
        f.places = places(reading, words, clauses, f);
    }
}

/// The predicate whose clause a token stands in: the nearest verb at or above it.
fn clause_head(reading: &Reading<'_>, token: usize) -> usize {
    let mut at = token;
    for _ in 0..32 {
        if reading.lex.tag(at).is_verb() {
            break;
        }
        let head = reading.tree.head(at);
        if head == at {
            break;
        }
        at = head;
    }
    at
}

fn when(reading: &Reading<'_>, trigger: usize) -> Option<When> {
    let sentence = reading.sentence_tokens(reading.sentence_of(trigger));
    let own = clause_head(reading, trigger);
    let first = reading
        .dates
        .partition_point(|d| d.tokens.end <= sentence.start);
    let mut best: Option<(u32, When)> = None;
    for (i, d) in reading
        .dates
        .iter()
        .enumerate()
        .skip(first)
        .take_while(|(_, d)| d.tokens.start < sentence.end)
    {
        let Some(date) = d.date else { continue };
        let head = d
            .tokens
            .clone()
            .find(|t| !d.tokens.contains(&reading.tree.head(*t)) || reading.tree.head(*t) == *t)
            .unwrap_or(d.tokens.start);
        // "…, police said on Tuesday": the day of the words, not of the deed
        let governor = clause_head(reading, reading.tree.head(head));
        if governor != trigger
            && reading.tree.relation(governor).as_str() == "parataxis"
            && reading.hangs_on(governor, own, 1)
        {
            continue;
        }
        let rank = if reading.hangs_on(head, trigger, 2) {
            0
        } else if clause_head(reading, reading.tree.head(head)) == own {
            1
        } else if reading.hangs_on(own, clause_head(reading, head), 3)
            && reading.tree.relation(own).as_str() != "ccomp"
            && !reading.tree.relation(own).as_str().starts_with("acl")
        {
            2
        } else {
            continue;
        };
        if best.as_ref().is_none_or(|(r, _)| rank < *r) {
            best = Some((
                rank,
                When {
                    date,
                    words: u32::try_from(i).ok(),
                    inherited: false,
                },
            ));
        }
    }
    best.map(|(_, w)| w)
}

fn is_town(reading: &Reading<'_>, words: &LinkWords, token: usize) -> bool {
    reading.mention(token).is_some_and(|m| {
        m.name.is_some()
            && matches!((m.class, words.city), (Some(c), Some(city)) if reading.is_a(c, city))
    })
}

fn places(
    reading: &Reading<'_>,
    words: &LinkWords,
    clauses: &Clauses<'_, '_>,
    f: &Finding,
) -> Vec<Where> {
    let Some(place) = words.place else {
        return Vec::new();
    };
    let is_place = |t: usize| {
        reading
            .mention(t)
            .and_then(|m| m.class)
            .is_some_and(|c| reading.is_a(c, place))
    };
    let located =
        |step: Step| matches!(step, Step::Prep(Some(p)) if words.places.binary_search(&p).is_ok());
    let mut found: Vec<usize> = Vec::new();
    let mut add = |token: usize| {
        if is_place(token) && !found.contains(&token) {
            found.push(token);
        }
    };
    let arguments = clauses.kept_arguments(f.trigger);
    // "U.S. drone strikes": the state that strikes from the air, not where
    let strikes = |a: &Argument| {
        let country = || {
            reading
                .mention(a.token)
                .and_then(|m| m.class)
                .is_some_and(|c| words.country.is_some_and(|k| reading.is_a(c, k)))
        };
        matches!((f.class, words.airstrike), (Some(c), Some(k)) if reading.is_a(c, k)) && country()
    };
    for a in arguments
        .iter()
        .filter(|a| located(a.step) || matches!(a.step, Step::Comp | Step::Poss) && !strikes(a))
    {
        add(a.token);
    }
    // "the church in Lima", "a suburb of Beirut"
    let inner: Vec<usize> = f
        .roles
        .iter()
        .map(|r| r.token)
        .chain(
            arguments
                .iter()
                .filter(|a| located(a.step))
                .map(|a| a.token),
        )
        .collect();
    for token in inner {
        // "members of the Zorvan forces" are in no Zorva; "a suburb of Lima" is
        let spot = is_place(token);
        let belongs = |step: Step| {
            step == Step::Poss
                || matches!(step, Step::Prep(Some(p)) if words.of.binary_search(&p).is_ok())
        };
        for a in clauses
            .kept_arguments(token)
            .iter()
            .filter(|a| (located(a.step) || a.step == Step::Poss) && (spot || !belongs(a.step)))
        {
            add(a.token);
        }
    }
    // "on the road to the airport in Lima": the town further down
    if !found.iter().any(|t| is_town(reading, words, *t)) {
        let mut level: Vec<usize> = arguments
            .iter()
            .filter(|a| located(a.step))
            .map(|a| a.token)
            .collect();
        for _ in 0..3 {
            let next: Vec<usize> = level
                .iter()
                .flat_map(|t| clauses.kept_arguments(*t))
                .filter(|a| matches!(a.step, Step::Prep(_)))
                .map(|a| a.token)
                .collect();
            found.extend(
                next.iter()
                    .filter(|t| is_town(reading, words, **t) && !level.contains(t)),
            );
            level = next;
        }
        found.sort_unstable();
        found.dedup();
    }
    let mut add = |token: usize| {
        if is_place(token) && !found.contains(&token) {
            found.push(token);
        }
    };
    let core = matches!(
        reading.tree.relation(f.trigger).as_str(),
        "nsubj" | "nsubj:pass" | "obj"
    );
    if f.nominal && core {
        // "an attack left ten dead in Lima": the phrase hangs on the verb
        let verb = clause_head(reading, f.trigger);
        if verb != f.trigger {
            for a in clauses
                .kept_arguments(verb)
                .iter()
                .filter(|a| located(a.step))
            {
                add(a.token);
            }
        }
    }
    found
        .into_iter()
        .map(|token| Where {
            token,
            inherited: false,
        })
        .collect()
}
