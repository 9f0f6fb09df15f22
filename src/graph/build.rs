//! One document's findings to a [`KnowledgeGraph`], and names for its nodes.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{DocumentRecord, MentionRecord};
use super::edge::Provenance;
use super::model::KnowledgeGraph;
use super::node::{Node, NodeId, NodeKind, Value};
use crate::annotate::finding::{Certainty, Finding, Polarity, Realization, When};
use crate::annotate::mention::MentionKind;
use crate::annotate::name::FoundBy;
use crate::annotate::{Factuality, Reading};
use crate::ontology::Entry;
use crate::resolve::resolved::Participant;
use crate::resolve::{Entity, Resolved, Stance};
use crate::span::Span;

/// A readable name that may stand in an IRI: letters and digits of any script in lower case, joined by `-`.
///
/// `slug("Crocus City Hall")` is `crocus-city-hall`; a text with no letter or digit gives `unnamed`.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() && !matches!(c, '\'' | '’' | '.') {
            out.push('-');
        }
        if out.len() >= 80 {
            break;
        }
    }
    while out.ends_with('-') {
        out.pop();
    }
    if out.is_empty() {
        "unnamed".to_owned()
    } else {
        out
    }
}

/// Builds the graph of one document.
pub fn build(reading: &Reading<'_>, resolved: &Resolved) -> KnowledgeGraph {
    let mut b = Builder {
        reading,
        resolved,
        graph: KnowledgeGraph::new(),
        taken: BTreeSet::new(),
        entity_ids: vec![None; resolved.entities.len()],
        incident_ids: Vec::new(),
    };
    for e in 0..resolved.entities.len() {
        b.entity(e);
    }
    b.incidents();
    b.events();
    b.figures();
    b.statements();
    b.relations();
    b.document();
    b.graph
}

struct Builder<'r, 'a> {
    reading: &'r Reading<'a>,
    resolved: &'r Resolved,
    graph: KnowledgeGraph,
    taken: BTreeSet<NodeId>,
    entity_ids: Vec<Option<NodeId>>,
    incident_ids: Vec<NodeId>,
}

/// Class and the folder of its nodes' names, the first that fits.
const FOLDERS: [(&str, &str); 8] = [
    ("ng:Person", "person"),
    ("ng:PersonGroup", "group"),
    ("ng:Organization", "org"),
    ("ng:Venue", "venue"),
    ("ng:Place", "place"),
    ("ng:Vehicle", "vehicle"),
    ("ng:Weapon", "weapon"),
    ("ng:Entity", "entity"),
];

impl Builder<'_, '_> {
    fn is_a(&self, class: &str, ancestor: &str) -> bool {
        self.reading.ontology.vocabulary.is_a(class, ancestor)
    }

    fn class_name(&self, e: &Entity) -> &str {
        self.reading.ontology.vocabulary.class_name(e.class)
    }

    /// The words of a span on one line.
    fn words(&self, span: Span) -> String {
        span.of(&self.reading.document.text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// A name not yet taken in this document.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers make the text for this"
    )]
    fn fresh(&mut self, wish: String) -> NodeId {
        let mut id = NodeId(wish.clone());
        let mut n = 2;
        while !self.taken.insert(id.clone()) {
            id = NodeId(format!("{wish}-{n}"));
            n += 1;
        }
        id
    }

    fn label_of(&self, e: &Entity) -> String {
        if let Some(entry) = e
            .entry
            .and_then(|e| self.reading.ontology.gazetteer.entry(e))
        {
            return entry.name.clone();
        }
        let Some(m) = self.reading.mentions.get(e.best as usize) else {
            return String::new();
        };
        let range = if m.kind == MentionKind::Name {
            &m.core
        } else {
            &m.tokens
        };
        let words = self.words(self.reading.span(range));
        words.trim_matches(['"', '“', '”', '\'', ',']).to_owned()
    }

