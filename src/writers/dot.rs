//! Graphviz DOT, with every name and label escaped.

use std::fmt::Write as _;
use std::io::Write;

use super::WriteError;
use super::drawing::Drawing;

/// Columns after which a label breaks.
const WIDTH: usize = 24;

/// Writes a drawing. Dotted from left to right; an edge's width tells how many documents state it.
///
/// # Errors
/// Those of `out`.
pub fn write_dot(drawing: &Drawing, mut out: impl Write) -> Result<(), WriteError> {
    out.write_all(
        b"digraph newsgraph {\n  graph [rankdir=LR, bgcolor=white, pad=0.3, nodesep=0.35, ranksep=1.1, fontname=\"Helvetica\"];\n  \
          node [fontname=\"Helvetica\", fontsize=11, style=filled, penwidth=1.4, margin=\"0.14,0.08\"];\n  \
          edge [fontname=\"Helvetica\", fontsize=9, color=\"#78909c\", fontcolor=\"#455a64\", arrowsize=0.7];\n\n",
    )?;
    for node in &drawing.nodes {
        let mut lines = wrap(&node.label);
        lines.extend(node.notes.iter().cloned());
        let rounded = if node.style.shape == "box" {
            "filled,rounded"
        } else {
            "filled"
        };
        writeln!(
            out,
            "  {} [label={}, shape={}, style={}, fillcolor={}, color={}, tooltip={}];",
            quoted(&node.id),
            quoted_lines(&lines),
            quoted(&node.style.shape),
            quoted(rounded),
            quoted(&node.style.fill),
            quoted(&node.style.line),
            quoted_lines(&[format!("{} {}", node.class, node.id)]),
        )?;
    }
    if !drawing.edges.is_empty() {
        writeln!(out)?;
    }
    for edge in &drawing.edges {
        let count = if edge.label.is_empty() {
            edge.places
        } else {
            edge.sources
        };
        let label = match (edge.label.as_str(), count) {
            ("", n) => format!("×{n}"),
            (label, 0 | 1) => label.to_owned(),
            (label, n) => format!("{label} ({n})"),
        };
        let mut looks = String::new();
        if let Some(line) = &edge.style.line {
            let _ = write!(
                looks,
                ", color={}, fontcolor={}",
                quoted(line),
                quoted(line)
            );
        }
        if edge.style.dashed {
            looks.push_str(", style=\"dashed\"");
        }
        let thick = u8::from(edge.style.bold) * 8
            + 10
            + u8::try_from(edge.sources.clamp(1, 6)).unwrap_or(1) * 2;
        let _ = write!(looks, ", penwidth={}.{}", thick / 10, thick % 10);
        writeln!(
            out,
            "  {} -> {} [label={}{looks}, tooltip={}];",
            quoted(&edge.from),
            quoted(&edge.to),
            quoted_lines(&[label]),
            quoted_lines(&edge.rules.iter().cloned().collect::<Vec<_>>()),
        )?;
    }
    writeln!(out, "}}")?;
    Ok(())
}

/// A name: only the quote has to be escaped, and a backslash must not stand before one.
fn quoted(text: &str) -> String {
    quoted_lines(&[text.to_owned()])
}

/// Lines of a label. Backslashes are doubled, since `\N`, `\G` and the like have a meaning in labels; control
/// characters become spaces.
fn quoted_lines(lines: &[String]) -> String {
    let mut out = String::from("\"");
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            out.push_str("\\n");
        }
        for c in line.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                // Graphviz reads HTML entities in plain labels
                '&' => out.push_str("&amp;"),
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
        }
    }
    out.push('"');
    out
}

fn wrap(label: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in label.split_whitespace() {
        if let Some(last) = lines.last_mut() {
            if last.is_empty() {
                last.push_str(word);
            } else if last.chars().count() + word.chars().count() < WIDTH {
                last.push(' ');
                last.push_str(word);
            } else {
                lines.push(word.to_owned());
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_backslashes_and_entities_are_escaped() {
        assert_eq!(
            quoted("a \"b\" \\N &lt; c\n"),
            "\"a \\\"b\\\" \\\\N &amp;lt; c \""
        );
    }

    #[test]
    fn labels_break_between_words() {
        assert_eq!(
            wrap("Attack on Crocus City Hall, Moscow, 22 March 2024"),
            ["Attack on Crocus City", "Hall, Moscow, 22 March", "2024"]
        );
    }
}
