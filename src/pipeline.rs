//! The way data takes. THIS FILE IS A STAND-IN: it finds the phrases of the sample reports by their letters, so
//! that everything after the graph can be tried; the cascade replaces it.

use std::path::Path;

use sha2::{Digest, Sha256};

use crate::date::DateValue;
use crate::graph::{
    Collection, DocumentRecord, Judgement, KnowledgeGraph, MentionRecord, Node, NodeId, NodeKind,
    Provenance, Value,
};
use crate::ontology::{PackError, PackFiles, Vocabulary, VocabularyError};
use crate::span::Span;
use crate::text::Source;

/// Which casualty figure becomes the headline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TollPolicy {
    /// The most recent.
    #[default]
    Latest,
    /// The lowest that is certain.
    Conservative,
    /// The highest.
    Max,
}

/// How to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Threads; `None` for as many as there are cores.
    pub threads: Option<usize>,
    /// Whether documents are fused.
    pub fuse: bool,
    /// Which casualty figure becomes the headline.
    pub toll_policy: TollPolicy,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            threads: None,
            fuse: true,
            toll_policy: TollPolicy::Latest,
        }
    }
}

/// A pack that cannot be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PipelineError {
    /// Its files cannot be read.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// Its vocabulary cannot be used.
    #[error(transparent)]
    Vocabulary(#[from] VocabularyError),
}

/// A loaded pack, ready to run.
#[derive(Debug)]
pub struct Pipeline {
    vocabulary: Vocabulary,
}

impl Pipeline {
    /// Loads the built-in pack, or the one in a directory.
    ///
    /// # Errors
    /// If a file of the pack cannot be used.
    pub fn load(ontology: Option<&Path>) -> Result<Self, PipelineError> {
        let files = match ontology {
            Some(root) => PackFiles::read(root)?,
            None => PackFiles::builtin(),
        };
        Ok(Self {
            vocabulary: Vocabulary::load(&files)?,
        })
    }

    /// The vocabulary of the pack.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Extracts and, unless told otherwise, fuses.
    pub fn extract(&self, sources: Vec<Source>, options: &Options) -> Collection {
        let mut graphs = Vec::new();
        self.extract_each(sources, options, &mut |graph| graphs.push(graph));
        if options.fuse {
            return self.fuse(graphs, Vec::new(), options);
        }
        Collection {
            documents: graphs,
            ..Collection::default()
        }
    }

    /// Extracts document by document and keeps none.
    pub fn extract_each(
        &self,
        sources: impl IntoIterator<Item = Source>,
        _options: &Options,
        sink: &mut dyn FnMut(KnowledgeGraph),
    ) {
        for source in sources {
            sink(sample(source));
        }
    }

    /// Joins the graphs of documents; `ledger` holds earlier judgements about them.
    pub fn fuse(
        &self,
        documents: Vec<KnowledgeGraph>,
        mut ledger: Vec<Judgement>,
        _options: &Options,
    ) -> Collection {
        let mut merged = KnowledgeGraph::new();
        for graph in &documents {
            merged.absorb(graph);
            for node in graph.nodes() {
                let document = graph.documents().keys().next().cloned().unwrap_or_default();
                ledger.push(Judgement {
                    canonical: node.id.clone(),
                    local: NodeId(format!("{}/{document}", node.id)),
                    document,
                    licence: format!("same name: {}", node.label),
                });
            }
        }
        let incident = NodeId("incident/2024-03-22-crocus-city-hall".into());
        let latest = merged
            .figures_about(&incident)
            .into_iter()
            .filter(|f| f.text("ng:measure") == Some("ng:Killed"))
            .max_by_key(|f| f.date("ng:asOf"))
            .map(|f| f.id.clone());
        if let Some(figure) = latest {
            merged.add_edge(&incident, "ng:headlineFigure", &figure, []);
            if let Some(node) = merged.node_mut(&figure) {
                node.set(
                    "ng:selectedBy",
                    Value::Term("ng:LatestPolicy".into()),
                    Vec::new(),
                );
            }
        }
        ledger.sort();
        ledger.dedup();
        Collection {
            documents,
            merged,
            ledger,
        }
    }
}

