//! Rules that would have found what was missed.
//!
//! *Takes* gold roles and the predictions of a view. *Gives* [`Suggestion`]s: a trigger, a path and classes, with how often
//! that pattern stands in the gold's texts, how often what it leads to fills the role, and how many of those fillers were
//! missed. What property and class a rule for a role writes is read from the findings that were right. Everything is
//! counted once a document and filler. A person decides: the rules come with their tests, right and wrong examples.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rayon::prelude::*;

use super::gold::GoldDocument;
use super::matching::{Match, normal};
use super::predict::Prediction;
use super::score::paired;
use crate::annotate::clause::Clauses;
use crate::annotate::{Mention, Reading};
use crate::ontology::Step;
use crate::pipeline::Pipeline;
use crate::text::Document;

/// One occurrence of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Example {
    /// The document's id in the gold.
    pub document: String,
    /// The sentence in one line.
    pub sentence: String,
    /// The filler's words, as bytes of `sentence`.
    pub words: (usize, usize),
}

/// A rule that a person may accept.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The gold's role.
    pub role: String,
    /// The property that fills it.
    pub property: String,
    /// What the rule finds.
    pub emits: String,
    /// Lemma of the trigger.
    pub lemma: String,
    /// Whether the trigger is a verb, else a noun.
    pub verb: bool,
    /// From the trigger to the filler.
    pub path: String,
    /// Classes of the fillers.
    pub classes: Vec<String>,
    /// Fillers that the gold has.
    pub hits: usize,
    /// Fillers in all.
    pub fires: usize,
    /// Fillers that the gold has and that were missed.
    pub gain: usize,
    /// Missed fillers.
    pub right: Vec<Example>,
    /// Fillers that the gold does not have.
    pub wrong: Vec<Example>,
}

impl Suggestion {
    /// Share of right fillers, a little less where there are few.
    pub fn precision(&self) -> f64 {
        let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        number(self.hits) / (number(self.fires) + 1.0)
    }

    fn worth(&self) -> f64 {
        self.precision() * f64::from(u32::try_from(self.gain).unwrap_or(u32::MAX))
    }
}

/// Fewest documents with a missed filler that make a pattern: what stands in one alone is a memory of it.
const DOCUMENTS: usize = 2;
/// Least share of right fillers.
const PRECISION: f64 = 0.3;
/// Examples kept of a kind.
const EXAMPLES: usize = 3;

/// Lemma, verb, path.
type Pattern = (String, bool, String);
/// Property and class of the findings behind right fillers, counted.
type Written = BTreeMap<(String, String), usize>;

/// What one pattern led to, by class of the filler.
#[derive(Clone, Debug, Default)]
struct Led {
    fires: BTreeSet<(String, String)>,
    examples: BTreeMap<(String, String), Example>,
    /// By role: document and words.
    hits: BTreeMap<String, BTreeSet<(String, String)>>,
    missed: BTreeMap<String, BTreeSet<(String, String)>>,
}

type Leads = BTreeMap<Pattern, BTreeMap<String, Led>>;

/// Patterns that would have found missed fillers, the most worthy first.
pub fn suggest(
    pipeline: &Pipeline,
    gold: &[GoldDocument],
    predictions: &[Prediction],
    how: Match,
) -> Vec<Suggestion> {
    let each: Vec<(Leads, BTreeMap<String, Written>)> = gold
        .par_iter()
        .zip(predictions)
        .map(|(gold, prediction)| one(pipeline, gold, prediction, how))
        .collect();
    let mut leads = Leads::new();
    let mut written: BTreeMap<String, Written> = BTreeMap::new();
    for (own, findings) in each {
        for (pattern, classes) in own {
            let all = leads.entry(pattern).or_default();
            for (class, led) in classes {
                let sum = all.entry(class).or_default();
                sum.fires.extend(led.fires);
                sum.examples.extend(led.examples);
                for (role, hits) in led.hits {
                    sum.hits.entry(role).or_default().extend(hits);
                }
                for (role, missed) in led.missed {
                    sum.missed.entry(role).or_default().extend(missed);
                }
            }
        }
        for (role, counts) in findings {
            let all = written.entry(role).or_default();
            for (what, count) in counts {
                *all.entry(what).or_default() += count;
            }
        }
    }
    let mut out: Vec<Suggestion> = leads
        .iter()
        .flat_map(|(pattern, classes)| of_pattern(pattern, classes, &written))
        .collect();
    out.sort_by(|a, b| {
        b.worth()
            .total_cmp(&a.worth())
            .then_with(|| (&a.lemma, &a.path, &a.role).cmp(&(&b.lemma, &b.path, &b.role)))
    });
    out
}

