//! How often each rule was right on gold documents: `lexicon/confidence/*.tsv`, written by `newsgraph eval --calibrate`.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::diagnostic::Diagnostic;
use super::files::PackFiles;

/// A rule's finds on gold documents. A rule without finds there has no confidence at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Confidence {
    /// Finds that the gold has too.
    pub hits: u32,
    /// All finds; never 0, never fewer than the hits.
    pub fires: u32,
}

impl Confidence {
    /// `None` for counts that are none.
    pub fn new(hits: u32, fires: u32) -> Option<Self> {
        (fires > 0 && hits <= fires).then_some(Self { hits, fires })
    }

    /// Precision in percent, rounded.
    pub fn percent(self) -> u8 {
        let (hits, fires) = (u64::from(self.hits), u64::from(self.fires.max(1)));
        u8::try_from((200 * hits + fires) / (2 * fires))
            .unwrap_or(100)
            .min(100)
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} % ({} of {})", self.percent(), self.hits, self.fires)
    }
}

/// Confidence by rule name.
pub type ConfidenceTable = BTreeMap<String, Confidence>;

/// The header line of a table.
pub const HEADER: &str = "rule\tfires\thits\tprecision";

/// Reads the tables; later files win. Columns: rule, fires, hits, precision (which follows from the counts).
pub(super) fn load(files: &PackFiles, found: &mut Vec<Diagnostic>) -> ConfidenceTable {
    let mut table = ConfidenceTable::new();
    for (path, text) in files.below("lexicon/confidence", "tsv") {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let row = line.trim_end();
            if !row.is_empty() && !row.starts_with('#') && row != HEADER {
                match parse(row) {
                    Some((rule, confidence)) => {
                        table.insert(rule.to_owned(), confidence);
                    }
                    None => found.push(Diagnostic::error(
                        "L007",
                        path,
                        at..at + row.len(),
                        "expected rule, fires, hits and precision, with 0 < fires and hits <= fires",
                        "write the table again with `newsgraph eval roles GOLD.jsonl --calibrate FILE`",
                    )),
                }
            }
            at += line.len();
        }
    }
    table
}

fn parse(row: &str) -> Option<(&str, Confidence)> {
    let mut cells = row.split('\t');
    let rule = cells.next().filter(|r| !r.is_empty())?;
    let (fires, hits) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
    Some((rule, Confidence::new(hits, fires)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_gives_the_counts_and_a_bad_line_is_located() {
        let text = "rule\tfires\thits\tprecision\nevent/a/b\t3\t2\t67\nevent/a/c\t1\t2\t200\n";
        let files = PackFiles::from_texts([("lexicon/confidence/rules.tsv", text)]);
        let mut found = Vec::new();
        let table = load(&files, &mut found);
        assert_eq!(
            table.get("event/a/b").map(ToString::to_string),
            Some("67 % (2 of 3)".to_owned())
        );
        assert_eq!(found.len(), 1);
        assert_eq!(text.get(found[0].at.clone()), Some("event/a/c\t1\t2\t200"));
    }
}
