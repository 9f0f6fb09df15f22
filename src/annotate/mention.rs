//! Mentions: noun groups with head, class, number, definiteness and count.
//!
//! *Takes* names, counts and the tree. *Gives* [`Mention`]s, at most one a head token. *Promises* that a mention's
//! tokens hold its head and do not leave its sentence.

use std::ops::Range;

use super::lex::{Upos, Xpos};
use super::mark::Mark;
use super::reading::Reading;
use super::syntax::Relation;
use crate::ontology::{ClassId, FeatureSet, Noun, name_part};

/// What kind of words name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MentionKind {
    /// "Crocus City Hall", "President Vladimir Putin".
    Name,
    /// "four gunmen", "the venue".
    Nominal,
    /// "he", "who", "their".
    Pronoun,
}

/// Some words that name an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Head token.
    pub head: usize,
    /// The group: modifiers before the head, the rest of a name, an "of" that belongs to it.
    pub tokens: Range<usize>,
    /// The core that names it: the name, or the nouns directly before the head with the head.
    pub core: Range<usize>,
    /// How it names.
    pub kind: MentionKind,
    /// Its class, where that can be told.
    pub class: Option<ClassId>,
    /// Features of its noun.
    pub features: FeatureSet,
    /// More than one.
    pub plural: bool,
    /// With "the", "this", "its", or a name.
    pub definite: bool,
    /// Index of the name in [`Reading::names`].
    pub name: Option<u32>,
    /// Index of the count in [`Reading::quantities`].
    pub quantity: Option<u32>,
    /// It only qualifies a following noun: "Russian soldiers", "car bomb".
    pub modifier: bool,
}

impl Reading<'_> {
    /// What the lexicon knows of the noun that ends at a token: the longest compound first.
    pub fn noun_at(&self, at: usize) -> Option<Noun> {
        match self.nouns.get(at) {
            Some(noun) => *noun.get_or_init(|| self.longest_noun(at)),
            None => self.longest_noun(at),
        }
    }

    fn longest_noun(&self, at: usize) -> Option<Noun> {
        let nouns = &self.ontology.lexicon.nouns;
        let sentence = self.sentence_tokens(self.sentence_of(at));
        let (lemma, word) = (self.lemma(at), self.folded(at));
        for start in at.saturating_sub(3).max(sentence.start)..=at {
            if start < at && !nouns.starts(self.folded(start)) {
                continue;
            }
            let other = Some(word).filter(|word| *word != lemma);
            for word in [lemma].into_iter().chain(other) {
                let key = (start..at).map(|t| self.folded(t)).chain([word]);
                if let Some(noun) = nouns.get(key).first() {
                    return Some(*noun);
                }
            }
        }
        None
    }
}

/// Classes the mention layer itself must know.
#[derive(Clone, Copy, Debug)]
struct Classes {
    person: ClassId,
    group: ClassId,
}

/// Finds the mentions of a document.
pub fn mentions(reading: &mut Reading<'_>) {
    let vocabulary = &reading.ontology.vocabulary;
    let (Some(person), Some(group)) = (
        vocabulary.class_id("ng:Person"),
        vocabulary.class_id("ng:PersonGroup"),
    ) else {
        return;
    };
    let classes = Classes { person, group };
    let tokens = reading.document.tokens.len();
    let mut found = Vec::with_capacity(tokens / 3);
    let mut name_head = vec![None; reading.names.len()];
    for (i, name) in reading.names.iter().enumerate() {
        if let Some(slot) = name_head.get_mut(i) {
            *slot = Some(head_of(reading, &name.tokens));
        }
    }
    // "Justice Minister Gonzalo Ycaza": the titles belong to the name, wherever the tree puts its head
    let mut titled: Vec<Option<u32>> = Vec::new();
    for (n, name) in (0u32..).zip(&reading.names) {
        let start = title_start(reading, name, classes);
        if start == name.tokens.start {
            continue;
        }
        titled.resize(tokens, None);
        if let Some(cells) = titled.get_mut(start..name.tokens.start) {
            cells.fill(Some(n));
        }
    }
    for token in 0..tokens {
        let name = reading.name_at.get(token).copied().flatten();
        if let Some(n) = name {
            if name_head.get(n as usize).copied().flatten() == Some(token) {
                found.extend(named(reading, token, n, classes));
            }
            continue;
        }
        if titled.get(token).copied().flatten().is_some() || reading.in_date(token) {
            continue;
        }
        found.extend(nominal(reading, token, classes));
    }
    reading.mention_at.fill(None);
    for (i, m) in found.iter().enumerate() {
        let id = u32::try_from(i).ok();
        // every token of a name leads to its mention
        let range = if m.kind == MentionKind::Name {
            let first = (m.tokens.start..m.core.start)
                .find(|t| titled.get(*t).copied().flatten() == m.name)
                .unwrap_or(m.core.start);
            first..m.core.end
        } else {
            m.head..m.head + 1
        };
        if let Some(cells) = reading.mention_at.get_mut(range) {
            cells.fill(id);
        }
    }
    reading.mentions = found;
}

