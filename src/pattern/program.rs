//! Compiled patterns: a small instruction set for [`Matcher`](super::run::Matcher).

use super::syntax::Anchor;

/// What an atom tests, as a number that the compiler's [`Resolver`](super::compile::Resolver) gave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AtomId(pub u32);

/// One instruction. Targets are indices into [`Program::code`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inst {
    /// Consume what the atom covers at this position (a token, or an annotation of several).
    Atom(AtomId),
    /// Try the first target, then the second.
    Split(u32, u32),
    /// Go on elsewhere.
    Jump(u32),
    /// Remember the position: even slots start a capture, odd ones end it.
    Save(u32),
    /// Go on only at this border.
    Assert(Anchor),
    /// Consume one token unless it is a clause barrier.
    GapStep,
    /// Look around: run the code at `body` (ends in `Match`), go on at `next` if its outcome is not `negative`.
    /// A look-behind starts `back.0..=back.1` tokens earlier and must end here.
    Look {
        /// Start of the looked-for code.
        body: u32,
        /// Where to go on.
        next: u32,
        /// Must not match.
        negative: bool,
        /// How far back to start; `None` looks ahead.
        back: Option<(u32, u32)>,
    },
    /// Done.
    Match,
}

/// A compiled pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Program {
    /// The instructions; matching starts at the first.
    pub code: Vec<Inst>,
    /// Capture names; capture `i` uses save slots `2i` and `2i + 1`.
    pub captures: Vec<String>,
    /// The atoms one of which each match must consume first, where that is known: the index key.
    pub first: Vec<AtomId>,
    /// Atoms that each match must consume somewhere: a sentence without them needs no run.
    pub needs: Vec<AtomId>,
    /// Number of constraints, for the total order of overlapping matches.
    pub constraints: u32,
}
