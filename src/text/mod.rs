//! Bytes to [`Document`]: metadata, blocks, tokens, sentences.
//!
//! *Takes* a [`Source`] (text with what is known about it). *Gives* a [`Document`]. *Promises* never to fail on
//! text: every span lies on `char` boundaries, every token in exactly one sentence, every sentence in exactly
//! one block. Words that the stage must know (abbreviations, month names) come in as [`Conventions`], filled
//! from `ontology/lexicon`.

mod document;
mod read;
mod word;

pub use document::{Block, BlockKind, Conventions, Document, Sentence, Source, Token};
pub use read::{ReadError, read_all};
pub use word::{DocWords, WordId, WordTable};