/// The token of a range that governs the others: the one whose governor lies outside.
fn head_of(reading: &Reading<'_>, tokens: &Range<usize>) -> usize {
    tokens
        .clone()
        .filter(|t| !tokens.contains(&reading.tree.head(*t)) || reading.tree.head(*t) == *t)
        .min_by_key(|t| usize::from(reading.lex.tag(*t).upos == Upos::Adp))
        .unwrap_or(tokens.end - 1)
}

fn relation(reading: &Reading<'_>, token: usize) -> Relation {
    reading.tree.relation(token)
}

/// The first token of the group headed by `head`: modifiers that stand directly before it.
fn left_edge(reading: &Reading<'_>, head: usize, from: usize) -> usize {
    let sentence = reading.sentence_tokens(reading.sentence_of(head));
    let mut start = from;
    while start > sentence.start {
        let t = start - 1;
        let mut top = t;
        for _ in 0..6 {
            let up = reading.tree.head(top);
            if up == top || up == head || (from..=head).contains(&up) {
                break;
            }
            top = up;
        }
        let up = reading.tree.head(top);
        let belongs = up == head || (from..=head).contains(&up);
        let kind = relation(reading, top);
        let modifies = matches!(
            kind,
            Relation::Det
                | Relation::Amod
                | Relation::Nummod
                | Relation::Compound
                | Relation::NmodPoss
                | Relation::NmodDesc
                | Relation::DetPredet
                | Relation::Advmod
                | Relation::Flat
                | Relation::Punct
                | Relation::Goeswith
                | Relation::NmodUnmarked
                | Relation::Case
                | Relation::Nmod
        );
        if !belongs
            || !modifies
            || top > head
            || separates(reading, t)
            || matches!(reading.mark(t), Mark::Open | Mark::Close | Mark::Dash)
            || reading.in_date(t)
            // "on Sunday morning terrorists attacked"
            || t > sentence.start && reading.in_date(t - 1) && reading.form_in("day-parts", t)
        {
            break;
        }
        if (kind == Relation::Case && reading.lex.tag(t).xpos != Xpos::Pos)
            || (reading.lex.tag(t).upos == Upos::Adp && reading.text(t + 1) != "-")
            || reading.lex.tag(t).xpos == Xpos::Wrb
        {
            break;
        }
        start = t;
    }
    // "and 40-year-old Hugo Morales": what joins the group to another is no part of it
    while start < from && reading.lex.tag(start).upos == Upos::Cconj {
        start += 1;
    }
    start
}

