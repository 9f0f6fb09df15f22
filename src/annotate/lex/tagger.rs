//! Tags and lemmas of a document's tokens.
//!
//! *Takes* a [`Document`]. *Gives* a [`Lex`]. *Promises* one tag, folded word and lemma a token, the same for the
//! same text. Left to right, greedy: a word with one tag keeps it; for others the conditions of
//! [`super::features`] vote with integer weights learnt offline (averaged perceptron, Collins 2002). Cost: a copy of what
//! a word's own letters say ([`super::familiar`]), one probe a condition of several words, and the conditions that look at
//! tags only where the words leave it open. Documents without case are read as they would be written; headings in
//! capitals without shape conditions.

use super::familiar::{Familiar, Few, Met, Own, Spelling};
use super::features::{self, Case, EDGE, START, View};
use super::kinds::Kinds;
use super::lemma::Lemmas;
use super::lexicon::{Entry, Lexicon};
use super::tag::{Tag, Upos, Xpos};
use super::view::{fold, is_capital, is_shouted, view};
use crate::annotate::pool::Pool;
use crate::annotate::weights::{
    Atom, Batch, Classes, Keys, Table, TableError, Votes, best, is_clear,
};
use crate::ontology::PackFiles;
use crate::text::{DocWords, Document, Sentence, WordId, WordTable};

/// Folder of the learned tables in a pack.
pub const FOLDER: &str = "lexicon/learned";

/// The dictionary; a pack may do without.
pub const DICTIONARY: &str = "lexicon/ordinary/words.txt";

/// Words that the treebank lacks, written by hand.
const WORDS: &str = "lexicon/words.tsv";

/// The layer `lex`: for each token of the document its tag, folded form and lemma.
#[derive(Clone, Debug, Default)]
pub struct Lex {
    /// Tags.
    pub tags: Vec<Tag>,
    /// Words in lower case with straight apostrophes.
    pub folded: Vec<WordId>,
    /// Lemmas, in lower case.
    pub lemmas: Vec<WordId>,
    /// Lemmas as conditions of the learned tables see them.
    pub atoms: Vec<Atom>,
}

impl Lex {
    /// The tag of a token; that of a mark outside the text.
    pub fn tag(&self, token: usize) -> Tag {
        self.tags
            .get(token)
            .copied()
            .unwrap_or(Tag::new(Upos::Punct, Xpos::Stop))
    }
}

/// Learned tables that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LexError {
    /// The pack lacks one.
    #[error(
        "the pack has no {0}; learn it with the example learn_tables, or copy the built-in one"
    )]
    Missing(String),
    /// One is malformed.
    #[error("{path}, {source}")]
    Malformed {
        /// Its path in the pack.
        path: String,
        /// What is wrong.
        source: TableError,
    },
}

/// What is on the desk while a sentence is tagged; used again for the next.
#[derive(Default)]
struct Desk {
    familiar: Familiar,
    /// Of each token, the place of its word among those.
    places: Vec<usize>,
    views: Vec<View>,
    batch: Batch,
    keys: Keys,
    scores: Vec<i16>,
    buffer: String,
}

/// A tag so far ahead of the others after all words have voted needs no look at the tags before: these turn it for one
/// token in five thousand. (After Strubell et al., Learning Dynamic Feature Selection for Fast Sequential Prediction,
/// ACL 2015.)
const CLEAR: i16 = 260;

/// Gives tags and lemmas.
pub struct Tagger {
    lexicon: Lexicon,
    lemmas: Lemmas,
    votes: Table,
    /// All tags, in the order of the votes' classes.
    tags: Vec<(Tag, Atom)>,
    /// Place in `tags` by [`Tag::code`]; 255 for none.
    places: Vec<u8>,
    /// The tags a word hardly known can have, as a mask over `tags`.
    open: Vec<i16>,
    kinds: Kinds,
    /// What the ends of a sentence tell of the tokens beside them.
    edge: [Votes; 4],
    desks: Pool<Desk>,
}

impl Tagger {
    /// Loads the tables of a pack; their words are added to `words`.
    ///
    /// # Errors
    /// If a table is missing or malformed.
    pub fn load(files: &PackFiles, words: &mut WordTable) -> Result<Self, LexError> {
        let mut tagger = Self::without_words(files)?;
        tagger.add_words(files, words)?;
        Ok(tagger)
    }