fn of_pattern(
    (lemma, verb, path): &Pattern,
    classes: &BTreeMap<String, Led>,
    written: &BTreeMap<String, Written>,
) -> Vec<Suggestion> {
    let roles: BTreeSet<&String> = classes.values().flat_map(|l| l.missed.keys()).collect();
    let mut out = Vec::new();
    for role in roles {
        let of_role = written.get(role).and_then(|w| {
            let most = w.iter().max_by_key(|(what, count)| (**count, *what));
            most.map(|(what, _)| what)
        });
        let Some((property, emits)) = of_role else {
            continue;
        };
        let fitting: Vec<(&String, &Led)> = classes
            .iter()
            .filter(|(_, led)| led.hits.contains_key(role))
            .collect();
        let mut suggestion = Suggestion {
            role: role.clone(),
            property: property.clone(),
            emits: emits.clone(),
            lemma: lemma.clone(),
            verb: *verb,
            path: path.clone(),
            classes: fitting.iter().map(|(class, _)| (*class).clone()).collect(),
            hits: 0,
            fires: 0,
            gain: 0,
            right: Vec::new(),
            wrong: Vec::new(),
        };
        let none = BTreeSet::new();
        let mut documents: BTreeSet<&str> = BTreeSet::new();
        for (_, led) in fitting {
            let hits = led.hits.get(role).unwrap_or(&none);
            let missed = led.missed.get(role).unwrap_or(&none);
            suggestion.hits += hits.len();
            suggestion.fires += led.fires.len();
            suggestion.gain += missed.len();
            documents.extend(missed.iter().map(|(document, _)| document.as_str()));
            let example = |place| led.examples.get(place).cloned();
            suggestion.right.extend(missed.iter().filter_map(example));
            let wrong = led.fires.iter().filter(|place| !hits.contains(*place));
            suggestion.wrong.extend(wrong.filter_map(example));
        }
        suggestion.right.truncate(EXAMPLES);
        suggestion.wrong.truncate(EXAMPLES);
        if documents.len() >= DOCUMENTS && suggestion.precision() >= PRECISION {
            out.push(suggestion);
        }
    }
    out
}

/// The patterns of one document, and what the findings behind its right fillers write.
fn one(
    pipeline: &Pipeline,
    gold: &GoldDocument,
    prediction: &Prediction,
    how: Match,
) -> (Leads, BTreeMap<String, Written>) {
    let cascade = pipeline.cascade();
    let document = Document::read(gold.source(), &cascade.ontology().conventions);
    let reading = cascade.read(&document);
    let clauses = Clauses::new(&reading, cascade.clause_words());
    // the gold's strings, by role, with whether their entity was found
    let mut strings: Vec<(&str, String, bool)> = Vec::new();
    for (role, entities) in gold.roles.iter().flat_map(|r| &r.0) {
        let mates = paired(&prediction.entities(role), entities, how);
        for (entity, mate) in entities.iter().zip(mates) {
            strings.extend(
                entity
                    .iter()
                    .map(|m| (role.as_str(), normal(m), mate.is_some())),
            );
        }
    }
    let roles_of = |words: &[String]| -> BTreeMap<&str, bool> {
        let mut roles: BTreeMap<&str, bool> = BTreeMap::new();
        for (role, _, found) in strings.iter().filter(|(_, s, _)| words.contains(s)) {
            *roles.entry(role).or_default() |= *found;
        }
        roles
    };
    let mut written: BTreeMap<String, Written> = BTreeMap::new();
    let mut filled: BTreeSet<(usize, usize)> = BTreeSet::new();
    for finding in &reading.findings {
        let Some(class) = finding.class else { continue };
        for filler in &finding.roles {
            filled.insert((finding.trigger, filler.token));
            let Some(mention) = reading.mention(filler.token) else {
                continue;
            };
            for role in roles_of(&variants(&reading, mention)).keys() {
                let class = reading.ontology.vocabulary.class_name(class).to_owned();
                let what = (filler.role.clone(), class);
                *written
                    .entry((*role).to_owned())
                    .or_default()
                    .entry(what)
                    .or_default() += 1;
            }
        }
    }
    let mut leads = Leads::new();
    for trigger in 0..document.tokens.len() {
        let tag = reading.lex.tag(trigger);
        let verb = clauses.is_predicate(trigger);
        // a rule names kinds of words, never a person or a place
        if tag.is_proper() || reading.name(trigger).is_some() || (!verb && !tag.is_noun()) {
            continue;
        }
        for argument in clauses.arguments(trigger) {
            let Some(mention) = reading.mention(argument.token) else {
                continue;
            };
            let (Some(path), Some(class)) = (path(&reading, argument.step), mention.class) else {
                continue;
            };
            let words = variants(&reading, mention);
            let (Some(shown), Some(example)) =
                (words.first(), example(&reading, &gold.id, trigger, mention))
            else {
                continue;
            };
            let lemma = reading.words.word(reading.lemma(trigger)).to_owned();
            let class = reading.ontology.vocabulary.class_name(class).to_owned();
            let led = leads
                .entry((lemma, verb, path))
                .or_default()
                .entry(class)
                .or_default();
            let place = (gold.id.clone(), shown.clone());
            led.fires.insert(place.clone());
            led.examples.entry(place.clone()).or_insert(example);
            for (role, found) in roles_of(&words) {
                led.hits
                    .entry(role.to_owned())
                    .or_default()
                    .insert(place.clone());
                // what a rule has and the view drops is no miss of the rules
                if !found && !filled.contains(&(trigger, argument.token)) {
                    led.missed
                        .entry(role.to_owned())
                        .or_default()
                        .insert(place.clone());
                }
            }
        }
    }
    (leads, written)
}

