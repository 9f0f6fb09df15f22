//! CSV: one table of nodes and one of edges, plain or with the headers that Neo4j's importer wants.

use std::collections::BTreeSet;
use std::io::Write;

use super::WriteError;
use super::drawing::Drawing;
use crate::graph::{KnowledgeGraph, NodeId, Value};

/// The two files of a Neo4j import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neo4jTables {
    /// `nodes.csv`
    pub nodes: Vec<u8>,
    /// `relationships.csv`
    pub relationships: Vec<u8>,
}

/// Every property that has a literal in the graph, in order.
pub(crate) fn columns(graph: &KnowledgeGraph) -> Vec<String> {
    let names: BTreeSet<&str> = graph
        .nodes()
        .flat_map(|n| n.attributes.iter().map(|a| a.property.as_str()))
        .collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The values of one property of a node, joined by `;`.
pub(crate) fn joined(graph: &KnowledgeGraph, id: &str, property: &str) -> String {
    let Some(node) = graph.node(&NodeId(id.to_owned())) else {
        return String::new();
    };
    node.values(property)
        .map(plain)
        .collect::<Vec<_>>()
        .join(";")
}

/// A value as text.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Text(s)
        | Value::Label(s)
        | Value::Term(s)
        | Value::Iri(s)
        | Value::Wkt(s)
        | Value::Decimal(s) => s.clone(),
        Value::Integer(n) => n.to_string(),
        Value::Date(date) => date.to_string(),
    }
}

/// Nodes: id, class, label and a column for each property.
///
/// # Errors
/// Those of `out`.
pub fn write_nodes_csv(
    graph: &KnowledgeGraph,
    drawing: &Drawing,
    out: impl Write,
) -> Result<(), WriteError> {
    let columns = columns(graph);
    let mut csv = csv::Writer::from_writer(out);
    let head = ["id", "class", "label"].into_iter();
    csv.write_record(head.chain(columns.iter().map(String::as_str)))?;
    for node in &drawing.nodes {
        let mut record = vec![node.id.clone(), node.class.clone(), node.label.clone()];
        record.extend(columns.iter().map(|c| joined(graph, &node.id, c)));
        csv.write_record(&record)?;
    }
    csv.flush()?;
    Ok(())
}

/// Edges: both ends, the property, its words, how many documents and places state it, and the rules.
///
/// # Errors
/// Those of `out`.
pub fn write_edges_csv(drawing: &Drawing, out: impl Write) -> Result<(), WriteError> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "from", "property", "to", "label", "sources", "places", "rules",
    ])?;
    for edge in &drawing.edges {
        let rules: Vec<&str> = edge.rules.iter().map(String::as_str).collect();
        csv.write_record([
            edge.from.as_str(),
            &edge.property,
            &edge.to,
            &edge.label,
            &edge.sources.to_string(),
            &edge.places.to_string(),
            &rules.join(";"),
        ])?;
    }
    csv.flush()?;
    Ok(())
}

/// The files for `neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv`.
///
/// # Errors
/// None in memory but those of the CSV writer.
pub fn neo4j_tables(graph: &KnowledgeGraph, drawing: &Drawing) -> Result<Neo4jTables, WriteError> {
    let columns = columns(graph);
    let mut nodes = csv::Writer::from_writer(Vec::new());
    let mut head = vec!["id:ID".to_owned(), "label".to_owned(), ":LABEL".to_owned()];
    head.extend(
        columns
            .iter()
            .map(|c| format!("{}:string[]", c.replace([':', '-'], "_"))),
    );
    nodes.write_record(&head)?;
    for node in &drawing.nodes {
        let classes = graph
            .node(&NodeId(node.id.clone()))
            .map_or_else(|| node.class.clone(), |n| n.classes.join(";"));
        let mut record = vec![node.id.clone(), node.label.clone(), local(&classes)];
        record.extend(columns.iter().map(|c| joined(graph, &node.id, c)));
        nodes.write_record(&record)?;
    }
    let mut edges = csv::Writer::from_writer(Vec::new());
    edges.write_record([
        ":START_ID",
        ":END_ID",
        ":TYPE",
        "label",
        "sources:int",
        "rules:string[]",
    ])?;
    for edge in &drawing.edges {
        let rules: Vec<&str> = edge.rules.iter().map(String::as_str).collect();
        edges.write_record([
            edge.from.as_str(),
            &edge.to,
            &local(&edge.property),
            &edge.label,
            &edge.sources.to_string(),
            &rules.join(";"),
        ])?;
    }
    let bytes =
        |w: csv::Writer<Vec<u8>>| w.into_inner().map_err(|e| WriteError::Io(e.into_error()));
    Ok(Neo4jTables {
        nodes: bytes(nodes)?,
        relationships: bytes(edges)?,
    })
}

/// Names without their prefix: Neo4j's labels and types hold no colon.
fn local(names: &str) -> String {
    names
        .split(';')
        .map(|n| n.rsplit(':').next().unwrap_or(n))
        .collect::<Vec<_>>()
        .join(";")
}
