//! The syntax tree of a pattern, with byte spans into the pattern's text.

use crate::span::Span;

/// A whole pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// Its root.
    pub root: Expr,
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// One after the other.
    Sequence(Vec<Expr>),
    /// The first that leads to a match.
    Alternatives(Vec<Expr>),
    /// `?`, `*`, `+`, `{m,n}`; greedy unless `lazy`.
    Repeat {
        /// What is repeated.
        inner: Box<Expr>,
        /// At least so often.
        min: u32,
        /// At most so often; `None` is no limit.
        max: Option<u32>,
        /// As few as possible first.
        lazy: bool,
    },
    /// `name:atom`.
    Capture {
        /// The name.
        name: String,
        /// What it covers.
        inner: Box<Expr>,
        /// Where the name stands.
        at: Span,
    },
    /// `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`.
    Look {
        /// Direction and sign.
        look: Look,
        /// What is looked for.
        inner: Box<Expr>,
    },
    /// `~N`: at most N tokens, none of them a clause barrier.
    Gap(u32),
    /// Sentence or clause border.
    Anchor(Anchor),
    /// `$name`, a macro of the rule files.
    Macro(String, Span),
    /// Something that consumes tokens.
    Atom(Atom),
}

/// Direction and sign of a look-around.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Before the position instead of after it.
    pub behind: bool,
    /// Must not match.
    pub negative: bool,
}

/// A border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// `^`: the sentence starts here.
    SentenceStart,
    /// `$` not followed by a name: the sentence ends here.
    SentenceEnd,
    /// `^^`: a clause starts here.
    ClauseStart,
    /// `$$`: a clause ends here.
    ClauseEnd,
}

/// What consumes tokens.
#[derive(Clone, Debug, PartialEq)]
pub enum Atom {
    /// A word in any case: `responsibility`.
    Word(String, Span),
    /// A word exactly as written: `"ISIS"`.
    Exact(String, Span),
    /// Any token: `.`.
    Any(Span),
    /// A token that satisfies all constraints: `[lemma=attack & tag=V]`.
    Token(Vec<Constraint>, Span),
    /// An annotation of a class or its subclasses: `@ng:Person`, or any pass's label `@Number`.
    Class(String, Vec<Constraint>, Span),
    /// A noun or verb group with constraints: `<NG head.lemma=bomb>`.
    Group(String, Vec<Constraint>, Span),
}

/// `key = value`, `key != value`, `key in $list`, `key ~ /regex/`.
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    /// What is tested: `lemma`, `tag`, `head.lemma`, `voice`.
    pub key: String,
    /// How.
    pub operator: Operator,
    /// The values (alternatives), or the list's name, or the regex.
    pub values: Vec<String>,
    /// Where it stands.
    pub at: Span,
}

/// How a constraint compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// One of the values.
    Is,
    /// None of the values.
    IsNot,
    /// A member of the named list.
    In,
    /// No member of the named list.
    NotIn,
    /// Matches the regular expression as a whole.
    Matches,
}

/// A mistake in a pattern's text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}; {help}")]
pub struct SyntaxError {
    /// Stable code: `P003`.
    pub code: &'static str,
    /// Where, in bytes of the pattern's text.
    pub at: Span,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}
