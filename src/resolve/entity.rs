//! Which mentions are one entity: precise sieves first, each merge with its licence.

use std::iter::successors;

use rustc_hash::{FxHashMap, FxHashSet};

use super::resolved::{Entity, Merge};
use super::union::Union;
use crate::annotate::Reading;
use crate::annotate::mention::{Mention, MentionKind};
use crate::annotate::name::Name;
use crate::annotate::reading::KnownClasses;
use crate::ontology::{ClassId, name_part};
use crate::text::WordId;

/// How many mentions back any sieve looks: time stays linear in the text.
pub(super) const LOOK_BACK: usize = 500;
/// How many sentences back a definite description or pronoun looks.
pub(super) const WINDOW: usize = 4;

pub(super) struct Sieve<'r, 'a> {
    pub(super) reading: &'r Reading<'a>,
    pub(super) sets: Union,
    pub(super) kinds: KnownClasses,
    merges: Vec<Merge>,
    /// The sentence of each mention.
    sentences: Vec<usize>,
    /// The gazetteer entry that each name stands for.
    entries: Vec<Option<u32>>,
    /// Tokens that fill a role of a finding: what they name is an entity even where its class is not known.
    fillers: FxHashSet<usize>,
    /// The fullest name and the gender of each set that has any, by its representative.
    known: Vec<Known>,
}

/// What is known of a set of mentions and must not clash when sets are joined.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// A mention with a name, the fullest.
    name: Option<usize>,
    /// Bits of [`name_part`]: male, female.
    gender: u8,
}

/// Nothing is known of it.
const UNKNOWN: &Known = &Known {
    name: None,
    gender: 0,
};

/// Joins the mentions of a document.
pub fn entities(reading: &Reading<'_>) -> (Vec<Entity>, Vec<Option<usize>>) {
    let kinds = reading.known;
    let mentions = reading.mentions.iter();
    let mut s = Sieve {
        reading,
        sets: Union::new(reading.mentions.len()),
        kinds,
        merges: Vec::new(),
        sentences: mentions.map(|m| reading.sentence_of(m.head)).collect(),
        entries: entries(reading, kinds),
        fillers: reading
            .findings
            .iter()
            .flat_map(|f| &f.roles)
            .map(|r| r.token)
            .collect(),
        known: Vec::new(),
    };
    s.known = (0..reading.mentions.len())
        .map(|at| s.known_of(at))
        .collect();
    s.names();
    s.named_as();
    s.appositives();
    s.short_forms();
    s.head_matches();
    s.descriptions();
    s.pronouns();
    s.finish()
}

/// Joins one entity to another after the fact: its mentions move over, its place stays empty.
pub(super) fn absorb(out: &mut super::Resolved, from: usize, into: usize, sieve: &'static str) {
    let (Some(gone), Some(kept)) = (out.entities.get(from).cloned(), out.entities.get(into)) else {
        return;
    };
    if from == into {
        return;
    }
    let to = kept.best;
    for m in &gone.mentions {
        if let Some(slot) = out.entity_of.get_mut(*m as usize) {
            *slot = Some(into);
        }
    }
    if let Some(kept) = out.entities.get_mut(into) {
        kept.merges.extend(gone.merges);
        kept.merges.push(Merge {
            mention: gone.best,
            to,
            sieve,
        });
        kept.mentions.extend(gone.mentions);
        kept.mentions.sort_unstable();
    }
    if let Some(gone) = out.entities.get_mut(from) {
        gone.mentions.clear();
        gone.merges.clear();
    }
    let people = out.incidents.iter_mut().flat_map(|i| &mut i.participants);
    for p in people.chain(out.events.iter_mut().flat_map(|e| &mut e.participants)) {
        if p.entity == from {
            p.entity = into;
        }
    }
}

/// The gender that bits tell: none where a name is given to both.
const fn one_gender(bits: u8) -> u8 {
    if bits == name_part::MALE || bits == name_part::FEMALE {
        bits
    } else {
        0
    }
}

/// Country ids by how often the document names them, for names of several places.
fn countries<'a>(reading: &Reading<'a>, kinds: KnownClasses) -> FxHashMap<&'a str, usize> {
    let mut out: FxHashMap<&str, usize> = FxHashMap::default();
    let gazetteer = &reading.ontology.gazetteer;
    for name in &reading.names {
        let Some(first) = name.entries.first().and_then(|e| gazetteer.entry(*e)) else {
            continue;
        };
        if Some(first.class) == kinds.country {
            *out.entry(&first.id).or_default() += 2;
        } else if name.entries.len() == 1
            && (first.link("pop").is_none() || is_large(first))
            && let Some(in_country) = first.link("country")
        {
            *out.entry(in_country).or_default() += 1;
        }
    }
    out
}

