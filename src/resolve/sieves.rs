//! The sieves that join mentions of one entity, the most precise first.
//!
//! *Takes* mentions. *Gives* joins: same name, alias or acronym; "identified as"; appositions; short forms; the same head
//! with fitting modifiers; definite descriptions. Each looks back over a bounded number of mentions. (Raghunathan et al.,
//! A multi-pass sieve for coreference resolution, 2010.)

use std::cell::LazyCell;

use rustc_hash::FxHashMap;

use super::entity::{LOOK_BACK, Sieve, WINDOW};
use crate::annotate::mention::{Mention, MentionKind};
use crate::annotate::name::FoundBy;
use crate::annotate::syntax::Relation;
use crate::text::WordId;

/// How many steps up the tree a description may stand inside another.
const WITHIN: usize = 8;

impl Sieve<'_, '_> {
    /// Same name, same gazetteer entry, acronym in brackets.
    pub(super) fn names(&mut self) {
        let mut by_words: FxHashMap<(Vec<WordId>, bool), usize> = FxHashMap::default();
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
            let key = (self.key(&m), self.is(&m, self.kinds.person));
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

    /// "was identified as X", "known as X", "who call themselves X": relations `owl:sameAs` that rules found. Several people
    /// who are named as a group are not the group, each by himself.
    pub(super) fn named_as(&mut self) {
        for f in self
            .reading
            .findings
            .iter()
            .filter(|f| f.relation.as_deref() == Some("owl:sameAs"))
        {
            for a in f.fillers("subject") {
                for b in f.fillers("object") {
                    let several = self.reading.named_members(a.token).count() > 1
                        || self.reading.mention(b.token).is_some_and(|m| {
                            let group = self.reading.mention(a.token);
                            self.is(m, self.kinds.person) && group.is_some_and(|g| g.plural)
                        });
                    // "a student whom the Globe described as …": nobody is a newspaper
                    let kinds = self
                        .reading
                        .mention(a.token)
                        .zip(self.reading.mention(b.token))
                        .is_some_and(|(m, o)| {
                            let thing = |m| {
                                self.is(m, self.kinds.organization) || self.is(m, self.kinds.place)
                            };
                            self.is(m, self.kinds.person) && thing(o)
                                || thing(m) && self.is(o, self.kinds.person)
                        });
                    if let (false, Some(a), Some(b)) = (
                        several || kinds,
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
    pub(super) fn appositives(&mut self) {
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
                let person = self.is(a, self.kinds.person) || self.is(a, self.kinds.group);
                let other_person = self.is(b, self.kinds.person) || self.is(b, self.kinds.group);
                self.reading.is_a(x, y)
                    || self.reading.is_a(y, x)
                    || (person && other_person && a.plural == b.plural)
                    || (self.is(a, self.kinds.organization) && self.is(b, self.kinds.organization))
                    || (self.is(a, self.kinds.place) && self.is(b, self.kinds.place))
            }
            _ => false,
        }
    }

    /// "Zambrano" after "Ximena Zambrano Loor": the words of one full name only.
    pub(super) fn short_forms(&mut self) {
        let full: Vec<(usize, Vec<WordId>)> = (0..self.reading.mentions.len())
            .filter_map(|at| {
                let m = self.mention(at)?;
                let person = m.kind == MentionKind::Name
                    && self.is(m, self.kinds.person)
                    && m.core.len() > 1;
                person.then(|| (at, self.key(m)))
            })
            .collect();
        for at in 0..self.reading.mentions.len() {
            let Some(m) = self.mention(at) else { continue };
            let proper = self.reading.lex.tag(m.head).is_proper() || m.kind == MentionKind::Name;
            let fits_class =
                m.class.is_none() || (m.kind == MentionKind::Name && self.is(m, self.kinds.person));
            if !proper || !fits_class || m.kind == MentionKind::Pronoun {
                continue;
            }
            // "the elder Tsarnaev" tells one of a family from another
            if (m.tokens.clone()).any(|t| self.reading.form_in("sibling-adjectives", t)) {
                continue;
            }
            let mut words = self.key(m);
            // "Tamerlan Tsarnaev" is not Dzhokhar Tsarnaev, though only the second word is known as a name
            words.extend(self.given_before(m));
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

    /// The proper noun right before the core of a name that is no title and no name by itself.
    fn given_before(&self, m: &Mention) -> Option<WordId> {
        let before = (m.core.start.checked_sub(1)).filter(|t| m.tokens.contains(t))?;
        let given = self.reading.lex.tag(before).is_proper()
            && self.reading.noun_at(before).is_none()
            && self.reading.name(before).is_none()
            && !self.reading.form_in("titles", before);
        given.then(|| self.reading.folded(before))
    }

    /// "the robbers" after "four robbers": same head, no clashing modifiers or counts.
    pub(super) fn head_matches(&mut self) {
        let described = |m: &Mention| m.kind == MentionKind::Nominal && !m.modifier;
        let lemma = |m: &Mention| described(m).then(|| self.reading.lemma(m.head));
        let lemmas: Vec<Option<WordId>> = self.reading.mentions.iter().map(lemma).collect();
        for at in 0..self.reading.mentions.len() {
            let Some(m) = self.mention(at) else { continue };
            if m.kind != MentionKind::Nominal || !m.definite || m.modifier || m.class.is_none() {
                continue;
            }
            let lemma = Some(self.reading.lemma(m.head));
            let first = at.saturating_sub(LOOK_BACK);
            let before = lemmas.get(first..at).unwrap_or_default();
            let same = (first..at).zip(before).filter(|(_, l)| **l == lemma);
            let earlier = same.map(|(b, _)| b).rev().find(|b| {
                self.mention(*b).is_some_and(|o| {
                    o.plural == m.plural && self.modifiers_fit(m, o) && !self.apart(m.head, o.head)
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
        let lists = &self.reading.ontology.rules.lists;
        let points_back =
            |w: &WordId| lists.holds("anaphoric-adjectives", self.reading.words.word(*w));
        let count = |m: &Mention| self.reading.quantity(m.quantity)?.lower;
        let (a, b) = (content(later), content(earlier));
        let counts = match (count(later), count(earlier)) {
            (Some(x), Some(y)) => x == y,
            (Some(_), None) => false,
            _ => true,
        };
        counts && a.iter().all(|w| b.contains(w) || points_back(w))
    }

    /// Whether the tree tells two descriptions apart: one stands inside the other ("gunmen paid by the cartels"), or both
    /// are arguments of one verb ("the rebels shot the assailants"). (The i-within-i filter and principle B of binding.)
    fn apart(&self, later: usize, earlier: usize) -> bool {
        let tree = &self.reading.tree;
        let argument = |t: usize| {
            let relation = tree.relation(t);
            relation.is_nominal_subject()
                || matches!(
                    relation,
                    Relation::Obj | Relation::Iobj | Relation::OblAgent
                )
        };
        if tree.head(later) == tree.head(earlier) && argument(later) && argument(earlier) {
            return true;
        }
        later != earlier && self.reading.hangs_on(later, earlier, WITHIN)
    }

    /// Fighters without a uniform: "guerrillas", "rebels".
    fn is_irregular(&self, m: &Mention) -> bool {
        self.reading.lemma_in("irregular-nouns", m.head)
    }

    /// Whether "is" stands before a description: "this is the same group".
    fn is_predicate_noun(&self, head: usize) -> bool {
        self.reading.tree.has_child(head, &[Relation::Cop])
    }

    /// Whether the gazetteer knows a name as that of a firm, a newspaper or the like, which nobody calls a group.
    fn is_business(&self, m: &Mention) -> bool {
        let gazetteer = &self.reading.ontology.gazetteer;
        let kind = self
            .entry(m)
            .and_then(|e| gazetteer.entry(e))
            .and_then(|e| e.link("kind"));
        let lists = &self.reading.ontology.rules.lists;
        kind.is_some_and(|k| lists.holds("business-kinds", k))
    }

    /// "the group", "the city", "the assailants": the one thing of that kind named before.
    pub(super) fn descriptions(&mut self) {
        let perpetrator = self
            .reading
            .ontology
            .lexicon
            .features
            .set("role=perpetrator");
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
            let sentence = self.sentence(at);
            let mut sets: Vec<(usize, usize)> = Vec::new();
            // how many there are in this sentence and the one before
            let mut nearest = 0;
            let culprits = m.features.intersects(perpetrator);
            // "the group" is an organisation named before
            let lemma = self.reading.lemma(m.head);
            let listed = |list| self.reading.lemma_in(list, m.head);
            let collective =
                !m.plural && !self.is(&m, self.kinds.organization) && listed("body-nouns");
            // "the newspaper" is no armed group
            let body = !collective && self.kinds.organization == Some(class);
            // "this is the same group that …": what something is said to be
            if self.is_predicate_noun(m.head) {
                continue;
            }
            // "the army" is no brigade of it, and "the mafias" no newspaper
            let whole = LazyCell::new(|| listed("whole-body-nouns"));
            let many = m.plural && self.is(&m, self.kinds.organization);
            // "the assailants" may be any who attacked; guerrillas are no death squad
            let generic = culprits && listed("culprit-nouns");
            let irregular = culprits && self.is_irregular(&m);
            for b in (0..at).rev().take(LOOK_BACK) {
                let Some(o) = self.mention(b) else { continue };
                let back = sentence - self.sentence(b);
                if back > if culprits { 40 } else { WINDOW } {
                    break;
                }
                let named = || o.core.clone().any(|t| self.reading.lemma(t) == lemma);
                if many && !o.plural && !culprits {
                    continue;
                }
                let group = collective
                    && self.is(o, self.kinds.organization)
                    && !self.is(o, self.kinds.state_body)
                    && !self.is_business(o)
                    && o.kind == MentionKind::Name
                    && !o.modifier;
                let described = if group {
                    true
                } else if culprits {
                    // "his murderer" is nobody's gang
                    o.features.intersects(perpetrator)
                        && (m.plural
                            || self.is(&m, self.kinds.person) == self.is(o, self.kinds.person))
                        && o.plural == m.plural
                        && !o.modifier
                        && (generic || irregular && self.is_irregular(o) || named())
                } else {
                    o.kind == MentionKind::Name
                        && !o.modifier
                        && o.class
                            .is_some_and(|c| c == class || !body && self.reading.is_a(c, class))
                        && !self.is(o, self.kinds.person)
                };
                if described && (named() || !*whole) && !self.apart(m.head, o.head) {
                    let set = self.sets.find(b);
                    if sets.iter().all(|(s, _)| *s != set) {
                        sets.push((set, b));
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
}
