//! The conditions that vote for the relation of a token to its head, once all heads are known.

use super::relation::Relation;
use super::sort::Sort;
use super::state::Node;
use crate::annotate::lex::{Tag, Upos};
use crate::annotate::weights::Atom;

/// Names of the conditions: `d` the token, `h` its head, `.l .r` outermost children, `.a` the auxiliary before, `-1 +1`
/// neighbours, `p` the sibling before with its relation, `v` side and distance; a capital is a lemma, a small letter a tag.
pub const TEMPLATES: [&str; 26] = [
    "v,d,h", "D,h,v", "d,H,v", "D,H", "D", "D.l,d,h", "D.l,H", "D.l,D", "d,h,w", "d-1,d,h",
    "d+1,d,h", "H.a,h,d", "d.l,d,h", "d.r,d,h", "p,d,v", "P,d,h", "p,H,v", "h.p,d,h", "D.a,d,h",
    "d,before", "p,P,d", "D.r,d,h", "h.r,d,h", "D.l,d,v", "h.l,d,v", "o,d,h",
];

/// A sentence with all its heads.
pub struct Skeleton<'s> {
    /// What conditions see of the tokens.
    pub nodes: &'s [Node],
    /// Their tags.
    pub tags: &'s [Tag],
    /// Their heads inside the sentence; the root's is itself.
    pub heads: &'s [u32],
}

/// What is gathered once about a sentence's tree.
#[derive(Default)]
pub struct Gathered {
    /// Outermost left and right child, last auxiliary on the left.
    kin: Vec<Kin>,
    /// The sibling on the same side before each token.
    before: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Kin {
    left: u32,
    right: u32,
    auxiliary: u32,
    last_left: u32,
    first: u32,
    nominals: u8,
}

const NOBODY: u32 = u32::MAX;
const ALONE: Kin = Kin {
    left: NOBODY,
    right: NOBODY,
    auxiliary: NOBODY,
    last_left: NOBODY,
    first: NOBODY,
    nominals: 0,
};
const GAP: Node = Node {
    tag: Atom::of(b"<none>"),
    word: Atom::of(b"<none>"),
    place: 0,
    sort: Sort::Other,
    ahead: 0,
};

impl Gathered {
    /// Gathers what the conditions need of `tree`. Linear.
    pub fn read(&mut self, tree: &Skeleton<'_>) {
        let size = tree.heads.len();
        self.kin.clear();
        self.kin.resize(size, ALONE);
        self.before.clear();
        self.before.resize(size, NOBODY);
        for (at, head) in tree.heads.iter().enumerate() {
            let token = u32::try_from(at).unwrap_or(NOBODY);
            let Some(kin) = self.kin.get_mut(*head as usize).filter(|_| *head != token) else {
                continue;
            };
            let punctuation = tree.tags.get(at).is_some_and(|t| t.is_punctuation());
            if punctuation {
                continue;
            }
            if token < *head {
                if kin.left == NOBODY {
                    kin.left = token;
                }
                if tree.tags.get(at).is_some_and(|t| t.upos == Upos::Aux) {
                    kin.auxiliary = token;
                }
                if let Some(slot) = self.before.get_mut(at) {
                    *slot = kin.last_left;
                }
                kin.last_left = token;
            } else {
                if let Some(slot) = self.before.get_mut(at) {
                    *slot = kin.right;
                }
                kin.right = token;
                if kin.first == NOBODY {
                    kin.first = token;
                }
            }
            kin.nominals += u8::from(kin.nominals < 200);
        }
    }

    /// The outermost child of a token on its left, punctuation aside.
    #[inline]
    pub fn left(&self, at: usize) -> Option<usize> {
        let left = self.kin.get(at)?.left;
        (left != NOBODY).then_some(left as usize)
    }

    /// The last auxiliary on the left of a token.
    #[inline]
    pub fn auxiliary(&self, at: usize) -> Option<usize> {
        let auxiliary = self.kin.get(at)?.auxiliary;
        (auxiliary != NOBODY).then_some(auxiliary as usize)
    }

    /// Calls `add` with every condition for the relation of token `at`; `given` holds the relations found before it.
    #[inline]
    pub fn conditions(
        &self,
        tree: &Skeleton<'_>,
        at: usize,
        given: &[Relation],
        mut add: impl FnMut(u8, Atom, Atom, Atom),
    ) {
        self.fixed_conditions(tree, at, &mut add);
        self.given_conditions(tree, at, given, &mut add);
    }

    /// Those that look at the relation found for the sibling before.
    #[inline]
    pub fn given_conditions(
        &self,
        tree: &Skeleton<'_>,
        at: usize,
        given: &[Relation],
        mut add: impl FnMut(u8, Atom, Atom, Atom),
    ) {
        let token = u32::try_from(at).unwrap_or(NOBODY);
        let node = |i: u32| tree.nodes.get(i as usize).copied().unwrap_or(GAP);
        let head = tree.heads.get(at).copied().unwrap_or(NOBODY);
        let (d, h) = (node(token), node(head));
        let before = self.before.get(at).copied().unwrap_or(NOBODY);
        let relation = given.get(before as usize).map_or(GAP.tag, |r| atom(*r));
        let side = if token < head { LEFT } else { RIGHT };
        add(14, relation, d.tag, side);
        add(20, relation, node(before).tag, d.tag);
        if h.word != Atom::NONE {
            add(16, relation, h.word, side);
        }
    }

