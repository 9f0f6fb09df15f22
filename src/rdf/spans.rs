//! Documents and the spans of their texts as NIF.

use std::collections::BTreeMap;
use std::io;

use oxigraph::model::{LiteralRef, NamedNode};

use super::mapping::Mapping;
use super::names::Names;
use super::out::Out;
use super::terms;
use crate::graph::{DocumentRecord, KnowledgeGraph, MentionRecord, Provenance, slug};
use crate::span::{CodePoints, Span};

/// A document with what naming its spans takes.
pub(crate) struct Named<'g> {
    pub(crate) iri: String,
    /// How the IRIs of its spans begin.
    spans: String,
    text: &'g str,
    points: CodePoints<'g>,
}

impl Named<'_> {
    /// Adds `document#char=begin,end`, in code points, to a text.
    pub(crate) fn push_span(&self, span: Span, iri: &mut String) {
        let (begin, end) = self.points.of(span);
        let mut digits = itoa::Buffer::new();
        iri.push_str(&self.spans);
        iri.push_str(digits.format(begin));
        iri.push(',');
        iri.push_str(digits.format(end));
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
                    spans: names.document(&record.id) + "#char=",
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
        out: &mut Out<'_>,
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
        out: &mut Out<'_>,
    ) -> io::Result<()> {
        let Some(named) = documents.get(&record.id) else {
            return Ok(());
        };
        self.document_head(record, named, out)?;
        let mut sentences = record.sentences.clone();
        sentences.sort_unstable();
        let mut mentions: Vec<&MentionRecord> = record.mentions.iter().collect();
        mentions.sort();
        let mut spans = sentences.clone();
        spans.extend(mentions.iter().map(|m| m.span));
        for place in places(graph).filter(|p| p.document == record.id) {
            spans.extend([place.evidence, place.cue].iter().chain(&place.arguments));
        }
        spans.sort_unstable_by_key(|s| u64::from(s.start) << 32 | u64::from(s.end));
        spans.dedup();
        let mut mentions = mentions.into_iter().peekable();
        let mut iri = String::new();
        for span in spans {
            iri.clear();
            named.push_span(span, &mut iri);
            let sentence = sentences.binary_search(&span).is_ok();
            let mut next = || mentions.next_if(|m| m.span == span);
            self.span(&iri, span, sentence, next(), named, out)?;
            // several nodes named by the same words: a name of its own for each further mention
            for (number, mention) in (2..).zip(std::iter::from_fn(next)) {
                let iri = format!("{iri};mention={number}");
                self.span(&iri, span, false, Some(mention), named, out)?;
            }
        }
        Ok(())
    }

    fn document_head(
        &self,
        record: &DocumentRecord,
        named: &Named<'_>,
        out: &mut Out<'_>,
    ) -> io::Result<()> {
        let s = &named.iri;
        out.about(s);
        for class in [terms::CONTEXT, terms::NEWS_ARTICLE, terms::ENTITY] {
            out.a(class)?;
        }
        out.text(terms::IDENTIFIER, &record.id)?;
        if let Some(title) = &record.title {
            out.text(terms::TITLE, title)?;
        }
        if let Some(date) = record.issued {
            let text = date.to_string();
            let datatype = self.resolve(date.datatype());
            let literal = LiteralRef::new_typed_literal(&text, datatype.as_ref());
            out.term(terms::ISSUED, literal)?;
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
        out.iri(terms::PUBLISHER, &outlet)?;
        out.about(&outlet);
        out.a(class)?;
        out.label(label)?;
        out.about(s);
        if let Some(url) = &record.url {
            match NamedNode::new(url.as_str()) {
                Ok(iri) => out.term(terms::URL, &iri)?,
                Err(_) => out.text(terms::URL, url)?,
            }
        }
        out.text(terms::LANGUAGE, "en")?;
        out.text(terms::SHA256, &record.sha256)?;
        out.about(&self.run);
        out.iri(terms::USED, s)?;
        out.about(s);
        let (_, end) = named.points.of(Span::new(0, u32::MAX));
        out.integer(terms::BEGIN, 0)?;
        out.integer(terms::END, end)?;
        out.text(terms::IS_STRING, &record.text)
    }

    fn span(
        &self,
        iri: &str,
        span: Span,
        sentence: bool,
        mention: Option<&MentionRecord>,
        named: &Named<'_>,
        out: &mut Out<'_>,
    ) -> io::Result<()> {
        let (begin, end) = named.points.of(span);
        out.about(iri);
        out.a(if sentence {
            terms::SENTENCE
        } else {
            terms::PHRASE
        })?;
        out.a(terms::RFC5147)?;
        out.iri(terms::REFERENCE_CONTEXT, &named.iri)?;
        out.integer(terms::BEGIN, begin)?;
        out.integer(terms::END, end)?;
        out.text(terms::ANCHOR_OF, span.of(named.text))?;
        if let Some(mention) = mention {
            out.node(terms::IDENT_REF, &self.names, &mention.node)?;
            out.term(terms::CLASS_REF, self.resolve(&mention.class).as_ref())?;
            out.text(terms::RULE, &mention.rule)?;
            if mention.head != mention.span {
                out.span(terms::HEAD, named, mention.head)?;
            }
            if let Some(licence) = &mention.joined_by {
                out.text(terms::JOINED_BY, licence)?;
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
        let mut iri = String::new();
        let document = documents.get("a").unwrap();
        document.push_span(Span::new(at, at + 5), &mut iri);
        assert_eq!(iri, "https://x.example/doc/a#char=12,17");
    }
}
