//! The arc-hybrid transition system and the conditions that weigh its actions. The parser and the program that
//! learns the weights share this code.
//!
//! A stack and a buffer of the sentence's tokens; three actions (Kuhlmann, Gómez-Rodríguez and Satta 2011): shift
//! the next token; hang the top of the stack on the next token (left); hang it on the one below it (right). What is
//! left on the stack at the end is the root. `2n - 1` steps.

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
}

/// The tags and small numbers that conditions see, as places.
pub(super) struct Tags {
    pub(super) s0: u8,
    pub(super) s1: u8,
    pub(super) s2: u8,
    pub(super) b0: u8,
    pub(super) b1: u8,
    pub(super) b2: u8,
    pub(super) s0_left: u8,
    pub(super) s0_right: u8,
    pub(super) s1_left: u8,
    pub(super) s1_right: u8,
    pub(super) b0_left: u8,
    pub(super) before: u8,
    pub(super) distance: usize,
    pub(super) below: usize,
    pub(super) rights0: usize,
    pub(super) lefts0: usize,
    pub(super) rights1: usize,
}

/// What stands where no token is.
pub(super) const GAP: Node = Node {
    tag: Atom::of(b"<none>"),
    word: Atom::NONE,
    place: 0,
};

/// No token.
pub const NOBODY: u32 = u32::MAX;

/// Names of the conditions: `s0 s1 s2` stack, `b0 b1 b2` buffer, `.l .r` outermost left and right child, `d` distance, `n`
/// number of children, `a` the token before the next one; a capital is a lemma, a small letter a tag.
pub const TEMPLATES: [&str; 50] = [
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
    "B0,b1",
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
    "s0,B0,b1",
    "s1,B0,b1",
    "s0,B0,B2",
    "B0,b1,b2",
    "s1,s1.l,s0",
    "s0,b0,B0.l",
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

#[derive(Clone, Copy)]
struct Links {
    left: u32,
    right: u32,
    lefts: u8,
    rights: u8,
}

const FREE: Links = Links {
    left: NOBODY,
    right: NOBODY,
    lefts: 0,
    rights: 0,
};

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
    distance: usize,
    below: usize,
    rights0: usize,
    lefts0: usize,
    rights1: usize,
}

/// A sentence half parsed.
#[derive(Default)]
pub struct State {
    nodes: Vec<Node>,
    stack: Vec<u32>,
    next: u32,
    /// Heads found so far, inside the sentence.
    pub heads: Vec<u32>,
    links: Vec<Links>,
}

impl State {
    /// Starts anew with the nodes of a sentence.
    pub fn reset(&mut self, nodes: impl Iterator<Item = Node>) {
        self.nodes.clear();
        self.nodes.extend(nodes);
        self.stack.clear();
        self.next = 0;
        self.heads.clear();
        self.heads.resize(self.nodes.len(), NOBODY);
        self.links.clear();
        self.links.resize(self.nodes.len(), FREE);
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
        self.next as usize >= self.nodes.len() && self.stack.len() <= 1
    }

    /// Whether an action can be taken now.
    pub fn allows(&self, action: Action) -> bool {
        let more = (self.next as usize) < self.nodes.len();
        match action {
            Action::Shift => more,
            Action::Left => more && !self.stack.is_empty(),
            Action::Right => self.stack.len() >= 2,
        }
    }

    /// The action where there is only one to take.
    pub fn forced(&self) -> Option<Action> {
        if self.next as usize >= self.nodes.len() {
            Some(Action::Right)
        } else if self.stack.is_empty() {
            Some(Action::Shift)
        } else {
            None
        }
    }

    /// Takes an action.
    pub fn apply(&mut self, action: Action) {
        match action {
            Action::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Action::Left => {
                if let Some(child) = self.stack.pop() {
                    self.hang(child, self.next);
                    if let Some(links) = self.links.get_mut(self.next as usize) {
                        // the stack gives the nearest first: the outermost comes last
                        links.left = child;
                        links.lefts += u8::from(links.lefts < 9);
                    }
                }
            }
            Action::Right => {
                if let Some(child) = self.stack.pop()
                    && let Some(head) = self.stack.last().copied()
                {
                    self.hang(child, head);
                    if let Some(links) = self.links.get_mut(head as usize) {
                        links.right = child;
                        links.rights += u8::from(links.rights < 9);
                    }
                }
            }
        }
    }

    fn hang(&mut self, child: u32, head: u32) {
        if let Some(slot) = self.heads.get_mut(child as usize) {
            *slot = head;
        }
    }

    #[inline]
    fn node(&self, at: u32) -> Node {
        self.nodes.get(at as usize).copied().unwrap_or(GAP)
    }

    #[inline]
    fn linked(&self, at: u32) -> Links {
        self.links.get(at as usize).copied().unwrap_or(FREE)
    }

    /// Calls `add` with every condition that holds now.
    #[inline]
    pub fn conditions(&self, mut add: impl FnMut(u8, Atom, Atom, Atom)) {
        let seen = self.seen();
        seen.tag_conditions(&mut add);
        seen.word_conditions(&mut add);
    }

