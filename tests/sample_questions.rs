//! What the graph of the two sample reports must say, each point asked in SPARQL over the union of all graphs.
//!
//! A point that does not hold yet stands as `not_yet`, which fails as soon as it does hold.

use std::process::Command as System;
use std::sync::LazyLock;

use newsgraph::ontology::PackFiles;
use newsgraph::pipeline::{Options, TollPolicy};
use newsgraph::query::shapes::{Shapes, check};
use newsgraph::query::{AnswerFormat, GraphStore, write_answer};
use newsgraph::rdf::{Format, RdfOptions, quads, write};
use newsgraph::text::{Source, read_all};

use super::any_text::PIPELINE;

fn reports() -> Vec<Source> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/crocus-city-hall");
    read_all(&[folder.into()])
        .into_iter()
        .map(Result::unwrap)
        .collect()
}

fn store(policy: TollPolicy) -> GraphStore {
    let options = Options {
        toll_policy: policy,
        ..Options::default()
    };
    let collection = PIPELINE.extract(reports(), &options);
    GraphStore::load(quads(&collection, PIPELINE.vocabulary(), &RdfOptions::default()).unwrap())
        .unwrap()
}

static STORE: LazyLock<GraphStore> = LazyLock::new(|| store(TollPolicy::Latest));

/// The one incident: an attack that both documents report.
const INCIDENT: &str = "?i a ng:Attack . FILTER NOT EXISTS { ?i a ng:ReportedContent }";

fn ask_in(store: &GraphStore, pattern: &str) -> String {
    let v = PIPELINE.vocabulary();
    let mut out = Vec::new();
    let question = if pattern.starts_with("SELECT") {
        pattern.to_owned()
    } else {
        format!("ASK {{ {pattern} }}")
    };
    let answer = store
        .ask(&question, v)
        .unwrap_or_else(|e| panic!("{question}: {e}"));
    write_answer(answer, Some(AnswerFormat::Csv), v, v.base(), None, &mut out).unwrap();
    String::from_utf8(out).unwrap().replace('\r', "")
}

fn yes(pattern: &str) -> bool {
    ask_in(&STORE, pattern).contains("true")
}

#[track_caller]
fn holds(pattern: &str) {
    assert!(yes(pattern), "does not hold: {pattern}");
}

#[track_caller]
fn not(pattern: &str) {
    assert!(!yes(pattern), "must not hold: {pattern}");
}

#[track_caller]
fn rows(select: &str) -> Vec<String> {
    ask_in(&STORE, select)
        .lines()
        .skip(1)
        .map(str::to_owned)
        .collect()
}

