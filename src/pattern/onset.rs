//! How the matches of a program begin: the atoms of their first tokens, and what has to stand before them.
//!
//! *Takes* a [`Program`]. *Gives* an [`Onset`]. *Promises* to turn down no place at which a match starts: rules that no
//! word tells are tried at every token, and nearly all of these tries end here.

use std::ops::Range;

use super::memo::Rows;
use super::program::{AtomId, Inst, Program};

/// Tokens that are looked at.
const MOST: usize = 3;

/// The beginning of every match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Onset {
    /// Atoms one of which covers the token before; empty if none has to.
    before: Vec<AtomId>,
    /// The atoms of which one matches at the first token, at the second and so on, as far as every match goes.
    steps: Vec<Vec<AtomId>>,
}

impl Onset {
    /// How the matches of a program begin; `is_token` tells the atoms that always take one token.
    pub fn of(program: &Program, is_token: impl Fn(AtomId) -> bool) -> Self {
        let mut steps = Vec::new();
        let mut from = vec![0];
        while steps.len() < MOST {
            let Some(found) = next_atoms(program, from) else {
                break;
            };
            let atoms = sorted(&found);
            let go_on = atoms.iter().all(|atom| is_token(*atom));
            steps.push(atoms);
            if !go_on {
                break;
            }
            from = found.into_iter().map(|(pc, _)| pc + 1).collect();
        }
        Self {
            before: before(program, is_token).unwrap_or_default(),
            steps,
        }
    }

    /// The first of some tokens at which a match may start, as far as the open rows of its atoms tell.
    pub fn next(&self, rows: &Rows, tokens: &Range<usize>) -> Option<usize> {
        let Some(first) = self.steps.first() else {
            return tokens.clone().next();
        };
        let mut left = tokens.clone();
        loop {
            let open = first.iter().filter_map(|a| rows.first_open(*a, &left));
            let at = open.min()?;
            if self.fits(rows, at) {
                return Some(at);
            }
            left.start = at + 1;
        }
    }

    /// Whether a match may start at a token, as far as the open rows of its atoms tell.
    #[inline]
    pub fn fits(&self, rows: &Rows, at: usize) -> bool {
        let any = |atoms: &[AtomId], at| atoms.iter().any(|atom| rows.may_match_at(*atom, at));
        (at..).zip(&self.steps).all(|(at, atoms)| any(atoms, at))
            && (self.before.is_empty() || at.checked_sub(1).is_some_and(|at| any(&self.before, at)))
    }
}

/// The atoms that are consumed next, with their places; `None` where a match may end or a gap begin.
fn next_atoms(program: &Program, from: Vec<u32>) -> Option<Vec<(u32, AtomId)>> {
    let (mut found, mut seen, mut stack) = (Vec::new(), vec![false; program.code.len()], from);
    while let Some(pc) = stack.pop() {
        match seen.get_mut(pc as usize) {
            Some(s) if !*s => *s = true,
            _ => continue,
        }
        match program.code.get(pc as usize)? {
            Inst::Atom(id) => found.push((pc, *id)),
            Inst::Split(a, b) => stack.extend([*b, *a]),
            Inst::Jump(to) => stack.push(*to),
            Inst::Save(_) | Inst::Assert(_) => stack.push(pc + 1),
            Inst::Look { next, .. } => stack.push(*next),
            Inst::GapStep | Inst::Match => return None,
        }
    }
    Some(found)
}

/// The atoms of a look-behind over one token with which the program begins.
fn before(program: &Program, is_token: impl Fn(AtomId) -> bool) -> Option<Vec<AtomId>> {
    let mut pc = 0;
    loop {
        match program.code.get(pc as usize)? {
            Inst::Save(_) | Inst::Assert(_) => pc += 1,
            Inst::Look {
                body,
                negative: false,
                back: Some((1, 1)),
                ..
            } => {
                let atoms = sorted(&next_atoms(program, vec![*body])?);
                return atoms.iter().all(|atom| is_token(*atom)).then_some(atoms);
            }
            Inst::Look { next, .. } => pc = *next,
            _ => return None,
        }
    }
}

fn sorted(found: &[(u32, AtomId)]) -> Vec<AtomId> {
    let mut atoms: Vec<AtomId> = found.iter().map(|(_, atom)| *atom).collect();
    atoms.sort_unstable();
    atoms.dedup();
    atoms
}

#[cfg(test)]
mod tests {
    use super::*;

    const IN: AtomId = AtomId(0);
    const PART: AtomId = AtomId(1);
    const MARK: AtomId = AtomId(2);

    /// `(?<= IN) PART MARK? PART`
    fn program() -> Program {
        let look = Inst::Look {
            body: 1,
            next: 3,
            negative: false,
            back: Some((1, 1)),
            one_of: [IN].into(),
        };
        Program {
            code: vec![
                look,
                Inst::Atom(IN),
                Inst::Match,
                Inst::Atom(PART),
                Inst::Split(5, 6),
                Inst::Atom(MARK),
                Inst::Atom(PART),
                Inst::Match,
            ],
            ..Program::default()
        }
    }

    #[test]
    fn the_first_tokens_are_told_until_a_match_may_end() {
        let onset = Onset::of(&program(), |_| true);
        assert_eq!(onset.before, [IN]);
        assert_eq!(onset.steps, [vec![PART], vec![PART, MARK]]);
    }

    #[test]
    fn what_takes_several_tokens_hides_those_after_it() {
        let onset = Onset::of(&program(), |atom| atom == IN);
        assert_eq!(onset.steps, [vec![PART]]);
    }

    #[test]
    fn a_place_fits_where_all_that_is_asked_for_may_stand() {
        let onset = Onset::of(&program(), |_| true);
        let mut rows = Rows::default();
        rows.begin(&(10..14), 3);
        for (atom, at) in [(IN, 10), (PART, 10), (PART, 11), (PART, 12), (PART, 13)] {
            rows.may_match(atom, at);
        }
        let fits: Vec<usize> = (10..14).filter(|at| onset.fits(&rows, *at)).collect();
        assert_eq!(fits, [11]);
        assert_eq!(onset.next(&rows, &(10..14)), Some(11));
        assert_eq!(onset.next(&rows, &(12..14)), None);
    }
}
