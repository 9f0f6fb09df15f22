//! Parts of one long row in place of many short ones.
//!
//! *Takes* short rows one after the other. *Gives* each as a [`Part`] of the long one. What text looks up word by word then
//! lies in few places of the memory.

/// A part of a row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Part {
    start: u32,
    end: u32,
}

impl Part {
    /// Appends to a row.
    pub(super) fn append<T>(row: &mut Vec<T>, more: Vec<T>) -> Self {
        let length = |row: &Vec<T>| u32::try_from(row.len()).unwrap_or(u32::MAX);
        let start = length(row);
        row.extend(more);
        Self {
            start,
            end: length(row),
        }
    }

    #[inline]
    pub(super) fn of<T>(self, row: &[T]) -> &[T] {
        row.get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }
}
