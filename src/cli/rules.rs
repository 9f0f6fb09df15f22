//! `rules check | test | list | show ID`.

use std::io::Write;

use anstream::stdout;
use clap::{Args, Subcommand};

use super::args::Global;
use super::diagnose;
use super::error::{CliError, Exit};
use crate::annotate::rule_test;
use crate::ontology::{LoadError, Ontology, Rule};
use crate::pipeline::Pipeline;

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

pub(crate) fn run(args: &RulesArgs, global: &Global) -> Result<Exit, CliError> {
    let ontology = match Ontology::open(global.ontology.as_deref()) {
        Ok(o) => o,
        Err(LoadError::Mistakes { found, files }) => {
            let json = matches!(&args.action, RulesAction::Check { format } if format == "json");
            if json {
                diagnose::json(&found, &files)?;
            } else {
                diagnose::text(&found, &files)?;
            }
            return Ok(Exit::Findings);
        }
        Err(e) => return Err(CliError::message(e.to_string())),
    };
    match &args.action {
        RulesAction::Check { format } => {
            if format == "json" {
                diagnose::json(&[], &ontology.files)?;
            } else {
                writeln!(stdout(), "{} rules, no mistakes", ontology.rules.rules.len())?;
            }
            Ok(Exit::Done)
        }
        RulesAction::Test { filter } => test(ontology, filter.as_deref()),
        RulesAction::List { format } => list(&ontology, format == "json"),
        RulesAction::Show { id } => show(&ontology, id),
    }
}

fn test(ontology: Ontology, filter: Option<&str>) -> Result<Exit, CliError> {
    let pipeline = Pipeline::new(ontology).map_err(|e| CliError::message(e.to_string()))?;
    let (count, mut failures) = rule_test::run(pipeline.cascade());
    failures.retain(|f| filter.is_none_or(|x| f.rule.contains(x)));
    let mut out = stdout().lock();
    for f in &failures {
        let text = pipeline.cascade().ontology().files.text(&f.file).unwrap_or("");
        let line = text.get(..f.at.start).unwrap_or("").matches('\n').count() + 1;
        writeln!(out, "{}:{line}: {}", f.file, f.rule)?;
        writeln!(out, "    text      {}", f.text)?;
        writeln!(out, "    expected  {}", f.expected)?;
        writeln!(out, "    found     {}", f.found)?;
    }
    writeln!(out, "{} passed, {} failed", count - failures.len(), failures.len())?;
    Ok(if failures.is_empty() { Exit::Done } else { Exit::Findings })
}

fn list(ontology: &Ontology, json: bool) -> Result<Exit, CliError> {
    let mut out = stdout().lock();
    for rule in &ontology.rules.rules {
        let doc = rule.doc.as_deref().unwrap_or("");
        if json {
            let row = serde_json::json!({
                "rule": rule.name, "file": rule.file, "doc": doc, "tests": rule.tests.len(), "priority": rule.priority,
            });
            writeln!(out, "{row}")?;
        } else {
            writeln!(out, "{:36} {doc}", rule.name)?;
        }
    }
    Ok(Exit::Done)
}

fn show(ontology: &Ontology, id: &str) -> Result<Exit, CliError> {
    let fits = |r: &&Rule| r.name == id || r.name.rsplit('/').next() == Some(id);
    let found: Vec<&Rule> = ontology.rules.rules.iter().filter(fits).collect();
    if found.is_empty() {
        return Err(CliError::message(format!("there is no rule `{id}`; `newsgraph rules list` names them all")));
    }
    let mut out = stdout().lock();
    for rule in found {
        let text = ontology.files.text(&rule.file).unwrap_or("");
        let line = text.get(..rule.at.start).unwrap_or("").matches('\n').count() + 1;
        writeln!(out, "# {}:{line}: {}", rule.file, rule.name)?;
        writeln!(out, "{}\n", text.get(rule.at.clone()).unwrap_or("").trim_end())?;
    }
    Ok(Exit::Done)
}
