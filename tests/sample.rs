//! A small collection built by hand: two reports on one attack.

use newsgraph::date::DateValue;
use newsgraph::graph::{
    Collection, DocumentRecord, Judgement, KnowledgeGraph, MentionRecord, Node, NodeId, NodeKind,
    Provenance, Value,
};
use newsgraph::ontology::{PackFiles, Vocabulary};
use newsgraph::span::Span;

pub(crate) const INCIDENT: &str = "incident/2024-03-22-crocus-city-hall";

pub(crate) fn vocabulary() -> Vocabulary {
    Vocabulary::load(&PackFiles::builtin()).unwrap()
}

pub(crate) fn id(name: &str) -> NodeId {
    NodeId(name.to_owned())
}

fn day(year: i16, month: u8, day: u8) -> DateValue {
    DateValue {
        year,
        month: Some(month),
        day: Some(day),
    }
}

struct Report {
    graph: KnowledgeGraph,
    record: DocumentRecord,
}

impl Report {
    fn new(name: &str, publisher: Option<&str>, issued: DateValue, text: &str) -> Self {
        let mut sentences = Vec::new();
        let mut start = 0;
        for part in text.split_inclusive(". ") {
            let end = start + part.trim_end().len();
            sentences.push(Span::new(start as u32, end as u32));
            start += part.len();
        }
        Self {
            graph: KnowledgeGraph::new(),
            record: DocumentRecord {
                id: name.to_owned(),
                text: text.to_owned(),
                sha256: format!("hash-of-{name}"),
                issued: Some(issued),
                publisher: publisher.map(str::to_owned),
                title: None,
                url: None,
                sentences,
                mentions: Vec::new(),
            },
        }
    }

    fn find(&self, words: &str) -> Span {
        let at = self
            .record
            .text
            .find(words)
            .unwrap_or_else(|| panic!("{words}"));
        Span::new(at as u32, (at + words.len()) as u32)
    }

    fn place(&self, cue: &str, arguments: &[&str], rule: &str) -> Vec<Provenance> {
        let cue = self.find(cue);
        let evidence = *self
            .record
            .sentences
            .iter()
            .find(|s| s.covers(cue))
            .unwrap();
        vec![Provenance {
            document: self.record.id.clone(),
            evidence,
            cue,
            arguments: arguments.iter().map(|a| self.find(a)).collect(),
            rule: rule.to_owned(),
            confidence: newsgraph::ontology::Confidence::new(87, 100),
        }]
    }

    fn node(&mut self, name: &str, kind: NodeKind, classes: &[&str], label: &str, words: &str) {
        let mut node = Node::new(id(name), kind, "", label);
        node.classes = classes.iter().map(|c| (*c).to_owned()).collect();
        self.graph.add_node(node);
        if !words.is_empty() {
            let span = self.find(words);
            self.record.mentions.push(MentionRecord {
                span,
                head: span,
                node: id(name),
                class: classes[0].to_owned(),
                rule: "name/test".to_owned(),
                joined_by: None,
            });
        }
    }

    fn edge(&mut self, from: &str, property: &str, to: &str, place: Vec<Provenance>) {
        self.graph
            .add_edge(&id(from), property, &id(to), place)
            .unwrap();
    }

    fn set(&mut self, name: &str, property: &str, value: Value, place: Vec<Provenance>) {
        self.graph
            .node_mut(&id(name))
            .unwrap()
            .set(property, value, place);
    }

    fn figure(&mut self, name: &str, lower: i64, upper: Option<i64>, words: &str) {
        self.node(name, NodeKind::Figure, &["ng:CasualtyFigure"], "", "");
        let place = self.place(words, &[], "event/tolls/killed");
        self.edge(name, "ng:about", INCIDENT, place.clone());
        self.set(
            name,
            "ng:measure",
            Value::Term("ng:Killed".into()),
            place.clone(),
        );
        self.set(name, "ng:lower", Value::Integer(lower), place.clone());
        if let Some(upper) = upper {
            self.set(name, "ng:upper", Value::Integer(upper), place.clone());
        }
        self.set(
            name,
            "ng:figureText",
            Value::Text(words.into()),
            place.clone(),
        );
        let issued = self.record.issued.unwrap();
        self.set(name, "ng:asOf", Value::Date(issued), place);
    }

    fn done(mut self) -> KnowledgeGraph {
        self.record.mentions.sort();
        self.graph.add_document(self.record);
        self.graph
    }
}

