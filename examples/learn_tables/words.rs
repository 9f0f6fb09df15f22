//! Tag set, lexicon and lemma rules, counted from the treebank.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use newsgraph::annotate::lex::{LONGEST, Tag, Upos, Xpos, fold};

use crate::treebank::{Sentence, Word};

/// The tag of a word; rare combinations become the usual one of their universal part.
pub(crate) fn tag(word: &Word, counts: Option<&BTreeMap<Tag, u32>>) -> Tag {
    let upos = Upos::parse(&word.upos).unwrap_or(Upos::X);
    let tag = Tag::new(upos, Xpos::parse(&word.xpos).unwrap_or(Xpos::Fw));
    match counts {
        Some(counts) if counts.get(&tag).is_none_or(|c| *c < RARE) => counts
            .iter()
            .filter(|(t, _)| t.upos == upos)
            .max_by_key(|(_, c)| **c)
            .map_or(tag, |(t, _)| *t),
        _ => tag,
    }
}

/// Fewer words than this do not make a tag.
const RARE: u32 = 30;

pub(crate) fn folded(form: &str) -> String {
    let mut buffer = String::new();
    fold(form, &mut buffer).to_owned()
}

pub(crate) struct Counted {
    pub(crate) tags: BTreeMap<Tag, u32>,
    pub(crate) tagset: String,
    pub(crate) lexicon: String,
    pub(crate) lemmas: String,
}

/// Counts everything that needs no weights.
pub(crate) fn count(treebank: &[Sentence], source: &str) -> Counted {
    let mut tags: BTreeMap<Tag, u32> = BTreeMap::new();
    for word in treebank.iter().flat_map(|s| &s.words) {
        *tags.entry(tag(word, None)).or_default() += 1;
    }
    let mut words: BTreeMap<String, BTreeMap<Tag, BTreeMap<String, u32>>> = BTreeMap::new();
    let mut kinds: BTreeMap<Tag, (u32, u32)> = BTreeMap::new();
    for word in treebank.iter().flat_map(|s| &s.words) {
        let form = folded(&word.form);
        let tag = tag(word, Some(&tags));
        if !plain(&form) {
            continue;
        }
        let lemma = folded(&word.lemma);
        *words
            .entry(form)
            .or_default()
            .entry(tag)
            .or_default()
            .entry(lemma)
            .or_default() += 1;
    }
    for readings in words.values() {
        for (tag, lemmas) in readings {
            let kind = kinds.entry(*tag).or_default();
            kind.0 += 1;
            kind.1 += lemmas.values().sum::<u32>();
        }
    }
    let kept: Vec<Tag> = tags
        .iter()
        .filter(|(_, c)| **c >= RARE)
        .map(|(t, _)| *t)
        .collect();
    let mut tagset = format!(
        "# All tags; open ones are possible for words that the lexicon hardly knows.\n{source}"
    );
    for tag in &kept {
        let (types, _) = kinds.get(tag).copied().unwrap_or((99, 0));
        let open = types >= 25;
        writeln!(
            tagset,
            "{}\t{}",
            tag.name(),
            if open { "open" } else { "closed" }
        )
        .unwrap();
    }
    let mut lexicon = format!(
        "# Words with their tags by frequency; the lemma after = where it differs.\n{source}"
    );
    for (word, readings) in &words {
        let mut cells: Vec<(u32, Tag, &str)> = readings
            .iter()
            .map(|(tag, lemmas)| {
                let total = lemmas.values().sum();
                let lemma = lemmas
                    .iter()
                    .max_by_key(|(_, c)| **c)
                    .map_or("", |(l, _)| l);
                (total, *tag, lemma)
            })
            .collect();
        cells.sort_by_key(|c| (std::cmp::Reverse(c.0), c.1));
        let cells: Vec<String> = cells
            .iter()
            .map(|(count, tag, lemma)| {
                let same = lemma == word
                    || lemma.contains(['=', ' ', ':'])
                    || lemma.is_empty()
                    || *lemma == "_";
                let name = tag.name();
                if same {
                    format!("{name}:{count}")
                } else {
                    format!("{name}:{count}={lemma}")
                }
            })
            .collect();
        writeln!(lexicon, "{word}\t{}", cells.join(" ")).unwrap();
    }
    Counted {
        tags,
        tagset,
        lexicon,
        lemmas: lemma_rules(&words, source),
    }
}

/// Whether a word belongs in the lexicon: no figures, no white space.
fn plain(word: &str) -> bool {
    !word.contains(|c: char| c.is_ascii_digit() || c.is_whitespace()) && word.len() < 40
}

type Edits = BTreeMap<(usize, String), u32>;

/// For each tag and suffix the commonest edit, where it differs from the one of the next shorter suffix.
fn lemma_rules(
    words: &BTreeMap<String, BTreeMap<Tag, BTreeMap<String, u32>>>,
    source: &str,
) -> String {
    let mut seen: BTreeMap<(Tag, String), Edits> = BTreeMap::new();
    for (word, readings) in words {
        for (tag, lemmas) in readings {
            let Some((lemma, _)) = lemmas.iter().max_by_key(|(_, c)| **c) else {
                continue;
            };
            let common = word
                .bytes()
                .zip(lemma.bytes())
                .take_while(|(a, b)| a == b)
                .count();
            let common = (0..=common)
                .rev()
                .find(|c| word.is_char_boundary(*c) && lemma.is_char_boundary(*c))
                .unwrap_or(0);
            if word.len() - common > LONGEST || (common == 0 && word != lemma) {
                continue;
            }
            for len in word.len() - common..=LONGEST.min(word.len()) {
                if let Some((_, suffix)) = word.split_at_checked(word.len() - len) {
                    let edit = (word.len() - common, lemma[common..].to_owned());
                    *seen
                        .entry((*tag, suffix.to_owned()))
                        .or_default()
                        .entry(edit)
                        .or_default() += 1;
                }
            }
        }
    }
    let mut rules: BTreeMap<(Tag, usize, String), (usize, String)> = BTreeMap::new();
    let mut keys: Vec<&(Tag, String)> = seen.keys().collect();
    keys.sort_by_key(|k| (k.0, k.1.len(), &k.1));
    for key in keys {
        let (edit, count) = seen[key]
            .iter()
            .max_by_key(|(e, c)| (**c, std::cmp::Reverse((*e).clone())))
            .unwrap();
        if *count < 2 {
            continue;
        }
        let shorter = (0..key.1.len()).rev().find_map(|len| {
            let (_, tail) = key.1.split_at_checked(key.1.len() - len)?;
            rules.get(&(key.0, len, tail.to_owned()))
        });
        let same = match shorter {
            Some(rule) => rule == edit,
            None => edit.0 == 0 && edit.1.is_empty(),
        };
        if !same {
            rules.insert((key.0, key.1.len(), key.1.clone()), edit.clone());
        }
    }
    let mut out = format!(
        "# Suffix rules for lemmas of words outside the lexicon: tag, suffix, what stands for it.\n{source}"
    );
    let dash = |t: &str| {
        if t.is_empty() {
            "-".to_owned()
        } else {
            t.to_owned()
        }
    };
    for ((tag, len, suffix), (strip, add)) in &rules {
        let lemma = format!("{}{add}", &suffix[..len - strip]);
        writeln!(out, "{}\t{}\t{}", tag.name(), dash(suffix), dash(&lemma)).unwrap();
    }
    out
}
