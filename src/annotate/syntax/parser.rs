//! Dependency trees of a document's sentences.
//!
//! *Takes* a [`Document`] and its [`Lex`]. *Gives* a [`Tree`]. *Promises* one projective tree with one root a
//! sentence, the same for the same text. Two passes, both linear: heads by [`super::state`], actions weighed by integers
//! learnt offline with a dynamic oracle (Goldberg and Nivre 2013), a few trees at once where they are nearly undecided
//! ([`super::beam`]); then relations by the votes of [`super::labels`].

use rustc_hash::FxHashMap;

use super::beam::{self, Beam};
use super::grid::{self, Condition, Grid};
use super::inserted;
use super::labels::{self, Gathered, Skeleton};
use super::pairs::{Lemmas, NO_AUXILIARY, Pair, Pairs};
use super::relation::Relation;
use super::sort::Sort;
use super::state::{self, Node, State};
use super::tree::Tree;
use crate::annotate::lex::{FOLDER, Lex, LexError, Tag};
use crate::annotate::weights::{Atom, Batch, Classes, Keys, Table, Triples, best};
use crate::ontology::PackFiles;
use crate::text::Document;

/// Builds trees.
pub struct Parser {
    /// Weights of the conditions that name lemmas.
    arcs: Triples,
    /// Weights of those that name one lemma and nothing else.
    lemmas: FxHashMap<Atom, LemmaWeights>,
    /// Weights of those that name only tags.
    grid: Grid,
    relations: Table,
    no_votes: Vec<i16>,
    /// Relations that need none.
    pairs: Pairs,
    /// By number of the tag.
    tags: Vec<Atom>,
    places: Vec<u8>,
}

impl Parser {
    /// Loads the tables of a pack.
    ///
    /// # Errors
    /// If one is missing or malformed.
    pub fn load(files: &PackFiles) -> Result<Self, LexError> {
        let text = |name: &str| {
            let path = format!("{FOLDER}/{name}");
            files.text(&path).ok_or(LexError::Missing(path))
        };
        Self::from_texts(
            text("arcs.tsv")?,
            text("relations.tsv")?,
            text("pairs.tsv")?,
        )
    }

    /// Builds a parser from the texts of its tables.
    ///
    /// # Errors
    /// If one is malformed.
    pub fn from_texts(arcs: &str, relations: &str, pairs: &str) -> Result<Self, LexError> {
        let malformed = |name: &str| {
            let path = format!("{FOLDER}/{name}");
            move |source| LexError::Malformed { path, source }
        };
        let classes = Classes::new(Relation::ALL.iter().map(|r| r.as_str()));
        let tags = tag_atoms();
        let mut of_tags = Vec::new();
        let mut lemmas: FxHashMap<Atom, LemmaWeights> = FxHashMap::default();
        let arcs = Triples::parse(arcs, &state::TEMPLATES, |template, parts, weights| {
            if grid::is_of_tags(template) {
                of_tags.push(Condition {
                    template,
                    parts,
                    weights,
                });
                return true;
            }
            let of_one_lemma = state::OF_ONE_LEMMA.contains(&template);
            if of_one_lemma {
                let [lemma, ..] = parts;
                let of_lemma = lemmas.entry(lemma).or_default();
                if let Some(slot) = of_lemma.0.get_mut(usize::from(template)) {
                    *slot = weights;
                }
            }
            of_one_lemma
        });
        let (grid, places) = Grid::new(&of_tags, &tags);
        let relations = Table::parse(relations, &labels::TEMPLATES, &classes);
        let relations = relations.map_err(malformed("relations.tsv"))?;
        Ok(Self {
            arcs: arcs.map_err(malformed("arcs.tsv"))?,
            lemmas,
            no_votes: no_votes(&relations),
            relations,
            pairs: Pairs::parse(pairs).map_err(malformed("pairs.tsv"))?,
            grid,
            tags,
            places,
        })
    }

    /// Parses all sentences of a document, what is inserted in brackets by itself.
    pub fn parse(&self, doc: &Document, lex: &Lex) -> Tree {
        let size = doc.tokens.len();
        let mut work = Work::new(size);
        let mut stretch: Vec<usize> = Vec::new();
        for sentence in &doc.sentences {
            let insertions = inserted::insertions(doc, lex, sentence.tokens.clone());
            stretch.clear();
            let outside = |t: &usize| !insertions.iter().any(|i| i.contains(t));
            stretch.extend(sentence.tokens.clone().filter(outside));
            self.stretch(lex, &stretch, &mut work);
            for insertion in &insertions {
                stretch.clear();
                stretch.extend(insertion.clone());
                let top = self.stretch(lex, &stretch, &mut work);
                let noun = lex.tag(top).is_noun();
                work.hang(top, insertion.start - 1, noun);
            }
        }
        Tree::new(work.heads, work.relations)
    }

