//! A table for choices among three.

use super::{Keys, TableError, check, read_lines};

/// Conditions that each weigh the same three choices: `VBD NN<TAB>3 -12 9`.
#[derive(Clone, Default)]
pub struct Triples {
    slots: Vec<(u32, [i16; 3])>,
    shift: u32,
}

impl Triples {
    /// Reads a table.
    ///
    /// # Errors
    /// If a template is not among those named, or a line has not three weights.
    pub fn parse(text: &str, templates: &[&str]) -> Result<Self, TableError> {
        let mut rows: Vec<(u64, [i16; 3])> = Vec::with_capacity(text.len() / 16);
        read_lines(text, templates, |key, bytes, mut at| {
            let mut weights = [0; 3];
            for weight in &mut weights {
                let minus = bytes.get(at) == Some(&b'-');
                at += usize::from(minus);
                let from = at;
                while let Some(digit) = bytes.get(at).filter(|b| b.is_ascii_digit()) {
                    *weight =
                        i16::saturating_mul(*weight, 10).saturating_add(i16::from(digit - b'0'));
                    at += 1;
                }
                if at == from {
                    return Err("expected three integers after the tab".to_owned());
                }
                if minus {
                    *weight = -*weight;
                }
                at += 1;
            }
            rows.push((key, weights));
            Ok(at)
        })?;
        let bits = (rows.len() * 8 / 5 + 8)
            .next_power_of_two()
            .trailing_zeros();
        let mut table = Self {
            slots: vec![(0, [0; 3]); 1 << bits],
            shift: 64 - bits,
        };
        let mask = table.slots.len() - 1;
        for (key, weights) in rows {
            let mut place = usize::try_from(key >> table.shift).unwrap_or(0);
            while let Some(slot) = table.slots.get_mut(place & mask) {
                if slot.0 == 0 {
                    *slot = (check(key) | 1, weights);
                    break;
                }
                place += 1;
            }
        }
        Ok(table)
    }

    /// The sum of the weights of all conditions.
    #[inline]
    pub fn sum(&self, keys: &Keys) -> [i32; 3] {
        let mut rows = [[0_i16; 3]; Keys::MOST];
        let keys = keys.as_slice();
        for (row, key) in rows.iter_mut().zip(keys) {
            *row = self.get(*key).unwrap_or_default();
        }
        let mut sum = [0_i32; 3];
        for row in rows.get(..keys.len()).unwrap_or_default() {
            for (sum, weight) in sum.iter_mut().zip(row) {
                *sum += i32::from(*weight);
            }
        }
        sum
    }

    /// The weights of a condition.
    #[inline]
    pub fn get(&self, key: u64) -> Option<[i16; 3]> {
        let mask = self.slots.len().wrapping_sub(1);
        let check = check(key) | 1;
        let mut place = usize::try_from(key >> self.shift).unwrap_or(0);
        loop {
            let (found, weights) = *self.slots.get(place & mask)?;
            if found == check {
                return Some(weights);
            }
            if found == 0 {
                return None;
            }
            place += 1;
        }
    }
}
