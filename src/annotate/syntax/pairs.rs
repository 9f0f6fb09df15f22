//! Relations that need no votes: an article right before its noun is never anything but its determiner.
//!
//! *Takes* `learned/pairs.tsv`: side and distance of a token from its head, the tag of its outermost child on the left, its
//! own and that of its head, where these leave it open also a lemma: its own, that of its head's auxiliary, of its child, of
//! its head; a tab, the relation. *Gives* that relation at the price of some looks into a small table: it decides five
//! tokens in six. (After decision lists, Rivest 1987; what they say is learnt from what the votes would say, as in model
//! compression, Buciluă et al. 2006.)

use rustc_hash::FxHashMap;

use super::relation::Relation;
use crate::annotate::lex::Tag;
use crate::annotate::weights::{Atom, TableError};

/// Names of the sections, in the order in which they are asked: `v` side and distance, `d` the token, `h` its head, `.l`
/// outermost child on the left, `.a` last auxiliary on the left; a capital is a lemma, a small letter a tag.
pub const TEMPLATES: [&str; 5] = [
    "v,d.l,d,h",
    "v,d.l,d,h,D",
    "v,d.l,d,h,H.a",
    "v,d.l,d,h,D.l",
    "v,d.l,d,h,H",
];

/// What decides: where a token stands from its head, and the tags of its first child, itself and its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pair(u64);

/// Lemmas that may decide where the pair alone does not; none decides for a lemma that is [`Atom::NONE`].
#[derive(Clone, Copy, Debug)]
pub struct Lemmas {
    /// Of the token.
    pub own: Atom,
    /// Of its head's last auxiliary on the left; [`NO_AUXILIARY`] if there is none.
    pub auxiliary: Atom,
    /// Of its outermost child on the left.
    pub child: Atom,
    /// Of its head.
    pub head: Atom,
}

/// Stands for the lemma of a missing auxiliary.
pub const NO_AUXILIARY: Atom = Atom::of(NOBODY.as_bytes());

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
pub(super) struct Pairs(FxHashMap<(Pair, u8, Atom), Relation>);

impl Pairs {
    /// Reads the table; `#` begins a comment.
    ///
    /// # Errors
    /// If a line has another shape or names an unknown section, tag or relation.
    pub(super) fn parse(text: &str) -> Result<Self, TableError> {
        let mut pairs = Self::default();
        let mut section = None;
        for (number, line) in (1..).zip(text.lines()) {
            let problem = |problem: String| TableError {
                line: number,
                problem,
            };
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            if !line.contains('\t') {
                let known = (0..).zip(TEMPLATES).find(|(_, name)| *name == line);
                let (number, _) = known.ok_or_else(|| {
                    problem(format!("expected one of {TEMPLATES:?}, found \"{line}\""))
                })?;
                section = Some(number);
                continue;
            }
            let section =
                section.ok_or_else(|| problem("a pair before the first section".to_owned()))?;
            let (pair, lemma, relation) = read(line, section > 0).ok_or_else(|| {
                let lemma = if section > 0 { " lemma" } else { "" };
                problem(format!(
                    "expected \"<1 TAG TAG TAG{lemma}\", a tab and a relation, found \"{line}\""
                ))
            })?;
            pairs.0.insert((pair, section, lemma), relation);
        }
        Ok(pairs)
    }

    /// The relation that a pair decides, by itself or with a lemma.
    #[inline]
    pub(super) fn get(&self, pair: Pair, lemmas: impl FnOnce() -> Lemmas) -> Option<Relation> {
        let get = |section, lemma| self.0.get(&(pair, section, lemma)).copied();
        get(0, Atom::NONE).or_else(|| {
            let lemmas = lemmas();
            let lemmas = [lemmas.own, lemmas.auxiliary, lemmas.child, lemmas.head];
            let mut known = (1..).zip(lemmas).filter(|(_, lemma)| *lemma != Atom::NONE);
            known.find_map(|(section, lemma)| get(section, lemma))
        })
    }
}

/// A condition as the table writes it.
pub fn text(at: usize, head: usize, child: Option<Tag>, tag: Tag, of_head: Tag) -> String {
    let span = SPANS.get(span(at, head)).copied().unwrap_or_default();
    let child = child.map_or_else(|| NOBODY.to_owned(), Tag::name);
    format!("{span} {child} {} {}", tag.name(), of_head.name())
}

