//! What tag and writing of a token tell of the atoms that may match there: a bit for each gate, some look-ups a token.
//!
//! *Takes* the atoms of the rules. *Gives* for each the number of its gate, and for a token the gates that it passes.
//! *Promises* to shut out no token that the atom takes. Atoms that ask for the same tags and shapes share a gate; those
//! that ask for none, and those beyond the last bit, are open everywhere.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::atoms::{VERB, tag_is};
use super::lex::{Tag, Upos, Xpos};
use super::reading::Reading;
use super::writing::Writing;
use crate::ontology::{AtomTest, Key, Ontology, Test, Wanted};
use crate::pattern::{Anchor, AtomId, Input};

/// The gate that everything passes.
const OPEN: u8 = 63;

/// The gates of the atoms of some rules.
#[derive(Clone, Debug)]
pub(super) struct Gates {
    /// By code of the tag.
    by_tag: Vec<u64>,
    /// By number of the writing.
    by_writing: [u64; Writing::NUMBERS],
    /// By number of the atom.
    of_atom: Vec<u8>,
    /// By number of the atom, what its gate leaves open.
    rest: Vec<Option<Box<[Test]>>>,
    /// By what the atoms ask for.
    known: FxHashMap<Vec<Asked>, u8>,
}

/// What a test asks for: whether it must not hold, whether it is about the tag, and any of these.
type Asked = (bool, bool, Vec<u64>);

impl Default for Gates {
    fn default() -> Self {
        let codes = tags().map(|tag| usize::from(tag.code()) + 1).max();
        Self {
            by_tag: vec![u64::MAX; codes.unwrap_or(0)],
            by_writing: [u64::MAX; Writing::NUMBERS],
            of_atom: Vec::new(),
            rest: Vec::new(),
            known: FxHashMap::default(),
        }
    }
}

impl Gates {
    /// Gives an atom its gate.
    pub(super) fn add(&mut self, ontology: &Ontology, atom: AtomId) {
        let Some(AtomTest::Token(tests)) = ontology.rules.atoms.get(atom) else {
            return;
        };
        let asked: Vec<Asked> = tests.iter().filter_map(asked).collect();
        if asked.is_empty() {
            return;
        }
        let at = atom.0 as usize;
        if self.of_atom.len() <= at {
            self.of_atom.resize(at + 1, OPEN);
            self.rest.resize(at + 1, None);
        }
        let gate = self.gate(asked);
        if let Some(cell) = self.of_atom.get_mut(at) {
            *cell = gate;
        }
        if let Some(cell) = self.rest.get_mut(at).filter(|_| gate != OPEN) {
            let rest = tests.iter().filter(|t| !is_told(t)).cloned();
            *cell = Some(rest.collect());
        }
    }

    /// The gate of what an atom asks for.
    fn gate(&mut self, asked: Vec<Asked>) -> u8 {
        if let Some(gate) = self.known.get(&asked) {
            return *gate;
        }
        let gate = u8::try_from(self.known.len()).unwrap_or(OPEN).min(OPEN);
        if gate == OPEN {
            return OPEN;
        }
        for tag in tags() {
            let passes = |(negated, _, wanted): &Asked| may_pass(tag, wanted, *negated);
            if !asked.iter().filter(|a| a.1).all(passes)
                && let Some(gates) = self.by_tag.get_mut(usize::from(tag.code()))
            {
                *gates &= !(1 << gate);
            }
        }
        for (number, gates) in self.by_writing.iter_mut().enumerate() {
            let shapes = number as u64;
            let passes =
                |(negated, _, wanted): &Asked| wanted.iter().any(|s| shapes & s != 0) != *negated;
            if !asked.iter().filter(|a| !a.1).all(passes) {
                *gates &= !(1 << gate);
            }
        }
        self.known.insert(asked, gate);
        gate
    }

    /// The gate of an atom.
    #[inline]
    pub(super) fn of(&self, atom: AtomId) -> u8 {
        self.of_atom.get(atom.0 as usize).copied().unwrap_or(OPEN)
    }
}

