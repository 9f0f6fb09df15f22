//! Precision, recall and F1, by role or type and over all.

use std::collections::BTreeMap;
use std::fmt;

use super::gold::{GoldDocument, GoldMention};
use super::matching::{Match, normal, pairing};
use super::predict::{PredictedMention, Prediction};

/// Counts of one row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Pairs found.
    pub hit: usize,
    /// Predictions.
    pub predicted: usize,
    /// Gold.
    pub gold: usize,
}

impl Figures {
    /// Precision in percent; 0 where nothing was predicted.
    pub fn precision(self) -> f64 {
        share(self.hit, self.predicted)
    }

    /// Recall in percent; 0 where there is no gold.
    pub fn recall(self) -> f64 {
        share(self.hit, self.gold)
    }

    /// Their harmonic mean in percent.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 {
            2.0 * p * r / (p + r)
        } else {
            0.0
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of documents are small")]
    if whole == 0 {
        0.0
    } else {
        100.0 * part as f64 / whole as f64
    }
}

/// Rows in their order; printed as a table with the micro average below.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores(pub Vec<(String, Figures)>);

impl Scores {
    /// All rows together.
    pub fn micro(&self) -> Figures {
        self.0
            .iter()
            .fold(Figures::default(), |sum, (_, f)| Figures {
                hit: sum.hit + f.hit,
                predicted: sum.predicted + f.predicted,
                gold: sum.gold + f.gold,
            })
    }

    fn row(&mut self, name: &str) -> &mut Figures {
        let at = self
            .0
            .iter()
            .position(|(n, _)| n == name)
            .unwrap_or_else(|| {
                self.0.push((name.to_owned(), Figures::default()));
                self.0.len() - 1
            });
        &mut self.0[at].1
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:18} {:>6} {:>6} {:>6}   hit/pred/gold",
            "", "P", "R", "F1"
        )?;
        let micro = ("micro".to_owned(), self.micro());
        for (name, c) in self.0.iter().chain([&micro]) {
            let (p, r, f1) = (c.precision(), c.recall(), c.f1());
            writeln!(
                f,
                "{name:18} {p:6.1} {r:6.1} {f1:6.1}   {}/{}/{}",
                c.hit, c.predicted, c.gold
            )?;
        }
        Ok(())
    }
}

/// Role fillers by CEAF-REE: in each role, entities pair one to one.
pub fn score_roles(gold: &[GoldDocument], predictions: &[Prediction], how: Match) -> Scores {
    let mut scores = Scores::default();
    for (document, prediction) in gold.iter().zip(predictions) {
        for (role, entities) in document.roles.iter().flat_map(|r| &r.0) {
            let predicted = prediction.entities(role);
            let found = paired(&predicted, entities, how).iter().flatten().count();
            let row = scores.row(role);
            row.hit += found;
            row.predicted += predicted.len();
            row.gold += entities.len();
        }
    }
    scores
}

/// For each gold entity of a role the predicted one that pairs with it, as an index into `predicted`.
pub(crate) fn paired(
    predicted: &[Vec<String>],
    gold: &[Vec<String>],
    how: Match,
) -> Vec<Option<usize>> {
    let all =
        |mentions: &Vec<String>| -> Vec<String> { mentions.iter().map(|m| normal(m)).collect() };
    let gold: Vec<Vec<String>> = gold.iter().map(all).collect();
    let adjacent: Vec<Vec<usize>> = predicted
        .iter()
        .map(|entity| {
            let mut entity = all(entity);
            entity.retain(|m| !m.is_empty());
            (0..gold.len())
                .filter(|&at| how.fits(&entity, &gold[at]))
                .collect()
        })
        .collect();
    pairing(&adjacent, gold.len())
}

/// Mentions: a predicted one pairs with a gold one of its type that its head overlaps.
pub fn score_mentions(gold: &[GoldDocument], predictions: &[Prediction]) -> Scores {
    let mut rows: BTreeMap<String, Figures> = BTreeMap::new();
    for (document, prediction) in gold.iter().zip(predictions) {
        let golden: &[GoldMention] = document.mentions.as_deref().unwrap_or_default();
        let mut types: Vec<&str> = golden.iter().map(|m| m.kind.as_str()).collect();
        types.extend(prediction.mentions.iter().map(|m| m.kind));
        types.sort_unstable();
        types.dedup();
        for kind in types {
            let g: Vec<&GoldMention> = golden.iter().filter(|m| m.kind == kind).collect();
            let p: Vec<&PredictedMention> = prediction
                .mentions
                .iter()
                .filter(|m| m.kind == kind)
                .collect();
            let adjacent: Vec<Vec<usize>> = p
                .iter()
                .map(|p| {
                    (0..g.len())
                        .filter(|&at| p.head_start < g[at].end && g[at].start < p.head_end)
                        .collect()
                })
                .collect();
            let row = rows.entry(kind.to_owned()).or_default();
            row.hit += pairing(&adjacent, g.len()).iter().flatten().count();
            row.predicted += p.len();
            row.gold += g.len();
        }
    }
    Scores(rows.into_iter().collect())
}

/// Which documents of a topic report the same incident, over pairs of documents.
pub fn score_incidents(gold: &[GoldDocument], predictions: &[Prediction]) -> Scores {
    let mut scores = Scores::default();
    for (a, (one, first)) in gold.iter().zip(predictions).enumerate() {
        for (other, second) in gold.iter().zip(predictions).skip(a + 1) {
            if one.topic != other.topic {
                continue;
            }
            let same = one.incident == other.incident;
            let linked = first.incidents.iter().any(|i| second.incidents.contains(i));
            let row = scores.row(&format!("topic {}", topic(one)));
            row.hit += usize::from(same && linked);
            row.predicted += usize::from(linked);
            row.gold += usize::from(same);
        }
    }
    scores
}

/// A topic's name as it is printed.
pub(crate) fn topic(document: &GoldDocument) -> String {
    match &document.topic {
        Some(serde_json::Value::String(name)) => name.clone(),
        Some(other) => other.to_string(),
        None => "None".to_owned(),
    }
}