/// Where the titles and role nouns before a person's name start: "police commander" before "Edgar Villacis".
fn title_start(
    reading: &Reading<'_>,
    name: &crate::annotate::name::Name,
    classes: Classes,
) -> usize {
    let first = name.tokens.start;
    if !reading.is_a(name.class, classes.person) {
        return first;
    }
    let title = |t: usize| {
        reading.form_in("titles", t)
            || reading
                .noun_at(t)
                .is_some_and(|n| n.class == classes.person && reading.lex.tag(t).is_noun())
    };
    let sentence = reading.sentence_tokens(reading.sentence_of(first));
    let mut start = first;
    while start > sentence.start && reading.name(start - 1).is_none() && title(start - 1) {
        start -= 1;
    }
    // "Justice" before "Minister", "police" before "commander"
    while start < first
        && start > sentence.start
        && first - start < 5
        && reading.name(start - 1).is_none()
        && reading.lex.tag(start - 1).is_noun()
        && reading
            .quantity_at
            .get(start - 1)
            .copied()
            .flatten()
            .is_none()
        && !reading.in_date(start - 1)
        && (start..first).contains(&reading.tree.head(start - 1))
            | (reading.tree.head(start) == start - 1)
            | (reading.tree.head(head_of(reading, &name.tokens)) == start - 1)
    {
        start -= 1;
    }
    start
}

fn named(reading: &Reading<'_>, head: usize, n: u32, classes: Classes) -> Option<Mention> {
    let name = reading.names.get(n as usize)?;
    let start = left_edge(reading, head, title_start(reading, name, classes));
    // a name before a noun only qualifies it: "Russian soldiers", "FMLN guerrillas"
    let modifier = matches!(
        relation(reading, head),
        Relation::Amod | Relation::Compound | Relation::NmodDesc | Relation::NmodUnmarked
    ) && reading.tree.head(head) >= name.tokens.end
        && !(name.tokens.end..reading.tree.head(head)).any(|t| separates(reading, t));
    let plural =
        reading.lex.tag(head).xpos == Xpos::Nnps || reading.lex.tag(head).xpos == Xpos::Nns;
    let mut class = name.class;
    let mut named = Some(n);
    // "four Russians": people, not the country
    if let Some(d) = reading.ontology.lexicon.demonyms.get(&reading.folded(head))
        && name.tokens.len() == 1
        && !modifier
        && (d.people || d.person)
    {
        class = if plural || d.people {
            classes.group
        } else {
            classes.person
        };
        named = None;
    }
    // "Ancash Street": what the last noun of a name tells of its kind
    let features = reading
        .noun_at(name.tokens.end.saturating_sub(1))
        .filter(|n| Some(n.class) == Some(class))
        .map(|n| n.features)
        .unwrap_or_default();
    // "(Reuters)": what the gazetteer tells of it
    let features = (name.entries.first())
        .and_then(|e| reading.ontology.gazetteer.entry(*e)?.link("feature"))
        .map_or(features, |f| {
            features.union(reading.ontology.lexicon.features.set(f))
        });
    let tokens = start.min(name.tokens.start)..name.tokens.end;
    Some(Mention {
        head,
        core: name.tokens.clone(),
        kind: if named.is_some() {
            MentionKind::Name
        } else {
            MentionKind::Nominal
        },
        class: Some(class),
        features,
        plural: plural && named.is_none(),
        definite: named.is_some() || is_definite(reading, head),
        quantity: quantity_in(reading, &tokens),
        tokens,
        name: named,
        modifier,
    })
}

/// What no noun group holds: a comma, a semicolon, a verb with a tense.
fn separates(reading: &Reading<'_>, token: usize) -> bool {
    matches!(
        reading.mark(token),
        Mark::Comma | Mark::Semicolon | Mark::Colon
    ) || reading.lex.tag(token).is_finite()
}

fn is_definite(reading: &Reading<'_>, head: usize) -> bool {
    reading.children(head).any(|c| {
        c < head
            && match relation(reading, c) {
                Relation::Det => reading.form_in("definite-determiners", c),
                Relation::NmodPoss => true,
                _ => false,
            }
    })
}

/// The count among the modifiers of a group.
fn quantity_in(reading: &Reading<'_>, tokens: &Range<usize>) -> Option<u32> {
    tokens
        .clone()
        .find_map(|t| reading.quantity_at.get(t).copied().flatten())
}

