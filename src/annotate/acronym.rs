//! Acronyms in brackets and short forms of names: one name, several spellings.
//!
//! "Farabundo Marti National Liberation Front (FMLN)" makes FMLN a name of the same thing everywhere in the
//! document, also where the full name was not known before: the bracket and the initials prove it.

use rustc_hash::FxHashMap;

use super::mark::Mark;
use super::name::{FoundBy, Name, index};
use super::reading::Reading;
use crate::ontology::ClassId;
use crate::text::WordId;

/// Adds names proved by brackets, then repetitions of names found elsewhere in the document.
pub(super) fn acronyms(reading: &mut Reading<'_>) {
    let mut added = Vec::new();
    for at in 1..reading.document.tokens.len() {
        if !matches!(reading.mark(at), Mark::Open | Mark::Bracket) {
            continue;
        }
        if let Some(full) = expansion(reading, at) {
            added.push((full, at - 1));
            continue;
        }
        if !matches!(reading.text(at + 2), ")" | "]") {
            continue;
        }
        let Some(letters) = letters(reading, at + 1) else {
            continue;
        };
        if let Some(full) = full_name(reading, at, &letters) {
            added.push((full, at + 1));
        }
    }
    let Some(organization) = reading.ontology.vocabulary.class_id("ng:Organization") else {
        return;
    };
    for (full, bracket) in added {
        join(reading, full, bracket, organization);
    }
    repetitions(reading);
}

/// The letters of a token, in lower case, if it looks like an acronym.
fn letters(reading: &Reading<'_>, token: usize) -> Option<Vec<char>> {
    let word = reading.text(token);
    let letters: Vec<char> = word
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let looks = (2..=10).contains(&letters.len())
        && word.chars().next().is_some_and(char::is_uppercase)
        && (reading.caseless()
            || word.chars().filter(|c| c.is_uppercase()).count() * 2 >= letters.len());
    (looks && !letters.iter().all(char::is_ascii_digit)).then_some(letters)
}

/// The tokens of the name in a bracket that tells what the acronym before it stands for: "ARENA [Nationalist Republican
/// Alliance]". Either a gazetteer knows both as one, or the initials fit.
fn expansion(reading: &Reading<'_>, bracket: usize) -> Option<std::ops::Range<usize>> {
    if reading.name(bracket - 1).is_some() {
        return None;
    }
    let inside = reading
        .name(bracket + 1)
        .or_else(|| reading.name(bracket + 2))?;
    let organization = reading.ontology.vocabulary.class_id("ng:Organization")?;
    if !matches!(reading.text(inside.tokens.end), ")" | "]")
        || inside.tokens.len() < 2
        || !reading.is_a(inside.class, organization)
    {
        return None;
    }
    let letters = letters(reading, bracket - 1)?;
    let names = &reading.ontology.gazetteer.names;
    let alias = names
        .get([reading.folded(bracket - 1)])
        .iter()
        .any(|n| inside.entries.contains(&n.entry));
    (alias || initials_fit(reading, inside.tokens.clone(), &letters)).then(|| inside.tokens.clone())
}

/// The tokens before the bracket whose initials the acronym is made of, or the name that ends there.
fn full_name(
    reading: &Reading<'_>,
    bracket: usize,
    letters: &[char],
) -> Option<std::ops::Range<usize>> {
    let first = *letters.first()?;
    let sentence = reading.sentence_tokens(reading.sentence_of(bracket));
    let mut best = None;
    // the full name starts with the acronym's first letter, at most two words a letter back
    for start in (sentence.start..bracket).rev().take(letters.len() * 2 + 3) {
        let word = reading.text(start);
        if matches!(word, "," | ";" | "(" | ")" | ":" | "--") {
            break;
        }
        let capital = reading.caseless() || word.starts_with(char::is_uppercase);
        if !capital || word.chars().next().and_then(|c| c.to_lowercase().next()) != Some(first) {
            continue;
        }
        if initials_fit(reading, start..bracket, letters) {
            best = Some(start..bracket);
            if bracket - start >= letters.len() {
                break;
            }
        }
    }
    best.or_else(|| {
        // "the Kurdistan Freedom Falcons, or TAK": initials of another language; the name before the bracket is enough
        let name = reading.name(bracket - 1)?;
        let kinds = ["ng:Organization", "ng:ArmedGroup"];
        let fits = kinds
            .iter()
            .filter_map(|k| reading.ontology.vocabulary.class_id(k))
            .any(|k| reading.is_a(name.class, k));
        (fits && name.tokens.end == bracket).then(|| name.tokens.clone())
    })
}

/// Whether the acronym's letters occur in order as initials (or further letters) of the words, no content word
/// left out but at most one.
fn initials_fit(reading: &Reading<'_>, words: std::ops::Range<usize>, letters: &[char]) -> bool {
    let mut left = letters;
    let mut skipped = 0;
    for t in words {
        let lower = reading.text(t).to_lowercase();
        let mut chars = lower.chars();
        let first = chars.next();
        if first.is_some() && first == left.first().copied() {
            left = left.get(1..).unwrap_or(&[]);
            // PRENSA, CERREM: more letters of the same word
            for c in chars {
                if left.len() > 1 && left.first() == Some(&c) && letters.len() > 4 {
                    left = left.get(1..).unwrap_or(&[]);
                } else {
                    break;
                }
            }
        } else if lower.len() > 3 {
            skipped += 1;
        }
    }
    left.is_empty() && skipped <= 1
}

