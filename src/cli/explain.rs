//! `explain`: each fact, its rule, and the sentence with the words marked.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{IsTerminal, Write};

use super::args::{ExplainArgs, Global};
use super::error::{CliError, Exit};
use super::pack::Pack;
use super::paint::{self, paint};
use super::why_not;
use crate::explain::{Fact, facts_about, incident_facts};
use crate::graph::{Collection, KnowledgeGraph, NodeId, Provenance};
use crate::query::wrap;
use crate::rdf::{self, Names};
use crate::span::{CodePoints, Span};
use crate::writers::incidents;

pub(crate) fn run(args: &ExplainArgs, global: &Global) -> Result<Exit, CliError> {
    if let (Some(text), Some(rule)) = (&args.text, &args.rule) {
        return why_not::run(text, rule, global);
    }
    let Some(path) = &args.graph else {
        return Err(CliError::message(
            "no graph; give the file that extract wrote",
        ));
    };
    let pack = Pack::load(global.ontology.as_deref())?;
    let loaded = rdf::read(path, &pack.vocabulary)?;
    let whole = loaded.collection.whole();
    let colors = match anstream::ColorChoice::global() {
        anstream::ColorChoice::Always | anstream::ColorChoice::AlwaysAnsi => true,
        anstream::ColorChoice::Never => false,
        anstream::ColorChoice::Auto => {
            std::io::stdout().is_terminal()
                && !matches!(
                    anstream::AutoStream::choice(&std::io::stdout()),
                    anstream::ColorChoice::Never
                )
        }
    };
    let page = Page {
        graph: &whole,
        collection: &loaded.collection,
        pack: &pack,
        colors,
        width: paint::width(),
    };
    let mut text = Vec::new();
    if let Some(iri) = &args.fact {
        page.fact(iri, &loaded.base_iri, &mut text)?;
    } else {
        let mut found = incidents(&whole, &pack.vocabulary);
        if let Some(name) = &args.incident {
            let asked = name.to_lowercase();
            found.retain(|n| {
                n.label.to_lowercase().contains(&asked) || n.id.0.to_lowercase().contains(&asked)
            });
            if found.is_empty() {
                return Err(CliError::message(format!(
                    "no incident is called `{name}`; names match in part and in any case"
                )));
            }
        }
        for incident in found {
            Page::title(&incident.label, &incident.id, &mut text)?;
            page.facts(
                &incident_facts(&whole, incident),
                Some(&incident.id),
                &mut text,
            )?;
            page.judgements(&incident.id, &mut text)?;
        }
    }
    let mut out = anstream::stdout().lock();
    out.write_all(&text)?;
    out.flush()?;
    Ok(Exit::Done)
}

struct Page<'g> {
    graph: &'g KnowledgeGraph,
    collection: &'g Collection,
    pack: &'g Pack,
    colors: bool,
    width: usize,
}

