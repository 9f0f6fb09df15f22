//! Counts which places and tags of two tokens decide the relation between them.

use std::collections::BTreeMap;

use newsgraph::annotate::syntax::labels::{Gathered, Skeleton};
use newsgraph::annotate::syntax::pairs;

use crate::learner::sections;
use crate::tags::Tagged;
use crate::treebank::Sentence;
use crate::trees::relation;

/// A pair seen fewer times tells nothing, in both copies of the treebank together.
const SEEN: u32 = 40;
/// In a thousand, how often a relation must hold to be taken as decided.
const DECIDED: u32 = 993;

/// Counts `pairs.tsv`.
pub(crate) fn learn(treebank: &[Sentence], tagged: &[Tagged], source: &str) -> String {
    let mut counts: BTreeMap<String, BTreeMap<&str, u32>> = BTreeMap::new();
    let mut gathered = Gathered::default();
    for copy in tagged {
        let words = &treebank[copy.sentence].words;
        let heads: Vec<u32> = words.iter().map(|w| w.head as u32).collect();
        gathered.read(&Skeleton {
            nodes: &[],
            tags: &copy.tags,
            heads: &heads,
        });
        for (at, word) in words.iter().enumerate().filter(|(at, w)| w.head != *at) {
            let child = gathered.left(at).map(|left| copy.tags[left]);
            let pair = pairs::text(at, word.head, child, copy.tags[at], copy.tags[word.head]);
            let relations = counts.entry(pair).or_default();
            *relations
                .entry(relation(&word.relation).as_str())
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
        "# Relations that places and tags decide: side and distance of the token, the tag of its first child, its own, that of\n# its head.\n{source}"
    );
    sections(&head, &["# v d.l d h"], &lines)
}