#[test]
fn there_is_one_incident_and_both_documents_report_it() {
    let found = rows(
        "SELECT DISTINCT ?i { ?i a ng:Incident . FILTER NOT EXISTS { ?i a ng:ReportedContent } FILTER NOT EXISTS { ?i ng:partOf ?whole } }",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    holds(INCIDENT);
    let documents = rows("SELECT DISTINCT ?d { ?i a ng:Attack ; ng:reportedIn ?d }");
    assert_eq!(documents.len(), 2, "{documents:?}");
}

#[test]
fn its_venue_is_crocus_city_hall_in_moscow_in_russia() {
    holds("?i a ng:Attack ; ng:venue ?v . ?v rdfs:label ?l . FILTER(STR(?l) = 'Crocus City Hall')");
    holds(
        "?v rdfs:label ?l ; ng:locatedIn+ ?m . ?m rdfs:label 'Moscow'@en . FILTER(STR(?l) = 'Crocus City Hall')",
    );
    holds(
        "?m a ng:City ; rdfs:label 'Moscow'@en ; ng:locatedIn+ ?r . ?r a ng:Country ; rdfs:label 'Russia'@en",
    );
}

#[test]
fn it_happened_on_the_day_that_the_first_report_names() {
    holds("?i a ng:Attack ; ng:onDate ?d . FILTER(STR(?d) = '2024-03-22')");
}

#[test]
fn each_report_gives_one_figure_of_the_killed() {
    let killed = "?f a ng:CasualtyFigure ; ng:measure ng:Killed";
    holds(&format!(
        "{killed} ; ng:lower 40 . FILTER NOT EXISTS {{ ?f ng:upper ?u }}"
    ));
    holds(&format!("{killed} ; ng:lower 133 ; ng:upper 133"));
    let figures = rows(&format!("SELECT DISTINCT ?f {{ {killed} }}"));
    assert_eq!(figures.len(), 2, "{figures:?}");
    holds(&format!(
        "{killed} ; ng:lower 133 ; ng:saidBy/rdfs:label ?who . FILTER(CONTAINS(LCASE(STR(?who)), 'russian authorities'))"
    ));
}

#[test]
fn more_than_a_hundred_were_injured_in_each_report() {
    let found = rows(
        "SELECT DISTINCT ?f { ?f a ng:CasualtyFigure ; ng:measure ng:Injured ; ng:lower ?n . FILTER(?n IN (100, 101)) FILTER NOT EXISTS { ?f ng:upper ?u } }",
    );
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn the_headline_figure_follows_the_policy() {
    holds("?i ng:headlineFigure ?f . ?f ng:measure ng:Killed ; ng:lower 133");
    let careful = store(TollPolicy::Conservative);
    let found = ask_in(
        &careful,
        "?i ng:headlineFigure ?f . ?f ng:measure ng:Killed ; ng:lower 40",
    );
    assert!(found.contains("true"), "{found}");
}

#[test]
fn two_groups_claimed_it_and_neither_is_an_attacker() {
    for group in ["Islamic State", "Islamic State in Khorasan Province"] {
        let named = format!("?g rdfs:label '{group}'@en");
        holds(&format!(
            "{named} . ?g ng:claimedResponsibilityFor ?i . ?i a ng:Attack"
        ));
        holds(&format!(
            "?s a ng:ResponsibilityStatement ; ng:stance ng:Claimed ; ng:about ?i ; ng:party ?g . {named}"
        ));
    }
    not("?i ng:attacker ?g . ?g a ng:ArmedGroup");
    holds(
        "?b rdfs:label 'Islamic State in Khorasan Province'@en ; ng:branchOf ?g . ?g rdfs:label 'Islamic State'@en",
    );
}

#[test]
fn the_gunmen_are_the_attackers() {
    holds(
        "?i a ng:Attack ; ng:attacker ?g . ?g a ng:PersonGroup ; rdfs:label ?l . FILTER(CONTAINS(LCASE(STR(?l)), 'gunmen'))",
    );
}

#[test]
fn they_had_explosives_and_assault_rifles() {
    holds(
        "?i a ng:Attack ; ng:weapon ?w . ?w rdfs:label ?l . FILTER(CONTAINS(LCASE(STR(?l)), 'explosives'))",
    );
    holds(
        "?i a ng:Attack ; ng:weapon ?w . ?w rdfs:label ?l . FILTER(CONTAINS(LCASE(STR(?l)), 'assault rifles'))",
    );
}

#[test]
fn an_explosion_and_a_fire_are_parts_of_it() {
    holds("?e a ng:Explosion ; ng:partOf ?i . ?i a ng:Attack");
    holds("?e a ng:Fire ; ng:partOf ?i . ?i a ng:Attack");
}

#[test]
fn russian_authorities_detained_four() {
    holds(
        "?a rdfs:label ?l ; ng:detained ?g . ?g ng:size 4 . FILTER(CONTAINS(LCASE(STR(?l)), 'russian authorities'))",
    );
    holds("?d a ng:Detention ; ng:detainee ?g ; ng:relatedTo ?i . ?i a ng:Attack");
}

#[test]
fn others_fled_into_forests() {
    holds(
        "?e a ng:Flight ; ng:destination ?p . ?p rdfs:label ?l . FILTER(CONTAINS(LCASE(STR(?l)), 'forests'))",
    );
}

#[test]
fn the_flight_to_ukraine_is_only_what_putin_said() {
    holds(
        "?p a ng:Person ; rdfs:label 'Vladimir Putin'@en ; ng:office ?o . FILTER(CONTAINS(LCASE(STR(?o)), 'president'))",
    );
    holds(
        "?e a ng:Flight, ng:ReportedContent ; ng:realization ng:Attempted ; ng:destination ?u ; ng:saidBy ?p . ?u rdfs:label 'Ukraine'@en . ?p rdfs:label 'Vladimir Putin'@en",
    );
    not(
        "?e a ng:Flight ; ng:destination ?u . ?u rdfs:label 'Ukraine'@en . FILTER NOT EXISTS { ?e a ng:ReportedContent }",
    );
}

#[test]
fn a_vow_is_a_statement_and_nobody_is_punished() {
    holds("?s ng:speaker|ng:saidBy ?p . ?p rdfs:label 'Vladimir Putin'@en . ?s a ng:Statement");
    not("?e a ng:Sentence . FILTER NOT EXISTS { ?e a ng:ReportedContent }");
}

#[test]
fn the_attack_that_was_warned_of_is_not_asserted() {
    holds(
        "?w a ng:Warning ; ng:speaker|ng:saidBy ?us . ?us rdfs:label ?l . FILTER(CONTAINS(STR(?l), 'U.S. intelligence'))",
    );
    not(
        "?i a ng:Attack ; ng:realization ?r . FILTER(?r != ng:Happened) FILTER NOT EXISTS { ?i a ng:ReportedContent }",
    );
}

#[test]
fn security_forces_searched() {
    holds(
        "?s a ng:Search ; ?p ?f . ?f rdfs:label ?l . FILTER(CONTAINS(LCASE(STR(?l)), 'security forces'))",
    );
}

#[test]
fn there_are_condolences_and_condemnations() {
    holds("?s a ng:Condolence ; ?p ?putin . ?putin rdfs:label 'Vladimir Putin'@en");
    holds("?s a ng:Condemnation");
}

#[test]
fn every_relation_of_the_text_has_an_extraction_and_quotes_are_the_text() {
    not("?x a ng:Extraction . FILTER NOT EXISTS { ?x ng:rule ?r ; ng:evidence ?e }");
    let wrong = rows(
        "SELECT ?s { ?s nif:anchorOf ?words ; nif:beginIndex ?b ; nif:endIndex ?e ; nif:referenceContext/nif:isString ?text . FILTER(SUBSTR(STR(?text), ?b + 1, ?e - ?b) != STR(?words)) }",
    );
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn the_graph_conforms_to_the_shapes() {
    let shapes = Shapes::parse(
        PackFiles::builtin().text("shapes.ttl").unwrap(),
        "shapes.ttl",
    )
    .unwrap();
    let collection = PIPELINE.extract(reports(), &Options::default());
    let store = GraphStore::load(
        quads(&collection, PIPELINE.vocabulary(), &RdfOptions::default()).unwrap(),
    )
    .unwrap();
    let found = check(&store, &shapes, PIPELINE.vocabulary()).unwrap();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn two_runs_two_threads_and_both_orders_give_the_same_bytes() {
    let bytes = |sources: Vec<Source>, threads: usize| {
        let collection = PIPELINE.extract(
            sources,
            &Options {
                threads: Some(threads),
                ..Options::default()
            },
        );
        let mut out = Vec::new();
        write(
            &collection,
            PIPELINE.vocabulary(),
            &RdfOptions::default(),
            Format::NQuads,
            &mut out,
        )
        .unwrap();
        out
    };
    let first = bytes(reports(), 1);
    let mut turned = reports();
    turned.reverse();
    assert!(first == bytes(reports(), 2) && first == bytes(turned, 2));
    let program = env!("CARGO_BIN_EXE_newsgraph");
    let run = |files: [&str; 2], threads: &str| {
        let out = System::new(program)
            .current_dir(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/examples/crocus-city-hall"
            ))
            .args([
                "extract",
                files[0],
                files[1],
                "--quiet",
                "--format",
                "nq",
                "--threads",
                threads,
            ])
            .output()
            .unwrap();
        assert!(out.status.success());
        out.stdout
    };
    assert!(first == run(["a.txt", "b.txt"], "1") && first == run(["b.txt", "a.txt"], "2"));
}
