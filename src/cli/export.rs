//! wip
use super::args::{ExportArgs, Global};
use super::error::{CliError, Exit};
pub(crate) fn run(_args: &ExportArgs, _global: &Global) -> Result<Exit, CliError> { Err(CliError::message("wip")) }