/// A mention's words as the gold may write them: without what stands before its core, and whole.
fn variants(reading: &Reading<'_>, mention: &Mention) -> Vec<String> {
    let text = |tokens| normal(reading.span(tokens).of(&reading.document.text));
    let mut out = vec![text(&mention.core), text(&mention.tokens)];
    out.dedup();
    out.retain(|words| !words.is_empty());
    out
}

fn path(reading: &Reading<'_>, step: Step) -> Option<String> {
    Some(match step {
        Step::Subj => "subj".to_owned(),
        Step::Obj => "obj".to_owned(),
        Step::Iobj => "iobj".to_owned(),
        Step::Poss => "poss".to_owned(),
        Step::Comp => "comp".to_owned(),
        Step::Appos => "appos".to_owned(),
        Step::Be => "be".to_owned(),
        Step::Named => "named".to_owned(),
        Step::Prep(Some(word)) => format!("prep.{}", reading.words.word(word).replace(' ', "_")),
        _ => return None,
    })
}

fn example(reading: &Reading<'_>, id: &str, trigger: usize, mention: &Mention) -> Option<Example> {
    let sentence = reading
        .document
        .sentences
        .get(reading.sentence_of(trigger))?;
    let text = &reading.document.text;
    let whole = sentence.span.of(text);
    let words = reading.span(&mention.core);
    let start = (words.start as usize).checked_sub(sentence.span.start as usize)?;
    let before = one_line(whole.get(..start)?);
    let inside = one_line(words.of(text));
    let from = before.len()
        + usize::from(!before.is_empty() && whole.get(..start)?.ends_with(char::is_whitespace));
    Some(Example {
        document: id.to_owned(),
        sentence: one_line(whole),
        words: (from, from + inside.len()),
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Characters of a sentence shown before and after the words that matter.
const SHOWN: usize = 70;

/// A sentence cut to the surroundings of its brackets, so that a line stays one.
fn around(sentence: &str) -> String {
    let all: Vec<char> = sentence.chars().collect();
    let open = all.iter().position(|c| *c == '[').unwrap_or(0);
    let close = all.iter().position(|c| *c == ']').unwrap_or(all.len());
    let (from, to) = (open.saturating_sub(SHOWN), (close + SHOWN).min(all.len()));
    let cut: String = all
        .iter()
        .skip(from)
        .take(to.saturating_sub(from))
        .collect();
    let (left, right) = (
        if from > 0 { "… " } else { "" },
        if to < all.len() { " …" } else { "" },
    );
    format!("{left}{}{right}", cut.trim())
}

/// A table for people: a line a suggestion, then its examples.
pub fn table(suggestions: &[Suggestion]) -> String {
    let mut out = format!(
        "{:>5} {:>5} {:>5} {:>9}  {:24} pattern\n",
        "gain", "hits", "fires", "precision", "role"
    );
    for s in suggestions {
        let kind = if s.verb { "verb" } else { "noun" };
        let _ = writeln!(
            out,
            "{:>5} {:>5} {:>5} {:>9.2}  {:24} {} ({kind}) → {} {}",
            s.gain,
            s.hits,
            s.fires,
            s.precision(),
            s.role,
            s.lemma,
            s.path,
            s.classes.join("|")
        );
        for (sign, examples) in [("+", &s.right), ("-", &s.wrong)] {
            for e in examples {
                let _ = writeln!(
                    out,
                    "        {sign} {}: {}",
                    e.document,
                    around(&bracketed(e, &s.property))
                );
            }
        }
    }
    out
}

/// The sentence with its filler in brackets, as tests have it.
fn bracketed(example: &Example, role: &str) -> String {
    let (start, end) = example.words;
    let part = |range: std::ops::Range<usize>| example.sentence.get(range).unwrap_or("");
    format!(
        "{}[{role}:{}]{}",
        part(0..start),
        part(start..end),
        part(end..example.sentence.len())
    )
}

/// Rule files' text: each suggestion as a frame with tests from the texts, to be accepted, narrowed or dropped.
pub fn rules(suggestions: &[Suggestion]) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    // a bracket of the text's own would be read as one of the test
    let fit = |e: &&Example| !e.sentence.contains(['[', ']']);
    let mut out = "# Suggested by `newsgraph rules suggest`: accept, narrow or drop each, and write tests of your own.\n".to_owned();
    for s in suggestions {
        let tag = if s.verb { "V" } else { "N" };
        let id = format!(
            "{}-{}-{}",
            s.lemma,
            s.path.replace(['.', '*'], "-"),
            s.property
        );
        let _ = write!(
            out,
            "\n[[rule]]\nid      = {}\nkind    = \"frame\"\ndoc     = \"Suggested: {} of {} fillers were {}, {} of them missed.\"\n\
             trigger = '''[lemma={} & tag={tag}]'''\nemits   = \"{}\"\n[rule.slots]\n{} = {{ path = \"{}\", class = \"{}\", required = true }}\n",
            quoted(&id.to_lowercase()),
            s.hits,
            s.fires,
            s.role,
            s.gain,
            s.lemma,
            s.emits,
            s.property,
            s.path,
            s.classes.join("|")
        );
        for e in s.right.iter().filter(fit) {
            let _ = write!(
                out,
                "[[rule.test]]\ntext = {}\n",
                quoted(&bracketed(e, &s.property))
            );
        }
        for e in s.wrong.iter().filter(fit).take(1) {
            let _ = write!(
                out,
                "# it fires here, and the gold does not have it\n[[rule.test]]\ntext   = {}\nexpect = \"none\"\n",
                quoted(&e.sentence)
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{roles, view_for};
    use super::*;
    use crate::query::saved_queries;

    /// Gold whose victims no rule finds, since no rule knows the verb.
    fn gold() -> Vec<GoldDocument> {
        let line = |id: &str, text: &str, victim: &str| {
            let json = serde_json::json!({
                "id": id, "text": text,
                "roles": { "PerpInd": [["gunmen"]], "PerpOrg": [], "Target": [], "Victim": [[victim]], "Weapon": [] },
            });
            serde_json::from_value(json).unwrap()
        };
        let told = "Gunmen killed a farmer near the town.";
        vec![
            line(
                "a",
                &format!("{told} They garrotted the mayor in his house."),
                "mayor",
            ),
            line(
                "b",
                &format!("{told} The judge was garrotted on Monday."),
                "judge",
            ),
            line(
                "c",
                &format!("{told} Gunmen garrotted two farmers."),
                "two farmers",
            ),
            line("d", told, "a farmer"),
        ]
    }

    #[test]
    fn a_verb_no_rule_knows_is_suggested_and_its_rule_loads() {
        let pipeline = Pipeline::load(None).unwrap();
        let gold = gold();
        let views = saved_queries(&pipeline.cascade().ontology().files, "views");
        let view = view_for(&views, &gold).unwrap();
        let predictions = roles(&pipeline, &gold, view).unwrap();
        let found = suggest(&pipeline, &gold, &predictions, Match::Head);
        let best = found.first().unwrap();
        assert_eq!(
            (best.lemma.as_str(), best.path.as_str(), best.role.as_str()),
            ("garrot", "obj", "Victim"),
            "{}",
            table(&found)
        );
        assert_eq!((best.gain, best.property.as_str()), (3, "victim"));
        let mut files = pipeline.cascade().ontology().files.clone();
        files.extend(crate::ontology::PackFiles::from_texts([(
            "rules/event/suggested.toml",
            rules(&found[..1]).as_str(),
        )]));
        assert!(crate::ontology::Ontology::load(files).is_ok());
    }
}