    /// Loads the tables that need no numbers of words: these can be read while the pack still gives those out.
    ///
    /// # Errors
    /// If a table is missing or malformed.
    pub fn without_words(files: &PackFiles) -> Result<Self, LexError> {
        let (lemmas, tagset, votes) = (
            text(files, "lemmas.tsv")?,
            text(files, "tagset.tsv")?,
            text(files, "tags.tsv")?,
        );
        let dictionary = files.text(DICTIONARY).unwrap_or_default();
        Self::from_texts(
            "",
            lemmas,
            dictionary,
            tagset,
            votes,
            &mut WordTable::default(),
        )
    }

    /// Loads the words that [`Tagger::without_words`] left out.
    ///
    /// # Errors
    /// If the table is missing or malformed.
    pub fn add_words(&mut self, files: &PackFiles, words: &mut WordTable) -> Result<(), LexError> {
        let learned = text(files, "words.tsv")?;
        let own = files.text(WORDS).unwrap_or_default();
        let mut lexicon = String::with_capacity(learned.len() + own.len());
        lexicon.push_str(learned);
        // the domain's own words come last and outrank the learnt ones
        lexicon.push_str(own);
        self.lexicon = Lexicon::parse(&lexicon, words).map_err(|source| LexError::Malformed {
            path: format!("{FOLDER}/words.tsv"),
            source,
        })?;
        Ok(())
    }

