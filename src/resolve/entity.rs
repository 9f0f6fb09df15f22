//! Which mentions are one entity: precise sieves first, each merge with its licence.

use rustc_hash::{FxHashMap, FxHashSet};

use super::resolved::{Entity, Merge};
use super::union::Union;
use crate::annotate::Reading;
use crate::annotate::mention::{Mention, MentionKind};
use crate::annotate::name::FoundBy;
use crate::ontology::{ClassId, name_part};

/// How many mentions back any sieve looks: time stays linear in the text.
const LOOK_BACK: usize = 500;
/// How many sentences back a definite description or pronoun looks.
const WINDOW: usize = 4;

struct Sieve<'r, 'a> {
    reading: &'r Reading<'a>,
    sets: Union,
    merges: Vec<Merge>,
    /// Tokens that fill a role of a finding: what they name is an entity even where its class is not known.
    fillers: FxHashSet<usize>,
    /// Country ids by how often the document names them, for names of several places.
    countries: FxHashMap<String, usize>,
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

/// Joins the mentions of a document.
pub fn entities(reading: &Reading<'_>) -> (Vec<Entity>, Vec<Option<usize>>) {
    let mut s = Sieve {
        reading,
        sets: Union::new(reading.mentions.len()),
        merges: Vec::new(),
        fillers: reading
            .findings
            .iter()
            .flat_map(|f| &f.roles)
            .map(|r| r.token)
            .collect(),
        countries: countries(reading),
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

fn countries(reading: &Reading<'_>) -> FxHashMap<String, usize> {
    let mut out: FxHashMap<String, usize> = FxHashMap::default();
    let gazetteer = &reading.ontology.gazetteer;
    let country = reading.ontology.vocabulary.class_id("ng:Country");
    for name in &reading.names {
        let Some(first) = name.entries.first().and_then(|e| gazetteer.entry(*e)) else {
            continue;
        };
        if Some(first.class) == country {
            *out.entry(first.id.clone()).or_default() += 2;
        } else if name.entries.len() == 1
            && (first.link("pop").is_none() || is_large(first))
            && let Some(in_country) = first.link("country")
        {
            *out.entry(in_country.to_owned()).or_default() += 1;
        }
    }
    out
}

/// A town that needs no country beside it: a capital, or as many people as [`LARGE`].
fn is_large(place: &crate::ontology::Entry) -> bool {
    let people = place.link("pop").and_then(|p| p.parse::<u64>().ok());
    place.link("capital").is_some() || people.is_some_and(|p| p >= LARGE)
}

/// People in a town that is known the world over.
const LARGE: u64 = 300_000;

impl<'r> Sieve<'r, '_> {
    fn class(&self, name: &str) -> Option<ClassId> {
        self.reading.ontology.vocabulary.class_id(name)
    }

    fn is(&self, m: &Mention, class: &str) -> bool {
        matches!((m.class, self.class(class)), (Some(c), Some(w)) if self.reading.is_a(c, w))
    }

    fn mention(&self, at: usize) -> Option<&'r Mention> {
        self.reading.mentions.get(at)
    }

    fn join(&mut self, mention: usize, to: usize, sieve: &'static str) {
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
        let word = self.reading.words.word(self.reading.folded(m.head));
        let lists = &self.reading.ontology.rules.lists;
        let mut gender = 0;
        if m.kind == MentionKind::Pronoun {
            gender |= if lists.holds("male-pronouns", word) {
                name_part::MALE
            } else {
                0
            };
            gender |= if lists.holds("female-pronouns", word) {
                name_part::FEMALE
            } else {
                0
            };
        }
        let name = (m.kind == MentionKind::Name).then_some(at);
        if name.is_some() && m.core.len() > 1 && self.is(m, "ng:Person") {
            let first = self.reading.folded(m.core.start);
            let part = self.reading.ontology.lexicon.names.get(&first);
            gender = part.map_or(0, |p| p & (name_part::MALE | name_part::FEMALE));
        }
        Known { name, gender }
    }

    /// Two sets that cannot be one thing: two names without a word in common, or a man and a woman.
    fn clash(&self, one: usize, other: usize) -> bool {
        let known = |at: usize| self.known.get(at).copied().unwrap_or_default();
        let (first, second) = (known(one), known(other));
        let genders = (one_gender(first.gender), one_gender(second.gender));
        genders.0 != 0 && genders.1 != 0 && genders.0 != genders.1
            || first
                .name
                .zip(second.name)
                .is_some_and(|(name, another)| self.strangers(name, another))
    }

    /// Two names that share neither a word nor an entry.
    fn strangers(&self, a: usize, b: usize) -> bool {
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
        let known = |at: usize| self.known.get(at).copied().unwrap_or_default();
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

    fn key(&self, m: &Mention) -> String {
        m.core
            .clone()
            .map(|t| self.reading.words.word(self.reading.folded(t)))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The gazetteer entry a name stands for: a country before a town of its name, else the one whose country the document
    /// names most, else the first. A small town in a country that the document never names is another of that name.
    fn entry(&self, m: &Mention) -> Option<u32> {
        let name = self.reading.names.get(m.name? as usize)?;
        let gazetteer = &self.reading.ontology.gazetteer;
        let first = *name.entries.first()?;
        let known = gazetteer.entry(first)?;
        if Some(known.class) == self.class("ng:Country") {
            return Some(first);
        }
        let votes = |e: u32| {
            gazetteer
                .entry(e)
                .and_then(|e| e.link("country").map(str::to_owned))
                .and_then(|c| self.countries.get(&c))
                .copied()
                .unwrap_or(0)
        };
        let mut best = (votes(first), first);
        for e in name.entries.iter().copied().skip(1) {
            let v = votes(e);
            if v > best.0 {
                best = (v, e);
            }
        }
        let chosen = gazetteer.entry(best.1)?;
        let town = self
            .class("ng:City")
            .is_some_and(|c| self.reading.is_a(chosen.class, c));
        let likely = best.0 > 0 || self.countries.is_empty() || is_large(chosen);
        (!town || likely).then_some(best.1)
    }

    /// Same name, same gazetteer entry, acronym in brackets.
    fn names(&mut self) {
        let mut by_words: FxHashMap<(String, bool), usize> = FxHashMap::default();
        let mut by_entry: FxHashMap<u32, usize> = FxHashMap::default();
        let mut by_name: FxHashMap<u32, usize> = FxHashMap::default();
        for at in 0..self.reading.mentions.len() {
            let Some(m) = self
                .mention(at)
                .filter(|m| m.kind == MentionKind::Name)
                .cloned()
            else {
                continue;
            };
            if let Some(n) = m.name {
                by_name.insert(n, at);
            }
            if let Some(e) = self.entry(&m) {
                match by_entry.get(&e) {
                    Some(first) => self.join(at, *first, "alias"),
                    None => drop(by_entry.insert(e, at)),
                }
            }
            let key = (self.key(&m), self.is(&m, "ng:Person"));
            match by_words.get(&key) {
                Some(first) => self.join(at, *first, "exact"),
                None => drop(by_words.insert(key, at)),
            }
        }
        for at in 0..self.reading.mentions.len() {
            let Some(n) = self.mention(at).and_then(|m| m.name) else {
                continue;
            };
            let full = self
                .reading
                .names
                .get(n as usize)
                .and_then(|n| n.short_for)
                .and_then(|f| by_name.get(&f));
            let acronym = self
                .reading
                .names
                .get(n as usize)
                .is_some_and(|n| n.by == FoundBy::Acronym);
            if let Some(full) = full.copied() {
                self.join(at, full, if acronym { "acronym" } else { "short form" });
            }
        }
    }

    /// "was identified as X", "known as X", "who call themselves X": relations `owl:sameAs` that rules found.
    fn named_as(&mut self) {
        for f in self
            .reading
            .findings
            .iter()
            .filter(|f| f.relation.as_deref() == Some("owl:sameAs"))
        {
            for a in f.fillers("subject") {
                for b in f.fillers("object") {
                    if let (Some(a), Some(b)) = (
                        self.reading.mention_id(a.token),
                        self.reading.mention_id(b.token),
                    ) {
                        self.join(b as usize, a as usize, "named as");
                    }
                }
            }
        }
    }

    /// "Ximena Zambrano, a lawyer", "the governor, Honorine Mbusa".
    fn appositives(&mut self) {
        for at in 0..self.reading.mentions.len() {
            let Some(m) = self.mention(at) else { continue };
            let token = m.head;
            if self.reading.tree.relation(token).as_str() != "appos" {
                continue;
            }
            let head = self.reading.tree.head(token);
            let Some(other) = self.reading.mention_id(head).map(|o| o as usize) else {
                continue;
            };
            let Some(o) = self.mention(other) else {
                continue;
            };
            let agree =
                m.plural == o.plural || m.kind == MentionKind::Name || o.kind == MentionKind::Name;
            // two names in apposition are one thing only as name and acronym, which an earlier sieve has joined
            let one_name = m.kind != MentionKind::Name || o.kind != MentionKind::Name;
            if other != at && agree && one_name && self.compatible(m, o) && m.quantity.is_none() {
                self.join(at, other, "appositive");
            }
        }
    }

    fn compatible(&self, a: &Mention, b: &Mention) -> bool {
        match (a.class, b.class) {
            (Some(x), Some(y)) => {
                let person = self.is(a, "ng:Person") || self.is(a, "ng:PersonGroup");
                let other_person = self.is(b, "ng:Person") || self.is(b, "ng:PersonGroup");
                self.reading.is_a(x, y)
                    || self.reading.is_a(y, x)
                    || (person && other_person && a.plural == b.plural)
                    || (self.is(a, "ng:Organization") && self.is(b, "ng:Organization"))
                    || (self.is(a, "ng:Place") && self.is(b, "ng:Place"))
            }
            _ => false,
        }
    }

    /// "Zambrano" after "Ximena Zambrano Loor": the words of one full name only.
    fn short_forms(&mut self) {
        let full: Vec<(usize, Vec<String>)> = (0..self.reading.mentions.len())
            .filter_map(|at| {
                let m = self.mention(at)?;
                let person =
                    m.kind == MentionKind::Name && self.is(m, "ng:Person") && m.core.len() > 1;
                person.then(|| (at, self.key(m).split(' ').map(str::to_owned).collect()))
            })
            .collect();
        for at in 0..self.reading.mentions.len() {
            let Some(m) = self.mention(at) else { continue };
            let proper = self.reading.lex.tag(m.head).is_proper() || m.kind == MentionKind::Name;
            let fits_class =
                m.class.is_none() || (m.kind == MentionKind::Name && self.is(m, "ng:Person"));
            if !proper || !fits_class || m.kind == MentionKind::Pronoun {
                continue;
            }
            let words: Vec<String> = self.key(m).split(' ').map(str::to_owned).collect();
            let mut hits: Vec<usize> = full
                .iter()
                .filter(|(f, parts)| {
                    *f != at && parts.len() > words.len() && words.iter().all(|w| parts.contains(w))
                })
                .map(|(f, _)| *f)
                .collect();
            let mut sets: Vec<usize> = hits.iter().map(|h| self.sets.find(*h)).collect();
            sets.sort_unstable();
            sets.dedup();
            if let ([_], Some(first)) = (sets.as_slice(), hits.drain(..).next()) {
                self.join(at, first, "short form");
            }
        }
    }

    /// "the robbers" after "four robbers": same head, no clashing modifiers or counts.
    fn head_matches(&mut self) {
        for at in 0..self.reading.mentions.len() {
            let Some(m) = self.mention(at) else { continue };
            if m.kind != MentionKind::Nominal || !m.definite || m.modifier || m.class.is_none() {
                continue;
            }
            let lemma = self.reading.lemma(m.head);
            let earlier = (0..at).rev().take(LOOK_BACK).find(|b| {
                self.mention(*b).is_some_and(|o| {
                    o.kind == MentionKind::Nominal
                        && !o.modifier
                        && o.plural == m.plural
                        && self.reading.lemma(o.head) == lemma
                        && self.modifiers_fit(m, o)
                })
            });
            if let Some(earlier) = earlier {
                self.join(at, earlier, "head match");
            }
        }
    }

    /// Every content modifier of the later mention occurs in the earlier one; counts do not clash.
    fn modifiers_fit(&self, later: &Mention, earlier: &Mention) -> bool {
        let content = |m: &Mention| {
            m.tokens
                .clone()
                .filter(|t| {
                    *t != m.head
                        && matches!(
                            self.reading.lex.tag(*t).upos(),
                            "NOUN" | "PROPN" | "ADJ" | "VERB"
                        )
                })
                .map(|t| self.reading.lemma(t))
                .collect::<Vec<_>>()
        };
        let count = |m: &Mention| {
            m.quantity
                .and_then(|q| self.reading.quantities.get(q as usize))
                .and_then(|q| q.lower)
        };
        let (a, b) = (content(later), content(earlier));
        let counts = match (count(later), count(earlier)) {
            (Some(x), Some(y)) => x == y,
            (Some(_), None) => false,
            _ => true,
        };
        counts && a.iter().all(|w| b.contains(w))
    }

    /// "the group", "the city", "the assailants": the one thing of that kind named before.
    fn descriptions(&mut self) {
        let perpetrator = self
            .reading
            .ontology
            .lexicon
            .features
            .set("role=perpetrator");
        let together = self.reading.ontology.lexicon.features.set("collective");
        for at in 0..self.reading.mentions.len() {
            let Some(m) = self.mention(at).cloned() else {
                continue;
            };
            if m.kind != MentionKind::Nominal || !m.definite || m.modifier || m.quantity.is_some() {
                continue;
            }
            let Some(class) = m.class else { continue };
            if self.sets.find(at) != at {
                continue;
            }
            let sentence = self.reading.sentence_of(m.head);
            let mut sets: Vec<(usize, usize)> = Vec::new();
            // how many there are in this sentence and the one before
            let mut nearest = 0;
            let culprits = m.features.intersects(perpetrator);
            // "the group" is an organisation named before
            let collective = m.features.intersects(together) && !self.is(&m, "ng:Organization");
            for b in (0..at).rev().take(LOOK_BACK) {
                let Some(o) = self.mention(b) else { continue };
                let near = sentence - self.reading.sentence_of(o.head)
                    <= if culprits { 40 } else { WINDOW };
                if !near {
                    break;
                }
                let group = collective
                    && self.is(o, "ng:Organization")
                    && !self.is(o, "ng:StateBody")
                    && o.kind == MentionKind::Name
                    && !o.modifier;
                let described = if group {
                    true
                } else if culprits {
                    o.features.intersects(perpetrator) && o.plural == m.plural && !o.modifier
                } else {
                    o.kind == MentionKind::Name
                        && !o.modifier
                        && o.class
                            .is_some_and(|c| c == class || self.reading.is_a(c, class))
                        && !self.is(o, "ng:Person")
                };
                if described {
                    let set = self.sets.find(b);
                    if sets.iter().all(|(s, _)| *s != set) {
                        sets.push((set, b));
                        let back = sentence - self.reading.sentence_of(o.head);
                        nearest += usize::from(back <= 1);
                    }
                }
            }
            match sets.as_slice() {
                [(_, only)] => self.join(at, *only, "definite description"),
                [(_, first), ..] if nearest == 1 && !culprits => {
                    self.join(at, *first, "definite description");
                }
                _ => {}
            }
        }
    }

    /// A pronoun with one antecedent that fits, in this sentence or the one before.
    fn pronouns(&mut self) {
        for at in 0..self.reading.mentions.len() {
            let Some(m) = self.mention(at).cloned() else {
                continue;
            };
            if m.kind != MentionKind::Pronoun {
                continue;
            }
            let tag = self.reading.lex.tag(m.head).xpos();
            if matches!(tag, "WP" | "WDT" | "WP$") {
                self.relative(at, &m);
                continue;
            }
            if let Some(speaker) = self.speaker(&m) {
                self.join(at, speaker, "speaker of the clause");
                continue;
            }
            let Some(class) = m.class else { continue };
            let sentence = self.reading.sentence_of(m.head);
            // "both" are two, never a body
            let lists = &self.reading.ontology.rules.lists;
            let word = self.reading.words.word(self.reading.folded(m.head));
            let pair = lists.holds("pair-pronouns", word);
            let mut subjects: Vec<usize> = Vec::new();
            let mut others: Vec<usize> = Vec::new();
            for b in (0..at).rev().take(LOOK_BACK) {
                let Some(o) = self.mention(b) else { continue };
                if sentence - self.reading.sentence_of(o.head) > 1 {
                    break;
                }
                let person = self.is(o, "ng:Person") && !o.plural && !self.plural_class(class);
                let people = self.plural_class(class)
                    && (o.plural || self.is(o, "ng:PersonGroup"))
                    && !(pair && self.is(o, "ng:Organization"));
                if o.modifier
                    || o.kind == MentionKind::Pronoun && self.sets.find(b) == b
                    || !(person || people)
                {
                    continue;
                }
                let set = self.sets.find(b);
                let own = self.sets.find(at);
                if self.clash(own, set) {
                    continue;
                }
                // "A and B met": both are subjects
                let tree = &self.reading.tree;
                let top = if tree.relation(o.head).as_str() == "conj" {
                    tree.head(o.head)
                } else {
                    o.head
                };
                let subject = tree.relation(top).as_str().starts_with("nsubj");
                let list = if subject { &mut subjects } else { &mut others };
                if !list.contains(&set) {
                    list.push(set);
                }
            }
            others.retain(|o| !subjects.contains(o));
            let only = match (subjects.as_slice(), others.as_slice()) {
                ([one], _) | ([], [one]) => Some(*one),
                _ => None,
            };
            if let Some(only) = only {
                self.join(at, only, "pronoun");
            }
        }
    }

    /// "The group said it had …", "he said he …": the subject of a clause that somebody says, where it fits the speaker.
    fn speaker(&self, m: &Mention) -> Option<usize> {
        let mut at = m.head;
        for _ in 0..6 {
            let head = self.reading.tree.head(at);
            if head == at {
                return None;
            }
            if matches!(self.reading.tree.relation(at).as_str(), "ccomp" | "xcomp") && head < at {
                let subject = self
                    .reading
                    .children(head)
                    .find(|c| self.reading.tree.relation(*c).as_str() == "nsubj" && *c < head)?;
                let antecedent = self.reading.mention_id(subject)? as usize;
                let o = self.mention(antecedent)?;
                let organization = self.is(o, "ng:Organization")
                    || self.is(o, "ng:Venue")
                    || self.is(o, "ng:Country");
                let fits = match m.class {
                    None => !m.plural && organization,
                    Some(c) if self.plural_class(c) => o.plural || organization,
                    Some(_) => self.is(o, "ng:Person") && !o.plural,
                };
                return (fits && o.head != m.head && o.kind != MentionKind::Pronoun)
                    .then_some(antecedent);
            }
            at = head;
        }
        None
    }

    fn plural_class(&self, class: ClassId) -> bool {
        self.class("ng:PersonGroup") == Some(class)
    }

    /// "who": the noun that its clause hangs on.
    fn relative(&mut self, at: usize, m: &Mention) {
        let mut token = m.head;
        for _ in 0..4 {
            let head = self.reading.tree.head(token);
            if head == token {
                break;
            }
            if self
                .reading
                .tree
                .relation(token)
                .as_str()
                .starts_with("acl")
            {
                if let Some(of) = self.reading.mention_id(head) {
                    self.join(at, of as usize, "relative pronoun");
                }
                return;
            }
            token = head;
        }
        // "…the perpetrators, several of whom were detained": the tree lost the clause, the people stand right before it
        let sentence = self.reading.sentence_of(m.head);
        let people = |o: &Mention| self.is(o, "ng:PersonGroup") || self.is(o, "ng:Person");
        let before = (0..at).rev().take(6).find(|b| {
            self.mention(*b).is_some_and(|o| {
                self.reading.sentence_of(o.head) == sentence
                    && !o.modifier
                    && o.kind != MentionKind::Pronoun
                    && o.class.is_some()
                    && people(o)
            })
        });
        if let (Some(before), true) = (before, self.reading.lex.tag(m.head).xpos() == "WP") {
            self.join(at, before, "relative pronoun");
        }
    }

    fn finish(mut self) -> (Vec<Entity>, Vec<Option<usize>>) {
        let mut order: Vec<usize> = Vec::new();
        let mut members: FxHashMap<usize, Vec<u32>> = FxHashMap::default();
        for at in 0..self.reading.mentions.len() {
            let set = self.sets.find(at);
            if set == at {
                order.push(set);
            }
            members
                .entry(set)
                .or_default()
                .push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        let mut entity_of = vec![None; self.reading.mentions.len()];
        let mut out = Vec::new();
        for set in order {
            let Some(mentions) = members.remove(&set) else {
                continue;
            };
            let Some(entity) = self.entity(mentions) else {
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

    fn entity(&self, mentions: Vec<u32>) -> Option<Entity> {
        let all = || {
            mentions
                .iter()
                .filter_map(|m| self.mention(*m as usize).map(|x| (*m, x)))
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
                    .then(|| self.class("ng:Entity"))
                    .flatten()
            })?;
        Some(Entity {
            best: best.0,
            class,
            entry,
            merges: Vec::new(),
            mentions,
        })
    }
}
