//! The layer `lex`: tag, folded form and lemma of each token.

mod familiar;
pub mod features;
mod kinds;
mod lemma;
mod lexicon;
mod reduced;
pub mod tag;
mod tagger;
mod view;

pub use features::Case;
pub use kinds::Kinds;
pub use lemma::{LONGEST, Lemmas};
pub use lexicon::{Entry, KNOWN, Lexicon, Reading, class};
pub(crate) use reduced::participles;
pub use tag::{Tag, Upos, Xpos};
pub use tagger::{CLOSED_OFF, DICTIONARY, FOLDER, Lex, LexError, Tagger};
pub use view::{fold, is_capital, view};

#[cfg(test)]
mod tests;