fn report_a() -> KnowledgeGraph {
    let mut r = Report::new(
        "a",
        Some("Outlet A"),
        day(2024, 3, 23),
        "Gunmen – several – stormed Crocus City Hall in Moscow, killing at least 40. Islamic State claimed responsibility for the attack. Putin said they had tried to flee to Ukraine.",
    );
    let (event, entity) = (NodeKind::Event, NodeKind::Entity);
    r.node(
        INCIDENT,
        event,
        &["ng:Shooting"],
        "Attack on Crocus City Hall",
        "the attack",
    );
    r.node(
        "venue/crocus-city-hall",
        entity,
        &["ng:Venue"],
        "Crocus City Hall",
        "Crocus City Hall",
    );
    r.node("place/moscow", entity, &["ng:City"], "Moscow", "Moscow");
    r.node(
        "place/ukraine",
        entity,
        &["ng:Country"],
        "Ukraine",
        "Ukraine",
    );
    r.node(
        "group/gunmen",
        entity,
        &["ng:PersonGroup"],
        "gunmen",
        "Gunmen",
    );
    r.node(
        "org/islamic-state",
        entity,
        &["ng:ArmedGroup"],
        "Islamic State",
        "Islamic State",
    );
    r.node(
        "person/vladimir-putin",
        entity,
        &["ng:Person"],
        "Vladimir Putin",
        "Putin",
    );
    let stormed = r.place(
        "stormed",
        &["Gunmen", "Crocus City Hall"],
        "event/attacks/storm",
    );
    r.edge(INCIDENT, "ng:attacker", "group/gunmen", stormed.clone());
    r.edge(
        INCIDENT,
        "ng:venue",
        "venue/crocus-city-hall",
        stormed.clone(),
    );
    r.set(
        INCIDENT,
        "ng:onDate",
        Value::Date(day(2024, 3, 22)),
        stormed,
    );
    r.edge(
        "venue/crocus-city-hall",
        "ng:locatedIn",
        "place/moscow",
        vec![],
    );
    r.set(
        "venue/crocus-city-hall",
        "geo:asWKT",
        Value::Wkt("POINT(37.39 55.82)".into()),
        vec![],
    );
    r.set(
        "place/moscow",
        "owl:sameAs",
        Value::Iri("http://www.wikidata.org/entity/Q649".into()),
        vec![],
    );
    let claimed = r.place(
        "claimed responsibility",
        &["Islamic State", "the attack"],
        "event/claims/claim",
    );
    r.edge(
        "org/islamic-state",
        "ng:claimedResponsibilityFor",
        INCIDENT,
        claimed.clone(),
    );
    r.node(
        "claim/islamic-state",
        NodeKind::Responsibility,
        &["ng:ResponsibilityStatement"],
        "",
        "",
    );
    r.edge("claim/islamic-state", "ng:about", INCIDENT, claimed.clone());
    r.edge(
        "claim/islamic-state",
        "ng:party",
        "org/islamic-state",
        claimed.clone(),
    );
    r.edge(
        "claim/islamic-state",
        "ng:saidBy",
        "org/islamic-state",
        claimed.clone(),
    );
    r.set(
        "claim/islamic-state",
        "ng:stance",
        Value::Term("ng:Claimed".into()),
        claimed,
    );
    let fled = r.place("tried to flee", &["Ukraine"], "event/flight/flee");
    r.node(
        "event/flight",
        event,
        &["ng:Flight", "ng:ReportedContent"],
        "flight to Ukraine",
        "",
    );
    r.edge(
        "event/flight",
        "ng:destination",
        "place/ukraine",
        fled.clone(),
    );
    r.edge(
        "event/flight",
        "ng:saidBy",
        "person/vladimir-putin",
        fled.clone(),
    );
    r.edge("event/flight", "ng:relatedTo", INCIDENT, fled);
    r.figure("figure/killed-a", 40, None, "at least 40");
    r.done()
}

fn report_b() -> KnowledgeGraph {
    let mut r = Report::new(
        "b",
        None,
        day(2024, 3, 24),
        "The death toll from the shooting has risen to 133. Gunmen stormed Crocus City Hall. Russian authorities detained four assailants.",
    );
    let (event, entity) = (NodeKind::Event, NodeKind::Entity);
    r.node(
        INCIDENT,
        event,
        &["ng:Shooting"],
        "Attack on Crocus City Hall",
        "the shooting",
    );
    r.node(
        "venue/crocus-city-hall",
        entity,
        &["ng:Venue"],
        "Crocus City Hall",
        "Crocus City Hall",
    );
    r.node(
        "group/gunmen",
        entity,
        &["ng:PersonGroup"],
        "gunmen",
        "Gunmen",
    );
    r.node(
        "org/russian-authorities",
        entity,
        &["ng:StateBody"],
        "Russian authorities",
        "Russian authorities",
    );
    r.node(
        "group/assailants",
        entity,
        &["ng:PersonGroup"],
        "four assailants",
        "four assailants",
    );
    r.set(
        "group/assailants",
        "ng:size",
        Value::Integer(4),
        r.place("four", &[], "value/count"),
    );
    let stormed = r.place(
        "stormed",
        &["Gunmen", "Crocus City Hall"],
        "event/attacks/storm",
    );
    r.edge(INCIDENT, "ng:attacker", "group/gunmen", stormed.clone());
    r.edge(INCIDENT, "ng:venue", "venue/crocus-city-hall", stormed);
    let detained = r.place(
        "detained",
        &["Russian authorities", "four assailants"],
        "event/detentions/detain",
    );
    r.edge(
        "org/russian-authorities",
        "ng:detained",
        "group/assailants",
        detained.clone(),
    );
    r.node(
        "event/detention",
        event,
        &["ng:Detention"],
        "detention",
        "detained",
    );
    r.edge(
        "event/detention",
        "ng:detainee",
        "group/assailants",
        detained.clone(),
    );
    r.edge(
        "event/detention",
        "ng:detainingParty",
        "org/russian-authorities",
        detained.clone(),
    );
    r.edge("event/detention", "ng:relatedTo", INCIDENT, detained);
    r.figure("figure/killed-b", 133, Some(133), "risen to 133");
    r.done()
}

/// Two reports, fused by hand.
pub(crate) fn collection() -> Collection {
    let documents = vec![report_a(), report_b()];
    let mut merged = KnowledgeGraph::new();
    for graph in &documents {
        merged.absorb(graph);
    }
    merged.add_edge(
        &id(INCIDENT),
        "ng:headlineFigure",
        &id("figure/killed-b"),
        [],
    );
    let ledger = vec![Judgement {
        canonical: id(INCIDENT),
        local: id("incident/shooting"),
        document: "b".to_owned(),
        licence: "same venue and day: Crocus City Hall".to_owned(),
    }];
    Collection {
        documents,
        merged,
        ledger,
    }
}
