//! Quads by graph and subject, as reading back wants them: what is said of a subject, spans as bytes, and the
//! places behind each fact.

use std::collections::BTreeMap;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNodeRef, Term};

use super::terms;
use crate::date::DateValue;
use crate::graph::Provenance;
use crate::ontology::Confidence;
use crate::span::{CodePoints, Span};

/// One subject's predicates and objects.
pub(super) type Description<'q> = Vec<(&'q str, &'q Term)>;
/// One graph by subject.
pub(super) type Facts<'q> = BTreeMap<&'q str, Description<'q>>;
/// Places by subject, predicate and object.
pub(super) type Places = BTreeMap<(String, String, String), Vec<Provenance>>;

/// A document's id and what turns its offsets into bytes.
pub(super) struct Text<'q> {
    pub(super) id: &'q str,
    pub(super) points: CodePoints<'q>,
}

pub(super) type Texts<'q> = BTreeMap<&'q str, Text<'q>>;

pub(super) fn texts_of<'q>(graphs: &BTreeMap<&'q str, Facts<'q>>) -> Texts<'q> {
    let mut texts = Texts::new();
    for (s, description) in graphs.values().flatten() {
        if let Some(text) = text_of(description, terms::IS_STRING) {
            let id = text_of(description, terms::IDENTIFIER);
            let id = id.or_else(|| s.rsplit('/').next()).unwrap_or(s);
            texts.entry(*s).or_insert_with(|| Text {
                id,
                points: CodePoints::new(text),
            });
        }
    }
    texts
}

pub(super) fn objects<'d, 'q>(
    description: &'d Description<'q>,
    predicate: NamedNodeRef<'static>,
) -> impl Iterator<Item = &'q Term> + use<'d, 'q> {
    description
        .iter()
        .filter(move |(p, _)| *p == predicate.as_str())
        .map(|(_, o)| *o)
}

pub(super) fn iri_of<'q>(
    description: &Description<'q>,
    predicate: NamedNodeRef<'static>,
) -> Option<&'q str> {
    objects(description, predicate).find_map(|o| match o {
        Term::NamedNode(iri) => Some(iri.as_str()),
        _ => None,
    })
}

pub(super) fn text_of<'q>(
    description: &Description<'q>,
    predicate: NamedNodeRef<'static>,
) -> Option<&'q str> {
    objects(description, predicate).find_map(|o| match o {
        Term::Literal(literal) => Some(literal.value()),
        _ => None,
    })
}

pub(super) fn has_type(description: &Description<'_>, class: NamedNodeRef<'static>) -> bool {
    objects(description, rdf::TYPE).any(|o| matches!(o, Term::NamedNode(n) if n.as_ref() == class))
}

/// The document and the bytes of a span's IRI.
pub(super) fn span_of(iri: &str, texts: &Texts<'_>) -> Option<(String, Span)> {
    let (document, range) = iri.split_once("#char=")?;
    let range = range.split(';').next()?;
    let (begin, end) = range.split_once(',')?;
    let text = texts.get(document)?;
    let byte = |n: &str| Some(text.points.to_byte(n.parse().ok()?));
    Some((text.id.to_owned(), Span::new(byte(begin)?, byte(end)?)))
}

pub(super) fn spans(
    description: &Description<'_>,
    predicate: NamedNodeRef<'static>,
    texts: &Texts<'_>,
) -> Vec<(String, Span)> {
    let mut found: Vec<_> = objects(description, predicate)
        .filter_map(|o| match o {
            Term::NamedNode(iri) => span_of(iri.as_str(), texts),
            _ => None,
        })
        .collect();
    found.sort();
    found
}

pub(super) fn places_of(facts: &Facts<'_>, texts: &Texts<'_>) -> Places {
    let mut places = Places::new();
    for description in facts.values().filter(|d| has_type(d, terms::EXTRACTION)) {
        let reified = objects(description, terms::REIFIES).find_map(|o| match o {
            Term::Triple(t) => Some((
                t.subject.to_string(),
                t.predicate.to_string(),
                t.object.to_string(),
            )),
            _ => None,
        });
        let part = |p| objects(description, p).next().map(ToString::to_string);
        let fact = reified.or_else(|| {
            Some((
                part(terms::SUBJECT)?,
                part(terms::PREDICATE)?,
                part(terms::OBJECT)?,
            ))
        });
        let evidence = spans(description, terms::EVIDENCE, texts).pop();
        let (Some(fact), Some((document, evidence))) = (fact, evidence) else {
            continue;
        };
        let cue = spans(description, terms::CUE, texts).pop();
        places.entry(fact).or_default().push(Provenance {
            document,
            evidence,
            cue: cue.map_or(evidence, |(_, span)| span),
            arguments: spans(description, terms::ARGUMENT, texts)
                .into_iter()
                .map(|(_, span)| span)
                .collect(),
            rule: text_of(description, terms::RULE)
                .unwrap_or_default()
                .to_owned(),
            confidence: confidence(description),
        });
    }
    places
}

/// The counts behind an extraction's confidence; a bare `0.87` counts as 87 of 100.
fn confidence(description: &Description<'_>) -> Option<Confidence> {
    let count = |property| text_of(description, property).and_then(|n| n.parse().ok());
    if let (Some(hits), Some(fires)) = (count(terms::RULE_HITS), count(terms::RULE_FIRES)) {
        return Confidence::new(hits, fires);
    }
    let percent = text_of(description, terms::CONFIDENCE).and_then(percent)?;
    Confidence::new(u32::from(percent), 100)
}

/// `0.87` as 87.
pub(super) fn percent(decimal: &str) -> Option<u8> {
    let (whole, part) = decimal.split_once('.').unwrap_or((decimal, "0"));
    let digits: String = part.chars().chain("00".chars()).take(2).collect();
    let whole: u8 = whole.parse().ok()?;
    whole.checked_mul(100)?.checked_add(digits.parse().ok()?)
}

pub(super) fn iri(term: &Term) -> &str {
    match term {
        Term::NamedNode(iri) => iri.as_str(),
        _ => "",
    }
}

/// `2024`, `2024-03` or `2024-03-22`.
pub(super) fn date(text: &str) -> Option<DateValue> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let mut parts = rest.split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    let mut part = || parts.next().map(str::parse::<u8>).transpose().ok();
    let (month, day) = (part()?, part()?);
    Some(DateValue {
        year: year.checked_mul(sign)?,
        month,
        day,
    })
}
