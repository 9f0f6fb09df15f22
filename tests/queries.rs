//! Questions over the sample: counts are right, prefixes come by themselves, errors point at the place.

use newsgraph::ontology::PackFiles;
use newsgraph::query::{AnswerFormat, GraphStore, SavedQuery, saved_queries, write_answer};
use newsgraph::rdf::{Format, RdfOptions, quads};

use super::sample::{collection, vocabulary};

fn store() -> GraphStore {
    GraphStore::load(quads(&collection(), &vocabulary(), &RdfOptions::default()).unwrap()).unwrap()
}

fn ask(question: &str, format: AnswerFormat) -> String {
    let v = vocabulary();
    let mut out = Vec::new();
    let answer = store().ask(question, &v).unwrap();
    write_answer(answer, Some(format), &v, v.base(), None, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn yes(question: &str) -> bool {
    match ask(question, AnswerFormat::Json).trim() {
        "{\"head\":{},\"boolean\":true}" => true,
        "{\"head\":{},\"boolean\":false}" => false,
        other => panic!("{other}"),
    }
}

#[test]
fn a_triple_of_several_graphs_counts_once() {
    // the type stands in the graphs of both documents and in the merged one
    let count = ask(
        "SELECT (COUNT(?i) AS ?n) { ?i a ng:Shooting }",
        AnswerFormat::Csv,
    );
    assert_eq!(count, "n\r\n1\r\n");
    let graphs = ask(
        "SELECT (COUNT(?g) AS ?n) { GRAPH ?g { ?i a ng:Shooting } }",
        AnswerFormat::Csv,
    );
    assert_eq!(graphs, "n\r\n3\r\n");
}

#[test]
fn a_shooting_answers_for_attacks_and_reported_content_does_not_answer_for_its_ancestors() {
    assert!(yes("ASK { ?i a ng:Attack, ng:Incident, sem:Event }"));
    assert!(yes("ASK { ?f a ng:Flight, ng:ReportedContent, sem:Event }"));
    assert!(!yes("ASK { ?f a ng:ReportedContent, ng:Event }"));
}

#[test]
fn superproperties_are_written_where_their_domain_fits() {
    assert!(yes(
        "ASK { ?v rdfs:label 'Crocus City Hall'@en ; schema:containedInPlace/rdfs:label 'Moscow'@en }"
    ));
    assert!(yes(
        "ASK { ?c a ng:ResponsibilityStatement ; prov:wasAttributedTo ?p ; ng:saidBy ?p }"
    ));
    assert!(yes(
        "ASK { ?i a ng:Shooting ; sem:hasPlace ?v ; ng:venue ?v }"
    ));
}

#[test]
fn every_relation_with_a_source_has_an_extraction_whose_quote_is_the_text() {
    assert!(yes(
        "ASK { ?i ng:attacker ?g . ?x a ng:Extraction, rdf:Statement ; rdf:subject ?i ; rdf:predicate ng:attacker ; rdf:object ?g ;
           ng:rule 'event/attacks/storm' ; ng:evidence ?e ; ng:cue/nif:anchorOf 'stormed' ; ng:reportedIn ?d ; ng:confidence 0.87 .
           ?e a nif:Sentence ; nif:referenceContext ?d }"
    ));
    assert!(!yes(
        "ASK { ?s nif:anchorOf ?q ; nif:beginIndex ?b ; nif:endIndex ?e ; nif:referenceContext/nif:isString ?t
           FILTER(SUBSTR(?t, ?b + 1, ?e - ?b) != ?q) }"
    ));
}

#[test]
fn statements_and_figures_name_their_report_and_words() {
    assert!(yes(
        "ASK { ?f a ng:CasualtyFigure ; ng:lower 40 ; ng:reportedIn <https://newsgraph.example/doc/a> ; ng:evidence/nif:anchorOf ?q FILTER NOT EXISTS { ?f ng:upper ?u } }"
    ));
    assert!(yes(
        "ASK { ?d a ng:Detention ; ng:evidence/nif:anchorOf 'Russian authorities detained four assailants.' }"
    ));
    assert!(yes(
        "ASK { ?i a ng:Shooting ; ng:reportedIn ?a, ?b FILTER(?a != ?b) FILTER NOT EXISTS { ?i ng:evidence ?e } }"
    ));
}