/// The gazetteer entries that names stand for: a country before a town of its name, else the one whose country the document
/// names most, else the first. A small town in a country that the document never names is another of that name.
fn entries(reading: &Reading<'_>, kinds: KnownClasses) -> Vec<Option<u32>> {
    let countries = countries(reading, kinds);
    let gazetteer = &reading.ontology.gazetteer;
    let votes = |e: u32| {
        let country = gazetteer.entry(e).and_then(|e| e.link("country"));
        let votes = country.and_then(|c| countries.get(c));
        votes.copied().unwrap_or(0)
    };
    let entry = |name: &Name| {
        let first = *name.entries.first()?;
        let known = gazetteer.entry(first)?;
        if Some(known.class) == kinds.country {
            return Some(first);
        }
        let mut best = (votes(first), first);
        for e in name.entries.iter().copied().skip(1) {
            let v = votes(e);
            if v > best.0 {
                best = (v, e);
            }
        }
        let chosen = gazetteer.entry(best.1)?;
        let town = (kinds.city).is_some_and(|c| reading.is_a(chosen.class, c));
        let likely = best.0 > 0 || countries.is_empty() || is_large(chosen);
        (!town || likely).then_some(best.1)
    };
    reading.names.iter().map(entry).collect()
}

/// A town that needs no country beside it: a capital, or as many people as [`LARGE`].
fn is_large(place: &crate::ontology::Entry) -> bool {
    let people = place.link("pop").and_then(|p| p.parse::<u64>().ok());
    place.link("capital").is_some() || people.is_some_and(|p| p >= LARGE)
}

/// People in a town that is known the world over.
const LARGE: u64 = 300_000;

