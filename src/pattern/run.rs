//! Running a [`Program`]: bounded backtracking with a table of visited (instruction, position) pairs.

use std::ops::Range;

use super::program::{AtomId, Inst, Program};
use super::syntax::Anchor;

/// What a pattern runs over: the tokens of one document with everything annotated so far.
pub trait Input {
    /// Where the atom's match that starts at token `at` ends (exclusive), or `None`. An atom over annotations gives
    /// the longest one.
    fn atom(&self, atom: AtomId, at: usize) -> Option<usize>;
    /// Whether the token is a clause barrier, which no gap crosses.
    fn barrier(&self, at: usize) -> bool;
    /// Whether position `at` is that kind of border, within `sentence`.
    fn border(&self, anchor: Anchor, at: usize, sentence: &Range<usize>) -> bool;
}

/// Steps left for one sentence; shared by all rules that run on it.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    left: u32,
}

impl Budget {
    /// A budget of `steps`.
    pub const fn new(steps: u32) -> Self {
        Self { left: steps }
    }

    /// Whether it ran out: then some rules may have matched less than they could.
    pub const fn is_spent(self) -> bool {
        self.left == 0
    }

    /// Takes steps, or all that are left if those are fewer; whether there were enough.
    const fn take(&mut self, steps: u32) -> bool {
        let enough = self.left >= steps;
        self.left = self.left.saturating_sub(steps);
        enough
    }

    /// Steps left.
    pub const fn left(self) -> u32 {
        self.left
    }
}

/// Token positions of a match and its captures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captures {
    /// The whole match.
    pub whole: Range<usize>,
    /// One range a capture of the program; `None` where it took no part.
    pub groups: Vec<Option<Range<usize>>>,
}

/// Runs programs; keeps its tables between runs.
#[derive(Clone, Debug, Default)]
pub struct Matcher {
    /// One for the match and one for each look-around inside another.
    visited: Vec<Visited>,
    depth: usize,
    stack: Vec<Job>,
    slots: Vec<usize>,
}

/// The pairs of instruction and position that a run has been at: it need not go there again.
#[derive(Clone, Debug, Default)]
struct Visited {
    /// The run that was there last.
    cells: Vec<u16>,
    run: u16,
}

impl Visited {
    fn begin(&mut self, cells: usize) {
        if self.cells.len() < cells {
            self.cells.resize(cells, 0);
        }
        self.run = self.run.wrapping_add(1);
        if self.run == 0 {
            self.cells.fill(0);
            self.run = 1;
        }
    }

    /// Notes a pair; whether it is new.
    #[inline]
    fn is_new(&mut self, cell: usize) -> bool {
        match self.cells.get_mut(cell) {
            Some(seen) if *seen != self.run => {
                *seen = self.run;
                true
            }
            _ => false,
        }
    }
}

/// Whether one of some atoms matches at a token and stays inside a sentence.
fn one<I: Input + ?Sized>(input: &I, sentence: &Range<usize>, atoms: &[AtomId], at: usize) -> bool {
    let inside = |end| at < end && end <= sentence.end;
    at < sentence.end
        && atoms
            .iter()
            .any(|atom| input.atom(*atom, at).is_some_and(inside))
}

#[derive(Clone, Copy, Debug)]
enum Job {
    Run { pc: u32, at: usize },
    Restore { slot: usize, old: usize },
}

const UNSET: usize = usize::MAX;

impl Matcher {
    /// The match of highest priority that starts at token `start` and stays inside `sentence`.
    pub fn match_at<I: Input + ?Sized>(
        &mut self,
        program: &Program,
        input: &I,
        sentence: &Range<usize>,
        start: usize,
        budget: &mut Budget,
    ) -> Option<Captures> {
        // the triggers of most frames are one word, or one of two
        if !program.one_of.is_empty() {
            let inside = |end: &usize| *end <= sentence.end && *end > start;
            let mut ends = program.one_of.iter().map(|a| input.atom(*a, start));
            let end = ends.find_map(|end| end.filter(inside))?;
            let inside = start < sentence.end && budget.take(2);
            return inside.then(|| Captures {
                whole: start..end,
                groups: Vec::new(),
            });
        }
        // most rules fail at their first atom: no table is touched for those
        if !program.first.is_empty()
            && !program
                .first
                .iter()
                .any(|atom| input.atom(*atom, start).is_some())
        {
            return None;
        }
        self.slots.clear();
        self.slots.resize(program.captures.len() * 2, UNSET);
        self.depth = 0;
        self.stack.clear();
        let end = self.run(program, input, sentence, 0, start, None, budget)?;
        let groups = self
            .slots
            .chunks(2)
            .map(|s| match s {
                [a, b] if *a != UNSET && *b != UNSET => Some(*a..*b),
                _ => None,
            })
            .collect();
        Some(Captures {
            whole: start..end,
            groups,
        })
    }

    /// The match of a program that is one atom over one token, where it is known to match; takes the steps of a run.
    pub fn match_told(sentence: &Range<usize>, at: usize, budget: &mut Budget) -> Option<Captures> {
        let inside = sentence.contains(&at) && budget.take(2);
        inside.then(|| Captures {
            whole: at..at + 1,
            groups: Vec::new(),
        })
    }

