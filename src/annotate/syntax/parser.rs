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
        let mut work = Work::new(doc, lex);
        self.find_heads(lex, &mut work);
        self.find_relations(lex, &mut work);
        work.tree()
    }

    /// Parses some documents: first all heads, then all relations, since each have weights of their own that stay at hand.
    /// Gives what [`Parser::parse`] gives for each, in order.
    pub fn parse_all<'d>(
        &self,
        documents: impl Iterator<Item = (&'d Document, &'d Lex)>,
    ) -> Vec<Tree> {
        let mut works: Vec<_> = documents
            .map(|(doc, lex)| {
                let mut work = Work::new(doc, lex);
                self.find_heads(lex, &mut work);
                (work, lex)
            })
            .collect();
        for (work, lex) in &mut works {
            self.find_relations(lex, work);
        }
        works.into_iter().map(|(work, _)| work.tree()).collect()
    }

    /// Finds the heads of all stretches.
    fn find_heads(&self, lex: &Lex, work: &mut Work) {
        let Stretches { tokens, ends, .. } = &work.stretches;
        work.nodes
            .extend(tokens.iter().map(|at| self.node(lex, *at)));
        work.tags.extend(tokens.iter().map(|at| lex.tag(*at)));
        let (mut beam, mut keys, mut weights) = (Beam::new(), Keys::new(), Vec::new());
        let mut first = 0;
        for &end in ends {
            let stretch = first..end;
            first = end;
            let tags = work.tags.get(stretch.clone()).unwrap_or_default();
            let nodes = work.nodes.get_mut(stretch).unwrap_or_default();
            state::look_ahead(nodes, tags);
            let nodes = &*nodes;
            self.weigh_tokens(nodes, &mut weights);
            let found = beam.parse(nodes, |state| self.weigh(nodes, state, &weights, &mut keys));
            for (at, head) in (0_u32..).zip(found) {
                let root = *head == state::NOBODY;
                work.found.push(if root { at } else { *head });
            }
        }
    }

    /// Finds the relations of all stretches, and writes them and the heads where they belong.
    fn find_relations(&self, lex: &Lex, work: &mut Work) {
        let mut labelling = Labelling::default();
        let Stretches { tokens, ends, hung } = &work.stretches;
        let mut first = 0;
        for (&end, hung) in ends.iter().zip(hung) {
            let stretch = first..end;
            first = end;
            let tree = Skeleton {
                nodes: work.nodes.get(stretch.clone()).unwrap_or_default(),
                tags: work.tags.get(stretch.clone()).unwrap_or_default(),
                heads: work.found.get(stretch.clone()).unwrap_or_default(),
            };
            self.label(&tree, &mut labelling);
            let tokens = tokens.get(stretch).unwrap_or_default();
            for ((at, head), relation) in tokens.iter().zip(tree.heads).zip(&labelling.found) {
                let head = tokens.get(*head as usize).copied().unwrap_or(*at);
                let link = match hung {
                    Some(on) if head == *at && lex.tag(head).is_noun() => (*on, Relation::Appos),
                    Some(on) if head == *at => (*on, Relation::Parataxis),
                    _ => (head, *relation),
                };
                if let (Some(h), Some(r)) = (work.heads.get_mut(*at), work.relations.get_mut(*at)) {
                    *h = u32::try_from(link.0).unwrap_or(u32::MAX);
                    *r = link.1;
                }
            }
        }
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
            self.grid.top(&state.top(nodes)),
            token(state.on(1)).top,
            token(state.on(2)).second,
            token(state.next()).next,
        ];
        let mut sum = parts.into_iter().fold([0; 2], add);
        if is_clear(state, sum, CLEAR.top) {
            return sum;
        }
        sum = add(sum, self.grid.below(&state.below(nodes)));
        if is_clear(state, sum, CLEAR.stack) {
            return sum;
        }
        sum = add(sum, self.grid.around(&state.around(nodes)));
        if is_clear(state, sum, CLEAR.tags) {
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
        let left = gathered.left(at);
        let child = left.and_then(|left| tree.tags.get(left));
        let (tag, of_head) = (tree.tags.get(at)?, tree.tags.get(head)?);
        let word = |at: usize| tree.nodes.get(at).map_or(Atom::NONE, |n| n.word);
        let pair = Pair::new(at, head, child.copied(), *tag, *of_head);
        self.pairs.get(pair, || Lemmas {
            own: word(at),
            auxiliary: gathered.auxiliary(head).map_or(NO_AUXILIARY, word),
            child: left.map_or(Atom::NONE, word),
            head: word(head),
        })
    }

    /// Finds the relations of one stretch.
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

/// So far ahead of the others, in hundredths of log odds, an action needs no look at what is left: that turns it so
/// seldom that trees stay as good. (After Strubell et al., Learning Dynamic Feature Selection for Fast Sequential
/// Prediction, ACL 2015.)
struct Margins {
    /// By the top of the stack and the next token.
    top: i32,
    /// By the second of the stack as well.
    stack: i32,
    /// By all that names only tags.
    tags: i32,
}

const CLEAR: Margins = Margins {
    top: 230,
    stack: 230,
    tags: 220,
};

/// Whether one of the actions that a tree allows is the best by more than a margin.
fn is_clear(state: &State, over_shift: [i32; 2], margin: i32) -> bool {
    let weights = beam::allowed(state, over_shift);
    let best = weights.into_iter().max().unwrap_or(0);
    weights.into_iter().filter(|w| best - w <= margin).count() == 1
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

/// The tree of a document under way.
struct Work {
    heads: Vec<u32>,
    relations: Vec<Relation>,
    stretches: Stretches,
    /// Of the tokens of the stretches, one after the other.
    nodes: Vec<Node>,
    tags: Vec<Tag>,
    /// Their heads inside the stretch; a root's is itself.
    found: Vec<u32>,
}

/// Tokens that are parsed as if nothing stood between them: a sentence without its insertions, or an insertion.
#[derive(Default)]
struct Stretches {
    tokens: Vec<usize>,
    /// Where each ends.
    ends: Vec<usize>,
    /// The token that the governor of an insertion hangs on: the word before it.
    hung: Vec<Option<usize>>,
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
    fn new(doc: &Document, lex: &Lex) -> Self {
        let size = doc.tokens.len();
        let mut work = Self {
            heads: vec![0; size],
            relations: vec![Relation::Root; size],
            stretches: Stretches::default(),
            nodes: Vec::with_capacity(size),
            tags: Vec::with_capacity(size),
            found: Vec::with_capacity(size),
        };
        for sentence in &doc.sentences {
            let insertions = inserted::insertions(doc, lex, sentence.tokens.clone());
            let outside = |t: &usize| !insertions.iter().any(|i| i.contains(t));
            work.add(sentence.tokens.clone().filter(outside), None);
            for insertion in insertions {
                let on = insertion.start.saturating_sub(1);
                work.add(insertion, Some(on));
            }
        }
        work
    }

    fn tree(self) -> Tree {
        Tree::new(self.heads, self.relations)
    }

    fn add(&mut self, tokens: impl Iterator<Item = usize>, hung: Option<usize>) {
        let all = &mut self.stretches;
        all.tokens.extend(tokens);
        all.ends.push(all.tokens.len());
        all.hung.push(hung);
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
