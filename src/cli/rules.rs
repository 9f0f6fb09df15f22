//! `rules check | test | list | show ID | profile | new`.

use std::io::Write;
use std::path::PathBuf;

use anstream::stdout;
use clap::{Args, Subcommand};

use super::args::Global;
use super::diagnose;
use super::error::{CliError, Exit};
use super::rule_tools;
use crate::annotate::rule_test;
use crate::ontology::{LoadError, Ontology, PackFiles, Rule};
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
        /// Only rules that find nothing in these documents
        #[arg(long, value_name = "DOCUMENTS")]
        unused: Option<PathBuf>,
        /// text or json
        #[arg(long, default_value = "text", value_name = "F")]
        format: String,
    },
    /// Show one rule: pattern, guards, tests
    Show {
        /// The rule, as pass/topic/id or only its id
        id: String,
    },
    /// What each rule costs and finds: steps and time over documents, the costliest first
    Profile {
        /// Files, folders, patterns
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Find patterns that would have caught missed role fillers, the most worthy first; with -o as a rule file
    Suggest {
        /// Gold documents with roles
        #[arg(value_name = "GOLD.jsonl")]
        gold: PathBuf,
        /// The view that turns the graph into rows [default: by the gold's roles]
        #[arg(long, value_name = "NAME")]
        view: Option<String>,
        /// At most so many
        #[arg(long, default_value_t = 20, value_name = "N")]
        most: usize,
        /// Write rules with tests here, to accept, narrow or drop
        #[arg(short, long, value_name = "FILE.toml")]
        output: Option<PathBuf>,
    },
    /// Write a new rule with its tests to fill in; below --ontology, else to standard output
    New {
        /// pass/topic/id, such as event/attacks/ambush
        #[arg(value_name = "PASS/TOPIC/ID")]
        name: String,
        /// A seq rule over tokens, not a frame over clauses
        #[arg(long)]
        seq: bool,
    },
}

pub(crate) fn run(args: &RulesArgs, global: &Global) -> Result<Exit, CliError> {
    if let RulesAction::New { name, seq } = &args.action {
        return rule_tools::scaffold(name, *seq, global.ontology.as_deref());
    }
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
            let pipeline = Pipeline::new(ontology)?;
            let ontology = pipeline.cascade().ontology();
            let mut lints = pipeline.cascade().lints();
            if let Some(directory) = global.ontology.as_deref() {
                // what a pack takes over is not its author's
                let own =
                    PackFiles::read(directory).map_err(|e| CliError::message(e.to_string()))?;
                lints.retain(|d| own.text(&d.file).is_some());
            }
            if format == "json" {
                diagnose::json(&lints, &ontology.files)?;
            } else if lints.is_empty() {
                let count = ontology.rules.rules.len();
                writeln!(stdout(), "{count} rules, no mistakes")?;
            } else {
                diagnose::text(&lints, &ontology.files)?;
            }
            Ok(Exit::Done)
        }
        RulesAction::Test { filter } => test(ontology, filter.as_deref()),
        RulesAction::List {
            format,
            unused: None,
        } => list(&ontology, format == "json", |_| true),
        RulesAction::List {
            format,
            unused: Some(documents),
        } => {
            let pipeline = Pipeline::new(ontology)?;
            let usages = rule_tools::usages(&pipeline, std::slice::from_ref(documents), false)?;
            let idle = |name: &str| usages.iter().any(|u| u.rule == name && u.found == 0);
            list(pipeline.cascade().ontology(), format == "json", idle)
        }
        RulesAction::Suggest {
            gold,
            view,
            most,
            output,
        } => rule_tools::suggest(
            &Pipeline::new(ontology)?,
            gold,
            view.as_deref(),
            *most,
            output.as_deref(),
        ),
        RulesAction::Profile { paths } => rule_tools::profile(&Pipeline::new(ontology)?, paths),
        RulesAction::New { .. } => Ok(Exit::Done),
        RulesAction::Show { id } => show(&ontology, id),
    }
}

fn test(ontology: Ontology, filter: Option<&str>) -> Result<Exit, CliError> {
    let pipeline = Pipeline::new(ontology).map_err(|e| CliError::message(e.to_string()))?;
    let (count, mut failures) = rule_test::run(pipeline.cascade());
    failures.retain(|f| filter.is_none_or(|x| f.rule.contains(x)));
    let mut out = stdout().lock();
    for f in &failures {
        let text = pipeline
            .cascade()
            .ontology()
            .files
            .text(&f.file)
            .unwrap_or("");
        let line = text.get(..f.at.start).unwrap_or("").matches('\n').count() + 1;
        writeln!(out, "{}:{line}: {}", f.file, f.rule)?;
        writeln!(out, "    text      {}", f.text)?;
        writeln!(out, "    expected  {}", f.expected)?;
        writeln!(out, "    found     {}", f.found)?;
    }
    writeln!(
        out,
        "{} passed, {} failed",
        count - failures.len(),
        failures.len()
    )?;
    Ok(if failures.is_empty() {
        Exit::Done
    } else {
        Exit::Findings
    })
}

fn list(ontology: &Ontology, json: bool, wanted: impl Fn(&str) -> bool) -> Result<Exit, CliError> {
    let mut out = stdout().lock();
    for rule in ontology.rules.rules.iter().filter(|r| wanted(&r.name)) {
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
        return Err(CliError::message(format!(
            "there is no rule `{id}`; `newsgraph rules list` names them all"
        )));
    }
    let mut out = stdout().lock();
    for rule in found {
        let text = ontology.files.text(&rule.file).unwrap_or("");
        let line = text
            .get(..rule.at.start)
            .unwrap_or("")
            .matches('\n')
            .count()
            + 1;
        writeln!(out, "# {}:{line}: {}", rule.file, rule.name)?;
        writeln!(
            out,
            "{}\n",
            text.get(rule.at.clone()).unwrap_or("").trim_end()
        )?;
    }
    Ok(Exit::Done)
}
