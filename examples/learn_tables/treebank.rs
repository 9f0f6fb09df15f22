//! A CoNLL-U treebank in memory.

use anyhow::Context;
use newsgraph::span::Span;
use newsgraph::text::{Conventions, Document, Source, Token};

/// One word of the treebank.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) form: String,
    pub(crate) lemma: String,
    pub(crate) upos: String,
    pub(crate) xpos: String,
    /// Head inside the sentence, counted from 0; the root is its own head.
    pub(crate) head: usize,
    pub(crate) relation: String,
    pub(crate) space_after: bool,
}

/// One sentence, and whether it begins a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    pub(crate) words: Vec<Word>,
    pub(crate) opens_document: bool,
}

/// Reads all sentences of a file; multiword ranges and empty nodes are passed over.
pub(crate) fn read(path: &str) -> anyhow::Result<Vec<Sentence>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
    let mut all = Vec::new();
    let mut now = Sentence::default();
    for line in text.lines() {
        if line.starts_with("# newdoc") {
            now.opens_document = true;
        }
        if line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() < 10 {
            if !now.words.is_empty() {
                all.push(std::mem::take(&mut now));
            }
            continue;
        }
        let Ok(number) = cells[0].parse::<usize>() else {
            continue;
        };
        let head: usize = cells[6]
            .parse()
            .with_context(|| format!("head of {line}"))?;
        now.words.push(Word {
            form: cells[1].to_owned(),
            lemma: cells[2].to_owned(),
            upos: cells[3].to_owned(),
            xpos: cells[4].to_owned(),
            head: if head == 0 { number - 1 } else { head - 1 },
            relation: cells[7].to_owned(),
            space_after: !cells[9].contains("SpaceAfter=No"),
        });
    }
    if !now.words.is_empty() {
        all.push(now);
    }
    Ok(all)
}

/// How a copy of the treebank is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Ordinary,
    Upper,
    Lower,
}

impl Case {
    pub(crate) const ALL: [Self; 3] = [Self::Ordinary, Self::Upper, Self::Lower];
}

/// One document over the given sentences with the treebank's own tokens.
pub(crate) fn document(sentences: &[Sentence], case: Case) -> Document {
    let mut text = String::new();
    let (mut tokens, mut cut) = (Vec::new(), Vec::new());
    let offset = |at: usize| u32::try_from(at).unwrap();
    for sentence in sentences {
        let first = tokens.len();
        let mut spaced = true;
        for word in &sentence.words {
            let start = text.len();
            match case {
                Case::Ordinary => text.push_str(&word.form),
                Case::Upper => text.push_str(&word.form.to_uppercase()),
                Case::Lower => text.push_str(&word.form.to_lowercase()),
            }
            tokens.push(Token {
                span: Span::new(offset(start), offset(text.len())),
                spaced,
            });
            spaced = word.space_after;
            if spaced {
                text.push(' ');
            }
        }
        let span = tokens[first].span.join(tokens.last().unwrap().span);
        cut.push(newsgraph::text::Sentence {
            span,
            tokens: first..tokens.len(),
            block: 0,
        });
        text.push('\n');
    }
    let mut doc = Document::read(Source::default(), &Conventions::default());
    doc.text = text;
    doc.tokens = tokens;
    doc.sentences = cut;
    doc.capitals_only = case == Case::Upper;
    doc.lower_case_only = case == Case::Lower;
    doc
}
