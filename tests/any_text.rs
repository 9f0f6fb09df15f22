//! Whatever is fed in: no panic, spans on character borders, output that parses again, the same bytes each time.

use std::sync::LazyLock;

use newsgraph::graph::{Collection, KnowledgeGraph};
use newsgraph::pipeline::{Options, Pipeline};
use newsgraph::rdf::{Format, RdfOptions, write};
use newsgraph::span::Span;
use newsgraph::text::{Source, read_all};
use newsgraph::writers::{self, Style, View};
use oxigraph::io::{RdfFormat, RdfParser};
use proptest::prelude::*;

/// Loading takes longer than reading a report: once for all tests.
pub(crate) static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::load(None).unwrap());

pub(crate) fn source(id: &str, text: &str) -> Source {
    Source {
        id: id.to_owned(),
        text: text.to_owned(),
        ..Source::default()
    }
}

/// Pieces of reports in an order no reporter would choose, with marks that break careless code.
fn wild_report() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Gunmen",
        "killed",
        "at least 12",
        "people",
        "in",
        "Moscow",
        ".",
        ",",
        "the",
        "attack",
        "on",
        "Crocus City Hall",
        "\n\n",
        "Islamic State",
        "claimed responsibility for",
        "“",
        "”",
        "'s",
        "(",
        ")",
        "IS",
        "U.S.",
        "date 2024-03-23",
        "said",
        "that",
        "he",
        "President Vladimir Putin",
        "was detained by",
        "police",
        "bombs",
        "exploded",
        "no",
        "not",
        "two",
        "hundred",
        "1,000,000,000,000,000",
        "–",
        "\u{0}",
        "\u{feff}",
        "\u{2028}",
        "é",
        "e\u{301}",
        "𝕄",
        "👩‍👩‍👧",
        "ﬁ",
        "İ",
        "ß",
        "GUNMEN",
        "KILLED",
        "between",
        "and",
        "20 and 30",
        "yesterday",
        "on Friday",
        "22 March 2024",
        "31 February",
        "-",
        "...",
        "\t",
        "\r\n",
        "\"",
        "\\",
        "<b>",
        "&amp;",
        "x".repeat(300).leak(),
        "and other",
        "who",
        "which",
        "fled",
        "to",
        "Ukraine",
    ]);
    prop::collection::vec((pieces, any::<bool>()), 0..80).prop_map(|pieces| {
        pieces
            .into_iter()
            .flat_map(|(p, space)| [p, if space { " " } else { "" }])
            .collect()
    })
}

fn check(text: &str) -> KnowledgeGraph {
    let graph = PIPELINE.document(source("a", text));
    for record in graph.documents().values() {
        let on_border = |s: Span| record.text.get(s.start as usize..s.end as usize).is_some();
        let mentions = record.mentions.iter().flat_map(|m| [m.span, m.head]);
        for span in record.sentences.iter().copied().chain(mentions) {
            assert!(on_border(span), "{span:?} in {:?}", record.text);
        }
        let literals = graph
            .nodes()
            .flat_map(|n| n.attributes.iter().flat_map(|a| &a.provenance));
        let edges = graph
            .edges()
            .into_iter()
            .flat_map(|(_, e, _)| &e.provenance);
        for place in literals.chain(edges) {
            for span in [place.evidence, place.cue].iter().chain(&place.arguments) {
                assert!(on_border(*span), "{span:?} in {:?}", record.text);
            }
            assert!(!place.rule.is_empty());
        }
    }
    graph
}

