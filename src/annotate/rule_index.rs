//! Which rules of a pass a sentence needs to run: those whose words it holds.
//!
//! *Takes* compiled rules. *Gives*, for a sentence, the tokens at which rules can start ([`Plan`]), and the atoms worth
//! asking. Every rule is filed under the fewest words one of which each of its matches holds (a cut of its program): those
//! of its first atom, so that it is tried only there, or others, so that it is tried only in sentences with one of them,
//! at the words that it starts with. What no word tells, a class may: then the rule is tried where the class stands. Only
//! the few rules that neither tells run everywhere. So a sentence pays for its own words, not for the number of rules.

use std::num::NonZeroU64;

use rustc_hash::FxHashMap;

use super::reading::Reading;
use super::rule_atoms::{class_starts, classes_at, key_of, tag_of, words_of};
use super::rule_entry::{By, Entry};
use super::rule_gates::{Gated, Gates, Passed};
use super::rule_needs::{AllNeeds, KindsId};
use super::rule_parts::Part;
use super::rule_plan::Plan;
use super::rule_present::Present;
use super::rule_told::AllTold;
use crate::ontology::{AtomTest, ClassId, Ontology, Pass, Role, RuleId};
use crate::pattern::{AtomId, Onset, Program, Rows};
use crate::text::WordId;

/// Rules of one pass by the words that they need.
#[derive(Clone, Debug, Default)]
pub struct RuleIndex {
    /// By number of a word: one more than the place in `opens`, or 0. A row, not a map: words are looked up at every
    /// token, and most open nothing.
    words: Vec<u32>,
    opens: Vec<Opens>,
    /// What the words open, word by word.
    starts: Vec<Entry>,
    within: Vec<Entry>,
    firsts: Vec<u32>,
    word_atoms: Vec<(AtomId, u8)>,
    /// Rules that no word tells.
    anywhere: Vec<Entry>,
    /// By number.
    rules: Vec<Filed>,
    /// What is told of the rules before they are looked at.
    told: AllTold,
    /// What the rules need besides words.
    needs: AllNeeds,
    /// What tag and writing tell of the atoms.
    gates: Gates,
    /// Of what is no rule of the pass.
    no_onset: Onset,
    /// Atoms of the pack.
    atoms: usize,
}

/// What is known of a rule besides its words.
#[derive(Clone, Debug, Default)]
struct Filed {
    /// Its atoms that no word tells, with their gates.
    other_atoms: Vec<(AtomId, u8)>,
    /// How its matches begin.
    onset: Onset,
    /// How its matches begin, if it is filed under other words and these are known.
    begins: Option<Begins>,
    /// How far the words that it is filed under may stand behind its start, if these are known and it does not begin with
    /// words.
    reach: Option<(usize, usize)>,
    /// The classes of which one stands at the first token, if no word tells where it begins.
    begins_at: Option<Vec<ClassId>>,
    /// The classes of which one starts there.
    starts_with: Option<KindsId>,
}

/// The first word of a match.
#[derive(Clone, Copy, Debug)]
struct Begins {
    /// The number of a set of words.
    with: u32,
    /// The word that the rule is filed under may stand before the match.
    looks_behind: bool,
}

/// What a word opens, while the rules are filed.
#[derive(Clone, Debug, Default)]
struct Opening {
    /// Rules that can start here.
    starts: Vec<Entry>,
    /// Rules that can match somewhere in a sentence with it.
    within: Vec<Entry>,
    /// Sets of words, it among them, that rules filed under another word start with.
    firsts: Vec<u32>,
    /// Atoms that can match here, with their gates.
    atoms: Vec<(AtomId, u8)>,
}

/// What a word opens: parts of the rows of the index. Text jumps from word to word: what it finds there lies in few places.
#[derive(Clone, Debug, Default)]
struct Opens {
    starts: Part,
    within: Part,
    firsts: Part,
    atoms: Part,
}

