//! `GraphML` (yEd, Gephi, networkx, igraph) and GEXF (Gephi).

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::WriteError;
use super::drawing::Drawing;
use super::tables::{columns, joined};
use crate::graph::KnowledgeGraph;

/// Characters that XML cannot hold become U+FFFD.
fn clean(text: &str) -> String {
    let bad =
        |c: char| (c < ' ' && !matches!(c, '\t' | '\n')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.replace(bad, "\u{FFFD}")
}

/// Names in attributes: white space there would be changed on reading.
fn name(text: &str) -> String {
    clean(text).replace(['\t', '\n'], " ")
}

fn open<W: Write>(out: W) -> Result<Writer<W>, WriteError> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    Ok(xml)
}

fn data<W: Write>(xml: &mut Writer<W>, key: &str, text: &str) -> io::Result<()> {
    if !text.is_empty() {
        xml.create_element("data")
            .with_attribute(("key", key))
            .write_text_content(BytesText::new(&clean(text)))?;
    }
    Ok(())
}

/// Writes a drawing as `GraphML`, with every literal of a node as `data`.
///
/// # Errors
/// Those of `out`.
pub fn write_graphml(
    graph: &KnowledgeGraph,
    drawing: &Drawing,
    out: impl Write,
) -> Result<(), WriteError> {
    const NODE: [&str; 5] = ["label", "class", "fill", "line", "shape"];
    const EDGE: [(&str, &str); 5] = [
        ("property", "string"),
        ("relation", "string"),
        ("sources", "int"),
        ("places", "int"),
        ("rules", "string"),
    ];
    let columns = columns(graph);
    let mut xml = open(out)?;
    xml.create_element("graphml")
        .with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"))
        .write_inner_content(|xml| {
            let mut keys: Vec<[String; 4]> = Vec::new();
            let mut key = |id: &str, title: &str, target: &str, kind: &str| {
                keys.push([
                    id.to_owned(),
                    name(title),
                    target.to_owned(),
                    kind.to_owned(),
                ]);
            };
            for n in NODE {
                key(n, n, "node", "string");
            }
            for (at, column) in columns.iter().enumerate() {
                key(&format!("p{at}"), column, "node", "string");
            }
            for (n, kind) in EDGE {
                key(n, n, "edge", kind);
            }
            for [id, title, target, kind] in &keys {
                xml.create_element("key")
                    .with_attribute(("id", id.as_str()))
                    .with_attribute(("for", target.as_str()))
                    .with_attribute(("attr.name", title.as_str()))
                    .with_attribute(("attr.type", kind.as_str()))
                    .write_empty()?;
            }
            xml.create_element("graph")
                .with_attributes([("id", "newsgraph"), ("edgedefault", "directed")])
                .write_inner_content(|xml| {
                    for node in &drawing.nodes {
                        xml.create_element("node")
                            .with_attribute(("id", name(&node.id).as_str()))
                            .write_inner_content(|xml| {
                                data(xml, "label", &node.label)?;
                                data(xml, "class", &node.class)?;
                                data(xml, "fill", &node.style.fill)?;
                                data(xml, "line", &node.style.line)?;
                                data(xml, "shape", &node.style.shape)?;
                                for (at, column) in columns.iter().enumerate() {
                                    data(xml, &format!("p{at}"), &joined(graph, &node.id, column))?;
                                }
                                Ok(())
                            })?;
                    }
                    for (at, edge) in drawing.edges.iter().enumerate() {
                        xml.create_element("edge")
                            .with_attributes([
                                ("id", format!("e{at}").as_str()),
                                ("source", name(&edge.from).as_str()),
                                ("target", name(&edge.to).as_str()),
                            ])
                            .write_inner_content(|xml| {
                                data(xml, "property", &edge.property)?;
                                data(xml, "relation", &edge.label)?;
                                data(xml, "sources", &edge.sources.to_string())?;
                                data(xml, "places", &edge.places.to_string())?;
                                data(
                                    xml,
                                    "rules",
                                    &edge.rules.iter().cloned().collect::<Vec<_>>().join("; "),
                                )
                            })?;
                    }
                    Ok(())
                })?;
            Ok(())
        })?;
    xml.get_mut().write_all(b"\n")?;
    Ok(())
}

