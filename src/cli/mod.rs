//! The command line: reads arguments, runs the stages, prints. Nothing else in the crate prints.
//!
//! Standard output carries data only; summaries, progress and errors go to standard error. Exit codes:
//! 0 done, 1 findings (a check failed), 2 usage or unreadable input, 3 some documents failed and the rest is
//! written. A closed pipe ends the program silently.

mod args;
mod demo;
mod diagnose;
mod error;
mod eval;
mod explain;
mod export;
mod extract;
mod fuse;
mod output;
mod pack;
mod paint;
mod query;
mod rule_tools;
mod rules;
mod summary;
mod validate;
mod why_not;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Arguments, Color, Command};
use error::{CliError, Exit};

/// Runs the program on the process's arguments.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            // clap has nothing better to do with a closed pipe either
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match arguments.global.color {
        Color::Auto => {}
        Color::Always => anstream::ColorChoice::Always.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
    }
    match run(&arguments) {
        Ok(exit) => exit.into(),
        Err(error) if error.is_closed_pipe() => Exit::Done.into(),
        Err(error) => {
            paint::error(&error.to_string());
            Exit::Usage.into()
        }
    }
}

fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let global = &arguments.global;
    match &arguments.command {
        Command::Extract(args) => extract::run(args, global),
        Command::Fuse(args) => fuse::run(args, global),
        Command::Query(args) => query::run(args, global),
        Command::Export(args) => export::run(args, global),
        Command::Explain(args) => explain::run(args, global),
        Command::Rules(args) => rules::run(args, global),
        Command::Validate(args) => validate::run(args, global),
        Command::Eval(args) => eval::run(args, global),
        Command::Demo(args) => demo::run(args, global),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "newsgraph", &mut script);
            output::stdout(&script)?;
            Ok(Exit::Done)
        }
        Command::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
            output::stdout(&page)?;
            Ok(Exit::Done)
        }
    }
}
