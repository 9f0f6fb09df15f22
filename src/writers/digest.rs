//! What a summary tells about an incident, row by row as `style.toml` asks.

use std::collections::{BTreeMap, BTreeSet};

use super::style::{Style, SummaryRow};
use crate::date::DateValue;
use crate::graph::{KnowledgeGraph, Node, NodeId, NodeKind, Provenance};
use crate::ontology::Vocabulary;

/// One thing told.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// Whether a policy put it first.
    pub chosen: bool,
    /// What.
    pub text: String,
    /// Who says so, or who did it.
    pub by: Vec<String>,
    /// As of when.
    pub when: Option<DateValue>,
    /// The documents that say it.
    pub reports: BTreeSet<String>,
}

/// A row of a summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub label: String,
    /// Its items; never empty.
    pub items: Vec<Item>,
    /// Whether the row holds what somebody only said.
    pub unverified: bool,
    /// Whether the row holds figures.
    pub figures: bool,
}

/// An incident in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Its name.
    pub label: String,
    /// Its class in words.
    pub class: String,
    /// When, as precise as told.
    pub date: Option<DateValue>,
    /// Where, from the smallest place to the largest.
    pub places: Vec<String>,
    /// The documents that report it.
    pub reports: BTreeSet<String>,
    /// The rows that have something to tell.
    pub rows: Vec<Row>,
}

/// The incidents of a graph that are asserted, the most reported first.
pub fn incidents<'g>(graph: &'g KnowledgeGraph, vocabulary: &Vocabulary) -> Vec<&'g Node> {
    let mut found = graph.incidents(|class| vocabulary.is_a(class, "ng:Incident"));
    found.retain(|n| n.text("ng:polarity") != Some("ng:Negative"));
    let mut mentioned: BTreeMap<&NodeId, BTreeSet<&str>> = BTreeMap::new();
    for document in graph.documents().values() {
        for mention in &document.mentions {
            let by = mentioned.entry(&mention.node).or_default();
            by.insert(document.id.as_str());
        }
    }
    found.sort_by_cached_key(|n| {
        let neighbours = graph.neighbours(&n.id);
        let places = neighbours.iter().flat_map(|e| &e.edge.provenance);
        let mut reports = mentioned.get(&n.id).cloned().unwrap_or_default();
        reports.extend(places.map(|p| p.document.as_str()));
        (
            std::cmp::Reverse(reports.len()),
            std::cmp::Reverse(neighbours.len()),
            n.id.clone(),
        )
    });
    found
}

/// The documents that speak of a node: by its literals, its edges or its mentions.
pub fn reports_of(graph: &KnowledgeGraph, node: &Node) -> BTreeSet<String> {
    let own = node.attributes.iter().flat_map(|a| &a.provenance);
    let neighbours = graph.neighbours(&node.id);
    let edges = neighbours.iter().flat_map(|n| &n.edge.provenance);
    let mentions = graph
        .documents()
        .values()
        .filter(|d| d.mentions.iter().any(|m| m.node == node.id));
    own.chain(edges)
        .map(|p| p.document.clone())
        .chain(mentions.map(|d| d.id.clone()))
        .collect()
}

/// The summary of one incident.
pub fn digest(
    graph: &KnowledgeGraph,
    incident: &Node,
    vocabulary: &Vocabulary,
    style: &Style,
) -> Digest {
    let teller = Teller {
        graph,
        incident,
        vocabulary,
    };
    Digest {
        label: incident.label.clone(),
        class: vocabulary.label(incident.class()),
        date: incident.date("ng:onDate"),
        places: teller.places(),
        reports: reports_of(graph, incident),
        rows: style
            .summary
            .iter()
            .map(|row| Row {
                label: row.label.clone(),
                items: teller.items(row),
                unverified: row.reported,
                figures: row.measure.is_some(),
            })
            .filter(|row| !row.items.is_empty())
            .collect(),
    }
}

struct Teller<'g> {
    graph: &'g KnowledgeGraph,
    incident: &'g Node,
    vocabulary: &'g Vocabulary,
}