    /// The tokens that conditions look at.
    #[inline]
    pub(super) fn seen(&self) -> Seen {
        let depth = self.stack.len();
        let on = |back: usize| {
            depth
                .checked_sub(back)
                .and_then(|at| self.stack.get(at))
                .copied()
                .unwrap_or(NOBODY)
        };
        let (i0, i1, i2) = (on(1), on(2), on(3));
        let (l0, l1, lb) = (self.linked(i0), self.linked(i1), self.linked(self.next));
        Seen {
            s0: self.node(i0),
            s1: self.node(i1),
            s2: self.node(i2),
            b0: self.node(self.next),
            b1: self.node(self.next + 1),
            b2: self.node(self.next + 2),
            s0l: self.node(l0.left),
            s0r: self.node(l0.right),
            s1l: self.node(l1.left),
            s1r: self.node(l1.right),
            b0l: self.node(lb.left),
            before: self.node(self.next.wrapping_sub(1)),
            distance: distance(i0, self.next),
            below: distance(i1, i0),
            rights0: l0.rights.into(),
            lefts0: l0.lefts.into(),
            rights1: l1.rights.into(),
        }
    }
}

impl Seen {
    /// The tags and numbers that [`Seen::tag_conditions`] names.
    #[inline]
    pub(super) fn tags(&self) -> Tags {
        Tags {
            s0: self.s0.place,
            s1: self.s1.place,
            s2: self.s2.place,
            b0: self.b0.place,
            b1: self.b1.place,
            b2: self.b2.place,
            s0_left: self.s0l.place,
            s0_right: self.s0r.place,
            s1_left: self.s1l.place,
            s1_right: self.s1r.place,
            b0_left: self.b0l.place,
            before: self.before.place,
            distance: self.distance,
            below: self.below,
            rights0: self.rights0,
            lefts0: self.lefts0,
            rights1: self.rights1,
        }
    }

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
            ..
        } = self;
        let none = Atom::NONE;
        add(4, s0.tag, b0.tag, none);
        add(8, s1.tag, s0.tag, none);
        add(12, s1.tag, b0.tag, none);
        add(14, b0.tag, b1.tag, none);
        add(16, s0.tag, b0.tag, b1.tag);
        add(17, s1.tag, s0.tag, b0.tag);
        add(18, s2.tag, s1.tag, s0.tag);
        add(19, s0.tag, b0.tag, b0l.tag);
        add(20, s0.tag, s0r.tag, b0.tag);
        add(21, s0.tag, s0l.tag, b0.tag);
        add(22, s1.tag, s1r.tag, s0.tag);
        add(23, s1.tag, s0.tag, s0l.tag);
        add(24, s1.tag, s0.tag, s0r.tag);
        add(25, s1.tag, s1r.tag, b0.tag);
        add(26, b0.tag, b1.tag, b2.tag);
        add(27, s0.tag, b1.tag, b2.tag);
        add(28, number(self.distance), s0.tag, b0.tag);
        add(29, number(self.below), s1.tag, s0.tag);
        add(30, s0.tag, number(self.rights0), b0.tag);
        add(32, s1.tag, number(self.rights1), s0.tag);
        add(33, s0.tag, number(self.lefts0), b0.tag);
        add(37, s0.tag, before.tag, b0.tag);
        add(48, s1.tag, s1l.tag, s0.tag);
    }

    /// The conditions that name a lemma.
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
            ..
        } = self;
        let none = Atom::NONE;
        if s0.word != none {
            add(0, s0.word, none, none);
            add(5, s0.word, b0.tag, none);
            add(10, s1.tag, s0.word, none);
            add(31, s0.word, number(rights0), b0.tag);
            if b0.word != none {
                add(7, s0.word, b0.word, none);
            }
            if s1.word != none {
                add(11, s1.word, s0.word, none);
            }
            if s0l.word != none {
                add(39, s0.word, s0l.word, b0.tag);
            }
        }
        if b0l.word != none {
            add(49, s0.tag, b0.tag, b0l.word);
        }
        if b0.word != none {
            add(41, s1.tag, s0.tag, b0.word);
            add(44, s0.tag, b0.word, b1.tag);
            add(45, s1.tag, b0.word, b1.tag);
            add(47, b0.word, b1.tag, b2.tag);
            if s1.word != none {
                add(40, s1.word, b0.word, none);
                add(42, s1.word, s0.tag, b0.word);
            }
            if s0.word != none {
                add(43, s1.tag, s0.word, b0.word);
            }
            if b2.word != none {
                add(46, s0.tag, b0.word, b2.word);
            }
            add(1, b0.word, none, none);
            add(6, s0.tag, b0.word, none);
            add(15, b0.word, b1.tag, none);
        }
        if s1.word != none {
            add(2, s1.word, none, none);
            add(9, s1.word, s0.tag, none);
            add(13, s1.word, b0.tag, none);
            if s0l.word != none {
                add(35, s1.word, s0l.word, none);
            }
        }
        if b1.word != none {
            add(3, b1.word, none, none);
        }
        if s0l.word != none {
            add(34, s1.tag, s0.tag, s0l.word);
            add(36, s2.tag, s1.tag, s0l.word);
        }
        if s0r.word != none {
            add(38, s1.tag, s0.tag, s0r.word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_actions_build_a_tree() {
        let mut state = State::default();
        state.reset([GAP; 3].into_iter());
        // "men shot judges": men ← shot → judges
        for action in [
            Action::Shift,
            Action::Left,
            Action::Shift,
            Action::Shift,
            Action::Right,
        ] {
            assert!(state.allows(action));
            state.apply(action);
        }
        assert!(state.is_final());
        assert_eq!(state.heads, [1, NOBODY, 1]);
    }
}
