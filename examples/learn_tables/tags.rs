//! Learns the votes for tags and measures tags and lemmas.

use std::collections::BTreeMap;

use newsgraph::annotate::lex::features::{SHAPES, TEMPLATES, View, conditions, prefix, suffix};
use newsgraph::annotate::lex::{CLOSED_OFF, Lex, Tag, Tagger, class, is_capital, view};
use newsgraph::annotate::weights::Atom;
use newsgraph::text::{DocWords, WordId, WordTable};

use crate::learner::{Dice, Learner, Names};
use crate::treebank::{Case, Sentence, document};
use crate::words::{self, Counted, folded};

struct Example {
    views: Vec<View>,
    words: Vec<WordId>,
    truth: Vec<usize>,
    /// How the words that are not frequent would look if the lexicon did not have them, and how often they stand in it.
    unknown: Vec<Option<(u32, View)>>,
}

/// Learns `tags.tsv`.
pub(crate) fn learn(
    treebank: &[Sentence],
    counted: &Counted,
    dictionary: &str,
    source: &str,
) -> anyhow::Result<String> {
    let mut table = WordTable::default();
    let tagger = Tagger::from_texts(
        &counted.lexicon,
        &counted.lemmas,
        dictionary,
        &counted.tagset,
        "",
        &mut table,
    )?;
    let tagset: Vec<Tag> = tagger.tagset().collect();
    let classes: Vec<String> = tagset.iter().map(|t| t.name()).collect();
    let atoms: Vec<Atom> = classes.iter().map(|n| Atom::of(n.as_bytes())).collect();
    let names = names(treebank, &tagger, &table, &classes);

    let mut examples = Vec::new();
    for case in [Case::Ordinary, Case::Upper] {
        let doc = document(treebank, case);
        let mut own = DocWords::new(&table);
        for (sentence, gold) in doc.sentences.iter().zip(treebank) {
            let (mut views, mut ids) = (Vec::new(), Vec::new());
            tagger.views(&doc, sentence, &mut own, &mut views, &mut ids);
            let truth = gold
                .words
                .iter()
                .map(|w| tagger.place(words::tag(w, Some(&counted.tags))))
                .collect();
            let unknown = ids
                .iter()
                .zip(&views)
                .map(|(id, known)| {
                    let entry = tagger
                        .lexicon()
                        .entry(*id)
                        .filter(|e| e.is_known() && !e.is_closed())?;
                    let mut other = view(None, own.word(*id), tagger.kinds());
                    other.shape = known.shape;
                    Some((entry.total, other))
                })
                .collect();
            examples.push(Example {
                unknown,
                views,
                words: ids,
                truth,
            });
        }
    }

    let mut learner = Learner::default();
    for example in &examples {
        for at in 0..example.views.len() {
            let before = |back: usize| {
                at.checked_sub(back)
                    .map_or(Atom::of(b"<edge>"), |i| atoms[example.truth[i]])
            };
            conditions(&example.views, at, before(1), before(2), |t, a, b, c| {
                learner.count((t, a, b, c));
            });
        }
    }
    learner.close(3);

    let steps: usize = examples.iter().map(|e| e.views.len()).sum();
    learner.plan(steps * ROUNDS / 2, EVIDENCE);
    let mut dice = Dice(7);
    let mut mask = vec![0_i16; tagset.len()];
    let mut scores = vec![0_f32; tagset.len()];
    let mut rows = Vec::new();
    for round in 0..ROUNDS {
        dice.shuffle(&mut examples);
        let (mut right, mut all) = (0_u32, 0_u32);
        for example in &mut examples {
            let known = example.views.clone();
            for (view, other) in example.views.iter_mut().zip(&example.unknown) {
                // each word is unknown for once: its own place must not tell its tag
                if let Some((total, other)) = other
                    && dice.next().is_multiple_of(u64::from(*total))
                {
                    *view = *other;
                }
            }
            let (mut t1, mut t2) = (Atom::of(b"<edge>"), Atom::of(b"<edge>"));
            for at in 0..example.views.len() {
                let entry = tagger.lexicon().entry(example.words[at]);
                let capital = is_capital(example.views[at].shape);
                let only = entry.and_then(|e| e.only).filter(|_| !capital);
                let truth = example.truth[at];
                let guess = if let Some(tag) = only {
                    tagger.place(tag)
                } else {
                    tagger.admit(entry.filter(|e| e.is_closed()), capital, &mut mask);
                    rows.clear();
                    conditions(&example.views, at, t1, t2, |t, a, b, c| {
                        rows.extend(learner.row((t, a, b, c)));
                    });
                    for (score, mask) in scores.iter_mut().zip(&mask) {
                        *score = if *mask == CLOSED_OFF { -1e9 } else { 0.0 };
                    }
                    learner.score(&rows, &mut scores);
                    let guess = (0..scores.len())
                        .max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a)))
                        .unwrap();
                    if mask[truth] != CLOSED_OFF {
                        let allowed: Vec<usize> =
                            (0..mask.len()).filter(|c| mask[*c] != CLOSED_OFF).collect();
                        learner.learn(&rows, &allowed, &[truth], &scores);
                    }
                    guess
                };
                right += u32::from(guess == truth);
                all += 1;
                t2 = t1;
                t1 = atoms[guess];
            }
            example.views = known;
        }
        eprintln!(
            "tags, round {}: {:.2}",
            round + 1,
            100.0 * f64::from(right) / f64::from(all)
        );
    }
    let head = format!(
        "# Votes for tags, integers. A line without a tab names the template of the conditions below it.\n{source}"
    );
    Ok(learner.write(&head, &TEMPLATES, &classes, &names, SCALE, 5))
}