    /// Those that look at the tree alone.
    #[inline]
    pub fn fixed_conditions(
        &self,
        tree: &Skeleton<'_>,
        at: usize,
        mut add: impl FnMut(u8, Atom, Atom, Atom),
    ) {
        let token = u32::try_from(at).unwrap_or(NOBODY);
        let node = |i: u32| tree.nodes.get(i as usize).copied().unwrap_or(GAP);
        let kin = |i: u32| self.kin.get(i as usize).copied().unwrap_or(ALONE);
        let head = tree.heads.get(at).copied().unwrap_or(NOBODY);
        let (d, h) = (node(token), node(head));
        let (own_kin, head_kin) = (kin(token), kin(head));
        let before = self.before.get(at).copied().unwrap_or(NOBODY);
        let sibling = node(before);
        let (dl, dr) = (node(own_kin.left), node(own_kin.right));
        let side = if token < head { LEFT } else { RIGHT };
        let far = span(token, head);
        let blank = Atom::NONE;
        let (previous, next) = (node(token.wrapping_sub(1)), node(token + 1));
        let above = tree
            .heads
            .get(head as usize)
            .copied()
            .filter(|a| *a != head)
            .unwrap_or(NOBODY);
        let edge = node(
            if own_kin.left == NOBODY {
                token
            } else {
                own_kin.left
            }
            .wrapping_sub(1),
        );
        add(0, side, d.tag, h.tag);
        add(8, d.tag, h.tag, far);
        add(9, previous.tag, d.tag, h.tag);
        add(10, next.tag, d.tag, h.tag);
        add(12, dl.tag, d.tag, h.tag);
        add(13, dr.tag, d.tag, h.tag);
        add(15, sibling.tag, d.tag, h.tag);
        add(17, node(above).tag, d.tag, h.tag);
        add(19, d.tag, edge.tag, side);
        add(22, node(head_kin.right).tag, d.tag, h.tag);
        add(24, node(head_kin.left).tag, d.tag, side);
        add(25, node(head_kin.first).tag, d.tag, h.tag);
        let auxiliary = node(head_kin.auxiliary).word;
        if auxiliary != blank {
            add(11, auxiliary, h.tag, d.tag);
        }
        let own = node(own_kin.auxiliary).word;
        if own != blank {
            add(18, own, d.tag, h.tag);
        }
        if d.word != blank {
            add(1, d.word, h.tag, side);
            add(4, d.word, blank, blank);
            if h.word != blank {
                add(3, d.word, h.word, blank);
            }
        }
        if h.word != blank {
            add(2, d.tag, h.word, side);
        }
        if dl.word != blank {
            add(5, dl.word, d.tag, h.tag);
            add(23, dl.word, d.tag, side);
            if h.word != blank {
                add(6, dl.word, h.word, blank);
            }
            if d.word != blank {
                add(7, dl.word, d.word, blank);
            }
        }
        if dr.word != blank {
            add(21, dr.word, d.tag, h.tag);
        }
    }
}

const LEFT: Atom = Atom::of(b"<");
const RIGHT: Atom = Atom::of(b">");

/// Texts of the parts that are neither tags, lemmas nor relations.
pub const PARTS: [&str; 12] = [
    "<", ">", "<none>", "<1", "<2", "<3", "<6", "<9", ">1", ">2", ">3", ">6",
];

/// Side and distance of a head.
fn span(token: u32, head: u32) -> Atom {
    const SPANS: [Atom; 10] = [
        Atom::of(b"<1"),
        Atom::of(b"<2"),
        Atom::of(b"<3"),
        Atom::of(b"<6"),
        Atom::of(b"<9"),
        Atom::of(b">1"),
        Atom::of(b">2"),
        Atom::of(b">3"),
        Atom::of(b">6"),
        Atom::of(b">9"),
    ];
    let place = match token.abs_diff(head) {
        0 | 1 => 0,
        2 => 1,
        3..=5 => 2,
        6..=8 => 3,
        _ => 4,
    };
    SPANS
        .get(place + if token < head { 0 } else { 5 })
        .copied()
        .unwrap_or(Atom::NONE)
}

/// A relation as a part of a condition.
fn atom(relation: Relation) -> Atom {
    const SIZE: usize = Relation::ALL.len();
    const ATOMS: [Atom; SIZE] = {
        let mut atoms = [Atom::NONE; SIZE];
        let mut at = 0;
        while at < SIZE {
            atoms[at] = Atom::of(Relation::ALL[at].as_str().as_bytes());
            at += 1;
        }
        atoms
    };
    ATOMS.get(relation as usize).copied().unwrap_or(Atom::NONE)
}
