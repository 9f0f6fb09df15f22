//! Casualty figures and statements of responsibility.

use super::{Builder, Node, NodeId, NodeKind, Stance, Value, slug};

impl Builder<'_, '_> {
    pub(super) fn figures(&mut self) {
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
            node.set(
                "ng:figureText",
                Value::Text(text.into_owned()),
                vec![p.clone()],
            );
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

    pub(super) fn statements(&mut self) {
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
}
