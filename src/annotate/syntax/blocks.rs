//! Sparse blocks of weights, laid into each other's gaps.
//!
//! A block has a cell for every tag, but a weight in one of twenty-five. So blocks lie over one another in one array, each
//! shifted to where its weights fall into gaps, and a cell tells whose it is: what is looked up stays near the processor,
//! and costs one comparison. (Row displacement; Tarjan and Yao, Storing a Sparse Table, CACM 1979.)

/// The weights of two actions over the first, 10 bits each as numbers from 0, in the lower and the upper half: several
/// are added as one number. The 6 bits above each tell the block: together the lower 12 of its start.
pub(super) type Row = u32;

const WEIGHTS: Row = 0x03ff_03ff;
/// A weight of nothing.
const ZERO: i32 = 1 << 9;
/// Two of them, of no block.
const NOTHING: Row = (ZERO as u32) << 16 | ZERO as u32;
/// So many rows can be added before a half runs over.
const TOGETHER: usize = 64;
/// Starts are told apart by so much; cells of a block have lower numbers.
const APART: usize = 1 << 12;
/// Cells of a block that fits in almost any gap.
const FEW: usize = 4;
/// For a block of more cells, gaps are looked for at most so many rows before the last one.
const BEHIND: usize = 1 << 11;

/// A row of two weights; those too large for it are cut.
fn pack(weights: [i32; 2]) -> Row {
    let [low, high] = weights.map(|w| (w + ZERO).clamp(0, 2 * ZERO - 1).unsigned_abs());
    high << 16 | low
}

/// What tells the rows of the block that starts there.
#[inline]
fn mark(start: u32) -> Row {
    (start & 0x3f) << 10 | (start >> 6 & 0x3f) << 26
}

/// Cells of one block, with their weights.
pub(super) type Cells = Vec<(usize, [i32; 2])>;

/// Blocks of one kind.
#[derive(Clone, Default)]
pub(super) struct Blocks {
    /// By number: where a block begins; 0 if it has no weights.
    starts: Vec<u32>,
    rows: Vec<Row>,
}

impl Blocks {
    /// Lays out blocks, by number, of `size` cells each, fewer than [`APART`]; of two weights for a cell the first counts.
    pub(super) fn new(blocks: Vec<Cells>, size: usize) -> Self {
        let mut starts = vec![0; blocks.len()];
        let mut order: Vec<(usize, Cells)> = blocks.into_iter().enumerate().collect();
        order.retain(|(_, cells)| !cells.is_empty());
        // the fullest first: small ones fit in the gaps
        order.sort_by_key(|(number, cells)| (std::cmp::Reverse(cells.len()), *number));
        let mut layout = Layout::default();
        for (number, mut cells) in order {
            cells.sort_by_key(|(cell, _)| *cell);
            cells.dedup_by_key(|(cell, _)| *cell);
            let start = layout.place(&cells);
            if let Some(slot) = starts.get_mut(number) {
                *slot = start;
            }
        }
        // a block near the end is looked up past it
        layout.rows.resize(layout.rows.len() + size, NOTHING);
        Self {
            starts,
            rows: layout.rows,
        }
    }

    /// A block by its number; without weights if there is none.
    #[inline]
    pub(super) fn block(&self, number: usize) -> Block<'_> {
        let start = self.starts.get(number).copied().unwrap_or(0);
        Block {
            rows: self.rows.get(start as usize..).unwrap_or_default(),
            mark: mark(start),
        }
    }
}

/// Blocks being laid out.
#[derive(Default)]
struct Layout {
    rows: Vec<Row>,
    /// A bit a row: whether it is taken, and whether a block starts there.
    busy: Bits,
    starts: Bits,
    /// Where gaps are looked for.
    from: usize,
    /// No gap comes before it.
    first_gap: usize,
}

impl Layout {
    /// Finds room for a block of some cells in order, writes them there and gives its start.
    fn place(&mut self, cells: &Cells) -> u32 {
        while self.busy.has(self.first_gap) {
            self.first_gap += 1;
        }
        let first = cells.first().map_or(0, |c| c.0);
        let from = self.first_gap.saturating_sub(first).max(1);
        let start = if cells.len() <= FEW {
            self.room(cells, from)
        } else {
            let start = self.room(cells, from.max(self.from));
            self.from = self.from.max(start.saturating_sub(BEHIND));
            start
        };
        let number = u32::try_from(start).unwrap_or(0);
        self.starts.set(start);
        let last = cells.last().map_or(0, |c| c.0);
        self.rows
            .resize(self.rows.len().max(start + last + 1), NOTHING);
        for (cell, weights) in cells {
            self.busy.set(start + cell);
            if let Some(row) = self.rows.get_mut(start + cell) {
                *row = pack(*weights) | mark(number);
            }
        }
        number
    }

