//! Names in text without case: capitals given back before tagging, tags set right before the tree is built.
//!
//! *Takes* words. *Gives* a [`Case`] a token, as an editor would write it, and proper nouns where the pack proves a
//! name: the words of a gazetteer name, words that no dictionary has, given and family names beside one another, what
//! an acronym in brackets spells. Capitals tell nothing in such text; with them given back, tagger and parser see what
//! they have learnt from, and a tree over right tags keeps the arguments of its verbs. A few look-ups a token. (After
//! Lita et al., tRuEcasIng, ACL 2003, by lists instead of a language model.)

use std::sync::atomic::{AtomicU8, Ordering};

use rustc_hash::FxHashMap;

use super::lex::{Case, Kinds, Lex, Tag, Tagger, Upos, Xpos};
use super::signs::{Sign, Signs};
use crate::ontology::{Ontology, is_ordinary};
use crate::text::{DocWords, Document, WordId, WordTable};

const NAME: Tag = Tag::new(Upos::Propn, Xpos::Nnp);
const NUMBER: Tag = Tag::new(Upos::Num, Xpos::Cd);

/// What was found out about the pack's words: a search for a word with all its endings costs twenty look-ups, and the
/// same words come in every document.
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
    signs: &'d Signs,
    kinds: &'d Kinds,
    words: &'d DocWords<'d>,
    shared: &'d OrdinaryWords,
    /// Of words that only this document has.
    own: FxHashMap<WordId, bool>,
}

impl Dictionary<'_> {
    fn is_ordinary(&mut self, word: WordId) -> bool {
        let search = || {
            self.kinds.is_empty()
                || is_ordinary(self.words.word(word), |word| self.kinds.is_listed(word))
        };
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

/// The case of every token of a document without case, as it would be written with capitals; `None` for other
/// documents.
pub(super) fn restore(
    ontology: &Ontology,
    (shared, signs): (&OrdinaryWords, &Signs),
    tagger: &Tagger,
    document: &Document,
    words: &mut DocWords<'_>,
) -> Option<Vec<Case>> {
    if !document.capitals_only && !document.lower_case_only {
        return None;
    }
    let (mut buffer, mut text) = (String::new(), String::new());
    let mut ends = Vec::with_capacity(document.tokens.len());
    let mut letters = Vec::with_capacity(document.tokens.len());
    text.reserve(document.text.len());
    for token in &document.tokens {
        let word = super::lex::fold(token.span.of(&document.text), &mut buffer);
        text.push_str(word);
        ends.push(text.len());
        letters.push(is_letters(word));
    }
    let folded = words.intern_all(&text, &ends);
    let mut restorer = Restorer {
        cases: vec![Case::Lower; folded.len()],
        dictionary: Dictionary {
            ontology,
            signs,
            kinds: tagger.kinds(),
            words,
            shared,
            own: FxHashMap::default(),
        },
        tagged: tagger.lexicon(),
        folded,
        letters,
    };
    for sentence in &document.sentences {
        restorer.sentence(sentence.tokens.clone());
    }
    Some(restorer.cases)
}

/// Whether a word is two letters or more, and nothing else.
fn is_letters(word: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphabetic() || !b.is_ascii();
    word.len() > 1
        && word.bytes().all(plain)
        && (word.is_ascii() || word.chars().all(char::is_alphabetic))
}

struct Restorer<'d> {
    dictionary: Dictionary<'d>,
    tagged: &'d super::lex::Lexicon,
    folded: Vec<WordId>,
    /// Whether a token is two letters or more, and nothing else.
    letters: Vec<bool>,
    cases: Vec<Case>,
}

/// The longest acronym that is looked for in brackets, in letters.
const ACRONYM: usize = 8;

