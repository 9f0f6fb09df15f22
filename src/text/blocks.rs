//! A text to blocks: paragraphs and headings.
//!
//! *Takes* the body of a text. *Gives* blocks in order. *Promises* that every character that is not white space
//! lies in one block. Blank lines part blocks. Inside a run of lines a line break is just space when the lines
//! are hard-wrapped: the next line's first word would not have fitted. An indent or a bullet begins a block.

use super::document::{Block, BlockKind};
use crate::span::Span;

/// Wrapped lines are at most this long; a longer line is a paragraph of its own.
const WRAP: usize = 130;
/// A heading has at most this many bytes.
const HEADING: usize = 120;

struct Line {
    start: usize,
    end: usize,
    indent: usize,
}

/// Cuts `text[from..]` into blocks.
pub(super) fn blocks(text: &str, from: usize) -> Vec<Block> {
    let lines = lines(text, from);
    let width = lines
        .iter()
        .flatten()
        .map(|l| l.end - l.start + l.indent)
        .max()
        .unwrap_or(0);
    let mut spans: Vec<(usize, usize, usize)> = Vec::new();
    let mut previous: Option<&Line> = None;
    for line in &lines {
        let Some(line) = line else {
            previous = None;
            continue;
        };
        match (previous, spans.last_mut()) {
            (Some(above), Some(last)) if joins(text, above, line, width) => {
                last.1 = line.end;
                last.2 += 1;
            }
            _ => spans.push((line.start, line.end, 1)),
        }
        previous = Some(line);
    }
    let only = spans.len() == 1;
    spans
        .into_iter()
        .map(|(start, end, count)| Block {
            span: Span::new(offset(start), offset(end)),
            kind: if !only && count <= 2 && is_heading(text.get(start..end).unwrap_or("")) {
                BlockKind::Heading
            } else {
                BlockKind::Paragraph
            },
        })
        .collect()
}

/// The lines without the white space around them; `None` for a blank one.
fn lines(text: &str, from: usize) -> Vec<Option<Line>> {
    let mut out = Vec::with_capacity(text.len() / 64);
    let mut start = from;
    for line in text.get(from..).unwrap_or("").split('\n') {
        let kept = line.trim();
        let indent = line.len() - line.trim_start().len();
        out.push((!kept.is_empty()).then_some(Line {
            start: start + indent,
            end: start + indent + kept.len(),
            indent,
        }));
        start += line.len() + 1;
    }
    out
}

/// Whether the break between two neighbouring lines is only a wrap.
fn joins(text: &str, above: &Line, line: &Line, width: usize) -> bool {
    let words = text.get(line.start..line.end).unwrap_or("");
    let before = text.get(above.start..above.end).unwrap_or("");
    if is_bullet(words) || (line.indent >= 2 && above.indent < line.indent) {
        return false;
    }
    if words.starts_with(char::is_lowercase) && !before.ends_with(['.', '!', '?', ':', '"', '”'])
    {
        return true;
    }
    let first = words.split_whitespace().next().map_or(0, str::len);
    let full = above.end - above.start + above.indent;
    (30..=WRAP).contains(&width) && (full + 1 + first) * 20 >= width * 17
}

fn is_bullet(line: &str) -> bool {
    let mut chars = line.chars();
    matches!(chars.next(), Some('-' | '*' | '•' | '·' | '–')) && chars.next() == Some(' ')
}

fn is_heading(words: &str) -> bool {
    words.len() <= HEADING
        && words.split_whitespace().count() <= 16
        && !words.ends_with(['.', '!', '?', ':', ';', ',', '"', '”', '…', ']'])
        && !is_bullet(words)
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(&str, BlockKind)> {
        blocks(text, 0)
            .iter()
            .map(|b| (b.span.of(text), b.kind))
            .collect()
    }

    #[test]
    fn wrapped_lines_are_one_paragraph_and_an_indent_begins_the_next() {
        let text = "   POLICE TODAY REPORTED THAT A BOMB WENT OFF IN\nTHE CAPITAL.\n   NOBODY WAS HURT IN THE EXPLOSION, WHICH SHOOK\nTHE STREET.";
        let found = cut(text);
        assert_eq!(found.len(), 2);
        assert!(found[1].0.starts_with("NOBODY"));
    }

    #[test]
    fn lines_without_blank_lines_between_are_paragraphs_when_they_are_long() {
        let line = "The court sentenced the man to eighteen years in prison for stabbing six people in the public library last summer, but acquitted his friend. ".repeat(2);
        let text = format!("Man jailed for stabbing\n{line}\n{line}");
        let found = cut(&text);
        assert_eq!(found.len(), 3);
        assert_eq!(found[0], ("Man jailed for stabbing", BlockKind::Heading));
        assert_eq!(found[1].1, BlockKind::Paragraph);
    }

    #[test]
    fn a_text_of_one_line_is_a_paragraph() {
        assert_eq!(cut("Gunmen shot two")[0].1, BlockKind::Paragraph);
    }
}