impl<'r> Sieve<'r, '_> {
    /// Whether a mention is of one of the [`KnownClasses`].
    pub(super) fn is(&self, m: &Mention, kind: Option<ClassId>) -> bool {
        matches!((m.class, kind), (Some(c), Some(k)) if self.reading.is_a(c, k))
    }

    pub(super) fn mention(&self, at: usize) -> Option<&'r Mention> {
        self.reading.mentions.get(at)
    }

    pub(super) fn join(&mut self, mention: usize, to: usize, sieve: &'static str) {
        let (a, b) = (self.sets.find(mention), self.sets.find(to));
        let proved = matches!(sieve, "exact" | "alias" | "acronym" | "named as");
        if a == b || (!proved && self.clash(a, b)) {
            return;
        }
        let both = self.joint(a, b);
        if let Some(slot) = self.known.get_mut(a.min(b)) {
            *slot = both;
        }
        if self.sets.join(mention, to)
            && let (Ok(mention), Ok(to)) = (u32::try_from(mention), u32::try_from(to))
        {
            self.merges.push(Merge { mention, to, sieve });
        }
    }

    /// What one mention by itself tells of its set.
    fn known_of(&self, at: usize) -> Known {
        let Some(m) = self.mention(at) else {
            return Known::default();
        };
        let mut gender = 0;
        if m.kind == MentionKind::Pronoun {
            gender |= if self.reading.form_in("male-pronouns", m.head) {
                name_part::MALE
            } else {
                0
            };
            gender |= if self.reading.form_in("female-pronouns", m.head) {
                name_part::FEMALE
            } else {
                0
            };
        }
        let name = (m.kind == MentionKind::Name).then_some(at);
        if name.is_some() && m.core.len() > 1 && self.is(m, self.kinds.person) {
            let first = self.reading.folded(m.core.start);
            let part = self.reading.ontology.lexicon.names.get(&first);
            gender = part.map_or(0, |p| p & (name_part::MALE | name_part::FEMALE));
        }
        Known { name, gender }
    }

    /// Two sets that cannot be one thing: two names without a word in common, or a man and a woman.
    pub(super) fn clash(&self, one: usize, other: usize) -> bool {
        let known = |at: usize| self.known.get(at).unwrap_or(UNKNOWN);
        let (first, second) = (known(one), known(other));
        let genders = (one_gender(first.gender), one_gender(second.gender));
        genders.0 != 0 && genders.1 != 0 && genders.0 != genders.1
            || first
                .name
                .zip(second.name)
                .is_some_and(|(name, another)| self.strangers(name, another))
    }

    /// Two names that share neither a word nor an entry.
    pub(super) fn strangers(&self, a: usize, b: usize) -> bool {
        let (Some(m), Some(o)) = (self.mention(a), self.mention(b)) else {
            return false;
        };
        let same_entry = self.entry(m).is_some() && self.entry(m) == self.entry(o);
        let shared = m.core.clone().any(|t| {
            o.core
                .clone()
                .any(|u| self.reading.folded(t) == self.reading.folded(u))
        });
        !same_entry && !shared
    }

    /// What is known of two sets together.
    fn joint(&self, a: usize, b: usize) -> Known {
        let known = |at: usize| self.known.get(at).unwrap_or(UNKNOWN);
        let (x, y) = (known(a), known(b));
        let words = |at: usize| self.mention(at).map_or(0, |m| m.core.len());
        Known {
            name: [x.name, y.name]
                .into_iter()
                .flatten()
                .max_by_key(|n| (words(*n), std::cmp::Reverse(*n))),
            gender: match (one_gender(x.gender), one_gender(y.gender)) {
                (0, _) => y.gender,
                _ => x.gender,
            },
        }
    }

    /// The words that name it, in lower case.
    pub(super) fn key(&self, m: &Mention) -> Vec<WordId> {
        (m.core.clone()).map(|t| self.reading.folded(t)).collect()
    }

    /// The gazetteer entry that a mention's name stands for.
    pub(super) fn entry(&self, m: &Mention) -> Option<u32> {
        self.entries.get(m.name? as usize).copied().flatten()
    }

    /// The sentence of a mention.
    pub(super) fn sentence(&self, at: usize) -> usize {
        self.sentences.get(at).copied().unwrap_or_default()
    }

    fn finish(mut self) -> (Vec<Entity>, Vec<Option<usize>>) {
        let all = 0..self.reading.mentions.len();
        // a set is named by its first member; each leads to the next
        let mut next = vec![None; all.len()];
        for at in all.clone().rev() {
            let first = self.sets.find(at);
            if first != at {
                let second = next.get(first).copied().flatten();
                for (from, to) in [(at, second), (first, Some(at))] {
                    if let Some(slot) = next.get_mut(from) {
                        *slot = to;
                    }
                }
            }
        }
        let mut entity_of = vec![None; all.len()];
        let mut out = Vec::new();
        for first in all {
            if self.sets.find(first) != first {
                continue;
            }
            let Some(entity) = self.entity(first, &next) else {
                continue;
            };
            for m in &entity.mentions {
                if let Some(slot) = entity_of.get_mut(*m as usize) {
                    *slot = Some(out.len());
                }
            }
            out.push(entity);
        }
        let mut merges: Vec<Merge> = std::mem::take(&mut self.merges);
        merges.sort_by_key(|m| (m.mention, m.to));
        for merge in merges {
            if let Some(Some(e)) = entity_of.get(merge.mention as usize).copied()
                && let Some(entity) = out.get_mut(e)
            {
                entity.merges.push(merge);
            }
        }
        (out, entity_of)
    }

    /// The entity of the mentions that `first` leads to, one after the other.
    fn entity(&self, first: usize, next: &[Option<usize>]) -> Option<Entity> {
        let all = || {
            let members = successors(Some(first), |at| next.get(*at).copied().flatten());
            members.filter_map(|at| Some((u32::try_from(at).ok()?, self.mention(at)?)))
        };
        // the fullest name, else the fullest description, the earliest of equals
        let best = all().max_by_key(|(at, m)| {
            let rank = match m.kind {
                MentionKind::Name => 2,
                MentionKind::Nominal => 1,
                MentionKind::Pronoun => 0,
            };
            (rank, !m.modifier, m.core.len(), std::cmp::Reverse(*at))
        })?;
        let entry = all()
            .filter(|(_, m)| m.kind == MentionKind::Name)
            .find_map(|(_, m)| self.entry(m));
        let known = entry
            .and_then(|e| self.reading.ontology.gazetteer.entry(e))
            .map(|e| e.class);
        // the most specific class of a name; a description does not overrule it
        let class = known
            .or(best.1.class)
            .or_else(|| all().find_map(|(_, m)| m.class))
            .or_else(|| {
                all()
                    .any(|(_, m)| self.fillers.contains(&m.head))
                    .then_some(self.kinds.entity)
                    .flatten()
            })?;
        Some(Entity {
            best: best.0,
            class,
            entry,
            merges: Vec::new(),
            mentions: all().map(|(at, _)| at).collect(),
        })
    }
}
