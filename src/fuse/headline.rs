//! The headline figure: a pointer chosen by a named policy; the figures themselves all stay.

use crate::graph::{KnowledgeGraph, Node, NodeId, Value};
use crate::ontology::Vocabulary;

/// Which casualty figure becomes the headline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TollPolicy {
    /// The newest report's; of one report's the highest lower bound.
    #[default]
    Latest,
    /// The lowest that is asserted.
    Conservative,
    /// The highest.
    Max,
}

impl TollPolicy {
    /// Its name in the vocabulary.
    pub fn name(self) -> &'static str {
        match self {
            Self::Latest => "ng:LatestPolicy",
            Self::Conservative => "ng:ConservativePolicy",
            Self::Max => "ng:MaxPolicy",
        }
    }
}

/// Points each incident to its headline figure of people killed, or where none were, of the first measure it has.
pub(super) fn choose(graph: &mut KnowledgeGraph, policy: TollPolicy, vocabulary: &Vocabulary) {
    let incidents: Vec<NodeId> = graph
        .incidents(|c| vocabulary.is_a(c, "ng:Incident"))
        .into_iter()
        .map(|n| n.id.clone())
        .collect();
    for incident in incidents {
        let figures: Vec<&Node> = graph
            .figures_about(&incident)
            .into_iter()
            .filter(|f| graph.objects(&f.id, "ng:subsetOf").is_empty())
            .collect();
        let Some(measure) = ["ng:Killed", "ng:Injured", "ng:Kidnapped", "ng:Missing"]
            .into_iter()
            .find(|m| figures.iter().any(|f| f.text("ng:measure") == Some(m)))
        else {
            continue;
        };
        let low = |f: &Node| {
            f.integer("ng:lower")
                .or_else(|| f.integer("ng:upper"))
                .unwrap_or(0)
        };
        let of_measure = || {
            figures
                .iter()
                .filter(|f| f.text("ng:measure") == Some(measure))
        };
        let chosen = match policy {
            TollPolicy::Latest => of_measure()
                .max_by_key(|f| (f.date("ng:asOf"), !f.is_reported_content(), low(f), &f.id)),
            TollPolicy::Conservative => {
                of_measure().min_by_key(|f| (f.is_reported_content(), low(f), &f.id))
            }
            TollPolicy::Max => of_measure().max_by_key(|f| (low(f), &f.id)),
        };
        let Some(chosen) = chosen.map(|f| f.id.clone()) else {
            continue;
        };
        graph.add_edge(&incident, "ng:headlineFigure", &chosen, []);
        if let Some(node) = graph.node_mut(&chosen) {
            node.set(
                "ng:selectedBy",
                Value::Term(policy.name().to_owned()),
                Vec::new(),
            );
        }
    }
}
