//! The program from outside: exit codes, what goes where, and the contract's commands.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use newsgraph::rdf::{Format, RdfOptions, write};

use super::sample::{collection, vocabulary};

fn newsgraph(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_newsgraph"))
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The sample's graph in a file.
fn graph(dir: &Path, format: Format) -> String {
    let path = dir.join(format!("graph.{}", format.extension()));
    let file = fs::File::create(&path).unwrap();
    write(
        &collection(),
        &vocabulary(),
        &RdfOptions::default(),
        format,
        file,
    )
    .unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn asking_gives_sparql_json_from_every_format() {
    let dir = tempfile::tempdir().unwrap();
    for format in Format::ALL {
        let file = graph(dir.path(), format);
        let answer = newsgraph(&["query", &file, "--format", "json", "ASK { ?i a ng:Attack }"]);
        assert_eq!(
            out(&answer),
            "{\"head\":{},\"boolean\":true}\n",
            "{format:?}: {}",
            err(&answer)
        );
    }
}

#[test]
fn a_bad_question_is_shown_with_a_caret_and_code_2() {
    let dir = tempfile::tempdir().unwrap();
    let file = graph(dir.path(), Format::TriG);
    let answer = newsgraph(&["query", &file, "SELECT ?x WHERE { ?x a"]);
    assert_eq!(answer.status.code(), Some(2));
    assert!(err(&answer).contains("error: 1:"), "{}", err(&answer));
    assert!(err(&answer).contains('^') && out(&answer).is_empty());
}

#[test]
fn the_saved_questions_are_listed_without_a_graph() {
    let answer = newsgraph(&["query", "--list"]);
    assert_eq!(answer.status.code(), Some(0));
    assert_eq!(out(&answer).lines().count(), 12);
    assert!(out(&answer).contains("04-who-claimed"));
}

#[test]
fn a_missing_graph_and_a_wrong_ending_are_code_2() {
    let missing = newsgraph(&["query", "/nowhere/graph.trig", "ASK {}"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(
        err(&missing).contains("cannot read /nowhere/graph.trig"),
        "{}",
        err(&missing)
    );
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("graph.txt");
    fs::write(&file, "x").unwrap();
    let wrong = newsgraph(&["query", file.to_str().unwrap(), "ASK {}"]);
    assert!(
        err(&wrong).contains("unknown RDF format"),
        "{}",
        err(&wrong)
    );
    fs::write(dir.path().join("bad.ttl"), "<a> <b> ;; .").unwrap();
    let bad = newsgraph(&[
        "query",
        dir.path().join("bad.ttl").to_str().unwrap(),
        "ASK {}",
    ]);
    assert!(err(&bad).contains("bad.ttl:1:"), "{}", err(&bad));
}

#[test]
fn every_export_writes_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let file = graph(dir.path(), Format::NQuads);
    for target in [
        "dot",
        "graphml",
        "gexf",
        "cytoscape",
        "csv",
        "geojson",
        "jsonl",
    ] {
        let answer = newsgraph(&["export", &file, "--to", target]);
        assert_eq!(answer.status.code(), Some(0), "{target}: {}", err(&answer));
        assert!(
            answer.stdout.len() > 100 && answer.stderr.is_empty(),
            "{target}"
        );
    }
    let tables = dir.path().join("tables");
    for (target, names) in [
        ("csv", ["nodes.csv", "edges.csv"]),
        ("neo4j-csv", ["nodes.csv", "relationships.csv"]),
    ] {
        let answer = newsgraph(&[
            "export",
            &file,
            "--to",
            target,
            "-o",
            tables.to_str().unwrap(),
        ]);
        assert_eq!(answer.status.code(), Some(0), "{}", err(&answer));
        assert!(names.iter().all(|n| tables.join(n).exists()));
    }
}

#[test]
fn svg_without_graphviz_says_what_to_install() {
    let dir = tempfile::tempdir().unwrap();
    let file = graph(dir.path(), Format::TriG);
    let answer = Command::new(env!("CARGO_BIN_EXE_newsgraph"))
        .args(["export", &file, "--to", "svg"])
        .env("PATH", "")
        .output()
        .unwrap();
    assert_eq!(answer.status.code(), Some(2));
    assert!(
        err(&answer).contains("install graphviz"),
        "{}",
        err(&answer)
    );
}

#[test]
fn explaining_shows_rule_sentence_and_marked_words() {
    let dir = tempfile::tempdir().unwrap();
    let file = graph(dir.path(), Format::TriG);
    let answer = newsgraph(&["explain", &file, "--incident", "crocus"]);
    let text = out(&answer);
    assert!(text.contains("event/claims/claim"), "{text}");
    assert!(
        text.contains("Islamic State claimed responsibility for the attack.\n      ^^^^^^^^^^^^^ ^^^^^^^^^^^^^^^^^^^^^^     ^^^^^^^^^^"),
        "{text}"
    );
    assert!(
        text.contains("same venue and day: Crocus City Hall"),
        "{text}"
    );
    let nothing = newsgraph(&["explain", &file, "--incident", "lisbon"]);
    assert_eq!(nothing.status.code(), Some(2));
}

#[test]
fn one_extraction_can_be_explained_by_its_iri() {
    let dir = tempfile::tempdir().unwrap();
    let file = graph(dir.path(), Format::TriG);
    let answer = newsgraph(&[
        "query",
        &file,
        "--format",
        "tsv",
        "SELECT ?x { ?x a ng:Extraction ; rdf:predicate ng:detained }",
    ]);
    let iri = out(&answer)
        .lines()
        .nth(1)
        .unwrap()
        .trim_matches(['<', '>'])
        .to_owned();
    let answer = newsgraph(&["explain", &file, "--fact", &iri]);
    assert!(
        out(&answer).contains("Russian authorities detained four assailants"),
        "{}{}",
        out(&answer),
        err(&answer)
    );
}

#[test]
fn validation_tells_findings_by_code_1() {
    let dir = tempfile::tempdir().unwrap();
    let file = graph(dir.path(), Format::Turtle);
    assert_eq!(newsgraph(&["validate", &file]).status.code(), Some(0));
    let broken = fs::read_to_string(&file)
        .unwrap()
        .replace("ng:stance ng:Claimed", "ng:stance ng:Boasted");
    fs::write(&file, broken).unwrap();
    let answer = newsgraph(&["validate", &file]);
    assert_eq!(answer.status.code(), Some(1));
    assert!(
        out(&answer).contains("ng:stance: expected one of"),
        "{}",
        out(&answer)
    );
}

#[test]
fn wrong_usage_is_code_2_and_help_is_0() {
    assert_eq!(newsgraph(&["extract"]).status.code(), Some(2));
    assert_eq!(newsgraph(&["conquer"]).status.code(), Some(2));
    assert_eq!(newsgraph(&["--help"]).status.code(), Some(0));
    assert_eq!(
        newsgraph(&["extract", "/nowhere.txt"]).status.code(),
        Some(2)
    );
    assert!(out(&newsgraph(&["completions", "bash"])).contains("newsgraph"));
    assert!(out(&newsgraph(&["man"])).starts_with(".ie"));
}

#[test]
fn some_failed_documents_are_code_3_and_the_rest_is_written() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), "Gunmen attacked a village.").unwrap();
    fs::write(dir.path().join("b.txt"), b"\xFF\xFF").unwrap();
    let file = dir.path().join("out.nq");
    let answer = newsgraph(&[
        "extract",
        dir.path().to_str().unwrap(),
        "-o",
        file.to_str().unwrap(),
        "--quiet",
    ]);
    assert_eq!(answer.status.code(), Some(3), "{}", err(&answer));
    assert!(err(&answer).contains("b.txt:1: not UTF-8"));
    assert!(fs::read_to_string(&file).unwrap().contains("doc/a>"));
}

