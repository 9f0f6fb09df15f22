//! Weights of the conditions that name only tags, by place instead of by hash.
//!
//! More than half of the conditions of an action combine two or three tags, or two tags and a small number. There are few
//! tags, so their weights stand in blocks: one a pair of tags, with a cell for each third tag or number. A step looks
//! into nine blocks; what it needs of a block lies close together, and nothing is compared.

use rustc_hash::FxHashMap;

use super::state::{Tags, number};
use crate::annotate::weights::Atom;

/// Weights of the second and third action over the first, in the lower and the upper half: as numbers from 0, so that
/// several rows are added as one number.
type Row = u32;

/// A weight of nothing.
const ZERO: i32 = 1 << 11;
/// Two of them.
const NOTHING: Row = (ZERO as u32) << 16 | ZERO as u32;
/// So many rows can be added before a half runs over.
const TOGETHER: usize = 16;

/// A row of two weights; those too large for it are cut.
fn pack(weights: [i32; 2]) -> Row {
    let [low, high] = weights.map(|w| (w + ZERO).clamp(0, 2 * ZERO - 1).unsigned_abs());
    high << 16 | low
}

/// Small numbers are 0 to 9.
const NUMBERS: usize = 10;

/// Which part of a condition is the first and the second of the pair, and which is the third.
#[derive(Clone, Copy)]
enum Order {
    /// No third part.
    Pair,
    /// Third part last.
    Last,
    /// Third part in the middle.
    Middle,
    /// Third part first.
    First,
}

/// Where the weights of a template stand.
struct Plan {
    template: u8,
    block: usize,
    /// Cells before its own: that of the pair, those of numbers, those of tags.
    before: (usize, usize, usize),
    order: Order,
}

const fn plan(template: u8, block: usize, before: (usize, usize, usize), order: Order) -> Plan {
    Plan {
        template,
        block,
        before,
        order,
    }
}

/// Blocks of top and next, of the two on top, of second and next, of the next two, of the two after the next; then of the
/// top, the top, the second and the next with their outermost children.
const BLOCKS: usize = 9;
const TOP_NEXT: usize = 0;
const SECOND_TOP: usize = 1;
const SECOND_NEXT: usize = 2;
const NEXT_TWO: usize = 3;
const AFTER_NEXT: usize = 4;
const TOP_LEFT: usize = 5;
const TOP_RIGHT: usize = 6;
const SECOND_RIGHT: usize = 7;
const NEXT_LEFT: usize = 8;

/// Cells of each kind of block: pairs, numbers, tags.
const SIZES: [(usize, usize, usize); BLOCKS] = [
    (1, 4, 5),
    (1, 3, 6),
    (1, 0, 1),
    (1, 0, 1),
    (0, 0, 1),
    (0, 0, 1),
    (0, 0, 1),
    (0, 0, 1),
    (0, 0, 1),
];

const PLANS: [Plan; 29] = [
    plan(4, TOP_NEXT, (0, 0, 0), Order::Pair),
    plan(27, TOP_NEXT, (1, 0, 0), Order::First),
    plan(29, TOP_NEXT, (1, 1, 0), Order::Middle),
    plan(32, TOP_NEXT, (1, 2, 0), Order::Middle),
    plan(54, TOP_NEXT, (1, 3, 0), Order::Last),
    plan(15, TOP_NEXT, (1, 4, 0), Order::Last),
    plan(18, TOP_NEXT, (1, 4, 1), Order::Last),
    plan(19, TOP_NEXT, (1, 4, 2), Order::Middle),
    plan(20, TOP_NEXT, (1, 4, 3), Order::Middle),
    plan(36, TOP_NEXT, (1, 4, 4), Order::Middle),
    plan(8, SECOND_TOP, (0, 0, 0), Order::Pair),
    plan(28, SECOND_TOP, (1, 0, 0), Order::First),
    plan(31, SECOND_TOP, (1, 1, 0), Order::Middle),
    plan(55, SECOND_TOP, (1, 2, 0), Order::Last),
    plan(16, SECOND_TOP, (1, 3, 0), Order::Last),
    plan(17, SECOND_TOP, (1, 3, 1), Order::First),
    plan(21, SECOND_TOP, (1, 3, 2), Order::Middle),
    plan(22, SECOND_TOP, (1, 3, 3), Order::Last),
    plan(23, SECOND_TOP, (1, 3, 4), Order::Last),
    plan(45, SECOND_TOP, (1, 3, 5), Order::Middle),
    plan(12, SECOND_NEXT, (0, 0, 0), Order::Pair),
    plan(24, SECOND_NEXT, (1, 0, 0), Order::Middle),
    plan(14, NEXT_TWO, (0, 0, 0), Order::Pair),
    plan(25, NEXT_TWO, (1, 0, 0), Order::Last),
    plan(26, AFTER_NEXT, (0, 0, 0), Order::First),
    plan(56, TOP_LEFT, (0, 0, 0), Order::Last),
    plan(57, TOP_RIGHT, (0, 0, 0), Order::Last),
    plan(58, SECOND_RIGHT, (0, 0, 0), Order::Last),
    plan(59, NEXT_LEFT, (0, 0, 0), Order::Last),
];

