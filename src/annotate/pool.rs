//! Room that outlives the document it was made for.

use std::sync::{Mutex, PoisonError};

/// Things that nobody works with at the moment: as many as were ever in use at once, kept because their tables have
/// grown.
#[derive(Debug, Default)]
pub(super) struct Pool<T>(Mutex<Vec<T>>);

impl<T: Default> Pool<T> {
    /// Lends one, a new one if none is free.
    pub(super) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let free = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lent = free().pop().unwrap_or_default();
        let done = work(&mut lent);
        free().push(lent);
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_back_is_lent_again_and_never_twice_at_once() {
        let pool: Pool<Vec<u8>> = Pool::default();
        pool.with(|one| {
            one.push(1);
            pool.with(|other| {
                assert!(other.is_empty());
                other.push(2);
            });
        });
        assert_eq!(pool.with(|one| one.clone()), [1]);
        let both = pool.with(|one| pool.with(|other| (one[0], other[0])));
        assert_eq!(both, (1, 2));
    }
}
