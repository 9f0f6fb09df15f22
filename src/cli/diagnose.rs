//! Mistakes of a pack, shown with a caret under the text, or as JSON for editors.

use std::collections::BTreeMap;
use std::io::Write;

use anstream::stdout;
use ariadne::{Color, Config, IndexType, Label, Report, ReportKind, Source};

use super::error::CliError;
use crate::ontology::{Diagnostic, PackFiles, Severity};

/// Characters of a line that are shown: patterns of a hundred thousand are among the mistakes.
const WIDEST: usize = 240;

/// Every mistake with file, line, column, caret, code and what to do.
pub(crate) fn text(found: &[Diagnostic], files: &PackFiles) -> Result<(), CliError> {
    let mut sources: BTreeMap<&str, Source<&str>> = BTreeMap::new();
    let mut out = stdout().lock();
    for d in found {
        let text = files.text(&d.file).unwrap_or("");
        if text.is_empty() {
            // nothing to point at: the place is a folder, or an empty file
            writeln!(
                out,
                "[{}] {}: {}\n  Help: {}",
                d.code, d.file, d.message, d.help
            )?;
            continue;
        }
        let source = sources.entry(&d.file).or_insert_with(|| Source::from(text));
        let (kind, color) = match d.severity {
            Severity::Error => (ReportKind::Error, Color::Red),
            Severity::Lint => (ReportKind::Warning, Color::Yellow),
        };
        let span = (
            d.file.as_str(),
            d.at.start.min(text.len())..d.at.end.min(text.len()),
        );
        let mut shown = Vec::new();
        Report::build(kind, span.clone())
            .with_config(Config::default().with_index_type(IndexType::Byte))
            .with_code(d.code)
            .with_message(&d.message)
            .with_label(Label::new(span).with_message(&d.message).with_color(color))
            .with_help(&d.help)
            .finish()
            .write((d.file.as_str(), &*source), &mut shown)?;
        for line in String::from_utf8_lossy(&shown).lines() {
            writeln!(out, "{}", cut(line))?;
        }
    }
    let lints = found
        .iter()
        .filter(|d| d.severity == Severity::Lint)
        .count();
    let mistakes = found.len() - lints;
    match (mistakes, lints) {
        (0, lints) => writeln!(out, "no mistakes, {lints} lint(s)")?,
        (mistakes, 0) => writeln!(out, "{mistakes} mistake(s)")?,
        (mistakes, lints) => writeln!(out, "{mistakes} mistake(s), {lints} lint(s)")?,
    }
    Ok(())
}

/// A line without what lies beyond [`WIDEST`]; colours take no room.
fn cut(line: &str) -> String {
    let (mut seen, mut escaped) = (0, false);
    let keep = |c: &char| {
        if *c == '\u{1b}' {
            escaped = true;
        } else if escaped {
            escaped = *c != 'm';
        } else {
            seen += 1;
            return seen <= WIDEST;
        }
        true
    };
    line.chars().filter(keep).collect()
}

/// The same as one JSON array.
pub(crate) fn json(found: &[Diagnostic], files: &PackFiles) -> Result<(), CliError> {
    let rows: Vec<_> = found
        .iter()
        .map(|d| {
            let (line, column) = d.position(files.text(&d.file).unwrap_or(""));
            serde_json::json!({
                "file": d.file, "line": line, "column": column, "start": d.at.start, "end": d.at.end,
                "severity": d.severity, "code": d.code, "message": d.message, "help": d.help,
            })
        })
        .collect();
    writeln!(stdout(), "{}", serde_json::Value::Array(rows))?;
    Ok(())
}
