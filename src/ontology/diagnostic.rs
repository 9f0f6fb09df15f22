//! Mistakes in a pack: where, what, and what to do.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The pack does not load.
    Error,
    /// The pack loads; something in it is likely not meant.
    Lint,
}

/// One mistake in one file of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Path inside the pack.
    pub file: String,
    /// Bytes of that file.
    pub at: Range<usize>,
    /// How bad it is.
    pub severity: Severity,
    /// Stable code: `R004`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Diagnostic {
    /// A mistake that keeps the pack from loading.
    pub fn error(
        code: &'static str,
        file: &str,
        at: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let (message, help) = (message.into(), help.into());
        Self {
            file: file.to_owned(),
            at,
            severity: Severity::Error,
            code,
            message,
            help,
        }
    }

    /// A likely mistake.
    pub fn lint(
        code: &'static str,
        file: &str,
        at: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Lint,
            ..Self::error(code, file, at, message, help)
        }
    }

    /// Line and column, from 1, of the place in `text` (the file's text); columns count code points.
    pub fn position(&self, text: &str) -> (usize, usize) {
        let before = text.get(..self.at.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            code,
            message,
            help,
            ..
        } = self;
        write!(f, "{file}: {code}: {message}; {help}")
    }
}
