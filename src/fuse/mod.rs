//! Many documents' graphs to one: a ledger of judgements, reversible, nothing overwritten.
//!
//! *Takes* one graph a document, with the names that the document alone gives. *Gives* a [`Collection`]: the same
//! graphs with the names of the whole, the merged graph, and the ledger of what was joined and why. *Promises* the
//! same result whatever the order of the documents, and that [`unfuse`] gives back the documents' own names.
//!
//! Names first (`names`): the same name or alias is the same thing. Then incidents (`incidents`): two reports
//! tell of one incident when nothing contradicts it and two independent signs say so. Cost: incidents are compared in
//! pairs inside blocks that share a place, venue, victim or day.

mod headline;
mod incidents;
mod names;
mod rename;

use std::collections::BTreeMap;

use crate::graph::{Collection, Judgement, KnowledgeGraph, NodeId};
use crate::ontology::Vocabulary;

pub use headline::TollPolicy;

/// Local name to the name in the whole, with the licence, by document.
pub(crate) type Renames = BTreeMap<NodeId, (NodeId, String)>;

/// Fuses documents with their own names.
pub fn fuse(
    mut documents: Vec<KnowledgeGraph>,
    policy: TollPolicy,
    vocabulary: &Vocabulary,
) -> Collection {
    documents.sort_by(|a, b| a.documents().keys().cmp(b.documents().keys()));
    let mut ledger: Vec<Judgement> = Vec::new();
    for step in [names::judge, incidents::judge] {
        let all: Vec<Renames> = step(&documents, vocabulary);
        for (graph, renames) in documents.iter_mut().zip(&all) {
            let document = graph.documents().keys().next().cloned().unwrap_or_default();
            for (local, (canonical, licence)) in renames {
                ledger.push(Judgement {
                    canonical: canonical.clone(),
                    local: local.clone(),
                    document: document.clone(),
                    licence: licence.clone(),
                });
            }
            if !renames.is_empty() {
                *graph = rename::renamed(graph, renames);
            }
        }
    }
    // a name changed by one step may change again in the next: the ledger tells the first and the last
    chain(&mut ledger);
    let mut merged = KnowledgeGraph::new();
    for graph in &documents {
        merged.absorb(graph);
    }
    headline::choose(&mut merged, policy, vocabulary);
    ledger.sort();
    ledger.dedup();
    Collection {
        documents,
        merged,
        ledger,
    }
}

fn chain(ledger: &mut [Judgement]) {
    let next: BTreeMap<(String, NodeId), NodeId> = ledger
        .iter()
        .map(|j| ((j.document.clone(), j.local.clone()), j.canonical.clone()))
        .collect();
    for j in ledger {
        for _ in 0..4 {
            match next.get(&(j.document.clone(), j.canonical.clone())) {
                Some(further) if *further != j.canonical => j.canonical = further.clone(),
                _ => break,
            }
        }
    }
}

/// Gives documents back the names they had before they were fused.
pub fn unfuse(documents: Vec<KnowledgeGraph>, ledger: &[Judgement]) -> Vec<KnowledgeGraph> {
    documents
        .into_iter()
        .map(|graph| {
            let document = graph.documents().keys().next().cloned().unwrap_or_default();
            let back: Renames = ledger
                .iter()
                .filter(|j| j.document == document)
                .map(|j| (j.canonical.clone(), (j.local.clone(), String::new())))
                .collect();
            if back.is_empty() {
                graph
            } else {
                rename::renamed(&graph, &back)
            }
        })
        .collect()
}