impl Restorer<'_> {
    fn word(&self, at: usize) -> &str {
        self.folded
            .get(at)
            .map_or("", |w| self.dictionary.words.word(*w))
    }

    /// Whether a token's word has one of some signs.
    fn has(&self, at: usize, any: Sign) -> bool {
        let word = self.folded.get(at);
        word.is_some_and(|w| self.dictionary.signs.has(*w, any))
    }

    fn letters(&self, at: usize) -> bool {
        self.letters.get(at).is_some_and(|l| *l)
    }

    /// Whether the tagger or the list of ordinary words knows the word as it stands.
    fn is_listed(&self, at: usize) -> bool {
        let tagged = self.folded.get(at).and_then(|w| self.tagged.entry(*w));
        let kinds = self.dictionary.kinds;
        tagged.is_some() || kinds.is_empty() || kinds.is_listed(self.word(at))
    }

    /// "as", "will": a word of grammar, whatever else it can be.
    fn is_closed(&self, at: usize) -> bool {
        let entry = self.folded.get(at).and_then(|w| self.tagged.entry(*w));
        entry.is_some_and(|e| {
            let closed = |u| {
                matches!(
                    u,
                    Upos::Adp
                        | Upos::Aux
                        | Upos::Det
                        | Upos::Cconj
                        | Upos::Sconj
                        | Upos::Pron
                        | Upos::Part
                )
            };
            self.tagged.readings(e).iter().any(|r| closed(r.tag.upos))
        })
    }

    fn set(&mut self, at: usize, case: Case) {
        if let Some(slot) = self.cases.get_mut(at) {
            *slot = case;
        }
    }

    fn is_lower(&self, at: usize) -> bool {
        self.cases.get(at).is_none_or(|c| *c == Case::Lower)
    }

    fn sentence(&mut self, tokens: std::ops::Range<usize>) {
        for at in tokens.clone() {
            let case = self.alone(at);
            self.set(at, case);
        }
        self.gazetteer(tokens.clone());
        for at in tokens.clone() {
            // "MARK CASTRO": a given name that is a word too, before another name
            let given = self.has(at, Sign::GIVEN) && at + 1 < tokens.end && !self.is_closed(at);
            if given && self.is_lower(at) && self.names_on(at + 1) {
                self.set(at, Case::Capital);
            }
        }
        for at in tokens.clone().skip(1) {
            // "ROBERTO KING": a family name that is a word too, inside a person's name
            let family = self.has(at, Sign::FAMILY) && self.is_lower(at) && !self.is_closed(at);
            if family && self.person_before(at, tokens.start) {
                self.set(at, Case::Capital);
            }
            // "GUILLERMO PAYES": no word of its own, only one with an ending, after a given name
            let given = self.has(at - 1, Sign::GIVEN) && !self.is_lower(at - 1);
            if given && self.letters(at) && self.is_lower(at) && !self.is_listed(at) {
                self.set(at, Case::Capital);
            }
            if !self.letters(at) && matches!(self.word(at), "(" | "[") {
                self.acronym(at, tokens.clone());
            }
        }
    }

    /// The case of a word by itself.
    fn alone(&mut self, at: usize) -> Case {
        let Some(word) = self.folded.get(at).copied() else {
            return Case::Lower;
        };
        let ontology = self.dictionary.ontology;
        if !self.letters(at) {
            // "U.S.", "JUAN-PABLO"
            let dotted = self.word(at).contains('.') && self.word(at).len() > 3;
            return if dotted { Case::Upper } else { Case::Lower };
        }
        let dates = &ontology.lexicon.dates;
        let dated = || {
            dates.weekdays.contains_key(&word)
                || dates.months.contains_key(&word) && self.in_date(at)
        };
        if self.has(at, Sign::DEMONYM) || self.has(at, Sign::DATE) && dated() {
            return Case::Capital;
        }
        // a byte tells of most words that they are ordinary
        if self.dictionary.is_ordinary(word) || self.is_closed(at) {
            return Case::Lower;
        }
        let short = ontology.gazetteer.names.get([word]).first();
        if short.is_some_and(|n| n.acronym)
            || !self.word(at).contains(['a', 'e', 'i', 'o', 'u', 'y'])
        {
            return Case::Upper;
        }
        Case::Capital
    }

    /// A number on one side: "MAY 3", "3 MARCH".
    fn in_date(&self, at: usize) -> bool {
        let number = |t: usize| self.word(t).starts_with(|c: char| c.is_ascii_digit());
        number(at + 1) || at > 0 && number(at - 1) || self.word(at).len() > 5
    }

    /// Content words of known names of several words.
    fn gazetteer(&mut self, tokens: std::ops::Range<usize>) {
        let ontology = self.dictionary.ontology;
        let mut at = tokens.start;
        while at < tokens.end {
            let walk = (at..tokens.end).filter_map(|t| self.folded.get(t).copied());
            let known = ontology.gazetteer.names.longest(walk).map_or(0, |(n, _)| n);
            for t in at..at + known {
                if known > 1 && self.letters(t) && self.word(t).len() > 3 && self.is_lower(t) {
                    self.set(t, Case::Capital);
                }
            }
            at += known.max(1);
        }
    }

    fn is_name_part(&self, at: usize) -> bool {
        let names = &self.dictionary.ontology.lexicon.names;
        let word = self.folded.get(at);
        word.and_then(|w| names.get(w)).is_some_and(|n| *n != 0)
    }

    /// Whether a name goes on with this token: capital by itself, or a word that is a name too before one.
    fn names_on(&self, at: usize) -> bool {
        !self.is_lower(at)
            || (self.is_name_part(at)
                && self.letters(at)
                && !self.is_lower(at + 1)
                && self.is_name_part(at + 1))
    }

    /// Whether the run of capitals right before a token starts with a given name.
    fn person_before(&self, at: usize, start: usize) -> bool {
        let mut t = at;
        while t > start && at - t < 4 && self.cases.get(t - 1) == Some(&Case::Capital) {
            t -= 1;
            if self.has(t, Sign::GIVEN) {
                return true;
            }
        }
        false
    }

    /// "REVOLUTIONARY ARMED FORCES OF COLOMBIA (FARC)": the words that an acronym in brackets spells.
    fn acronym(&mut self, open: usize, tokens: std::ops::Range<usize>) {
        let acronym = self.word(open + 1).to_owned();
        let closed = matches!(self.word(open + 2), ")" | "]");
        let length = acronym.chars().count();
        let spelt = (2..=ACRONYM).contains(&length) && acronym.chars().all(char::is_alphanumeric);
        if open + 2 >= tokens.end || !closed || !spelt {
            return;
        }
        self.set(open + 1, Case::Upper);
        let mut wanted = acronym.chars().rev().peekable();
        let mut found = Vec::new();
        for t in (tokens.start..open).rev().take(2 * length) {
            let Some(&letter) = wanted.peek() else { break };
            if !self.letters(t) {
                break;
            }
            if self.word(t).starts_with(letter) {
                wanted.next();
                found.push(t);
            }
        }
        if wanted.peek().is_none() {
            for t in found {
                if self.is_lower(t) && self.word(t).len() > 2 {
                    self.set(t, Case::Capital);
                }
            }
        }
    }
}

