//! The pattern language of the rules: regular expressions over tokens and earlier annotations.
//!
//! *Takes* the text of a pattern. *Gives* a syntax tree ([`Pattern`]), then a [`Program`] that runs over anything
//! that implements [`Input`]. *Promises* errors with the exact place in the pattern, and matching in time linear in
//! `program × tokens`: each (instruction, position) pair is visited at most once an anchor, and a step budget a
//! sentence caps the rest.
//!
//! The module knows nothing of English, tags or ontologies: what an atom means is decided by whoever implements
//! [`Input`] (see `annotate`). The syntax follows TokensRegex and Odin where they agree; the bounded backtracking with a
//! visited table is that of RE2 and `regex-automata`.

mod compile;
mod memo;
mod onset;
mod parse;
mod program;
mod run;
mod syntax;

pub use compile::{CompileError, Resolver, compile};
pub use memo::{Memo, Rows};
pub use onset::Onset;
pub use parse::parse;
pub use program::{AtomId, Inst, Program};
pub use run::{Budget, Captures, Input, Matcher};
pub use syntax::{Anchor, Atom, Constraint, Expr, Look, Operator, Pattern, SyntaxError};
