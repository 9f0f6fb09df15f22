//! The same name or alias is the same thing.
//!
//! Nodes of named things carry content names (`org/islamic-state`), so equal names are one node without a judgement.
//! Here aliases join: "FMLN" in one report and "Farabundo Marti National Liberation Front (FMLN)" in another; and a
//! person by family name alone joins the one person whose full name holds it only inside a document, never across.

use std::collections::{BTreeMap, BTreeSet};

use super::Renames;
use crate::graph::{KnowledgeGraph, Node, NodeId, NodeKind, Value};
use crate::ontology::Vocabulary;

/// Joins named organisations and venues by alias.
pub(super) fn judge(documents: &[KnowledgeGraph], vocabulary: &Vocabulary) -> Vec<Renames> {
    // (kind of thing, alias) → the nodes that bear it
    let mut bearers: BTreeMap<(&str, String), BTreeSet<NodeId>> = BTreeMap::new();
    for graph in documents {
        for node in graph.nodes().filter(|n| n.kind == NodeKind::Entity) {
            let Some(kind) = kind(node, vocabulary) else {
                continue;
            };
            for name in names(node) {
                bearers
                    .entry((kind, name))
                    .or_default()
                    .insert(node.id.clone());
            }
        }
    }
    let mut to: BTreeMap<NodeId, (NodeId, String)> = BTreeMap::new();
    for ((_, alias), ids) in &bearers {
        // two candidates only: an alias of three things tells nothing
        if ids.len() != 2 {
            continue;
        }
        let mut pair = ids.iter();
        if let (Some(a), Some(b)) = (pair.next(), pair.next()) {
            let (keep, drop) = if b.0.len() > a.0.len() {
                (b, a)
            } else {
                (a, b)
            };
            if !to.contains_key(keep) {
                to.insert(drop.clone(), (keep.clone(), format!("alias: {alias}")));
            }
        }
    }
    documents
        .iter()
        .map(|g| {
            to.iter()
                .filter(|(id, _)| g.find(id).is_some())
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect()
        })
        .collect()
}

/// What may be joined by alias: organisations and venues with names of their own.
fn kind<'k>(node: &Node, vocabulary: &Vocabulary) -> Option<&'k str> {
    let named = node.id.0.matches('/').count() == 1;
    ["ng:Organization", "ng:Venue"]
        .into_iter()
        .find(|k| named && vocabulary.is_a(node.class(), k))
}

fn names(node: &Node) -> Vec<String> {
    let alt = node.values("skos:altLabel").filter_map(|v| match v {
        Value::Label(s) | Value::Text(s) => Some(s.clone()),
        _ => None,
    });
    std::iter::once(node.label.clone())
        .chain(alt)
        // descriptions ("the group") are no names
        .filter(|n| n.chars().next().is_some_and(char::is_uppercase) && n.len() > 2)
        .map(|n| n.to_lowercase())
        .collect()
}
