//! Names in text without case: tags set right before the tree is built.
//!
//! *Takes* tags. *Gives* proper nouns where the pack proves a name: the words of a gazetteer name of several words,
//! words that no dictionary has, and family names after a given name. Capitals tell nothing in such text, and a tree
//! over wrong tags loses the arguments of its verbs. One look-up a token.

use std::sync::atomic::{AtomicU8, Ordering};

use rustc_hash::FxHashMap;

use super::lex::{Lex, Tag, Upos, Xpos};
use crate::ontology::{Ontology, is_ordinary, name_part};
use crate::text::{DocWords, Document, WordId, WordTable};

const NAME: Tag = Tag::new(Upos::Propn, Xpos::Nnp);

/// What was found out about the pack's words: a search for a word with all its endings touches hundreds of places of
/// a large file, and the same words come in every document.
pub(super) struct OrdinaryWords(Vec<AtomicU8>);

const ORDINARY: u8 = 1;
const NO_WORD: u8 = 2;

impl OrdinaryWords {
    /// Nothing found out yet.
    pub(super) fn new(words: &WordTable) -> Self {
        Self((0..words.len()).map(|_| AtomicU8::new(0)).collect())
    }
}

/// The words of one document, and which of them are ordinary.
struct Dictionary<'d> {
    ontology: &'d Ontology,
    words: &'d DocWords<'d>,
    shared: &'d OrdinaryWords,
    /// Of words that only this document has.
    own: FxHashMap<WordId, bool>,
}

impl Dictionary<'_> {
    fn is_ordinary(&mut self, word: WordId) -> bool {
        let search = || is_ordinary(&self.ontology.files, self.words.word(word));
        let Some(cell) = self.shared.0.get(word.0 as usize) else {
            return *self.own.entry(word).or_insert_with(search);
        };
        // every thread would find the same
        match cell.load(Ordering::Relaxed) {
            ORDINARY => true,
            NO_WORD => false,
            _ => {
                let found = search();
                cell.store(if found { ORDINARY } else { NO_WORD }, Ordering::Relaxed);
                found
            }
        }
    }
}

/// Sets the tags of names in a document without case; leaves others alone.
pub(super) fn names(
    ontology: &Ontology,
    shared: &OrdinaryWords,
    document: &Document,
    words: &DocWords<'_>,
    lex: &mut Lex,
) {
    if !document.capitals_only && !document.lower_case_only {
        return;
    }
    let mut dictionary = Dictionary {
        ontology,
        words,
        shared,
        own: FxHashMap::default(),
    };
    for sentence in &document.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let walk = (at..sentence.tokens.end).filter_map(|t| lex.folded.get(t).copied());
            let known = ontology.gazetteer.names.longest(walk).map_or(0, |(n, _)| n);
            if known > 1 {
                for t in at..at + known {
                    name_token(lex, t);
                }
                at += known;
                continue;
            }
            if given(&mut dictionary, lex, sentence.tokens.end, at)
                || unknown(&mut dictionary, lex, at)
                || family(ontology, lex, sentence.tokens.start, at)
            {
                set(lex, at);
            }
            at += 1;
        }
    }
}

/// Content words of a known name; "of", "the", "and" keep their tags.
fn name_token(lex: &mut Lex, at: usize) {
    if !matches!(
        lex.tag(at).upos,
        Upos::Adp | Upos::Det | Upos::Cconj | Upos::Part | Upos::Punct
    ) {
        set(lex, at);
    }
}

fn set(lex: &mut Lex, at: usize) {
    if let (Some(tag), Some(lemma), Some(word)) = (
        lex.tags.get_mut(at),
        lex.lemmas.get_mut(at),
        lex.folded.get(at),
    ) {
        *tag = NAME;
        *lemma = *word;
    }
}

/// A word of letters that is in no list of ordinary words and heads no noun of the lexicon.
fn unknown(dictionary: &mut Dictionary<'_>, lex: &Lex, at: usize) -> bool {
    let tag = lex.tag(at);
    if matches!(
        tag.upos,
        Upos::Propn
            | Upos::Punct
            | Upos::Num
            | Upos::Sym
            | Upos::Pron
            | Upos::Det
            | Upos::Adp
            | Upos::Aux
    ) {
        return false;
    }
    let (Some(word), Some(lemma)) = (lex.folded.get(at), lex.lemmas.get(at)) else {
        return false;
    };
    let lexicon = &dictionary.ontology.lexicon;
    if lexicon.demonyms.contains_key(word) || !lexicon.nouns.get([*lemma]).is_empty() {
        return false;
    }
    let text = dictionary.words.word(*word);
    text.len() > 2 && text.chars().all(char::is_alphabetic) && !dictionary.is_ordinary(*word)
}

/// A given name before a word that is a name or in no dictionary.
fn given(dictionary: &mut Dictionary<'_>, lex: &Lex, end: usize, at: usize) -> bool {
    let part = lex
        .folded
        .get(at)
        .and_then(|w| dictionary.ontology.lexicon.names.get(w))
        .copied()
        .unwrap_or(0);
    at + 1 < end
        && part & name_part::GIVEN != 0
        && matches!(
            lex.tag(at).upos,
            Upos::Noun | Upos::Adj | Upos::X | Upos::Verb | Upos::Intj
        )
        && (lex.tag(at + 1).is_proper() || unknown(dictionary, lex, at + 1))
}

/// A family name right after a given name or another name.
fn family(ontology: &Ontology, lex: &Lex, start: usize, at: usize) -> bool {
    let part = |t: usize| {
        lex.folded
            .get(t)
            .and_then(|w| ontology.lexicon.names.get(w))
            .copied()
            .unwrap_or(0)
    };
    at > start
        && part(at) & name_part::FAMILY != 0
        && part(at - 1) & name_part::GIVEN != 0
        && lex.tag(at - 1).is_proper()
        && matches!(
            lex.tag(at).upos,
            Upos::Noun | Upos::Adj | Upos::X | Upos::Verb
        )
}
