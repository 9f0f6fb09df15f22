//! Entities: names, sizes, offices, and the places and groups that the gazetteer links them to.

use super::{
    Builder, ClassId, Cow, Entity, Entry, MentionKind, Node, NodeId, NodeKind, Reading, Value,
    capitalised, slug,
};

impl Builder<'_, '_> {
    fn is(&self, class: ClassId, kind: Option<ClassId>) -> bool {
        kind.is_some_and(|k| self.reading.is_a(class, k))
    }

    pub(super) fn entity(&mut self, at: usize) {
        let Some(e) = self.resolved.entities.get(at) else {
            return;
        };
        if e.mentions.is_empty() || !self.is(e.class, self.reading.known.entity) {
            return;
        }
        let only_pronouns = e
            .mentions
            .iter()
            .filter_map(|m| self.reading.mentions.get(*m as usize))
            .all(|m| m.kind == MentionKind::Pronoun);
        let label = self.label_of(e);
        let mut folders = self.kinds.folders.iter();
        let folder = folders
            .find(|(kind, _)| self.is(e.class, *kind))
            .map_or("entity", |(_, folder)| folder);
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
                self.fresh([folder, "/", &slug(&label)].concat())
            }
            None => {
                let name = slug(strip_article(self.reading, e, &label));
                self.fresh([folder, "/", &self.reading.document.id, "/", &name].concat())
            }
        };
        let class = self.class_name(e.class);
        let mut node = Node::new(id, NodeKind::Entity, class, label);
        self.names(&mut node, e, entry);
        self.people(&mut node, e);
        if only_pronouns {
            node.label = format!("({})", node.label);
        }
        let node = self.graph.add_node(node);
        if let Some(entry) = entry {
            self.links(&NodeId(entry.id.clone()), entry, 0);
        }
        if let Some(slot) = self.entities.get_mut(at) {
            *slot = Some(node);
        }
    }

    pub(super) fn names(&self, node: &mut Node, e: &Entity, entry: Option<&Entry>) {
        let mut names: Vec<Cow<'_, str>> = Vec::new();
        for m in e
            .mentions
            .iter()
            .filter_map(|m| self.reading.mentions.get(*m as usize))
        {
            let range = match m.kind {
                MentionKind::Name => &m.core,
                MentionKind::Nominal if !m.modifier => &m.tokens,
                _ => continue,
            };
            let name = self.words(self.reading.span(range));
            if name != node.label && !names.contains(&name) {
                names.push(name);
            }
        }
        if let Some(entry) = entry {
            if entry.name != node.label && !names.contains(&Cow::Borrowed(&entry.name)) {
                names.push(Cow::Borrowed(&entry.name));
            }
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
        for n in names {
            node.set("skos:altLabel", Value::Label(n.into_owned()), Vec::new());
        }
    }

    /// Size, office and nationality from the words around the mentions.
    pub(super) fn people(&self, node: &mut Node, e: &Entity) {
        let person = self.is(e.class, self.reading.known.person);
        let counts = if self.is(e.class, self.reading.known.group) {
            Some("ng:size")
        } else {
            let thing = self.kinds.things.iter().any(|t| self.is(e.class, *t));
            thing.then_some("ng:quantity")
        };
        if counts.is_none() && !person {
            return;
        }
        for m in e
            .mentions
            .iter()
            .filter_map(|m| self.reading.mentions.get(*m as usize))
        {
            let evidence = || vec![self.mention_evidence(m.head, "group/noun-group")];
            if let Some(property) = counts
                && let Some(n) = self
                    .reading
                    .quantity(m.quantity)
                    .and_then(crate::annotate::value::Quantity::exact)
                && node.integer(property).is_none()
            {
                node.set(property, Value::Integer(n), evidence());
            }
            if !person {
                continue;
            }
            for office in self.offices(m) {
                node.set("ng:office", Value::Text(office), evidence());
            }
        }
        if let Some(entry) = e
            .entry
            .and_then(|e| self.reading.ontology.gazetteer.entry(e))
            && let Some(office) = entry.link("office")
            && person
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
    pub(super) fn offices(&self, m: &crate::annotate::Mention) -> Vec<String> {
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
    pub(super) fn links(&mut self, id: &NodeId, entry: &Entry, depth: usize) {
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
            if property == "ng:locatedIn" && self.is(entry.class, self.reading.known.country) {
                continue;
            }
            let to = NodeId(other.id.clone());
            let known = self.graph.find(&to).is_some();
            if !known {
                let class = self.class_name(other.class);
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
}

fn title_case(text: &str, caseless: bool) -> String {
    if !caseless {
        return text.to_owned();
    }
    text.split(' ')
        .map(|w| capitalised(&w.to_lowercase()))
        .collect::<Vec<_>>()
        .join(" ")
}

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
