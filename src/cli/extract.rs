//! `extract`: reports in, a graph and a summary out.

use std::io::{IsTerminal, Write};
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{ExtractArgs, Global, GraphOutput, Policy, RdfVersion};
use super::error::{CliError, Exit};
use super::output::{self, AnyFormat, Cut};
use super::pack::Pack;
use super::{paint, summary};
use crate::graph::{Collection, KnowledgeGraph};
use crate::pipeline::{Options, Pipeline, TollPolicy};
use crate::rdf::{Format, Lines, Mapping, RdfOptions};
use crate::text::{ReadError, Source, read_all};

pub(crate) fn run(args: &ExtractArgs, global: &Global) -> Result<Exit, CliError> {
    let format = AnyFormat::choose(args.output.format.as_deref(), args.output.output.as_deref())?;
    let pipeline = Pipeline::load(global.ontology.as_deref())?;
    let pack = Pack::of(pipeline.cascade().ontology())?;
    let rdf = rdf_options(&args.output, pack.vocabulary.base());
    Mapping::new(&pack.vocabulary, &rdf)?; // a bad base is told before the work, not after
    let (sources, failures) = read(&args.paths);
    if sources.is_empty() {
        list(&failures);
        return Ok(Exit::Usage);
    }
    let options = Options {
        fuse: !args.no_fuse,
        ..pipeline_options(&args.output)
    };
    let mut stdout_taken = args.output.output.is_some();
    let to_stdout = args.output.output.is_none() && (format.is_some() || !output::is_terminal());
    let streams = args.no_fuse && format == Some(AnyFormat::Rdf(Format::NQuads));
    let collection = if streams {
        stdout_taken = true;
        stream(
            &pipeline,
            sources,
            &options,
            &pack,
            &rdf,
            args.output.output.as_deref(),
            global.quiet,
        )?
    } else {
        let graphs = each(&pipeline, sources, &options, global.quiet);
        if options.fuse {
            pipeline.fuse(graphs, &[], &options)
        } else {
            Collection {
                documents: graphs,
                ..Collection::default()
            }
        }
    };
    if !global.quiet {
        print_summary(&collection, &pack, global.verbose > 0)?;
    }
    if !streams && (stdout_taken || to_stdout) {
        let format = format.unwrap_or(AnyFormat::Rdf(Format::TriG));
        output::write(
            &collection,
            &pack,
            &rdf,
            format,
            &Cut::default(),
            args.output.output.as_deref(),
        )?;
    }
    if !global.quiet {
        hint(args.output.output.as_deref(), to_stdout);
    }
    list(&failures);
    for (document, sentences) in pipeline.cut_short() {
        paint::error(&format!(
            "{document}: the step budget of the rules ran out in {sentences} sentence(s), where they may have found less; \
             `newsgraph rules profile` shows the costly ones"
        ));
    }
    // the process ends here: giving every word back first takes longer than reading a report
    std::mem::forget(pipeline);
    Ok(if failures.is_empty() {
        Exit::Done
    } else {
        Exit::Partial
    })
}

pub(crate) fn rdf_options(output: &GraphOutput, base: &str) -> RdfOptions {
    RdfOptions {
        base_iri: output.base_iri.clone().unwrap_or_else(|| base.to_owned()),
        rdf12: output.rdf == RdfVersion::V12,
    }
}

pub(crate) fn pipeline_options(output: &GraphOutput) -> Options {
    Options {
        threads: output.threads.map(usize::from),
        fuse: true,
        toll_policy: match output.toll_policy {
            Policy::Latest => TollPolicy::Latest,
            Policy::Conservative => TollPolicy::Conservative,
            Policy::Max => TollPolicy::Max,
        },
    }
}

fn read(paths: &[std::path::PathBuf]) -> (Vec<Source>, Vec<ReadError>) {
    let (mut sources, mut failures) = (Vec::new(), Vec::new());
    for result in read_all(paths) {
        match result {
            Ok(source) => sources.push(source),
            Err(error) => failures.push(error),
        }
    }
    (sources, failures)
}

/// Every failure, one a line.
fn list(failures: &[ReadError]) {
    for failure in failures {
        paint::error(&failure.to_string());
    }
}

/// Extracts with a progress bar on a terminal.
fn each(
    pipeline: &Pipeline,
    sources: Vec<Source>,
    options: &Options,
    quiet: bool,
) -> Vec<KnowledgeGraph> {
    let bar = bar(sources.len(), quiet);
    let mut graphs = Vec::with_capacity(sources.len());
    pipeline.extract_each(sources, options, &mut |graph| {
        bar.inc(1);
        graphs.push(graph);
    });
    bar.finish_and_clear();
    graphs
}

/// Writes N-Quads document by document and keeps none.
fn stream(
    pipeline: &Pipeline,
    sources: Vec<Source>,
    options: &Options,
    pack: &Pack,
    rdf: &RdfOptions,
    path: Option<&Path>,
    quiet: bool,
) -> Result<Collection, CliError> {
    let mapping = Mapping::new(&pack.vocabulary, rdf)?;
    let mut lines = Lines::new(output::open(path)?);
    let bar = bar(sources.len(), quiet);
    let mut failed = None;
    pipeline.extract_each(sources, options, &mut |graph| {
        bar.inc(1);
        if failed.is_none() {
            failed = mapping.document(&graph, &mut lines).err();
        }
    });
    bar.finish_and_clear();
    if let Some(error) = failed {
        return Err(error.into());
    }
    lines.finish()?;
    Ok(Collection::default())
}

fn bar(documents: usize, quiet: bool) -> ProgressBar {
    if quiet || documents < 50 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(documents as u64), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(
        "  {bar:32.cyan/dim} {pos}/{len} documents  {per_sec}  {eta} left",
    ) {
        bar.set_style(style);
    }
    bar
}

pub(crate) fn print_summary(
    collection: &Collection,
    pack: &Pack,
    verbose: bool,
) -> Result<(), CliError> {
    if collection.documents.is_empty() && collection.merged.documents().is_empty() {
        return Ok(());
    }
    let mut text = Vec::new();
    summary::print(collection, pack, verbose, paint::width(), &mut text)?;
    let mut err = anstream::stderr().lock();
    // a closed standard error is no reason to lose the graph
    let _ = err.write_all(&text);
    Ok(())
}

fn hint(path: Option<&Path>, to_stdout: bool) {
    let text = match path {
        Some(path) => format!("→ {}", path.display()),
        None if to_stdout => return,
        None => "→ nothing written: add -o graph.trig, then `newsgraph explain graph.trig` shows the words behind each fact".to_owned(),
    };
    paint::note(&paint::paint(paint::FAINT, &text));
}
