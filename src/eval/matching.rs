//! When a predicted entity is a gold one, and how many pairs there can be at most.

use std::sync::LazyLock;

use regex::Regex;

/// When two entities pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Match {
    /// Every predicted mention is a gold mention: the published metric.
    #[default]
    Exact,
    /// Some predicted mention contains some gold mention, word for word.
    Head,
}

#[expect(clippy::unwrap_used, reason = "a constant pattern; the tests run it")]
static ARTICLES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(a|an|the)\b").unwrap());

/// Lower case, no punctuation, no articles, single blanks.
pub fn normal(text: &str) -> String {
    let bare: String = text
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_ascii_punctuation() && !"“”‘’–—".contains(*c))
        .collect();
    let bare = ARTICLES.replace_all(&bare, " ");
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Match {
    /// Whether a predicted entity pairs with a gold one; both are lists of [`normal`] strings.
    pub fn fits(self, predicted: &[String], gold: &[String]) -> bool {
        match self {
            Self::Exact => !predicted.is_empty() && predicted.iter().all(|m| gold.contains(m)),
            Self::Head => predicted.iter().any(|p| {
                gold.iter()
                    .any(|g| !g.is_empty() && format!(" {p} ").contains(&format!(" {g} ")))
            }),
        }
    }
}

/// A largest one-to-one pairing: for each of the right side its partner on the left.
pub(crate) fn pairing(adjacent: &[Vec<usize>], right: usize) -> Vec<Option<usize>> {
    fn place(
        at: usize,
        adjacent: &[Vec<usize>],
        mate: &mut [Option<usize>],
        seen: &mut [bool],
    ) -> bool {
        for &to in adjacent.get(at).map_or(&[][..], Vec::as_slice) {
            if seen.get(to).copied().unwrap_or(true) {
                continue;
            }
            seen[to] = true;
            if mate[to].is_none_or(|other| place(other, adjacent, mate, seen)) {
                mate[to] = Some(at);
                return true;
            }
        }
        false
    }
    let mut mate = vec![None; right];
    for at in 0..adjacent.len() {
        place(at, adjacent, &mut mate, &mut vec![false; right]);
    }
    mate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_and_punctuation_do_not_count() {
        assert_eq!(normal("THE  \"Santo Tomas\"\nFarm"), "santo tomas farm");
        assert_eq!(normal("a U.S. theatre"), "us theatre");
    }

    #[test]
    fn exact_wants_every_mention_in_the_gold() {
        let gold = [normal("armed men"), normal("men")];
        assert!(Match::Exact.fits(&[normal("men")], &gold));
        assert!(!Match::Exact.fits(&[normal("men"), normal("two men")], &gold));
        assert!(Match::Head.fits(&[normal("two men")], &gold));
        assert!(!Match::Head.fits(&[normal("women")], &gold));
    }

    #[test]
    fn a_pairing_moves_partners_to_make_room() {
        let mate = pairing(&[vec![0, 1], vec![0]], 2);
        assert_eq!(mate, [Some(1), Some(0)]);
    }
}
