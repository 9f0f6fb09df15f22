//! `explain --fact` on the sample reports, word for word: `tests/explain/facts.expected` holds what is told of some facts,
//! from the edge over the judgements and mentions to the rule and the characters.
//!
//! `UPDATE_EXPECT=1 cargo test explain` writes it anew. How often a rule was right is measured, not told: `#` stands for it.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use regex::Regex;

/// Facts whose ways differ: one report or two, an alias, a venue described in other words, a group first named here.
const FACTS: [&str; 4] = [
    "ng:claimedResponsibilityFor",
    "ng:detained",
    "ng:venue",
    "ng:branchOf",
];

fn newsgraph(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_newsgraph"))
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The extractions of a property, in order of their documents and triggers.
fn extractions(graph: &str, property: &str) -> Vec<String> {
    let question = format!(
        "SELECT ?x {{ ?x a ng:Extraction ; rdf:predicate {property} ; ng:reportedIn ?d ; ng:cue ?cue . \
         ?cue nif:beginIndex ?at }} ORDER BY ?d ?at ?x"
    );
    let answer = newsgraph(&["query", graph, "--format", "tsv", &question]);
    let iris = answer.lines().skip(1).map(|l| l.trim_matches(['<', '>']));
    iris.map(str::to_owned).collect()
}

#[test]
fn a_fact_is_walked_from_the_edge_to_the_characters() {
    let dir = tempfile::tempdir().unwrap();
    let graph = dir.path().join("graph.trig");
    let graph = graph.to_str().unwrap();
    let reports = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/crocus-city-hall");
    newsgraph(&["extract", reports, "-o", graph, "--quiet"]);
    let measured = Regex::new(r"right in \d+ % \(\d+ of \d+\)|not measured").unwrap();
    let mut told = String::new();
    for property in FACTS {
        let found = extractions(graph, property);
        assert!(!found.is_empty(), "no {property}");
        for iri in found {
            let text = newsgraph(&["explain", graph, "--fact", &iri]);
            let text = measured.replace_all(&text, "right in # %");
            let _ = write!(told, "── {property}\n\n{text}");
        }
    }
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/explain/facts.expected");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&golden, &told).unwrap();
    }
    assert_eq!(
        told,
        std::fs::read_to_string(&golden).unwrap_or_default(),
        "look at what changed, then UPDATE_EXPECT=1 cargo test explain"
    );
}
