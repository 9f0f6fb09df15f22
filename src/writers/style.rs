//! `style.toml` of a pack: colours, shapes, views and the rows of a summary.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::WriteError;
use crate::ontology::{PackFiles, Vocabulary};

/// How nodes of a class look.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassStyle {
    /// A Graphviz shape.
    pub shape: String,
    /// `#rrggbb` inside.
    pub fill: String,
    /// `#rrggbb` of the line.
    pub line: String,
}

/// How edges of a property look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyStyle {
    /// `#rrggbb`.
    pub line: Option<String>,
    /// Thick.
    #[serde(default)]
    pub bold: bool,
    /// Broken.
    #[serde(default)]
    pub dashed: bool,
}

/// What a view shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViewStyle {
    /// Classes whose nodes are always shown; others when an edge touches them.
    pub classes: Vec<String>,
    /// Properties whose edges are shown; `*` for all.
    pub properties: Vec<String>,
}

/// A row of an incident's summary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryRow {
    /// Its name.
    pub label: String,
    /// Figures that count this.
    pub measure: Option<String>,
    /// Nodes that the incident points to.
    pub role: Option<String>,
    /// Parties of statements about it.
    #[serde(default)]
    pub stance: Vec<String>,
    /// Events of this class that are related to it,
    pub event: Option<String>,
    /// who took part in them,
    pub who: Option<String>,
    /// and by whom.
    pub by: Option<String>,
    /// Nodes that point to it.
    pub related: Option<String>,
    /// Events that somebody only spoke of.
    #[serde(default)]
    pub reported: bool,
}

/// Everything in `style.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// By class.
    #[serde(default)]
    pub class: BTreeMap<String, ClassStyle>,
    /// By property.
    #[serde(default)]
    pub property: BTreeMap<String, PropertyStyle>,
    /// By view.
    #[serde(default)]
    pub view: BTreeMap<String, ViewStyle>,
    /// The summary's rows in order.
    #[serde(default)]
    pub summary: Vec<SummaryRow>,
}

impl Style {
    /// Reads `style.toml`; a pack without one is drawn plainly.
    ///
    /// # Errors
    /// If the file is malformed; the error names the place.
    pub fn load(files: &PackFiles) -> Result<Self, WriteError> {
        let Some(text) = files.text("style.toml") else {
            return Ok(Self::default());
        };
        toml::from_str(text).map_err(|e| WriteError::BadStyle(e.to_string()))
    }

    /// The style of a node's classes: that of the first class that has one, or of its nearest ancestor.
    pub fn of(&self, classes: &[String], vocabulary: &Vocabulary) -> ClassStyle {
        let marked = classes
            .iter()
            .rev()
            .find_map(|c| self.class.get(c).filter(|_| classes.len() > 1));
        let found = marked.or_else(|| classes.iter().find_map(|c| self.nearest(c, vocabulary)));
        found.cloned().unwrap_or_else(|| ClassStyle {
            shape: "box".to_owned(),
            fill: "#ffffff".to_owned(),
            line: "#9e9e9e".to_owned(),
        })
    }

    fn nearest(&self, class: &str, vocabulary: &Vocabulary) -> Option<&ClassStyle> {
        let mut level = vec![class];
        for _ in 0..16 {
            if let Some(found) = level.iter().find_map(|c| self.class.get(*c)) {
                return Some(found);
            }
            level = level
                .iter()
                .filter_map(|c| vocabulary.class(c))
                .flat_map(|c| c.superclasses.iter().map(String::as_str))
                .collect();
        }
        None
    }
}
