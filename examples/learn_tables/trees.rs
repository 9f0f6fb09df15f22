//! Learns the weights of the parser and measures its trees.

use std::collections::BTreeMap;

use newsgraph::annotate::lex::{Lex, Tag, Tagger};
use newsgraph::annotate::syntax::labels::{self, Gathered, Skeleton};
use newsgraph::annotate::syntax::state::{self, Action, Node, State};
use newsgraph::annotate::syntax::{Parser, Relation, Tree};
use newsgraph::annotate::weights::Atom;
use newsgraph::text::{DocWords, WordTable};
use rustc_hash::FxHashMap;

use crate::learner::{Dice, Learner, Names};
use crate::tags::Tagged;
use crate::treebank::{Case, Sentence, document};

pub(crate) fn knob(name: &str, usual: u32) -> u32 {
    std::env::var(name)
        .ok()
        .and_then(|v| v.parse().ok())
        .unwrap_or(usual)
}
/// Lemmas seen this often in both copies together may stand in conditions.
const FREQUENT: u32 = 12;

struct Example {
    nodes: Vec<Node>,
    tags: Vec<Tag>,
    /// Gold heads; the root's is itself.
    heads: Vec<u32>,
    relations: Vec<Relation>,
}

/// Learns `arcs.tsv` and `relations.tsv`.
pub(crate) fn learn(treebank: &[Sentence], tagged: Vec<Tagged>, source: &str) -> (String, String) {
    let mut names = Names::default();
    for text in labels::PARTS
        .iter()
        .copied()
        .chain(Relation::ALL.iter().map(|r| r.as_str()))
    {
        names.add(text);
    }
    for digit in 0..10 {
        names.add(&digit.to_string());
        names.add(&format!("<{digit}"));
        names.add(&format!(">{digit}"));
    }
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for copy in &tagged {
        for lemma in &copy.lemmas {
            *counts.entry(lemma).or_default() += 1;
        }
    }
    let mut examples = Vec::new();
    for copy in &tagged {
        let words = &treebank[copy.sentence].words;
        let nodes = copy
            .tags
            .iter()
            .zip(&copy.lemmas)
            .map(|(tag, lemma)| {
                names.add(&tag.name());
                names.add(lemma);
                let frequent =
                    counts[lemma.as_str()] >= FREQUENT && !lemma.contains(char::is_whitespace);
                Node {
                    tag: Atom::of(tag.name().as_bytes()),
                    word: if frequent {
                        Atom::of(lemma.as_bytes())
                    } else {
                        Atom::NONE
                    },
                }
            })
            .collect();
        examples.push(Example {
            nodes,
            tags: copy.tags.clone(),
            heads: words.iter().map(|w| w.head as u32).collect(),
            relations: words.iter().map(|w| relation(&w.relation)).collect(),
        });
    }
    let arcs = learn_arcs(&mut examples);
    let relations = learn_relations(&mut examples);
    let classes: Vec<String> = Relation::ALL
        .iter()
        .map(|r| r.as_str().to_owned())
        .collect();
    let head = format!(
        "# Weights of shift, left and right. A line without a tab names the template of the conditions below it.\n{source}"
    );
    let arcs = arcs.write_triples(
        &head,
        &state::TEMPLATES,
        &names,
        100.0,
        knob("AL", 8) as i64,
        0,
    );
    let head = format!(
        "# Votes for relations. A line without a tab names the template of the conditions below it.\n{source}"
    );
    let relations = relations.write(
        &head,
        &labels::TEMPLATES,
        &classes,
        &names,
        100.0,
        knob("RL", 5) as i64,
    );
    (arcs, relations)
}

fn relation(text: &str) -> Relation {
    let base = text.split(':').next().unwrap_or(text);
    Relation::parse(text)
        .or_else(|| Relation::parse(base))
        .unwrap_or(Relation::Dep)
}

/// What an action loses for good, given the gold heads.
fn cost(state: &State, heads: &[u32], action: Action) -> usize {
    let stack = state.stack();
    let next = state.next();
    let size = heads.len() as u32;
    let gold = |at: u32| heads[at as usize];
    let top = stack.last().copied();
    match action {
        Action::Shift => {
            let below = &stack[..stack.len().saturating_sub(1)];
            let head = usize::from(below.contains(&gold(next)));
            head + stack.iter().filter(|d| gold(**d) == next).count()
        }
        Action::Left | Action::Right => {
            let top = top.unwrap();
            let new = if action == Action::Left {
                next
            } else {
                stack[stack.len() - 2]
            };
            let below = stack.len().checked_sub(2).map(|at| stack[at]);
            let head = gold(top);
            let lost = head != new
                && (head == top || head >= next || (action == Action::Left && Some(head) == below));
            usize::from(lost)
                + (next..size)
                    .filter(|d| gold(*d) == top && *d != top)
                    .count()
        }
    }
}

