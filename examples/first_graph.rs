//! Text in, a graph out: who did what to whom, with the words that say so.
//!
//! `cargo run --release --example first_graph`

#![allow(clippy::print_stdout, reason = "it is what the program is for")]

use newsgraph::explain::{facts_about, name, value};
use newsgraph::pipeline::{Options, Pipeline};
use newsgraph::text::Source;

const REPORT: &str = "Gunmen attacked a police station in Peshawar on Friday, killing at least 12 people. \
    The Red Front claimed responsibility for the attack. Police detained two suspects.";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pipeline = Pipeline::load(None)?;
    let source = Source {
        id: "report".into(),
        text: REPORT.into(),
        date: Some("2024-03-23".into()),
        ..Source::default()
    };
    let collection = pipeline.extract(vec![source], &Options::default());

    let vocabulary = pipeline.vocabulary();
    let graph = &collection.merged;
    for incident in graph.incidents(|class| vocabulary.is_a(class, "ng:Incident")) {
        println!("{}", name(incident, vocabulary));
        for fact in facts_about(graph, incident) {
            let object = match fact.object {
                Ok(node) => name(node, vocabulary),
                Err(literal) => value(literal, vocabulary),
            };
            let rules: Vec<&str> = fact.places.iter().map(|p| p.rule.as_str()).collect();
            let subject = if fact.subject.id == incident.id {
                String::new()
            } else {
                name(fact.subject, vocabulary)
            };
            println!(
                "  {subject} {} {object}   {}",
                vocabulary.label(fact.property),
                rules.join(" ")
            );
        }
    }
    println!(
        "{} nodes, {} edges",
        graph.petgraph().node_count(),
        graph.petgraph().edge_count()
    );
    Ok(())
}
