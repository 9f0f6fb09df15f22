//! `explain --text FILE --rule ID`: how far a rule came in a text, and what stopped it.

use std::fmt::Write as _;
use std::path::Path;

use super::args::Global;
use super::error::{CliError, Exit};
use super::output;
use crate::explain::why_not::{Outcome, SentenceTrace, SlotReport, Token, why_not};
use crate::ontology::{Rule, RuleId};
use crate::pipeline::Pipeline;
use crate::span::Span;
use crate::text::{Document, read_all};

pub(crate) fn run(text: &Path, rule: &str, global: &Global) -> Result<Exit, CliError> {
    let pipeline = Pipeline::load(global.ontology.as_deref())?;
    let cascade = pipeline.cascade();
    let rules = find(&cascade.ontology().rules.rules, rule)?;
    let mut out = String::new();
    for source in read_all(&[text.to_owned()]) {
        let source = source.map_err(|e| CliError::message(e.to_string()))?;
        let document = Document::read(source, &cascade.ontology().conventions);
        let reading = cascade.read(&document);
        for (id, rule) in &rules {
            let _ = writeln!(out, "{} in {}", rule.name, document.id);
            let traces = why_not(cascade, &reading, *id, rule);
            let idle = traces.iter().filter(|t| t.tries.is_empty()).count();
            for (number, trace) in traces.iter().enumerate().filter(|(_, t)| !t.tries.is_empty()) {
                sentence(&mut out, number + 1, trace, &document.text);
            }
            let _ = writeln!(out, "\n{idle} of {} sentences have no word that can start it", traces.len());
            if idle == traces.len() {
                let _ = writeln!(out, "its trigger: `newsgraph rules show {}`", rule.name);
            }
        }
    }
    output::stdout(out.as_bytes())?;
    Ok(Exit::Done)
}

/// The rules of that name: the whole name, or its last part.
fn find<'r>(rules: &'r [Rule], name: &str) -> Result<Vec<(RuleId, &'r Rule)>, CliError> {
    let found: Vec<(RuleId, &Rule)> = rules
        .iter()
        .enumerate()
        .filter(|(_, r)| r.name == name || r.name.rsplit('/').next() == Some(name))
        .filter_map(|(at, r)| Some((RuleId(u32::try_from(at).ok()?), r)))
        .collect();
    if found.is_empty() {
        return Err(CliError::message(format!("there is no rule `{name}`; `newsgraph rules list` names them all")));
    }
    Ok(found)
}

fn sentence(out: &mut String, number: usize, trace: &SentenceTrace, text: &str) {
    let _ = writeln!(out, "\n{number:3}  {}", line(trace.span, text));
    for outcome in &trace.tries {
        match outcome {
            Outcome::Fired { words, roles } => {
                let roles: Vec<String> = roles.iter().map(|(role, word)| format!("{role} “{word}”")).collect();
                let _ = writeln!(out, "     fires on “{}”: {}", line(*words, text), roles.join(", "));
            }
            Outcome::Beaten { words, by } if by.is_empty() => {
                let _ = writeln!(out, "     matches “{}”, and a longer trigger takes it", line(*words, text));
            }
            Outcome::Beaten { words, by } => {
                let _ = writeln!(out, "     matches “{}”, and {by} takes it", line(*words, text));
            }
            Outcome::Slots { words, arguments, slots } => {
                let _ = writeln!(out, "     the trigger “{}” matches", line(*words, text));
                for slot_report in slots {
                    slot(out, slot_report);
                }
                let offered: Vec<String> = arguments.iter().map(|(s, w, how)| format!("{s} “{w}” ({how})")).collect();
                let offered = if offered.is_empty() { "none".to_owned() } else { offered.join(", ") };
                let _ = writeln!(out, "       arguments of the trigger: {offered}");
            }
            Outcome::Pattern { so_far, token, wanted } => {
                let begin = so_far.map_or_else(|| "stops at its first element".to_owned(), |s| format!("gets as far as “{}”", line(s, text)));
                let met = token.as_ref().map_or_else(|| "the sentence ends".to_owned(), values);
                let _ = writeln!(out, "     {begin}; then {met}");
                for w in wanted {
                    let _ = writeln!(out, "       wanted {w}");
                }
            }
        }
    }
}

fn slot(out: &mut String, slot: &SlotReport) {
    let state = if slot.forbidden { "is filled and must not be" } else { "is required and empty" };
    let _ = writeln!(out, "       slot {} {state}", slot.role);
    for (way, token, why) in &slot.tries {
        let met = token.as_ref().map_or_else(String::new, |t| format!("{}: ", values(t)));
        let _ = writeln!(out, "         {way}");
        let _ = writeln!(out, "           {met}{why}");
    }
}

/// `“Front” (lemma front, NOUN NN, nsubj, ng:ArmedGroup, role=perpetrator)`
fn values(token: &Token) -> String {
    let mut parts = vec![format!("lemma {}", token.lemma), token.tag.clone(), token.relation.to_owned()];
    parts.push(token.class.clone().unwrap_or_else(|| "no class".to_owned()));
    parts.extend(token.features.iter().cloned());
    format!("“{}” ({})", token.word, parts.join(", "))
}

fn line(span: Span, text: &str) -> String {
    span.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
