//! `lexicon/conventions.toml` to the [`Conventions`] that reading takes.

use serde::Deserialize;

use super::files::PackFiles;
use crate::text::{Breaks, Conventions};

/// Where the closed classes for reading stand in a pack.
const PATH: &str = "lexicon/conventions.toml";
/// Where the weights of lost line breaks stand; a pack may do without.
const BREAKS: &str = "lexicon/learned/breaks.tsv";

/// The words whose classes those weights see; a pack may do without.
const WORDS: &str = "lexicon/learned/words.tsv";

/// A `conventions.toml` that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConventionsError {
    /// The pack has none.
    #[error("the pack has no {PATH}; copy the built-in one")]
    Missing,
    /// It is not TOML of the expected shape.
    #[error("{PATH}: {0}")]
    Malformed(#[from] Box<toml::de::Error>),
    /// A line of the weights cannot be read.
    #[error("{BREAKS}, line {line}: expected a template, or a condition, a tab and an integer")]
    Breaks {
        /// The line, from 1.
        line: usize,
    },
    /// An entry lacks its number or its cut.
    #[error("{PATH}: expected {expected}, found \"{found}\"")]
    Entry {
        /// What such an entry looks like.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    abbreviations: Vec<String>,
    final_abbreviations: Vec<String>,
    before_number: Vec<String>,
    clitics: Vec<String>,
    prefixes: Vec<String>,
    fused: Vec<String>,
    units: Vec<String>,
    starters: Vec<String>,
    months: Vec<String>,
    weekdays: Vec<String>,
    undated: Vec<String>,
    agencies: Vec<String>,
}

/// The closed classes for reading.
///
/// # Errors
/// If the pack has no `lexicon/conventions.toml`, or it is not of the expected shape.
pub fn load_conventions(files: &PackFiles) -> Result<Conventions, ConventionsError> {
    let text = files.text(PATH).ok_or(ConventionsError::Missing)?;
    let written: Written = toml::from_str(text).map_err(Box::new)?;
    Ok(Conventions {
        abbreviations: written.abbreviations.into_iter().collect(),
        final_abbreviations: written.final_abbreviations.into_iter().collect(),
        before_number: written.before_number.into_iter().collect(),
        clitics: written.clitics.into_iter().collect(),
        prefixes: written.prefixes.into_iter().collect(),
        fused: written
            .fused
            .iter()
            .map(|e| cut(e))
            .collect::<Result<_, _>>()?,
        units: written.units.into_iter().collect(),
        starters: written.starters.into_iter().collect(),
        months: written
            .months
            .iter()
            .map(|e| numbered(e))
            .collect::<Result<_, _>>()?,
        weekdays: written
            .weekdays
            .iter()
            .map(|e| numbered(e))
            .collect::<Result<_, _>>()?,
        undated: written.undated,
        agencies: written.agencies.into_iter().collect(),
        breaks: Breaks::parse(
            files.text(BREAKS).unwrap_or_default(),
            files.text(WORDS).unwrap_or_default(),
        )
        .map_err(|line| ConventionsError::Breaks { line })?,
    })
}

fn numbered(entry: &str) -> Result<(String, u8), ConventionsError> {
    entry
        .rsplit_once(' ')
        .and_then(|(name, number)| Some((name.to_owned(), number.parse().ok()?)))
        .ok_or_else(|| ConventionsError::Entry {
            expected: "a name, a space and a number, such as \"march 3\"",
            found: entry.to_owned(),
        })
}

fn cut(entry: &str) -> Result<(String, usize), ConventionsError> {
    entry
        .split_once('|')
        .map(|(left, right)| (format!("{left}{right}"), left.len()))
        .ok_or_else(|| ConventionsError::Entry {
            expected: "a word with a stroke at its cut, such as \"can|not\"",
            found: entry.to_owned(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_conventions_load() {
        let conventions = load_conventions(&PackFiles::builtin()).unwrap();
        assert_eq!(conventions.month("Sept."), Some(9));
        assert_eq!(conventions.fused.get("cannot"), Some(&3));
        assert!(conventions.is_weekday("TUESDAY"));
    }
}
