//! A whole pack: read, checked, compiled; or every mistake in it.

use std::path::Path;

use serde::Deserialize;

use super::confidence::{self, ConfidenceTable};
use super::diagnostic::{Diagnostic, Severity};
use super::files::{PackError, PackFiles};
use super::gazetteer::Gazetteer;
use super::lexicon::{self, Lexicon};
use super::rules::{self, RuleSet};
use super::vocabulary::{Vocabulary, VocabularyError};
use crate::text::{Conventions, WordTable};

/// Everything the cascade knows.
#[derive(Debug)]
pub struct Ontology {
    /// Its files.
    pub files: PackFiles,
    /// Classes and properties.
    pub vocabulary: Vocabulary,
    /// Words that reading needs.
    pub conventions: Conventions,
    /// All words of the pack.
    pub words: WordTable,
    /// Nouns, names, numbers.
    pub lexicon: Lexicon,
    /// Known names.
    pub gazetteer: Gazetteer,
    /// Rules.
    pub rules: RuleSet,
    /// How often each rule was right on gold documents.
    pub confidence: ConfidenceTable,
}

/// Why a pack does not load.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// Its files cannot be read.
    #[error(transparent)]
    Files(#[from] PackError),
    /// Its vocabulary or header cannot be used.
    #[error(transparent)]
    Vocabulary(#[from] VocabularyError),
    /// Mistakes in rules, lexicon or gazetteers.
    #[error("the pack has {} mistake(s); run `newsgraph rules check`", .found.len())]
    Mistakes {
        /// All of them, in order of file and place.
        found: Vec<Diagnostic>,
        /// The pack's files, for showing the places.
        files: Box<PackFiles>,
    },
}

#[derive(Deserialize)]
struct Header {
    extends: Option<String>,
}

impl Ontology {
    /// The built-in pack, or the one at `directory`; one with `extends = "builtin"` in its `ontology.toml` is laid
    /// over the built-in one: rules, macros, lists and slots by their names, everything else file by file.
    ///
    /// # Errors
    /// If files cannot be read, or with every mistake that the pack has.
    pub fn open(directory: Option<&Path>) -> Result<Self, LoadError> {
        Self::load(Self::files(directory)?)
    }

    /// The files that [`Ontology::open`] loads.
    ///
    /// # Errors
    /// If files cannot be read.
    pub fn files(directory: Option<&Path>) -> Result<PackFiles, PackError> {
        let Some(directory) = directory else {
            return Ok(PackFiles::builtin());
        };
        let own = PackFiles::read(directory)?;
        let extends = own
            .text("ontology.toml")
            .and_then(|t| toml::from_str::<Header>(t).ok())
            .and_then(|h| h.extends)
            .is_some_and(|e| e == "builtin");
        let files = if extends {
            let mut files = PackFiles::builtin();
            files.lay_over(own);
            files
        } else {
            own
        };
        Ok(files)
    }

    /// A pack from its files.
    ///
    /// # Errors
    /// With every mistake that the pack has.
    pub fn load(files: PackFiles) -> Result<Self, LoadError> {
        let mut found = Vec::new();
        let mut words = WordTable::default();
        let vocabulary = Vocabulary::load(&files)?;
        let conventions = super::load_conventions(&files).unwrap_or_else(|e| {
            let help = "see the built-in file for its form";
            found.push(Diagnostic::error(
                "L006",
                "lexicon/conventions.toml",
                0..1,
                e.to_string(),
                help,
            ));
            Conventions::default()
        });
        let mut lexicon = Lexicon::load(&files, &vocabulary, &conventions, &mut words, &mut found);
        let gazetteer = Gazetteer::load(&files, &vocabulary, &conventions, &mut words, &mut found);
        let lists = lexicon::lists(&files, &mut found);
        let rules = rules::load(
            &files,
            lists,
            &mut words,
            &vocabulary,
            &mut lexicon.features,
            &mut found,
        );
        let confidence = confidence::load(&files, &mut found);
        if found.iter().any(|d| d.severity == Severity::Error) {
            found.sort_by(|a, b| (&a.file, a.at.start, a.code).cmp(&(&b.file, b.at.start, b.code)));
            return Err(LoadError::Mistakes {
                found,
                files: Box::new(files),
            });
        }
        Ok(Self {
            files,
            vocabulary,
            conventions,
            words,
            lexicon,
            gazetteer,
            rules,
            confidence,
        })
    }
}
