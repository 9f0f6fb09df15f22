//! The summary of a graph: incident by incident, what is told and by whom.

use std::fmt::Write as _;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::pack::Pack;
use super::paint::{self, paint};
use crate::graph::{Collection, NodeKind};
use crate::query::wrap;
use crate::writers::{Digest, Item, Row, digest, incidents};

/// Incidents shown in full; the rest is counted, unless `-v`.
const SHOWN: usize = 12;
/// Items of a row shown; the rest is counted, unless `-v`.
const ITEMS: usize = 6;

/// Prints the summary.
pub(crate) fn print(
    collection: &Collection,
    pack: &Pack,
    verbose: bool,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let whole = collection.whole();
    let found = incidents(&whole, &pack.vocabulary);
    let shown = if verbose { found.len() } else { SHOWN };
    for incident in found.iter().take(shown) {
        let digest = digest(&whole, incident, &pack.vocabulary, &pack.style);
        writeln!(out)?;
        block(&digest, verbose, width, out)?;
    }
    if found.len() > shown {
        let more = format!("  … and {} more; -v shows all", found.len() - shown);
        writeln!(out, "\n{}", paint(paint::FAINT, &more))?;
    }
    let entities = whole.nodes().filter(|n| n.kind == NodeKind::Entity).count();
    let relations = whole.petgraph().edge_count();
    let incident = pack.vocabulary.label("ng:Incident");
    let entity = pack.vocabulary.label("ng:Entity");
    let line = format!(
        "{} · {} · {} · {}",
        count(whole.documents().len(), "document"),
        count(found.len(), &incident),
        count(entities, &entity),
        count(relations, "relation"),
    );
    writeln!(out, "\n{}", paint(paint::FAINT, &line))
}

/// `1 document`, `2 documents`, `3 entities`.
pub(crate) fn count(n: usize, one: &str) -> String {
    match (n, one.strip_suffix('y')) {
        (1, _) => format!("1 {one}"),
        (_, Some(stem)) => format!("{n} {stem}ies"),
        _ => format!("{n} {one}s"),
    }
}

fn block(digest: &Digest, verbose: bool, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let bar = paint(paint::BAR, "▌");
    for line in wrap(&digest.label, width - 2) {
        writeln!(out, "{bar} {}", paint(paint::TITLE, &line))?;
    }
    let mut facts = vec![digest.class.clone()];
    facts.extend(digest.date.map(|d| d.to_string()));
    if !digest.places.is_empty() {
        facts.push(digest.places.join(", "));
    }
    facts.push(format!(
        "{} ({})",
        count(digest.reports.len(), "report"),
        few(digest.reports.iter().cloned().collect(), 4)
    ));
    for line in wrap(&facts.join(" · "), width - 2) {
        writeln!(out, "{bar} {}", paint(paint::FAINT, &line))?;
    }
    let column = digest
        .rows
        .iter()
        .map(|r| r.label.width())
        .max()
        .unwrap_or(0);
    for row in &digest.rows {
        print_row(row, column, verbose, width, out)?;
    }
    Ok(())
}

fn print_row(
    row: &Row,
    column: usize,
    verbose: bool,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let shown = if verbose { row.items.len() } else { ITEMS };
    let mut lines: Vec<(String, anstyle::Style)> = Vec::new();
    let indent = column + 5;
    let room = width.saturating_sub(indent).max(20);
    let style = if row.unverified {
        paint::DOUBT
    } else {
        anstyle::Style::new()
    };
    let simple = !row.figures && row.items.iter().all(|i| i.by.is_empty());
    if simple {
        let names: Vec<String> = row.items.iter().map(|i| i.text.clone()).collect();
        for line in wrap(&few(names, shown), room) {
            lines.push((line, style));
        }
    } else {
        for (at, item) in row.items.iter().take(shown).enumerate() {
            let first = if row.figures && at == 0 {
                paint::STRONG
            } else {
                style
            };
            for line in wrap(&told(item, row), room) {
                lines.push((line, first));
            }
        }
        if row.items.len() > shown {
            lines.push((
                format!("… and {} more", row.items.len() - shown),
                paint::FAINT,
            ));
        }
    }
    for (at, (line, style)) in lines.iter().enumerate() {
        let name = if at == 0 { row.label.as_str() } else { "" };
        let gap = " ".repeat(column - name.width());
        writeln!(
            out,
            "  {}{gap}   {}",
            paint(paint::NAME, name),
            paint(*style, line)
        )?;
    }
    Ok(())
}

/// `133 — Russian authorities, 2024-03-24`.
fn told(item: &Item, row: &Row) -> String {
    let mut text = item.text.clone();
    if !item.by.is_empty() {
        text.push_str(if row.figures || row.unverified {
            " — "
        } else {
            " ← "
        });
        text.push_str(&item.by.join(", "));
    }
    if let Some(date) = item.when {
        let _ = write!(text, ", {date}");
    }
    if item.reports.len() > 1 {
        let _ = write!(text, " ({})", count(item.reports.len(), "report"));
    }
    text
}

fn few(names: Vec<String>, shown: usize) -> String {
    let more = names.len().saturating_sub(shown);
    let mut text = names.into_iter().take(shown).collect::<Vec<_>>().join(", ");
    if more > 0 {
        let _ = write!(text, " … and {more} more");
    }
    text
}