/// A reading that asks of an atom only what its gate leaves open: for places where the gate is known to be passed.
pub(super) struct Gated<'g, 'a> {
    reading: &'g Reading<'a>,
    gates: &'g Gates,
}

impl<'g, 'a> Gated<'g, 'a> {
    pub(super) fn new(reading: &'g Reading<'a>, gates: &'g Gates) -> Self {
        Self { reading, gates }
    }
}

impl Input for Gated<'_, '_> {
    fn atom(&self, atom: AtomId, at: usize) -> Option<usize> {
        match self.gates.rest.get(atom.0 as usize) {
            Some(Some(rest)) => {
                let passes = |test| self.reading.plain_token_passes(test, at);
                rest.iter().all(passes).then_some(at + 1)
            }
            _ => self.reading.atom(atom, at),
        }
    }

    fn barrier(&self, at: usize) -> bool {
        self.reading.barrier(at)
    }

    fn border(&self, anchor: Anchor, at: usize, sentence: &Range<usize>) -> bool {
        self.reading.border(anchor, at, sentence)
    }
}

/// The gates that the tokens of one sentence pass; the room is used again for the next.
#[derive(Clone, Debug, Default)]
pub struct Passed {
    start: usize,
    gates: Vec<u64>,
}

impl Passed {
    /// Turns to the tokens of a sentence.
    pub(super) fn begin(&mut self, reading: &Reading<'_>, gates: &Gates, tokens: &Range<usize>) {
        self.start = tokens.start;
        self.gates.clear();
        self.gates.extend(tokens.clone().map(|at| {
            let tag = reading.lex.tag(at);
            let by_tag = gates.by_tag.get(usize::from(tag.code())).copied();
            let writing = reading.rule_writing(at).number();
            let by_writing = gates.by_writing.get(writing).copied();
            by_tag.unwrap_or(u64::MAX) & by_writing.unwrap_or(u64::MAX)
        }));
    }

    /// Whether a token passes a gate.
    #[inline]
    pub(super) fn lets(&self, gate: u8, at: usize) -> bool {
        let gates = at.checked_sub(self.start).and_then(|at| self.gates.get(at));
        gates.is_none_or(|gates| gates >> gate & 1 != 0)
    }

    /// Token by token, whether it passes a gate.
    pub(super) fn each(&self, gate: u8) -> impl Iterator<Item = bool> + '_ {
        self.gates.iter().map(move |gates| gates >> gate & 1 != 0)
    }
}

/// All tags.
fn tags() -> impl Iterator<Item = Tag> {
    let with = |upos| Xpos::ALL.iter().map(move |xpos| Tag::new(upos, *xpos));
    Upos::ALL.iter().flat_map(move |upos| with(*upos))
}

/// What a test asks of tag or writing.
fn asked(test: &Test) -> Option<Asked> {
    match &test.wanted {
        _ if test.head => None,
        Wanted::Tags(tags) if test.key == Key::Tag => Some((test.negated, true, tags.clone())),
        Wanted::Shapes(shapes) => {
            let bits = shapes.iter().map(|s| Writing::only(*s).number() as u64);
            Some((test.negated, false, bits.collect()))
        }
        _ => None,
    }
}

/// Whether a gate tells all that a test asks for.
fn is_told(test: &Test) -> bool {
    let whole = match &test.wanted {
        Wanted::Tags(tags) => !tags.contains(&VERB),
        _ => true,
    };
    whole && asked(test).is_some()
}

/// Whether a token with a tag may pass a test for tags.
fn may_pass(tag: Tag, wanted: &[u64], negated: bool) -> bool {
    let is = |wanted: &u64| match *wanted {
        // a noun may head a clause, a verb does
        VERB => tag.is_verb() || !negated && tag.is_noun(),
        wanted => tag_is(tag, wanted),
    };
    wanted.iter().any(is) != negated
}
