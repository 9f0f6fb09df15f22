//! Disjoint sets whose representative is always the smallest member: the same sets give the same result in any order.

/// Disjoint sets over `0..len`.
#[derive(Clone, Debug)]
pub(super) struct Union {
    parent: Vec<usize>,
}

impl Union {
    pub(super) fn new(len: usize) -> Self {
        Self {
            parent: (0..len).collect(),
        }
    }

    /// The smallest member of the set of `at`.
    pub(super) fn find(&mut self, at: usize) -> usize {
        let mut root = at;
        while let Some(&up) = self.parent.get(root) {
            if up == root {
                break;
            }
            root = up;
        }
        let mut at = at;
        while let Some(slot) = self.parent.get_mut(at) {
            if *slot == root {
                break;
            }
            at = std::mem::replace(slot, root);
        }
        root
    }

    /// Joins two sets; whether they were apart.
    pub(super) fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.find(a), self.find(b));
        let (low, high) = (a.min(b), a.max(b));
        if let Some(slot) = self.parent.get_mut(high) {
            *slot = low;
        }
        low != high
    }
}