fn join(
    reading: &mut Reading<'_>,
    full: std::ops::Range<usize>,
    bracket: usize,
    organization: ClassId,
) {
    // an acronym that only the gazetteer knows keeps its entry
    let known = reading.name(bracket).cloned();
    let inside = (full.start..full.end).find_map(|t| reading.name_at.get(t).copied().flatten());
    let whole = inside
        .and_then(|i| reading.names.get(i as usize))
        .filter(|n| n.tokens.end == full.end && n.tokens.start <= full.start + 1);
    let (class, entries, by) = match (whole, &known) {
        (Some(n), Some(k)) if n.entries.is_empty() => (k.class, k.entries.clone(), n.by),
        (Some(n), _) => (n.class, n.entries.clone(), n.by),
        (None, Some(k)) => (k.class, k.entries.clone(), k.by),
        (None, None) => (organization, Vec::new(), FoundBy::Acronym),
    };
    let start = whole.map_or(full.start, |n| n.tokens.start.min(full.start));
    let range = start..full.end;
    reading
        .names
        .retain(|n| n.tokens.end <= range.start || n.tokens.start >= range.end);
    reading.names.retain(|n| !n.tokens.contains(&bracket));
    let name = Name {
        tokens: range,
        class,
        entries: entries.clone(),
        short_for: None,
        by,
    };
    let at = reading
        .names
        .partition_point(|n| n.tokens.start < name.tokens.start);
    reading.names.insert(at, name);
    let short = Name {
        tokens: bracket..bracket + 1,
        class,
        entries,
        short_for: u32::try_from(at).ok(),
        by: FoundBy::Acronym,
    };
    let place = reading.names.partition_point(|n| n.tokens.start < bracket);
    reading.names.insert(place, short);
    for n in &mut reading.names {
        // indices after the two insertions moved: re-link by token order
        if n.short_for.is_some_and(|s| s as usize >= place) {
            n.short_for = n.short_for.map(|s| s + 1);
        }
    }
    index(reading);
}

/// Cells of bits for the first words of the names of a document.
const FIRSTS: usize = 16;

/// The same words later (or earlier) in the document are the same name.
fn repetitions(reading: &mut Reading<'_>) {
    let mut spellings: FxHashMap<WordId, Vec<(Vec<WordId>, u32)>> = FxHashMap::default();
    for (i, name) in reading.names.iter().enumerate() {
        let words: Vec<_> = name.tokens.clone().map(|t| reading.folded(t)).collect();
        let worth = words.len() > 1 || matches!(name.by, FoundBy::Acronym);
        if let (Some(first), true, Ok(i)) = (words.first().copied(), worth, u32::try_from(i)) {
            let known = spellings.entry(first).or_default();
            if known.iter().all(|(w, _)| *w != words) {
                known.push((words, i));
            }
        }
    }
    // a family name alone, after or before the full name
    if let Some(person) = reading.ontology.vocabulary.class_id("ng:Person") {
        for (i, name) in (0u32..).zip(&reading.names) {
            if name.tokens.len() < 2 || !reading.is_a(name.class, person) {
                continue;
            }
            for t in name.tokens.clone().skip(1) {
                let long = reading.text(t).chars().count() > 2 && reading.lex.tag(t).is_proper();
                let known = spellings.entry(reading.folded(t)).or_default();
                let words = vec![reading.folded(t)];
                if long && known.iter().all(|(w, _)| *w != words) {
                    known.push((words, i));
                }
            }
        }
    }
    // a bit for each first word, and for some others: most words begin no name
    let bit = |word: WordId| (word.0 as usize / 64 % FIRSTS, 1u64 << (word.0 % 64));
    let firsts = spellings.keys().fold([0; FIRSTS], |mut firsts, word| {
        let (cell, bit) = bit(*word);
        firsts[cell] |= bit;
        firsts
    });
    let mut extra = Vec::new();
    for sentence in &reading.document.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let (cell, bit) = bit(reading.folded(at));
            if firsts[cell] & bit == 0 {
                at += 1;
                continue;
            }
            let hit = spellings.get(&reading.folded(at)).and_then(|all| {
                all.iter()
                    .filter(|(w, _)| at + w.len() <= sentence.tokens.end)
                    .filter(|(w, _)| {
                        w.iter()
                            .zip(at..)
                            .all(|(w, t)| *w == reading.folded(t) && reading.name(t).is_none())
                    })
                    .max_by_key(|(w, _)| w.len())
            });
            let Some((words, of)) = hit else {
                at += 1;
                continue;
            };
            let capital = if reading.caseless() {
                words.len() > 1 || reading.lex.tag(at).is_proper()
            } else {
                reading.text(at).starts_with(char::is_uppercase)
            };
            if let (true, Some(name)) = (capital, reading.names.get(*of as usize)) {
                extra.push(Name {
                    tokens: at..at + words.len(),
                    class: name.class,
                    entries: name.entries.clone(),
                    short_for: Some(*of),
                    by: FoundBy::Repetition,
                });
            }
            at += words.len();
        }
    }
    if extra.is_empty() {
        return;
    }
    // keep `short_for` pointing at the same names while new ones go in between
    let starts: Vec<usize> = reading.names.iter().map(|n| n.tokens.start).collect();
    let mut all: Vec<Name> = reading.names.drain(..).chain(extra).collect();
    all.sort_by_key(|n| n.tokens.start);
    let places: FxHashMap<usize, u32> = (0u32..)
        .zip(&all)
        .map(|(i, n)| (n.tokens.start, i))
        .collect();
    let new_index = |old: u32| places.get(starts.get(old as usize)?).copied();
    let links: Vec<Option<u32>> = all
        .iter()
        .map(|n| n.short_for.and_then(new_index))
        .collect();
    for (name, link) in all.iter_mut().zip(links) {
        name.short_for = link;
    }
    reading.names = all;
}
