//! The language layers, one sentence a case: `tests/layers/*.toml` hold the sentences and what must be read in them.

use std::collections::BTreeSet;

use newsgraph::date::DateValue;
use newsgraph::graph::KnowledgeGraph;
use newsgraph::text::{Document, Source};
use serde::Deserialize;

use super::any_text::PIPELINE;

/// One case; each file uses the fields it needs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    /// The document's date.
    today: Option<String>,
    /// The counts in it, in order: `"at least 12 = 12.."`.
    counts: Option<Vec<String>>,
    /// The dates in it, in order: `"Friday = 2024-03-15"`.
    dates: Option<Vec<String>>,
    /// Mentions that are one entity.
    one: Option<Vec<String>>,
    /// The sieve that joined the last of them.
    sieve: Option<String>,
    /// Mentions that are not.
    apart: Option<Vec<String>>,
    /// The class of an event in it …
    event: Option<String>,
    /// … and how it is told: `Negative`, `Planned`, `Possible`, `Reported` …, all that differ from a plain fact.
    told: Option<Vec<String>>,
    /// Who says so.
    said_by: Option<Vec<String>>,
    /// The names of everybody who was harmed, and of nobody else.
    victims: Option<Vec<String>>,
    /// It tells of an incident as a fact, or of none.
    incident: Option<bool>,
}

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

fn cases(file: &str) -> Vec<Case> {
    let path = format!("{}/tests/layers/{file}.toml", env!("CARGO_MANIFEST_DIR"));
    let cases: Cases = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(cases.case.len() > 9, "{file}: too few cases");
    cases.case
}

fn source(case: &Case) -> Source {
    Source {
        id: "case".into(),
        text: case.text.clone(),
        date: case.today.clone(),
        ..Source::default()
    }
}

