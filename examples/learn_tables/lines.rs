//! Learns where text that has lost its line breaks had them: `breaks.tsv`.

use std::collections::{BTreeMap, BTreeSet};

use newsgraph::annotate::weights::Atom;
use newsgraph::text::breaks::{Line, TEMPLATES, is_gap};
use newsgraph::text::{Breaks, Classes, Conventions, Document, Source};
use rustc_hash::FxHashSet;

use crate::learner::{Condition, Dice, Learner, Names, sections};
use crate::reading::joined;
use crate::treebank::Sentence;

/// Rounds over the data.
const ROUNDS: usize = 12;
/// Evidence a condition needs to speak.
const EVIDENCE: f32 = 1.0;
/// Conditions seen fewer times are forgotten.
const SEEN: u32 = 3;

/// Learns the table from the gaps that no stop ends; `words` is the table of words learnt from the same treebank.
pub(crate) fn learn(
    treebank: &[Sentence],
    words: &str,
    conventions: &Conventions,
    source: &str,
) -> String {
    let classes = Classes::parse(words);
    let plain = Conventions {
        breaks: Breaks::default(),
        ..conventions.clone()
    };
    let mut names = Names::default();
    let mut gaps: Vec<(Vec<Condition>, usize)> = Vec::new();
    for joined in joined(treebank) {
        let text = joined.text;
        let doc = Document::read(
            Source {
                text,
                ..Source::default()
            },
            &plain,
        );
        let starts: BTreeSet<usize> = joined.sentences.iter().map(|s| s.0).collect();
        let ranges: Vec<_> = doc.sentences.iter().map(|s| s.tokens.clone()).collect();
        let line = Line::new(&doc.text, &doc.tokens, &ranges, &classes);
        for sentence in &doc.sentences {
            let mut range = sentence.tokens.clone();
            for at in sentence.tokens.clone().skip(1) {
                if !is_gap(&doc.text, &doc.tokens, at) {
                    continue;
                }
                let mut found = Vec::new();
                line.conditions(range.clone(), at, |t, parts| {
                    let [a, b, c] = parts.map(|p| {
                        if p.is_empty() {
                            Atom::NONE
                        } else {
                            names.add(p);
                            Atom::of(p.as_bytes())
                        }
                    });
                    found.push((t as u8, a, b, c));
                });
                let truth = starts.contains(&(doc.tokens[at].span.start as usize));
                if truth {
                    range.start = at;
                }
                gaps.push((found, usize::from(truth)));
            }
        }
    }
    let mut learner = Learner::default();
    for (found, _) in &gaps {
        for condition in found {
            learner.count(*condition);
        }
    }
    learner.close(SEEN);
    learner.plan(gaps.len() * ROUNDS, EVIDENCE);
    let mut dice = Dice(5);
    for _ in 0..ROUNDS {
        dice.shuffle(&mut gaps);
        for (found, truth) in &gaps {
            let rows: Vec<u32> = found.iter().filter_map(|c| learner.row(*c)).collect();
            let mut scores = [0.0; 2];
            learner.score(&rows, &mut scores);
            learner.learn(&rows, &[0, 1], &[*truth], &scores);
        }
    }
    let mut lines: BTreeMap<(u8, String), String> = BTreeMap::new();
    let mut seen: FxHashSet<Condition> = FxHashSet::default();
    for condition in gaps.iter().flat_map(|g| &g.0) {
        let Some(row) = learner.row(*condition).filter(|_| seen.insert(*condition)) else {
            continue;
        };
        let mut scores = [0.0; 2];
        learner.score(&[row], &mut scores);
        let weight = (f64::from(scores[1] - scores[0]) * 100.0).round() as i64;
        let (template, a, b, c) = *condition;
        let parts: Vec<&str> = [a, b, c].iter().filter_map(|p| names.get(*p)).collect();
        if weight.abs() >= 5 && parts.iter().all(|p| !p.contains(char::is_whitespace)) {
            lines.insert((template, parts.join(" ")), weight.to_string());
        }
    }
    let head = format!(
        "# Weights for a line's end between two words of a text that has lost its line breaks. A line without a tab names\n# the template of the conditions below it.\n{source}"
    );
    sections(&head, &TEMPLATES, &lines)
}
