//! wip
use super::args::{ValidateArgs, Global};
use super::error::{CliError, Exit};
pub(crate) fn run(_args: &ValidateArgs, _global: &Global) -> Result<Exit, CliError> { Err(CliError::message("wip")) }
