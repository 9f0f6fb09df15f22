//! `export`: drawings, files for other programs, and views of the pack.

use std::io::Write;

use super::args::{ExportArgs, Global, Target};
use super::error::{CliError, Exit};
use super::output::{self, AnyFormat, Cut};
use super::pack::Pack;
use super::query;
use crate::query::{AnswerFormat, GraphStore, SavedQuery, saved_queries, write_answer};
use crate::rdf::{self, RdfOptions};
use crate::writers::{Around, View};

pub(crate) fn run(args: &ExportArgs, global: &Global) -> Result<Exit, CliError> {
    let pack = Pack::load(global.ontology.as_deref())?;
    let view = match args.view.as_deref() {
        None | Some("relations") => View::Relations,
        Some("events") => View::Events,
        Some("mentions") => View::Mentions,
        Some(name) => return rows(args, name, &pack),
    };
    let path = args.output.as_deref();
    let format = match args.to {
        Some(target) => AnyFormat::Other(target),
        None => AnyFormat::choose(None, path)?.unwrap_or(AnyFormat::Other(Target::Dot)),
    };
    let loaded = rdf::read(&args.graph, &pack.vocabulary)?;
    let cut = Cut {
        view,
        around: args.around.as_ref().map(|name| Around {
            name: name.clone(),
            depth: args.depth,
        }),
        asked: args.view.is_some() || args.around.is_some(),
    };
    let options = RdfOptions {
        base_iri: loaded.base_iri,
        rdf12: false,
    };
    output::write(&loaded.collection, &pack, &options, format, &cut, path)?;
    Ok(Exit::Done)
}

/// A view of `views/`: a saved question whose rows are somebody else's schema.
fn rows(args: &ExportArgs, name: &str, pack: &Pack) -> Result<Exit, CliError> {
    let views = saved_queries(&pack.files, "views");
    let view = SavedQuery::find(&views, name).map_err(|_| {
        let mut known = vec!["relations", "events", "mentions"];
        known.extend(views.iter().map(|v| v.name.as_str()));
        CliError::message(format!("no view `{name}`; there are: {}", known.join(", ")))
    })?;
    let ending = args
        .output
        .as_deref()
        .and_then(|p| p.extension())
        .and_then(|e| e.to_str());
    let format = match (args.to, ending) {
        (Some(Target::Csv), _) | (None, None) => AnswerFormat::Csv,
        (None, Some(ending)) => query::format(ending)?,
        (Some(other), _) => {
            return Err(CliError::message(format!(
                "a view of views/ gives rows; write them to csv, tsv, json or xml, not {other:?}"
            )));
        }
    };
    let quads = rdf::quads_of(&args.graph)?;
    let base = rdf::base_iri(&quads).unwrap_or_else(|| pack.vocabulary.base().to_owned());
    let store = GraphStore::load(quads)?;
    let answer = store.ask(&view.text, &pack.vocabulary)?;
    let mut out = output::open(args.output.as_deref())?;
    write_answer(
        answer,
        Some(format),
        &pack.vocabulary,
        &base,
        None,
        &mut out,
    )?;
    out.flush()?;
    Ok(Exit::Done)
}
