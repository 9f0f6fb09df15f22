//! `GeoJSON`: a point for each place with coordinates, with the incidents there.

use std::io::Write;

use serde_json::{Value, json};

use super::WriteError;
use super::digest::{digest, incidents};
use super::style::Style;
use super::tables::plain;
use crate::graph::{KnowledgeGraph, Node};
use crate::ontology::Vocabulary;

/// Writes a feature for each incident whose venue or place, or what that lies in, has coordinates.
///
/// # Errors
/// Those of `out`.
pub fn write_geojson(
    graph: &KnowledgeGraph,
    vocabulary: &Vocabulary,
    style: &Style,
    mut out: impl Write,
) -> Result<(), WriteError> {
    let mut features = Vec::new();
    for incident in incidents(graph, vocabulary) {
        let Some((place, point)) = located(graph, incident) else {
            continue;
        };
        let digest = digest(graph, incident, vocabulary, style);
        let rows: serde_json::Map<String, Value> = digest
            .rows
            .iter()
            .map(|row| {
                let items: Vec<String> = row
                    .items
                    .iter()
                    .map(|i| {
                        if i.by.is_empty() {
                            i.text.clone()
                        } else {
                            format!("{} ({})", i.text, i.by.join(", "))
                        }
                    })
                    .collect();
                (row.label.clone(), json!(items))
            })
            .collect();
        features.push(json!({
            "type": "Feature",
            "id": incident.id.0,
            "geometry": { "type": "Point", "coordinates": [point.0, point.1] },
            "properties": {
                "name": digest.label, "class": incident.class(), "date": digest.date.map(|d| d.to_string()),
                "place": place.label, "reports": digest.reports, "details": rows,
            },
        }));
    }
    let whole = json!({ "type": "FeatureCollection", "features": features });
    serde_json::to_writer_pretty(&mut out, &whole).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

/// The smallest place of an incident that has coordinates.
fn located<'g>(graph: &'g KnowledgeGraph, incident: &Node) -> Option<(&'g Node, (f64, f64))> {
    let mut open: Vec<&Node> = ["ng:venue", "ng:place"]
        .iter()
        .flat_map(|p| graph.objects(&incident.id, p))
        .collect();
    for _ in 0..6 {
        for node in &open {
            if let Some(point) = node.values("geo:asWKT").find_map(|v| point(&plain(v))) {
                return Some((node, point));
            }
        }
        open = open
            .iter()
            .flat_map(|n| graph.objects(&n.id, "ng:locatedIn"))
            .collect();
    }
    None
}

/// `POINT(37.39 55.82)`: longitude, latitude.
fn point(wkt: &str) -> Option<(f64, f64)> {
    let inside = wkt.split_once('(')?.1.split_once(')')?.0;
    let mut numbers = inside.split_whitespace().map(str::parse::<f64>);
    let (x, y) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    (x.is_finite() && y.is_finite()).then_some((x, y))
}
