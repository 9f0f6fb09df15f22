//! The knowledge the cascade works with, loaded from `ontology/`: vocabulary, names, words, rules.
//!
//! *Takes* the files of a pack (compiled in, or a directory given with `--ontology`). *Gives* an ontology ready
//! for matching. *Promises* to load all of a pack or nothing: every mistake of a pack is reported in one run.

mod files;
mod vocabulary;

pub use files::{PackError, PackFiles};
pub use vocabulary::{Class, ClassId, Property, Vocabulary, VocabularyError};
