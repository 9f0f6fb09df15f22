//! Names of classes to small numbers.

use super::Atom;

/// Names of classes to their places.
#[derive(Clone, Debug)]
pub struct Classes {
    slots: Vec<(Atom, u8)>,
    count: usize,
}

impl Classes {
    /// Numbers the names as they stand; at most 255.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut slots = vec![(Atom::NONE, 0); 1024];
        let mut count = 0;
        for (number, name) in names.into_iter().enumerate().take(255) {
            let atom = Atom::of(name.as_bytes());
            count += 1;
            let mut place = atom.0 as usize & 1023;
            while slots.get(place).is_some_and(|s| s.0 != Atom::NONE) {
                place = (place + 1) & 1023;
            }
            if let Some(slot) = slots.get_mut(place) {
                *slot = (atom, u8::try_from(number).unwrap_or(u8::MAX));
            }
        }
        Self { slots, count }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    pub(super) fn get(&self, atom: Atom) -> Option<u8> {
        let mut place = atom.0 as usize & 1023;
        loop {
            let (found, number) = *self.slots.get(place)?;
            if found == atom {
                return Some(number);
            }
            if found == Atom::NONE {
                return None;
            }
            place = (place + 1) & 1023;
        }
    }
}