    /// Builds a tagger from the texts of its tables.
    ///
    /// # Errors
    /// If one is malformed.
    pub fn from_texts(
        lexicon: &str,
        lemmas: &str,
        dictionary: &str,
        tagset: &str,
        votes: &str,
        words: &mut WordTable,
    ) -> Result<Self, LexError> {
        let malformed = |name: &'static str| {
            move |source| LexError::Malformed {
                path: format!("{FOLDER}/{name}"),
                source,
            }
        };
        let (tags, open) = read_tagset(tagset).map_err(malformed("tagset.tsv"))?;
        let names: Vec<String> = tags.iter().map(|t| t.0.name()).collect();
        let classes = Classes::new(names.iter().map(String::as_str));
        let mut places = vec![u8::MAX; 1 << 11];
        for (place, (tag, _)) in tags.iter().enumerate() {
            if let Some(slot) = places.get_mut(usize::from(tag.code())) {
                *slot = u8::try_from(place).unwrap_or(u8::MAX);
            }
        }
        let votes = Table::parse(votes, &features::TEMPLATES, &classes);
        let votes = votes.map_err(malformed("tags.tsv"))?;
        Ok(Self {
            lexicon: Lexicon::parse(lexicon, words).map_err(malformed("words.tsv"))?,
            lemmas: Lemmas::parse(lemmas).map_err(malformed("lemmas.tsv"))?,
            edge: beside(&votes, &EDGE),
            votes,
            tags,
            places,
            open,
            kinds: Kinds::parse(dictionary),
            desks: Pool::default(),
        })
    }

    /// All tags it can give, in the order of the votes' classes.
    pub fn tagset(&self) -> impl Iterator<Item = Tag> {
        self.tags.iter().map(|t| t.0)
    }

    /// Tags all sentences of a document.
    pub fn tag(&self, doc: &Document, words: &mut DocWords<'_>) -> Lex {
        self.tag_as(doc, None, words)
    }

    /// Tags a document as if its tokens were written in these cases.
    pub fn tag_as(&self, doc: &Document, cases: Option<&[Case]>, words: &mut DocWords<'_>) -> Lex {
        let size = doc.tokens.len();
        let mut lex = Lex {
            tags: Vec::with_capacity(size),
            folded: Vec::with_capacity(size),
            lemmas: Vec::with_capacity(size),
            atoms: Vec::with_capacity(size),
        };
        self.desks.with(|desk| {
            for sentence in &doc.sentences {
                self.meet_all(doc, sentence, cases, words, desk, &mut lex.folded);
                self.tag_sentence(desk, &mut lex);
                for (at, place) in sentence.tokens.clone().zip(&desk.places) {
                    let (Some(&word), Some(&tag)) = (lex.folded.get(at), lex.tags.get(at)) else {
                        continue;
                    };
                    let met = desk.familiar.get_mut(*place);
                    let (lemma, atom) = self.lemma(met, word, tag, words, &mut desk.buffer);
                    lex.lemmas.push(lemma);
                    lex.atoms.push(atom);
                }
            }
        });
        lex
    }

    /// What conditions see of the tokens of one sentence.
    pub fn views(
        &self,
        doc: &Document,
        sentence: &Sentence,
        words: &mut DocWords<'_>,
        views: &mut Vec<View>,
        folded: &mut Vec<WordId>,
    ) {
        self.desks.with(|desk| {
            self.meet_all(doc, sentence, None, words, desk, folded);
            views.clone_from(&desk.views);
        });
    }

    /// Looks up the words of a sentence.
    fn meet_all(
        &self,
        doc: &Document,
        sentence: &Sentence,
        cases: Option<&[Case]>,
        words: &mut DocWords<'_>,
        desk: &mut Desk,
        folded: &mut Vec<WordId>,
    ) {
        desk.familiar.begin();
        desk.places.clear();
        desk.views.clear();
        desk.scores.resize(self.votes.scores_len(), CLOSED_OFF);
        let caseless = cases.is_none()
            && (doc.capitals_only || doc.lower_case_only || is_shouted(doc, sentence));
        let mut first = true;
        for at in sentence.tokens.clone() {
            let written = doc.word(at);
            let mut shape = Atom::NONE;
            if !caseless {
                shape = match cases.and_then(|c| c.get(at)) {
                    Some(case) => features::shape_in(*case, written, first),
                    None => features::shape(written, first),
                };
                first &= !written.starts_with(char::is_alphanumeric);
            }
            let word = fold(written, &mut desk.buffer);
            let spelling = Spelling::of(word, shape);
            let known = spelling.and_then(|s| desk.familiar.place(s));
            let place = known.unwrap_or_else(|| {
                let met = self.meet(word, shape, words, &mut desk.familiar, &mut desk.scores);
                desk.familiar.add(spelling, met)
            });
            desk.places.push(place);
            if let Some(met) = desk.familiar.get(place) {
                desk.views.push(met.view);
                folded.push(met.id.unwrap_or_else(|| words.intern(word)));
            }
        }
    }

    /// Looks up a folded word.
    fn meet(
        &self,
        word: &str,
        shape: Atom,
        words: &mut DocWords<'_>,
        familiar: &mut Familiar,
        scores: &mut [i16],
    ) -> Met {
        let id = words.intern(word);
        let entry = self.lexicon.entry(id);
        let mut view = view(entry.filter(|e| e.is_known()), word, &self.kinds);
        view.shape = shape;
        let capital = is_capital(shape);
        let only = entry.and_then(|e| e.only).filter(|_| !capital);
        let mut own = Own::Few(Few::default());
        if only.is_none() {
            self.admit(entry.filter(|e| e.is_closed()), capital, scores);
            let mut keys = Keys::new();
            features::own_conditions(&view, |template, a, b, c| keys.push(template, a, b, c));
            self.votes.add(&mut keys, scores);
            own = Few::of(scores, CLOSED_OFF).map_or_else(|| familiar.keep(scores), Own::Few);
        }
        Met {
            id: Some(id).filter(|id| words.is_known(*id)),
            own,
            beside: beside(&self.votes, &view),
            view,
            only,
            lemma: None,
        }
    }

    fn tag_sentence(&self, desk: &mut Desk, lex: &mut Lex) {
        desk.batch.clear();
        for (at, place) in desk.places.iter().enumerate() {
            if desk.familiar.get(*place).is_some_and(|m| m.only.is_none()) {
                features::joint_conditions(&desk.views, at, |template, a, b, c| {
                    desk.batch.push(template, a, b, c);
                });
            }
            desk.batch.next_place();
        }
        self.votes.fetch(&mut desk.batch);
        let (mut t1, mut t2) = (START, START);
        for at in 0..desk.places.len() {
            let place = self.choose(at, (t1, t2), desk);
            let (tag, atom) = self
                .tags
                .get(place)
                .copied()
                .unwrap_or((Tag::new(Upos::X, Xpos::Fw), Atom::NONE));
            lex.tags.push(tag);
            t2 = t1;
            t1 = atom;
        }
    }

    fn choose(&self, at: usize, (t1, t2): (Atom, Atom), desk: &mut Desk) -> usize {
        let met = |at: usize| desk.familiar.get(*desk.places.get(at)?);
        let Some(now) = met(at) else {
            return 0;
        };
        if let Some(tag) = now.only {
            return self.place(tag);
        }
        let (scores, own) = (&mut desk.scores, now.own);
        match own {
            Own::Few(_) => scores.fill(0),
            Own::Any(start) => desk.familiar.scores(start, scores),
        }
        let beside = |at: usize| met(at).map_or(&self.edge, |met| &met.beside);
        let [before, next, after] = [at.wrapping_sub(1), at + 1, at + 2].map(beside);
        for votes in [before[0], next[1], next[2], after[3]] {
            self.votes.cast_one(votes, scores);
        }
        self.votes.cast(&desk.batch, at, scores);
        let pick = |scores: &[i16]| match own {
            Own::Few(few) => {
                let (best, ahead) = few.best(scores);
                (best, ahead > CLEAR)
            }
            Own::Any(_) => (best(scores), is_clear(scores, CLEAR)),
        };
        if let (place, true) = pick(scores) {
            return place;
        }
        desk.keys.clear();
        features::tag_conditions(&desk.views, at, t1, t2, |template, a, b, c| {
            desk.keys.push(template, a, b, c);
        });
        self.votes.add(&mut desk.keys, scores);
        pick(scores).0
    }

    /// Sets the scores of the tags that a word can have to 0 and all others very low.
    pub fn admit(&self, entry: Option<&Entry>, capital: bool, scores: &mut [i16]) {
        scores.fill(CLOSED_OFF);
        let Some(entry) = entry else {
            for (score, open) in scores.iter_mut().zip(&self.open) {
                *score = *open;
            }
            return;
        };
        let mut allow = |tag| {
            if let Some(score) = scores.get_mut(self.place(tag)) {
                *score = 0;
            }
        };
        for reading in self.lexicon.readings(entry) {
            allow(reading.tag);
        }
        if capital {
            allow(Tag::new(Upos::Propn, Xpos::Nnp));
            allow(Tag::new(Upos::Propn, Xpos::Nnps));
            allow(Tag::new(Upos::Adj, Xpos::Nnp));
        }
    }

    /// What the dictionary knows of words.
    pub fn kinds(&self) -> &Kinds {
        &self.kinds
    }

    /// The lexicon.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The place of a tag among the votes' classes.
    pub fn place(&self, tag: Tag) -> usize {
        self.places
            .get(usize::from(tag.code()))
            .map_or(0, |p| usize::from(*p))
    }

    /// The lemma of a word with a tag, and its number in conditions.
    fn lemma(
        &self,
        met: Option<&mut Met>,
        word: WordId,
        tag: Tag,
        words: &mut DocWords<'_>,
        buffer: &mut String,
    ) -> (WordId, Atom) {
        if let Some((_, lemma, atom)) = met.as_ref().and_then(|m| m.lemma).filter(|l| l.0 == tag) {
            return (lemma.unwrap_or(word), atom);
        }
        let mut readings = self
            .lexicon
            .entry(word)
            .map_or(&[][..], |e| self.lexicon.readings(e))
            .iter();
        let (lemma, atom) = match readings.find(|r| r.tag == tag) {
            Some(reading) => (reading.lemma, reading.atom),
            None => {
                self.lemmas.lemma(words.word(word), tag, buffer);
                (words.intern(buffer), Atom::of(buffer.as_bytes()))
            }
        };
        if let Some(met) = met.filter(|_| lemma == word || words.is_known(lemma)) {
            met.lemma = Some((tag, Some(lemma).filter(|l| *l != word), atom));
        }
        (lemma, atom)
    }
}

