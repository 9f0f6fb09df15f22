//! Counts which pairs of tags decide the relation between their tokens.

use std::collections::BTreeMap;

use crate::learner::sections;
use crate::tags::Tagged;
use crate::treebank::Sentence;
use crate::trees::relation;

/// A pair seen fewer times tells nothing, in both copies of the treebank together.
const SEEN: u32 = 40;
/// In a thousand, how often a relation must hold to be taken as decided.
const DECIDED: u32 = 995;

/// Counts `pairs.tsv`.
pub(crate) fn learn(treebank: &[Sentence], tagged: &[Tagged], source: &str) -> String {
    let mut counts: BTreeMap<String, BTreeMap<&str, u32>> = BTreeMap::new();
    for copy in tagged {
        for (at, word) in treebank[copy.sentence].words.iter().enumerate() {
            if word.head == at {
                continue;
            }
            let side = if at < word.head { '<' } else { '>' };
            let (tag, head) = (copy.tags[at].name(), copy.tags[word.head].name());
            let relation = relation(&word.relation).as_str();
            *counts
                .entry(format!("{side} {tag} {head}"))
                .or_default()
                .entry(relation)
                .or_default() += 1;
        }
    }
    let mut lines = BTreeMap::new();
    for (pair, relations) in counts {
        let all: u32 = relations.values().sum();
        let most = relations.into_iter().max_by_key(|(_, count)| *count);
        if let Some((relation, count)) = most
            && all >= SEEN
            && count * 1000 >= all * DECIDED
        {
            lines.insert((0, pair), relation.to_owned());
        }
    }
    let head = format!(
        "# Relations that two tags decide: side of the token, its tag, that of its head.\n{source}"
    );
    sections(&head, &["# v d h"], &lines)
}