fn read(line: &str, with_lemma: bool) -> Option<(Pair, Atom, Relation)> {
    let (condition, relation) = line.split_once('\t')?;
    let (condition, lemma) = if with_lemma {
        let (condition, lemma) = condition.rsplit_once(' ')?;
        (condition, Atom::of(lemma.as_bytes()))
    } else {
        (condition, Atom::NONE)
    };
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
    Some((pair, lemma, Relation::parse(relation)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_LEMMAS: Lemmas = Lemmas {
        own: Atom::NONE,
        auxiliary: Atom::NONE,
        child: Atom::NONE,
        head: Atom::NONE,
    };

    #[test]
    fn pairs_decide_where_they_stand_and_with_their_child() {
        let text = "# why\nv,d.l,d,h\n<1 <none> DT NN\tdet\n>4 IN NN VBD\tobl\n";
        let pairs = Pairs::parse(text).unwrap();
        let tag = |name: &str| Tag::parse(name).unwrap();
        let of = |at, head, child: Option<&'static str>, t, h| {
            let pair = Pair::new(at, head, child.map(tag), tag(t), tag(h));
            pairs.get(pair, || NO_LEMMAS)
        };
        assert_eq!(of(3, 4, None, "DT", "NN"), Some(Relation::Det));
        assert_eq!(of(2, 4, None, "DT", "NN"), None);
        assert_eq!(of(4, 3, None, "DT", "NN"), None);
        assert_eq!(of(3, 4, Some("RB"), "DT", "NN"), None);
        assert_eq!(of(9, 2, Some("IN"), "NN", "VBD"), Some(Relation::Obl));
    }

    #[test]
    fn lemmas_decide_where_the_pair_alone_does_not() {
        let text = "v,d.l,d,h\n<1 <none> DT NN\tdet\nv,d.l,d,h,D\n<1 <none> DT NN all\tdet:predet\n\
                    >1 <none> PRP VBD it\tobj\nv,d.l,d,h,H.a\n<2 <none> NN VBN be\tnsubj:pass\n\
                    <2 <none> NN VBN <none>\tnsubj\n";
        let pairs = Pairs::parse(text).unwrap();
        let tag = |name: &str| Tag::parse(name).unwrap();
        let of = |at, head, t, h, own: &str, auxiliary: &str| {
            let lemma = |text: &str| match text {
                "" => Atom::NONE,
                text => Atom::of(text.as_bytes()),
            };
            let (own, auxiliary) = (lemma(own), lemma(auxiliary));
            let pair = Pair::new(at, head, None, tag(t), tag(h));
            pairs.get(pair, || Lemmas {
                own,
                auxiliary,
                ..NO_LEMMAS
            })
        };
        assert_eq!(of(0, 1, "DT", "NN", "all", ""), Some(Relation::Det));
        assert_eq!(of(1, 0, "PRP", "VBD", "it", ""), Some(Relation::Obj));
        assert_eq!(of(1, 0, "PRP", "VBD", "he", "it"), None);
        assert_eq!(of(1, 0, "PRP", "VBD", "", ""), None);
        assert_eq!(
            of(0, 2, "NN", "VBN", "man", "be"),
            Some(Relation::NsubjPass)
        );
        assert_eq!(of(0, 2, "NN", "VBN", "", NOBODY), Some(Relation::Nsubj));
        assert_eq!(Atom::of(NOBODY.as_bytes()), NO_AUXILIARY);
    }

    #[test]
    fn what_is_written_is_read() {
        let tag = |name| Tag::parse(name).unwrap();
        for (at, head, child) in [(3, 4, None), (9, 4, Some(tag("IN.SCONJ")))] {
            let pair = text(at, head, child, tag("NN"), tag("VBD.AUX"));
            let expected = Pair::new(at, head, child, tag("NN"), tag("VBD.AUX"));
            let line = format!("{pair}\tdet");
            assert_eq!(
                read(&line, false),
                Some((expected, Atom::NONE, Relation::Det)),
                "{line}"
            );
            let line = format!("{pair} who\tdet");
            let lemma = Atom::of(b"who");
            assert_eq!(read(&line, true), Some((expected, lemma, Relation::Det)));
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
            "v,d\n",
        ] {
            let error = Pairs::parse(&format!("# why\nv,d.l,d,h\n{line}\n"));
            assert_eq!(error.err().unwrap().line, 3, "{line}");
        }
        let lemma = "v,d.l,d,h,D\n<1 <none> DT\tdet\n";
        let error = Pairs::parse(lemma).err().unwrap();
        assert!(error.line == 2 && error.problem.contains("lemma"));
        let error = Pairs::parse("<1 <none> DT NN\tdet\n").err().unwrap();
        assert_eq!(error.line, 1);
    }
}