impl Page<'_> {
    fn title(label: &str, id: &NodeId, out: &mut Vec<u8>) -> std::io::Result<()> {
        let name = if label.is_empty() { &id.0 } else { label };
        writeln!(
            out,
            "{} {}",
            paint(paint::BAR, "▌"),
            paint(paint::TITLE, name)
        )?;
        writeln!(
            out,
            "{} {}\n",
            paint(paint::BAR, "▌"),
            paint(paint::FAINT, &id.0)
        )
    }

    /// One node, by its IRI or id: everything said about it. Or one extraction.
    fn fact(&self, iri: &str, base: &str, out: &mut Vec<u8>) -> Result<(), CliError> {
        let names = Names::new(base)?;
        let id = names.node_id(iri).unwrap_or_else(|| NodeId(iri.to_owned()));
        if let Some(node) = self.graph.node(&id) {
            Self::title(&node.label, &node.id, out)?;
            self.facts(&facts_about(self.graph, node), Some(&node.id), out)?;
            self.judgements(&node.id, out)?;
            return Ok(());
        }
        let wanted = iri.rsplit('/').next().unwrap_or(iri);
        let mapping = rdf::Mapping::new(
            &self.pack.vocabulary,
            &rdf::RdfOptions {
                base_iri: base.to_owned(),
                rdf12: false,
            },
        )?;
        for node in self.graph.nodes() {
            for mut fact in facts_about(self.graph, node) {
                fact.places.retain(|p| {
                    mapping.extraction_name(fact.subject, fact.property, fact.object, p) == wanted
                });
                if !fact.places.is_empty() {
                    self.facts(std::slice::from_ref(&fact), None, out)?;
                    self.walk(&fact, out)?;
                    return Ok(());
                }
            }
        }
        Err(CliError::message(format!(
            "nothing in the graph has the IRI {iri}; give that of a node or of an extraction, as `query` shows them"
        )))
    }

    /// The way from one extraction to the characters: the nodes it joins, why they are one, the mentions that name them
    /// in its sentence, and the words that its rule went by.
    fn walk(&self, fact: &Fact<'_>, out: &mut Vec<u8>) -> std::io::Result<()> {
        for place in &fact.places {
            let Some(document) = self.graph.documents().get(&place.document) else {
                continue;
            };
            let points = CodePoints::new(&document.text);
            let words = |span: Span| {
                let (begin, end) = points.of(span);
                let words: Vec<&str> = span.of(&document.text).split_whitespace().collect();
                format!("“{}” {begin}–{end}", words.join(" "))
            };
            for (end, node) in [
                ("subject", Some(fact.subject)),
                ("object", fact.object.ok()),
            ] {
                let Some(node) = node else { continue };
                writeln!(out, "  {end} {}", paint(paint::STRONG, &node.id.0))?;
                let of_node = |j: &&crate::graph::Judgement| {
                    j.canonical == node.id && j.document == place.document && j.local != node.id
                };
                for judgement in self.collection.ledger.iter().filter(of_node) {
                    let told = format!("joined: was {}: {}", judgement.local, judgement.licence);
                    writeln!(out, "      {}", paint(paint::FAINT, &told))?;
                }
                let here = document.mentions.iter().filter(|m| {
                    m.node == node.id
                        && place.evidence.start <= m.span.start
                        && m.span.end <= place.evidence.end
                });
                for mention in here {
                    let class = self.pack.vocabulary.label(&mention.class);
                    let joined = mention.joined_by.as_ref().map_or_else(
                        || "first named here".to_owned(),
                        |j| format!("joined by {j}"),
                    );
                    let told = format!("{class} · {} · {joined}", mention.rule);
                    writeln!(
                        out,
                        "      mention {} {}",
                        words(mention.span),
                        paint(paint::FAINT, &told)
                    )?;
                }
            }
            writeln!(out, "  rule {}", paint(paint::STRONG, &place.rule))?;
            writeln!(out, "      trigger {}", words(place.cue))?;
            for argument in &place.arguments {
                writeln!(out, "      argument {}", words(*argument))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    /// The subject is left out where it is the node in the title.
    fn facts(
        &self,
        facts: &[Fact<'_>],
        title: Option<&NodeId>,
        out: &mut Vec<u8>,
    ) -> std::io::Result<()> {
        let mut quoted: BTreeMap<&str, CodePoints<'_>> = BTreeMap::new();
        for (id, document) in self.graph.documents() {
            quoted.insert(id, CodePoints::new(&document.text));
        }
        // facts from the same words stand together, and the words once
        for group in facts.chunk_by(|a, b| a.places == b.places) {
            for fact in group {
                writeln!(out, "  {}", self.line(fact, title))?;
            }
            for place in group.first().iter().flat_map(|f| &f.places) {
                self.place(place, quoted.get(place.document.as_str()), out)?;
            }
            if group.iter().all(|f| f.places.is_empty()) {
                let source = "from a list of names or a policy, not from the text";
                writeln!(out, "      {}", paint(paint::FAINT, source))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn line(&self, fact: &Fact<'_>, title: Option<&NodeId>) -> String {
        let v = &self.pack.vocabulary;
        let object = match fact.object {
            Ok(node) => crate::explain::name(node, v),
            Err(value) => crate::explain::value(value, v),
        };
        let subject = if title == Some(&fact.subject.id) {
            String::new()
        } else {
            paint(paint::STRONG, &crate::explain::name(fact.subject, v)) + " "
        };
        let property = paint(paint::NAME, &v.label(fact.property));
        format!("{subject}{property} {}", paint(paint::STRONG, &object))
    }

    fn place(
        &self,
        place: &Provenance,
        points: Option<&CodePoints<'_>>,
        out: &mut Vec<u8>,
    ) -> std::io::Result<()> {
        let Some(document) = self.graph.documents().get(&place.document) else {
            return Ok(());
        };
        let (begin, end) = points.map_or((0, 0), |p| p.of(place.evidence));
        let sure = place.confidence.map_or_else(
            || " · not measured".to_owned(),
            |c| format!(" · right in {c}"),
        );
        let head = format!("{} {begin}–{end} · {}{sure}", place.document, place.rule);
        writeln!(out, "      {}", paint(paint::FAINT, &head))?;
        let mut marks = vec![place.cue];
        marks.extend(&place.arguments);
        for line in self.marked(&document.text, place.evidence, &marks) {
            writeln!(out, "      {line}")?;
        }
        Ok(())
    }

    /// The sentence on lines of the page's width, the marked words underlined or with `^` below.
    fn marked(&self, text: &str, sentence: Span, marks: &[Span]) -> Vec<String> {
        // one character of the sentence with whether it is marked; white space of any kind as one blank each
        let mut letters: Vec<(char, bool)> = Vec::new();
        for (at, c) in sentence.of(text).char_indices() {
            let at = sentence.start + u32::try_from(at).unwrap_or(0);
            let marked = marks.iter().any(|m| m.start <= at && at < m.end);
            letters.push((
                if c.is_whitespace() || c.is_control() {
                    ' '
                } else {
                    c
                },
                marked,
            ));
        }
        let plain: String = letters.iter().map(|(c, _)| *c).collect();
        let mut lines = Vec::new();
        let mut rest = letters.into_iter().peekable();
        for line in wrap(&plain, self.width.saturating_sub(6)) {
            let taken: Vec<(char, bool)> = rest.by_ref().take(line.chars().count()).collect();
            if rest.peek().is_some_and(|(c, _)| *c == ' ') {
                rest.next();
            }
            if self.colors {
                lines.push(colored(&taken));
            } else {
                lines.push(line.clone());
                if taken.iter().any(|(_, m)| *m) {
                    let carets: String = taken.iter().map(|(c, m)| caret(*c, *m)).collect();
                    lines.push(carets.trim_end().to_owned());
                }
            }
        }
        lines
    }

    /// Why nodes of single documents were taken for this one.
    fn judgements(&self, id: &NodeId, out: &mut Vec<u8>) -> std::io::Result<()> {
        let mut near: BTreeSet<&NodeId> = BTreeSet::from([id]);
        for neighbour in self.graph.neighbours(id) {
            near.insert(&neighbour.node.id);
        }
        let found: Vec<_> = self
            .collection
            .ledger
            .iter()
            .filter(|j| near.contains(&j.canonical) && j.canonical != j.local)
            .collect();
        if found.is_empty() {
            return Ok(());
        }
        writeln!(out, "  {}", paint(paint::TITLE, "joined across documents"))?;
        for judgement in found {
            writeln!(
                out,
                "      {} = {} {}",
                judgement.canonical,
                judgement.local,
                paint(
                    paint::FAINT,
                    &format!("in {}: {}", judgement.document, judgement.licence)
                ),
            )?;
        }
        writeln!(out)
    }
}

fn caret(c: char, marked: bool) -> String {
    let width = unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
    if marked { "^" } else { " " }.repeat(width)
}

fn colored(letters: &[(char, bool)]) -> String {
    letters
        .chunk_by(|a, b| a.1 == b.1)
        .map(|run| {
            let words: String = run.iter().map(|(c, _)| *c).collect();
            match run.first() {
                Some((_, true)) => paint(paint::MARK, &words),
                _ => words,
            }
        })
        .collect()
}
