//! `rules profile`, `rules list --unused`, `rules suggest` and `rules new`: tools for people who write rules.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::error::{CliError, Exit};
use super::output;
use crate::eval;
use crate::explain::profile::{Usage, cost, count, usages as empty};
use crate::ontology::Pass;
use crate::pattern::Matcher;
use crate::pipeline::Pipeline;
use crate::query::saved_queries;
use crate::text::{Document, Source, read_all};

/// What the rules did in documents; with `costs` the time and steps as well.
pub(super) fn usages(
    pipeline: &Pipeline,
    paths: &[PathBuf],
    costs: bool,
) -> Result<Vec<Usage>, CliError> {
    let sources: Vec<Source> = read_all(paths)
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(|e| CliError::message(e.to_string()))?;
    let cascade = pipeline.cascade();
    let one = |source: Source| {
        let document = Document::read(source, &cascade.ontology().conventions);
        let reading = cascade.read(&document);
        let mut usages = empty(cascade);
        count(&reading, &mut usages);
        if costs {
            let mut matcher = Matcher::default();
            for pass in [Pass::Name, Pass::Event] {
                cost(&reading, pass, &mut usages, &mut matcher);
            }
        }
        usages
    };
    // times are honest only where nothing runs beside them
    let each: Vec<Vec<Usage>> = if costs {
        sources.into_iter().map(one).collect()
    } else {
        sources.into_par_iter().map(one).collect()
    };
    let mut total = empty(cascade);
    for usages in each {
        for (sum, usage) in total.iter_mut().zip(usages) {
            sum.tried += usage.tried;
            sum.matched += usage.matched;
            sum.found += usage.found;
            sum.steps += usage.steps;
            sum.time += usage.time;
        }
    }
    Ok(total)
}

/// `rules profile`: a line a rule, the costliest first.
pub(super) fn profile(pipeline: &Pipeline, paths: &[PathBuf]) -> Result<Exit, CliError> {
    let mut all = usages(pipeline, paths, true)?;
    all.sort_by(|a, b| b.steps.cmp(&a.steps).then_with(|| a.rule.cmp(&b.rule)));
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{:>10} {:>9} {:>8} {:>8} {:>7}  rule",
        "steps", "µs", "tried", "matched", "found"
    );
    let mut sum = Usage::default();
    for u in &all {
        let _ = writeln!(
            out,
            "{:>10} {:>9} {:>8} {:>8} {:>7}  {}",
            u.steps,
            u.time.as_micros(),
            u.tried,
            u.matched,
            u.found,
            u.rule
        );
        sum.steps += u.steps;
        sum.time += u.time;
        sum.tried += u.tried;
        sum.matched += u.matched;
        sum.found += u.found;
    }
    let (steps, time) = (sum.steps, sum.time.as_micros());
    let _ = writeln!(
        out,
        "{steps:>10} {time:>9} {:>8} {:>8} {:>7}  all",
        sum.tried, sum.matched, sum.found
    );
    output::stdout(out.as_bytes())?;
    Ok(Exit::Done)
}

/// `rules suggest`: a table of patterns that would have found what was missed, and a rule file of them.
pub(super) fn suggest(
    pipeline: &Pipeline,
    gold: &Path,
    view: Option<&str>,
    most: usize,
    output: Option<&Path>,
) -> Result<Exit, CliError> {
    let documents = eval::read_gold(gold)?;
    let views = saved_queries(&pipeline.cascade().ontology().files, "views");
    let view = super::eval::view(view, &views, &documents)?;
    let predictions = eval::roles(pipeline, &documents, &view)?;
    let mut found = eval::suggest(pipeline, &documents, &predictions, eval::Match::Head);
    found.truncate(most);
    output::stdout(eval::suggestions_table(&found).as_bytes())?;
    if let Some(path) = output {
        let failed = |source| CliError::Output {
            path: path.display().to_string(),
            source,
        };
        std::fs::write(path, eval::suggested_rules(&found)).map_err(failed)?;
    }
    Ok(Exit::Done)
}

/// `rules new`: a rule that loads and whose tests say what is left to do.
pub(super) fn scaffold(name: &str, seq: bool, ontology: Option<&Path>) -> Result<Exit, CliError> {
    let parts: Vec<&str> = name.split('/').collect();
    let plain = |part: &&str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    };
    let [pass, topic, id] = parts.as_slice() else {
        return Err(CliError::message(format!(
            "`{name}` is no rule name; expected pass/topic/id, such as event/attacks/ambush"
        )));
    };
    if Pass::from_folder(pass).is_none() || !parts.iter().all(plain) {
        return Err(CliError::message(format!(
            "`{name}` is no rule name; the pass is name or event, topic and id are letters, digits and hyphens"
        )));
    }
    let pattern = match (*pass, seq) {
        ("name", _) => NAME,
        (_, true) => SEQ,
        (_, false) => FRAME,
    };
    let rule = pattern.replace("ID", id);
    let Some(root) = ontology else {
        let text = format!("# put this into rules/{pass}/{topic}.toml of a pack\n{rule}");
        output::stdout(text.as_bytes())?;
        return Ok(Exit::Done);
    };
    let path = root.join("rules").join(pass).join(format!("{topic}.toml"));
    let failed = |source| CliError::Output {
        path: path.display().to_string(),
        source,
    };
    let before = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(e) => return Err(failed(e)),
    };
    if before.lines().any(|l| {
        l.split_once('=')
            .is_some_and(|(k, v)| k.trim() == "id" && v.trim().trim_matches('"') == *id)
    }) {
        return Err(CliError::message(format!(
            "there is a rule `{id}` in {} already; choose another id",
            path.display()
        )));
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let gap = if before.is_empty() || before.ends_with("\n\n") {
        ""
    } else {
        "\n"
    };
    std::fs::write(&path, format!("{before}{gap}{rule}")).map_err(failed)?;
    let text = format!(
        "{}: write trigger, slots and tests, then\n  newsgraph rules test {id} --ontology {}\n",
        path.display(),
        root.display()
    );
    output::stdout(text.as_bytes())?;
    Ok(Exit::Done)
}

const FRAME: &str = r#"[[rule]]
id      = "ID"
kind    = "frame"
doc     = "What it finds, and why."
trigger = '''[lemma=stalk & tag=V]'''
emits   = "ng:Attack"
[rule.slots]
attacker = { path = "subj", class = "ng:Person|ng:PersonGroup|ng:Organization" }
victim   = { path = "obj", class = "ng:Person|ng:PersonGroup", required = true }
[[rule.test]]
text = "[attacker:Gunmen] stalked [victim:two farmers]."
[[rule.test]]
text   = "Nobody was stalked."
expect = "none"
"#;

const NAME: &str = r#"[[rule]]
id      = "ID"
kind    = "seq"
doc     = "What it finds, and why."
pattern = '''name:( [shape=cap & tag!=DET]+ brigade )'''
emits   = "ng:ArmedGroup"
[[rule.test]]
text = "They blamed the [name:Red Dawn brigade]."
[[rule.test]]
text   = "They blamed the fire brigade."
expect = "none"
"#;

const SEQ: &str = r#"[[rule]]
id      = "ID"
kind    = "seq"
doc     = "What it finds, and why."
pattern = '''count:@Number head:[lemma=corpse]'''
emits   = "ng:CasualtyFigure"
set     = { measure = "ng:Killed" }
[[rule.test]]
text = "The raid left [count:12] corpses."
[[rule.test]]
text   = "The raid left no corpses."
expect = "none"
"#;
