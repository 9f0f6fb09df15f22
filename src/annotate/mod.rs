//! A [`Document`](crate::text::Document) to layers of annotations, each reading only the ones below it.
//!
//! | pass | file | gives |
//! |---|---|---|
//! | lex | [`lex`], [`syntax`] | a tag and a lemma for each token, a dependency tree for each sentence |
//! | name | [`name`], `acronym` | names with their class |
//! | value | [`value`] | counts and dates |
//! | group | [`mention`], `lists`, [`naming`] | noun groups that name something; groups told one by one |
//! | clause | [`clause`], `clause_above`, `clause_nouns`, `clause_words`, `coordination`, `nearby` | predicates with their arguments, the clause undone |
//! | event | [`frame`], `trigger`, `slot`, `rule_index`, `rule_atoms`, `rule_entry`, `rule_gates`, `rule_needs`, `rule_told`, `rule_present`, `rule_plan` | findings of the event rules |
//! | context | [`context`] | who says, and how sure |
//! | link | [`link`] | when and where |
//!
//! [`cascade`] runs them in this order. *Promises* the same layers for the same text; no text makes a layer fail.

mod acronym;
mod atoms;
pub mod cascade;
mod caseless;
pub mod clause;
mod clause_above;
mod clause_nouns;
pub mod clause_words;
pub mod context;
mod coordination;
pub mod finding;
pub mod frame;
pub mod genre;
pub mod lex;
pub mod link;
mod lint;
mod lists;
mod mark;
pub mod mention;
pub mod name;
pub mod naming;
mod nearby;
mod pool;
pub mod reading;
mod rule_atoms;
mod rule_entry;
mod rule_gates;
mod rule_index;
mod rule_needs;
mod rule_parts;
mod rule_plan;
mod rule_present;
pub mod rule_test;
mod rule_told;
mod signs;
mod slot;
pub mod syntax;
pub mod trace;
mod trigger;
pub mod value;
mod voice;
pub mod weights;
mod writing;

pub use cascade::{Cascade, Tables};
pub use finding::{Certainty, Factuality, Finding, Polarity, Realization, RoleFiller};
pub use mention::{Mention, MentionKind};
pub use reading::Reading;
pub use rule_index::RuleIndex;
pub use rule_plan::Plan;
