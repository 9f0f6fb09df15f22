//! Counts which places and tags of two tokens, and which lemmas with them, decide the relation between them.

use std::collections::BTreeMap;

use newsgraph::annotate::lex::Tag;
use newsgraph::annotate::syntax::Relation;
use newsgraph::annotate::syntax::labels::{Gathered, Skeleton};
use newsgraph::annotate::syntax::pairs::{self, TEMPLATES};

use crate::learner::sections;
use crate::tags::Tagged;
use crate::treebank::Sentence;
use crate::trees::relation;

/// A condition seen fewer times tells nothing, in both copies of the treebank together.
const SEEN: u32 = 30;
/// In a thousand, how often a relation must hold to be taken as decided.
const DECIDED: u32 = 980;

/// A token whose relation is to be told.
struct Case<'t> {
    /// Its condition of each section.
    conditions: [String; TEMPLATES.len()],
    relation: &'t str,
}

/// Counts `pairs.tsv`: each section by what those before it leave open.
pub(crate) fn learn(treebank: &[Sentence], tagged: &[Tagged], source: &str) -> String {
    let mut open = Vec::new();
    let mut gathered = Gathered::default();
    for copy in tagged {
        let words = &treebank[copy.sentence].words;
        let heads: Vec<u32> = words.iter().map(|w| w.head as u32).collect();
        gathered.read(&Skeleton {
            nodes: &[],
            tags: &copy.tags,
            heads: &heads,
        });
        let lemma = |at: Option<usize>| at.map_or("<none>", |at| copy.lemmas[at].as_str());
        for (at, word) in words.iter().enumerate().filter(|(at, w)| w.head != *at) {
            let child: Option<Tag> = gathered.left(at).map(|left| copy.tags[left]);
            let pair = pairs::text(at, word.head, child, copy.tags[at], copy.tags[word.head]);
            // a space would end the lemma
            let with = |lemma: &str| format!("{pair} {}", lemma.replace(char::is_whitespace, ""));
            let own = with(lemma(Some(at)));
            let auxiliary = with(lemma(gathered.auxiliary(word.head)));
            open.push(Case {
                conditions: [pair, own, auxiliary],
                relation: relation(&word.relation).as_str(),
            });
        }
    }
    let mut lines = BTreeMap::new();
    for (number, section) in (0..).zip(0..TEMPLATES.len()) {
        let decided = decided(&open, section);
        open.retain(|case| !decided.contains_key(&case.conditions[section]));
        let decided = decided.into_iter();
        lines.extend(decided.map(|(condition, relation)| ((number, condition), relation)));
    }
    let head = format!(
        "# Relations that places and tags decide, where they leave it open with a lemma.\n{source}"
    );
    sections(&head, &TEMPLATES, &lines)
}

/// The conditions of a section under which nearly all cases have one relation.
fn decided(open: &[Case<'_>], section: usize) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
    for case in open {
        let relations = counts.entry(&case.conditions[section]).or_default();
        *relations.entry(case.relation).or_default() += 1;
    }
    let mut decided = BTreeMap::new();
    for (condition, relations) in counts {
        let all: u32 = relations.values().sum();
        let most = relations.into_iter().max_by_key(|(_, count)| *count);
        if let Some((relation, count)) = most
            && all >= SEEN
            && count * 1000 >= all * DECIDED
            && Relation::parse(relation).is_some()
        {
            decided.insert(condition.to_owned(), relation.to_owned());
        }
    }
    decided
}
