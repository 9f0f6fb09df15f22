//! Reports in, a drawing for Graphviz out.
//!
//! `cargo run --release --example draw_dot | dot -Tsvg > graph.svg`

use std::path::PathBuf;

use newsgraph::pipeline::{Options, Pipeline};
use newsgraph::text::read_all;
use newsgraph::writers::{Style, View, draw, write_dot};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "examples/crocus-city-hall".into());
    let pipeline = Pipeline::load(None)?;
    let sources = read_all(&[PathBuf::from(folder)])
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
    let collection = pipeline.extract(sources, &Options::default());

    let style = Style::load(&pipeline.cascade().ontology().files)?;
    let drawing = draw(
        &collection.whole(),
        pipeline.vocabulary(),
        &style,
        View::Relations,
        None,
    )?;
    write_dot(&drawing, &mut std::io::stdout())?;
    Ok(())
}
