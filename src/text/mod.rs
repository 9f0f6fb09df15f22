//! Bytes to [`Document`]: metadata, blocks, tokens, sentences.
//!
//! *Takes* a [`Source`] (text with what is known about it). *Gives* a [`Document`]. *Promises* never to fail on
//! text: every span lies on `char` boundaries, every token in exactly one sentence, every sentence in exactly
//! one block; front matter, the `date` prefix and an agency's dateline have no tokens. Words that the stage must
//! know (abbreviations, month names) come in as [`Conventions`], filled from `ontology/lexicon`.

mod blocks;
pub mod breaks;
mod classes;
mod conventions;
mod cut;
mod dateline;
mod document;
mod front;
mod read;
mod sentences;
mod tokens;
mod when;
mod word;

pub use breaks::Breaks;
pub use classes::Classes;
pub use conventions::Conventions;
pub use document::{Block, BlockKind, Document, Sentence, Source, Token};
pub use read::{ReadError, read_all};
pub use tokens::cut_words;
pub use word::{DocWords, WordId, WordTable};
