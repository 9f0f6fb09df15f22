//! `demo`: the main job on two short reports that are built in.

use std::io::Write;

use super::args::{DemoArgs, Global};
use super::error::{CliError, Exit};
use super::output::{self, AnyFormat, Cut};
use super::pack::Pack;
use super::paint::{self, paint};
use super::summary;
use crate::pipeline::{Options, Pipeline};
use crate::query::wrap;
use crate::rdf::{Format, RdfOptions};
use crate::text::Source;

const REPORTS: [(&str, &str); 2] = [
    ("a", include_str!("../../examples/crocus-city-hall/a.txt")),
    ("b", include_str!("../../examples/crocus-city-hall/b.txt")),
];

pub(crate) fn run(args: &DemoArgs, global: &Global) -> Result<Exit, CliError> {
    let pipeline = Pipeline::load(global.ontology.as_deref())?;
    let pack = Pack::load(global.ontology.as_deref())?;
    let sources = REPORTS
        .iter()
        .map(|(id, text)| Source {
            id: (*id).to_owned(),
            text: (*text).to_owned(),
            ..Source::default()
        })
        .collect();
    let collection = pipeline.extract(sources, &Options::default());
    if let Some(path) = &args.output {
        let format = AnyFormat::choose(None, Some(path))?.unwrap_or(AnyFormat::Rdf(Format::TriG));
        let options = RdfOptions {
            base_iri: pack.vocabulary.base().to_owned(),
            rdf12: false,
        };
        output::write(
            &collection,
            &pack,
            &options,
            format,
            &Cut::default(),
            Some(path),
        )?;
    }
    if global.quiet {
        return Ok(Exit::Done);
    }
    let width = paint::width();
    let mut text = Vec::new();
    for (id, report) in REPORTS {
        writeln!(
            text,
            "{}",
            paint(paint::NAME, &format!("examples/crocus-city-hall/{id}.txt"))
        )?;
        for paragraph in report.lines().filter(|l| !l.trim().is_empty()) {
            for line in wrap(paragraph, width.saturating_sub(2)) {
                writeln!(text, "  {}", paint(paint::FAINT, &line))?;
            }
        }
        writeln!(text)?;
    }
    writeln!(text, "What they say:")?;
    summary::print(&collection, &pack, global.verbose > 0, width, &mut text)?;
    let file = args
        .output
        .as_ref()
        .map_or_else(|| "graph.trig".to_owned(), |p| p.display().to_string());
    if args.output.is_none() {
        writeln!(
            text,
            "\n  newsgraph demo -o graph.trig                       keep the graph"
        )?;
    } else {
        writeln!(text)?;
    }
    writeln!(
        text,
        "  newsgraph explain {file}                        the words behind each fact"
    )?;
    writeln!(
        text,
        "  newsgraph query {file} --saved who-claimed      a question"
    )?;
    writeln!(
        text,
        "  newsgraph export {file} --to svg -o graph.svg   a drawing"
    )?;
    let mut out = anstream::stdout().lock();
    out.write_all(&text)?;
    out.flush()?;
    Ok(Exit::Done)
}