    /// The first start from one on where all cells fall into gaps; sixty-four are tried at once.
    fn room(&self, cells: &Cells, mut from: usize) -> usize {
        loop {
            let mut no = self.starts.at(from);
            // a mark of nothing would be that of gaps
            let marked = from.next_multiple_of(APART) - from;
            if marked < 64 {
                no |= 1 << marked;
            }
            for (cell, _) in cells {
                if no == u64::MAX {
                    break;
                }
                no |= self.busy.at(from + cell);
            }
            if no != u64::MAX {
                return from + no.trailing_ones() as usize;
            }
            from += 64;
        }
    }
}

/// Bits that are not set until they are.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn has(&self, at: usize) -> bool {
        self.at(at) & 1 != 0
    }

    /// Sixty-four from one on.
    fn at(&self, at: usize) -> u64 {
        let word = |number: usize| self.0.get(number).copied().unwrap_or(0);
        let (number, shift) = (at / 64, at % 64);
        // by 64 in two steps: a shift by all bits is none
        word(number) >> shift | word(number + 1) << 1 << (63 - shift)
    }

    fn set(&mut self, at: usize) {
        self.0.resize(self.0.len().max(at / 64 + 1), 0);
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }
}

/// One block.
#[derive(Clone, Copy)]
pub(super) struct Block<'b> {
    rows: &'b [Row],
    mark: Row,
}

impl Block<'_> {
    /// The weights of a cell.
    #[inline]
    pub(super) fn row(self, cell: usize) -> Row {
        let row = self.rows.get(cell).copied().unwrap_or(self.mark | NOTHING) ^ self.mark;
        if row & !WEIGHTS == 0 { row } else { NOTHING }
    }
}

/// The weights of some rows together.
#[inline]
pub(super) fn sum<const N: usize>(rows: [Row; N]) -> [i32; 2] {
    const { assert!(N <= TOGETHER, "the halves would run over") };
    let nothing = i32::try_from(N).unwrap_or_default() * ZERO;
    let both = rows.into_iter().fold(0, Row::wrapping_add);
    [both & 0xffff, both >> 16].map(|half| half.cast_signed() - nothing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_summed_as_their_weights() {
        let most = ZERO - 1;
        assert_eq!(
            sum([[3, -7], [-ZERO, most], [0, 0]].map(pack)),
            [3 - ZERO, most - 7]
        );
        assert_eq!(sum([NOTHING; TOGETHER]), [0, 0]);
        for weights in [[most, most], [-ZERO, -ZERO], [-ZERO, most]] {
            assert_eq!(sum([pack(weights); TOGETHER]), weights.map(|w| w * 64));
        }
        assert_eq!(pack([ZERO + 5, -ZERO - 5]), pack([most, -ZERO]));
    }

    #[test]
    fn every_block_has_its_own_weights_and_no_others() {
        const SIZE: usize = 100;
        let weight = |number: usize, cell: usize| {
            let n = i32::try_from(number * 31 + cell).unwrap();
            [n % 500, -(n % 300)]
        };
        let has = |number: usize, cell: usize| {
            number % 7 != 3 && (number * 13 + cell * 29) % 97 < 40 / (number % 5 + 1)
        };
        let cells = |number: usize| {
            let cells = (0..SIZE).filter(|cell| has(number, *cell));
            cells.map(|cell| (cell, weight(number, cell))).collect()
        };
        let blocks: Vec<Cells> = (0..600).map(cells).collect();
        let weights: usize = blocks.iter().map(Vec::len).sum();
        let laid = Blocks::new(blocks, SIZE);
        for number in 0..600 {
            let block = laid.block(number);
            for cell in 0..SIZE {
                let expected = if has(number, cell) {
                    weight(number, cell)
                } else {
                    [0, 0]
                };
                assert_eq!(sum([block.row(cell)]), expected, "{number} {cell}");
            }
        }
        assert_eq!(sum([laid.block(9_999).row(3)]), [0, 0]);
        let size = laid.rows.len();
        assert!(size < 600 * SIZE / 3, "{weights} weights take {size} rows");
    }
}
