//! Documents and the spans of their texts as NIF.

use std::collections::BTreeMap;
use std::io;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{LiteralRef, NamedNode};

use super::mapping::{Mapping, Out};
use super::names::Names;
use super::terms;
use crate::graph::{DocumentRecord, KnowledgeGraph, MentionRecord, Provenance, slug};
use crate::span::{CodePoints, Span};

/// A document with what naming its spans takes.
pub(crate) struct Named<'g> {
    pub(crate) iri: String,
    text: &'g str,
    points: CodePoints<'g>,
}

impl Named<'_> {
    /// `<document#char=begin,end>`, in code points.
    pub(crate) fn span(&self, span: Span) -> String {
        let (begin, end) = self.points.of(span);
        let (mut first, mut second) = (itoa::Buffer::new(), itoa::Buffer::new());
        let (begin, end) = (first.format(begin), second.format(end));
        [&self.iri, "#char=", begin, ",", end].concat()
    }
}

/// The documents whose spans can be named.
pub(crate) struct Documents<'g>(BTreeMap<&'g str, Named<'g>>);

impl<'g> Documents<'g> {
    pub(crate) fn new(
        names: &Names,
        records: impl IntoIterator<Item = &'g DocumentRecord>,
    ) -> Self {
        let mut documents = BTreeMap::new();
        for record in records {
            documents
                .entry(record.id.as_str())
                .or_insert_with(|| Named {
                    iri: names.document(&record.id),
                    text: &record.text,
                    points: CodePoints::new(&record.text),
                });
        }
        Self(documents)
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Named<'g>> {
        self.0.get(id)
    }
}

#[derive(Default)]
struct Use<'g> {
    sentence: bool,
    mentions: Vec<&'g MentionRecord>,
}

/// Every place that the graph's facts name.
fn places(graph: &KnowledgeGraph) -> impl Iterator<Item = &Provenance> {
    let literals = graph
        .nodes()
        .flat_map(|n| n.attributes.iter().flat_map(|a| &a.provenance));
    let relations = graph.petgraph().edge_weights().flat_map(|e| &e.provenance);
    literals.chain(relations)
}

impl Mapping<'_> {
    pub(crate) fn describe_documents(
        &self,
        graph: &KnowledgeGraph,
        documents: &Documents<'_>,
        out: &mut Out<'_, '_>,
    ) -> io::Result<()> {
        for record in graph.documents().values() {
            self.describe_document(graph, record, documents, out)?;
        }
        Ok(())
    }

    pub(crate) fn describe_document(
        &self,
        graph: &KnowledgeGraph,
        record: &DocumentRecord,
        documents: &Documents<'_>,
        out: &mut Out<'_, '_>,
    ) -> io::Result<()> {
        let Some(named) = documents.get(&record.id) else {
            return Ok(());
        };
        self.document_head(record, named, out)?;
        let mut uses: BTreeMap<Span, Use<'_>> = BTreeMap::new();
        for &sentence in &record.sentences {
            uses.entry(sentence).or_default().sentence = true;
        }
        for place in places(graph).filter(|p| p.document == record.id) {
            for &span in [&place.evidence, &place.cue]
                .into_iter()
                .chain(&place.arguments)
            {
                uses.entry(span).or_default();
            }
        }
        for mention in &record.mentions {
            uses.entry(mention.span).or_default().mentions.push(mention);
        }
        for (span, mut used) in uses {
            used.mentions.sort();
            let first = named.span(span);
            self.span(
                &first,
                span,
                used.sentence,
                used.mentions.first().copied(),
                named,
                out,
            )?;
            // several nodes named by the same words: a name of its own for each further mention
            for (number, mention) in used.mentions.iter().enumerate().skip(1) {
                let iri = format!("{first};mention={}", number + 1);
                self.span(&iri, span, false, Some(mention), named, out)?;
            }
        }
        Ok(())
    }

    fn document_head(
        &self,
        record: &DocumentRecord,
        named: &Named<'_>,
        out: &mut Out<'_, '_>,
    ) -> io::Result<()> {
        let s = &named.iri;
        for class in [terms::CONTEXT, terms::NEWS_ARTICLE, terms::ENTITY] {
            out.a(s, class)?;
        }
        out.text(s, terms::IDENTIFIER, &record.id)?;
        if let Some(title) = &record.title {
            out.text(s, terms::TITLE, title)?;
        }
        if let Some(date) = record.issued {
            let text = date.to_string();
            let datatype = self.resolve(date.datatype());
            out.term(
                s,
                terms::ISSUED,
                LiteralRef::new_typed_literal(&text, datatype.as_ref()),
            )?;
        }
        let (outlet, label, class) = match &record.publisher {
            Some(name) => (
                self.names.other("outlet", &slug(name)),
                name,
                terms::ORGANIZATION,
            ),
            None => (
                self.names.other("outlet/unknown", &record.id),
                &record.id,
                terms::UNKNOWN_OUTLET,
            ),
        };
        out.iri(s, terms::PUBLISHER, &outlet)?;
        out.a(&outlet, class)?;
        out.label(&outlet, label)?;
        if let Some(url) = &record.url {
            match NamedNode::new(url.as_str()) {
                Ok(iri) => out.term(s, terms::URL, &iri)?,
                Err(_) => out.text(s, terms::URL, url)?,
            }
        }
        out.text(s, terms::LANGUAGE, "en")?;
        out.text(s, terms::SHA256, &record.sha256)?;
        out.iri(&self.run, terms::USED, s)?;
        let (_, end) = named.points.of(Span::new(0, u32::MAX));
        out.integer(s, terms::BEGIN, 0)?;
        out.integer(s, terms::END, end)?;
        out.text(s, terms::IS_STRING, &record.text)
    }

    fn span(
        &self,
        iri: &str,
        span: Span,
        sentence: bool,
        mention: Option<&MentionRecord>,
        named: &Named<'_>,
        out: &mut Out<'_, '_>,
    ) -> io::Result<()> {
        let (begin, end) = named.points.of(span);
        out.a(
            iri,
            if sentence {
                terms::SENTENCE
            } else {
                terms::PHRASE
            },
        )?;
        out.a(iri, terms::RFC5147)?;
        out.iri(iri, terms::REFERENCE_CONTEXT, &named.iri)?;
        out.integer(iri, terms::BEGIN, begin)?;
        out.integer(iri, terms::END, end)?;
        let words = LiteralRef::new_typed_literal(span.of(named.text), xsd::STRING);
        out.term(iri, terms::ANCHOR_OF, words)?;
        if let Some(mention) = mention {
            out.iri(iri, terms::IDENT_REF, &self.names.node(&mention.node))?;
            out.term(iri, terms::CLASS_REF, self.resolve(&mention.class).as_ref())?;
            out.text(iri, terms::RULE, &mention.rule)?;
            if mention.head != mention.span {
                out.iri(iri, terms::HEAD, &named.span(mention.head))?;
            }
            if let Some(licence) = &mention.joined_by {
                out.text(iri, terms::JOINED_BY, licence)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_code_points_not_bytes() {
        let record = DocumentRecord {
            id: "a".into(),
            text: "Świnoujście burns".into(),
            sha256: String::new(),
            issued: None,
            publisher: None,
            title: None,
            url: None,
            sentences: Vec::new(),
            mentions: Vec::new(),
        };
        let names = Names::new("https://x.example/").unwrap();
        let documents = Documents::new(&names, [&record]);
        let at = u32::try_from("Świnoujście ".len()).unwrap();
        let span = documents.get("a").unwrap().span(Span::new(at, at + 5));
        assert_eq!(span, "https://x.example/doc/a#char=12,17");
    }
}
