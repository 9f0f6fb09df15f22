//! Which rules of a pass a sentence needs to run: those whose words it holds.
//!
//! *Takes* compiled rules. *Gives*, for a sentence, the rules that can match in it, and the atoms worth asking. Every rule
//! is filed under the fewest words one of which each of its matches holds (a cut of its program): those of its first
//! atom, so that it is tried only there, or others, so that it is tried only in sentences with one of them. Only rules
//! that no word tells run everywhere. So a sentence pays for its own words, not for the number of rules.

use rustc_hash::FxHashMap;

use super::reading::Reading;
use crate::ontology::{AtomTest, Key, Ontology, Pass, RuleId, Wanted};
use crate::pattern::{AtomId, Program, Rows};
use crate::text::WordId;

/// Rules of one pass by the words that they need.
#[derive(Clone, Debug, Default)]
pub struct RuleIndex {
    words: FxHashMap<WordId, Opens>,
    /// Rules that no word tells.
    anywhere: Vec<RuleId>,
    /// By rule: the atoms that no word tells.
    other_atoms: Vec<Vec<AtomId>>,
    /// Atoms of the pack.
    atoms: usize,
}

/// What a word opens.
#[derive(Clone, Debug, Default)]
struct Opens {
    /// Rules that can start here.
    starts: Vec<RuleId>,
    /// Rules that can match somewhere in a sentence with it.
    within: Vec<RuleId>,
    /// Atoms that can match here.
    atoms: Vec<AtomId>,
}

impl RuleIndex {
    /// Indexes the rules of a pass.
    pub fn new(ontology: &Ontology, pass: Pass) -> Self {
        let mut index = Self {
            atoms: ontology.rules.atoms.len(),
            ..Self::default()
        };
        let mut filed = vec![false; index.atoms];
        index
            .other_atoms
            .resize(ontology.rules.rules.len(), Vec::new());
        for (id, rule) in ontology.rules.of_pass(pass) {
            let words_of = |atom: &AtomId| words_of(ontology, *atom);
            let (told, other): (Vec<AtomId>, Vec<AtomId>) = rule
                .program
                .atoms()
                .into_iter()
                .partition(|atom| words_of(atom).is_some());
            for atom in &told {
                let Some(new) = filed.get_mut(atom.0 as usize).filter(|f| !**f) else {
                    continue;
                };
                *new = true;
                for word in words_of(atom).unwrap_or_default() {
                    index.words.entry(word).or_default().atoms.push(*atom);
                }
            }
            if let Some(atoms) = index.other_atoms.get_mut(id.0 as usize) {
                *atoms = other;
            }
            let first = &rule.program.first;
            let count = |atoms: &[AtomId]| -> usize {
                atoms.iter().filter_map(words_of).map(|w| w.len()).sum()
            };
            let cut = key(&rule.program, told.clone(), |a| {
                words_of(&a).map_or(0, |w| w.len())
            });
            // "the ambush": a rule that starts with an article waits for the noun
            let starts = !first.is_empty()
                && first.iter().all(|a| told.contains(a))
                && cut.as_ref().is_none_or(|cut| count(first) <= count(cut));
            let key = if starts { Some(first.clone()) } else { cut };
            let Some(key) = key else {
                index.anywhere.push(id);
                continue;
            };
            let mut words: Vec<WordId> = key.iter().filter_map(words_of).flatten().collect();
            words.sort_unstable();
            words.dedup();
            for word in words {
                let opens = index.words.entry(word).or_default();
                if starts {
                    opens.starts.push(id);
                } else {
                    opens.within.push(id);
                }
            }
        }
        index
    }

    fn opens(&self, word: WordId, lemma: WordId) -> impl Iterator<Item = &Opens> {
        let second = (lemma != word)
            .then(|| self.words.get(&lemma))
            .into_iter()
            .flatten();
        self.words.get(&word).into_iter().chain(second)
    }