    fn entity(&mut self, at: usize) {
        let Some(e) = self.resolved.entities.get(at) else {
            return;
        };
        if e.mentions.is_empty() || !self.is_a(self.class_name(e), "ng:Entity") {
            return;
        }
        let only_pronouns = e
            .mentions
            .iter()
            .filter_map(|m| self.reading.mentions.get(*m as usize))
            .all(|m| m.kind == MentionKind::Pronoun);
        let label = self.label_of(e);
        let class = self.class_name(e).to_owned();
        let folder = FOLDERS
            .iter()
            .find(|(c, _)| self.is_a(&class, c))
            .map_or("entity", |(_, f)| f);
        let best_kind = self.reading.mentions.get(e.best as usize).map(|m| m.kind);
        let entry = e
            .entry
            .and_then(|e| self.reading.ontology.gazetteer.entry(e));
        let id = match entry {
            Some(entry) => {
                let id = NodeId(entry.id.clone());
                self.taken.insert(id.clone());
                id
            }
            None if best_kind == Some(MentionKind::Name) => {
                self.fresh(format!("{folder}/{}", slug(&label)))
            }
            None => self.fresh(format!(
                "{folder}/{}/{}",
                self.reading.document.id,
                slug(strip_article(self.reading, e, &label))
            )),
        };
        let mut node = Node::new(id.clone(), NodeKind::Entity, &class, &label);
        self.names(&mut node, e, entry);
        self.people(&mut node, e);
        if only_pronouns {
            node.label = format!("({})", node.label);
        }
        self.graph.add_node(node);
        if let Some(entry) = entry {
            self.links(&id, entry, 0);
        }
        if let Some(slot) = self.entity_ids.get_mut(at) {
            *slot = Some(id);
        }
    }

    fn names(&self, node: &mut Node, e: &Entity, entry: Option<&Entry>) {
        let mut names: BTreeSet<String> = BTreeSet::new();
        for m in e
            .mentions
            .iter()
            .filter_map(|m| self.reading.mentions.get(*m as usize))
        {
            if m.kind == MentionKind::Name {
                names.insert(self.words(self.reading.span(&m.core)));
            } else if m.kind == MentionKind::Nominal && !m.modifier {
                names.insert(self.words(self.reading.span(&m.tokens)));
            }
        }
        if let Some(entry) = entry {
            names.insert(entry.name.clone());
            if let Some(q) = entry.link("wikidata") {
                node.set(
                    "owl:sameAs",
                    Value::Iri(format!("http://www.wikidata.org/entity/{q}")),
                    Vec::new(),
                );
            }
            if let Some(g) = entry.link("geonames") {
                node.set(
                    "owl:sameAs",
                    Value::Iri(format!("https://sws.geonames.org/{g}/")),
                    Vec::new(),
                );
            }
            if let Some((lon, lat)) = entry.link("point").and_then(|p| p.split_once(',')) {
                node.set(
                    "geo:asWKT",
                    Value::Wkt(format!("POINT({lon} {lat})")),
                    Vec::new(),
                );
            }
        }
        names.remove(&node.label);
        for n in names {
            node.set("skos:altLabel", Value::Label(n), Vec::new());
        }
    }

    /// Size, office and nationality from the words around the mentions.
    fn people(&self, node: &mut Node, e: &Entity) {
        let class = node.class().to_owned();
        for m in e
            .mentions
            .iter()
            .filter_map(|m| self.reading.mentions.get(*m as usize))
        {
            let evidence = self.mention_evidence(m.head, "group/noun-group");
            if self.is_a(&class, "ng:PersonGroup")
                && let Some(n) = m
                    .quantity
                    .and_then(|q| self.reading.quantities.get(q as usize))
                    .and_then(crate::annotate::value::Quantity::exact)
                && node.integer("ng:size").is_none()
            {
                node.set("ng:size", Value::Integer(n), vec![evidence.clone()]);
            }
            if !self.is_a(&class, "ng:Person") {
                continue;
            }
            for office in self.offices(m) {
                node.set("ng:office", Value::Text(office), vec![evidence.clone()]);
            }
        }
        if let Some(entry) = e
            .entry
            .and_then(|e| self.reading.ontology.gazetteer.entry(e))
            && let Some(office) = entry.link("office")
            && self.is_a(&class, "ng:Person")
            && node.text("ng:office").is_none()
        {
            node.set(
                "ng:office",
                Value::Text(office.replace('_', " ")),
                Vec::new(),
            );
        }
    }