    /// Parses some tokens of a sentence as if nothing stood between them. Gives the one that governs the others.
    fn stretch(&self, lex: &Lex, tokens: &[usize], work: &mut Work) -> usize {
        work.nodes.clear();
        work.nodes
            .extend(tokens.iter().map(|at| self.node(lex, *at)));
        work.tags.clear();
        work.tags.extend(tokens.iter().map(|at| lex.tag(*at)));
        state::look_ahead(&mut work.nodes, &work.tags);
        let nodes = &work.nodes;
        let (keys, weights) = (&mut work.keys, &mut work.weights);
        self.weigh_tokens(nodes, weights);
        let found = work
            .beam
            .parse(nodes, |state| self.weigh(nodes, state, weights, keys));
        for (at, head) in (0_u32..).zip(found.iter_mut()) {
            if *head == state::NOBODY {
                *head = at;
            }
        }
        let tree = Skeleton {
            nodes,
            tags: &work.tags,
            heads: found,
        };
        self.label(&tree, &mut work.labelling);
        let mut top = tokens.first().copied().unwrap_or_default();
        for ((at, head), relation) in tokens.iter().zip(found.iter()).zip(&work.labelling.found) {
            let head = tokens.get(*head as usize).copied().unwrap_or(*at);
            if head == *at {
                top = *at;
            }
            if let (Some(h), Some(r)) = (work.heads.get_mut(*at), work.relations.get_mut(*at)) {
                *h = u32::try_from(head).unwrap_or(u32::MAX);
                *r = *relation;
            }
        }
        top
    }

    /// What conditions see of a token.
    pub fn node(&self, lex: &Lex, at: usize) -> Node {
        let word = lex.atoms.get(at).copied().unwrap_or(Atom::NONE);
        // the table has a line for every lemma that conditions may name
        let known = self.lemmas.contains_key(&word);
        let place = |t: &Tag| self.places.get(usize::from(t.code())).copied();
        Node {
            place: lex.tags.get(at).and_then(place).unwrap_or(grid::GAP),
            tag: lex.tags.get(at).map_or(Atom::NONE, |t| self.tag_atom(*t)),
            sort: lex.tags.get(at).map_or(Sort::Other, |t| Sort::of(*t)),
            ahead: 0,
            word: if known { word } else { Atom::NONE },
        }
    }

    fn tag_atom(&self, tag: Tag) -> Atom {
        self.tags
            .get(usize::from(tag.code()))
            .copied()
            .unwrap_or(Atom::NONE)
    }

    /// What left and right weigh more than shift.
    fn weigh(
        &self,
        nodes: &[Node],
        state: &State,
        weights: &[TokenWeights],
        keys: &mut Keys,
    ) -> [i32; 2] {
        let token = |at: u32| weights.get(at as usize).copied().unwrap_or_default();
        let parts = [
            self.grid.sum(&state.tags(nodes)),
            token(state.on(1)).top,
            token(state.on(2)).second,
            token(state.next()).next,
        ];
        let sum = parts.into_iter().fold([0; 2], add);
        if is_clear(state, sum) {
            return sum;
        }
        keys.clear();
        let seen = state.seen(nodes);
        seen.word_conditions(|template, a, b, c| keys.push(template, a, b, c));
        add(sum, self.arcs.sum(keys))
    }

    /// Weighs the tokens of a stretch by themselves: every tree comes by each of them several times.
    fn weigh_tokens(&self, nodes: &[Node], weights: &mut Vec<TokenWeights>) {
        weights.clear();
        let place = |at: usize| nodes.get(at).map_or(grid::GAP, |n| n.place);
        let mut here = nodes.first().map(|n| self.lemma(n.word));
        for at in 1..=nodes.len() {
            let [top, next, second, _] = here.unwrap_or_default().0;
            here = nodes.get(at).map(|n| self.lemma(n.word));
            let [_, _, _, after] = here.unwrap_or_default().0;
            let coming = self.grid.coming([at - 1, at, at + 1].map(place));
            weights.push(TokenWeights {
                top,
                second,
                next: add(add(next, after), coming),
            });
        }
    }

    #[inline]
    fn lemma(&self, word: Atom) -> LemmaWeights {
        self.lemmas.get(&word).copied().unwrap_or_default()
    }

    /// The relation of a token, where it is the root or needs no votes.
    #[inline]
    fn decided(&self, tree: &Skeleton<'_>, gathered: &Gathered, at: usize) -> Option<Relation> {
        let head = *tree.heads.get(at)? as usize;
        if head == at {
            return Some(Relation::Root);
        }
        let child = gathered.left(at).and_then(|left| tree.tags.get(left));
        let (tag, of_head) = (tree.tags.get(at)?, tree.tags.get(head)?);
        let word = |at: usize| tree.nodes.get(at).map_or(Atom::NONE, |n| n.word);
        let pair = Pair::new(at, head, child.copied(), *tag, *of_head);
        self.pairs.get(pair, || Lemmas {
            own: word(at),
            auxiliary: gathered.auxiliary(head).map_or(NO_AUXILIARY, word),
        })
    }

