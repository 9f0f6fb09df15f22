//! The arc-hybrid transition system and the conditions that weigh its actions. The parser and the program that
//! learns the weights share this code.
//!
//! A stack and a buffer of the sentence's tokens; three actions (Kuhlmann, Gómez-Rodríguez and Satta 2011): shift
//! the next token; hang the top of the stack on the next token (left); hang it on the one below it (right). What is
//! left on the stack at the end is the root. `2n - 1` steps.

use std::ops::Range;

use super::sort::{self, Sort, Sorts};
use crate::annotate::lex::Tag;
use crate::annotate::weights::Atom;

/// An action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The next token goes on the stack.
    Shift,
    /// The top of the stack hangs on the next token.
    Left,
    /// The top of the stack hangs on the one below.
    Right,
}

impl Action {
    /// All actions, in the order of the weights.
    pub const ALL: [Self; 3] = [Self::Shift, Self::Left, Self::Right];
}

/// What conditions see of a token.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Its tag.
    pub tag: Atom,
    /// Its lemma, where it is frequent; else `NONE`.
    pub word: Atom,
    /// The tag's place among those of the weights; 0 for a gap.
    pub place: u8,
    /// What it is by itself.
    pub sort: Sort,
    /// The next verb from here, as [`look_ahead`] tells it.
    pub ahead: u8,
}

/// The tags and small numbers, as places, that conditions on the top of the stack and the next token see.
pub(super) struct Top {
    pub(super) s0: u8,
    pub(super) b0: u8,
    pub(super) b1: u8,
    pub(super) s0_left: u8,
    pub(super) s0_right: u8,
    pub(super) b0_left: u8,
    pub(super) before: u8,
    pub(super) ahead: usize,
    pub(super) distance: usize,
    pub(super) rights0: usize,
    pub(super) lefts0: usize,
}

/// Those that conditions on the two on top of the stack see.
pub(super) struct Below {
    pub(super) s0: u8,
    pub(super) s1: u8,
    pub(super) s2: u8,
    pub(super) b0: u8,
    pub(super) s0_left: u8,
    pub(super) s0_right: u8,
    pub(super) s1_left: u8,
    pub(super) s1_right: u8,
    pub(super) ahead: usize,
    pub(super) distance: usize,
    pub(super) rights1: usize,
}

/// Those that the others see.
pub(super) struct Around {
    pub(super) s0: u8,
    pub(super) s1: u8,
    pub(super) b0: u8,
    pub(super) b1: u8,
    pub(super) b2: u8,
    pub(super) s0_left: u8,
    pub(super) s0_right: u8,
    pub(super) s1_right: u8,
    pub(super) b0_left: u8,
    pub(super) s0_left2: u8,
    pub(super) s0_right2: u8,
    pub(super) s1_right2: u8,
    pub(super) b0_left2: u8,
}

/// What stands where no token is.
pub(super) const GAP: Node = Node {
    tag: Atom::of(b"<none>"),
    word: Atom::NONE,
    place: 0,
    sort: Sort::Other,
    ahead: 0,
};

/// No token.
pub const NOBODY: u32 = u32::MAX;

/// Names of the conditions: `s0 s1 s2` stack, `b0 b1 b2` buffer, `.l .r` outermost left and right child, `.l2 .r2` the
/// next ones, `d` distance, `n` number of children, `m` what sorts of children, `v` the next verb, `a` the token before
/// the next one; a capital is a lemma, a small letter a tag.
pub const TEMPLATES: [&str; 60] = [
    "S0",
    "B0",
    "S1",
    "B1",
    "s0,b0",
    "S0,b0",
    "s0,B0",
    "S0,B0",
    "s1,s0",
    "S1,s0",
    "s1,S0",
    "S1,S0",
    "s1,b0",
    "S1,b0",
    "b0,b1",
    "s0,b0,b1",
    "s1,s0,b0",
    "s2,s1,s0",
    "s0,b0,b0.l",
    "s0,s0.r,b0",
    "s0,s0.l,b0",
    "s1,s1.r,s0",
    "s1,s0,s0.l",
    "s1,s0,s0.r",
    "s1,s1.r,b0",
    "b0,b1,b2",
    "s0,b1,b2",
    "d,s0,b0",
    "D,s1,s0",
    "s0,n.r,b0",
    "S0,n.r,b0",
    "s1,n.r,s0",
    "s0,n.l,b0",
    "s1,s0,S0.l",
    "S1,S0.l",
    "s2,s1,S0.l",
    "s0,a,b0",
    "s1,s0,S0.r",
    "S0,S0.l,b0",
    "S1,B0",
    "s1,s0,B0",
    "S1,s0,B0",
    "s1,S0,B0",
    "s1,B0,b1",
    "s0,B0,B2",
    "s1,s1.l,s0",
    "s0,b0,B0.l",
    "s0,m.l,b0",
    "s0,m.r,b0",
    "s1,m.l,s0",
    "s1,m.r,s0",
    "s1,s0,m.l",
    "s0,b0,m.l",
    "S0,m.r,b0",
    "s0,b0,v",
    "s1,s0,v",
    "s0,s0.l,s0.l2",
    "s0,s0.r,s0.r2",
    "s1,s1.r,s1.r2",
    "b0,b0.l,b0.l2",
];

