//! Where data goes, and in which format.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use super::error::CliError;
use super::pack::Pack;
use crate::graph::Collection;
use crate::rdf::{self, Format, RdfOptions};
use crate::writers::{self, Around, View};

use super::args::Target;

/// Any format a graph can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnyFormat {
    Rdf(Format),
    Other(Target),
}

impl AnyFormat {
    /// By name or file ending.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        if let Some(format) = Format::from_name(name) {
            return Some(Self::Rdf(format));
        }
        Some(Self::Other(match name.to_ascii_lowercase().as_str() {
            "dot" | "gv" => Target::Dot,
            "svg" => Target::Svg,
            "graphml" => Target::Graphml,
            "gexf" => Target::Gexf,
            "json" | "cyjs" | "cytoscape" => Target::Cytoscape,
            "csv" => Target::Csv,
            "geojson" => Target::Geojson,
            "neo4j-csv" => Target::Neo4jCsv,
            "jsonl" | "ndjson" => Target::Jsonl,
            _ => return None,
        }))
    }

    /// From `--format`, else from the ending of the output.
    pub(crate) fn choose(
        format: Option<&str>,
        output: Option<&Path>,
    ) -> Result<Option<Self>, CliError> {
        const KNOWN: &str = "ttl, trig, nt, nq, rdf, jsonld, jsonl, dot, svg, graphml, gexf, cytoscape, csv, geojson, neo4j-csv";
        if let Some(name) = format {
            return Self::from_name(name).map(Some).ok_or_else(|| {
                CliError::message(format!("unknown format `{name}`; expected one of {KNOWN}"))
            });
        }
        let Some(path) = output else { return Ok(None) };
        let Some(ending) = path.extension().and_then(|e| e.to_str()) else {
            return Ok(None);
        };
        Self::from_name(ending).map(Some).ok_or_else(|| {
            CliError::message(format!(
                "cannot tell the format of {} from its ending; give --format, one of {KNOWN}",
                path.display()
            ))
        })
    }
}

/// Opens a file, or standard output.
pub(crate) fn open(output: Option<&Path>) -> Result<Box<dyn Write>, CliError> {
    match output {
        None => Ok(Box::new(BufWriter::new(io::stdout().lock()))),
        Some(path) if path.as_os_str() == "-" => Ok(Box::new(BufWriter::new(io::stdout().lock()))),
        Some(path) => Ok(Box::new(BufWriter::with_capacity(
            BUFFER,
            File::create(path).map_err(|source| failed(path, source))?,
        ))),
    }
}

/// Bytes written to a file at once.
const BUFFER: usize = 32 * 1024;

fn failed(path: &Path, source: io::Error) -> CliError {
    CliError::Output {
        path: path.display().to_string(),
        source,
    }
}

/// Writes data to standard output.
pub(crate) fn stdout(bytes: &[u8]) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}

/// Whether standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// What of the graph is drawn.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cut {
    pub(crate) view: View,
    pub(crate) around: Option<Around>,
    /// Drawings of a cut; formats for programs write everything unless a cut was asked for.
    pub(crate) asked: bool,
}

/// Writes a collection in any format.
pub(crate) fn write(
    collection: &Collection,
    pack: &Pack,
    options: &RdfOptions,
    format: AnyFormat,
    cut: &Cut,
    output: Option<&Path>,
) -> Result<(), CliError> {
    let target = match format {
        AnyFormat::Rdf(format) => {
            let mut out = open(output)?;
            rdf::write(collection, &pack.vocabulary, options, format, &mut out)?;
            out.flush()?;
            return Ok(());
        }
        AnyFormat::Other(target) => target,
    };
    let whole = collection.whole();
    let drawing = if cut.asked || matches!(target, Target::Dot | Target::Svg) {
        writers::draw(
            &whole,
            &pack.vocabulary,
            &pack.style,
            cut.view,
            cut.around.as_ref(),
        )?
    } else {
        writers::everything(&whole, &pack.vocabulary, &pack.style)
    };
    let folder = |path: &Path| {
        path.is_dir() || path.extension().is_none() || path.to_string_lossy().ends_with('/')
    };
    match (target, output) {
        (Target::Csv, Some(path)) if folder(path) => {
            std::fs::create_dir_all(path).map_err(|e| failed(path, e))?;
            writers::write_nodes_csv(&whole, &drawing, open(Some(&path.join("nodes.csv")))?)?;
            writers::write_edges_csv(&drawing, open(Some(&path.join("edges.csv")))?)?;
            return Ok(());
        }
        (Target::Neo4jCsv, Some(path)) if folder(path) => {
            std::fs::create_dir_all(path).map_err(|e| failed(path, e))?;
            let tables = writers::neo4j_tables(&whole, &drawing)?;
            for (name, bytes) in [
                ("nodes.csv", &tables.nodes),
                ("relationships.csv", &tables.relationships),
            ] {
                let file = path.join(name);
                std::fs::write(&file, bytes).map_err(|e| failed(&file, e))?;
            }
            return Ok(());
        }
        (Target::Neo4jCsv, _) => {
            return Err(CliError::message(
                "neo4j-csv is two files; give a folder with -o DIR",
            ));
        }
        _ => {}
    }
    let mut bytes = Vec::new();
    match target {
        Target::Dot => writers::write_dot(&drawing, &mut bytes)?,
        Target::Svg => {
            let mut dot = Vec::new();
            writers::write_dot(&drawing, &mut dot)?;
            bytes = svg(&dot)?;
        }
        Target::Graphml => writers::write_graphml(&whole, &drawing, &mut bytes)?,
        Target::Gexf => writers::write_gexf(&whole, &drawing, &mut bytes)?,
        Target::Cytoscape => writers::write_cytoscape(&whole, &drawing, &mut bytes)?,
        Target::Geojson => {
            writers::write_geojson(&whole, &pack.vocabulary, &pack.style, &mut bytes)?;
        }
        Target::Csv | Target::Neo4jCsv => writers::write_edges_csv(&drawing, &mut bytes)?,
        Target::Jsonl => writers::write_jsonl(collection, &pack.vocabulary, &mut bytes)?,
    }
    let mut out = open(output)?;
    out.write_all(&bytes)?;
    out.flush()?;
    Ok(())
}

/// Runs Graphviz.
fn svg(dot: &[u8]) -> Result<Vec<u8>, CliError> {
    let child = Command::new("dot")
        .arg("-Tsvg")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.map_err(|_| {
        CliError::message("SVG needs Graphviz, and there is no `dot` on the PATH; install graphviz, or write --to dot and draw it elsewhere")
    })?;
    // Graphviz reads all of its input before it writes
    let fed = child.stdin.take().map(|mut stdin| stdin.write_all(dot));
    let done = child.wait_with_output()?;
    if !done.status.success() || matches!(fed, Some(Err(_))) {
        return Err(CliError::message(format!(
            "Graphviz failed: {}",
            String::from_utf8_lossy(&done.stderr).trim()
        )));
    }
    Ok(done.stdout)
}