/// Sets the tags of names in a document without case; leaves others alone.
pub(super) fn names(
    ontology: &Ontology,
    (shared, signs): (&OrdinaryWords, &Signs),
    tagger: &Tagger,
    document: &Document,
    words: &DocWords<'_>,
    lex: &mut Lex,
) {
    if !document.capitals_only && !document.lower_case_only {
        return;
    }
    let mut dictionary = Dictionary {
        ontology,
        signs,
        kinds: tagger.kinds(),
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
                || family(signs, lex, sentence.tokens.start, at)
            {
                set(lex, at);
            }
            at += 1;
        }
    }
}

/// "Seven militants were killed": a number word that opens a sentence is no name, whatever its capital.
pub(super) fn cardinals(ontology: &Ontology, document: &Document, lex: &mut Lex) {
    let numbers = &ontology.lexicon.numbers.cardinals;
    for sentence in &document.sentences {
        let first = sentence.tokens.start;
        let word = lex.folded.get(first);
        let many = word.and_then(|w| numbers.get(w)).is_some_and(|n| *n > 1);
        if many
            && lex.tag(first).is_proper()
            && let Some(tag) = lex.tags.get_mut(first)
        {
            *tag = NUMBER;
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
            | Upos::Sconj
            | Upos::Cconj
            | Upos::Part
    ) {
        return false;
    }
    let (Some(word), Some(lemma)) = (lex.folded.get(at), lex.lemmas.get(at)) else {
        return false;
    };
    // a byte tells of most words that they are ordinary
    if dictionary.is_ordinary(*word) || dictionary.signs.has(*word, Sign::DEMONYM) {
        return false;
    }
    if !dictionary.ontology.lexicon.nouns.get([*lemma]).is_empty() {
        return false;
    }
    let text = dictionary.words.word(*word);
    text.len() > 2 && text.chars().all(char::is_alphabetic)
}

/// A given name before a word that is a name or in no dictionary.
fn given(dictionary: &mut Dictionary<'_>, lex: &Lex, end: usize, at: usize) -> bool {
    // tags are at hand, names are looked up
    at + 1 < end
        && matches!(
            lex.tag(at).upos,
            Upos::Noun | Upos::Adj | Upos::X | Upos::Verb | Upos::Intj
        )
        && has(dictionary.signs, lex, at, Sign::GIVEN)
        && (lex.tag(at + 1).is_proper() || unknown(dictionary, lex, at + 1))
}

/// Whether a token's word has one of some signs.
fn has(signs: &Signs, lex: &Lex, at: usize, any: Sign) -> bool {
    lex.folded.get(at).is_some_and(|w| signs.has(*w, any))
}

/// A family name right after a given name or another name.
fn family(signs: &Signs, lex: &Lex, start: usize, at: usize) -> bool {
    at > start
        && lex.tag(at - 1).is_proper()
        && matches!(
            lex.tag(at).upos,
            Upos::Noun | Upos::Adj | Upos::X | Upos::Verb
        )
        && has(signs, lex, at, Sign::FAMILY)
        && has(signs, lex, at - 1, Sign::GIVEN)
}
