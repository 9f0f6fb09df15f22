//! Rows of tab-separated files.

/// The lines of a file with their places, header and comments left out.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n')
        .map(move |line| {
            let start = at;
            at += line.len();
            (start, line.trim_end_matches(['\n', '\r']))
        })
        .filter(|(_, l)| !l.is_empty() && !l.starts_with('#'))
        .skip(1)
}

/// Splits a file into rows of fields, header and comments left out.
pub(super) fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    lines(text).map(|(start, l)| (start, split(l, b'\t').collect()))
}

/// What an ASCII mark parts, as [`str::split`] gives it, in fewer steps where parts are as short as in rows.
pub(super) fn split(text: &str, mark: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let at = text.bytes().position(|b| b == mark);
        rest = at.and_then(|at| text.get(at + 1..));
        at.map_or(Some(text), |at| text.get(..at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_those_of_split() {
        for text in ["", "a", "a\tb", "\t", "a\t\tñ\t", "\tLas Peñas|x"] {
            let expected: Vec<&str> = text.split('\t').collect();
            assert_eq!(split(text, b'\t').collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn header_comments_and_empty_lines_are_left_out() {
        let text = "word\tkind\n# why\na\tb\r\n\nc\n";
        let found: Vec<_> = rows(text).collect();
        assert_eq!(found, [(16, vec!["a", "b"]), (22, vec!["c"])]);
    }
}
