//! Documents with their mentions, and the ledger, read back from quads.

use std::collections::BTreeMap;

use oxigraph::model::vocab::rdfs;

use super::describe::{Facts, Texts, date, has_type, iri_of, span_of, spans, text_of};
use super::rebuild::Rebuild;
use super::terms;
use crate::graph::{DocumentRecord, Judgement, KnowledgeGraph, MentionRecord};

impl Rebuild<'_> {
    pub(super) fn documents(
        &self,
        facts: &Facts<'_>,
        texts: &Texts<'_>,
        graph: &mut KnowledgeGraph,
    ) {
        let mut records: BTreeMap<String, DocumentRecord> = BTreeMap::new();
        for (s, d) in facts.iter().filter(|(_, d)| has_type(d, terms::CONTEXT)) {
            let (Some(text), Some(named)) = (text_of(d, terms::IS_STRING), texts.get(s)) else {
                continue;
            };
            let owned = |p| text_of(d, p).map(str::to_owned);
            let outlet = iri_of(d, terms::PUBLISHER).and_then(|o| facts.get(o));
            let record = DocumentRecord {
                id: named.id.to_owned(),
                text: text.to_owned(),
                sha256: owned(terms::SHA256).unwrap_or_default(),
                issued: text_of(d, terms::ISSUED).and_then(date),
                publisher: outlet
                    .filter(|o| !has_type(o, terms::UNKNOWN_OUTLET))
                    .and_then(|o| text_of(o, rdfs::LABEL))
                    .map(str::to_owned),
                title: owned(terms::TITLE),
                url: iri_of(d, terms::URL)
                    .map(str::to_owned)
                    .or_else(|| owned(terms::URL)),
                sentences: Vec::new(),
                mentions: Vec::new(),
            };
            records.insert(named.id.to_owned(), record);
        }
        for (s, d) in facts.iter().filter(|(_, d)| has_type(d, terms::RFC5147)) {
            let Some((id, span)) = span_of(s, texts) else {
                continue;
            };
            let Some(record) = records.get_mut(&id) else {
                continue;
            };
            if has_type(d, terms::SENTENCE) {
                record.sentences.push(span);
            }
            if let Some(node) = iri_of(d, terms::IDENT_REF).and_then(|n| self.names.node_id(n)) {
                let head = spans(d, terms::HEAD, texts).pop();
                record.mentions.push(MentionRecord {
                    span,
                    head: head.map_or(span, |(_, head)| head),
                    node,
                    class: self
                        .vocabulary
                        .compress(iri_of(d, terms::CLASS_REF).unwrap_or_default()),
                    rule: text_of(d, terms::RULE).unwrap_or_default().to_owned(),
                    joined_by: text_of(d, terms::JOINED_BY).map(str::to_owned),
                });
            }
        }
        for mut record in records.into_values() {
            record.sentences.sort_unstable();
            record.mentions.sort();
            graph.add_document(record);
        }
    }

    pub(super) fn ledger(&self, facts: &Facts<'_>, texts: &Texts<'_>) -> Vec<Judgement> {
        let judgements = facts.values().filter(|d| has_type(d, terms::JUDGEMENT));
        judgements
            .filter_map(|d| {
                let document = iri_of(d, terms::REPORTED_IN)?;
                Some(Judgement {
                    canonical: self.names.node_id(iri_of(d, terms::CANONICAL)?)?,
                    local: self.names.node_id(iri_of(d, terms::LOCAL)?)?,
                    document: texts.get(document).map_or_else(
                        || super::decode(document.rsplit('/').next().unwrap_or_default()),
                        |t| t.id.to_owned(),
                    ),
                    licence: text_of(d, terms::LICENCE)?.to_owned(),
                })
            })
            .collect()
    }
}
