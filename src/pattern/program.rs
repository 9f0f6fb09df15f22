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
        /// The atoms one of which is all that is looked for; empty if it is more than one atom.
        one_of: Box<[AtomId]>,
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
    /// The atoms one of which is the whole match, in the order they are tried; empty if it is more than one atom.
    pub one_of: Box<[AtomId]>,
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

    /// Between how many tokens and how many the place where a match consumes `to` lies behind the one where it consumes one
    /// of `from`, or where it starts if these are none. `None` if a match may consume `to` without one of them before.
    /// `is_token` tells the atoms that always take one token.
    pub fn distance(
        &self,
        from: &[AtomId],
        to: AtomId,
        is_token: impl Fn(AtomId) -> bool,
    ) -> Option<(usize, usize)> {
        let at =
            |inst: &Inst, atoms: &[AtomId]| matches!(inst, Inst::Atom(id) if atoms.contains(id));
        let reaches =
            |cell: &Option<(usize, usize)>, inst: &Inst| cell.is_some() && at(inst, &[to]);
        let from_start = self.spread(&[0], from, &is_token);
        let mut begin = vec![0];
        if !from.is_empty() {
            if from_start
                .iter()
                .zip(&self.code)
                .any(|(c, i)| reaches(c, i))
            {
                return None;
            }
            begin = (0..)
                .zip(from_start.iter().zip(&self.code))
                .filter(|(_, (cell, inst))| cell.is_some() && at(inst, from))
                .map(|(pc, _)| pc)
                .collect();
        }
        let spread = self.spread(&begin, &[], &is_token);
        let ends = spread.iter().zip(&self.code).filter(|(c, i)| reaches(c, i));
        ends.filter_map(|(cell, _)| *cell)
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }

    /// Between how many tokens and how many the place where a match consumes one of some atoms lies behind the one where it
    /// starts. `None` if that may be far, or if one of them is looked for around the match.
    pub fn reach(
        &self,
        atoms: &[AtomId],
        is_token: impl Fn(AtomId) -> bool,
    ) -> Option<(usize, usize)> {
        let spread = self.spread(&[0], &[], &is_token);
        let at = |inst: &Inst| matches!(inst, Inst::Atom(id) if atoms.contains(id));
        let mut places = self.code.iter().zip(spread).filter(|(inst, _)| at(inst));
        let (_, first) = places.next()?;
        let reach = places.try_fold(first?, |a, (_, b)| Some((a.0.min(b?.0), a.1.max(b?.1))))?;
        Some(reach).filter(|(_, most)| *most <= FAR)
    }

    /// How many tokens lie between some instructions and each that can be reached from them, at least and at most. Nothing
    /// is reached over an atom that `without` holds.
    fn spread(
        &self,
        begin: &[u32],
        without: &[AtomId],
        is_token: &impl Fn(AtomId) -> bool,
    ) -> Vec<Option<(usize, usize)>> {
        let mut reached = vec![None; self.code.len()];
        let mut stack: Vec<(u32, (usize, usize))> = begin.iter().map(|pc| (*pc, (0, 0))).collect();
        while let Some((pc, (least, most))) = stack.pop() {
            let Some(cell) = reached.get_mut(pc as usize) else {
                continue;
            };
            // "*" goes round: beyond some length all lengths are alike, so this ends
            let most = if most > FAR { usize::MAX } else { most };
            let wider = cell.map_or((least, most), |c: (usize, usize)| {
                (c.0.min(least), c.1.max(most))
            });
            if *cell == Some(wider) {
                continue;
            }
            *cell = Some(wider);
            let (least, most) = wider;
            match self.code.get(pc as usize) {
                Some(Inst::Atom(id)) if without.contains(id) => {}
                Some(Inst::Atom(id)) => {
                    let longest = if is_token(*id) {
                        most.saturating_add(1)
                    } else {
                        usize::MAX
                    };
                    stack.push((pc + 1, (least + 1, longest)));
                }
                Some(Inst::GapStep) => {
                    stack.push((pc + 1, (least + 1, most.saturating_add(1))));
                }
                Some(Inst::Split(a, b)) => stack.extend([(*b, wider), (*a, wider)]),
                Some(Inst::Jump(to)) => stack.push((*to, wider)),
                Some(Inst::Look { next, .. }) => stack.push((*next, wider)),
                Some(Inst::Save(_) | Inst::Assert(_)) => stack.push((pc + 1, wider)),
                Some(Inst::Match) | None => {}
            }
        }
        reached
    }

    /// Whether a match may ask for what stands before it.
    pub fn looks_behind(&self) -> bool {
        let behind = |inst: &Inst| matches!(inst, Inst::Look { back: Some(_), .. });
        self.code.iter().any(behind)
    }

    /// The atoms one of which is all that the code from `body` on looks for, in the order they are tried; `None` if it is
    /// more than one atom.
    pub(super) fn choice_at(&self, body: u32) -> Option<Box<[AtomId]>> {
        let (mut found, mut stack) = (Vec::new(), vec![body]);
        while let Some(pc) = stack.pop() {
            match self.code.get(pc as usize)? {
                Inst::Split(a, b) if pc < *a && pc < *b => stack.extend([*b, *a]),
                Inst::Jump(to) if pc < *to => stack.push(*to),
                Inst::Atom(atom) => {
                    let mut after = pc + 1;
                    while let Inst::Jump(to) = self.code.get(after as usize)? {
                        after = Some(*to).filter(|to| after < *to)?;
                    }
                    if self.code.get(after as usize) != Some(&Inst::Match) {
                        return None;
                    }
                    found.push(*atom);
                }
                _ => return None,
            }
        }
        Some(found.into())
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

/// More tokens than this count as any number of them.
const FAR: usize = 64;
/// Look-arounds inside look-arounds that are looked into.
const MAX_LOOKS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: AtomId = AtomId(0);
    const PLACE: AtomId = AtomId(1);
    const ADJECTIVE: AtomId = AtomId(2);

    fn distance(code: Vec<Inst>, from: &[AtomId]) -> Option<(usize, usize)> {
        let program = Program {
            code,
            ..Program::default()
        };
        program.distance(from, PLACE, |_| true)
    }

    #[test]
    fn a_gap_tells_how_far_one_atom_may_lie_behind_another() {
        let code = vec![
            Inst::Atom(HEAD),
            Inst::Split(2, 3),
            Inst::GapStep,
            Inst::Atom(PLACE),
            Inst::Match,
        ];
        assert_eq!(distance(code.clone(), &[]), Some((1, 2)));
        assert_eq!(distance(code.clone(), &[HEAD]), Some((1, 2)));
        assert_eq!(distance(code, &[ADJECTIVE]), None);
    }

    #[test]
    fn a_choice_among_single_atoms_looks_for_one_of_them() {
        let mut code = vec![
            Inst::Split(1, 3),
            Inst::Atom(HEAD),
            Inst::Jump(4),
            Inst::Atom(PLACE),
            Inst::Match,
        ];
        let one_of = |code: &[Inst]| {
            let program = Program {
                code: code.to_vec(),
                ..Program::default()
            };
            program.choice_at(0)
        };
        assert_eq!(one_of(&code), Some([HEAD, PLACE].into()));
        code.insert(4, Inst::Atom(ADJECTIVE));
        assert_eq!(one_of(&code), None);
        assert_eq!(one_of(&[Inst::GapStep, Inst::Match]), None);
    }

    #[test]
    fn the_reach_of_atoms_counts_from_the_start_and_leaves_looks_alone() {
        let mut code = vec![
            Inst::Split(1, 2),
            Inst::Atom(ADJECTIVE),
            Inst::Atom(HEAD),
            Inst::Atom(PLACE),
            Inst::Match,
        ];
        let reach = |code: &[Inst], atoms: &[AtomId]| {
            let program = Program {
                code: code.to_vec(),
                ..Program::default()
            };
            program.reach(atoms, |atom| atom != ADJECTIVE)
        };
        assert_eq!(reach(&code, &[ADJECTIVE]), Some((0, 0)));
        // what an adjective group takes is not known
        assert_eq!(reach(&code, &[HEAD]), None);
        code[1] = Inst::Atom(HEAD);
        assert_eq!(reach(&code, &[HEAD]), Some((0, 1)));
        assert_eq!(reach(&code, &[HEAD, PLACE]), Some((0, 2)));
        code[0] = Inst::Look {
            body: 1,
            next: 3,
            negative: false,
            back: None,
            one_of: [].into(),
        };
        assert_eq!(reach(&code, &[HEAD]), None);
    }

    #[test]
    fn a_repetition_without_end_leaves_the_distance_open() {
        let code = vec![
            Inst::Atom(HEAD),
            Inst::Split(2, 4),
            Inst::Atom(ADJECTIVE),
            Inst::Jump(1),
            Inst::Atom(PLACE),
            Inst::Match,
        ];
        assert_eq!(distance(code, &[HEAD]), Some((1, usize::MAX)));
    }
}
