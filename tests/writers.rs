//! Drawings, tables and maps parse again and say what they should.

use newsgraph::graph::Collection;
use newsgraph::ontology::PackFiles;
use newsgraph::writers::{
    Around, Style, View, draw, everything, neo4j_tables, write_cytoscape, write_dot,
    write_edges_csv, write_geojson, write_gexf, write_graphml, write_jsonl, write_nodes_csv,
};

use super::sample::{collection, vocabulary};

fn style() -> Style {
    Style::load(&PackFiles::builtin()).unwrap()
}

fn dot(view: View, around: Option<&Around>) -> String {
    let drawing = draw(&collection().whole(), &vocabulary(), &style(), view, around).unwrap();
    let mut out = Vec::new();
    write_dot(&drawing, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Every quote is closed on its line, every bracket outside quotes matched.
fn check_dot(text: &str) {
    let mut depth = 0_i32;
    for line in text.lines() {
        let mut quoted = false;
        let mut chars = line.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' if quoted => {
                    chars.next().unwrap();
                }
                '"' => quoted = !quoted,
                '[' | '{' if !quoted => depth += 1,
                ']' | '}' if !quoted => depth -= 1,
                _ => {}
            }
        }
        assert!(!quoted, "{line}");
    }
    assert_eq!(depth, 0);
}

fn check_xml(bytes: &[u8]) {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    reader.config_mut().check_end_names = true;
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(e) | quick_xml::events::Event::Empty(e) => {
                for attribute in e.attributes() {
                    attribute.unwrap();
                }
            }
            _ => {}
        }
    }
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(
        !text
            .chars()
            .any(|c| (c < ' ' && !"\t\n\r".contains(c)) || c == '\u{FFFE}')
    );
}

pub(crate) fn all_parse(c: &Collection) {
    let (v, s) = (vocabulary(), style());
    let whole = c.whole();
    let all = everything(&whole, &v, &s);
    for view in [View::Relations, View::Events, View::Mentions] {
        let mut out = Vec::new();
        write_dot(&draw(&whole, &v, &s, view, None).unwrap(), &mut out).unwrap();
        check_dot(&String::from_utf8(out).unwrap());
    }
    let mut out = Vec::new();
    write_graphml(&whole, &all, &mut out).unwrap();
    check_xml(&out);
    out.clear();
    write_gexf(&whole, &all, &mut out).unwrap();
    check_xml(&out);
    out.clear();
    write_cytoscape(&whole, &all, &mut out).unwrap();
    serde_json::from_slice::<serde_json::Value>(&out).unwrap();
    out.clear();
    write_geojson(&whole, &v, &s, &mut out).unwrap();
    serde_json::from_slice::<serde_json::Value>(&out).unwrap();
    out.clear();
    write_jsonl(c, &v, &mut out).unwrap();
    for line in out.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
        serde_json::from_slice::<serde_json::Value>(line).unwrap();
    }
    out.clear();
    write_nodes_csv(&whole, &all, &mut out).unwrap();
    rows(&out, all.nodes.len());
    out.clear();
    write_edges_csv(&all, &mut out).unwrap();
    rows(&out, all.edges.len());
    let tables = neo4j_tables(&whole, &all).unwrap();
    rows(&tables.nodes, all.nodes.len());
    rows(&tables.relationships, all.edges.len());
}

fn rows(bytes: &[u8], expected: usize) {
    let mut reader = csv::Reader::from_reader(bytes);
    assert_eq!(reader.records().map(Result::unwrap).count(), expected);
}

#[test]
fn every_file_of_the_sample_parses() {
    all_parse(&collection());
}

#[test]
fn the_default_drawing_says_who_claimed_and_who_detained_in_words() {
    let text = dot(View::Relations, None);
    check_dot(&text);
    assert!(text.contains("\"org/islamic-state\" -> \"incident/2024-03-22-crocus-city-hall\" [label=\"claimed responsibility for\""), "{text}");
    assert!(text.contains("[label=\"detained\""));
    assert!(text.contains("killed: risen to 133"));
    assert!(
        !text.contains("event/flight"),
        "what was only said is not drawn as a relation"
    );
}

#[test]
fn an_edge_of_two_sources_says_so() {
    assert!(dot(View::Relations, None).contains("[label=\"attacked by (2)\""));
}

#[test]
fn a_drawing_around_a_name_holds_only_what_is_near() {
    let around = Around {
        name: "russian auth".to_owned(),
        depth: 1,
    };
    let text = dot(View::Relations, Some(&around));
    assert!(text.contains("four assailants") && !text.contains("Islamic State"));
}

#[test]
fn an_unknown_name_is_told_with_names_there_are() {
    let around = Around {
        name: "nobody".to_owned(),
        depth: 1,
    };
    let error = draw(
        &collection().whole(),
        &vocabulary(),
        &style(),
        View::Events,
        Some(&around),
    )
    .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("nothing in the graph is called `nobody`"),
        "{error}"
    );
}

#[test]
fn mentions_join_documents_and_entities() {
    let text = dot(View::Mentions, None);
    assert!(
        text.contains("\"doc/a\" -> \"place/moscow\" [label=\"×1\""),
        "{text}"
    );
}

#[test]
fn the_map_has_longitude_first() {
    let mut out = Vec::new();
    write_geojson(&collection().whole(), &vocabulary(), &style(), &mut out).unwrap();
    let map: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(
        map["features"][0]["geometry"]["coordinates"],
        serde_json::json!([37.39, 55.82])
    );
    assert_eq!(map["features"][0]["properties"]["date"], "2024-03-22");
}

#[test]
fn json_lines_count_code_points() {
    let mut out = Vec::new();
    write_jsonl(&collection(), &vocabulary(), &mut out).unwrap();
    let first: serde_json::Value =
        serde_json::from_slice(out.split(|b| *b == b'\n').next().unwrap()).unwrap();
    let text: Vec<char> = first["text"].as_str().unwrap().chars().collect();
    for mention in first["mentions"].as_array().unwrap() {
        let (b, e) = (
            mention["begin"].as_u64().unwrap() as usize,
            mention["end"].as_u64().unwrap() as usize,
        );
        assert_eq!(
            text[b..e].iter().collect::<String>(),
            mention["text"].as_str().unwrap()
        );
    }
}
