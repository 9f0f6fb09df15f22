//! `eval roles | mentions | incidents | templates GOLD.jsonl`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::args::Global;
use super::error::{CliError, Exit};
use super::output;
use super::pack::Pack;
use crate::eval::{self, EvalError, GoldDocument, Prediction};
use crate::pipeline::Pipeline;
use crate::query::{SavedQuery, saved_queries};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Task {
    /// Role fillers, by a view of the pack
    Roles,
    /// Typed mentions of people, places and things
    Mentions,
    /// Which documents report the same incident
    Incidents,
    /// Whole incidents in the slots of an answer key
    Templates,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum How {
    /// Every mention must be a gold mention
    Exact,
    /// Some mention must contain a gold mention
    Head,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Gold: JSON Lines with id and text (date, title), and by task
  roles      {role: [[mention, …], …]}: each entity a list of the strings that may name it
  mentions   [{start, end, type}]: code points, end exclusive; PER ORG GPE LOC FAC WEA VEH
  incidents  incident and topic: documents of a topic with the same incident belong together

Examples:
  newsgraph eval roles gold.jsonl --errors
  newsgraph eval roles gold.jsonl --view my-view.rq --predictions out.jsonl
  newsgraph eval mentions gold.jsonl --bar 70              exit 1 below 70")]
pub(crate) struct EvalArgs {
    /// What is measured
    #[arg(value_enum)]
    pub(crate) task: Task,
    /// Gold documents
    #[arg(value_name = "GOLD.jsonl")]
    pub(crate) gold: PathBuf,
    /// The view that turns the graph into rows: a name of the pack's views/ or an .rq file [default: by the gold's roles]
    #[arg(long, value_name = "NAME")]
    pub(crate) view: Option<String>,
    /// When a predicted entity is a gold one
    #[arg(long = "match", value_enum, default_value_t = How::Exact, value_name = "HOW")]
    pub(crate) how: How,
    /// Write the predictions here
    #[arg(long, value_name = "OUT.jsonl")]
    pub(crate) predictions: Option<PathBuf>,
    /// List misses and false finds by role, cause and rule, each with its sentence (roles only)
    #[arg(long)]
    pub(crate) errors: bool,
    /// Write each rule's precision here: lexicon/confidence/rules.tsv of a pack (roles only)
    #[arg(long, value_name = "FILE")]
    pub(crate) calibrate: Option<PathBuf>,
    /// Exit with 1 below this score
    #[arg(long, value_name = "P")]
    pub(crate) bar: Option<f64>,
}

pub(crate) fn run(args: &EvalArgs, global: &Global) -> Result<Exit, CliError> {
    let gold = eval::read_gold(&args.gold)?;
    let pipeline = Pipeline::load(global.ontology.as_deref())?;
    let how = match args.how {
        How::Exact => eval::Match::Exact,
        How::Head => eval::Match::Head,
    };
    let (predictions, scores) = match args.task {
        Task::Roles => {
            need(&gold, &args.gold, "roles", |d| d.roles.is_some())?;
            let views = saved_queries(&Pack::load(global.ontology.as_deref())?.files, "views");
            let view = view(args.view.as_deref(), &views, &gold)?;
            let found = eval::roles(&pipeline, &gold, &view)?;
            let scores = eval::score_roles(&gold, &found, how);
            (found, scores)
        }
        Task::Mentions => {
            need(&gold, &args.gold, "mentions", |d| d.mentions.is_some())?;
            let found = eval::mentions(&pipeline, &gold);
            let scores = eval::score_mentions(&gold, &found);
            (found, scores)
        }
        Task::Incidents => {
            need(&gold, &args.gold, "incident", |d| d.incident.is_some())?;
            let found = eval::incidents(&pipeline, &gold);
            let scores = eval::score_incidents(&gold, &found);
            (found, scores)
        }
        Task::Templates => {
            let views = saved_queries(&Pack::load(global.ontology.as_deref())?.files, "views");
            let view = view(
                Some(args.view.as_deref().unwrap_or("muc4-templates")),
                &views,
                &gold,
            )?;
            return templates(args, &eval::templates(&pipeline, &gold, &view)?);
        }
    };
    if let Some(path) = &args.predictions {
        write_predictions(path, &predictions)?;
    }
    if let Some(path) = &args.calibrate {
        let confidence = eval::calibrate::calibrate(&gold, &predictions, how);
        // the file alone is often only `train.jsonl`
        let mut parts: Vec<_> = args
            .gold
            .iter()
            .rev()
            .take(2)
            .map(|p| p.to_string_lossy())
            .collect();
        parts.reverse();
        let name = parts.join("/");
        std::fs::write(path, eval::calibrate::table(&confidence, &name)).map_err(|source| {
            CliError::Output {
                path: path.display().to_string(),
                source,
            }
        })?;
    }
    let mut text = scores.to_string();
    if args.errors {
        let (misses, finds) = eval::errors::errors(&gold, &predictions, how);
        text += &eval::errors::print("false finds", &finds);
        text += &eval::errors::print("misses", &misses);
    }
    output::stdout(text.as_bytes())?;
    let low = args.bar.is_some_and(|bar| scores.micro().f1() < bar);
    Ok(if low { Exit::Findings } else { Exit::Done })
}

/// Slots are scored by the official program of their task: here they are only written, and counted.
fn templates(args: &EvalArgs, predictions: &[Prediction]) -> Result<Exit, CliError> {
    if let Some(path) = &args.predictions {
        write_predictions(path, predictions)?;
    }
    let documents = predictions
        .iter()
        .filter(|p| !p.templates.is_empty())
        .count();
    let templates: usize = predictions.iter().map(|p| p.templates.len()).sum();
    let text = format!(
        "{templates} templates in {documents} of {} documents\n",
        predictions.len()
    );
    output::stdout(text.as_bytes())?;
    if args.predictions.is_none() {
        super::paint::note(
            "give --predictions OUT.jsonl and score that file with the task's own program",
        );
    }
    Ok(Exit::Done)
}

fn need(
    gold: &[GoldDocument],
    path: &Path,
    field: &'static str,
    has: impl Fn(&GoldDocument) -> bool,
) -> Result<(), EvalError> {
    if gold.iter().any(has) {
        return Ok(());
    }
    Err(EvalError::NothingToMeasure {
        path: path.display().to_string(),
        field,
    })
}

/// The view asked for by name or as a file, else the one that speaks of the gold's roles.
pub(super) fn view(
    name: Option<&str>,
    views: &[SavedQuery],
    gold: &[GoldDocument],
) -> Result<SavedQuery, CliError> {
    let Some(name) = name else {
        return Ok(eval::view_for(views, gold)?.clone());
    };
    if Path::new(name).extension().is_none_or(|e| e != "rq") {
        return Ok(SavedQuery::find(views, name)?.clone());
    }
    let text = std::fs::read_to_string(name).map_err(|source| EvalError::Unreadable {
        path: name.to_owned(),
        source,
    })?;
    Ok(SavedQuery {
        name: name.to_owned(),
        question: String::new(),
        text,
    })
}

fn write_predictions(path: &Path, predictions: &[Prediction]) -> Result<(), CliError> {
    let mut out = output::open(Some(path))?;
    for prediction in predictions {
        serde_json::to_writer(&mut out, &prediction.json()).map_err(std::io::Error::from)?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(())
}