fn nominal(reading: &Reading<'_>, head: usize, classes: Classes) -> Option<Mention> {
    let tag = reading.lex.tag(head);
    let kind = match tag.upos {
        Upos::Pron => return pronoun(reading, head, classes),
        // "both have been charged"
        Upos::Det if relation(reading, head).is_nominal_subject() => {
            return pronoun(reading, head, classes);
        }
        Upos::Noun | Upos::Propn => MentionKind::Nominal,
        // "the wounded", "two were killed"
        Upos::Adj | Upos::Num | Upos::Verb if stands_for_noun(reading, head) => {
            MentionKind::Nominal
        }
        _ => return None,
    };
    if reading.text(head).chars().all(|c| !c.is_alphanumeric()) {
        return None;
    }
    let rel = relation(reading, head);
    if matches!(
        rel,
        Relation::Case
            | Relation::Mark
            | Relation::Cc
            | Relation::Fixed
            | Relation::Flat
            | Relation::Goeswith
    ) {
        return None;
    }
    let modifier = matches!(
        rel,
        Relation::Compound | Relation::NmodDesc | Relation::Amod
    ) && reading.tree.head(head) > head;
    let noun = reading.noun_at(head);
    let plural = matches!(tag.xpos, Xpos::Nns | Xpos::Nnps)
        || (noun.is_some_and(|n| {
            n.features
                .intersects(reading.ontology.lexicon.features.set("plural"))
        }))
        || reading.quantity_at.get(head).copied().flatten().is_some();
    let start = left_edge(reading, head, head);
    let tokens = start..head + 1;
    // "between 25 and 35 rebels": a count that ends where the group starts counts it
    let before = start
        .checked_sub(1)
        .and_then(|t| reading.quantity_at.get(t).copied().flatten());
    let quantity = quantity_in(reading, &tokens).or(before.filter(|_| tag.upos == Upos::Noun));
    // "More than 100 people": the bound belongs to the count, wherever the tree hangs it
    let tokens = match reading.quantity(quantity) {
        Some(q) if q.tokens.start < tokens.start => q.tokens.start..tokens.end,
        _ => tokens,
    };
    let many = plural
        || reading
            .quantity(quantity)
            .is_some_and(|q| q.lower.unwrap_or(0) > 1 || q.lower.is_none());
    let mut class = noun.map(|n| n.class);
    if noun.is_none() && matches!(tag.upos, Upos::Adj | Upos::Num | Upos::Verb) {
        class = Some(if many || tag.upos != Upos::Num {
            classes.group
        } else {
            classes.person
        });
    }
    // "injuring dozens", "wounding five others": counted people without a noun
    if noun.is_none()
        && tag.upos == Upos::Noun
        && (reading.quantity_at.get(head).copied().flatten().is_some()
            || bare_others(reading, head))
    {
        class = Some(classes.group);
    }
    // a lone name that the lists know as a person's
    if class.is_none() && tag.is_proper() && !modifier && !plural && tokens.len() == 1 {
        let part = reading
            .ontology
            .lexicon
            .names
            .get(&reading.folded(head))
            .copied()
            .unwrap_or(0);
        if part & name_part::WORD == 0 && part & (name_part::GIVEN | name_part::FAMILY) != 0 {
            class = Some(classes.person);
        }
    }
    if class == Some(classes.person) && many {
        class = Some(classes.group);
    }
    let core = core_of(reading, head, start);
    let tokens = tokens.start..complement_end(reading, head).unwrap_or(tokens.end);
    let definite = is_definite(reading, head);
    let features = noun.map(|n| n.features).unwrap_or_default();
    Some(Mention {
        head,
        tokens,
        core,
        kind,
        class,
        features,
        plural: many,
        definite,
        name: None,
        quantity,
        modifier,
    })
}

