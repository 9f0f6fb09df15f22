//! Saved questions: `queries/*.rq` of a pack, each with the question in words as its first comment.

use super::QueryError;
use crate::ontology::PackFiles;

/// A question kept in a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedQuery {
    /// Its name: the file's, without folder and ending.
    pub name: String,
    /// The question in words.
    pub question: String,
    /// The SPARQL text.
    pub text: String,
}

/// The saved questions below `folder` (`queries` or `views`), in order of their names.
pub fn saved_queries(files: &PackFiles, folder: &str) -> Vec<SavedQuery> {
    files
        .below(folder, "rq")
        .map(|(path, text)| {
            let comment = text.lines().find_map(|l| l.trim().strip_prefix('#'));
            let file = path.rsplit('/').next().unwrap_or(path);
            SavedQuery {
                name: file.trim_end_matches(".rq").to_owned(),
                question: comment.unwrap_or_default().trim().to_owned(),
                text: text.to_owned(),
            }
        })
        .collect()
}

impl SavedQuery {
    /// The question called `name`: the whole name, the name without its number, or the number alone.
    ///
    /// # Errors
    /// If there is none; the error lists those there are.
    pub fn find<'q>(all: &'q [Self], name: &str) -> Result<&'q Self, QueryError> {
        let fits = |q: &&Self| {
            q.name == name
                || q.name.split_once('-').is_some_and(|(number, rest)| {
                    rest == name || number.trim_start_matches('0') == name || number == name
                })
        };
        all.iter()
            .find(fits)
            .ok_or_else(|| QueryError::UnknownSaved {
                name: name.to_owned(),
                known: all
                    .iter()
                    .map(|q| q.name.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            })
    }
}