/// A small number as a part of a condition, up to 9.
pub(super) fn number(n: usize) -> Atom {
    const DIGITS: [Atom; 10] = {
        let mut atoms = [Atom::NONE; 10];
        let mut at = 0;
        while at < 10 {
            atoms[at] = Atom::of(b"0123456789".split_at(at).1.split_at(1).0);
            at += 1;
        }
        atoms
    };
    DIGITS.get(n.min(9)).copied().unwrap_or(Atom::NONE)
}

/// Distance in tokens, coarse.
fn distance(from: u32, to: u32) -> usize {
    match to.saturating_sub(from) {
        0..=4 => to.saturating_sub(from) as usize,
        5..=7 => 5,
        8..=12 => 6,
        13..=20 => 7,
        _ => 8,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Links {
    left: u32,
    right: u32,
    left2: u32,
    right2: u32,
    lefts: u8,
    rights: u8,
    left_sorts: Sorts,
    right_sorts: Sorts,
    /// The places of the tags of the four.
    left_place: u8,
    right_place: u8,
    left2_place: u8,
    right2_place: u8,
}

const FREE: Links = Links {
    left: NOBODY,
    right: NOBODY,
    left2: NOBODY,
    right2: NOBODY,
    lefts: 0,
    rights: 0,
    left_sorts: Sorts::NONE,
    right_sorts: Sorts::NONE,
    left_place: GAP.place,
    right_place: GAP.place,
    left2_place: GAP.place,
    right2_place: GAP.place,
};

/// Numbers of the templates that name one lemma and nothing else: `S0 B0 S1 B1`.
pub(super) const OF_ONE_LEMMA: Range<u8> = 0..4;

/// The tokens and numbers that conditions look at.
pub(super) struct Seen {
    s0: Node,
    s1: Node,
    s2: Node,
    b0: Node,
    b1: Node,
    b2: Node,
    s0l: Node,
    s0r: Node,
    s1l: Node,
    s1r: Node,
    b0l: Node,
    before: Node,
    s0l2: Node,
    s0r2: Node,
    s1r2: Node,
    b0l2: Node,
    sorts0: [Sorts; 2],
    sorts1: [Sorts; 2],
    sorts_next: Sorts,
    distance: usize,
    below: usize,
    rights0: usize,
    lefts0: usize,
    rights1: usize,
}

/// Tells each node of a sentence what verb comes next; `tags` are those of the same tokens.
pub fn look_ahead(nodes: &mut [Node], tags: &[Tag]) {
    let mut after = 0;
    for (node, tag) in nodes.iter_mut().zip(tags).rev() {
        after = sort::look_ahead(*tag, after);
        node.ahead = after;
    }
}

/// A sentence half parsed; its nodes lie with the caller.
#[derive(Default)]
pub struct State {
    stack: Vec<u32>,
    next: u32,
    /// Heads found so far, inside the sentence.
    pub heads: Vec<u32>,
    links: Vec<Links>,
}

impl State {
    /// Starts anew with a sentence of so many tokens.
    pub fn reset(&mut self, size: usize) {
        self.stack.clear();
        self.next = 0;
        self.heads.clear();
        self.heads.resize(size, NOBODY);
        self.links.clear();
        self.links.resize(size, FREE);
    }

    /// Becomes as far as another of the same sentence.
    pub fn copy(&mut self, other: &Self) {
        self.stack.clone_from(&other.stack);
        self.next = other.next;
        self.heads.clone_from(&other.heads);
        self.links.clone_from(&other.links);
    }

    /// Tokens on the stack, the top last.
    pub fn stack(&self) -> &[u32] {
        &self.stack
    }

    /// The next token of the buffer.
    pub fn next(&self) -> u32 {
        self.next
    }

    /// Whether every token but the root has its head.
    pub fn is_final(&self) -> bool {
        self.next as usize >= self.heads.len() && self.stack.len() <= 1
    }

    /// Whether an action can be taken now.
    pub fn allows(&self, action: Action) -> bool {
        let more = (self.next as usize) < self.heads.len();
        match action {
            Action::Shift => more,
            Action::Left => more && !self.stack.is_empty(),
            Action::Right => self.stack.len() >= 2,
        }
    }

    /// The action where there is only one to take.
    pub fn forced(&self) -> Option<Action> {
        if self.next as usize >= self.heads.len() {
            Some(Action::Right)
        } else if self.stack.is_empty() {
            Some(Action::Shift)
        } else {
            None
        }
    }

    /// Takes an action.
    pub fn apply(&mut self, nodes: &[Node], action: Action) {
        match action {
            Action::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Action::Left => {
                if let Some(child) = self.stack.pop() {
                    self.hang(child, self.next);
                    let (sort, place) = self.sort(nodes, child);
                    if let Some(links) = self.links.get_mut(self.next as usize) {
                        // the stack gives the nearest first: the outermost comes last
                        links.left2 = links.left;
                        links.left = child;
                        links.left2_place = links.left_place;
                        links.left_place = place;
                        links.lefts += u8::from(links.lefts < 9);
                        links.left_sorts.add(sort);
                    }
                }
            }
            Action::Right => {
                if let Some(child) = self.stack.pop()
                    && let Some(head) = self.stack.last().copied()
                {
                    self.hang(child, head);
                    let (sort, place) = self.sort(nodes, child);
                    if let Some(links) = self.links.get_mut(head as usize) {
                        links.right2 = links.right;
                        links.right = child;
                        links.right2_place = links.right_place;
                        links.right_place = place;
                        links.rights += u8::from(links.rights < 9);
                        links.right_sorts.add(sort);
                    }
                }
            }
        }
    }

    /// What a token is with its children, and the place of its tag.
    fn sort(&self, nodes: &[Node], at: u32) -> (Sort, u8) {
        let own = node(nodes, at);
        (own.sort.with(self.link(at).left_sorts), own.place)
    }

    fn hang(&mut self, child: u32, head: u32) {
        if let Some(slot) = self.heads.get_mut(child as usize) {
            *slot = head;
        }
    }

    #[inline]
    fn link(&self, at: u32) -> &Links {
        self.links.get(at as usize).unwrap_or(&FREE)
    }

    /// Calls `add` with every condition that holds now.
    #[inline]
    pub fn conditions(&self, nodes: &[Node], mut add: impl FnMut(u8, Atom, Atom, Atom)) {
        let seen = self.seen(nodes);
        seen.tag_conditions(&mut add);
        seen.word_conditions(&mut add);
        let lemmas = [self.on(1), self.next, self.on(2), self.next.wrapping_add(1)];
        for (template, at) in OF_ONE_LEMMA.zip(lemmas) {
            let word = node(nodes, at).word;
            if word != Atom::NONE {
                add(template, word, Atom::NONE, Atom::NONE);
            }
        }
    }

    /// The token so far down the stack, the top as 1.
    #[inline]
    pub(super) fn on(&self, back: usize) -> u32 {
        let at = self.stack.len().checked_sub(back);
        at.and_then(|at| self.stack.get(at))
            .copied()
            .unwrap_or(NOBODY)
    }

    /// Whether another tree of the sentence looks the same from here: the top of the stack and the next token, with what
    /// hangs on them.
    #[inline]
    pub(super) fn looks_like(&self, other: &Self) -> bool {
        let links = |at: u32| self.link(at) == other.link(at);
        self.next == other.next
            && (1..=3).all(|back| self.on(back) == other.on(back))
            && links(self.on(1))
            && links(self.on(2))
            && links(self.next)
    }

    /// What [`Seen::tag_conditions`] names with the top of the stack and the next token.
    #[inline]
    pub(super) fn top(&self, nodes: &[Node]) -> Top {
        let i0 = self.on(1);
        let (s0, b0) = (node(nodes, i0), node(nodes, self.next));
        let (l0, lb) = (self.link(i0), self.link(self.next));
        Top {
            s0: s0.place,
            b0: b0.place,
            b1: node(nodes, self.next + 1).place,
            s0_left: l0.left_place,
            s0_right: l0.right_place,
            b0_left: lb.left_place,
            before: node(nodes, self.next.wrapping_sub(1)).place,
            ahead: b0.ahead.into(),
            distance: distance(i0, self.next),
            rights0: l0.rights.into(),
            lefts0: l0.lefts.into(),
        }
    }

    /// What it names with the two on top of the stack.
    #[inline]
    pub(super) fn below(&self, nodes: &[Node]) -> Below {
        let (i0, i1, i2) = (self.on(1), self.on(2), self.on(3));
        let (l0, l1) = (self.link(i0), self.link(i1));
        let b0 = node(nodes, self.next);
        Below {
            s0: node(nodes, i0).place,
            s1: node(nodes, i1).place,
            s2: node(nodes, i2).place,
            b0: b0.place,
            s0_left: l0.left_place,
            s0_right: l0.right_place,
            s1_left: l1.left_place,
            s1_right: l1.right_place,
            ahead: b0.ahead.into(),
            distance: distance(i1, i0),
            rights1: l1.rights.into(),
        }
    }

    /// What it names with neither.
    #[inline]
    pub(super) fn around(&self, nodes: &[Node]) -> Around {
        let (i0, i1) = (self.on(1), self.on(2));
        let (l0, l1, lb) = (self.link(i0), self.link(i1), self.link(self.next));
        Around {
            s0: node(nodes, i0).place,
            s1: node(nodes, i1).place,
            b0: node(nodes, self.next).place,
            b1: node(nodes, self.next + 1).place,
            b2: node(nodes, self.next + 2).place,
            s0_left: l0.left_place,
            s0_right: l0.right_place,
            s1_right: l1.right_place,
            b0_left: lb.left_place,
            s0_left2: l0.left2_place,
            s0_right2: l0.right2_place,
            s1_right2: l1.right2_place,
            b0_left2: lb.left2_place,
        }
    }

    /// The tokens that conditions look at.
    #[inline]
    pub(super) fn seen(&self, nodes: &[Node]) -> Seen {
        let node = |at: u32| *node(nodes, at);
        let (i0, i1, i2) = (self.on(1), self.on(2), self.on(3));
        let (l0, l1, lb) = (self.link(i0), self.link(i1), self.link(self.next));
        Seen {
            s0: node(i0),
            s1: node(i1),
            s2: node(i2),
            b0: node(self.next),
            b1: node(self.next + 1),
            b2: node(self.next + 2),
            s0l: node(l0.left),
            s0r: node(l0.right),
            s1l: node(l1.left),
            s1r: node(l1.right),
            b0l: node(lb.left),
            before: node(self.next.wrapping_sub(1)),
            s0l2: node(l0.left2),
            s0r2: node(l0.right2),
            s1r2: node(l1.right2),
            b0l2: node(lb.left2),
            sorts0: [l0.left_sorts, l0.right_sorts],
            sorts1: [l1.left_sorts, l1.right_sorts],
            sorts_next: lb.left_sorts,
            distance: distance(i0, self.next),
            below: distance(i1, i0),
            rights0: l0.rights.into(),
            lefts0: l0.lefts.into(),
            rights1: l1.rights.into(),
        }
    }
}

#[inline]
fn node(nodes: &[Node], at: u32) -> &Node {
    nodes.get(at as usize).unwrap_or(&GAP)
}

impl Seen {
    /// The conditions that name only tags and numbers; `grid` knows their weights by place.
    fn tag_conditions(&self, mut add: impl FnMut(u8, Atom, Atom, Atom)) {
        let &Self {
            s0,
            s1,
            s2,
            b0,
            b1,
            b2,
            s0l,
            s0r,
            s1l,
            s1r,
            b0l,
            before,
            s0l2,
            s0r2,
            s1r2,
            b0l2,
            ..
        } = self;
        let none = Atom::NONE;
        add(4, s0.tag, b0.tag, none);
        add(8, s1.tag, s0.tag, none);
        add(12, s1.tag, b0.tag, none);
        add(14, b0.tag, b1.tag, none);
        add(15, s0.tag, b0.tag, b1.tag);
        add(16, s1.tag, s0.tag, b0.tag);
        add(17, s2.tag, s1.tag, s0.tag);
        add(18, s0.tag, b0.tag, b0l.tag);
        add(19, s0.tag, s0r.tag, b0.tag);
        add(20, s0.tag, s0l.tag, b0.tag);
        add(21, s1.tag, s1r.tag, s0.tag);
        add(22, s1.tag, s0.tag, s0l.tag);
        add(23, s1.tag, s0.tag, s0r.tag);
        add(24, s1.tag, s1r.tag, b0.tag);
        add(25, b0.tag, b1.tag, b2.tag);
        add(26, s0.tag, b1.tag, b2.tag);
        add(27, number(self.distance), s0.tag, b0.tag);
        add(28, number(self.below), s1.tag, s0.tag);
        add(29, s0.tag, number(self.rights0), b0.tag);
        add(31, s1.tag, number(self.rights1), s0.tag);
        add(32, s0.tag, number(self.lefts0), b0.tag);
        add(36, s0.tag, before.tag, b0.tag);
        add(45, s1.tag, s1l.tag, s0.tag);
        let ahead = number(b0.ahead.into());
        add(54, s0.tag, b0.tag, ahead);
        add(55, s1.tag, s0.tag, ahead);
        add(56, s0.tag, s0l.tag, s0l2.tag);
        add(57, s0.tag, s0r.tag, s0r2.tag);
        add(58, s1.tag, s1r.tag, s1r2.tag);
        add(59, b0.tag, b0l.tag, b0l2.tag);
    }

    /// The conditions that name sorts of children or a lemma with something else.
    #[inline]
    pub(super) fn word_conditions(&self, mut add: impl FnMut(u8, Atom, Atom, Atom)) {
        let &Self {
            s0,
            s1,
            s2,
            b0,
            b1,
            b2,
            s0l,
            s0r,
            b0l,
            rights0,
            sorts0,
            sorts1,
            sorts_next,
            ..
        } = self;
        let none = Atom::NONE;
        let [left0, right0] = sorts0.map(Sorts::atom);
        let [left1, right1] = sorts1.map(Sorts::atom);
        add(47, s0.tag, left0, b0.tag);
        add(48, s0.tag, right0, b0.tag);
        add(49, s1.tag, left1, s0.tag);
        add(50, s1.tag, right1, s0.tag);
        add(51, s1.tag, s0.tag, left0);
        add(52, s0.tag, b0.tag, sorts_next.atom());
        if s0.word != none {
            add(5, s0.word, b0.tag, none);
            add(10, s1.tag, s0.word, none);
            add(30, s0.word, number(rights0), b0.tag);
            add(53, s0.word, right0, b0.tag);
            if b0.word != none {
                add(7, s0.word, b0.word, none);
            }
            if s1.word != none {
                add(11, s1.word, s0.word, none);
            }
            if s0l.word != none {
                add(38, s0.word, s0l.word, b0.tag);
            }
        }
        if b0l.word != none {
            add(46, s0.tag, b0.tag, b0l.word);
        }
        if b0.word != none {
            add(40, s1.tag, s0.tag, b0.word);
            add(43, s1.tag, b0.word, b1.tag);
            if s1.word != none {
                add(39, s1.word, b0.word, none);
                add(41, s1.word, s0.tag, b0.word);
            }
            if s0.word != none {
                add(42, s1.tag, s0.word, b0.word);
            }
            if b2.word != none {
                add(44, s0.tag, b0.word, b2.word);
            }
            add(6, s0.tag, b0.word, none);
        }
        if s1.word != none {
            add(9, s1.word, s0.tag, none);
            add(13, s1.word, b0.tag, none);
            if s0l.word != none {
                add(34, s1.word, s0l.word, none);
            }
        }
        if s0l.word != none {
            add(33, s1.tag, s0.tag, s0l.word);
            add(35, s2.tag, s1.tag, s0l.word);
        }
        if s0r.word != none {
            add(37, s1.tag, s0.tag, s0r.word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_actions_build_a_tree() {
        let mut state = State::default();
        state.reset(3);
        // "men shot judges": men ← shot → judges
        for action in [
            Action::Shift,
            Action::Left,
            Action::Shift,
            Action::Shift,
            Action::Right,
        ] {
            assert!(state.allows(action));
            state.apply(&[GAP; 3], action);
        }
        assert!(state.is_final());
        assert_eq!(state.heads, [1, NOBODY, 1]);
    }
}