fn learn_arcs(examples: &mut [Example]) -> Learner {
    let mut learner = Learner::default();
    let mut state = State::default();
    let best = |state: &State, heads: &[u32]| {
        Action::ALL
            .into_iter()
            .filter(|a| state.allows(*a))
            .min_by_key(|a| cost(state, heads, *a))
            .unwrap()
    };
    for example in examples.iter() {
        state.reset(example.nodes.iter().copied());
        while !state.is_final() {
            state.conditions(|t, a, b, c| learner.count((t, a, b, c)));
            let action = best(&state, &example.heads);
            state.apply(action);
        }
    }
    learner.close(knob("AC", 4));
    let steps: usize = examples.iter().map(|e| e.nodes.len() * 2).sum();
    learner.plan(
        steps * knob("AR", 12) as usize,
        knob("AE", 20) as f32 / 10.0,
    );
    let mut dice = Dice(11);
    let mut rows = Vec::new();
    for round in 0..knob("AR", 12) {
        dice.shuffle(examples);
        let (mut right, mut all) = (0_u32, 0_u32);
        for example in examples.iter() {
            state.reset(example.nodes.iter().copied());
            while !state.is_final() {
                rows.clear();
                state.conditions(|t, a, b, c| rows.extend(learner.row((t, a, b, c))));
                let mut scores = [0_f32; 3];
                learner.score(&rows, &mut scores);
                let allowed: Vec<usize> =
                    (0..3).filter(|a| state.allows(Action::ALL[*a])).collect();
                let guess = top(&allowed, &scores);
                let costs: Vec<usize> = allowed
                    .iter()
                    .map(|a| cost(&state, &example.heads, Action::ALL[*a]))
                    .collect();
                let least = *costs.iter().min().unwrap();
                let good: Vec<usize> = allowed
                    .iter()
                    .zip(&costs)
                    .filter(|(_, c)| **c == least)
                    .map(|(a, _)| *a)
                    .collect();
                let truth = top(&good, &scores);
                learner.learn(&rows, &allowed, &good, &scores);
                let explore = round > 0 && dice.next() % 10 != 0;
                state.apply(Action::ALL[if explore { guess } else { truth }]);
            }
            for (at, head) in example.heads.iter().enumerate() {
                all += 1;
                let found = state.heads[at];
                right +=
                    u32::from(found == *head || (found == state::NOBODY && *head as usize == at));
            }
        }
        eprintln!(
            "heads, round {}: {:.2}",
            round + 1,
            100.0 * f64::from(right) / f64::from(all)
        );
    }
    learner
}

fn top(among: &[usize], scores: &[f32]) -> usize {
    *among
        .iter()
        .max_by(|a, b| scores[**a].total_cmp(&scores[**b]).then(b.cmp(a)))
        .unwrap()
}

fn learn_relations(examples: &mut [Example]) -> Learner {
    let mut learner = Learner::default();
    let mut gathered = Gathered::default();
    for round in 0..=u64::from(knob("RR", 8)) {
        let mut dice = Dice(23 + round);
        if round > 0 {
            dice.shuffle(examples);
        }
        let (mut right, mut all) = (0_u32, 0_u32);
        let mut rows = Vec::new();
        for example in examples.iter() {
            let tree = Skeleton {
                nodes: &example.nodes,
                tags: &example.tags,
                heads: &example.heads,
            };
            gathered.read(&tree);
            let mut given: Vec<Relation> = Vec::new();
            for (at, truth) in example.relations.iter().enumerate() {
                if tree.heads[at] as usize == at {
                    given.push(Relation::Root);
                    continue;
                }
                if round == 0 {
                    gathered
                        .conditions(&tree, at, &given, |t, a, b, c| learner.count((t, a, b, c)));
                    given.push(*truth);
                    continue;
                }
                rows.clear();
                gathered.conditions(&tree, at, &given, |t, a, b, c| {
                    rows.extend(learner.row((t, a, b, c)))
                });
                let mut scores = [0_f32; Relation::ALL.len()];
                learner.score(&rows, &mut scores);
                let all_places: Vec<usize> = (1..scores.len()).collect();
                let guess = top(&all_places, &scores);
                learner.learn(&rows, &all_places, &[*truth as usize], &scores);
                given.push(Relation::ALL[guess]);
                all += 1;
                right += u32::from(guess == *truth as usize);
            }
        }
        if round == 0 {
            learner.close(knob("RC", 4));
            let steps: usize = examples.iter().map(|e| e.nodes.len()).sum();
            learner.plan(steps * knob("RR", 8) as usize, knob("RE", 20) as f32 / 10.0);
        } else {
            eprintln!(
                "relations, round {round}: {:.2}",
                100.0 * f64::from(right) / f64::from(all)
            );
        }
    }
    learner
}

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
