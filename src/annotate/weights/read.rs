//! Reading the lines of a table.

use super::{Atom, Classes, ZERO, key, pack_vote};

/// A line of a table that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {problem}; learn the table anew with the example learn_tables")]
pub struct TableError {
    /// Line of the table, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

/// The condition of a line.
pub(super) struct Line {
    pub(super) template: u8,
    pub(super) parts: [Atom; 3],
}

impl Line {
    pub(super) fn key(&self) -> u64 {
        let [a, b, c] = self.parts;
        key(self.template, a, b, c)
    }
}

/// Walks the lines of a table: `row` gets each condition and reads the votes after its tab.
pub(super) fn read_lines(
    text: &str,
    templates: &[&str],
    mut row: impl FnMut(Line, &[u8], usize) -> Result<usize, String>,
) -> Result<(), TableError> {
    let mut template = None;
    let bytes = text.as_bytes();
    let (mut at, mut line) = (0, 0);
    while at < bytes.len() {
        line += 1;
        let problem = |problem: String| TableError { line, problem };
        let mut atoms = [Atom::NONE; 3];
        let mut part = 0;
        let mut from = at;
        let mut tab = false;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\n' => break,
                b'\t' | b' ' => {
                    if let Some(atom) = atoms.get_mut(part) {
                        *atom = Atom::of(bytes.get(from..at).unwrap_or_default());
                    }
                    part += 1;
                    from = at + 1;
                    if byte == b'\t' {
                        tab = true;
                        at += 1;
                        break;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        if !tab {
            let name = text.get(from..at).unwrap_or("");
            at += 1;
            if part == 0 && !name.starts_with('#') && !name.is_empty() {
                let place = templates.iter().position(|t| *t == name);
                let place = place.and_then(|p| u8::try_from(p).ok());
                template =
                    Some(place.ok_or_else(|| {
                        problem(format!("expected a template, found \"{name}\""))
                    })?);
            }
            continue;
        }
        let template =
            template.ok_or_else(|| problem("a condition before the first template".to_owned()))?;
        let line = Line {
            template,
            parts: atoms,
        };
        at = row(line, bytes, at).map_err(problem)?;
    }
    Ok(())
}

pub(super) fn read_votes(
    bytes: &[u8],
    mut at: usize,
    classes: &Classes,
    votes: &mut Vec<u32>,
) -> Result<usize, String> {
    loop {
        let from = at;
        let mut hash: u32 = 0x811c_9dc5;
        while let Some(&byte) = bytes.get(at)
            && byte != b'='
        {
            if byte == b'\n' {
                return Err("expected class=weight".to_owned());
            }
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
            at += 1;
        }
        let class = classes.get(Atom(hash | 1)).ok_or_else(|| {
            let name =
                String::from_utf8_lossy(bytes.get(from..at).unwrap_or_default()).into_owned();
            format!("expected a class, found \"{name}\"")
        })?;
        at += 1;
        let minus = bytes.get(at) == Some(&b'-');
        at += usize::from(minus);
        let mut weight: i32 = 0;
        while let Some(digit) = bytes.get(at).filter(|b| b.is_ascii_digit()) {
            weight = (weight * 10 + i32::from(digit - b'0')).min(ZERO);
            at += 1;
        }
        let last = bytes.get(at) != Some(&b' ');
        let vote = pack_vote(class, if minus { -weight } else { weight });
        votes.push(
            vote.ok_or_else(|| format!("a weight beyond {}, or more than 128 classes", ZERO - 1))?,
        );
        at += 1;
        if last {
            return Ok(at);
        }
    }
}