/// Where the "of" of a noun that says little without it ends: "the residence of [the ambassador]".
fn complement_end(reading: &Reading<'_>, head: usize) -> Option<usize> {
    if !reading.lemma_in("relational-nouns", head) || !reading.form_in("of-prepositions", head + 1)
    {
        return None;
    }
    let of = reading.children(head).find(|c| {
        *c > head + 1
            && relation(reading, *c) == Relation::Nmod
            && reading
                .children(*c)
                .any(|d| d == head + 1 && relation(reading, d) == Relation::Case)
    });
    // "the house of Judge Torre and …": the name right after it, wherever the tree hangs that
    let of = of.or_else(|| {
        (head + 2..head + 2 + BEFORE_COMPLEMENT)
            .take_while(|t| {
                let tag = reading.lex.tag(*t);
                tag.is_noun() || matches!(tag.upos, Upos::Det | Upos::Adj)
            })
            .find(|t| reading.name(*t).is_some())
    })?;
    let mut end = reading.name(of).map_or(of + 1, |n| n.tokens.end);
    // "the newspaper [El Siglo]", "the opposition [workers' union]": the nouns go on
    let sentence = reading.sentence_tokens(reading.sentence_of(head));
    while end < sentence.end
        && !reading.in_date(end)
        && (reading.lex.tag(end).is_noun() || reading.name(end).is_some())
    {
        end = reading.name(end).map_or(end + 1, |n| n.tokens.end);
    }
    (end > head && end - head <= LONGEST_COMPLEMENT).then_some(end)
}

/// How many titles and articles may stand before the name in a complement.
const BEFORE_COMPLEMENT: usize = 5;
/// The longest complement that belongs to a group, in tokens.
const LONGEST_COMPLEMENT: usize = 14;

/// "others", "the rest": people when counted or acted on.
fn bare_others(reading: &Reading<'_>, head: usize) -> bool {
    reading.form_in("people-words", head)
}

/// The head with the nouns compounded to it.
fn core_of(reading: &Reading<'_>, head: usize, start: usize) -> Range<usize> {
    let mut at = head;
    while at > start {
        let rel = relation(reading, at - 1);
        let inner = matches!(rel, Relation::Compound | Relation::Punct | Relation::Flat)
            && reading.tree.head(at - 1) <= head;
        if !inner || matches!(reading.text(at - 1), "\"" | "“" | "”" | "'") {
            break;
        }
        at -= 1;
    }
    at..head + 1
}

/// An adjective, participle or number without a noun that stands where a noun stands.
fn stands_for_noun(reading: &Reading<'_>, head: usize) -> bool {
    let tag = reading.lex.tag(head);
    let argument = matches!(
        relation(reading, head),
        Relation::Nsubj
            | Relation::NsubjPass
            | Relation::Obj
            | Relation::Obl
            | Relation::Nmod
            | Relation::Conj
            | Relation::OblAgent
    );
    // "… and 46 wounded", "left 40 dead": whatever the tree makes of it
    let harmed = tag.upos == Upos::Num && {
        let counts_it = relation(reading, head) == Relation::Nummod
            && reading.lex.tag(reading.tree.head(head)).is_noun();
        reading.form_in("people-words", head + 1) && !counts_it
    };
    if !argument && !harmed {
        return false;
    }
    // "the wounded" are people; "the worst" is nobody
    if matches!(tag.xpos, Xpos::Jjs | Xpos::Jjr) {
        return false;
    }
    if tag.upos == Upos::Num {
        return reading.quantity_at.get(head).copied().flatten().is_some();
    }
    // "wounding seventeen more"
    let counted = bare_others(reading, head)
        && reading
            .children(head)
            .any(|c| relation(reading, c) == Relation::Nummod);
    counted
        || reading
            .children(head)
            .any(|c| relation(reading, c) == Relation::Det)
}

fn pronoun(reading: &Reading<'_>, head: usize, classes: Classes) -> Option<Mention> {
    let tag = reading.lex.tag(head);
    if !matches!(
        tag.xpos,
        Xpos::Prp | Xpos::PrpPoss | Xpos::Wp | Xpos::Dt | Xpos::Nn | Xpos::WpPoss
    ) {
        return None;
    }
    let within = |name: &str| reading.form_in(name, head);
    let plural = within("plural-pronouns");
    let class = if within("person-pronouns") {
        Some(classes.person)
    } else if within("people-pronouns") {
        Some(classes.group)
    } else {
        None
    };
    Some(Mention {
        head,
        tokens: head..head + 1,
        core: head..head + 1,
        kind: MentionKind::Pronoun,
        class,
        features: FeatureSet::default(),
        plural,
        definite: true,
        name: None,
        quantity: None,
        modifier: false,
    })
}
