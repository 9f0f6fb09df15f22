//! Texts whose violence is not meant: sports, fiction, satire, handbooks and drills.
//!
//! *Takes* tokens. *Gives* the genre of a document whose words tell it, or none. Findings of such a document are
//! hypothetical: a chess report attacks kings, a handbook imagines gunmen. Different words count, not repeated ones;
//! satire is told by one word near the top. Lists `genre-*` of the lexicon; linear in the text.

use rustc_hash::FxHashSet;

use super::reading::Reading;
use super::signs::Sign;
use crate::text::WordId;

/// Different words of a list that make a genre, a text of up to [`SHORT`] tokens; longer texts need more.
const ENOUGH: usize = 4;
/// Tokens up to which [`ENOUGH`] words are enough.
const SHORT: usize = 250;
/// Tokens from the top in which one word tells satire.
const TOP: usize = 40;

/// The list of games and sports: their violence is a way of speaking.
pub const SPORT: &str = "genre-sport";

/// Word lists of the genres.
#[derive(Clone, Debug, Default)]
pub struct GenreWords {
    lists: Vec<(&'static str, FxHashSet<WordId>)>,
    satire: Vec<WordId>,
}

impl GenreWords {
    /// Takes the lists from the pack.
    pub fn new(ontology: &crate::ontology::Ontology) -> Self {
        let get = |name: &str| super::context::list(ontology, name);
        Self {
            lists: [SPORT, "genre-manual"]
                .into_iter()
                .map(|n| (n, get(n).into_iter().collect()))
                .collect(),
            satire: get("genre-satire"),
        }
    }

    /// The words of all genres that are told by several words, in no order.
    pub(super) fn all(&self) -> impl Iterator<Item = WordId> + '_ {
        self.lists
            .iter()
            .flat_map(|(_, words)| words.iter().copied())
    }
}

/// The genre in which nothing is meant to have happened, with the token that tells it.
pub fn unreal(reading: &Reading<'_>, words: &GenreWords) -> Option<(&'static str, usize)> {
    let size = reading.document.tokens.len();
    let top = (0..size.min(TOP)).find(|t| words.satire.binary_search(&reading.lemma(*t)).is_ok());
    if let Some(token) = top {
        return Some(("genre-satire", token));
    }
    let enough = ENOUGH * size.div_ceil(SHORT).max(1);
    words.lists.iter().find_map(|(name, list)| {
        let mut seen: FxHashSet<WordId> = FxHashSet::default();
        let mut first = None;
        for t in 0..size {
            let told = |word: &WordId| reading.signs.has(*word, Sign::GENRE);
            let hit = [reading.lemma(t), reading.folded(t)]
                .into_iter()
                .filter(told)
                .find(|w| list.contains(w));
            if let Some(word) = hit {
                first = first.or(Some(t));
                seen.insert(word);
            }
        }
        (seen.len() >= enough).then_some(())?;
        first.map(|t| (*name, t))
    })
}
