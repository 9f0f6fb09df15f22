//! Counts under which conditions votes always choose the same relation, so that none need be cast.

use std::collections::BTreeMap;

use newsgraph::annotate::lex::{Tag, Tagger};
use newsgraph::annotate::syntax::labels::{Gathered, Skeleton};
use newsgraph::annotate::syntax::pairs::{self, TEMPLATES};
use newsgraph::annotate::syntax::{Parser, Relation};
use newsgraph::text::WordTable;

use crate::learner::sections;
use crate::tags;
use crate::treebank::{Case, Sentence, document};

/// A condition seen fewer times tells nothing, in both copies of the treebank together.
const SEEN: u32 = 10;
/// In a thousand, how often votes must choose a relation for it to be taken as decided.
const DECIDED: u32 = 990;

/// A token whose relation is to be told.
struct Voted {
    /// Its condition of each section.
    conditions: [String; TEMPLATES.len()],
    relation: Relation,
}

/// Counts `pairs.tsv`: each section by what those before it leave open. `parser` has no pairs yet.
pub(crate) fn learn(
    treebank: &[Sentence],
    tagger: &Tagger,
    table: &WordTable,
    parser: &Parser,
    source: &str,
) -> String {
    let mut open = Vec::new();
    let mut gathered = Gathered::default();
    for case in [Case::Ordinary, Case::Upper] {
        let doc = document(treebank, case);
        let (lex, lemmas) = tags::tag(treebank, case, tagger, table);
        let tree = parser.parse(&doc, &lex);
        for sentence in &doc.sentences {
            let first = sentence.tokens.start;
            let (own, lemmas) = (&lex.tags[sentence.tokens.clone()], &lemmas[first..]);
            let heads: Vec<u32> = sentence
                .tokens
                .clone()
                .map(|at| (tree.head(at) - first) as u32)
                .collect();
            gathered.read(&Skeleton {
                nodes: &[],
                tags: own,
                heads: &heads,
            });
            let lemma = |at: Option<usize>| at.map_or("<none>", |at| lemmas[at].as_str());
            for (at, head) in heads.iter().map(|head| *head as usize).enumerate() {
                if head == at {
                    continue;
                }
                let child: Option<Tag> = gathered.left(at).map(|left| own[left]);
                let pair = pairs::text(at, head, child, own[at], own[head]);
                // a space would end the lemma
                let with =
                    |lemma: &str| format!("{pair} {}", lemma.replace(char::is_whitespace, ""));
                let of_own = with(lemma(Some(at)));
                let of_auxiliary = with(lemma(gathered.auxiliary(head)));
                let of_child = with(lemma(gathered.left(at)));
                let of_head = with(lemma(Some(head)));
                open.push(Voted {
                    conditions: [pair, of_own, of_auxiliary, of_child, of_head],
                    relation: tree.relation(first + at),
                });
            }
        }
    }
    let mut lines = BTreeMap::new();
    for (number, section) in (0..).zip(0..TEMPLATES.len()) {
        let decided = decided(&open, section);
        let before = open.len();
        open.retain(|case| !decided.contains_key(&case.conditions[section]));
        eprintln!(
            "{}: {} lines, {} of {before} left",
            TEMPLATES[section],
            decided.len(),
            open.len()
        );
        let decided = decided.into_iter();
        lines.extend(decided.map(|(condition, relation)| ((number, condition), relation)));
    }
    let head = format!(
        "# Relations that places and tags decide, where they leave it open with a lemma: those for which votes are the same.\n{source}"
    );
    sections(&head, &TEMPLATES, &lines)
}

/// The conditions of a section under which nearly all votes are for one relation.
fn decided(open: &[Voted], section: usize) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
    for case in open {
        let relations = counts.entry(&case.conditions[section]).or_default();
        *relations.entry(case.relation.as_str()).or_default() += 1;
    }
    let mut decided = BTreeMap::new();
    for (condition, relations) in counts {
        let all: u32 = relations.values().sum();
        let most = relations.into_iter().max_by_key(|(_, count)| *count);
        if let Some((relation, count)) = most
            && all >= SEEN
            && count * 1000 >= all * DECIDED
        {
            decided.insert(condition.to_owned(), relation.to_owned());
        }
    }
    decided
}
