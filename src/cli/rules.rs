//! `rules check | test | list | show ID`.

use clap::{Args, Subcommand};

use super::args::Global;
use super::error::{CliError, Exit};

#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    #[command(subcommand)]
    pub(crate) action: RulesAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesAction {
    /// Load every rule and report every mistake
    Check {
        /// Report as text or json
        #[arg(long, default_value = "text", value_name = "F")]
        format: String,
    },
    /// Run the tests that stand in the rule files
    Test {
        /// Only rules whose id contains this
        filter: Option<String>,
    },
    /// List the rules
    List {
        /// text or json
        #[arg(long, default_value = "text", value_name = "F")]
        format: String,
    },
    /// Show one rule: pattern, guards, tests
    Show {
        /// The rule, as pass/topic/id or only its id
        id: String,
    },
}

pub(crate) fn run(args: &RulesArgs, _global: &Global) -> Result<Exit, CliError> {
    Err(CliError::message(format!(
        "{:?} is not built in yet",
        args.action
    )))
}
