//! `eval roles | mentions | incidents | templates GOLD.jsonl`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::Global;
use super::error::{CliError, Exit};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Task {
    Roles,
    Mentions,
    Incidents,
    Templates,
}

#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    /// What is measured
    #[arg(value_enum)]
    pub(crate) task: Task,
    /// Gold documents
    #[arg(value_name = "GOLD.jsonl")]
    pub(crate) gold: PathBuf,
    /// The view that turns the graph into rows [default: by the gold file]
    #[arg(long, value_name = "NAME")]
    pub(crate) view: Option<String>,
    /// Write the predictions here
    #[arg(long, value_name = "OUT.jsonl")]
    pub(crate) predictions: Option<PathBuf>,
    /// Exit with 1 below this score
    #[arg(long, value_name = "P")]
    pub(crate) bar: Option<f64>,
}

pub(crate) fn run(args: &EvalArgs, _global: &Global) -> Result<Exit, CliError> {
    Err(CliError::message(format!(
        "eval {:?} of {} is not built in yet",
        args.task,
        args.gold.display()
    )))
}
