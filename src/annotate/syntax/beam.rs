//! Several half parsed trees at once, where the weights are nearly undecided.
//!
//! A greedy parser cannot take back a step. Here the actions that come close to the best one are followed as well, each
//! by what it weighs against the others of its step, until one is clearly behind or looks like a better one: seven steps
//! in eight have one tree only, so that this costs a fifth more and not three times as much. (After selectional
//! branching, ACL 2013.)

use super::state::{Action, Node, State};

/// Most trees followed at once.
const WIDTH: usize = 3;
/// A tree that is so far behind the best one is given up, in hundredths of log odds, like the weights.
const BEHIND: i32 = 70;

/// Trees of one sentence.
pub(super) struct Beam {
    states: [State; WIDTH],
    /// The trees that are followed: their place and how far behind the best they are.
    live: Vec<(usize, i32)>,
    candidates: Vec<Candidate>,
    /// Those of the only tree, where they left the choice open.
    weights: Option<[i32; 3]>,
    /// Hundredths of `ln(1 + exp(-d))` by hundredths of `d`.
    sums: Vec<i32>,
}

/// A tree and its next action.
struct Candidate {
    score: i32,
    place: usize,
    action: Action,
}

impl Beam {
    pub(super) fn new() -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "at most 69")]
        let sums = (0..600).map(|d| ((-f64::from(d) / 100.0).exp().ln_1p() * 100.0).round() as i32);
        Self {
            states: Default::default(),
            live: Vec::new(),
            candidates: Vec::new(),
            weights: None,
            sums: sums.collect(),
        }
    }

    /// Parses a sentence; `weigh` tells what left and right weigh more than shift. Gives the heads of the best tree.
    pub(super) fn parse(
        &mut self,
        nodes: &[Node],
        mut weigh: impl FnMut(&State) -> [i32; 2],
    ) -> &mut [u32] {
        self.live.clear();
        self.live.push((0, 0));
        if let Some(first) = self.states.first_mut() {
            first.reset(nodes.len());
        }
        // every tree of so many tokens takes as many steps
        for _ in 1..nodes.len() * 2 {
            if self.step_alone(nodes, &mut weigh) {
                continue;
            }
            self.gather(&mut weigh);
            self.choose();
            self.advance(nodes);
        }
        let best = self.live.first().map_or(0, |l| l.0);
        self.states
            .get_mut(best)
            .map(|s| s.heads.as_mut_slice())
            .unwrap_or_default()
    }

    /// Takes the only action of the only tree, if there is only one: the choice among candidates without their list.
    #[inline]
    fn step_alone(&mut self, nodes: &[Node], weigh: &mut impl FnMut(&State) -> [i32; 2]) -> bool {
        let &[(place, _)] = self.live.as_slice() else {
            return false;
        };
        let Some(state) = self.states.get_mut(place) else {
            return false;
        };
        let only = state.forced().or_else(|| {
            let weights = allowed(state, weigh(state));
            self.weights = Some(weights);
            let best = weights.into_iter().max().unwrap_or(0);
            let mut near = weights.into_iter().zip(Action::ALL);
            let (_, first) = near.find(|(weight, _)| best - weight <= BEHIND)?;
            let another = near.any(|(weight, _)| best - weight <= BEHIND);
            (!another).then_some(first)
        });
        if let Some(action) = only {
            state.apply(nodes, action);
            self.weights = None;
        }
        only.is_some()
    }

    /// All actions that are not clearly behind the best one of their tree.
    fn gather(&mut self, mut weigh: impl FnMut(&State) -> [i32; 2]) {
        self.candidates.clear();
        let alone = self.live.len() == 1;
        for &(place, score) in &self.live {
            let Some(state) = self.states.get(place) else {
                continue;
            };
            let mut add = |score, action| {
                self.candidates.push(Candidate {
                    score,
                    place,
                    action,
                });
            };
            if let Some(action) = state.forced() {
                add(score, action);
                continue;
            }
            let known = self.weights.take();
            let weights = known.unwrap_or_else(|| allowed(state, weigh(state)));
            let best = weights.into_iter().max().unwrap_or(0);
            let total = if alone {
                best
            } else {
                weights
                    .into_iter()
                    .reduce(|a, b| log_sum(&self.sums, a, b))
                    .unwrap_or(0)
            };
            for (weight, action) in weights.into_iter().zip(Action::ALL) {
                if best - weight <= BEHIND {
                    add(score + weight - total, action);
                }
            }
        }
    }

    /// Keeps the best candidates, the best first.
    fn choose(&mut self) {
        if self.candidates.len() > 1 {
            // stable: of equals the first stays first
            self.candidates.sort_by_key(|c| std::cmp::Reverse(c.score));
        }
        let best = self.candidates.first().map_or(0, |c| c.score);
        self.candidates.retain(|c| best - c.score <= BEHIND);
        self.candidates.truncate(WIDTH);
        for candidate in &mut self.candidates {
            candidate.score -= best;
        }
    }

    /// Takes the actions; a tree that goes on in two ways is copied to a place that none needs.
    fn advance(&mut self, nodes: &[Node]) {
        let mut taken = [false; WIDTH];
        for candidate in &self.candidates {
            if let Some(slot) = taken.get_mut(candidate.place) {
                *slot = true;
            }
        }
        for at in 1..self.candidates.len() {
            let (before, rest) = self.candidates.split_at_mut(at);
            let Some(candidate) = rest.first_mut() else {
                break;
            };
            if !before.iter().any(|b| b.place == candidate.place) {
                continue;
            }
            let Some(free) = taken.iter().position(|t| !t) else {
                break;
            };
            if let Ok([from, to]) = self.states.get_disjoint_mut([candidate.place, free]) {
                to.copy(from);
            }
            if let Some(slot) = taken.get_mut(free) {
                *slot = true;
            }
            candidate.place = free;
        }
        self.live.clear();
        for candidate in &self.candidates {
            if let Some(state) = self.states.get_mut(candidate.place) {
                state.apply(nodes, candidate.action);
            }
            self.live.push((candidate.place, candidate.score));
        }
        self.merge();
    }

    /// Of trees that look alike, only the best is followed: all that comes weighs the same for them. (After the
    /// equivalent states of Huang and Sagae, ACL 2010.)
    fn merge(&mut self) {
        let mut kept = 1;
        for at in 1..self.live.len() {
            let Some(&(place, score)) = self.live.get(at) else {
                break;
            };
            let mut better = self.live.iter().take(kept);
            let alike = better.any(|(better, _)| {
                let trees = (self.states.get(*better), self.states.get(place));
                matches!(trees, (Some(better), Some(tree)) if better.looks_like(tree))
            });
            if !alike && let Some(slot) = self.live.get_mut(kept) {
                *slot = (place, score);
                kept += 1;
            }
        }
        self.live.truncate(kept);
    }
}

