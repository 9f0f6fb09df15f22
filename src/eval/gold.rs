//! Gold documents, as the shared evaluation files hold them: one JSON object a line.

use std::fmt;
use std::path::Path;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::EvalError;
use crate::text::Source;

/// Roles in the order of the file, each with its entities, each of these with its mention strings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles(pub Vec<(String, Vec<Vec<String>>)>);

/// A typed mention; offsets are code points, end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GoldMention {
    /// First code point.
    pub start: u32,
    /// After the last code point.
    pub end: u32,
    /// `PER`, `ORG`, `GPE` …
    #[serde(rename = "type")]
    pub kind: String,
}

/// A document with what people found in it; which fields are there depends on the task.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldDocument {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Day of publication.
    #[serde(default)]
    pub date: Option<String>,
    /// Headline.
    #[serde(default)]
    pub title: Option<String>,
    /// Role fillers.
    #[serde(default)]
    pub roles: Option<Roles>,
    /// Mentions.
    #[serde(default)]
    pub mentions: Option<Vec<GoldMention>>,
    /// Which incident it reports.
    #[serde(default)]
    pub incident: Option<serde_json::Value>,
    /// The topic inside which incidents are told apart.
    #[serde(default)]
    pub topic: Option<serde_json::Value>,
}

impl GoldDocument {
    /// The document as the pipeline reads it; its id is made safe for an IRI.
    pub fn source(&self) -> Source {
        Source {
            id: self
                .id
                .chars()
                .map(|c| {
                    if c.is_ascii_alphanumeric() || "-_.".contains(c) {
                        c
                    } else {
                        '_'
                    }
                })
                .collect(),
            text: self.text.clone(),
            date: self.date.clone(),
            title: self.title.clone(),
            ..Source::default()
        }
    }
}

/// The documents of a gold file, in order.
///
/// # Errors
/// If the file cannot be read, or a line is no document.
pub fn read_gold(path: &Path) -> Result<Vec<GoldDocument>, EvalError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|source| EvalError::Unreadable {
        path: name.clone(),
        source,
    })?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|e| EvalError::BadLine {
                path: name.clone(),
                line: at + 1,
                message: e.to_string(),
            })
        })
        .collect()
}

impl<'de> Deserialize<'de> for Roles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Roles;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of roles")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Roles, A::Error> {
                let mut roles = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    roles.push(entry);
                }
                Ok(Roles(roles))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