    /// Titles and roles: "President Putin", "the governor, X", "X, a spokesman".
    fn offices(&self, m: &crate::annotate::Mention) -> Vec<String> {
        let features = &self.reading.ontology.lexicon.features;
        let office = features
            .set("official")
            .union(features.set("title"))
            .union(features.set("legal"))
            .union(features.set("police"))
            .union(features.set("military"))
            .union(features.set("spokesperson"));
        let mut out = Vec::new();
        let mut take = |end: usize, start: usize| {
            let Some(noun) = self.reading.noun_at(end) else {
                return;
            };
            if noun.features.intersects(office) {
                let words = self.words(self.reading.span(&(start..end + 1)));
                if !words.is_empty() {
                    out.push(title_case(&words, self.reading.caseless()));
                }
            }
        };
        match m.kind {
            MentionKind::Name => {
                // modifiers directly before the name, nationality and article left out
                let before = m.tokens.start..m.core.start;
                if let Some(last) = before.clone().last() {
                    let start = before
                        .clone()
                        .rev()
                        .take_while(|t| {
                            matches!(self.reading.lex.tag(*t).upos(), "NOUN" | "PROPN")
                                && self.reading.name(*t).is_none()
                        })
                        .last()
                        .unwrap_or(last);
                    take(last, start);
                }
            }
            MentionKind::Nominal if !m.plural => {
                let start = m
                    .core
                    .clone()
                    .find(|t| {
                        self.reading.name(*t).is_none()
                            && self
                                .reading
                                .quantity_at
                                .get(*t)
                                .copied()
                                .flatten()
                                .is_none()
                    })
                    .unwrap_or(m.head);
                take(m.head, start);
            }
            _ => {}
        }
        out
    }

    /// Places that contain a known place, groups that a known group is a branch of.
    fn links(&mut self, id: &NodeId, entry: &Entry, depth: usize) {
        if depth > 3 {
            return;
        }
        let inner = entry.link("in").or(entry.link("country"));
        let all = [
            ("ng:locatedIn", inner),
            ("ng:branchOf", entry.link("branchOf")),
        ];
        for (property, to) in all {
            let Some(other) = to.and_then(|t| self.reading.ontology.gazetteer.by_id(t)) else {
                continue;
            };
            if property == "ng:locatedIn"
                && self.is_a(
                    self.reading.ontology.vocabulary.class_name(entry.class),
                    "ng:Country",
                )
            {
                continue;
            }
            let to = NodeId(other.id.clone());
            let known = self.graph.find(&to).is_some();
            if !known {
                let class = self.reading.ontology.vocabulary.class_name(other.class);
                let mut node = Node::new(to.clone(), NodeKind::Entity, class, &other.name);
                if let Some(g) = other.link("geonames") {
                    node.set(
                        "owl:sameAs",
                        Value::Iri(format!("https://sws.geonames.org/{g}/")),
                        Vec::new(),
                    );
                }
                self.graph.add_node(node);
            }
            self.graph.add_edge(id, property, &to, []);
            self.links(&to, other, depth + 1);
        }
    }

    fn evidence_at(&self, token: usize) -> Span {
        self.reading
            .document
            .sentences
            .get(self.reading.sentence_of(token))
            .map_or(Span::default(), |s| s.span)
    }

    fn mention_evidence(&self, token: usize, rule: &str) -> Provenance {
        Provenance {
            document: self.reading.document.id.clone(),
            evidence: self.evidence_at(token),
            cue: self.reading.span(&(token..token + 1)),
            arguments: Vec::new(),
            rule: rule.to_owned(),
            confidence: None,
        }
    }

    fn rule_name(&self, f: &Finding) -> String {
        self.reading
            .ontology
            .rules
            .rule(f.rule)
            .map_or_else(String::new, |r| r.name.clone())
    }

    /// Where a finding states a fact about the given tokens.
    fn provenance(&self, f: &Finding, tokens: &[usize]) -> Provenance {
        let spans = tokens.iter().map(|t| {
            self.reading.mention(*t).map_or_else(
                || self.reading.span(&(*t..*t + 1)),
                |m| self.reading.span(&m.tokens),
            )
        });
        Provenance {
            document: self.reading.document.id.clone(),
            evidence: self.evidence_at(f.trigger),
            cue: self.reading.span(&f.cue),
            arguments: spans.collect(),
            rule: self.rule_name(f),
            confidence: None,
        }
    }