    /// The last token at which a match can start: behind it one of the atoms that every match needs is missing.
    pub fn last_start<I: Input + ?Sized>(
        program: &Program,
        input: &I,
        sentence: &Range<usize>,
    ) -> Option<usize> {
        let mut first_of_last = sentence.end.checked_sub(1)?;
        for atom in &program.needs {
            let mut back = sentence.clone().rev();
            let last = back.find(|at| input.atom(*atom, *at).is_some())?;
            first_of_last = first_of_last.min(last);
        }
        Some(first_of_last)
    }

    /// Runs from `pc`; `must_end` is where a look-behind has to stop.
    #[expect(
        clippy::too_many_arguments,
        reason = "one inner loop, called from two places"
    )]
    fn run<I: Input + ?Sized>(
        &mut self,
        program: &Program,
        input: &I,
        sentence: &Range<usize>,
        pc: u32,
        at: usize,
        must_end: Option<usize>,
        budget: &mut Budget,
    ) -> Option<usize> {
        let depth = self.depth;
        if self.visited.len() <= depth {
            self.visited.resize_with(depth + 1, Visited::default);
        }
        let mut visited = self
            .visited
            .get_mut(depth)
            .map(std::mem::take)
            .unwrap_or_default();
        visited.begin(program.code.len() * (sentence.len() + 1));
        let found = self.run_with(
            &mut visited,
            program,
            input,
            sentence,
            (pc, at),
            must_end,
            budget,
        );
        if let Some(place) = self.visited.get_mut(depth) {
            *place = visited;
        }
        found
    }

    #[expect(clippy::too_many_arguments, reason = "as `run`")]
    fn run_with<I: Input + ?Sized>(
        &mut self,
        visited: &mut Visited,
        program: &Program,
        input: &I,
        sentence: &Range<usize>,
        (pc, at): (u32, usize),
        must_end: Option<usize>,
        budget: &mut Budget,
    ) -> Option<usize> {
        let floor = self.stack.len();
        let width = sentence.len() + 1;
        self.stack.push(Job::Run { pc, at });
        while self.stack.len() > floor {
            let Some(job) = self.stack.pop() else { break };
            let (mut pc, mut at) = match job {
                Job::Run { pc, at } => (pc, at),
                Job::Restore { slot, old } => {
                    if let Some(s) = self.slots.get_mut(slot) {
                        *s = old;
                    }
                    continue;
                }
            };
            loop {
                if budget.left == 0 {
                    self.stack.truncate(floor);
                    return None;
                }
                budget.left -= 1;
                let cell = pc as usize * width + (at - sentence.start);
                if !visited.is_new(cell) {
                    break;
                }
                match program.code.get(pc as usize) {
                    Some(Inst::Atom(id)) => match input.atom(*id, at) {
                        Some(end) if at < sentence.end && end <= sentence.end && end > at => {
                            (pc, at) = (pc + 1, end);
                        }
                        _ => break,
                    },
                    Some(Inst::GapStep) => {
                        if at >= sentence.end || input.barrier(at) {
                            break;
                        }
                        (pc, at) = (pc + 1, at + 1);
                    }
                    Some(Inst::Split(a, b)) => {
                        self.stack.push(Job::Run { pc: *b, at });
                        pc = *a;
                    }
                    Some(Inst::Jump(to)) => pc = *to,
                    Some(Inst::Save(slot)) => {
                        let slot = *slot as usize;
                        if let Some(s) = self.slots.get_mut(slot) {
                            self.stack.push(Job::Restore { slot, old: *s });
                            *s = at;
                        }
                        pc += 1;
                    }
                    Some(Inst::Assert(anchor)) => {
                        if !input.border(*anchor, at, sentence) {
                            break;
                        }
                        pc += 1;
                    }
                    Some(Inst::Look {
                        body,
                        next,
                        negative,
                        back,
                        one_of,
                    }) => {
                        let found = match back {
                            // most look for one token: no run is needed for that
                            None if !one_of.is_empty() => one(input, sentence, one_of, at),
                            Some((1, 1)) if !one_of.is_empty() => at
                                .checked_sub(1)
                                .filter(|from| *from >= sentence.start)
                                .is_some_and(|from| one(input, &(from..at), one_of, from)),
                            None => self.look(program, input, sentence, *body, at, None, budget),
                            Some((low, high)) => (*low..=*high).any(|n| {
                                let from =
                                    at.checked_sub(n as usize).filter(|f| *f >= sentence.start);
                                from.is_some_and(|f| {
                                    self.look(program, input, sentence, *body, f, Some(at), budget)
                                })
                            }),
                        };
                        if found == *negative {
                            break;
                        }
                        pc = *next;
                    }
                    Some(Inst::Match) => {
                        if must_end.is_none_or(|e| e == at) {
                            self.stack.truncate(floor);
                            return Some(at);
                        }
                        break;
                    }
                    None => break,
                }
            }
        }
        None
    }

    #[expect(clippy::too_many_arguments, reason = "as `run`")]
    fn look<I: Input + ?Sized>(
        &mut self,
        program: &Program,
        input: &I,
        sentence: &Range<usize>,
        pc: u32,
        at: usize,
        must_end: Option<usize>,
        budget: &mut Budget,
    ) -> bool {
        self.depth += 1;
        let found = self
            .run(program, input, sentence, pc, at, must_end, budget)
            .is_some();
        self.depth -= 1;
        found
    }
}
