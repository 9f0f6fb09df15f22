//! Other events, the readable edges beside them, and relations that rules find directly.

use super::{Builder, Finding, Node, NodeId, NodeKind, Polarity, Value, capitalised, slug};

impl Builder<'_, '_> {
    pub(super) fn events(&mut self) {
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
                self.direct(e, Some(&incident));
            } else {
                self.direct(e, None);
            }
        }
    }

    /// The readable edge beside an event: who detained whom, who condemned what.
    pub(super) fn direct(&mut self, e: &crate::resolve::Event, incident: Option<&NodeId>) {
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
    }

    /// Edges that rules emit directly: located in, member of, branch of.
    pub(super) fn relations(&mut self) {
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

    /// Members of the only armed group that the report names.
    pub(super) fn members(&mut self) {
        for m in &self.resolved.members {
            if let (Some(from), Some(to)) = (self.id_of(m.people), self.id_of(m.group)) {
                let p = self.mention_evidence(m.token, "resolve/only-armed-group");
                self.graph.add_edge(&from, "ng:memberOf", &to, [p]);
            }
        }
    }

    /// "Jefferson Mina, alias \"Chapulin\"": the words are another name.
    pub(super) fn alias(&mut self, f: &Finding) {
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
                    node.set("skos:altLabel", Value::Label(name.into_owned()), vec![p]);
                }
            }
        }
    }
}