    fn id_of(&self, entity: usize) -> Option<NodeId> {
        self.entity_ids.get(entity).cloned().flatten()
    }

    fn label(&self, id: &NodeId) -> String {
        self.graph
            .node(id)
            .map(|n| n.label.clone())
            .unwrap_or_default()
    }

    fn participants(&mut self, event: &NodeId, all: &[Participant]) {
        for p in all {
            let Some(f) = self.reading.findings.get(p.finding) else {
                continue;
            };
            let Some(to) = self.id_of(p.entity) else {
                continue;
            };
            if matches!(
                p.role.as_str(),
                "about" | "party" | "saidBy" | "count" | "content" | "subject" | "object"
            ) {
                continue;
            }
            let provenance = self.provenance(f, &[p.token]);
            self.graph
                .add_edge(event, &format!("ng:{}", p.role), &to, [provenance]);
        }
    }

    fn incidents(&mut self) {
        for incident in &self.resolved.incidents {
            let class = self
                .reading
                .ontology
                .vocabulary
                .class_name(incident.class)
                .to_owned();
            let part = |role: &str| {
                incident
                    .participants
                    .iter()
                    .find(|p| p.role == role)
                    .and_then(|p| self.id_of(p.entity))
            };
            let anywhere = part("place");
            let spot = part("venue")
                .or_else(|| part("target"))
                .or_else(|| anywhere.clone());
            let place = anywhere.clone().filter(|p| Some(p) != spot.as_ref());
            let victim = part("victim");
            let aim = spot.clone().or_else(|| victim.clone());
            let kind = self.reading.ontology.vocabulary.label(&class);
            let date = incident.when.map(|(w, _)| w.date);
            let stem = date.map_or_else(|| self.reading.document.id.clone(), |d| d.to_string());
            let what = aim
                .as_ref()
                .map_or_else(|| slug(&kind), |a| slug(&self.label(a)));
            let id = self.fresh(format!("incident/{stem}-{what}"));
            let mut label = capitalised(&kind);
            if let Some(aim) = &aim {
                let joint = if anywhere.as_ref() == Some(aim) {
                    "in"
                } else {
                    "on"
                };
                let joint = if Some(aim) == victim.as_ref() && spot.is_none() {
                    "of"
                } else {
                    joint
                };
                label = format!("{label} {joint} {}", self.label(aim));
            }
            if let Some(place) = place {
                label = format!("{label}, {}", self.label(&place));
            }
            if let Some(date) = date {
                label = format!("{label}, {date}");
            }
            let mut node = Node::new(id.clone(), NodeKind::Event, &class, &label);
            if incident.reported_only {
                node.classes.push("ng:ReportedContent".to_owned());
            }
            if incident.background {
                node.set("ng:background", Value::Text("true".to_owned()), Vec::new());
            }
            self.factuality(&mut node, &incident.factuality, &incident.findings);
            self.when(&mut node, incident.when);
            self.graph.add_node(node);
            self.incident_ids.push(id.clone());
            self.participants(&id, &incident.participants);
            self.said(
                &id,
                &incident.factuality,
                &incident.findings,
                incident.reported_only,
            );
            self.effects(&id, &incident.findings);
        }
    }

    /// What was done to the target, where a rule says so: destroyed, damaged.
    fn effects(&mut self, id: &NodeId, findings: &[usize]) {
        for f in findings
            .iter()
            .filter_map(|g| self.reading.findings.get(*g))
        {
            let effect = self
                .reading
                .ontology
                .rules
                .rule(f.rule)
                .and_then(|r| r.fixed("effect"));
            if let Some(effect) = effect {
                let provenance = self.provenance(f, &[]);
                if let Some(node) = self.graph.node_mut(id) {
                    node.set(
                        "ng:effect",
                        Value::Term(effect.to_owned()),
                        vec![provenance],
                    );
                }
            }
        }
    }