/// Writes a drawing as GEXF 1.3, with colours and shapes.
///
/// # Errors
/// Those of `out`.
pub fn write_gexf(
    graph: &KnowledgeGraph,
    drawing: &Drawing,
    out: impl Write,
) -> Result<(), WriteError> {
    let columns = columns(graph);
    let mut xml = open(out)?;
    let attributes = |xml: &mut Writer<_>, class: &str, names: &[&str]| -> io::Result<()> {
        xml.create_element("attributes")
            .with_attribute(("class", class))
            .write_inner_content(|xml| {
                for (at, title) in names.iter().enumerate() {
                    xml.create_element("attribute")
                        .with_attributes([
                            ("id", at.to_string().as_str()),
                            ("title", name(title).as_str()),
                            ("type", "string"),
                        ])
                        .write_empty()?;
                }
                Ok(())
            })?;
        Ok(())
    };
    xml.create_element("gexf")
        .with_attributes([
            ("xmlns", "http://gexf.net/1.3"),
            ("xmlns:viz", "http://gexf.net/1.3/viz"),
            ("version", "1.3"),
        ])
        .write_inner_content(|xml| {
            xml.create_element("graph")
                .with_attribute(("defaultedgetype", "directed"))
                .write_inner_content(|xml| {
                    let mut names = vec!["class"];
                    names.extend(columns.iter().map(String::as_str));
                    attributes(xml, "node", &names)?;
                    attributes(xml, "edge", &["property", "sources", "rules"])?;
                    xml.create_element("nodes").write_inner_content(|xml| {
                        for node in &drawing.nodes {
                            let mut values = vec![node.class.clone()];
                            values.extend(columns.iter().map(|c| joined(graph, &node.id, c)));
                            xml.create_element("node")
                                .with_attributes([
                                    ("id", name(&node.id).as_str()),
                                    ("label", name(&node.label).as_str()),
                                ])
                                .write_inner_content(|xml| {
                                    attvalues(xml, &values)?;
                                    let [r, g, b] = rgb(&node.style.fill);
                                    xml.create_element("viz:color")
                                        .with_attributes([
                                            ("r", r.as_str()),
                                            ("g", g.as_str()),
                                            ("b", b.as_str()),
                                        ])
                                        .write_empty()?;
                                    Ok(())
                                })?;
                        }
                        Ok(())
                    })?;
                    xml.create_element("edges").write_inner_content(|xml| {
                        for (at, edge) in drawing.edges.iter().enumerate() {
                            let rules: Vec<&str> = edge.rules.iter().map(String::as_str).collect();
                            let values = [
                                edge.property.clone(),
                                edge.sources.to_string(),
                                rules.join("; "),
                            ];
                            xml.create_element("edge")
                                .with_attributes([
                                    ("id", at.to_string().as_str()),
                                    ("source", name(&edge.from).as_str()),
                                    ("target", name(&edge.to).as_str()),
                                    ("label", name(&edge.label).as_str()),
                                    ("weight", edge.sources.max(1).to_string().as_str()),
                                ])
                                .write_inner_content(|xml| attvalues(xml, &values))?;
                        }
                        Ok(())
                    })?;
                    Ok(())
                })?;
            Ok(())
        })?;
    xml.get_mut().write_all(b"\n")?;
    Ok(())
}

fn attvalues<W: Write>(xml: &mut Writer<W>, values: &[String]) -> io::Result<()> {
    xml.create_element("attvalues").write_inner_content(|xml| {
        for (at, value) in values.iter().enumerate().filter(|(_, v)| !v.is_empty()) {
            xml.create_element("attvalue")
                .with_attributes([
                    ("for", at.to_string().as_str()),
                    ("value", name(value).as_str()),
                ])
                .write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

/// `#rrggbb` as decimal numbers; grey for anything else.
fn rgb(hex: &str) -> [String; 3] {
    let part = |at: usize| {
        let pair = hex.get(at..at + 2);
        pair.and_then(|p| u8::from_str_radix(p, 16).ok())
            .unwrap_or(200)
            .to_string()
    };
    [part(1), part(3), part(5)]
}
