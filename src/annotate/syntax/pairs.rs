//! Relations that two tags decide: an article before its noun is never anything but its determiner.
//!
//! *Takes* `learned/pairs.tsv`: side of the token, its tag and that of its head, a tab, the relation. *Gives* that relation
//! at the price of one look into an array of a few kilobytes. What is decided so needs no votes: two tokens in five.

use super::relation::Relation;
use crate::annotate::lex::Tag;
use crate::annotate::weights::TableError;

/// The relations of pairs.
#[derive(Clone, Default)]
pub(super) struct Pairs {
    /// Row by [`Tag::code`]; 0 for a tag that no pair names.
    rows: Vec<u8>,
    /// A relation plus one by side, row of the token and row of its head; 0 where the tags do not decide.
    cells: Vec<u8>,
    size: usize,
}

/// Side of a token that stands before its head, and of one behind it.
const SIDES: [&str; 2] = ["<", ">"];

impl Pairs {
    /// Reads the table; `#` begins a comment.
    ///
    /// # Errors
    /// If a line has another shape or names an unknown tag or relation.
    pub(super) fn parse(text: &str) -> Result<Self, TableError> {
        let mut lines = Vec::new();
        let mut rows = vec![0_u8; 1 << 11];
        let mut named = 0_u8;
        for (number, line) in (1..).zip(text.lines()) {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let pair = pair(line).ok_or_else(|| TableError {
                line: number,
                problem: format!("expected \"< TAG TAG\", a tab and a relation, found \"{line}\""),
            })?;
            for tag in [pair.1, pair.2] {
                if let Some(row) = rows.get_mut(usize::from(tag.code())).filter(|r| **r == 0) {
                    named = named.saturating_add(1);
                    *row = named;
                }
            }
            lines.push(pair);
        }
        let size = usize::from(named) + 1;
        let mut pairs = Self {
            rows,
            cells: vec![0; 2 * size * size],
            size,
        };
        for (before, tag, head, relation) in lines {
            let at = pairs.cell(before, tag, head);
            if let Some(cell) = pairs.cells.get_mut(at) {
                *cell = relation as u8 + 1;
            }
        }
        Ok(pairs)
    }

    /// The relation of a token with this tag to a head with that one, where the tags decide it; `before` tells whether the
    /// token stands before its head.
    #[inline]
    pub(super) fn relation(&self, before: bool, tag: Tag, head: Tag) -> Option<Relation> {
        let cell = self.cells.get(self.cell(before, tag, head))?;
        Relation::ALL
            .get(usize::from(cell.checked_sub(1)?))
            .copied()
    }

    #[inline]
    fn cell(&self, before: bool, tag: Tag, head: Tag) -> usize {
        let row = |tag: Tag| usize::from(self.rows.get(usize::from(tag.code())).map_or(0, |r| *r));
        (usize::from(!before) * self.size + row(tag)) * self.size + row(head)
    }
}

/// The parts of a line.
fn pair(line: &str) -> Option<(bool, Tag, Tag, Relation)> {
    let (condition, relation) = line.split_once('\t')?;
    let mut parts = condition.split(' ');
    let side = parts.next()?;
    let before = side == SIDES[0];
    let tags = (Tag::parse(parts.next()?)?, Tag::parse(parts.next()?)?);
    if !SIDES.contains(&side) || parts.next().is_some() {
        return None;
    }
    Some((before, tags.0, tags.1, Relation::parse(relation)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_decide_on_their_side_only() {
        let pairs = Pairs::parse("# why\n< DT NN\tdet\n> . VBD\tpunct\n").unwrap();
        let tag = |name| Tag::parse(name).unwrap();
        let of = |before, t, h| pairs.relation(before, tag(t), tag(h));
        assert_eq!(of(true, "DT", "NN"), Some(Relation::Det));
        assert_eq!(of(false, "DT", "NN"), None);
        assert_eq!(of(false, ".", "VBD"), Some(Relation::Punct));
        assert_eq!(of(true, "DT", "VBD"), None);
        assert_eq!(of(true, "JJ", "NN"), None);
    }

    #[test]
    fn lines_of_another_shape_are_told_with_their_number() {
        for line in [
            "< DT\tdet",
            "< DT NN det",
            "= DT NN\tdet",
            "< DT NN\tdeterminer",
            "< DT NN JJ\tdet",
        ] {
            let error = Pairs::parse(&format!("# why\n{line}\n")).err().unwrap();
            assert_eq!(error.line, 2, "{line}");
        }
    }
}
