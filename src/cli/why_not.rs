//! `explain --text FILE --rule ID`: how far a rule came in a text, and what stopped it.

use std::path::Path;

use super::args::Global;
use super::error::{CliError, Exit};

pub(crate) fn run(text: &Path, rule: &str, _global: &Global) -> Result<Exit, CliError> {
    Err(CliError::message(format!(
        "explaining why {rule} does not match {} is not built in yet",
        text.display()
    )))
}