impl Teller<'_> {
    fn places(&self) -> Vec<String> {
        let mut places = Vec::new();
        let starts = ["ng:venue", "ng:place"];
        let mut open: Vec<&Node> = starts
            .iter()
            .flat_map(|p| self.graph.objects(&self.incident.id, p))
            .collect();
        while !open.is_empty() && places.len() < 6 {
            for node in &open {
                if !places.contains(&node.label) {
                    places.push(node.label.clone());
                }
            }
            open = open
                .iter()
                .flat_map(|n| self.graph.objects(&n.id, "ng:locatedIn"))
                .filter(|n| !places.contains(&n.label))
                .collect();
        }
        places
    }

    fn items(&self, row: &SummaryRow) -> Vec<Item> {
        let mut items = Vec::new();
        if let Some(measure) = &row.measure {
            items.extend(self.figures(measure));
        }
        if let Some(role) = &row.role {
            for node in self.graph.objects(&self.incident.id, role) {
                let places = self.graph.evidence(&self.incident.id, role, &node.id);
                items.push(item(node.label.clone(), places));
            }
        }
        if let Some(property) = &row.related {
            for node in self.graph.subjects(property, &self.incident.id) {
                if !node.is_reported_content() {
                    let places = self.graph.evidence(&node.id, property, &self.incident.id);
                    items.push(item(node.label.clone(), places));
                }
            }
        }
        if !row.stance.is_empty() {
            items.extend(self.statements(&row.stance));
        }
        if let Some(class) = &row.event {
            items.extend(self.events(class, row));
        }
        if row.reported {
            items.extend(self.reported());
        }
        gather(items)
    }

    /// Figures, the chosen and the latest first.
    fn figures(&self, measure: &str) -> Vec<Item> {
        let headline = self.graph.objects(&self.incident.id, "ng:headlineFigure");
        self.graph
            .figures_about(&self.incident.id)
            .into_iter()
            .filter(|f| f.text("ng:measure") == Some(measure))
            .filter(|f| self.graph.objects(&f.id, "ng:subsetOf").is_empty())
            .map(|f| Item {
                chosen: headline.iter().any(|h| h.id == f.id),
                text: figure_text(f),
                by: self.labels(f, "ng:saidBy"),
                when: f.date("ng:asOf"),
                reports: reports_of(self.graph, f),
            })
            .collect()
    }

    fn statements(&self, stances: &[String]) -> Vec<Item> {
        let mut items = Vec::new();
        for statement in self.graph.claims_about(&self.incident.id) {
            if !stances
                .iter()
                .any(|s| statement.text("ng:stance") == Some(s))
            {
                continue;
            }
            let parties = self.labels(statement, "ng:party");
            let mut by = self.labels(statement, "ng:saidBy");
            by.retain(|b| !parties.contains(b));
            for party in parties {
                items.push(Item {
                    text: party,
                    by: by.clone(),
                    reports: reports_of(self.graph, statement),
                    ..Item::default()
                });
            }
        }
        items
    }

    fn events(&self, class: &str, row: &SummaryRow) -> Vec<Item> {
        let mut items = Vec::new();
        for event in self.graph.subjects("ng:relatedTo", &self.incident.id) {
            let unreal =
                event.is_reported_content() || event.text("ng:polarity") == Some("ng:Negative");
            if unreal || !self.vocabulary.is_a(event.class(), class) {
                continue;
            }
            let who = row
                .who
                .as_ref()
                .map(|p| self.labels(event, p))
                .unwrap_or_default();
            let by = row
                .by
                .as_ref()
                .map(|p| self.labels(event, p))
                .unwrap_or_default();
            items.push(Item {
                text: if who.is_empty() {
                    event.label.clone()
                } else {
                    who.join(", ")
                },
                by,
                when: event.date("ng:onDate"),
                reports: reports_of(self.graph, event),
                ..Item::default()
            });
        }
        items
    }

    fn reported(&self) -> Vec<Item> {
        let related = self.graph.subjects("ng:relatedTo", &self.incident.id);
        let mut items = Vec::new();
        for event in related
            .into_iter()
            .filter(|n| n.kind == NodeKind::Event && n.is_reported_content())
        {
            let how = event
                .text("ng:realization")
                .filter(|r| *r != "ng:Happened")
                .map(|r| format!(" ({})", self.vocabulary.label(r)))
                .unwrap_or_default();
            let not = match event.text("ng:polarity") {
                Some(p) if p == "ng:Negative" => format!("{} ", self.vocabulary.label(p)),
                _ => String::new(),
            };
            let name = if event.label.is_empty() {
                self.vocabulary.label(event.class())
            } else {
                event.label.clone()
            };
            items.push(Item {
                text: format!("{not}{name}{how}"),
                by: self.labels(event, "ng:saidBy"),
                reports: reports_of(self.graph, event),
                ..Item::default()
            });
        }
        items
    }

    fn labels(&self, node: &Node, property: &str) -> Vec<String> {
        let mut labels: Vec<String> = Vec::new();
        for object in self.graph.objects(&node.id, property) {
            if !labels.contains(&object.label) {
                labels.push(object.label.clone());
            }
        }
        labels
    }
}

/// A figure as told, or its bounds.
fn figure_text(figure: &Node) -> String {
    if let Some(text) = figure.text("ng:figureText") {
        return text.to_owned();
    }
    match (figure.integer("ng:lower"), figure.integer("ng:upper")) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low}–{high}"),
        (Some(low), None) => format!("{low}+"),
        (None, Some(high)) => format!("≤ {high}"),
        (None, None) => "?".to_owned(),
    }
}

fn item(text: String, places: &[Provenance]) -> Item {
    Item {
        text,
        reports: places.iter().map(|p| p.document.clone()).collect(),
        ..Item::default()
    }
}

/// The same words from the same mouth told twice are one item with more reports. Chosen first, then the latest.
fn gather(items: Vec<Item>) -> Vec<Item> {
    let mut by_words: BTreeMap<(String, Vec<String>), Item> = BTreeMap::new();
    for item in items {
        let known = by_words
            .entry((item.text.clone(), item.by.clone()))
            .or_insert_with(|| Item {
                reports: BTreeSet::new(),
                ..item.clone()
            });
        known.chosen |= item.chosen;
        known.when = known.when.max(item.when);
        known.reports.extend(item.reports);
    }
    let mut items: Vec<Item> = by_words.into_values().collect();
    items.sort_by_cached_key(|i| {
        (
            !i.chosen,
            std::cmp::Reverse(i.when),
            std::cmp::Reverse(i.reports.len()),
            i.text.clone(),
        )
    });
    items
}
