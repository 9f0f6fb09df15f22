//! Attachment figures, and precision, recall and F1 of head-to-head links.

use std::collections::BTreeMap;

use newsgraph::annotate::lex::{Lex, Tagger};
use newsgraph::annotate::syntax::{Parser, Relation, Tree};
use newsgraph::text::{DocWords, WordTable};

use crate::treebank::{Case, Sentence, document};

#[derive(Default)]
struct Score {
    right: u32,
    found: u32,
    gold: u32,
}

impl Score {
    fn show(&self) -> String {
        let share = |a: u32, b: u32| {
            if b == 0 {
                0.0
            } else {
                100.0 * f64::from(a) / f64::from(b)
            }
        };
        format!(
            "P {:.1} R {:.1} F1 {:.1} ({})",
            share(self.right, self.found),
            share(self.right, self.gold),
            share(2 * self.right, self.found + self.gold),
            self.gold
        )
    }
}

/// Kinds of links whose head-to-head figures are printed.
const LINKS: [&str; 12] = [
    "nsubj",
    "obj",
    "nsubj:pass",
    "obl:agent",
    "iobj",
    "nmod:poss",
    "acl:relcl",
    "acl",
    "conj",
    "appos",
    "xcomp",
    "ccomp",
];

/// Prints attachment and link figures in ordinary and upper case.
pub(crate) fn evaluate(
    treebank: &[Sentence],
    tagger: &Tagger,
    parser: &Parser,
    table: &WordTable,
    verbose: bool,
) {
    for case in Case::ALL {
        let doc = document(treebank, case);
        let mut own = DocWords::new(table);
        let lex: Lex = tagger.tag(&doc, &mut own);
        let tree: Tree = parser.parse(&doc, &lex);
        let (mut heads, mut both, mut all) = (0_u32, 0_u32, 0_u32);
        let mut links: BTreeMap<String, Score> = BTreeMap::new();
        let mut wrong: BTreeMap<String, u32> = BTreeMap::new();
        for (sentence, gold) in doc.sentences.iter().zip(treebank) {
            let first = sentence.tokens.start;
            let gold_case = |of: usize| {
                gold.words
                    .iter()
                    .enumerate()
                    .find(|(_, w)| w.head == of && w.relation == "case")
                    .map(|(_, w)| w.form.to_lowercase())
            };
            let found_case = |of: usize| {
                tree.child(first + of, &[Relation::Case])
                    .map(|c| doc.word(c).to_lowercase())
            };
            for (at, word) in gold.words.iter().enumerate() {
                let head = tree.head(first + at) - first;
                let relation = tree.relation(first + at);
                let right = head == word.head;
                let labelled = right && relation.as_str() == word.relation;
                if word.upos != "PUNCT" {
                    all += 1;
                    heads += u32::from(right);
                    both += u32::from(labelled);
                }
                let mut tally = |name: String, gold: bool, found: bool, right: bool| {
                    let score = links.entry(name).or_default();
                    score.gold += u32::from(gold);
                    score.found += u32::from(found);
                    score.right += u32::from(right);
                };
                for link in LINKS {
                    let (g, f) = (word.relation == link, relation.as_str() == link);
                    tally(link.to_owned(), g, f, g && f && right);
                }
                let (g, f) = (word.relation == "obl", relation == Relation::Obl);
                tally(
                    "obl + preposition".to_owned(),
                    g,
                    f,
                    g && f && right && gold_case(at) == found_case(at),
                );
                let (g, f) = (word.relation == "nmod", relation == Relation::Nmod);
                tally(
                    "nmod + preposition".to_owned(),
                    g,
                    f,
                    g && f && right && gold_case(at) == found_case(at),
                );
                if verbose && right && !labelled {
                    *wrong
                        .entry(format!("{} for {}", relation.as_str(), word.relation))
                        .or_default() += 1;
                }
            }
        }
        let share = |n: u32| 100.0 * f64::from(n) / f64::from(all);
        println!(
            "{case:?}: UAS {:.2}  LAS {:.2}  ({all} tokens but punctuation)",
            share(heads),
            share(both)
        );
        if case != Case::Lower {
            for (name, score) in &links {
                println!("  {name:20} {}", score.show());
            }
        }
        let mut wrong: Vec<_> = wrong.into_iter().collect();
        wrong.sort_by_key(|w| std::cmp::Reverse(w.1));
        if verbose {
            println!("{:?}", wrong.into_iter().take(30).collect::<Vec<_>>());
        }
    }
}
