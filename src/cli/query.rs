//! `query`: SPARQL over a graph file.

use std::fmt::Write as _;
use std::io::Write as _;

use super::args::{Global, QueryArgs};
use super::error::{CliError, Exit};
use super::pack::Pack;
use super::{output, paint};
use crate::query::{AnswerFormat, GraphStore, SavedQuery, saved_queries, write_answer};
use crate::rdf::{self, Format};

pub(crate) fn run(args: &QueryArgs, global: &Global) -> Result<Exit, CliError> {
    let pack = Pack::load(global.ontology.as_deref())?;
    let saved = saved_queries(&pack.files, "queries");
    if args.list {
        let width = saved.iter().map(|q| q.name.len()).max().unwrap_or(0);
        let mut text = String::new();
        for query in &saved {
            let _ = writeln!(text, "{:width$}  {}", query.name, query.question);
        }
        output::stdout(text.as_bytes())?;
        return Ok(Exit::Done);
    }
    let question = match (&args.sparql, &args.file, &args.saved) {
        (Some(text), _, _) => text.clone(),
        (_, Some(file), _) => std::fs::read_to_string(file)
            .map_err(|e| CliError::message(format!("cannot read {}: {e}", file.display())))?,
        (_, _, Some(name)) => SavedQuery::find(&saved, name)?.text.clone(),
        _ => {
            return Err(CliError::message(
                "no question; give SPARQL, -f FILE or --saved NAME (--list shows the names)",
            ));
        }
    };
    let format = args.format.as_deref().map(format).transpose()?;
    let Some(graph) = &args.graph else {
        return Err(CliError::message(
            "no graph; give the file that extract wrote",
        ));
    };
    let quads = rdf::quads_of(graph)?;
    let base = rdf::base_iri(&quads).unwrap_or_else(|| pack.vocabulary.base().to_owned());
    let store = GraphStore::load(quads)?.relative_to(&base);
    let answer = store.ask(&question, &pack.vocabulary)?;
    let width = output::is_terminal().then(paint::terminal_width).flatten();
    let mut out = output::open(None)?;
    write_answer(answer, format, &pack.vocabulary, &base, width, &mut out)?;
    out.flush()?;
    Ok(Exit::Done)
}

pub(crate) fn format(name: &str) -> Result<AnswerFormat, CliError> {
    Ok(match name.to_ascii_lowercase().as_str() {
        "table" => AnswerFormat::Table,
        "json" | "srj" => AnswerFormat::Json,
        "csv" => AnswerFormat::Csv,
        "tsv" => AnswerFormat::Tsv,
        "xml" | "srx" => AnswerFormat::Xml,
        other => AnswerFormat::Triples(Format::from_name(other).ok_or_else(|| {
            CliError::message(format!(
                "unknown format `{name}`; expected table, json, csv, tsv or xml, or ttl, nt, jsonld for CONSTRUCT"
            ))
        })?),
    })
}