fn every_writer(collection: &Collection) {
    let vocabulary = PIPELINE.vocabulary();
    for rdf12 in [false, true] {
        for format in Format::ALL {
            if rdf12 && format == Format::JsonLd {
                continue;
            }
            let options = RdfOptions {
                rdf12,
                ..RdfOptions::default()
            };
            let mut bytes = Vec::new();
            write(collection, vocabulary, &options, format, &mut bytes).unwrap();
            let format = RdfFormat::from_extension(format.extension()).unwrap();
            for quad in RdfParser::from_format(format).for_reader(bytes.as_slice()) {
                quad.unwrap_or_else(|e| {
                    panic!("{format:?}: {e}\n{}", String::from_utf8_lossy(&bytes))
                });
            }
        }
    }
    let style = Style::load(&PIPELINE.cascade().ontology().files).unwrap();
    let whole = collection.whole();
    for view in [View::Relations, View::Events, View::Mentions] {
        let drawing = writers::draw(&whole, vocabulary, &style, view, None).unwrap();
        writers::write_dot(&drawing, &mut Vec::new()).unwrap();
    }
    let drawing = writers::everything(&whole, vocabulary, &style);
    let bytes = |write: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = Vec::new();
        write(&mut bytes);
        String::from_utf8(bytes).unwrap()
    };
    let xml = |text: String| {
        let mut reader = quick_xml::Reader::from_str(&text);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    };
    let json = |text: &str| drop(serde_json::from_str::<serde_json::Value>(text).unwrap());
    xml(bytes(&|out| {
        writers::write_graphml(&whole, &drawing, out).unwrap();
    }));
    xml(bytes(&|out| {
        writers::write_gexf(&whole, &drawing, out).unwrap();
    }));
    json(&bytes(&|out| {
        writers::write_cytoscape(&whole, &drawing, out).unwrap();
    }));
    json(&bytes(&|out| {
        writers::write_geojson(&whole, vocabulary, &style, out).unwrap();
    }));
    bytes(&|out| writers::write_jsonl(collection, vocabulary, out).unwrap())
        .lines()
        .for_each(json);
    let table = bytes(&|out| writers::write_nodes_csv(&whole, &drawing, out).unwrap());
    csv::Reader::from_reader(table.as_bytes())
        .records()
        .for_each(|row| drop(row.unwrap()));
    writers::neo4j_tables(&whole, &drawing).unwrap();
}

fn trig(collection: &Collection) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(
        collection,
        PIPELINE.vocabulary(),
        &RdfOptions::default(),
        Format::TriG,
        &mut bytes,
    )
    .unwrap();
    bytes
}

fn together(sources: Vec<Source>, threads: usize) -> Collection {
    PIPELINE.extract(
        sources,
        &Options {
            threads: Some(threads),
            ..Options::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_string_becomes_a_graph(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_report_becomes_a_graph_that_every_writer_writes(text in wild_report()) {
        let graph = check(&text);
        every_writer(&Collection { documents: vec![graph], ..Collection::default() });
    }

    #[test]
    fn any_bytes_are_read_or_refused_with_a_reason(bytes in prop::collection::vec(any::<u8>(), 0..400), kind in 0..4_usize) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(["a.txt", "a.jsonl", "a.txt.gz", "a.txt.zst"][kind]);
        std::fs::write(&path, bytes).unwrap();
        for read in read_all(&[path]) {
            match read {
                Ok(source) => drop(check(&source.text)),
                Err(error) => prop_assert!(error.to_string().contains("a.")),
            }
        }
    }

    #[test]
    fn order_threads_and_runs_do_not_change_a_byte(texts in prop::collection::vec(wild_report(), 1..5)) {
        let ids = ["a", "b", "c", "d"];
        let sources: Vec<Source> = ids.iter().zip(&texts).map(|(id, text)| source(id, text)).collect();
        let first = trig(&together(sources.clone(), 1));
        prop_assert!(first == trig(&together(sources.clone(), 1)), "two runs differ");
        prop_assert!(first == trig(&together(sources.clone(), 2)), "two threads differ from one");
        let each = sources.iter().cloned().map(|s| PIPELINE.document(s)).collect();
        let fused = PIPELINE.fuse(each, &[], &Options::default());
        prop_assert!(first == trig(&fused), "documents together differ from each by itself");
        let mut turned = sources;
        turned.reverse();
        prop_assert!(first == trig(&together(turned, 2)), "the order of documents counts");
    }
}

#[test]
fn fused_sample_reports_go_through_every_writer() {
    let sources =
        read_all(&[concat!(env!("CARGO_MANIFEST_DIR"), "/examples/crocus-city-hall").into()]);
    let collection = together(sources.into_iter().map(Result::unwrap).collect(), 2);
    assert!(!collection.ledger.is_empty());
    every_writer(&collection);
}

#[test]
fn a_very_long_sentence_and_a_very_deep_bracket_end_in_time() {
    let started = std::time::Instant::now();
    check(&"and the gunmen killed the man who ".repeat(3000));
    check(&"(".repeat(20_000));
    check(&"killed ".repeat(10_000));
    check(&"Moscow ".repeat(10_000));
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
