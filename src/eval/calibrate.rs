//! The precision of each rule on gold: of the fillers that a rule is behind, how many the gold has.
//!
//! A filler counts once for each rule that states its relation. What a view leaves out counts nowhere, so a table says
//! how far a rule can be trusted in the schema of its gold, and is to be measured with the gold nearest to one's use.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::errors::behind;
use super::gold::GoldDocument;
use super::matching::Match;
use super::predict::Prediction;
use super::score::paired;
use crate::ontology::{CONFIDENCE_HEADER, Confidence};

/// Confidence by rule.
pub fn calibrate(gold: &[GoldDocument], predictions: &[Prediction], how: Match) -> BTreeMap<String, Confidence> {
    let mut counts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for (document, prediction) in gold.iter().zip(predictions) {
        for (role, entities) in document.roles.iter().flat_map(|r| &r.0) {
            let fillers: Vec<_> = prediction.of_role(role).collect();
            let predicted: Vec<Vec<String>> = fillers.iter().map(|f| f.mentions.clone()).collect();
            let mates = paired(&predicted, entities, how);
            for (at, filler) in fillers.iter().enumerate() {
                let mut rules: Vec<String> = behind(&prediction.graph, filler).into_iter().map(|p| p.rule).collect();
                rules.sort();
                rules.dedup();
                for rule in rules {
                    let count = counts.entry(rule).or_default();
                    count.0 += u32::from(mates.contains(&Some(at)));
                    count.1 += 1;
                }
            }
        }
    }
    counts.into_iter().filter_map(|(rule, (hits, fires))| Some((rule, Confidence::new(hits, fires)?))).collect()
}

/// The table as a pack holds it in `lexicon/confidence/`.
pub fn table(confidence: &BTreeMap<String, Confidence>, gold: &str) -> String {
    let mut out = format!("# Precision of rules, measured on {gold} by `newsgraph eval roles --calibrate`.\n");
    let _ = writeln!(out, "{CONFIDENCE_HEADER}");
    for (rule, c) in confidence {
        let _ = writeln!(out, "{rule}\t{}\t{}\t{}", c.fires, c.hits, c.percent());
    }
    out
}
