//! Our SHACL subset finds what it should and says what it cannot.

use newsgraph::ontology::PackFiles;
use newsgraph::query::GraphStore;
use newsgraph::query::shapes::{Finding, Shapes, check};
use newsgraph::rdf::{RdfOptions, quads};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;

use super::sample::{collection, vocabulary};

const PREFIXES: &str =
    "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ng: <https://w3id.org/newsgraph/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix ex: <https://x.example/> . ";

fn turtle(text: &str) -> Vec<Quad> {
    let text = format!("{PREFIXES}{text}");
    RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(&text)
        .map(Result::unwrap)
        .collect()
}

fn findings(data: Vec<Quad>, shapes: &str) -> Vec<Finding> {
    let shapes = Shapes::parse(&format!("{PREFIXES}{shapes}"), "test.ttl").unwrap();
    check(&GraphStore::load(data).unwrap(), &shapes, &vocabulary()).unwrap()
}

#[test]
fn the_sample_conforms_to_the_pack() {
    let shapes = Shapes::parse(
        PackFiles::builtin().text("shapes.ttl").unwrap(),
        "shapes.ttl",
    )
    .unwrap();
    let mut c = collection();
    // a claim says who said it; figures need no speaker
    let store =
        GraphStore::load(quads(&c, &vocabulary(), &RdfOptions::default()).unwrap()).unwrap();
    assert_eq!(check(&store, &shapes, &vocabulary()).unwrap(), []);
    // an attacker without the words that say so
    c.documents.clear();
    let store =
        GraphStore::load(quads(&c, &vocabulary(), &RdfOptions::default()).unwrap()).unwrap();
    assert_eq!(
        check(&store, &shapes, &vocabulary()).unwrap(),
        [],
        "the merged graph takes over the documents' extractions"
    );
}

#[test]
fn counts_types_lists_and_bounds_are_checked() {
    let shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property
        [ sh:path ex:n ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:integer ; sh:minInclusive 0 ; sh:lessThanOrEquals ex:m ] ,
        [ sh:path ex:k ; sh:in ( ex:A ex:B ) ] , [ sh:path ex:c ; sh:class ex:T ] ,
        [ sh:path ex:d ; sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ] ) ] .";
    let good = "ex:a a ex:T ; ex:n 1 ; ex:m 2 ; ex:k ex:A ; ex:c ex:a ; ex:d '2024'^^xsd:gYear .";
    assert_eq!(findings(turtle(good), shapes), []);
    for (bad, message) in [
        ("ex:a a ex:T .", "expected at least 1"),
        ("ex:a a ex:T ; ex:n 1, 2 .", "expected at most 1"),
        (
            "ex:a a ex:T ; ex:n 'x' .",
            "expected a literal of type xsd:integer",
        ),
        ("ex:a a ex:T ; ex:n -1 .", "violates sh:minInclusive 0"),
        (
            "ex:a a ex:T ; ex:n 3 ; ex:m 2 .",
            "expected a value <= that of",
        ),
        ("ex:a a ex:T ; ex:n 3 ; ex:k ex:C .", "expected one of"),
        (
            "ex:a a ex:T ; ex:n 3 ; ex:c ex:b .",
            "expected an instance of",
        ),
        (
            "ex:a a ex:T ; ex:n 3 ; ex:d 'x' .",
            "a literal of type xsd:date or a literal of type xsd:gYear",
        ),
    ] {
        let found = findings(turtle(bad), shapes);
        assert!(
            found.iter().any(|f| f.message.contains(message)),
            "{bad}: {found:?}"
        );
    }
}

#[test]
fn nested_shapes_and_sparql_constraints_are_checked() {
    let shapes = "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:node ex:N ] ;
          sh:sparql [ sh:message 'loops' ; sh:select 'SELECT $this WHERE { $this <https://x.example/p> $this }' ] .
        ex:N a sh:NodeShape ; sh:property [ sh:path ex:q ; sh:minCount 1 ] .";
    let found = findings(turtle("ex:a ex:p ex:b . ex:c ex:p ex:c ; ex:q 1 ."), shapes);
    let told: Vec<(&str, &str)> = found
        .iter()
        .map(|f| (f.focus.as_str(), f.message.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("https://x.example/b", "expected at least 1"),
            ("https://x.example/c", "loops")
        ]
    );
}

#[test]
fn what_is_not_supported_is_an_error_and_not_a_pass() {
    let text = format!(
        "{PREFIXES} ex:S sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:qualifiedMinCount 1 ] ."
    );
    let shapes = Shapes::parse(&text, "t.ttl").unwrap();
    let error = check(
        &GraphStore::load(turtle("ex:a a ex:T .")).unwrap(),
        &shapes,
        &vocabulary(),
    )
    .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("sh:qualifiedMinCount is not supported"),
        "{error}"
    );
}
