//! Relations that need no votes: an article right before its noun is never anything but its determiner.
//!
//! *Takes* `learned/pairs.tsv`: side and distance of a token from its head, the tag of its outermost child on the left, its
//! own and that of its head, a tab, the relation. *Gives* that relation at the price of one look into a table of a few
//! kilobytes: it decides nearly half of all tokens.

use rustc_hash::FxHashMap;

use super::relation::Relation;
use crate::annotate::lex::Tag;
use crate::annotate::weights::TableError;

/// What decides: where a token stands from its head, and the tags of its first child, itself and its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pair(u64);

/// Side and distance as the table writes them; the farthest stands for all beyond.
const SPANS: [&str; 8] = ["<1", "<2", "<3", "<4", ">1", ">2", ">3", ">4"];
/// Written where a token has no child on its left.
const NOBODY: &str = "<none>";
const CHILDLESS: u16 = 0x7ff;

/// The place of a side and distance among [`SPANS`].
#[inline]
fn span(at: usize, head: usize) -> usize {
    let half = SPANS.len() / 2;
    let far = at.abs_diff(head).clamp(1, half) - 1;
    if at < head { far } else { half + far }
}

impl Pair {
    /// Of the tokens at two places of a sentence, with their tags and that of the token's outermost child on the left.
    #[inline]
    pub fn new(at: usize, head: usize, child: Option<Tag>, tag: Tag, of_head: Tag) -> Self {
        Self::pack(span(at, head), child, tag, of_head)
    }

    fn pack(span: usize, child: Option<Tag>, tag: Tag, of_head: Tag) -> Self {
        let codes = [
            child.map_or(CHILDLESS, Tag::code),
            tag.code(),
            of_head.code(),
        ];
        let packed = codes.into_iter().map(u64::from);
        Self(packed.fold(span as u64, |key, code| key << 11 | code))
    }
}

/// The relations of pairs.
#[derive(Clone, Default)]
pub(super) struct Pairs(FxHashMap<Pair, Relation>);

impl Pairs {
    /// Reads the table; `#` begins a comment.
    ///
    /// # Errors
    /// If a line has another shape or names an unknown tag or relation.
    pub(super) fn parse(text: &str) -> Result<Self, TableError> {
        let mut pairs = Self::default();
        for (number, line) in (1..).zip(text.lines()) {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let (pair, relation) = read(line).ok_or_else(|| TableError {
                line: number,
                problem: format!(
                    "expected \"<1 TAG TAG TAG\", a tab and a relation, found \"{line}\""
                ),
            })?;
            pairs.0.insert(pair, relation);
        }
        Ok(pairs)
    }

    /// The relation that a pair decides.
    #[inline]
    pub(super) fn get(&self, pair: Pair) -> Option<Relation> {
        self.0.get(&pair).copied()
    }
}

/// A condition as the table writes it.
pub fn text(at: usize, head: usize, child: Option<Tag>, tag: Tag, of_head: Tag) -> String {
    let span = SPANS.get(span(at, head)).copied().unwrap_or_default();
    let child = child.map_or_else(|| NOBODY.to_owned(), Tag::name);
    format!("{span} {child} {} {}", tag.name(), of_head.name())
}

fn read(line: &str) -> Option<(Pair, Relation)> {
    let (condition, relation) = line.split_once('\t')?;
    let parts: Vec<&str> = condition.split(' ').collect();
    let &[span, child, tag, of_head] = parts.as_slice() else {
        return None;
    };
    let span = SPANS.iter().position(|s| *s == span)?;
    let child = match child {
        NOBODY => None,
        child => Some(Tag::parse(child)?),
    };
    let pair = Pair::pack(span, child, Tag::parse(tag)?, Tag::parse(of_head)?);
    Some((pair, Relation::parse(relation)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_decide_where_they_stand_and_with_their_child() {
        let text = "# why\n<1 <none> DT NN\tdet\n>4 IN NN VBD\tobl\n";
        let pairs = Pairs::parse(text).unwrap();
        let tag = |name: &str| Tag::parse(name).unwrap();
        let of = |at, head, child: Option<&'static str>, t, h| {
            pairs.get(Pair::new(at, head, child.map(tag), tag(t), tag(h)))
        };
        assert_eq!(of(3, 4, None, "DT", "NN"), Some(Relation::Det));
        assert_eq!(of(2, 4, None, "DT", "NN"), None);
        assert_eq!(of(4, 3, None, "DT", "NN"), None);
        assert_eq!(of(3, 4, Some("RB"), "DT", "NN"), None);
        assert_eq!(of(9, 2, Some("IN"), "NN", "VBD"), Some(Relation::Obl));
    }

    #[test]
    fn what_is_written_is_read() {
        let tag = |name| Tag::parse(name).unwrap();
        for (at, head, child) in [(3, 4, None), (9, 4, Some(tag("IN.SCONJ")))] {
            let line = format!("{}\tdet", text(at, head, child, tag("NN"), tag("VBD.AUX")));
            let pair = Pair::new(at, head, child, tag("NN"), tag("VBD.AUX"));
            assert_eq!(read(&line), Some((pair, Relation::Det)), "{line}");
        }
    }

    #[test]
    fn lines_of_another_shape_are_told_with_their_number() {
        for line in [
            "<1 DT NN\tdet",
            "<1 <none> DT NN det",
            "=1 <none> DT NN\tdet",
            "<1 <none> DT NN\tdeterminer",
            "<1 <none> DT NN JJ\tdet",
        ] {
            let error = Pairs::parse(&format!("# why\n{line}\n")).err().unwrap();
            assert_eq!(error.line, 2, "{line}");
        }
    }
}
