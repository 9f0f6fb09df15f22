//! Word lists, from `lexicon/*.toml` and from `[lists]` of the rule files; shared by the whole pack.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

/// Lists by name; entries in lower case. An entry `$other` takes in another list.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    lists: BTreeMap<String, Vec<String>>,
    /// The same for questions; filled by [`Lists::expand`].
    sets: FxHashMap<String, FxHashSet<String>>,
}

impl Lists {
    /// Adds words to a list.
    pub fn add(&mut self, name: &str, words: impl IntoIterator<Item = String>) {
        self.lists.entry(name.to_owned()).or_default().extend(words);
    }

    /// The words of a list.
    pub fn get(&self, name: &str) -> Option<&[String]> {
        self.lists.get(name).map(Vec::as_slice)
    }

    /// Whether a list holds a word, in lower case; to be asked once [`Lists::expand`] has run.
    pub fn holds(&self, name: &str, word: &str) -> bool {
        self.sets.get(name).is_some_and(|set| set.contains(word))
    }

    /// The words of all lists.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.lists.values().flatten().map(String::as_str)
    }

    /// All lists with their words, in order of their names.
    pub fn all(&self) -> impl Iterator<Item = (&str, &[String])> {
        let lists = self.lists.iter();
        lists.map(|(name, words)| (name.as_str(), words.as_slice()))
    }

    /// Whether there is such a list.
    pub fn contains(&self, name: &str) -> bool {
        self.lists.contains_key(name)
    }

    /// Replaces entries `$other` by that list's words. Returns the names of lists that are missing or form a cycle.
    pub fn expand(&mut self) -> Vec<String> {
        let missing = self.expand_names();
        let set = |(name, words): (&String, &Vec<String>)| {
            (name.clone(), words.iter().cloned().collect())
        };
        self.sets = self.lists.iter().map(set).collect();
        missing
    }

    fn expand_names(&mut self) -> Vec<String> {
        let mut missing = Vec::new();
        for _ in 0..8 {
            let before = self.lists.clone();
            let mut changed = false;
            for (name, words) in &mut self.lists {
                let mut out = Vec::with_capacity(words.len());
                for word in words.drain(..) {
                    match word.strip_prefix('$') {
                        Some(other) if other != name => {
                            changed = true;
                            match before.get(other) {
                                Some(more) => out.extend(more.iter().cloned()),
                                None => missing.push(other.to_owned()),
                            }
                        }
                        Some(other) => missing.push(other.to_owned()),
                        None => out.push(word),
                    }
                }
                out.sort();
                out.dedup();
                *words = out;
            }
            if !changed {
                return missing;
            }
        }
        missing.push("a cycle of lists".to_owned());
        missing
    }
}
