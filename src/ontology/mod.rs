//! The knowledge the cascade works with, loaded from `ontology/`: vocabulary, names, words, rules.
//!
//! *Takes* the files of a pack (compiled in, or a directory given with `--ontology`). *Gives* an [`Ontology`] ready
//! for matching. *Promises* to load all of a pack or nothing: every mistake of a pack is reported in one run.

mod confidence;
mod conventions;
mod dates;
mod diagnostic;
mod files;
mod gazetteer;
mod lexicon;
mod load;
mod numbers;
mod ordinary;
mod rows;
pub mod rules;
mod suggest;
mod trie;
mod vocabulary;

pub use confidence::{Confidence, ConfidenceTable, HEADER as CONFIDENCE_HEADER};
pub use conventions::{ConventionsError, load_conventions};
pub use dates::DateWords;
pub use diagnostic::{Diagnostic, Severity};
pub use files::{PackError, PackFiles};
pub use gazetteer::{Entry, Gazetteer, NameRef};
pub use lexicon::{Demonym, FeatureSet, Features, Lexicon, Noun, name_part};
pub use load::{LoadError, Ontology};
pub use numbers::{Bound, NumberWords, Vague};
pub use ordinary::{is_listed, is_ordinary};
pub use rules::{
    AtomTest, Emits, Key, Kind, Known, Pass, Path, Role, Rule, RuleId, RuleSet, RuleTest, Shape,
    Step, Test, Wanted, Way, lints, packed,
};
pub use trie::Trie;
pub use vocabulary::{Class, ClassId, Property, Vocabulary, VocabularyError};
