//! A log-linear classifier over conditions, written out as a readable table of integer votes.
//!
//! Weights by dual averaging with an L1 term (AdaGrad-RDA; Duchi, Hazan and Singer 2011): a condition speaks only when
//! the evidence for it exceeds a threshold, so that the tables stay small.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use newsgraph::annotate::weights::{Atom, key};
use rustc_hash::FxHashMap;

/// The texts of atoms, for writing.
#[derive(Default)]
pub(crate) struct Names(FxHashMap<Atom, String>);

impl Names {
    pub(crate) fn add(&mut self, text: &str) {
        self.0
            .entry(Atom::of(text.as_bytes()))
            .or_insert_with(|| text.to_owned());
    }

    pub(crate) fn get(&self, atom: Atom) -> Option<&str> {
        self.0.get(&atom).map(String::as_str)
    }
}

/// One condition: template and parts.
pub(crate) type Condition = (u8, Atom, Atom, Atom);

#[derive(Clone, Copy)]
struct Weight {
    class: u8,
    /// Sum of the gradients.
    sum: f32,
    /// Sum of their squares.
    squares: f32,
}

impl Weight {
    fn value(self, threshold: f32) -> f32 {
        let over = self.sum.abs() - threshold;
        if over <= 0.0 {
            0.0
        } else {
            -self.sum.signum() * RATE * over / self.squares.sqrt()
        }
    }
}

/// Step size.
const RATE: f32 = 0.1;

/// Conditions, counted first, then weighed.
#[derive(Default)]
pub(crate) struct Learner {
    index: FxHashMap<u64, u32>,
    conditions: Vec<Condition>,
    counts: Vec<u32>,
    rows: Vec<Vec<Weight>>,
    /// Evidence below which a condition does not speak; grows with time up to `evidence`.
    threshold: f32,
    step: f32,
}

impl Learner {
    /// Counts a condition seen in the data.
    pub(crate) fn count(&mut self, condition: Condition) {
        let (template, a, b, c) = condition;
        let next = u32::try_from(self.conditions.len()).unwrap();
        let row = *self.index.entry(key(template, a, b, c)).or_insert(next);
        if row == next {
            self.conditions.push(condition);
            self.counts.push(0);
        }
        self.counts[row as usize] += 1;
    }

    /// Forgets conditions seen fewer than `least` times and opens a row for the others.
    pub(crate) fn close(&mut self, least: u32) {
        let counts = &self.counts;
        self.index.retain(|_, row| counts[*row as usize] >= least);
        self.rows = vec![Vec::new(); self.conditions.len()];
    }

    pub(crate) fn row(&self, (template, a, b, c): Condition) -> Option<u32> {
        self.index.get(&key(template, a, b, c)).copied()
    }

    /// Sets how many steps learning takes and how much evidence a condition needs by its end.
    pub(crate) fn plan(&mut self, steps: usize, evidence: f32) {
        self.step = evidence / steps as f32;
    }

    /// A step that was not to be learnt from.
    pub(crate) fn wait(&mut self) {
        self.threshold += self.step;
    }

    pub(crate) fn score(&self, rows: &[u32], scores: &mut [f32]) {
        for row in rows {
            for weight in &self.rows[*row as usize] {
                scores[weight.class as usize] += weight.value(self.threshold);
            }
        }
    }

    /// One step: `scores` of the classes among `allowed`, of which those in `good` are right.
    pub(crate) fn learn(
        &mut self,
        rows: &[u32],
        allowed: &[usize],
        good: &[usize],
        scores: &[f32],
    ) {
        self.threshold += self.step;
        let most = allowed.iter().map(|c| scores[*c]).fold(f32::MIN, f32::max);
        let total: f32 = allowed.iter().map(|c| (scores[*c] - most).exp()).sum();
        let of_good: f32 = good
            .iter()
            .map(|c| (scores[*c] - most).exp())
            .sum::<f32>()
            .max(1e-9);
        for class in allowed {
            let e = (scores[*class] - most).exp();
            let wanted = if good.contains(class) {
                e / of_good
            } else {
                0.0
            };
            let gradient = e / total - wanted;
            if gradient.abs() > 0.004 {
                for row in rows {
                    self.nudge(*row, *class, gradient);
                }
            }
        }
    }

