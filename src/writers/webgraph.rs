//! Cytoscape JSON: `elements.nodes` and `elements.edges`, with the style's colours in `data`.

use std::io::Write;

use serde_json::{Map, Value, json};

use super::WriteError;
use super::drawing::Drawing;
use super::tables::plain;
use crate::graph::{KnowledgeGraph, NodeId};

/// Writes a drawing for Cytoscape or Cytoscape.js.
///
/// # Errors
/// Those of `out`.
pub fn write_cytoscape(
    graph: &KnowledgeGraph,
    drawing: &Drawing,
    mut out: impl Write,
) -> Result<(), WriteError> {
    let nodes: Vec<Value> = drawing
        .nodes
        .iter()
        .map(|node| {
            let mut properties: Map<String, Value> = Map::new();
            let attributes = graph
                .node(&NodeId(node.id.clone()))
                .map(|n| n.attributes.as_slice());
            for attribute in attributes.unwrap_or_default() {
                let values = properties
                    .entry(attribute.property.clone())
                    .or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(values) = values {
                    values.push(json!(plain(&attribute.value)));
                }
            }
            json!({ "data": {
                "id": node.id, "label": node.label, "class": node.class, "notes": node.notes,
                "shape": node.style.shape, "fill": node.style.fill, "line": node.style.line,
                "properties": properties,
            } })
        })
        .collect();
    let edges: Vec<Value> = drawing
        .edges
        .iter()
        .map(|edge| {
            json!({ "data": {
                "id": format!("{} {} {}", edge.from, edge.property, edge.to),
                "source": edge.from, "target": edge.to, "property": edge.property, "label": edge.label,
                "sources": edge.sources, "rules": edge.rules, "line": edge.style.line,
            } })
        })
        .collect();
    let whole = json!({ "format_version": "1.0", "elements": { "nodes": nodes, "edges": edges } });
    serde_json::to_writer_pretty(&mut out, &whole).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}
