//! `validate`: SHACL shapes over a graph file.

use std::io::Write;

use super::args::{Global, ValidateArgs};
use super::error::{CliError, Exit};
use super::pack::Pack;
use super::paint::{self, paint};
use super::summary::count;
use crate::query::GraphStore;
use crate::query::shapes::{Finding, Shapes, check};
use crate::rdf;

pub(crate) fn run(args: &ValidateArgs, global: &Global) -> Result<Exit, CliError> {
    let pack = Pack::load(global.ontology.as_deref())?;
    let (text, path) = match &args.shapes {
        Some(path) => {
            let read = std::fs::read_to_string(path);
            let text = read
                .map_err(|e| CliError::message(format!("cannot read {}: {e}", path.display())))?;
            (text, path.display().to_string())
        }
        None => match pack.files.text("shapes.ttl") {
            Some(text) => (text.to_owned(), "shapes.ttl".to_owned()),
            None => {
                return Err(CliError::message(
                    "the pack has no shapes.ttl; give --shapes FILE",
                ));
            }
        },
    };
    let shapes = Shapes::parse(&text, &path)?;
    let quads = rdf::quads_of(&args.graph)?;
    let base = rdf::base_iri(&quads).unwrap_or_else(|| pack.vocabulary.base().to_owned());
    let store = GraphStore::load(quads)?;
    let findings = check(&store, &shapes, &pack.vocabulary)?;
    let mut out = Vec::new();
    for finding in &findings {
        print(finding, &pack, &base, &mut out)?;
    }
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(&out)?;
    stdout.flush()?;
    if findings.is_empty() {
        if !global.quiet {
            let shapes = shapes.targeted().count();
            paint::note(&format!(
                "{} {} checked against {}",
                paint(paint::GOOD, "conforms:"),
                count(store.len(), "triple"),
                count(shapes, "shape"),
            ));
        }
        return Ok(Exit::Done);
    }
    if !global.quiet {
        paint::note(&format!(
            "{} {}",
            paint(paint::BAD, "does not conform:"),
            count(findings.len(), "finding")
        ));
    }
    Ok(Exit::Findings)
}

fn print(finding: &Finding, pack: &Pack, base: &str, out: &mut Vec<u8>) -> std::io::Result<()> {
    let name = |iri: &str| match iri.strip_prefix(base) {
        Some(rest) => rest.to_owned(),
        None => pack.vocabulary.compress(iri),
    };
    let path = finding
        .path
        .as_deref()
        .map(|p| format!(" {}", name(p)))
        .unwrap_or_default();
    let value = finding
        .value
        .as_deref()
        .map(|v| format!(", found {}", name(v)))
        .unwrap_or_default();
    writeln!(
        out,
        "{}  {}{}: {}{value}",
        paint(paint::FAINT, &name(&finding.shape)),
        paint(paint::STRONG, &name(&finding.focus)),
        paint(paint::NAME, &path),
        finding.message,
    )
}
