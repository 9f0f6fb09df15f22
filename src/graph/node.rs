//! Nodes: what an entity, an event or a statement is, with its literals.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::edge::Provenance;
use crate::date::DateValue;

/// A node's name, relative to the base IRI: `incident/2024-03-22-crocus-city-hall`, `org/islamic-state`.
///
/// It holds only characters that may stand in an IRI as they are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NodeId(pub String);

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a node stands for; its exact classes are in [`Node::classes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NodeKind {
    /// A person, group, organisation, place, vehicle or weapon.
    Entity,
    /// Something that happened, or is said, planned or denied to have happened.
    Event,
    /// Who claims, is blamed for, denies or is acquitted of an incident (`ng:ResponsibilityStatement`).
    Responsibility,
    /// How many were killed, hurt … according to whom (`ng:CasualtyFigure`).
    Figure,
}

/// The value of a literal property.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    /// A plain string, `xsd:string`.
    Text(String),
    /// A string in English, written with the language tag `en`.
    Label(String),
    /// `xsd:integer`.
    Integer(i64),
    /// `xsd:decimal`, kept as written, for example `0.87`.
    Decimal(String),
    /// `xsd:date`, `xsd:gYearMonth` or `xsd:gYear`.
    Date(DateValue),
    /// A name of a vocabulary: `ng:Killed`.
    Term(String),
    /// A full IRI outside our data: `http://www.wikidata.org/entity/Q649`.
    Iri(String),
    /// A point, as `geo:wktLiteral`: longitude first.
    Wkt(String),
}

/// One literal of a node, with the words behind it (empty where it comes from a gazetteer or from the whole).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Attribute {
    /// Prefixed property name: `ng:size`.
    pub property: String,
    /// Its value.
    pub value: Value,
    /// Where it was found.
    pub provenance: Vec<Provenance>,
}

/// An entity, an event or a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its name, unique in a graph.
    pub id: NodeId,
    /// What it stands for.
    pub kind: NodeKind,
    /// Prefixed class names, the most specific first: `["ng:Bombing"]`, `["ng:Flight", "ng:ReportedContent"]`.
    pub classes: Vec<String>,
    /// Its best name, for people.
    pub label: String,
    /// Literals, sorted by property and value, each at most once.
    pub attributes: Vec<Attribute>,
}

impl Node {
    /// A node with no literals yet.
    pub fn new(id: NodeId, kind: NodeKind, class: &str, label: impl Into<String>) -> Self {
        Self {
            id,
            kind,
            classes: vec![class.to_owned()],
            label: label.into(),
            attributes: Vec::new(),
        }
    }

    /// The most specific class.
    pub fn class(&self) -> &str {
        self.classes.first().map_or("ng:Entity", String::as_str)
    }

    /// Adds a literal, or further provenance to one that is there.
    pub fn set(&mut self, property: &str, value: Value, provenance: Vec<Provenance>) {
        let key = (property, &value);
        match self
            .attributes
            .binary_search_by(|a| (a.property.as_str(), &a.value).cmp(&key))
        {
            Ok(at) => {
                if let Some(found) = self.attributes.get_mut(at) {
                    found.provenance.extend(provenance);
                    found.provenance.sort();
                    found.provenance.dedup();
                }
            }
            Err(at) => self.attributes.insert(
                at,
                Attribute {
                    property: property.to_owned(),
                    value,
                    provenance,
                },
            ),
        }
    }

    /// The values of one property, in order.
    pub fn values<'n>(&'n self, property: &'n str) -> impl Iterator<Item = &'n Value> {
        self.attributes
            .iter()
            .filter(move |a| a.property == property)
            .map(|a| &a.value)
    }

    /// The first text, label, term or IRI of a property.
    pub fn text<'n>(&'n self, property: &'n str) -> Option<&'n str> {
        self.values(property).find_map(|v| match v {
            Value::Text(s) | Value::Label(s) | Value::Term(s) | Value::Iri(s) => Some(s.as_str()),
            _ => None,
        })
    }

    /// The first integer of a property.
    pub fn integer(&self, property: &str) -> Option<i64> {
        self.values(property).find_map(|v| {
            if let Value::Integer(n) = v {
                Some(*n)
            } else {
                None
            }
        })
    }

    /// The first date of a property.
    pub fn date(&self, property: &str) -> Option<DateValue> {
        self.values(property).find_map(|v| {
            if let Value::Date(d) = v {
                Some(*d)
            } else {
                None
            }
        })
    }

    /// Whether the event lies inside somebody's statement (`ng:ReportedContent`) and is not asserted.
    pub fn is_reported_content(&self) -> bool {
        self.classes.iter().any(|c| c == "ng:ReportedContent")
    }
}
