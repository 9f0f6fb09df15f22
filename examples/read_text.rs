//! Shows what the cascade reads in a text: tokens with tags and tree, mentions, findings.
//!
//! `cargo run --release --example read_text -- "Gunmen attacked a bank in Lima on Friday."`; a second argument is the folder of
//! another pack.

#![allow(clippy::print_stdout, reason = "it is what the program is for")]

use newsgraph::annotate::rule_test::show;
use newsgraph::pipeline::Pipeline;
use newsgraph::text::{Document, Source};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "Gunmen attacked a bank in Lima on Friday.".into());
    let text = std::fs::read_to_string(&text).unwrap_or(text);
    let pack = std::env::args().nth(2);
    let pipeline = Pipeline::load(pack.as_deref().map(std::path::Path::new))?;
    let source = Source {
        id: "text".into(),
        text,
        ..Source::default()
    };
    let document = Document::read(source, &pipeline.cascade().ontology().conventions);
    let reading = pipeline.cascade().read(&document);
    for (i, _) in document.tokens.iter().enumerate() {
        let mention = reading.mention(i).filter(|m| m.head == i).map(|m| {
            let class = m
                .class
                .map_or("?", |c| reading.ontology.vocabulary.class_name(c));
            format!(
                "{:?} {class} [{}]",
                m.kind,
                reading.span(&m.tokens).of(&document.text)
            )
        });
        println!(
            "{i:4} {:18} {:10} {:16} {:4} {:12} {}",
            reading.text(i),
            reading.lex.tag(i).name(),
            reading.words.word(reading.lemma(i)),
            reading.tree.head(i),
            reading.tree.relation(i).as_str(),
            mention.unwrap_or_default()
        );
    }
    for f in &reading.findings {
        let rule = reading
            .ontology
            .rules
            .rule(f.rule)
            .map_or("", |r| r.name.as_str());
        println!(
            "{rule}: {} when={:?} places={:?}",
            show(&reading, f),
            f.when.map(|w| w.date.to_string()),
            f.places
        );
    }
    Ok(())
}
