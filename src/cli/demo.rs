//! wip
use super::args::{DemoArgs, Global};
use super::error::{CliError, Exit};
pub(crate) fn run(_args: &DemoArgs, _global: &Global) -> Result<Exit, CliError> { Err(CliError::message("wip")) }
