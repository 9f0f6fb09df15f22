//! Names: gazetteer look-up, then the `name` rules, then acronyms in brackets and short forms.
//!
//! *Takes* tags. *Gives* [`Name`]s without overlaps. *Promises* that in ordinary text a name is written like one; a
//! gazetteer name that is an ordinary word too needs its capital, or in caseless text a name's tag.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::lex::Upos;
use super::reading::Reading;
use super::rule_gates::Passed;
use super::rule_index::RuleIndex;
use super::rule_plan::Plan;
use super::signs::Sign;
use crate::ontology::{ClassId, Emits, Kind, RuleId};
use crate::pattern::{Matcher, Memo, Rows};

/// What found a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundBy {
    /// A gazetteer.
    Gazetteer,
    /// A rule of `rules/name`.
    Rule(RuleId),
    /// A bracket after the full name.
    Acronym,
    /// The same words, found as a name elsewhere in the document.
    Repetition,
}

/// A name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its class.
    pub class: ClassId,
    /// Candidate gazetteer entries, the best known first.
    pub entries: Vec<u32>,
    /// The name that this one is short for, as an index into [`Reading::names`].
    pub short_for: Option<u32>,
    /// What found it.
    pub by: FoundBy,
}

struct Candidate {
    name: Name,
    /// Longer first, then rules that are sure, known names of several words, other rules, other known names, then earlier.
    rank: (i32, usize),
}

/// Finds the names of a document.
pub fn names(reading: &mut Reading<'_>, rules_by_word: &RuleIndex, matcher: &mut Matcher) {
    let mut found: Vec<Candidate> = Vec::new();
    let mut room = Room {
        plan: Plan::new(reading, rules_by_word),
        ..Room::default()
    };
    for (index, sentence) in reading.document.sentences.iter().enumerate() {
        gazetteer(reading, sentence.tokens.clone(), &mut found);
        rules(
            reading,
            rules_by_word,
            index,
            &mut room,
            matcher,
            &mut found,
        );
    }
    for d in &reading.dates {
        found
            .retain(|c| c.name.tokens.end <= d.tokens.start || d.tokens.end <= c.name.tokens.start);
    }
    drop_misread(reading, &mut found);
    found.sort_by(|a, b| {
        (b.rank.1, b.rank.0, a.name.tokens.start).cmp(&(a.rank.1, a.rank.0, b.name.tokens.start))
    });
    let mut taken = vec![false; reading.document.tokens.len()];
    let mut names: Vec<Name> = Vec::new();
    for c in found {
        let free = taken
            .get(c.name.tokens.clone())
            .is_some_and(|t| t.iter().all(|x| !x));
        if free {
            if let Some(t) = taken.get_mut(c.name.tokens.clone()) {
                t.fill(true);
            }
            names.push(c.name);
        }
    }
    names.sort_by_key(|n| n.tokens.start);
    reading.names = names;
    index(reading);
    super::acronym::acronyms(reading);
    index(reading);
}

/// Drops "Usulutan Department" as a body where Usulutan is a place, and "Anna Ruiz of the Zorva Police" as one name where a
/// title tells that Anna Ruiz is a person.
fn drop_misread(reading: &Reading<'_>, found: &mut Vec<Candidate>) {
    let vocabulary = &reading.ontology.vocabulary;
    let class = |name: &str| vocabulary.class_id(name);
    let (Some(person), Some(place), Some(body)) = (
        class("ng:Person"),
        class("ng:Place"),
        class("ng:Organization"),
    ) else {
        return;
    };
    let places: FxHashSet<(usize, usize)> = found
        .iter()
        .filter(|c| c.name.by == FoundBy::Gazetteer && reading.is_a(c.name.class, place))
        .map(|c| (c.name.tokens.start, c.name.tokens.end))
        .collect();
    let people: FxHashSet<usize> = found
        .iter()
        .filter(|c| c.rank.0 >= 3 && reading.is_a(c.name.class, person) && c.name.tokens.len() > 1)
        .filter(|c| reading.form_in("of-prepositions", c.name.tokens.end))
        .map(|c| c.name.tokens.start)
        .collect();
    found.retain(|c| {
        let Range { start, end } = c.name.tokens;
        let is_body = matches!(c.name.by, FoundBy::Rule(_)) && reading.is_a(c.name.class, body);
        let region = reading.form_in("region-heads", end - 1) && places.contains(&(start, end - 1));
        let officer = people.contains(&start)
            && c.name
                .tokens
                .clone()
                .any(|t| reading.form_in("of-prepositions", t));
        !(is_body && (region || officer))
    });
}

