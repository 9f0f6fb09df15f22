//! A [`Document`](crate::text::Document) to layers of annotations, each reading only the ones below it.
//!
//! *Takes* a document. *Gives* [`lex`] (a tag and a lemma for each token) and [`syntax`] (a dependency tree for
//! each sentence). *Promises* the same layers for the same text; no text makes a layer fail.

pub mod lex;
pub mod syntax;
pub mod weights;