    /// The rules that may match somewhere in a sentence without a word of theirs at the start of the match, in order.
    pub fn within(
        &self,
        reading: &Reading<'_>,
        tokens: std::ops::Range<usize>,
        out: &mut Vec<RuleId>,
    ) {
        out.clear();
        out.extend(&self.anywhere);
        for at in tokens {
            for opens in self.opens(reading.folded(at), reading.lemma(at)) {
                out.extend(&opens.within);
            }
        }
        out.sort_unstable();
        out.dedup();
    }

    /// The rules that may match at a token: those that start with its word, and those that `within` found; in order.
    pub fn starting(
        &self,
        reading: &Reading<'_>,
        at: usize,
        within: &[RuleId],
        out: &mut Vec<RuleId>,
    ) {
        out.clear();
        out.extend(within);
        for opens in self.opens(reading.folded(at), reading.lemma(at)) {
            out.extend(&opens.starts);
        }
        if out.len() > within.len() {
            out.sort_unstable();
            out.dedup();
        }
    }

    /// The rules that may match anywhere in a sentence, in order; opens the atoms that they may ask.
    pub fn open(
        &self,
        reading: &Reading<'_>,
        tokens: &std::ops::Range<usize>,
        rows: &mut Rows,
        out: &mut Vec<RuleId>,
    ) {
        rows.begin(tokens, self.atoms);
        out.clear();
        out.extend(&self.anywhere);
        for at in tokens.clone() {
            for opens in self.opens(reading.folded(at), reading.lemma(at)) {
                out.extend(&opens.starts);
                out.extend(&opens.within);
                for atom in &opens.atoms {
                    rows.may_match(*atom, at);
                }
            }
        }
        out.sort_unstable();
        out.dedup();
        for id in &*out {
            for atom in self.other_atoms.get(id.0 as usize).into_iter().flatten() {
                rows.may_match_anywhere(*atom);
            }
        }
    }

    /// The rules that no word tells: they run at every token.
    pub fn unindexed(&self) -> &[RuleId] {
        &self.anywhere
    }
}

/// The atoms with the fewest words of which every match holds at least one.
fn key(
    program: &Program,
    mut told: Vec<AtomId>,
    words: impl Fn(AtomId) -> usize,
) -> Option<Vec<AtomId>> {
    told.sort_by_key(|atom| std::cmp::Reverse(words(*atom)));
    program.cut(told)
}

/// The words one of which an atom needs, as it stands or as lemma; `None` when it takes others too.
fn words_of(ontology: &Ontology, atom: AtomId) -> Option<Vec<WordId>> {
    match ontology.rules.atoms.get(atom)? {
        AtomTest::Token(tests) => {
            tests
                .iter()
                .find_map(|t| match (&t.wanted, t.key, t.negated, t.head) {
                    (Wanted::Words(words), Key::Word | Key::Lemma, false, false) => {
                        Some(words.clone())
                    }
                    _ => None,
                })
        }
        // beyond ASCII a word may be folded to another
        AtomTest::Exact(word) if word.is_ascii() => {
            Some(vec![ontology.words.get(&word.to_ascii_lowercase())?])
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::PackFiles;

    #[test]
    fn few_rules_of_the_built_in_pack_run_everywhere() {
        let ontology = Ontology::load(PackFiles::builtin()).unwrap();
        let names = RuleIndex::new(&ontology, Pass::Name);
        let events = RuleIndex::new(&ontology, Pass::Event);
        let of = |id: &RuleId| ontology.rules.rule(*id).unwrap().name.clone();
        let anywhere: Vec<String> = names.unindexed().iter().map(of).collect();
        assert!(anywhere.len() <= 6, "{anywhere:?}");
        let anywhere: Vec<String> = events.unindexed().iter().map(of).collect();
        assert!(anywhere.len() <= 6, "{anywhere:?}");
    }
}
