//! Learns where text that has lost its line breaks had them: `breaks.tsv`.

use std::collections::{BTreeMap, BTreeSet};

use newsgraph::annotate::weights::Atom;
use newsgraph::text::breaks::{Line, TEMPLATES, is_gap};
use newsgraph::text::{Breaks, Classes, Conventions, Document, Source};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::learner::{Condition, Dice, Learner, Names, sections};
use crate::reading::joined;
use crate::treebank::Sentence;

/// Rounds over the data.
const ROUNDS: usize = 12;
/// Evidence a condition needs to speak.
const EVIDENCE: f32 = 1.0;
/// Weights are averaged over this many orders of the data: there are few ends of lines, and one order may mislead.
const ORDERS: u64 = 3;
/// Conditions that weigh less, in hundredths, are left out.
const LIGHTEST: i64 = 10;

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
    let mut totals: FxHashMap<Condition, f64> = FxHashMap::default();
    for order in 0..ORDERS {
        let learner = weigh(&mut gaps, Dice(5 + order));
        let seen: FxHashSet<Condition> = gaps.iter().flat_map(|g| &g.0).copied().collect();
        for condition in seen {
            let Some(row) = learner.row(condition) else {
                continue;
            };
            let mut scores = [0.0; 2];
            learner.score(&[row], &mut scores);
            *totals.entry(condition).or_default() += f64::from(scores[1] - scores[0]);
        }
    }
    let mut lines: BTreeMap<(u8, String), String> = BTreeMap::new();
    for ((template, a, b, c), total) in totals {
        let weight = (total * 100.0 / ORDERS as f64).round() as i64;
        let parts: Vec<&str> = [a, b, c].iter().filter_map(|p| names.get(*p)).collect();
        if weight.abs() >= LIGHTEST && parts.iter().all(|p| !p.contains(char::is_whitespace)) {
            lines.insert((template, parts.join(" ")), weight.to_string());
        }
    }
    let head = format!(
        "# Weights for a line's end between two words of a text that has lost its line breaks. A line without a tab names\n# the template of the conditions below it.\n{source}"
    );
    sections(&head, &TEMPLATES, &lines)
}

/// Weighs the conditions, the gaps in an order that the dice give.
fn weigh(gaps: &mut [(Vec<Condition>, usize)], mut dice: Dice) -> Learner {
    let mut learner = Learner::default();
    for condition in gaps.iter().flat_map(|g| &g.0) {
        learner.count(*condition);
    }
    learner.close(1);
    learner.plan(gaps.len() * ROUNDS, EVIDENCE);
    for _ in 0..ROUNDS {
        dice.shuffle(gaps);
        for (found, truth) in &*gaps {
            let rows: Vec<u32> = found.iter().filter_map(|c| learner.row(*c)).collect();
            let mut scores = [0.0; 2];
            learner.score(&rows, &mut scores);
            learner.learn(&rows, &[0, 1], &[*truth], &scores);
        }
    }
    learner
}
