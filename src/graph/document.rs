//! What the graph keeps of a document: its text, where it comes from, and the mentions found in it.

use serde::{Deserialize, Serialize};

use super::node::NodeId;
use crate::date::DateValue;
use crate::span::Span;

/// A span of text that names a node.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MentionRecord {
    /// The whole mention, in bytes.
    pub span: Span,
    /// Its head word or name.
    pub head: Span,
    /// The node it refers to.
    pub node: NodeId,
    /// Prefixed class of this mention.
    pub class: String,
    /// The rule that found the mention.
    pub rule: String,
    /// The sieve that joined it to its node, with its evidence; `None` for a first mention.
    pub joined_by: Option<String>,
}

/// A document as the graph keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// Its id, safe in an IRI: the name of a file without its ending, or the `id` of a JSON line.
    pub id: String,
    /// The text, unchanged: offsets count from its start.
    pub text: String,
    /// SHA-256 of the text, in hexadecimal.
    pub sha256: String,
    /// Day of publication.
    pub issued: Option<DateValue>,
    /// Outlet or agency.
    pub publisher: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The sentences and headings, in order.
    pub sentences: Vec<Span>,
    /// Mentions, in order of their spans.
    pub mentions: Vec<MentionRecord>,
}
