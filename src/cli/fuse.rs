//! `fuse`: many graph files to one.

use super::args::{FuseArgs, Global};
use super::error::{CliError, Exit};
use super::output::{self, AnyFormat, Cut};
use super::pack::Pack;
use super::{extract, paint};
use crate::pipeline::Pipeline;
use crate::rdf::{self, Format};

pub(crate) fn run(args: &FuseArgs, global: &Global) -> Result<Exit, CliError> {
    let path = args.output.output.as_deref();
    let format = AnyFormat::choose(args.output.format.as_deref(), path)?;
    let pipeline = Pipeline::load(global.ontology.as_deref())?;
    let pack = Pack::load(global.ontology.as_deref())?;
    let mut documents = Vec::new();
    let mut ledger = Vec::new();
    let mut base = None;
    for graph in &args.graphs {
        let loaded = rdf::read(graph, &pack.vocabulary)?;
        if loaded.collection.documents.is_empty() {
            return Err(CliError::message(format!(
                "{} does not keep its documents apart, so they cannot be fused; extract to trig, nq or jsonld",
                graph.display()
            )));
        }
        documents.extend(loaded.collection.documents);
        ledger.extend(loaded.collection.ledger);
        base.get_or_insert(loaded.base_iri);
    }
    documents.sort_by_cached_key(|g| g.documents().keys().next().cloned());
    documents.dedup_by_key(|g| {
        g.documents()
            .values()
            .next()
            .map(|d| (d.id.clone(), d.sha256.clone()))
    });
    let options = extract::pipeline_options(&args.output);
    let collection = pipeline.fuse(documents, &ledger, &options);
    if !global.quiet {
        extract::print_summary(&collection, &pack, global.verbose > 0)?;
    }
    let rdf = extract::rdf_options(
        &args.output,
        base.as_deref().unwrap_or(pack.vocabulary.base()),
    );
    let format = format.unwrap_or(AnyFormat::Rdf(Format::TriG));
    output::write(&collection, &pack, &rdf, format, &Cut::default(), path)?;
    if let (Some(path), false) = (path, global.quiet) {
        paint::note(&paint::paint(
            paint::FAINT,
            &format!("→ {}", path.display()),
        ));
    }
    Ok(Exit::Done)
}