/// Blocks of one kind.
#[derive(Clone, Default)]
struct Blocks {
    /// By pair of tags: where its block begins. The block at 0 has no weights.
    starts: Vec<u32>,
    rows: Vec<Row>,
}

/// A condition that names only tags, with its weights.
pub(super) struct Condition {
    pub(super) template: u8,
    pub(super) parts: [Atom; 3],
    pub(super) weights: [i32; 2],
}

/// All blocks.
#[derive(Clone, Default)]
pub(super) struct Grid {
    /// How many tags there are, with the gap and the tag that no condition names.
    tags: usize,
    blocks: [Blocks; BLOCKS],
}

/// Place of the gap where no token is.
pub(super) const GAP: u8 = 0;
/// Place of a tag that no condition names.
const UNNAMED: u8 = 1;

/// Whether the conditions of a template name only tags.
pub(super) fn is_of_tags(template: u8) -> bool {
    PLANS.iter().any(|p| p.template == template)
}

impl Grid {
    /// The grid of some conditions, and the places of the tags in `tags` (by number).
    pub(super) fn new(conditions: &[Condition], tags: &[Atom]) -> (Self, Vec<u8>) {
        let mut named: FxHashMap<Atom, u8> = FxHashMap::default();
        named.insert(super::state::GAP.tag, GAP);
        let mut numbers: FxHashMap<Atom, u8> = FxHashMap::default();
        for n in 0..NUMBERS {
            numbers.insert(number(n), u8::try_from(n).unwrap_or(0));
        }
        // what conditions name most comes first: what text asks for most lies close together
        let mut counts: FxHashMap<Atom, usize> = FxHashMap::default();
        let parts = conditions.iter().flat_map(|c| c.parts);
        for part in parts.filter(|p| *p != Atom::NONE && !numbers.contains_key(p)) {
            *counts.entry(part).or_default() += 1;
        }
        let mut counted: Vec<(usize, Atom)> = counts.into_iter().map(|(p, n)| (n, p)).collect();
        counted.sort_unstable_by_key(|(n, part)| (std::cmp::Reverse(*n), *part));
        for (_, part) in counted {
            let next = u8::try_from(named.len() + 1).unwrap_or(UNNAMED);
            named.entry(part).or_insert(next);
        }
        let places = tags
            .iter()
            .map(|atom| named.get(atom).copied().unwrap_or(UNNAMED))
            .collect();
        let mut grid = Self {
            tags: named.len() + 1,
            ..Self::default()
        };
        for (blocks, size) in grid.blocks.iter_mut().zip(SIZES) {
            blocks.starts = vec![0; (named.len() + 1) * (named.len() + 1)];
            blocks.rows = vec![NOTHING; cells(size, named.len() + 1)];
        }
        named.extend(numbers);
        for condition in conditions {
            grid.set(condition, &named);
        }
        (grid, places)
    }

    fn set(&mut self, condition: &Condition, places: &FxHashMap<Atom, u8>) {
        let Some(plan) = PLANS.iter().find(|p| p.template == condition.template) else {
            return;
        };
        let (first, second, third) = match (plan.order, condition.parts) {
            (Order::Pair, [a, b, _]) => (a, b, Atom::NONE),
            (Order::Last, [a, b, c]) | (Order::Middle, [a, c, b]) | (Order::First, [c, a, b]) => {
                (a, b, c)
            }
        };
        let place = |atom: Atom| places.get(&atom).copied().map_or(0, usize::from);
        let cell = cells(plan.before, self.tags) + place(third);
        let size = SIZES
            .get(plan.block)
            .map_or(0, |size| cells(*size, self.tags));
        let pair = place(first) * self.tags + place(second);
        let Some(blocks) = self.blocks.get_mut(plan.block) else {
            return;
        };
        let Some(start) = blocks.starts.get_mut(pair) else {
            return;
        };
        if *start == 0 {
            *start = u32::try_from(blocks.rows.len()).unwrap_or(0);
            blocks.rows.resize(blocks.rows.len() + size, NOTHING);
        }
        if let Some(row) = blocks.rows.get_mut(*start as usize + cell) {
            *row = pack(condition.weights);
        }
    }