    fn factuality(&self, node: &mut Node, f: &Factuality, findings: &[usize]) {
        let first = findings
            .iter()
            .filter_map(|g| self.reading.findings.get(*g))
            .find(|x| x.factuality == *f)
            .or_else(|| findings.first().and_then(|g| self.reading.findings.get(*g)));
        let provenance: Vec<Provenance> = first
            .map(|x| self.provenance(x, &f.cues))
            .into_iter()
            .collect();
        let polarity = if f.polarity == Polarity::Positive {
            "ng:Positive"
        } else {
            "ng:Negative"
        };
        let realization = match f.realization {
            Realization::Happened => "ng:Happened",
            Realization::Attempted => "ng:Attempted",
            Realization::Planned => "ng:Planned",
            Realization::Threatened => "ng:Threatened",
            Realization::Hypothetical => "ng:Hypothetical",
        };
        let certainty = match f.certainty {
            Certainty::Certain => "ng:Certain",
            Certainty::Probable => "ng:Probable",
            Certainty::Possible => "ng:Possible",
        };
        for (property, value) in [
            ("ng:polarity", polarity),
            ("ng:realization", realization),
            ("ng:certainty", certainty),
        ] {
            node.set(property, Value::Term(value.to_owned()), provenance.clone());
        }
    }

    fn when(&self, node: &mut Node, when: Option<(When, Option<usize>)>) {
        let Some((when, finding)) = when else { return };
        let words = when.words.and_then(|w| self.reading.dates.get(w as usize));
        let provenance = match (finding.and_then(|g| self.reading.findings.get(g)), words) {
            (Some(f), Some(d)) => {
                let mut p = self.provenance(f, &[]);
                p.arguments.push(self.reading.span(&d.tokens));
                vec![p]
            }
            _ => self.lead(),
        };
        node.set("ng:onDate", Value::Date(when.date), provenance.clone());
        if let Some(d) = words {
            node.set(
                "ng:dateText",
                Value::Text(self.words(self.reading.span(&d.tokens))),
                provenance,
            );
        }
    }

    /// Evidence for what an incident inherits: the dateline, or the first sentence.
    fn lead(&self) -> Vec<Provenance> {
        let doc = self.reading.document;
        let evidence = doc
            .dateline
            .or_else(|| doc.sentences.first().map(|s| s.span));
        evidence
            .map(|evidence| Provenance {
                document: doc.id.clone(),
                evidence,
                cue: evidence,
                arguments: Vec::new(),
                rule: "link/lead-and-dateline".to_owned(),
                confidence: None,
            })
            .into_iter()
            .collect()
    }

    /// Who says so.
    fn said(&mut self, id: &NodeId, f: &Factuality, findings: &[usize], content: bool) {
        let from = findings
            .iter()
            .filter_map(|g| self.reading.findings.get(*g))
            .find(|x| x.factuality == *f);
        let Some(from) = from else { return };
        for s in &f.sources {
            let Some(speaker) = s.speaker else { continue };
            let Some(to) = self
                .resolved
                .entity_at(self.reading, speaker)
                .and_then(|e| self.id_of(e))
            else {
                continue;
            };
            let mut p = self.provenance(from, &[speaker]);
            p.cue = self.reading.span(&(s.cue..s.cue + 1));
            "context/reported-speech".clone_into(&mut p.rule);
            self.graph.add_edge(id, "ng:saidBy", &to, [p.clone()]);
            if content && s.embedded {
                self.statement_of(id, s.cue, &to, p);
            }
        }
    }

    /// The statement whose content an event is: the one found at the report word, or a new one.
    fn statement_of(&mut self, content: &NodeId, cue: usize, speaker: &NodeId, p: Provenance) {
        let statement = NodeId(format!(
            "event/{}/statement-{}-{}",
            self.reading.document.id,
            slug(&self.label(speaker)),
            self.reading.span(&(cue..cue + 1)).start
        ));
        if self.graph.find(&statement).is_none() {
            let said = self.words(self.reading.span(&(cue..cue + 1)));
            let label = format!("{} {said}", self.label(speaker));
            let mut node = Node::new(statement.clone(), NodeKind::Event, "ng:Statement", &label);
            node.set(
                "ng:polarity",
                Value::Term("ng:Positive".to_owned()),
                vec![p.clone()],
            );
            self.graph.add_node(node);
            self.graph
                .add_edge(&statement, "ng:speaker", speaker, [p.clone()]);
            self.graph
                .add_edge(&statement, "ng:saidBy", speaker, [p.clone()]);
        }
        self.graph.add_edge(&statement, "ng:content", content, [p]);
    }

