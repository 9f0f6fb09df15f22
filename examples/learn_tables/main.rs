//! Learns the readable tables of `ontology/lexicon/learned` from a treebank, and measures the layers that use them.
//!
//! `cargo run --release --example learn_tables -- train.conllu ontology/lexicon/learned` writes the tables;
//! `cargo run --release --example learn_tables -- evaluate dev.conllu [-v]` prints the figures of all layers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::iter_over_hash_type,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::too_many_lines,
    reason = "a tool for developers: it may stop at bad data, prints, and counts in floats; what it writes is sorted"
)]

mod learner;
mod lines;
mod links;
mod pairs;
mod reading;
mod speed;
mod tags;
mod treebank;
mod trees;
mod words;

use std::path::Path;

use newsgraph::annotate::lex::{DICTIONARY, FOLDER, Tagger};
use newsgraph::annotate::syntax::Parser;
use newsgraph::ontology::{PackFiles, load_conventions};
use newsgraph::text::WordTable;

/// Said at the top of each table.
const SOURCE: &str = "# Learnt by examples/learn_tables from UD English-EWT 2.x (CC BY-SA 4.0) and UD English-GUM (CC BY / CC BY-SA, by genre);\n# CC BY-SA 4.0.\n";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["evaluate", path, rest @ ..] => evaluate(path, rest),
        [train, folder, rest @ ..] => learn(train, Path::new(folder), rest),
        _ => anyhow::bail!(
            "usage: learn_tables TRAIN.conllu FOLDER [lines] [tags] [pairs] [trees] | learn_tables evaluate DEV.conllu [-v]"
        ),
    }
}

fn learn(train: &str, folder: &Path, parts: &[&str]) -> anyhow::Result<()> {
    let treebank = treebank::read(train)?;
    let files = pack()?;
    let dictionary = files.text(DICTIONARY).unwrap_or_default();
    let wanted = |part: &str| parts.is_empty() || parts.contains(&part);
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text);
    if wanted("lines") {
        let conventions = load_conventions(&files)?;
        write(
            "breaks.tsv",
            &lines::learn(
                &treebank,
                &words::count(&treebank, "").lexicon,
                &conventions,
                SOURCE,
            ),
        )?;
    }
    if wanted("tags") {
        let counted = words::count(&treebank, SOURCE);
        write("tagset.tsv", &counted.tagset)?;
        write("words.tsv", &counted.lexicon)?;
        write("lemmas.tsv", &counted.lemmas)?;
        write(
            "tags.tsv",
            &tags::learn(&treebank, &counted, dictionary, SOURCE)?,
        )?;
    }
    if wanted("trees") {
        let tagged = tags::jackknife(&treebank, dictionary, 4)?;
        let (arcs, relations) = trees::learn(&treebank, &tagged, SOURCE);
        write("arcs.tsv", &arcs)?;
        write("relations.tsv", &relations)?;
    }
    if wanted("trees") || wanted("pairs") {
        let read = |name: &str| std::fs::read_to_string(folder.join(name));
        let (lexicon, lemmas) = (read("words.tsv")?, read("lemmas.tsv")?);
        let (tagset, votes) = (read("tagset.tsv")?, read("tags.tsv")?);
        let mut table = WordTable::default();
        let tagger =
            Tagger::from_texts(&lexicon, &lemmas, dictionary, &tagset, &votes, &mut table)?;
        let parser = Parser::from_texts(&read("arcs.tsv")?, &read("relations.tsv")?, "")?;
        let pairs = pairs::learn(&treebank, &tagger, &table, &parser, SOURCE);
        write("pairs.tsv", &pairs)?;
    }
    Ok(())
}

/// The tables as they lie in the source tree, so that learning needs no rebuild.
fn pack() -> anyhow::Result<PackFiles> {
    if Path::new("ontology").join(FOLDER).is_dir() {
        Ok(PackFiles::read(Path::new("ontology"))?)
    } else {
        Ok(PackFiles::builtin())
    }
}

fn evaluate(path: &str, options: &[&str]) -> anyhow::Result<()> {
    let treebank = treebank::read(path)?;
    let verbose = options.contains(&"-v");
    let files = pack()?;
    let conventions = load_conventions(&files)?;
    reading::evaluate(&treebank, &conventions, verbose);
    let mut table = WordTable::default();
    let start = std::time::Instant::now();
    let tagger = Tagger::load(&files, &mut table)?;
    eprintln!(
        "tagger loaded in {:.1} ms",
        start.elapsed().as_secs_f64() * 1e3
    );
    tags::evaluate(&treebank, &tagger, &table, verbose);
    let start = std::time::Instant::now();
    let parser = Parser::load(&files)?;
    eprintln!(
        "parser loaded in {:.1} ms",
        start.elapsed().as_secs_f64() * 1e3
    );
    links::evaluate(&treebank, &tagger, &parser, &table, verbose);
    let text: String = treebank
        .iter()
        .flat_map(|s| &s.words)
        .flat_map(|w| [w.form.as_str(), if w.space_after { " " } else { "" }])
        .collect();
    let lines: Vec<String> = text.split(". ").map(|l| format!("{l}.\n")).collect();
    speed::measure(&lines.concat(), &conventions, &tagger, &parser, &table);
    Ok(())
}