#[test]
fn the_order_of_files_and_threads_does_not_show() {
    let files = [
        "examples/crocus-city-hall/a.txt",
        "examples/crocus-city-hall/b.txt",
    ];
    let one = newsgraph(&["extract", files[0], files[1], "-q", "--threads", "1"]);
    let two = newsgraph(&["extract", files[1], files[0], "-q", "--threads", "2"]);
    assert!(!one.stdout.is_empty());
    assert_eq!(one.stdout, two.stdout);
    assert!(one.stderr.is_empty());
}

#[test]
fn streamed_quads_are_those_of_the_documents() {
    let files = "examples/crocus-city-hall";
    let streamed = newsgraph(&["extract", files, "-q", "--no-fuse", "--format", "nq"]);
    let trig = newsgraph(&["extract", files, "-q", "--no-fuse"]);
    assert!(out(&streamed).lines().count() > 100);
    assert!(!out(&trig).contains("graph/merged"));
}

#[test]
fn a_closed_pipe_is_silent() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_newsgraph"))
        .args([
            "extract",
            "examples/crocus-city-hall",
            "-q",
            "--format",
            "nq",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(err(&output), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn colour_comes_only_when_wanted() {
    let plain = newsgraph(&["extract", "examples/crocus-city-hall"]);
    assert!(!err(&plain).contains('\u{1b}'));
    let colored = newsgraph(&["extract", "examples/crocus-city-hall", "--color", "always"]);
    assert!(err(&colored).contains('\u{1b}'));
}
