//! Walking the graph: the questions a library user asks first.

use std::collections::BTreeSet;

use petgraph::Direction;
use petgraph::visit::EdgeRef;

use super::edge::{Edge, Provenance};
use super::model::KnowledgeGraph;
use super::node::{Node, NodeId, NodeKind};

/// One step from a node along an edge.
#[derive(Clone, Copy, Debug)]
pub struct Neighbour<'g> {
    /// The edge walked.
    pub edge: &'g Edge,
    /// The node at its other end.
    pub node: &'g Node,
    /// Whether the edge leaves the node asked about.
    pub outgoing: bool,
}

impl KnowledgeGraph {
    /// The incidents, in order of their names. `is_incident` tells by class name, for example
    /// [`Vocabulary::is_a`](crate::ontology::Vocabulary::is_a) with `ng:Incident`.
    pub fn incidents(&self, is_incident: impl Fn(&str) -> bool) -> Vec<&Node> {
        self.nodes()
            .filter(|n| {
                n.kind == NodeKind::Event && !n.is_reported_content() && is_incident(n.class())
            })
            .collect()
    }

    /// Nodes that `id` points to with `property`, in order of their names.
    pub fn objects(&self, id: &NodeId, property: &str) -> Vec<&Node> {
        self.step(id, Direction::Outgoing, property)
    }

    /// Nodes that point to `id` with `property`, in order of their names.
    pub fn subjects(&self, property: &str, id: &NodeId) -> Vec<&Node> {
        self.step(id, Direction::Incoming, property)
    }

    fn step(&self, id: &NodeId, direction: Direction, property: &str) -> Vec<&Node> {
        let mut found: Vec<&Node> = self
            .neighbours(id)
            .into_iter()
            .filter(|n| {
                n.edge.property == property && n.outgoing == (direction == Direction::Outgoing)
            })
            .map(|n| n.node)
            .collect();
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found
    }

    /// Statements of responsibility about an incident: who claims it, is blamed for it, denies it.
    pub fn claims_about(&self, incident: &NodeId) -> Vec<&Node> {
        let mut found = self.subjects("ng:about", incident);
        found.retain(|n| n.kind == NodeKind::Responsibility);
        found
    }

    /// Casualty figures about an incident.
    pub fn figures_about(&self, incident: &NodeId) -> Vec<&Node> {
        let mut found = self.subjects("ng:about", incident);
        found.retain(|n| n.kind == NodeKind::Figure);
        found
    }

    /// Every place that states the edge, or nothing where there is no such edge.
    pub fn evidence(&self, subject: &NodeId, property: &str, object: &NodeId) -> &[Provenance] {
        let (Some(from), Some(to)) = (self.find(subject), self.find(object)) else {
            return &[];
        };
        self.petgraph()
            .edges_connecting(from, to)
            .find(|e| e.weight().property == property)
            .map_or(&[], |e| e.weight().provenance.as_slice())
    }

    /// The edges that touch a node, sorted by property, direction and the other node's name.
    pub fn neighbours(&self, id: &NodeId) -> Vec<Neighbour<'_>> {
        let Some(at) = self.find(id) else {
            return Vec::new();
        };
        let graph = self.petgraph();
        let mut found = Vec::new();
        for direction in [Direction::Outgoing, Direction::Incoming] {
            for e in graph.edges_directed(at, direction) {
                let outgoing = direction == Direction::Outgoing;
                let other = if outgoing { e.target() } else { e.source() };
                if let Some(node) = graph.node_weight(other) {
                    found.push(Neighbour {
                        edge: e.weight(),
                        node,
                        outgoing,
                    });
                }
            }
        }
        found.sort_by(|a, b| {
            (&a.edge.property, !a.outgoing, &a.node.id).cmp(&(
                &b.edge.property,
                !b.outgoing,
                &b.node.id,
            ))
        });
        found
    }

    /// The names of all nodes within `depth` steps of `id`, itself included.
    pub fn neighbourhood(&self, id: &NodeId, depth: usize) -> BTreeSet<NodeId> {
        let mut seen = BTreeSet::from([id.clone()]);
        let mut rim = vec![id.clone()];
        for _ in 0..depth {
            let mut next = Vec::new();
            for id in &rim {
                for n in self.neighbours(id) {
                    if seen.insert(n.node.id.clone()) {
                        next.push(n.node.id.clone());
                    }
                }
            }
            rim = next;
        }
        seen
    }
}