/// What each action weighs, given what left and right weigh more than shift; very little where a tree does not allow it.
#[inline]
pub(super) fn allowed(state: &State, [left, right]: [i32; 2]) -> [i32; 3] {
    let mut weights = [0, left, right];
    for (weight, action) in weights.iter_mut().zip(Action::ALL) {
        if !state.allows(action) {
            *weight = i32::MIN / 2;
        }
    }
    weights
}

/// `ln(exp(a) + exp(b))` in hundredths.
fn log_sum(sums: &[i32], a: i32, b: i32) -> i32 {
    let apart = usize::try_from(a.abs_diff(b)).unwrap_or(usize::MAX);
    a.max(b) + sums.get(apart).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::state::{GAP, NOBODY};
    use super::*;

    #[test]
    fn sums_of_odds_are_those_of_their_logarithms() {
        let beam = Beam::new();
        assert_eq!(log_sum(&beam.sums, 100, 100), 169);
        assert_eq!(log_sum(&beam.sums, 0, -100), 31);
        assert_eq!(log_sum(&beam.sums, 5, i32::MIN / 2), 5);
    }

    #[test]
    fn a_step_that_was_nearly_undecided_is_taken_back() {
        // at first left is a little better, but all that follows on it is a toss-up between three
        let weigh = |state: &State| match (state.stack(), state.heads[0]) {
            ([0], NOBODY) if state.next() == 1 => [10, -900],
            (_, NOBODY) => [-900, 900],
            _ => [0, 0],
        };
        let heads = Beam::new().parse(&[GAP; 4], weigh).to_vec();
        assert_eq!(heads.first(), Some(&NOBODY), "{heads:?}");
    }

    #[test]
    fn trees_that_look_alike_are_followed_as_one() {
        // whether 1 hangs on 0 or on 2 cannot be seen any more once 2 hangs on 3
        let mut looks = Vec::new();
        let weigh = |state: &State| {
            looks.push(state.next());
            match state.stack() {
                [0] if state.next() == 1 => [-900, -900],
                [0, 1] => [900, 900],
                _ => [900, -900],
            }
        };
        Beam::new().parse(&[GAP; 6], weigh);
        let at = |next| looks.iter().filter(|n| **n == next).count();
        assert_eq!([1, 2, 3, 4, 5].map(at), [1, 3, 2, 1, 1]);
    }
}