impl RuleIndex {
    /// Indexes the rules of a pass.
    pub fn new(ontology: &Ontology, pass: Pass) -> Self {
        let mut index = Self {
            atoms: ontology.rules.atoms.len(),
            ..Self::default()
        };
        let mut filed = vec![false; index.atoms];
        let mut sets: FxHashMap<Vec<WordId>, u32> = FxHashMap::default();
        let mut slots: FxHashMap<&[Role], u32> = FxHashMap::default();
        let mut opening: Vec<Opening> = Vec::new();
        index
            .rules
            .resize(ontology.rules.rules.len(), Filed::default());
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
                index.gates.add(ontology, *atom);
                let gated = (*atom, index.gates.of(*atom));
                for word in words_of(atom).unwrap_or_default() {
                    index.opened_by(word, &mut opening).atoms.push(gated);
                }
            }
            let first = &rule.program.first;
            let count = |atoms: &[AtomId]| -> usize {
                atoms.iter().filter_map(words_of).map(|w| w.len()).sum()
            };
            let cut = key(&rule.program, told.clone(), |a| {
                words_of(&a).map_or(0, |w| w.len())
            });
            // "the ambush": a rule that starts with an article waits for the noun
            let first_told = !first.is_empty() && first.iter().all(|a| told.contains(a));
            let starts = first_told && cut.as_ref().is_none_or(|cut| count(first) <= count(cut));
            let words = |atoms: &[AtomId]| {
                let mut words: Vec<WordId> = atoms.iter().filter_map(words_of).flatten().collect();
                words.sort_unstable();
                words.dedup();
                words
            };
            let key = if starts { Some(first.clone()) } else { cut };
            let begins = (first_told && !starts && key.is_some()).then(|| Begins {
                with: index.set(words(first), &mut sets, &mut opening),
                looks_behind: rule.program.looks_behind(),
            });
            let gated = |atom: AtomId| {
                index.gates.add(ontology, atom);
                (atom, index.gates.of(atom))
            };
            let other_atoms = other.into_iter().map(gated).collect();
            let is_token = |atom: AtomId| {
                let test = ontology.rules.atoms.get(atom);
                matches!(test, Some(AtomTest::Token(_) | AtomTest::Exact(_)))
            };
            if let Some(filed) = index.rules.get_mut(id.0 as usize) {
                *filed = Filed {
                    other_atoms,
                    onset: Onset::of(&rule.program, is_token),
                    begins,
                    reach: key
                        .as_ref()
                        .filter(|_| !starts)
                        .and_then(|key| rule.program.reach(key, is_token)),
                    begins_at: if starts {
                        None
                    } else {
                        let first = first.iter();
                        let classes: Option<Vec<_>> =
                            first.map(|a| classes_at(ontology, *a)).collect();
                        classes.map(|c| c.concat()).filter(|c| !c.is_empty())
                    },
                    starts_with: class_starts(ontology, first)
                        .filter(|_| !starts)
                        .map(|classes| index.needs.list(ontology, classes)),
                };
            }
            let filed_under = match &key {
                Some(key) if !starts => key.as_slice(),
                _ => &[],
            };
            let entry = Entry {
                rule: id,
                needs: index.needs.add(ontology, rule, filed_under),
                tag: None,
                key: None,
            };
            index.told.add(ontology, id, rule, starts, &mut slots);
            let Some(key) = key else {
                index.anywhere.push(entry);
                continue;
            };
            if !starts {
                for word in words(&key) {
                    index.opened_by(word, &mut opening).within.push(entry);
                }
                continue;
            }
            // "[lemma=bomb & tag=V] | [lemma=bombing & tag=NOUN]": each word with its own tag
            for atom in &key {
                let entry = Entry {
                    tag: tag_of(ontology, *atom).and_then(NonZeroU64::new),
                    key: key_of(ontology, *atom),
                    ..entry
                };
                for word in words(&[*atom]) {
                    let starts = &mut index.opened_by(word, &mut opening).starts;
                    if starts.last() != Some(&entry) {
                        starts.push(entry);
                    }
                }
            }
        }
        for open in opening {
            index.opens.push(Opens {
                starts: Part::append(&mut index.starts, open.starts),
                within: Part::append(&mut index.within, open.within),
                firsts: Part::append(&mut index.firsts, open.firsts),
                atoms: Part::append(&mut index.word_atoms, open.atoms),
            });
        }
        index
    }

    /// The number of a set of words.
    fn set(
        &mut self,
        words: Vec<WordId>,
        sets: &mut FxHashMap<Vec<WordId>, u32>,
        opening: &mut Vec<Opening>,
    ) -> u32 {
        let new = u32::try_from(sets.len()).unwrap_or(u32::MAX);
        if let Some(known) = sets.get(&words) {
            return *known;
        }
        for word in &words {
            self.opened_by(*word, opening).firsts.push(new);
        }
        sets.insert(words, new);
        new
    }

    /// Where to note what a word opens.
    fn opened_by<'o>(&mut self, word: WordId, opening: &'o mut Vec<Opening>) -> &'o mut Opening {
        let at = word.0 as usize;
        if self.words.len() <= at {
            self.words.resize(at + 1, 0);
        }
        if self.words[at] == 0 {
            opening.push(Opening::default());
            self.words[at] = u32::try_from(opening.len()).unwrap_or(u32::MAX);
        }
        &mut opening[self.words[at] as usize - 1]
    }

    /// What the words of some tokens open, by place in `opens`, and their lemmas where these are other words.
    #[inline]
    fn each_opened(
        &self,
        reading: &Reading<'_>,
        tokens: &std::ops::Range<usize>,
        mut found: impl FnMut(usize, By, u32),
    ) {
        let words = reading.lex.folded.get(tokens.clone()).unwrap_or_default();
        let lemmas = reading.lex.lemmas.get(tokens.clone()).unwrap_or_default();
        let number = |word: WordId| self.words.get(word.0 as usize).copied().unwrap_or(0);
        for (at, (word, lemma)) in tokens.clone().zip(words.iter().zip(lemmas)) {
            let first = number(*word);
            let second = if word == lemma { 0 } else { number(*lemma) };
            // most words open nothing
            if first | second == 0 {
                continue;
            }
            let same = word == lemma;
            let by = |word, lemma| By { word, lemma };
            if let Some(opens) = first.checked_sub(1) {
                found(at, by(true, same), opens);
            }
            if let Some(opens) = second.checked_sub(1) {
                found(at, by(false, true), opens);
            }
        }
    }

    /// What tokens were found to open, token by token.
    fn opened<'o>(&'o self, found: &'o [(usize, u32)]) -> impl Iterator<Item = (usize, &'o Opens)> {
        let opens = |(at, number): &(usize, u32)| Some((*at, self.opens.get(*number as usize)?));
        found.iter().filter_map(opens)
    }

    /// What a document speaks of that some rule asks for.
    pub(super) fn present(&self, reading: &Reading<'_>) -> Present {
        Present::new(reading, &self.needs)
    }

    /// Plans where the rules are tried in a sentence.
    pub fn plan(&self, reading: &Reading<'_>, tokens: &std::ops::Range<usize>, plan: &mut Plan) {
        plan.begin(tokens);
        let Plan {
            everywhere,
            placed,
            keys,
            opened,
            firsts,
            present,
            ..
        } = plan;
        let met = |entry: &Entry, at| self.needs.met(present, entry.needs, tokens, at);
        self.each_opened(reading, tokens, |at, by, number| {
            opened.push((at, number));
            let Some(opens) = self.opens.get(number as usize) else {
                return;
            };
            for entry in opens.starts.of(&self.starts) {
                if entry.may_start(reading, at, by) && met(entry, at) {
                    placed.push((at, entry.rule));
                }
            }
            for entry in opens.within.of(&self.within) {
                if met(entry, at) {
                    keys.push((*entry, at));
                }
            }
        });
        let met = |entry: &&Entry| self.needs.met_anywhere(present, entry.needs, tokens);
        everywhere.extend(self.anywhere.iter().filter(met).map(|e| e.rule));
        keys.sort_unstable();
        // few sentences get this far: only they look for the words that their rules begin with
        for same in keys.chunk_by(|a, b| a.0 == b.0) {
            let Some((entry, last)) = same.last() else {
                continue;
            };
            match self.rules.get(entry.rule.0 as usize).and_then(|r| r.begins) {
                Some(begins) => {
                    if firsts.is_empty() {
                        for (at, opens) in self.opened(opened) {
                            let sets = opens.firsts.of(&self.firsts).iter();
                            firsts.extend(sets.map(|set| (*set, at)));
                        }
                    }
                    let fits = |(set, at): &&(u32, usize)| {
                        *set == begins.with && (at <= last || begins.looks_behind)
                    };
                    placed.extend(firsts.iter().filter(fits).map(|(_, at)| (*at, entry.rule)));
                }
                None => match self.rules.get(entry.rule.0 as usize).and_then(|r| r.reach) {
                    // too many places are as good as all
                    Some((least, most)) if same.len() * (most - least + 1) < tokens.len() => {
                        for (_, at) in same {
                            let first = at.saturating_sub(most).max(tokens.start);
                            let end = (at + 1).saturating_sub(least);
                            placed.extend((first..end).map(|start| (start, entry.rule)));
                        }
                    }
                    _ => everywhere.push(entry.rule),
                },
            }
        }
        self.narrow(reading, tokens, plan);
        plan.finish();
    }

    /// Of the rules that no word places, those that begin with a class are tried where it stands.
    fn narrow(&self, reading: &Reading<'_>, tokens: &std::ops::Range<usize>, plan: &mut Plan) {
        let Plan {
            everywhere,
            placed,
            classes: classed,
            present,
            ..
        } = plan;
        everywhere.retain(|rule| {
            let filed = self.rules.get(rule.0 as usize);
            if let Some(kinds) = filed.and_then(|f| f.starts_with) {
                let starts = present.each_start(kinds, tokens);
                placed.extend(starts.map(|at| (at, *rule)));
                return false;
            }
            let Some(classes) = filed.and_then(|f| f.begins_at.as_ref()) else {
                return true;
            };
            if classed.is_empty() {
                let class = |at| Some((at, reading.class_at(at)?));
                classed.extend(tokens.clone().filter_map(class));
            }
            let stands = |(_, class): &&(usize, ClassId)| {
                classes.iter().any(|wanted| reading.is_a(*class, *wanted))
            };
            placed.extend(classed.iter().filter(stands).map(|(at, _)| (*at, *rule)));
            false
        });
    }

    /// Opens the atoms that some rules of a plan may ask in its sentence.
    pub fn open(
        &self,
        reading: &Reading<'_>,
        tokens: &std::ops::Range<usize>,
        plan: &Plan,
        rules: &[RuleId],
        passed: &mut Passed,
        rows: &mut Rows,
    ) {
        rows.begin(tokens, self.atoms);
        if rules.is_empty() {
            return;
        }
        passed.begin(reading, &self.gates, tokens);
        for (at, opens) in self.opened(&plan.opened) {
            for (atom, gate) in opens.atoms.of(&self.word_atoms) {
                if passed.lets(*gate, at) {
                    rows.may_match(*atom, at);
                }
            }
        }
        for id in rules {
            let filed = self.rules.get(id.0 as usize);
            for (atom, gate) in filed.into_iter().flat_map(|f| &f.other_atoms) {
                rows.may_match_where(*atom, passed.each(*gate));
            }
        }
    }

    /// What asks of a token only what its gates leave open: for atoms at open places.
    pub(super) fn gated<'g, 'a>(&'g self, reading: &'g Reading<'a>) -> Gated<'g, 'a> {
        Gated::new(reading, &self.gates)
    }

    /// How the matches of a rule begin.
    pub(super) fn onset(&self, rule: RuleId) -> &Onset {
        let filed = self.rules.get(rule.0 as usize);
        filed.map_or(&self.no_onset, |filed| &filed.onset)
    }

    /// What is told of the rules.
    pub(super) fn told(&self) -> &AllTold {
        &self.told
    }

    /// The rules that no word tells: they run at every token.
    pub fn unindexed(&self) -> impl Iterator<Item = RuleId> {
        self.anywhere.iter().map(|e| e.rule)
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

#[cfg(test)]
#[path = "rule_index_tests.rs"]
mod tests;
