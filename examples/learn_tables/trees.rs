//! Learns the weights of the parser.

use newsgraph::annotate::lex::Tag;
use newsgraph::annotate::syntax::Relation;
use newsgraph::annotate::syntax::labels::{self, Gathered, Skeleton};
use newsgraph::annotate::syntax::sort::{Sort, Sorts};
use newsgraph::annotate::syntax::state::{self, Action, Node, State};
use newsgraph::annotate::weights::Atom;
use rustc_hash::FxHashMap;

use crate::learner::{Dice, Learner, Names};
use crate::tags::Tagged;
use crate::treebank::Sentence;

/// Rounds over the data, for heads and for relations.
const ROUNDS: (usize, usize) = (5, 5);
/// Evidence a condition needs to speak, for heads and for relations.
const EVIDENCE: (f32, f32) = (3.5, 4.0);
/// Conditions seen fewer times are forgotten.
const SEEN: u32 = 4;
/// Lemmas seen this often in both copies together may stand in conditions.
const FREQUENT: u32 = 12;

/// Votes for relations below this, in hundredths of log odds, are left out: more than half of all, for 0.05 points of LAS.
const LEAST: i64 = 18;

#[derive(Clone)]
struct Example {
    nodes: Vec<Node>,
    tags: Vec<Tag>,
    /// Gold heads; the root's is itself.
    heads: Vec<u32>,
    relations: Vec<Relation>,
}

/// Learns `arcs.tsv` and `relations.tsv`.
pub(crate) fn learn(treebank: &[Sentence], tagged: &[Tagged], source: &str) -> (String, String) {
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
    for sorts in Sorts::texts() {
        names.add(&sorts);
    }
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for copy in tagged {
        for lemma in &copy.lemmas {
            *counts.entry(lemma).or_default() += 1;
        }
    }
    let mut examples = Vec::new();
    for copy in tagged {
        let words = &treebank[copy.sentence].words;
        let mut nodes: Vec<Node> = copy
            .tags
            .iter()
            .zip(&copy.lemmas)
            .map(|(tag, lemma)| {
                names.add(&tag.name());
                names.add(lemma);
                let frequent =
                    counts[lemma.as_str()] >= FREQUENT && !lemma.contains(char::is_whitespace);
                Node {
                    place: 0,
                    sort: Sort::of(*tag),
                    ahead: 0,
                    tag: Atom::of(tag.name().as_bytes()),
                    word: if frequent {
                        Atom::of(lemma.as_bytes())
                    } else {
                        Atom::NONE
                    },
                }
            })
            .collect();
        state::look_ahead(&mut nodes, &copy.tags);
        examples.push(Example {
            nodes,
            tags: copy.tags.clone(),
            heads: words.iter().map(|w| w.head as u32).collect(),
            relations: words.iter().map(|w| relation(&w.relation)).collect(),
        });
    }
    let mut copies = examples.clone();
    let (arcs, relations) = rayon::join(
        || learn_arcs(&mut examples),
        || learn_relations(&mut copies),
    );
    let classes: Vec<String> = Relation::ALL
        .iter()
        .map(|r| r.as_str().to_owned())
        .collect();
    let head = format!(
        "# Weights of shift, left and right. A line without a tab names the template of the conditions below it.\n{source}"
    );
    let arcs = arcs.write_triples(&head, &state::TEMPLATES, &names, 100.0, 8, 0);
    let head = format!(
        "# Votes for relations. A line without a tab names the template of the conditions below it.\n{source}"
    );
    let relations = relations.write(&head, &labels::TEMPLATES, &classes, &names, 100.0, LEAST);
    (arcs, relations)
}

/// The relation of a treebank's text; without what follows the colon where the parser does not tell it.
pub(crate) fn relation(text: &str) -> Relation {
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
        state.reset(example.nodes.len());
        while !state.is_final() {
            if let Some(action) = state.forced() {
                state.apply(&example.nodes, action);
                continue;
            }
            state.conditions(&example.nodes, |t, a, b, c| learner.count((t, a, b, c)));
            let action = best(&state, &example.heads);
            state.apply(&example.nodes, action);
        }
    }
    learner.close(SEEN);
    let steps: usize = examples.iter().map(|e| e.nodes.len() * 2).sum();
    learner.plan(steps * ROUNDS.0, EVIDENCE.0);
    let mut dice = Dice(11);
    let mut rows = Vec::new();
    for round in 0..ROUNDS.0 {
        dice.shuffle(examples);
        let (mut right, mut all) = (0_u32, 0_u32);
        for example in examples.iter() {
            state.reset(example.nodes.len());
            while !state.is_final() {
                if let Some(action) = state.forced() {
                    state.apply(&example.nodes, action);
                    learner.wait();
                    continue;
                }
                rows.clear();
                state.conditions(&example.nodes, |t, a, b, c| {
                    rows.extend(learner.row((t, a, b, c)));
                });
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
                let explore = round > 0 && !dice.next().is_multiple_of(10);
                state.apply(
                    &example.nodes,
                    Action::ALL[if explore { guess } else { truth }],
                );
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
    for round in 0..=ROUNDS.1 {
        let mut dice = Dice(23 + round as u64);
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
                    rows.extend(learner.row((t, a, b, c)));
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
            learner.close(SEEN);
            let steps: usize = examples.iter().map(|e| e.nodes.len()).sum();
            learner.plan(steps * ROUNDS.1, EVIDENCE.1);
        } else {
            eprintln!(
                "relations, round {round}: {:.2}",
                100.0 * f64::from(right) / f64::from(all)
            );
        }
    }
    learner
}
