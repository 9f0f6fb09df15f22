//! Incidents: label, date, roles, factuality, and who says so.

use super::{
    Builder, Certainty, Factuality, Node, NodeId, NodeKind, Polarity, Provenance, Realization,
    Value, When, capitalised, slug,
};

impl Builder<'_, '_> {
    pub(super) fn incidents(&mut self) {
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
            if incident.general {
                node.set("ng:general", Value::Text("true".to_owned()), Vec::new());
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
    pub(super) fn effects(&mut self, id: &NodeId, findings: &[usize]) {
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

    pub(super) fn factuality(&self, node: &mut Node, f: &Factuality, findings: &[usize]) {
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

    pub(super) fn when(&self, node: &mut Node, when: Option<(When, Option<usize>)>) {
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
                Value::Text(self.words(self.reading.span(&d.tokens)).into_owned()),
                provenance,
            );
        }
    }

    /// Evidence for what an incident inherits: the dateline, or the first sentence.
    pub(super) fn lead(&self) -> Vec<Provenance> {
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
    pub(super) fn said(&mut self, id: &NodeId, f: &Factuality, findings: &[usize], content: bool) {
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
    pub(super) fn statement_of(
        &mut self,
        content: &NodeId,
        cue: usize,
        speaker: &NodeId,
        p: Provenance,
    ) {
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
}