    fn events(&mut self) {
        for e in &self.resolved.events {
            let class = self
                .reading
                .ontology
                .vocabulary
                .class_name(e.class)
                .to_owned();
            let kind = self.reading.ontology.vocabulary.label(&class);
            let statement = self.is_a(&class, "ng:Statement");
            let first = e.participants.iter().find_map(|p| self.id_of(p.entity));
            let who = first.as_ref().map(|f| self.label(f)).unwrap_or_default();
            let trigger = e
                .findings
                .first()
                .and_then(|g| self.reading.findings.get(*g));
            let id = match (
                statement,
                trigger,
                e.participants
                    .iter()
                    .find(|p| p.role == "speaker")
                    .and_then(|p| self.id_of(p.entity)),
            ) {
                // the name that `statement_of` gives too
                (true, Some(f), Some(speaker)) => NodeId(format!(
                    "event/{}/statement-{}-{}",
                    self.reading.document.id,
                    slug(&self.label(&speaker)),
                    self.reading.span(&(f.trigger..f.trigger + 1)).start
                )),
                _ => self.fresh(format!(
                    "event/{}/{}",
                    self.reading.document.id,
                    slug(&format!("{kind} {who}"))
                )),
            };
            let label = if who.is_empty() {
                capitalised(&kind)
            } else {
                format!("{}: {who}", capitalised(&kind))
            };
            let mut node = Node::new(id.clone(), NodeKind::Event, &class, &label);
            if e.factuality.is_reported() {
                node.classes.push("ng:ReportedContent".to_owned());
            }
            self.factuality(&mut node, &e.factuality, &e.findings);
            self.when(&mut node, e.when);
            self.graph.add_node(node);
            self.participants(&id, &e.participants);
            self.said(&id, &e.factuality, &e.findings, true);
            let provenance = trigger.map(|f| self.provenance(f, &[]));
            if let Some(incident) = e.incident.and_then(|i| self.incident_ids.get(i)).cloned() {
                let property = if e.part { "ng:partOf" } else { "ng:relatedTo" };
                self.graph
                    .add_edge(&id, property, &incident, provenance.clone());
                self.direct(e, Some(&incident), &id);
            } else {
                self.direct(e, None, &id);
            }
        }
    }

    /// The readable edge beside an event: who detained whom, who condemned what.
    fn direct(&mut self, e: &crate::resolve::Event, incident: Option<&NodeId>, event: &NodeId) {
        if !e.factuality.is_asserted() {
            return;
        }
        let class = self
            .reading
            .ontology
            .vocabulary
            .class_name(e.class)
            .to_owned();
        let of = |b: &Self, role: &str| -> Vec<(NodeId, usize, usize)> {
            e.participants
                .iter()
                .filter(|p| p.role == role)
                .filter_map(|p| Some((b.id_of(p.entity)?, p.finding, p.token)))
                .collect()
        };
        let pairs: [(&str, &str, &str, Option<&str>); 4] = [
            (
                "ng:Detention",
                "detainingParty",
                "ng:detained",
                Some("detainee"),
            ),
            ("ng:Condemnation", "speaker", "ng:condemned", None),
            ("ng:Warning", "speaker", "ng:warned", Some("addressee")),
            ("ng:Investigation", "investigator", "ng:investigates", None),
        ];
        for (kind, from, property, to) in pairs {
            if !self.is_a(&class, kind) {
                continue;
            }
            for (subject, finding, token) in of(self, from) {
                let Some(f) = self.reading.findings.get(finding) else {
                    continue;
                };
                match to {
                    Some(role) => {
                        for (object, of_finding, other) in of(self, role) {
                            if of_finding == finding {
                                let p = self.provenance(f, &[token, other]);
                                self.graph.add_edge(&subject, property, &object, [p]);
                            }
                        }
                    }
                    None => {
                        if let Some(incident) = incident {
                            let p = self.provenance(f, &[token]);
                            self.graph.add_edge(&subject, property, incident, [p]);
                        }
                    }
                }
            }
        }
        let _ = event;
    }