    /// Finds the relations of one sentence.
    fn label(&self, tree: &Skeleton<'_>, desk: &mut Labelling) {
        let Labelling {
            gathered,
            batch,
            decided,
            found,
        } = desk;
        gathered.read(tree);
        batch.clear();
        decided.clear();
        found.clear();
        for at in 0..tree.heads.len() {
            let relation = self.decided(tree, gathered, at);
            if relation.is_none() {
                gathered.fixed_conditions(tree, at, |template, a, b, c| {
                    batch.push(template, a, b, c);
                });
            }
            batch.next_place();
            decided.push(relation);
        }
        self.relations.fetch(batch);
        let mut keys = Keys::new();
        let mut scores = self.no_votes.clone();
        for (at, decided) in decided.iter().enumerate() {
            if let Some(relation) = decided {
                found.push(*relation);
                continue;
            }
            scores.copy_from_slice(&self.no_votes);
            self.relations.cast(batch, at, &mut scores);
            keys.clear();
            gathered.given_conditions(tree, at, found, |template, a, b, c| {
                keys.push(template, a, b, c);
            });
            self.relations.add(&mut keys, &mut scores);
            let relation = Relation::ALL.get(best(&scores)).copied();
            found.push(relation.unwrap_or(Relation::Dep));
        }
    }
}

/// The scores of relations before any vote: a token with a head is no root, and what lies beyond the relations is none.
fn no_votes(table: &Table) -> Vec<i16> {
    let mut scores = table.scores();
    for (class, score) in scores.iter_mut().enumerate() {
        if class == Relation::Root as usize || class >= Relation::ALL.len() {
            *score = i16::MIN / 2;
        }
    }
    scores
}

/// So far ahead of the others, an action needs no look at words: these turn it so seldom that trees stay as good.
/// (After Strubell et al., Learning Dynamic Feature Selection for Fast Sequential Prediction, ACL 2015.)
const CLEAR: i32 = 220;

/// Whether one of the actions that a tree allows is clearly the best.
fn is_clear(state: &State, over_shift: [i32; 2]) -> bool {
    let weights = beam::allowed(state, over_shift);
    let best = weights.into_iter().max().unwrap_or(0);
    weights.into_iter().filter(|w| best - w <= CLEAR).count() == 1
}

fn add(a: [i32; 2], b: [i32; 2]) -> [i32; 2] {
    [a[0] + b[0], a[1] + b[1]]
}

/// What left and right weigh more than shift by one token alone: as the top of the stack, the one below, the next.
#[derive(Clone, Copy, Default)]
struct TokenWeights {
    top: [i32; 2],
    second: [i32; 2],
    next: [i32; 2],
}

/// What left and right weigh more than shift by one lemma: as the top of the stack, the next token, the second of the
/// stack, the one after the next.
#[derive(Clone, Copy, Default)]
struct LemmaWeights([[i32; 2]; 4]);

/// The tree of a document under way, and what its stretches share.
struct Work {
    heads: Vec<u32>,
    relations: Vec<Relation>,
    beam: Beam,
    nodes: Vec<Node>,
    tags: Vec<Tag>,
    keys: Keys,
    weights: Vec<TokenWeights>,
    labelling: Labelling,
}

/// What is at hand while the relations of a sentence are found.
#[derive(Default)]
struct Labelling {
    gathered: Gathered,
    batch: Batch,
    /// Relations that need no votes.
    decided: Vec<Option<Relation>>,
    /// All relations, in the order of the tokens.
    found: Vec<Relation>,
}

impl Work {
    fn new(size: usize) -> Self {
        Self {
            heads: vec![0; size],
            relations: vec![Relation::Root; size],
            beam: Beam::new(),
            nodes: Vec::new(),
            tags: Vec::new(),
            keys: Keys::new(),
            weights: Vec::new(),
            labelling: Labelling::default(),
        }
    }

    /// Hangs the governor of an insertion on the word before it.
    fn hang(&mut self, top: usize, on: usize, noun: bool) {
        if let (Some(h), Some(r)) = (self.heads.get_mut(top), self.relations.get_mut(top)) {
            *h = u32::try_from(on).unwrap_or(u32::MAX);
            *r = if noun {
                Relation::Appos
            } else {
                Relation::Parataxis
            };
        }
    }
}

/// Tags as parts of conditions, by [`Tag::code`].
pub fn tag_atoms() -> Vec<Atom> {
    use crate::annotate::lex::{Upos, Xpos};
    let mut atoms = vec![Atom::NONE; 1 << 11];
    for upos in Upos::ALL {
        for xpos in Xpos::ALL {
            let tag = Tag::new(*upos, *xpos);
            if let Some(slot) = atoms.get_mut(usize::from(tag.code())) {
                *slot = Atom::of(tag.name().as_bytes());
            }
        }
    }
    atoms
}