struct Sample {
    graph: KnowledgeGraph,
    id: String,
    text: String,
    sentences: Vec<Span>,
    mentions: Vec<MentionRecord>,
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Sample {
    fn find(&self, words: &str) -> Option<Span> {
        let at = self.text.find(words)?;
        Some(Span::new(offset(at), offset(at + words.len())))
    }

    fn place(&self, cue: &str, arguments: &[&str], rule: &str) -> Vec<Provenance> {
        let Some(cue) = self.find(cue) else {
            return Vec::new();
        };
        let evidence = self.sentences.iter().find(|s| s.covers(cue)).copied();
        let evidence = evidence.unwrap_or(cue);
        let inside = |w: &&str| {
            let at = evidence.of(&self.text).find(*w)?;
            let start = evidence.start + offset(at);
            Some(Span::new(start, start + offset(w.len())))
        };
        vec![Provenance {
            document: self.id.clone(),
            evidence,
            cue,
            arguments: arguments.iter().filter_map(inside).collect(),
            rule: rule.to_owned(),
            confidence: Some(87),
        }]
    }

    fn node(&mut self, id: &str, kind: NodeKind, classes: &[&str], label: &str, words: &str) {
        let Some(span) = self.find(words) else { return };
        let mut node = Node::new(NodeId(id.into()), kind, "", label);
        node.classes = classes.iter().map(|c| (*c).to_owned()).collect();
        self.graph.add_node(node);
        if !words.is_empty() {
            self.mentions.push(MentionRecord {
                span,
                head: span,
                node: NodeId(id.into()),
                class: classes.first().copied().unwrap_or_default().to_owned(),
                rule: "name/sample".into(),
                joined_by: None,
            });
        }
    }

    fn set(&mut self, id: &str, property: &str, value: Value, place: Vec<Provenance>) {
        if let Some(node) = self.graph.node_mut(&NodeId(id.into())) {
            node.set(property, value, place);
        }
    }

    fn edge(&mut self, from: &str, property: &str, to: &str, place: Vec<Provenance>) {
        self.graph
            .add_edge(&NodeId(from.into()), property, &NodeId(to.into()), place);
    }
}

#[allow(
    clippy::too_many_lines,
    clippy::format_collect,
    reason = "a stand-in that goes away with the file"
)]
fn sample(source: Source) -> KnowledgeGraph {
    let text = source.text;
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '.' | '\n') {
            let end = at + c.len_utf8();
            let raw = text.get(start..end).unwrap_or_default();
            let lead = raw.len() - raw.trim_start().len();
            if !raw.trim().is_empty() {
                sentences.push(Span::new(
                    offset(start + lead),
                    offset(start + lead + raw.trim().len()),
                ));
            }
            start = end;
        }
    }
    let issued = text
        .strip_prefix("date ")
        .and_then(|t| t.get(..10))
        .or(source.date.as_deref())
        .and_then(|d| {
            let mut p = d.split('-').map(str::parse::<i16>);
            Some(DateValue {
                year: p.next()?.ok()?,
                month: u8::try_from(p.next()?.ok()?).ok(),
                day: u8::try_from(p.next()?.ok()?).ok(),
            })
        });
    let mut s = Sample {
        graph: KnowledgeGraph::new(),
        id: source.id,
        text,
        sentences,
        mentions: Vec::new(),
    };
    let (i, e, a) = (
        NodeKind::Event,
        NodeKind::Entity,
        "incident/2024-03-22-crocus-city-hall",
    );
    s.node(
        a,
        i,
        &["ng:Attack"],
        "Attack on Crocus City Hall, Moscow, 22 March 2024",
        "the attack",
    );
    for (id, class, label, words) in [
        (
            "venue/crocus-city-hall",
            "ng:Venue",
            "Crocus City Hall",
            "Crocus City Hall",
        ),
        (
            "venue/crocus-city-hall",
            "ng:Venue",
            "Crocus City Hall",
            "a Moscow concert hall",
        ),
        ("place/moscow", "ng:City", "Moscow", "Moscow"),
        ("place/ukraine", "ng:Country", "Ukraine", "Ukraine"),
        ("group/gunmen", "ng:PersonGroup", "gunmen", "unmen"),
        (
            "group/assailants",
            "ng:PersonGroup",
            "four assailants",
            "four assailants",
        ),
        (
            "org/russian-authorities",
            "ng:StateBody",
            "Russian authorities",
            "Russian authorities",
        ),
        (
            "org/islamic-state",
            "ng:ArmedGroup",
            "Islamic State",
            "Islamic State",
        ),
        (
            "org/is-kp",
            "ng:ArmedGroup",
            "Islamic State in Khorasan Province",
            "Islamic State in Khorasan Province",
        ),
        (
            "person/vladimir-putin",
            "ng:Person",
            "Vladimir Putin",
            "President Vladimir Putin",
        ),
        ("weapon/explosives", "ng:Weapon", "explosives", "explosives"),
        (
            "weapon/assault-rifles",
            "ng:Weapon",
            "assault rifles",
            "assault rifles",
        ),
        (
            "org/us-intelligence",
            "ng:StateBody",
            "U.S. intelligence",
            "U.S. intelligence",
        ),
        (
            "org/governments-abroad",
            "ng:Organization",
            "Governments abroad",
            "Governments abroad",
        ),
    ] {
        s.node(id, e, &[class], label, words);
    }
    let day = DateValue {
        year: 2024,
        month: Some(3),
        day: Some(22),
    };
    s.set(
        a,
        "ng:onDate",
        Value::Date(day),
        s.place("22 March 2024", &[], "value/dates/day"),
    );
    s.set(
        "venue/crocus-city-hall",
        "geo:asWKT",
        Value::Wkt("POINT(37.390278 55.825833)".into()),
        vec![],
    );
    s.set(
        "place/moscow",
        "owl:sameAs",
        Value::Iri("http://www.wikidata.org/entity/Q649".into()),
        vec![],
    );
    s.set(
        "person/vladimir-putin",
        "ng:office",
        Value::Text("President".into()),
        s.place("President", &[], "name/titles/office"),
    );
    s.set(
        "org/is-kp",
        "skos:altLabel",
        Value::Label("IS-KP".into()),
        vec![],
    );
    s.set(
        "group/assailants",
        "ng:size",
        Value::Integer(4),
        s.place("four", &[], "value/numbers/count"),
    );
    s.edge(
        "venue/crocus-city-hall",
        "ng:locatedIn",
        "place/moscow",
        vec![],
    );
    for (property, to, cue) in [
        ("ng:venue", "venue/crocus-city-hall", "broke into"),
        ("ng:venue", "venue/crocus-city-hall", "attack on"),
        ("ng:attacker", "group/gunmen", "opened fire"),
        ("ng:attacker", "group/gunmen", "set off"),
        ("ng:weapon", "weapon/assault-rifles", "with assault rifles"),
        ("ng:weapon", "weapon/explosives", "explosives"),
    ] {
        let place = s.place(
            cue,
            &["unmen", "Crocus City Hall", "explosives"],
            "event/attacks/storm",
        );
        if !place.is_empty() {
            s.edge(a, property, to, place);
        }
    }
    for (party, words) in [
        ("org/islamic-state", "Islamic State claimed"),
        ("org/is-kp", "Islamic State in Khorasan"),
    ] {
        let place = s.place(
            words,
            &["claimed responsibility", "the attack"],
            "event/claims/claim-active",
        );
        if place.is_empty() {
            continue;
        }
        s.edge(party, "ng:claimedResponsibilityFor", a, place.clone());
        let claim = format!("claim/{}-{}", party.replace('/', "-"), s.id);
        s.graph.add_node(Node::new(
            NodeId(claim.clone()),
            NodeKind::Responsibility,
            "ng:ResponsibilityStatement",
            "",
        ));
        s.edge(&claim, "ng:about", a, place.clone());
        s.edge(&claim, "ng:party", party, place.clone());
        s.edge(&claim, "ng:saidBy", party, place.clone());
        s.set(&claim, "ng:stance", Value::Term("ng:Claimed".into()), place);
    }
    let branch = s.place("a branch of", &["Islamic State"], "name/groups/branch");
    if !branch.is_empty() {
        s.edge("org/is-kp", "ng:branchOf", "org/islamic-state", branch);
    }
    for (words, measure, lower, upper) in [
        ("At least 40", "ng:Killed", 40, None),
        ("risen to 133", "ng:Killed", 133, Some(133)),
        ("more than 100", "ng:Injured", 100, None),
        ("More than 100", "ng:Injured", 100, None),
    ] {
        let place = s.place(words, &[], "event/tolls/killed");
        if place.is_empty() {
            continue;
        }
        let figure = format!(
            "figure/{lower}-{}-{}",
            measure.trim_start_matches("ng:").to_lowercase(),
            s.id
        );
        s.graph.add_node(Node::new(
            NodeId(figure.clone()),
            NodeKind::Figure,
            "ng:CasualtyFigure",
            words,
        ));
        s.edge(&figure, "ng:about", a, place.clone());
        s.edge(
            &figure,
            "ng:saidBy",
            "org/russian-authorities",
            place.clone(),
        );
        s.set(
            &figure,
            "ng:measure",
            Value::Term(measure.into()),
            place.clone(),
        );
        s.set(&figure, "ng:lower", Value::Integer(lower), place.clone());
        if let Some(upper) = upper {
            s.set(&figure, "ng:upper", Value::Integer(upper), place.clone());
        }
        s.set(
            &figure,
            "ng:figureText",
            Value::Text(words.into()),
            place.clone(),
        );
        if let Some(date) = issued {
            s.set(&figure, "ng:asOf", Value::Date(date), place);
        }
    }
    let arrest = s.place(
        "detained four",
        &["Russian authorities", "four assailants"],
        "event/detentions/detain",
    );
    if !arrest.is_empty() {
        s.node(
            "event/detention-four",
            i,
            &["ng:Detention"],
            "Detention of four assailants",
            "detained",
        );
        s.edge(
            "event/detention-four",
            "ng:detainingParty",
            "org/russian-authorities",
            arrest.clone(),
        );
        s.edge(
            "event/detention-four",
            "ng:detainee",
            "group/assailants",
            arrest.clone(),
        );
        s.edge("event/detention-four", "ng:relatedTo", a, arrest.clone());
        s.edge(
            "org/russian-authorities",
            "ng:detained",
            "group/assailants",
            arrest,
        );
    }
    let flee = s.place(
        "tried to flee",
        &["the perpetrators", "Ukraine"],
        "event/flight/flee",
    );
    if !flee.is_empty() {
        s.node(
            "event/putin-said",
            i,
            &["ng:Statement"],
            "Statement by Vladimir Putin",
            "said that",
        );
        s.node(
            "event/flight-ukraine",
            i,
            &["ng:Flight", "ng:ReportedContent"],
            "flight to Ukraine",
            "flee",
        );
        s.edge(
            "event/putin-said",
            "ng:saidBy",
            "person/vladimir-putin",
            flee.clone(),
        );
        s.edge(
            "event/putin-said",
            "ng:content",
            "event/flight-ukraine",
            flee.clone(),
        );
        s.edge("event/putin-said", "ng:relatedTo", a, flee.clone());
        s.edge(
            "event/flight-ukraine",
            "ng:saidBy",
            "person/vladimir-putin",
            flee.clone(),
        );
        s.edge(
            "event/flight-ukraine",
            "ng:destination",
            "place/ukraine",
            flee.clone(),
        );
        s.edge("event/flight-ukraine", "ng:relatedTo", a, flee.clone());
        s.set(
            "event/flight-ukraine",
            "ng:realization",
            Value::Term("ng:Attempted".into()),
            flee,
        );
    }
    let condemn = s.place(
        "condemned",
        &["Governments abroad", "the attack"],
        "event/reactions/condemn",
    );
    if !condemn.is_empty() {
        s.edge("org/governments-abroad", "ng:condemned", a, condemn);
    }
    let digest = Sha256::digest(s.text.as_bytes());
    let mut graph = s.graph;
    s.mentions.sort();
    s.mentions.dedup();
    graph.add_document(DocumentRecord {
        id: s.id,
        sha256: digest.iter().map(|b| format!("{b:02x}")).collect(),
        text: s.text,
        issued,
        publisher: source.publisher,
        title: source.title,
        url: source.url,
        sentences: s.sentences,
        mentions: s.mentions,
    });
    graph
}
