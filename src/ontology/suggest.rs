//! "Did you mean …?": the nearest name of the vocabulary to a misspelt one.

use super::vocabulary::Vocabulary;

impl Vocabulary {
    /// The class, property or individual whose name is nearest to `name`, when it is near at all.
    pub fn suggest(&self, name: &str) -> Option<String> {
        let all = self
            .classes()
            .map(|(n, _)| n)
            .chain(self.properties().map(|(n, _)| n));
        let (distance, best) = all.map(|n| (distance(n, name), n)).min()?;
        (distance <= 2 + name.len() / 6).then(|| best.to_owned())
    }

    /// Whether there is a property of this name.
    pub fn is_property(&self, name: &str) -> bool {
        self.property(name).is_some()
    }
}

/// Edits (insert, delete, replace) between two short names.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut corner = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        let mut left = i + 1;
        for (cell, cb) in row.iter_mut().skip(1).zip(&b) {
            let up = *cell;
            let best = (corner + usize::from(ca != *cb)).min(up + 1).min(left + 1);
            corner = up;
            left = best;
            *cell = best;
        }
    }
    row.last().copied().unwrap_or(0)
}
