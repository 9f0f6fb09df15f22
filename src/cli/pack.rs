//! What the commands that only read graphs need of a pack: vocabulary, style, saved questions. No rules.

use std::path::Path;

use super::error::CliError;
use crate::ontology::{Ontology, PackFiles, Vocabulary};
use crate::writers::Style;

pub(crate) struct Pack {
    pub(crate) files: PackFiles,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) style: Style,
}

impl Pack {
    pub(crate) fn load(ontology: Option<&Path>) -> Result<Self, CliError> {
        let files = Ontology::files(ontology)?;
        let vocabulary = Vocabulary::load(&files)?;
        let style = Style::load(&files)?;
        Ok(Self {
            files,
            vocabulary,
            style,
        })
    }

    /// The same of an ontology that is loaded.
    pub(crate) fn of(ontology: &Ontology) -> Result<Self, CliError> {
        let (files, vocabulary) = (ontology.files.clone(), ontology.vocabulary.clone());
        let style = Style::load(&files)?;
        Ok(Self {
            files,
            vocabulary,
            style,
        })
    }
}