/// Runs a check over a file and tells all that failed.
fn check(file: &str, test: impl Fn(&Case) -> Option<String>) {
    let failed: Vec<String> = cases(file)
        .iter()
        .filter_map(|c| test(c).map(|why| format!("{}\n    {why}", c.text)))
        .collect();
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

fn differ(found: &[String], wanted: &[String]) -> Option<String> {
    (found != wanted).then(|| format!("found {found:?}, expected {wanted:?}"))
}

#[test]
fn counts_have_their_bounds_and_other_numbers_count_nobody() {
    check("counts", |c| {
        let conventions = &PIPELINE.cascade().ontology().conventions;
        let document = Document::read(source(c), conventions);
        let reading = PIPELINE.cascade().read(&document);
        let found: Vec<String> = reading
            .quantities
            .iter()
            .map(|q| {
                let words = reading.span(&q.tokens).of(&document.text);
                let end = |n: Option<i64>| n.map_or(String::new(), |n| n.to_string());
                let about = if q.approximate { "~" } else { "" };
                let range = if q.lower == q.upper {
                    end(q.lower)
                } else {
                    format!("{}..{}", end(q.lower), end(q.upper))
                };
                format!("{words} = {about}{range}")
            })
            .collect();
        differ(&found, c.counts.as_deref().unwrap())
    });
}

#[test]
fn dates_are_resolved_as_far_as_their_words_tell() {
    check("dates", |c| {
        let conventions = &PIPELINE.cascade().ontology().conventions;
        let document = Document::read(source(c), conventions);
        let reading = PIPELINE.cascade().read(&document);
        let told = |d: Option<DateValue>| d.map_or("?".to_owned(), |d| d.to_string());
        let found: Vec<String> = reading
            .dates
            .iter()
            .map(|d| {
                let words = reading.span(&d.tokens).of(&document.text);
                format!("{words} = {}", told(d.date))
            })
            .collect();
        differ(&found, c.dates.as_deref().unwrap())
    });
}

/// The node and the sieve of the last mention with these words, or of the first; `#2` after the words asks for the second.
fn mention(graph: &KnowledgeGraph, wanted: &str) -> Option<(String, Option<String>)> {
    let (words, nth) = wanted.split_once('#').unwrap_or((wanted, "1"));
    let nth: usize = nth.parse().unwrap();
    let record = graph.documents().values().next()?;
    record
        .mentions
        .iter()
        .filter(|m| m.span.of(&record.text) == words)
        .nth(nth - 1)
        .map(|m| (m.node.0.clone(), m.joined_by.clone()))
}

#[test]
fn mentions_of_one_thing_are_one_entity_and_the_sieve_is_told() {
    check("coreference", |c| {
        let graph = PIPELINE.document(source(c));
        let node = |words: &String| mention(&graph, words).map(|(node, _)| node);
        if let Some(one) = &c.one {
            let nodes: BTreeSet<Option<String>> = one.iter().map(node).collect();
            if nodes.len() != 1 || nodes.contains(&None) {
                return Some(format!("{one:?} are {nodes:?}"));
            }
            let sieve = one
                .last()
                .and_then(|m| mention(&graph, m))
                .and_then(|m| m.1);
            let named = |s: &String| sieve.as_ref().is_some_and(|found| found.starts_with(s));
            if !c.sieve.as_ref().is_none_or(named) {
                return Some(format!("joined by {sieve:?}, expected {:?}", c.sieve));
            }
        }
        if let Some(apart) = &c.apart {
            let nodes: BTreeSet<Option<String>> = apart.iter().map(node).collect();
            if nodes.len() != apart.len() || nodes.contains(&None) {
                return Some(format!("{apart:?} are {nodes:?}"));
            }
        }
        None
    });
}

#[test]
fn events_tell_how_sure_they_are_and_who_says_so() {
    check("factuality", |c| {
        let graph = PIPELINE.document(source(c));
        let class = c.event.as_deref().unwrap();
        let Some(node) = graph.nodes().find(|n| {
            n.classes
                .iter()
                .any(|k| PIPELINE.vocabulary().is_a(k, class))
        }) else {
            return Some(format!("no {class}"));
        };
        let mut told: Vec<String> = ["ng:polarity", "ng:realization", "ng:certainty"]
            .iter()
            .filter_map(|p| node.text(p))
            .map(|v| v.trim_start_matches("ng:").to_owned())
            .filter(|v| !matches!(v.as_str(), "Positive" | "Happened" | "Certain"))
            .collect();
        if node.classes.iter().any(|k| k == "ng:ReportedContent") {
            told.push("Reported".to_owned());
        }
        let wrong = differ(&told, c.told.as_deref().unwrap_or_default());
        let speakers: Vec<String> = graph
            .objects(&node.id, "ng:saidBy")
            .iter()
            .map(|n| n.label.clone())
            .collect();
        wrong.or_else(|| {
            let wanted = c.said_by.as_deref().unwrap_or_default();
            let same = BTreeSet::from_iter(&speakers) == BTreeSet::from_iter(wanted);
            (!same).then(|| format!("said by {speakers:?}, expected {wanted:?}"))
        })
    });
}

#[test]
fn what_is_no_incident_yields_none_and_its_like_does() {
    check("incidents", |c| {
        let graph = PIPELINE.document(source(c));
        let asserted: Vec<String> = graph
            .incidents(|class| PIPELINE.vocabulary().is_a(class, "ng:Incident"))
            .iter()
            .filter(|n| {
                n.text("ng:polarity") == Some("ng:Positive")
                    && n.text("ng:realization") == Some("ng:Happened")
                    && !n.classes.iter().any(|k| k == "ng:ReportedContent")
            })
            .map(|n| n.label.clone())
            .collect();
        (asserted.is_empty() == c.incident.unwrap()).then(|| format!("found {asserted:?}"))
    });
}

#[test]
fn a_group_told_one_by_one_shares_its_fate_with_each() {
    check("victims", |c| {
        let graph = PIPELINE.document(source(c));
        let mut found: Vec<String> = graph
            .nodes()
            .flat_map(|n| graph.objects(&n.id, "ng:victim"))
            .filter(|n| n.classes.iter().any(|k| k == "ng:Person"))
            .map(|n| n.label.clone())
            .collect();
        found.sort_unstable();
        found.dedup();
        differ(&found, c.victims.as_deref().unwrap())
    });
}
