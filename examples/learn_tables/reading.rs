//! Token and sentence F1 of `Document::read` on the treebank's own text.

use newsgraph::text::{Conventions, Document, Source};

use crate::treebank::Sentence;

#[derive(Default)]
struct Counts {
    right: usize,
    found: usize,
    gold: usize,
}

impl Counts {
    fn add(&mut self, gold: &[(usize, usize)], found: &[(usize, usize)]) {
        self.gold += gold.len();
        self.found += found.len();
        self.right += gold
            .iter()
            .filter(|g| found.binary_search(g).is_ok())
            .count();
    }

    fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.gold + self.found) as f64
    }
}

/// One document of the treebank, its tokens joined by their `SpaceAfter` marks and nothing else: no line breaks.
pub(crate) struct Joined {
    pub(crate) text: String,
    /// First and one past the last byte of each token.
    tokens: Vec<(usize, usize)>,
    /// The same of each sentence.
    pub(crate) sentences: Vec<(usize, usize)>,
}

/// All documents of a treebank.
pub(crate) fn joined(treebank: &[Sentence]) -> Vec<Joined> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < treebank.len() {
        let mut end = at + 1;
        while end < treebank.len() && !treebank[end].opens_document {
            end += 1;
        }
        let (mut text, mut tokens, mut sentences) = (String::new(), Vec::new(), Vec::new());
        for sentence in &treebank[at..end] {
            let start = text.len();
            let mut stop = start;
            for word in &sentence.words {
                tokens.push((text.len(), text.len() + word.form.len()));
                text.push_str(&word.form);
                stop = text.len();
                if word.space_after {
                    text.push(' ');
                }
            }
            sentences.push((start, stop));
        }
        at = end;
        all.push(Joined {
            text,
            tokens,
            sentences,
        });
    }
    all
}

/// Prints both figures; with `verbose` what differs.
pub(crate) fn evaluate(treebank: &[Sentence], conventions: &Conventions, verbose: bool) {
    let mut tokens = Counts::default();
    let mut sentences = Counts::default();
    let mut ends = Counts::default();
    for joined in joined(treebank) {
        let Joined {
            text,
            tokens: gold_tokens,
            sentences: gold_sentences,
        } = joined;
        let doc = Document::read(
            Source {
                text,
                ..Source::default()
            },
            conventions,
        );
        let found: Vec<_> = doc
            .tokens
            .iter()
            .map(|t| (t.span.start as usize, t.span.end as usize))
            .collect();
        tokens.add(&gold_tokens, &found);
        let found_sentences: Vec<_> = doc
            .sentences
            .iter()
            .map(|s| (s.span.start as usize, s.span.end as usize))
            .collect();
        sentences.add(&gold_sentences, &found_sentences);
        let end = |all: &[(usize, usize)]| all.iter().map(|s| (s.1, s.1)).collect::<Vec<_>>();
        ends.add(&end(&gold_sentences), &end(&found_sentences));
        if verbose {
            for g in gold_tokens
                .iter()
                .filter(|g| found.binary_search(g).is_err())
            {
                let ours: Vec<&str> = found
                    .iter()
                    .filter(|f| f.0 < g.1 && g.0 < f.1)
                    .map(|f| &doc.text[f.0..f.1])
                    .collect();
                println!("TOKEN\t{}\t{}", &doc.text[g.0..g.1], ours.join(" "));
            }
            for f in found_sentences
                .iter()
                .filter(|f| gold_sentences.binary_search(f).is_err())
            {
                let gold_end = gold_sentences.iter().any(|g| g.1 == f.1);
                let before: String = doc.text[..f.1]
                    .chars()
                    .rev()
                    .take(30)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect();
                let after: String = doc.text[f.1..].chars().take(30).collect();
                if !gold_end {
                    println!("EXTRA\t{before} || {after}");
                }
            }
            for g in gold_sentences
                .iter()
                .filter(|g| !found_sentences.iter().any(|f| f.1 == g.1))
            {
                let before: String = doc.text[..g.1]
                    .chars()
                    .rev()
                    .take(30)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect();
                let after: String = doc.text[g.1..].chars().take(30).collect();
                println!("MISSED\t{before} || {after}");
            }
        }
    }
    println!("tokens     F1 {:.2}  ({} gold)", tokens.f1(), tokens.gold);
    println!(
        "sentences  F1 {:.2}  ({} gold); their ends alone {:.2}",
        sentences.f1(),
        sentences.gold,
        ends.f1()
    );
}