    fn figures(&mut self) {
        let mut ids: Vec<Option<NodeId>> = Vec::new();
        for figure in &self.resolved.figures {
            let (Some(incident), Some(f)) = (
                self.incident_ids.get(figure.about).cloned(),
                self.reading.findings.get(figure.finding),
            ) else {
                ids.push(None);
                continue;
            };
            let text = self.words(self.reading.span(&figure.words));
            let measure = figure.measure.trim_start_matches("ng:").to_owned();
            let wish = format!(
                "figure/{}/{}-{}",
                self.reading.document.id,
                slug(&measure),
                slug(&text)
            );
            let id = self.fresh(wish);
            let mut p = self.provenance(f, &[]);
            p.evidence = self.evidence_at(figure.words.start);
            p.arguments = vec![self.reading.span(&figure.words)];
            let label = format!(
                "{text} {}",
                self.reading.ontology.vocabulary.label(&figure.measure)
            );
            let mut node = Node::new(id.clone(), NodeKind::Figure, "ng:CasualtyFigure", &label);
            if figure.reported {
                node.classes.push("ng:ReportedContent".to_owned());
            }
            node.set(
                "ng:measure",
                Value::Term(figure.measure.clone()),
                vec![p.clone()],
            );
            if let Some(n) = figure.lower {
                node.set("ng:lower", Value::Integer(n), vec![p.clone()]);
            }
            if let Some(n) = figure.upper {
                node.set("ng:upper", Value::Integer(n), vec![p.clone()]);
            }
            node.set("ng:figureText", Value::Text(text), vec![p.clone()]);
            if let Some(date) = self.reading.document.date {
                node.set("ng:asOf", Value::Date(date), Vec::new());
            }
            self.graph.add_node(node);
            self.graph.add_edge(&id, "ng:about", &incident, [p.clone()]);
            for s in &figure.said_by {
                if let Some(to) = self.id_of(*s) {
                    self.graph.add_edge(&id, "ng:saidBy", &to, [p.clone()]);
                }
            }
            if let Some(whole) = figure.subset_of.and_then(|w| ids.get(w)).cloned().flatten() {
                self.graph.add_edge(&id, "ng:subsetOf", &whole, [p]);
            }
            ids.push(Some(id));
        }
    }

    fn statements(&mut self) {
        for s in &self.resolved.statements {
            let (Some(incident), Some(party), Some(f)) = (
                self.incident_ids.get(s.about).cloned(),
                self.id_of(s.party),
                self.reading.findings.get(s.finding),
            ) else {
                continue;
            };
            let stance = s.stance.name().trim_start_matches("ng:");
            let id = self.fresh(format!(
                "claim/{}/{}-{}",
                self.reading.document.id,
                slug(stance),
                slug(&self.label(&party))
            ));
            let p = self.provenance(f, &[s.party_token]);
            let label = format!("{}: {}", stance, self.label(&party));
            let mut node = Node::new(
                id.clone(),
                NodeKind::Responsibility,
                "ng:ResponsibilityStatement",
                &label,
            );
            node.set(
                "ng:stance",
                Value::Term(s.stance.name().to_owned()),
                vec![p.clone()],
            );
            self.graph.add_node(node);
            self.graph.add_edge(&id, "ng:about", &incident, [p.clone()]);
            self.graph.add_edge(&id, "ng:party", &party, [p.clone()]);
            for by in &s.said_by {
                if let Some(to) = self.id_of(*by) {
                    self.graph.add_edge(&id, "ng:saidBy", &to, [p.clone()]);
                }
            }
            let direct = match s.stance {
                Stance::Claimed => Some("ng:claimedResponsibilityFor"),
                Stance::Attributed | Stance::Alleged => Some("ng:blamedFor"),
                Stance::Denied | Stance::Acquitted => None,
            };
            if let Some(property) = direct {
                self.graph.add_edge(&party, property, &incident, [p]);
            }
        }
    }

    /// Edges that rules emit directly: located in, member of, branch of.
    fn relations(&mut self) {
        for f in &self.reading.findings {
            let Some(property) = &f.relation else {
                continue;
            };
            if !f.factuality.is_asserted() && f.factuality.polarity == Polarity::Negative {
                continue;
            }
            if property == "owl:sameAs" {
                continue;
            }
            if property == "skos:altLabel" {
                self.alias(f);
                continue;
            }
            for s in f.fillers("subject") {
                for o in f.fillers("object") {
                    let ids = (
                        self.resolved
                            .entity_at(self.reading, s.token)
                            .and_then(|e| self.id_of(e)),
                        self.resolved
                            .entity_at(self.reading, o.token)
                            .and_then(|e| self.id_of(e)),
                    );
                    if let (Some(from), Some(to)) = ids
                        && from != to
                    {
                        let p = self.provenance(f, &[s.token, o.token]);
                        self.graph.add_edge(&from, property, &to, [p]);
                    }
                }
            }
        }
    }