const SCALE: f64 = 100.0;
/// Rounds over the data.
const ROUNDS: usize = 6;
/// Evidence a condition needs to speak; about half of the tokens need votes at all.
const EVIDENCE: f32 = 1.5;

fn names(treebank: &[Sentence], tagger: &Tagger, table: &WordTable, tags: &[String]) -> Names {
    let mut names = Names::default();
    for text in SHAPES
        .iter()
        .copied()
        .chain(["<edge>", "<rare>"])
        .chain(tags.iter().map(String::as_str))
    {
        names.add(text);
    }
    for word in treebank.iter().flat_map(|s| &s.words) {
        // both ways of folding: from the word as written and from its capitals
        for word in [folded(&word.form), folded(&word.form.to_uppercase())] {
            let digits: String = word
                .chars()
                .map(|c| if c.is_ascii_digit() { '0' } else { c })
                .collect();
            for count in 1..=4 {
                names.add(suffix(&digits, count));
            }
            names.add(prefix(&digits));
            names.add(&word);
            names.add(&digits);
            names.add(&tagger.kinds().name(&word));
            if let Some(entry) = table.get(&word).and_then(|id| tagger.lexicon().entry(id)) {
                names.add(&class(tagger.lexicon().readings(entry), entry.total));
            }
        }
    }
    names
}

/// Tags the treebank's own tokens in one case regime.
pub(crate) fn tag(
    treebank: &[Sentence],
    case: Case,
    tagger: &Tagger,
    table: &WordTable,
) -> (Lex, Vec<String>) {
    let doc = document(treebank, case);
    let mut own = DocWords::new(table);
    let lex = tagger.tag(&doc, &mut own);
    let lemmas = lex.lemmas.iter().map(|l| own.word(*l).to_owned()).collect();
    (lex, lemmas)
}

/// Prints accuracies in the three case regimes; with `verbose` the commonest confusions.
pub(crate) fn evaluate(treebank: &[Sentence], tagger: &Tagger, table: &WordTable, verbose: bool) {
    for case in Case::ALL {
        let (lex, lemmas) = tag(treebank, case, tagger, table);
        let (mut upos, mut both, mut lemma, mut all) = (0, 0, 0, 0);
        let mut wrong: BTreeMap<String, u32> = BTreeMap::new();
        for ((word, tag), found) in treebank
            .iter()
            .flat_map(|s| &s.words)
            .zip(&lex.tags)
            .zip(&lemmas)
        {
            all += 1;
            upos += usize::from(tag.upos.as_str() == word.upos);
            both += usize::from(tag.upos.as_str() == word.upos && tag.xpos.as_str() == word.xpos);
            let right = *found == folded(&word.lemma);
            lemma += usize::from(right);
            if tag.upos.as_str() != word.upos {
                *wrong
                    .entry(format!("{} for {}", tag.upos.as_str(), word.upos))
                    .or_default() += 1;
                if verbose {
                    println!(
                        "TAG\t{case:?}\t{}\t{}\t{}",
                        word.form,
                        word.upos,
                        tag.name()
                    );
                }
            }
            if !right && verbose {
                println!(
                    "LEMMA\t{case:?}\t{}\t{}\t{}\t{found}",
                    word.form,
                    tag.name(),
                    word.lemma
                );
            }
        }
        let share = |n: usize| 100.0 * n as f64 / f64::from(all);
        println!(
            "{case:?}: UPOS {:.2}  UPOS+XPOS {:.2}  lemmas {:.2}  ({all} tokens)",
            share(upos),
            share(both),
            share(lemma)
        );
        let mut wrong: Vec<_> = wrong.into_iter().collect();
        wrong.sort_by_key(|w| std::cmp::Reverse(w.1));
        if verbose {
            println!("{:?}", wrong.into_iter().take(16).collect::<Vec<_>>());
        }
    }
}

/// One copy of a sentence as the parser will see it.
pub(crate) struct Tagged {
    pub(crate) sentence: usize,
    pub(crate) tags: Vec<Tag>,
    pub(crate) lemmas: Vec<String>,
}

/// Tags the training data, each part by a tagger that has not seen it: ordinary and upper-cased copies.
pub(crate) fn jackknife(
    treebank: &[Sentence],
    dictionary: &str,
    folds: usize,
) -> anyhow::Result<Vec<Tagged>> {
    let fold = |at: usize| (at / 40) % folds;
    let mut out = Vec::new();
    for held in 0..folds {
        let rest: Vec<Sentence> = treebank
            .iter()
            .enumerate()
            .filter(|(at, _)| fold(*at) != held)
            .map(|(_, s)| s.clone())
            .collect();
        let counted = words::count(&rest, "");
        let votes = learn(&rest, &counted, dictionary, "")?;
        let mut table = WordTable::default();
        let tagger = Tagger::from_texts(
            &counted.lexicon,
            &counted.lemmas,
            dictionary,
            &counted.tagset,
            &votes,
            &mut table,
        )?;
        let numbers: Vec<usize> = (0..treebank.len()).filter(|at| fold(*at) == held).collect();
        let own: Vec<Sentence> = numbers.iter().map(|at| treebank[*at].clone()).collect();
        for case in [Case::Ordinary, Case::Upper] {
            let (lex, lemmas) = tag(&own, case, &tagger, &table);
            let mut at = 0;
            for (number, sentence) in numbers.iter().zip(&own) {
                let end = at + sentence.words.len();
                out.push(Tagged {
                    sentence: *number,
                    tags: lex.tags[at..end].to_vec(),
                    lemmas: lemmas[at..end].to_vec(),
                });
                at = end;
            }
        }
    }
    Ok(out)
}
