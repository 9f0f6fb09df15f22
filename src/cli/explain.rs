//! wip
use super::args::{ExplainArgs, Global};
use super::error::{CliError, Exit};
pub(crate) fn run(_args: &ExplainArgs, _global: &Global) -> Result<Exit, CliError> { Err(CliError::message("wip")) }