/// The votes of a word for the tags of the tokens around it.
fn beside(table: &Table, view: &View) -> [Votes; 4] {
    let mut votes = [Votes::NONE; 4];
    let mut slots = votes.iter_mut();
    features::beside_conditions(view, |_, template, part| {
        if let Some(slot) = slots.next() {
            *slot = table.votes(template, part, Atom::NONE, Atom::NONE);
        }
    });
    votes
}

fn text<'f>(files: &'f PackFiles, name: &str) -> Result<&'f str, LexError> {
    let path = format!("{FOLDER}/{name}");
    files.text(&path).ok_or(LexError::Missing(path))
}

/// The score of a tag that a word cannot have.
pub const CLOSED_OFF: i16 = i16::MIN / 2;

/// All tags, and the scores unknown words begin with.
type Tagset = (Vec<(Tag, Atom)>, Vec<i16>);

/// Reads `tagset.tsv`: a tag, a tab, and `open` where unknown words can have it.
fn read_tagset(text: &str) -> Result<Tagset, TableError> {
    let mut tags = Vec::new();
    let mut open = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let Some((name, kind)) = line.split_once('\t').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let tag = Tag::parse(name).ok_or_else(|| TableError {
            line: number + 1,
            problem: format!("expected a tag, found \"{name}\""),
        })?;
        tags.push((tag, Atom::of(name.as_bytes())));
        open.push(if kind == "open" { 0 } else { CLOSED_OFF });
    }
    Ok((tags, open))
}