    fn nudge(&mut self, row: u32, class: usize, gradient: f32) {
        let class = u8::try_from(class).unwrap();
        let row = &mut self.rows[row as usize];
        let place = row
            .iter()
            .position(|w| w.class == class)
            .unwrap_or_else(|| {
                row.push(Weight {
                    class,
                    sum: 0.0,
                    squares: 1e-3,
                });
                row.len() - 1
            });
        row[place].sum += gradient;
        row[place].squares += gradient * gradient;
    }

    /// The table: weights times `scale` as integers, those below `least` left out.
    pub(crate) fn write(
        &self,
        head: &str,
        templates: &[&str],
        classes: &[String],
        names: &Names,
        scale: f64,
        least: i64,
    ) -> String {
        let mut lines: BTreeMap<(u8, String), String> = BTreeMap::new();
        for row in self.index.values() {
            let (template, a, b, c) = self.conditions[*row as usize];
            let mut votes: Vec<(i64, u8)> = self.rows[*row as usize]
                .iter()
                .map(|w| {
                    (
                        (f64::from(w.value(self.threshold)) * scale).round() as i64,
                        w.class,
                    )
                })
                .filter(|(weight, _)| weight.abs() >= least)
                .collect();
            let parts: Option<Vec<&str>> = [a, b, c]
                .into_iter()
                .filter(|p| *p != Atom::NONE)
                .map(|p| names.get(p))
                .collect();
            let Some(parts) = parts.filter(|p| {
                !votes.is_empty() && p.iter().all(|p| !p.contains(char::is_whitespace))
            }) else {
                continue;
            };
            votes.sort_by_key(|v| (-v.0, v.1));
            let votes: Vec<String> = votes
                .into_iter()
                .map(|(weight, class)| {
                    format!(
                        "{}={}",
                        classes[class as usize],
                        weight.clamp(-32_000, 32_000)
                    )
                })
                .collect();
            lines.insert((template, parts.join(" ")), votes.join(" "));
        }
        sections(head, templates, &lines)
    }

    /// Three weights a line; lines of template `keep` stay even when all their weights are small.
    pub(crate) fn write_triples(
        &self,
        head: &str,
        templates: &[&str],
        names: &Names,
        scale: f64,
        least: i64,
        keep: u8,
    ) -> String {
        let mut lines: BTreeMap<(u8, String), String> = BTreeMap::new();
        for row in self.index.values() {
            let (template, a, b, c) = self.conditions[*row as usize];
            let mut weights = [0_i64; 3];
            for w in &self.rows[*row as usize] {
                weights[usize::from(w.class)] =
                    (f64::from(w.value(self.threshold)) * scale).round() as i64;
            }
            let spread = weights.iter().max().unwrap() - weights.iter().min().unwrap();
            if spread < least && template != keep {
                continue;
            }
            let parts: Option<Vec<&str>> = [a, b, c]
                .into_iter()
                .filter(|p| *p != Atom::NONE)
                .map(|p| names.get(p))
                .collect();
            if let Some(parts) =
                parts.filter(|p| p.iter().all(|p| !p.contains(char::is_whitespace)))
            {
                let [a, b, c] = weights;
                lines.insert((template, parts.join(" ")), format!("{a} {b} {c}"));
            }
        }
        sections(head, templates, &lines)
    }
}

/// A table: its head, then the conditions of each template below its name, in order, each with its weights after a tab.
pub(crate) fn sections(
    head: &str,
    templates: &[&str],
    lines: &BTreeMap<(u8, String), String>,
) -> String {
    let mut out = head.to_owned();
    let mut now = None;
    for ((template, condition), weights) in lines {
        if now != Some(template) {
            now = Some(template);
            writeln!(out, "{}", templates[usize::from(*template)]).unwrap();
        }
        writeln!(out, "{condition}\t{weights}").unwrap();
    }
    out
}

/// A small deterministic source of order.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = (self.next() % (at as u64 + 1)) as usize;
            items.swap(at, other);
        }
    }
}