#[test]
fn a_document_without_outlet_has_a_stand_in_that_says_so() {
    assert!(yes(
        "ASK { ?d dct:identifier 'b' ; dct:publisher ?o . ?o a ng:UnknownOutlet }"
    ));
    assert!(yes(
        "ASK { ?d dct:identifier 'a' ; dct:publisher ?o . ?o a org:Organization ; rdfs:label 'Outlet A'@en }"
    ));
}

#[test]
fn every_saved_question_has_words_and_runs() {
    let v = vocabulary();
    let all = saved_queries(&PackFiles::builtin(), "queries");
    assert_eq!(all.len(), 12);
    for query in &all {
        assert!(
            query.question.ends_with(['?', '.']),
            "{}: {}",
            query.name,
            query.question
        );
        let mut out = Vec::new();
        let answer = store()
            .ask(&query.text, &v)
            .unwrap_or_else(|e| panic!("{}: {e}", query.name));
        write_answer(answer, None, &v, v.base(), Some(100), &mut out).unwrap();
    }
    assert_eq!(SavedQuery::find(&all, "4").unwrap().name, "04-who-claimed");
    assert_eq!(
        SavedQuery::find(&all, "who-claimed").unwrap().name,
        "04-who-claimed"
    );
    assert!(
        SavedQuery::find(&all, "nothing")
            .unwrap_err()
            .to_string()
            .contains("01-timeline")
    );
}

#[test]
fn the_saved_questions_answer_on_the_sample() {
    let all = saved_queries(&PackFiles::builtin(), "queries");
    let rows = |name: &str| {
        ask(
            &SavedQuery::find(&all, name).unwrap().text,
            AnswerFormat::Csv,
        )
        .lines()
        .skip(1)
        .map(str::to_owned)
        .collect::<Vec<_>>()
    };
    assert_eq!(rows("timeline").len(), 1);
    assert!(rows("conflicting-tolls")[0].ends_with("40,133,2"));
    assert_eq!(
        rows("toll-history"),
        [
            "2024-03-23,at least 40,40,,,Outlet A",
            "2024-03-24,risen to 133,133,133,,b"
        ]
    );
    assert_eq!(rows("detained").len(), 1);
    assert_eq!(rows("said-not-verified").len(), 1);
    assert_eq!(
        rows("map-geojson-rows"),
        ["Attack on Crocus City Hall,POINT(37.39 55.82),2024-03-22,133"]
    );
}

#[test]
fn names_are_relative_to_the_base_as_tables_show_them() {
    assert!(yes(
        "ASK { <org/islamic-state> ng:claimedResponsibilityFor <incident/2024-03-22-crocus-city-hall> }"
    ));
    assert!(!yes(
        "ASK { <org/islamic-state> ng:claimedResponsibilityFor <incident/another> }"
    ));
}

#[test]
fn an_error_points_at_its_place() {
    let error = store()
        .ask("SELECT ?x\nWHERE { ?x a }", &vocabulary())
        .err()
        .unwrap()
        .to_string();
    assert!(error.starts_with("2:15: "), "{error}");
    assert!(
        error.contains("WHERE { ?x a }\n") && error.ends_with('^'),
        "{error}"
    );
}

#[test]
fn construct_gives_turtle_and_rows_do_not() {
    let ttl = ask(
        "CONSTRUCT { ?p ng:claimedResponsibilityFor ?i } WHERE { ?p ng:claimedResponsibilityFor ?i }",
        AnswerFormat::Triples(Format::Turtle),
    );
    assert!(
        ttl.contains(
            "<org/islamic-state> ng:claimedResponsibilityFor <incident/2024-03-22-crocus-city-hall>"
        ),
        "{ttl}"
    );
    let v = vocabulary();
    let answer = store().ask("SELECT ?s { ?s a ng:Attack }", &v).unwrap();
    let error = write_answer(
        answer,
        Some(AnswerFormat::Triples(Format::Turtle)),
        &v,
        v.base(),
        None,
        Vec::new(),
    )
    .unwrap_err();
    assert!(
        error.to_string().contains("use table, json, csv, tsv, xml"),
        "{error}"
    );
}