    /// "Jefferson Mina, alias \"Chapulin\"": the words are another name.
    fn alias(&mut self, f: &Finding) {
        for s in f.fillers("subject") {
            let Some(id) = self
                .resolved
                .entity_at(self.reading, s.token)
                .and_then(|e| self.id_of(e))
            else {
                continue;
            };
            for o in f.fillers("object") {
                let words = self
                    .reading
                    .mention(o.token)
                    .map_or(o.token..o.token + 1, |m| m.core.clone());
                let name = self.words(self.reading.span(&words));
                let p = self.provenance(f, &[s.token, o.token]);
                if let Some(node) = self.graph.node_mut(&id) {
                    node.set("skos:altLabel", Value::Label(name), vec![p]);
                }
            }
        }
    }

    fn document(&mut self) {
        let doc = self.reading.document;
        let mut joined: BTreeMap<u32, &'static str> = BTreeMap::new();
        for e in &self.resolved.entities {
            for m in &e.merges {
                joined.insert(m.mention, m.sieve);
            }
        }
        let mut mentions = Vec::new();
        for (i, m) in (0u32..).zip(&self.reading.mentions) {
            let Some(e) = self.resolved.entity_of.get(i as usize).copied().flatten() else {
                continue;
            };
            let Some(node) = self.id_of(e) else { continue };
            let class = m.class.map_or_else(String::new, |c| {
                self.reading.ontology.vocabulary.class_name(c).to_owned()
            });
            let rule = m
                .name
                .and_then(|n| self.reading.names.get(n as usize))
                .map_or_else(
                    || "group/noun-group".to_owned(),
                    |n| match n.by {
                        FoundBy::Gazetteer => "name/gazetteer".to_owned(),
                        FoundBy::Acronym => "name/acronym".to_owned(),
                        FoundBy::Repetition => "name/repetition".to_owned(),
                        FoundBy::Rule(r) => self
                            .reading
                            .ontology
                            .rules
                            .rule(r)
                            .map_or_else(String::new, |r| r.name.clone()),
                    },
                );
            mentions.push(MentionRecord {
                span: self.reading.span(&m.tokens),
                head: self.reading.span(&if m.kind == MentionKind::Name {
                    m.core.clone()
                } else {
                    m.head..m.head + 1
                }),
                node,
                class,
                rule,
                joined_by: joined.get(&i).map(|s| (*s).to_owned()),
            });
        }
        mentions.sort();
        self.graph.add_document(DocumentRecord {
            id: doc.id.clone(),
            sha256: sha256(&doc.text),
            text: doc.text.clone(),
            issued: doc.date,
            publisher: doc.publisher.clone(),
            title: doc.title.clone(),
            url: doc.url.clone(),
            sentences: doc.sentences.iter().map(|s| s.span).collect(),
            mentions,
        });
    }
}

fn sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write as _;
    Sha256::digest(text.as_bytes())
        .iter()
        .fold(String::with_capacity(64), |mut s, b| {
            let _ = write!(s, "{b:02x}");
            s
        })
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Capital wires write everything large: a title in them is shown like in other texts.
fn title_case(text: &str, caseless: bool) -> String {
    if !caseless {
        return text.to_owned();
    }
    text.split(' ')
        .map(|w| capitalised(&w.to_lowercase()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A description without its article.
fn strip_article<'t>(reading: &Reading<'_>, e: &Entity, label: &'t str) -> &'t str {
    let Some(m) = reading.mentions.get(e.best as usize) else {
        return label;
    };
    let article = reading.lex.tag(m.tokens.start).upos() == "DET" && m.tokens.len() > 1;
    if article {
        label.split_once(' ').map_or(label, |(_, rest)| rest)
    } else {
        label
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_are_readable_and_never_empty() {
        assert_eq!(slug("The U.S. Embassy, Lima"), "the-us-embassy-lima");
        assert_eq!(slug("Świnoujście"), "świnoujście");
        assert_eq!(slug("—"), "unnamed");
    }
}
