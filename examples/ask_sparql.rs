//! Reports in, questions in SPARQL over what they say together.
//!
//! `cargo run --release --example ask_sparql [FOLDER] [QUESTION]`

use std::path::PathBuf;

use newsgraph::pipeline::{Options, Pipeline};
use newsgraph::query::{AnswerFormat, GraphStore, write_answer};
use newsgraph::rdf::{RdfOptions, quads};
use newsgraph::text::read_all;

const QUESTION: &str = "
SELECT ?who ?relation ?incident {
  ?i a ng:Attack ; rdfs:label ?incident .
  ?w ?p ?i ; rdfs:label ?who .
  VALUES (?p ?relation) { (ng:claimedResponsibilityFor 'claimed') (ng:blamedFor 'was blamed for') (ng:condemned 'condemned') }
} ORDER BY ?who";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments
        .next()
        .unwrap_or_else(|| "examples/crocus-city-hall".into());
    let question = arguments.next().unwrap_or_else(|| QUESTION.into());

    let pipeline = Pipeline::load(None)?;
    let sources = read_all(&[PathBuf::from(folder)])
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
    let collection = pipeline.extract(sources, &Options::default());

    let vocabulary = pipeline.vocabulary();
    let store = GraphStore::load(quads(&collection, vocabulary, &RdfOptions::default())?)?;
    let answer = store.ask(&question, vocabulary)?;
    write_answer(
        answer,
        Some(AnswerFormat::Table),
        vocabulary,
        vocabulary.base(),
        Some(120),
        &mut std::io::stdout(),
    )?;
    Ok(())
}
