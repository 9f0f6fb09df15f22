//! Atoms asked once a token: for layers that do not change while the rules of a pass run.

use std::cell::Cell;
use std::ops::Range;

use super::program::AtomId;
use super::run::Input;
use super::syntax::Anchor;

/// What is known of the atoms within one sentence; the room is used again for the next.
///
/// Only atoms with a row can match: those a row was opened for. A sentence thus pays for the atoms of the rules that
/// run on it, however many others there are.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    start: usize,
    width: usize,
    sentence: u32,
    /// By number of the atom: the sentence a row was opened in, and where it begins in `cells`.
    opened: Vec<(u32, usize)>,
    /// By row and token: not asked, no match, else two more than the match is long.
    cells: Vec<Cell<u16>>,
}

const NOT_ASKED: u16 = 0;
const NO_MATCH: u16 = 1;

impl Rows {
    /// Forgets everything; the next questions are about these tokens and atoms below `atoms`.
    pub fn begin(&mut self, tokens: &Range<usize>, atoms: usize) {
        self.start = tokens.start;
        self.width = tokens.len();
        self.cells.clear();
        self.sentence = self.sentence.wrapping_add(1);
        if self.opened.len() != atoms || self.sentence == 0 {
            self.opened.clear();
            self.opened.resize(atoms, (0, 0));
            self.sentence = 1;
        }
    }

    /// Opens an atom, once a sentence, at the places of which `may` says so; there is one for each token.
    pub fn may_match_where(&mut self, atom: AtomId, may: impl Iterator<Item = bool>) {
        let Some(row) = self.opened.get_mut(atom.0 as usize) else {
            return;
        };
        if row.0 != self.sentence {
            *row = (self.sentence, self.cells.len());
            let fill = |may| Cell::new(if may { NOT_ASKED } else { NO_MATCH });
            self.cells.extend(may.map(fill));
        }
    }

    /// The first of some places at which an atom may match, as far as is known.
    pub fn first_open(&self, atom: AtomId, places: &Range<usize>) -> Option<usize> {
        let (sentence, row) = *self.opened.get(atom.0 as usize)?;
        if sentence != self.sentence || places.start < self.start {
            return None;
        }
        let first = row + (places.start - self.start);
        let end = row + places.end.saturating_sub(self.start).min(self.width);
        let open = |cell: &Cell<u16>| cell.get() != NO_MATCH;
        let found = self.cells.get(first..end)?.iter().position(open)?;
        Some(places.start + found)
    }

    /// Whether an atom may match at a place, as far as is known.
    #[inline]
    pub fn may_match_at(&self, atom: AtomId, at: usize) -> bool {
        let cell = self.cell(atom, at);
        cell.is_some_and(|cell| cell.get() != NO_MATCH)
    }

    /// Opens an atom at a place, and closes it where it was not opened.
    pub fn may_match(&mut self, atom: AtomId, at: usize) {
        let row = self.row(atom);
        let place = at.checked_sub(self.start).filter(|p| *p < self.width);
        if let Some(cell) = row
            .zip(place)
            .and_then(|(row, place)| self.cells.get(row + place))
        {
            cell.set(NOT_ASKED);
        }
    }

    fn row(&mut self, atom: AtomId) -> Option<usize> {
        let row = self.opened.get_mut(atom.0 as usize)?;
        if row.0 != self.sentence {
            *row = (self.sentence, self.cells.len());
            let size = self.cells.len() + self.width;
            self.cells.resize(size, Cell::new(NO_MATCH));
        }
        Some(row.1)
    }

    #[inline]
    fn cell(&self, atom: AtomId, at: usize) -> Option<&Cell<u16>> {
        let (sentence, row) = *self.opened.get(atom.0 as usize)?;
        let place = at.checked_sub(self.start).filter(|p| *p < self.width)?;
        if sentence == self.sentence {
            self.cells.get(row + place)
        } else {
            None
        }
    }
}

/// An input that asks each atom once a token, and only where its row is open.
pub struct Memo<'i, I: ?Sized> {
    inner: &'i I,
    rows: &'i Rows,
}

impl<'i, I: ?Sized> Memo<'i, I> {
    /// Remembers what `inner` answers.
    pub fn new(inner: &'i I, rows: &'i Rows) -> Self {
        Self { inner, rows }
    }
}

impl<I: Input + ?Sized> Input for Memo<'_, I> {
    #[inline]
    fn atom(&self, atom: AtomId, at: usize) -> Option<usize> {
        let cell = self.rows.cell(atom, at)?;
        match cell.get() {
            NOT_ASKED => {
                let end = self.inner.atom(atom, at);
                let length = end.map_or(Some(NO_MATCH), |e| {
                    u16::try_from(e.checked_sub(at)? + 2).ok()
                });
                cell.set(length.unwrap_or(NOT_ASKED));
                end
            }
            NO_MATCH => None,
            length => Some(at + usize::from(length) - 2),
        }
    }

    fn barrier(&self, at: usize) -> bool {
        self.inner.barrier(at)
    }

    fn border(&self, anchor: Anchor, at: usize, sentence: &Range<usize>) -> bool {
        self.inner.border(anchor, at, sentence)
    }
}
