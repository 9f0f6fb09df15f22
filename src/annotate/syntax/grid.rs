//! Weights of the conditions that name only tags, by place instead of by hash.
//!
//! More than half of the conditions of an action combine two or three tags, or two tags and a small number. There are few
//! tags, so their weights stand in [`Blocks`]: one a pair of tags, with a cell for each third tag or number. A step looks
//! into nine blocks at most; nothing is hashed.

use rustc_hash::FxHashMap;

use super::blocks::{Block, Blocks, Cells, sum};
use super::state::{self, number};
use crate::annotate::weights::Atom;

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
        named.insert(state::GAP.tag, GAP);
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
        let tags = named.len() + 1;
        named.extend(numbers);
        let mut cells = [(); BLOCKS].map(|()| vec![Cells::new(); tags * tags]);
        for condition in conditions {
            set(&mut cells, condition, tags, &named);
        }
        let mut sizes = SIZES.into_iter().map(|size| cells_of(size, tags));
        let blocks = cells.map(|blocks| Blocks::new(blocks, sizes.next().unwrap_or(0)));
        (Self { tags, blocks }, places)
    }

    /// The weights of the conditions that name the top of the stack and the next token.
    #[inline]
    pub(super) fn top(&self, t: &state::Top) -> [i32; 2] {
        let tags = self.tags;
        let [blocks, ..] = &self.blocks;
        let block = self.block(blocks, t.s0, t.b0);
        let rest = 1 + 4 * NUMBERS;
        sum([
            block.row(0),
            block.row(1 + t.distance),
            block.row(1 + NUMBERS + t.rights0),
            block.row(1 + 2 * NUMBERS + t.lefts0),
            block.row(1 + 3 * NUMBERS + t.ahead),
            block.row(rest + usize::from(t.b1)),
            block.row(rest + tags + usize::from(t.b0_left)),
            block.row(rest + 2 * tags + usize::from(t.s0_right)),
            block.row(rest + 3 * tags + usize::from(t.s0_left)),
            block.row(rest + 4 * tags + usize::from(t.before)),
        ])
    }

    /// Those that name the two tokens on top of the stack.
    #[inline]
    pub(super) fn below(&self, t: &state::Below) -> [i32; 2] {
        let tags = self.tags;
        let [_, blocks, ..] = &self.blocks;
        let block = self.block(blocks, t.s1, t.s0);
        let rest = 1 + 3 * NUMBERS;
        sum([
            block.row(0),
            block.row(1 + t.distance),
            block.row(1 + NUMBERS + t.rights1),
            block.row(1 + 2 * NUMBERS + t.ahead),
            block.row(rest + usize::from(t.b0)),
            block.row(rest + tags + usize::from(t.s2)),
            block.row(rest + 2 * tags + usize::from(t.s1_right)),
            block.row(rest + 3 * tags + usize::from(t.s0_left)),
            block.row(rest + 4 * tags + usize::from(t.s0_right)),
            block.row(rest + 5 * tags + usize::from(t.s1_left)),
        ])
    }

    /// Those that name neither pair, but for those that no tree changes.
    #[inline]
    pub(super) fn around(&self, t: &state::Around) -> [i32; 2] {
        let [_, _, second_next, _, after_next, ..] = &self.blocks;
        let [.., top_left, top_right, second_right, next_left] = &self.blocks;
        let before_next = self.block(second_next, t.s1, t.b0);
        sum([
            before_next.row(0),
            before_next.row(1 + usize::from(t.s1_right)),
            self.block(after_next, t.b1, t.b2).row(t.s0.into()),
            self.block(top_left, t.s0, t.s0_left).row(t.s0_left2.into()),
            self.block(top_right, t.s0, t.s0_right)
                .row(t.s0_right2.into()),
            self.block(second_right, t.s1, t.s1_right)
                .row(t.s1_right2.into()),
            self.block(next_left, t.b0, t.b0_left)
                .row(t.b0_left2.into()),
        ])
    }

    /// Those that no tree changes: of the next token and the two after it.
    #[inline]
    pub(super) fn coming(&self, [next, after, after2]: [u8; 3]) -> [i32; 2] {
        let [_, _, _, next_two, ..] = &self.blocks;
        let block = self.block(next_two, next, after);
        sum([block.row(0), block.row(1 + usize::from(after2))])
    }

    #[inline]
    fn block<'b>(&self, blocks: &'b Blocks, first: u8, second: u8) -> Block<'b> {
        blocks.block(usize::from(first) * self.tags + usize::from(second))
    }
}

/// Adds the weights of a condition to their cell.
fn set(
    cells: &mut [Vec<Cells>; BLOCKS],
    condition: &Condition,
    tags: usize,
    places: &FxHashMap<Atom, u8>,
) {
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
    let cell = cells_of(plan.before, tags) + place(third);
    let pair = place(first) * tags + place(second);
    let block = cells.get_mut(plan.block).and_then(|b| b.get_mut(pair));
    if let Some(block) = block {
        block.push((cell, condition.weights));
    }
}

/// Cells of so many pairs, numbers and tags.
const fn cells_of((pairs, numbers, triples): (usize, usize, usize), tags: usize) -> usize {
    pairs + numbers * NUMBERS + triples * tags
}
