//! Every edge can be asked why it is there: the rule that found it and the sentence, with the words marked.
//!
//! `cargo run --release --example explain_edge`

#![allow(clippy::print_stdout, reason = "it is what the program is for")]

use std::path::PathBuf;

use newsgraph::explain::name;
use newsgraph::pipeline::{Options, Pipeline};
use newsgraph::text::read_all;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pipeline = Pipeline::load(None)?;
    let folder = PathBuf::from("examples/crocus-city-hall");
    let sources = read_all(&[folder])
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
    let collection = pipeline.extract(sources, &Options::default());

    let vocabulary = pipeline.vocabulary();
    for (from, edge, to) in collection.merged.edges() {
        if edge.property != "ng:claimedResponsibilityFor" {
            continue;
        }
        println!(
            "{} {} {}",
            name(from, vocabulary),
            vocabulary.label(&edge.property),
            name(to, vocabulary)
        );
        for place in &edge.provenance {
            let Some(document) = collection
                .documents
                .iter()
                .find_map(|g| g.documents().get(&place.document))
            else {
                continue;
            };
            println!("  rule      {}", place.rule);
            println!("  document  {}", place.document);
            println!("  sentence  {}", place.evidence.of(&document.text));
            println!("  cue       {}", place.cue.of(&document.text));
            for argument in &place.arguments {
                println!("  argument  {}", argument.of(&document.text));
            }
        }
    }
    Ok(())
}
