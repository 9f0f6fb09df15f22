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

impl Program {
    /// Whether a match can do without any of these atoms. What a positive look-around asks for counts as part of the
    /// match if `looks` says so.
    pub fn can_match_without(&self, atoms: &[AtomId], looks: bool) -> bool {
        self.reaches_match(0, atoms, looks, 0)
    }

    fn reaches_match(&self, from: u32, without: &[AtomId], looks: bool, depth: usize) -> bool {
        let (mut seen, mut stack) = (vec![false; self.code.len()], vec![from]);
        while let Some(pc) = stack.pop() {
            match seen.get_mut(pc as usize) {
                Some(s) if !*s => *s = true,
                _ => continue,
            }
            match self.code.get(pc as usize) {
                Some(Inst::Atom(id)) if without.contains(id) => {}
                Some(Inst::Match) => return true,
                Some(Inst::Split(a, b)) => stack.extend([*b, *a]),
                Some(Inst::Jump(to)) => stack.push(*to),
                Some(Inst::Look {
                    body,
                    next,
                    negative,
                    ..
                }) => {
                    let passes = *negative
                        || !looks
                        || depth > MAX_LOOKS
                        || self.reaches_match(*body, without, looks, depth + 1);
                    if passes {
                        stack.push(*next);
                    }
                }
                Some(Inst::Atom(_) | Inst::Save(_) | Inst::Assert(_) | Inst::GapStep) => {
                    stack.push(pc + 1);
                }
                None => {}
            }
        }
        false
    }

    /// The fewest of these atoms of which every match holds at least one, dropping the first ones first; `None` if a
    /// match can do without all of them.
    pub fn cut(&self, mut among: Vec<AtomId>) -> Option<Vec<AtomId>> {
        if self.can_match_without(&among, true) {
            return None;
        }
        let mut at = 0;
        while at < among.len() {
            let dropped = among.remove(at);
            if self.can_match_without(&among, true) {
                among.insert(at, dropped);
                at += 1;
            }
        }
        Some(among)
    }

    /// Whether a match may ask for what stands before it.
    pub fn looks_behind(&self) -> bool {
        let behind = |inst: &Inst| matches!(inst, Inst::Look { back: Some(_), .. });
        self.code.iter().any(behind)
    }

    /// The atom that is the whole program, if it is one atom without captures.
    pub fn single_atom(&self) -> Option<AtomId> {
        match self.code.as_slice() {
            [Inst::Atom(atom), Inst::Match] => Some(*atom),
            _ => None,
        }
    }

    /// All atoms of the code, each once.
    pub fn atoms(&self) -> Vec<AtomId> {
        let mut atoms: Vec<AtomId> = self
            .code
            .iter()
            .filter_map(|inst| match inst {
                Inst::Atom(id) => Some(*id),
                _ => None,
            })
            .collect();
        atoms.sort_unstable();
        atoms.dedup();
        atoms
    }
}

/// Look-arounds inside look-arounds that are looked into.
const MAX_LOOKS: usize = 4;
