//! What the commands that only read graphs need of a pack: vocabulary, style, saved questions. No rules.

use std::path::Path;

use super::error::CliError;
use crate::ontology::{PackFiles, Vocabulary};
use crate::writers::Style;

pub(crate) struct Pack {
    pub(crate) files: PackFiles,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) style: Style,
}

impl Pack {
    pub(crate) fn load(ontology: Option<&Path>) -> Result<Self, CliError> {
        let mut files = PackFiles::builtin();
        if let Some(root) = ontology {
            let own = PackFiles::read(root)?;
            if own.text("ontology.toml").is_some_and(extends_builtin) {
                files.extend(own);
            } else {
                files = own;
            }
        }
        let vocabulary = Vocabulary::load(&files)?;
        let style = Style::load(&files)?;
        Ok(Self {
            files,
            vocabulary,
            style,
        })
    }
}

fn extends_builtin(header: &str) -> bool {
    toml::from_str::<toml::Table>(header)
        .is_ok_and(|t| t.get("extends").and_then(toml::Value::as_str) == Some("builtin"))
}
