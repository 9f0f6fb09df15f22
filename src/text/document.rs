//! The product of this stage: a text cut into blocks, sentences and tokens.

use std::ops::Range;

use crate::date::DateValue;
use crate::span::Span;

/// A text as it came in, with what is known about it from outside (JSON fields, file name).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The document's id, safe in an IRI.
    pub id: String,
    /// The text.
    pub text: String,
    /// Day of publication, where the container says so.
    pub date: Option<String>,
    /// Headline, where the container says so.
    pub title: Option<String>,
    /// Outlet or agency.
    pub publisher: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
}

/// What a block of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A headline or a heading between paragraphs.
    Heading,
    /// Ordinary text.
    Paragraph,
}

/// A paragraph or heading; blocks stand in order and do not overlap. Front matter and the `date` prefix
/// belong to no block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its bytes.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// A word, number or mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes.
    pub span: Span,
    /// Whether white space stands before it.
    pub spaced: bool,
}

/// A run of tokens that makes one sentence (or one heading).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its bytes, from the first token's start to the last one's end.
    pub span: Span,
    /// Its tokens, as a range of [`Document::tokens`]; never empty.
    pub tokens: Range<usize>,
    /// Its block, as an index into [`Document::blocks`].
    pub block: usize,
}

/// A text with metadata, blocks, tokens and sentences.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its id, safe in an IRI.
    pub id: String,
    /// The text, unchanged.
    pub text: String,
    /// Day of publication: from the container, the front matter, the `date` prefix or the dateline, in this order.
    pub date: Option<DateValue>,
    /// Headline.
    pub title: Option<String>,
    /// Outlet or agency.
    pub publisher: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The place words of an agency dateline (`SAN SALVADOR`, `GOMA, Democratic Republic of Congo`), where there is one.
    pub dateline_place: Option<Span>,
    /// The whole agency dateline with date, agency and dash; no sentence covers it.
    pub dateline: Option<Span>,
    /// Whether the text is (almost) all capitals, as old wires are.
    pub capitals_only: bool,
    /// Whether the text is (almost) all lower case.
    pub lower_case_only: bool,
    /// Paragraphs and headings.
    pub blocks: Vec<Block>,
    /// All tokens in order.
    pub tokens: Vec<Token>,
    /// All sentences in order.
    pub sentences: Vec<Sentence>,
}
