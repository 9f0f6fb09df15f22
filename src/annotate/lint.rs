//! Lints of a pack: what its rules say against what its tokenizer and dictionaries know.

use rustc_hash::FxHashSet;

use super::cascade::Cascade;
use crate::ontology::{Diagnostic, Known, is_listed, is_ordinary, lints};
use crate::text::{Document, Source, WordId};

impl Cascade {
    /// What loads and is likely not meant; in order of file and place.
    pub fn lints(&self) -> Vec<Diagnostic> {
        let ontology = self.ontology();
        let lemmas: FxHashSet<WordId> = self.tagger().lexicon().lemmas().collect();
        let is_token = |word: &str| {
            let source = Source {
                text: word.to_owned(),
                ..Source::default()
            };
            let document = Document::read(source, &ontology.conventions);
            document.tokens.len() == 1 && document.word(0) == word
        };
        let is_lemma = |word: &str| {
            let id = ontology.words.get(word);
            id.is_some_and(|id| {
                lemmas.contains(&id) || !ontology.lexicon.nouns.get([id]).is_empty()
            }) || is_ordinary(word, |w| is_listed(&ontology.files, w))
        };
        let untold: FxHashSet<usize> = self
            .indexes()
            .iter()
            .flat_map(|index| index.unindexed())
            .map(|id| id.0 as usize)
            .collect();
        let known = Known {
            is_token: &is_token,
            is_lemma: &is_lemma,
            is_told: &|place| !untold.contains(&place),
        };
        lints(&ontology.files, &ontology.rules, &known)
    }
}