/// Rebuilds the look-up from tokens to names.
pub(super) fn index(reading: &mut Reading<'_>) {
    reading.name_at.fill(None);
    for (i, name) in reading.names.iter().enumerate() {
        if let Some(cells) = reading.name_at.get_mut(name.tokens.clone()) {
            cells.fill(u32::try_from(i).ok());
        }
    }
}

fn gazetteer(reading: &Reading<'_>, tokens: Range<usize>, found: &mut Vec<Candidate>) {
    let ontology = reading.ontology;
    let mut at = tokens.start;
    while at < tokens.end {
        if !ontology.gazetteer.names.starts(reading.folded(at)) {
            demonym(reading, at, found);
            at += 1;
            continue;
        }
        let walk = (at..tokens.end).map(|t| reading.folded(t));
        let Some((length, names)) = ontology.gazetteer.names.longest(walk) else {
            demonym(reading, at, found);
            at += 1;
            continue;
        };
        let range = at..at + length;
        let mut kept: Vec<u32> = names
            .iter()
            .filter(|n| written_as_name(reading, &range, n.acronym))
            .map(|n| n.entry)
            .collect();
        // "Colombia" is the country before any town of its name
        if kept.len() > 1
            && let Some(country) = ontology.vocabulary.class_id("ng:Country")
        {
            let is_country = |e: &u32| ontology.gazetteer.class_of(*e) == Some(country);
            kept.sort_by_key(|e| !is_country(e));
        }
        let class = kept.first().and_then(|e| ontology.gazetteer.class_of(*e));
        let Some(class) = class else {
            demonym(reading, at, found);
            at += 1;
            continue;
        };
        found.push(Candidate {
            name: Name {
                tokens: range,
                class,
                entries: kept,
                short_for: None,
                by: FoundBy::Gazetteer,
            },
            rank: (known_well(reading, at, length, class), length),
        });
        // a longer name may start inside this one: walk on by one token
        at += 1;
    }
}

/// How a gazetteer name ranks among finds of its length: several words that make a country, a group or a body, or a place
/// after a preposition of place, before all rules but that of titles; one word, or a town anywhere, after the rules.
fn known_well(reading: &Reading<'_>, at: usize, length: usize, class: ClassId) -> i32 {
    if length < 2 {
        return 0;
    }
    let vocabulary = &reading.ontology.vocabulary;
    let is = |name: &str| {
        vocabulary
            .class_id(name)
            .is_some_and(|c| reading.is_a(class, c))
    };
    let placed = at
        .checked_sub(1)
        .is_some_and(|before| reading.form_in("place-prepositions", before));
    if is("ng:Country") || is("ng:Organization") || (placed && is("ng:Place")) {
        3
    } else {
        0
    }
}

