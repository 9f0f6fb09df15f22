//! Aligned columns for people.

use std::io::{self, Write};

use oxigraph::model::Term;
use unicode_width::UnicodeWidthStr;

use crate::ontology::Vocabulary;

/// Rows of text under column names.
#[derive(Clone, Debug, Default)]
pub struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// No rows yet.
    pub fn new(head: impl IntoIterator<Item = String>) -> Self {
        Self {
            head: head.into_iter().collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; line breaks and other control characters become spaces.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let clean = |c: String| c.replace(char::is_control, " ");
        self.rows.push(cells.into_iter().map(clean).collect());
    }

    /// Writes the table. Cells that do not fit into `width` columns of the terminal are wrapped between words.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, width: Option<usize>, out: &mut impl Write) -> io::Result<()> {
        if self.head.is_empty() {
            return Ok(());
        }
        let mut widths: Vec<usize> = self.head.iter().map(|h| h.width()).collect();
        for row in &self.rows {
            for (w, cell) in widths.iter_mut().zip(row) {
                *w = (*w).max(cell.width());
            }
        }
        if let Some(total) = width {
            shrink(&mut widths, total);
        }
        let rule: Vec<String> = widths.iter().map(|w| "─".repeat(*w)).collect();
        line(&self.head, &widths, out)?;
        writeln!(out, "{}", rule.join("  "))?;
        for row in &self.rows {
            line(row, &widths, out)?;
        }
        Ok(())
    }
}

/// Takes from the widest column until the whole fits, but leaves each column 12 wide.
fn shrink(widths: &mut [usize], total: usize) {
    loop {
        let sum: usize = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
        let Some(widest) = widths.iter_mut().max() else {
            return;
        };
        if sum <= total || *widest <= 12 {
            return;
        }
        *widest -= (sum - total).min(*widest - 12).max(1);
    }
}

fn line(cells: &[String], widths: &[usize], out: &mut impl Write) -> io::Result<()> {
    let wrapped: Vec<Vec<String>> = cells.iter().zip(widths).map(|(c, w)| wrap(c, *w)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(1).max(1);
    for at in 0..height {
        let mut text = String::new();
        for (column, width) in wrapped.iter().zip(widths) {
            let part = column.get(at).map_or("", String::as_str);
            text.push_str(part);
            text.push_str(&" ".repeat(width.saturating_sub(part.width()) + 2));
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

/// Cuts a text into lines of at most `width` columns, between words where that can be.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in text.split(' ') {
        let mut word = word.to_owned();
        if !current.is_empty() && current.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut current));
        }
        while word.width() > width {
            let cut: String = take_columns(&word, width);
            word = word.chars().skip(cut.chars().count()).collect();
            if !current.is_empty() {
                lines.push(std::mem::take(&mut current));
            }
            lines.push(cut);
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(&word);
    }
    if !current.is_empty() || lines.is_empty() {
        lines.push(current);
    }
    lines
}

fn take_columns(text: &str, width: usize) -> String {
    let mut cut = String::new();
    for c in text.chars() {
        if !cut.is_empty()
            && (cut.width() + unicode_width::UnicodeWidthChar::width(c).unwrap_or(0)) > width
        {
            break;
        }
        cut.push(c);
    }
    cut
}

/// A term for people: names by prefix or relative to the base, literals by their text.
pub(crate) fn cell(term: &Term, vocabulary: &Vocabulary, base: &str) -> String {
    match term {
        Term::NamedNode(iri) => match iri.as_str().strip_prefix(base) {
            Some(rest) if !rest.is_empty() => rest.to_owned(),
            _ => vocabulary.compress(iri.as_str()),
        },
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_cells_wrap_between_words_and_stay_in_their_column() {
        let mut table = Table::new(["who".to_owned(), "what".to_owned()]);
        table.row([
            "Islamic State".to_owned(),
            "claimed responsibility for the attack on the concert hall".to_owned(),
        ]);
        let mut out = Vec::new();
        table.write(Some(40), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|l| l.width() <= 40), "{text}");
        assert!(text.contains("\n               concert hall"), "{text}");
    }

    #[test]
    fn wide_letters_are_cut_by_columns() {
        assert_eq!(wrap("日本語日本語", 4), ["日本", "語日", "本語"]);
        assert_eq!(wrap("", 4), [""]);
    }
}
