//! A pack of one's own over the built-in one: a new class, a new property, two nouns, one rule. No Rust in it.
//!
//! `cargo run --release --example own_rule_pack`, or without any Rust:
//! `newsgraph extract report.txt --ontology examples/own_rule_pack/pack -o graph.trig`

#![allow(clippy::print_stdout, reason = "it is what the program is for")]

use std::path::Path;

use newsgraph::annotate::rule_test;
use newsgraph::explain::name;
use newsgraph::pipeline::{Options, Pipeline};
use newsgraph::text::Source;

const REPORT: &str = "Activists glued themselves to a runway in Hamburg on Friday. Protesters blocked the main bridge.";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/own_rule_pack/pack");
    let pipeline = Pipeline::load(Some(&pack))?;

    // the pack's own tests
    let (count, failures) = rule_test::run(pipeline.cascade());
    let own = failures
        .iter()
        .filter(|f| f.rule.starts_with("event/blockades/"))
        .count();
    println!("{count} tests in the packs, {own} of our own failed");

    let source = Source {
        id: "report".into(),
        text: REPORT.into(),
        date: Some("2024-03-23".into()),
        ..Source::default()
    };
    let graph = pipeline.extract(vec![source], &Options::default()).merged;
    let vocabulary = pipeline.vocabulary();
    for (from, edge, to) in graph
        .edges()
        .into_iter()
        .filter(|(from, ..)| vocabulary.is_a(from.class(), "ng:Incident"))
    {
        println!(
            "{}: {} {}",
            name(from, vocabulary),
            vocabulary.label(&edge.property),
            name(to, vocabulary)
        );
    }
    Ok(())
}
