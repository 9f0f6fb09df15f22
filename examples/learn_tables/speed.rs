//! Words a second of each layer, on one core.

use std::time::Instant;

use newsgraph::annotate::lex::Tagger;
use newsgraph::annotate::syntax::Parser;
use newsgraph::text::{Conventions, DocWords, Document, Source, WordTable};

/// Runs the layers over the paragraphs of a text, a document of some 400 words at a time, and prints the best of five runs.
pub(crate) fn measure(
    text: &str,
    conventions: &Conventions,
    tagger: &Tagger,
    parser: &Parser,
    table: &WordTable,
) {
    let mut texts = vec![String::new()];
    for line in text.lines() {
        if texts.last().is_some_and(|t| t.len() > 2500) {
            texts.push(String::new());
        }
        let last = texts.last_mut().unwrap();
        last.push_str(line);
        last.push('\n');
    }
    let mut best = [f64::MAX; 3];
    let mut words = 0;
    for _ in 0..5 {
        words = 0;
        let mut times = [0.0; 3];
        for text in &texts {
            let source = Source {
                text: text.clone(),
                ..Source::default()
            };
            let start = Instant::now();
            let doc = Document::read(source, conventions);
            times[0] += start.elapsed().as_secs_f64();
            let start = Instant::now();
            let mut own = DocWords::new(table);
            let lex = tagger.tag(&doc, &mut own);
            times[1] += start.elapsed().as_secs_f64();
            let start = Instant::now();
            let tree = parser.parse(&doc, &lex);
            times[2] += start.elapsed().as_secs_f64();
            words += tree.heads.len();
        }
        for (best, time) in best.iter_mut().zip(times) {
            *best = best.min(time);
        }
    }
    let rate = |time: f64| words as f64 / time / 1e6;
    println!(
        "million tokens/s on one core: read {:.2}, tag {:.2}, read + tag {:.2}, parse {:.2}, all {:.2}  ({words} tokens)",
        rate(best[0]),
        rate(best[1]),
        rate(best[0] + best[1]),
        rate(best[2]),
        rate(best.iter().sum())
    );
}