/// "Russian", "Salvadorans": a country named by its people. It refers to the country unless a noun follows that it
/// only qualifies; the mention layer decides.
fn demonym(reading: &Reading<'_>, at: usize, found: &mut Vec<Candidate>) {
    if !reading.has_sign(at, Sign::DEMONYM) {
        return;
    }
    let Some(demonym) = reading.ontology.lexicon.demonyms.get(&reading.folded(at)) else {
        return;
    };
    let Some(country) = &demonym.country else {
        return;
    };
    // "power POLES" in capitals: the noun, not the people
    if reading.caseless() && reading.noun_at(at).is_some() && reading.lex.tag(at).upos != Upos::Adj
    {
        return;
    }
    let capital = reading.caseless() || reading.text(at).starts_with(char::is_uppercase);
    let gazetteer = &reading.ontology.gazetteer;
    if let (true, Some(entry)) = (capital, gazetteer.index_of(country)) {
        let Some(class) = gazetteer.class_of(entry) else {
            return;
        };
        found.push(Candidate {
            name: Name {
                tokens: at..at + 1,
                class,
                entries: vec![entry],
                short_for: None,
                by: FoundBy::Gazetteer,
            },
            rank: (0, 1),
        });
    }
}

fn written_as_name(reading: &Reading<'_>, tokens: &Range<usize>, acronym: bool) -> bool {
    let ordinary = |t: usize| reading.form_in("ambiguous-names", t);
    if reading.caseless() {
        if tokens.len() > 1 {
            return true;
        }
        return reading.lex.tag(tokens.start).is_proper();
    }
    let text = reading.text(tokens.start);
    if acronym && tokens.len() == 1 {
        return text
            .chars()
            .filter(|c| c.is_alphabetic())
            .all(char::is_uppercase);
    }
    let first_capital = text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let capital = first_capital
        || (tokens.len() > 2 && reading.text(tokens.end - 1).starts_with(char::is_uppercase));
    let opens_sentence = reading
        .document
        .sentences
        .get(reading.sentence_of(tokens.start))
        .is_some_and(|s| s.tokens.start == tokens.start);
    capital
        && !(tokens.len() == 1
            && ordinary(tokens.start)
            && (opens_sentence || !reading.lex.tag(tokens.start).is_proper()))
}

/// Room that the rules use again for each sentence.
#[derive(Default)]
struct Room {
    plan: Plan,
    passed: Passed,
    rows: Rows,
    rules: Vec<RuleId>,
}

fn rules(
    reading: &mut Reading<'_>,
    index: &RuleIndex,
    sentence: usize,
    room: &mut Room,
    matcher: &mut Matcher,
    found: &mut Vec<Candidate>,
) {
    let mut budget = reading.budget();
    let ontology = reading.ontology;
    let tokens = reading.sentence_tokens(sentence);
    let Room {
        plan,
        passed,
        rows,
        rules,
    } = room;
    index.plan(reading, &tokens, plan);
    plan.rules(rules);
    index.open(reading, &tokens, plan, rules, passed, rows);
    let rows = &*rows;
    let gated = index.gated(reading);
    let input = Memo::new(&gated, rows);
    for id in rules {
        let Some(rule) = ontology.rules.rule(*id) else {
            continue;
        };
        let (Kind::Seq, Emits::Class(class)) = (rule.kind, &rule.emits) else {
            continue;
        };
        let onset = index.onset(*id);
        let next = |from| plan.next_start(*id, from, onset, rows);
        let Some(first) = next(tokens.start) else {
            continue;
        };
        let Some(last) = Matcher::last_start(&rule.program, &input, &tokens) else {
            continue;
        };
        let mut from = first;
        while let Some(at) = next(from).filter(|at| *at <= last) {
            let Some(m) = matcher.match_at(&rule.program, &input, &tokens, at, &mut budget) else {
                from = at + 1;
                continue;
            };
            // the capture `name` is the name; without one the whole match is
            let named = rule.program.captures.iter().position(|c| c == "name");
            let range = named
                .and_then(|i| m.groups.get(i).cloned().flatten())
                .unwrap_or(m.whole.clone());
            from = range.end.max(at + 1);
            found.push(Candidate {
                rank: (1 + rule.priority, range.len()),
                name: Name {
                    tokens: range,
                    class: *class,
                    entries: Vec::new(),
                    short_for: None,
                    by: FoundBy::Rule(*id),
                },
            });
        }
    }
    if budget.is_spent() {
        reading.cut_sentences.push(sentence);
    }
}