    /// The sum of the weights of all conditions that name only tags, but for those that no tree changes.
    #[inline]
    pub(super) fn sum(&self, t: &Tags) -> [i32; 2] {
        let tags = self.tags;
        let [top_next, second_top, second_next, _, after_next, ..] = &self.blocks;
        let [.., top_left, top_right, second_right, next_left] = &self.blocks;
        // where all blocks begin is asked first, so that the memory answers all at once
        let block = self.block(top_next, t.s0, t.b0);
        let below = self.block(second_top, t.s1, t.s0);
        let before_next = self.block(second_next, t.s1, t.b0);
        let after_next = self.block(after_next, t.b1, t.b2);
        let top_left = self.block(top_left, t.s0, t.s0_left);
        let top_right = self.block(top_right, t.s0, t.s0_right);
        let second_right = self.block(second_right, t.s1, t.s1_right);
        let next_left = self.block(next_left, t.b0, t.b0_left);
        let rest = block.get(1 + 4 * NUMBERS..).unwrap_or_default();
        let mut sum = Sum::default();
        sum.add([
            row(block, 0),
            row(block, 1 + t.distance),
            row(block, 1 + NUMBERS + t.rights0),
            row(block, 1 + 2 * NUMBERS + t.lefts0),
            row(block, 1 + 3 * NUMBERS + t.ahead),
            row(rest, usize::from(t.b1)),
            row(rest, tags + usize::from(t.b0_left)),
            row(rest, 2 * tags + usize::from(t.s0_right)),
            row(rest, 3 * tags + usize::from(t.s0_left)),
            row(rest, 4 * tags + usize::from(t.before)),
        ]);
        let rest = below.get(1 + 3 * NUMBERS..).unwrap_or_default();
        sum.add([
            row(below, 0),
            row(below, 1 + t.below),
            row(below, 1 + NUMBERS + t.rights1),
            row(below, 1 + 2 * NUMBERS + t.ahead),
            row(rest, usize::from(t.b0)),
            row(rest, tags + usize::from(t.s2)),
            row(rest, 2 * tags + usize::from(t.s1_right)),
            row(rest, 3 * tags + usize::from(t.s0_left)),
            row(rest, 4 * tags + usize::from(t.s0_right)),
            row(rest, 5 * tags + usize::from(t.s1_left)),
        ]);
        sum.add([
            row(before_next, 0),
            row(before_next, 1 + usize::from(t.s1_right)),
            row(after_next, usize::from(t.s0)),
            row(top_left, usize::from(t.s0_left2)),
            row(top_right, usize::from(t.s0_right2)),
            row(second_right, usize::from(t.s1_right2)),
            row(next_left, usize::from(t.b0_left2)),
        ]);
        sum.weights()
    }

    /// The sum of the weights of the conditions that no tree changes: those of the next token and the two after it.
    #[inline]
    pub(super) fn coming(&self, [next, after, after2]: [u8; 3]) -> [i32; 2] {
        let [_, _, _, next_two, ..] = &self.blocks;
        let block = self.block(next_two, next, after);
        let mut sum = Sum::default();
        sum.add([row(block, 0), row(block, 1 + usize::from(after2))]);
        sum.weights()
    }

    #[inline]
    fn block<'b>(&self, blocks: &'b Blocks, first: u8, second: u8) -> &'b [Row] {
        let pair = usize::from(first) * self.tags + usize::from(second);
        let start = blocks.starts.get(pair).copied().unwrap_or(0);
        blocks.rows.get(start as usize..).unwrap_or_default()
    }
}

/// A row of a block.
#[inline]
fn row(block: &[Row], cell: usize) -> Row {
    block.get(cell).copied().unwrap_or(NOTHING)
}

/// Rows under way to their sum.
#[derive(Default)]
struct Sum {
    low: u32,
    high: u32,
    rows: i32,
}

impl Sum {
    #[inline]
    fn add<const N: usize>(&mut self, rows: [Row; N]) {
        const { assert!(N <= TOGETHER, "the halves would run over") };
        let both = rows.into_iter().fold(0, Row::wrapping_add);
        self.low += both & 0xffff;
        self.high += both >> 16;
        self.rows += i32::try_from(N).unwrap_or_default();
    }

    #[inline]
    fn weights(&self) -> [i32; 2] {
        [self.low, self.high].map(|half| half.cast_signed() - self.rows * ZERO)
    }
}

/// Cells of so many pairs, numbers and tags.
const fn cells((pairs, numbers, triples): (usize, usize, usize), tags: usize) -> usize {
    pairs + numbers * NUMBERS + triples * tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_summed_as_their_weights() {
        let most = ZERO - 1;
        let mut sum = Sum::default();
        sum.add([[3, -7], [-ZERO, most], [0, 0]].map(pack));
        assert_eq!(sum.weights(), [3 - ZERO, most - 7]);
        sum.add([NOTHING; TOGETHER]);
        assert_eq!(sum.weights(), [3 - ZERO, most - 7]);
        for weights in [[most, most], [-ZERO, -ZERO], [-ZERO, most]] {
            let mut sum = Sum::default();
            sum.add([pack(weights); TOGETHER]);
            assert_eq!(sum.weights(), weights.map(|w| w * 16));
        }
    }
}
