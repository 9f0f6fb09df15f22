//! Which findings are one incident, and which other events belong to it.
//!
//! Findings are taken in the order of the text. Each joins the latest incident that nothing in it contradicts, when
//! something licenses that: the same clause, a definite description ("the attack"), a shared participant, or that it
//! adds only what the incident lacks. A second date, city or named victim contradicts; so do "another" and
//! "separate". What is only planned, feared or denied makes an incident only when the text says of what kind and
//! against what.

use super::resolved::{Event, Incident, Participant, Resolved};
use super::{entity, inherit};
use crate::annotate::finding::{Finding, Polarity, Realization, When};
use crate::annotate::{Factuality, Reading};
use crate::ontology::ClassId;

/// How many incidents, and findings of one, are looked back at: more than any report holds, so that time stays linear in
/// the text.
const RECENT: usize = 64;

/// Roles that name what an incident was directed at.
const AIMS: [&str; 3] = ["victim", "target", "venue"];

/// Everything that incident building asks of the vocabulary and lexicon.
pub(super) struct View<'r, 'a> {
    pub(super) reading: &'r Reading<'a>,
    incident: Option<ClassId>,
    figure: Option<ClassId>,
    responsibility: Option<ClassId>,
}

impl<'r, 'a> View<'r, 'a> {
    fn new(reading: &'r Reading<'a>) -> Self {
        let class = |n: &str| reading.ontology.vocabulary.class_id(n);
        Self {
            reading,
            incident: class("ng:Incident"),
            figure: class("ng:CasualtyFigure"),
            responsibility: class("ng:ResponsibilityStatement"),
        }
    }

    fn below(&self, class: Option<ClassId>, above: Option<ClassId>) -> bool {
        matches!((class, above), (Some(c), Some(a)) if self.reading.is_a(c, a))
    }

    pub(super) fn is(&self, class: ClassId, name: &str) -> bool {
        self.below(Some(class), self.reading.ontology.vocabulary.class_id(name))
    }

    /// What somebody or something suffers in an incident: it makes none by itself.
    fn is_harm(&self, class: ClassId) -> bool {
        ["ng:Death", "ng:Injury", "ng:Damage"]
            .iter()
            .any(|n| self.is(class, n))
    }

    /// Attack, bombing, shooting … are one family; kidnapping, hijacking, robbery, threat, clash each their own.
    fn family(&self, class: ClassId) -> &'static str {
        [
            "ng:Attack",
            "ng:Kidnapping",
            "ng:Hijacking",
            "ng:Robbery",
            "ng:Threat",
            "ng:Clash",
            "ng:Explosion",
            "ng:Fire",
        ]
        .into_iter()
        .find(|n| self.is(class, n))
        .unwrap_or("ng:Event")
    }

    fn separate(&self, f: &Finding) -> bool {
        let lists = &self.reading.ontology.rules.lists;
        self.reading.children(f.trigger).any(|c| {
            let word = self.reading.words.word(self.reading.folded(c));
            lists.holds("separating-words", word)
        })
    }
}

/// Builds incidents and events.
pub fn incidents(reading: &Reading<'_>, out: &mut Resolved) {
    let view = View::new(reading);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut others: Vec<usize> = Vec::new();
    let mut harm: Vec<usize> = Vec::new();
    for (i, f) in reading.findings.iter().enumerate() {
        let Some(class) = f.class else { continue };
        if view.below(Some(class), view.figure) {
            // "40 dead at a concert hall": the figure tells where its incident was
            if !f.places.is_empty() {
                harm.push(i);
            }
            continue;
        }
        if view.below(Some(class), view.responsibility) {
            continue;
        }
        if view.is_harm(class) {
            harm.push(i);
        } else if !view.below(Some(class), view.incident) {
            others.push(i);
        } else if let Some(kept) = keep(&view, out, &groups, f) {
            match kept {
                Kept::Joins(group) => {
                    if let Some(g) = groups.get_mut(group) {
                        g.push(i);
                    }
                }
                Kept::Opens => groups.push(vec![i]),
            }
        }
    }
    for i in harm {
        match suffered_in(&view, out, &groups, i) {
            Some(g) => {
                if let Some(group) = groups.get_mut(g) {
                    group.push(i);
                }
            }
            None if violent(&view, i) => groups.push(vec![i]),
            // who died or was hurt is told all the same, of no incident
            None if suffers(&view, i) => others.push(i),
            None => {}
        }
    }
    others.sort_unstable();
    for group in groups {
        if let Some(incident) = build(&view, out, group) {
            out.incidents.push(incident);
        }
    }
    out.main = main_incident(out);
    for i in 0..out.incidents.len() {
        one_venue(&view, out, i);
        one_band(&view, out, i);
    }
    inherit::inherit(&view, out);
    events(&view, out, &others);
}

/// A death or injury of somebody that happened, as the text or somebody in it says.
fn suffers(view: &View<'_, '_>, at: usize) -> bool {
    let finding = view.reading.findings.get(at);
    finding.is_some_and(|f| {
        f.factuality.polarity == Polarity::Positive
            && f.factuality.realization == Realization::Happened
            && f.fillers("victim").next().is_some()
    })
}

/// "Three men were killed in Lima": a verb of killing without an agent, with a named or counted victim, in a sentence that
/// tells of no accident.
fn violent(view: &View<'_, '_>, at: usize) -> bool {
    let reading = view.reading;
    let Some(f) = reading.findings.get(at) else {
        return false;
    };
    let lists = &reading.ontology.rules.lists;
    let holds = |name: &str, word: &str| lists.holds(name, word);
    let killing = holds("kill-verbs", reading.words.word(reading.lemma(f.trigger))) && !f.nominal;
    let somebody = f
        .fillers("victim")
        .any(|r| reading.mention(r.token).is_some_and(|m| m.name.is_some()));
    let accident = reading
        .sentence_tokens(reading.sentence_of(f.trigger))
        .any(|t| holds("accident-words", reading.words.word(reading.folded(t))));
    killing && somebody && !accident && f.factuality.is_asserted()
}

/// The incident that a death or injury belongs to: one in its sentence, else the latest in the sentences before.
fn suffered_in(
    view: &View<'_, '_>,
    out: &Resolved,
    groups: &[Vec<usize>],
    at: usize,
) -> Option<usize> {
    let reading = view.reading;
    let f = reading.findings.get(at)?;
    if f.factuality.polarity == Polarity::Negative
        || f.factuality.realization != Realization::Happened
    {
        return None;
    }
    let sentence = reading.sentence_of(f.trigger);
    let mut best: Option<(usize, usize)> = None;
    for (g, group) in groups
        .iter()
        .enumerate()
        .skip(groups.len().saturating_sub(RECENT))
    {
        let members = || {
            group
                .iter()
                .rev()
                .take(RECENT)
                .filter_map(|m| reading.findings.get(*m))
                .filter(|m| {
                    m.class
                        .is_some_and(|c| !view.is(c, "ng:Threat") && !view.is_harm(c))
                })
        };
        let real = members().any(|m| {
            m.factuality.polarity == Polarity::Positive
                && m.factuality.realization == Realization::Happened
        });
        if !real
            || members()
                .any(|m| contradicts(view, out, m, f, reading.sentence_of(m.trigger) == sentence))
        {
            continue;
        }
        for m in members() {
            let s = reading.sentence_of(m.trigger);
            let distance = if s <= sentence {
                (sentence - s) * 2
            } else {
                (s - sentence) * 2 + 1
            };
            if distance <= 8 && best.is_none_or(|(d, _)| distance < d) {
                best = Some((distance, g));
            }
        }
    }
    best.map(|(_, g)| g)
}

enum Kept {
    Joins(usize),
    Opens,
}

/// What becomes of a finding: it joins an incident, opens one, or is none.
fn keep(view: &View<'_, '_>, out: &Resolved, groups: &[Vec<usize>], f: &Finding) -> Option<Kept> {
    let reading = view.reading;
    let real = f.factuality.polarity == Polarity::Positive
        && f.factuality.realization == Realization::Happened;
    let has_aim = f.roles.iter().any(|r| AIMS.contains(&r.role.as_str()));
    let has_role = has_aim || !f.roles.is_empty();
    let armed = f.roles.iter().any(|r| r.role == "weapon");
    if !real && !has_aim && !armed && f.places.is_empty() {
        return None;
    }
    let mention = reading.mention(f.trigger);
    let generic = f.nominal
        && (mention.is_some_and(|m| m.plural && m.quantity.is_none())
            || mention.is_none_or(|m| m.modifier))
        && !has_aim;
    let class = f.class?;
    if !view.separate(f) {
        for (g, group) in groups.iter().enumerate().rev().take(RECENT) {
            if joins(view, out, group, f, class, real) {
                return Some(Kept::Joins(g));
            }
        }
    }
    // a bare noun ("terrorism", "violence", "attacks") opens nothing
    let bare = f.nominal && !has_role && f.places.is_empty() && f.when.is_none();
    if generic || (bare && !opens_bare(view, f)) {
        return None;
    }
    Some(Kept::Opens)
}

/// A noun without roles opens an incident only when it is one: singular and countable ("a bombing", "the attack").
fn opens_bare(view: &View<'_, '_>, f: &Finding) -> bool {
    let reading = view.reading;
    let clash = f.class.is_some_and(|c| view.is(c, "ng:Clash"));
    reading
        .mention(f.trigger)
        .is_some_and(|m| !m.plural && !m.modifier)
        && !clash
        && f.definite
        && f.factuality.is_asserted()
}

fn joins(
    view: &View<'_, '_>,
    out: &Resolved,
    group: &[usize],
    f: &Finding,
    class: ClassId,
    real: bool,
) -> bool {
    let reading = view.reading;
    let recent = group
        .get(group.len().saturating_sub(RECENT)..)
        .unwrap_or_default();
    let members = || recent.iter().filter_map(|g| reading.findings.get(*g));
    let Some(first) = members().next() else {
        return false;
    };
    let Some(first_class) = first.class else {
        return false;
    };
    let (a, b) = (view.family(first_class), view.family(class));
    // shots fired in a robbery or kidnapping by the same people are part of it
    let within = matches!(a, "ng:Robbery" | "ng:Kidnapping" | "ng:Hijacking")
        && matches!(b, "ng:Attack" | "ng:Kidnapping")
        && a != b
        && members().any(|m| same_actor(view, out, m, f));
    let related = a == b
        || within
        || matches!(
            (a, b),
            ("ng:Attack" | "ng:Clash", "ng:Explosion") | ("ng:Explosion", "ng:Attack")
        );
    if !related {
        return false;
    }
    let group_real = members().any(|m| {
        m.factuality.polarity == Polarity::Positive
            && m.factuality.realization == Realization::Happened
    });
    if group_real != real {
        return false;
    }
    let sentence = reading.sentence_of(f.trigger);
    let same_sentence = members().any(|m| reading.sentence_of(m.trigger) == sentence);
    if members().any(|m| contradicts(view, out, m, f, same_sentence)) {
        return false;
    }
    // something must license it
    let shared = members().any(|m| share(view, out, m, f));
    let light = !f.roles.iter().any(|r| AIMS.contains(&r.role.as_str()));
    let adds = !members().any(|m| m.roles.iter().any(|r| AIMS.contains(&r.role.as_str())));
    // an unnamed victim before, a named one now, on a day that both tell
    let same_when = members().any(|m| {
        m.when
            .zip(f.when)
            .is_some_and(|(a, b)| a.date.compatible(&b.date))
    });
    let near = members()
        .map(|m| sentence.saturating_sub(reading.sentence_of(m.trigger)))
        .min()
        .unwrap_or(99)
        <= 3;
    shared
        || f.definite
        || same_when
        || same_sentence
        || light
        || (adds && near)
        || (near && people_only(view, f))
}

/// Names only people without a name ("three people"): a detail of the incident told of.
fn people_only(view: &View<'_, '_>, f: &Finding) -> bool {
    f.roles
        .iter()
        .filter(|r| AIMS.contains(&r.role.as_str()))
        .all(|r| {
            view.reading.mention(r.token).is_some_and(|m| {
                m.name.is_none()
                    && m.class
                        .is_none_or(|c| view.is(c, "ng:PersonGroup") || view.is(c, "ng:Person"))
            })
        })
}

fn contradicts(
    view: &View<'_, '_>,
    out: &Resolved,
    a: &Finding,
    b: &Finding,
    same_sentence: bool,
) -> bool {
    let reading = view.reading;
    if let (Some(x), Some(y)) = (a.when, b.when)
        && !x.date.compatible(&y.date)
    {
        return true;
    }
    let cities = |f: &Finding| -> Vec<usize> {
        f.places
            .iter()
            .filter(|p| {
                reading
                    .mention(p.token)
                    .and_then(|m| m.class)
                    .is_some_and(|c| view.is(c, "ng:City") || view.is(c, "ng:Country"))
            })
            .filter_map(|p| out.entity_at(reading, p.token))
            .collect()
    };
    let (ca, cb) = (cities(a), cities(b));
    if !ca.is_empty()
        && !cb.is_empty()
        && !ca.iter().any(|c| cb.contains(c))
        && !ca.iter().any(|x| {
            cb.iter()
                .any(|y| inside(reading, out, *x, *y) || inside(reading, out, *y, *x))
        })
    {
        return true;
    }
    if same_sentence && !reading.tree_connects(a.trigger, b.trigger) {
        return false;
    }
    let named = |f: &Finding| -> Vec<usize> {
        f.roles
            .iter()
            .filter(|r| r.role == "victim")
            .filter(|r| reading.mention(r.token).is_some_and(|m| m.name.is_some()))
            .filter_map(|r| out.entity_at(reading, r.token))
            .collect()
    };
    let (va, vb) = (named(a), named(b));
    if !same_sentence && !va.is_empty() && !vb.is_empty() && !va.iter().any(|v| vb.contains(v)) {
        return true;
    }
    let things = |f: &Finding| -> Vec<(usize, crate::text::WordId)> {
        f.roles
            .iter()
            .filter(|r| matches!(r.role.as_str(), "target" | "venue"))
            .filter_map(|r| Some((out.entity_at(reading, r.token)?, reading.lemma(r.token))))
            .collect()
    };
    let (ta, tb) = (things(a), things(b));
    !same_sentence
        && !b.definite
        && !ta.is_empty()
        && !tb.is_empty()
        && !ta
            .iter()
            .any(|x| tb.iter().any(|y| x.0 == y.0 || x.1 == y.1))
}

/// Whether one place lies in the other, by the gazetteer.
fn inside(reading: &Reading<'_>, out: &Resolved, small: usize, large: usize) -> bool {
    let entry = |e: usize| {
        out.entities
            .get(e)
            .and_then(|e| e.entry)
            .and_then(|e| reading.ontology.gazetteer.entry(e))
    };
    let (Some(small), Some(large)) = (entry(small), entry(large)) else {
        return false;
    };
    small
        .links
        .iter()
        .any(|(k, v)| (k == "country" || k == "in") && *v == large.id)
}

fn same_actor(view: &View<'_, '_>, out: &Resolved, a: &Finding, b: &Finding) -> bool {
    let actors = |f: &Finding| -> Vec<usize> {
        f.fillers("attacker")
            .filter_map(|r| out.entity_at(view.reading, r.token))
            .collect()
    };
    let other = actors(b);
    actors(a).iter().any(|x| other.contains(x))
}

fn share(view: &View<'_, '_>, out: &Resolved, a: &Finding, b: &Finding) -> bool {
    let ids = |f: &Finding| -> Vec<usize> {
        f.roles
            .iter()
            .filter(|r| AIMS.contains(&r.role.as_str()) || r.role == "attacker")
            .filter_map(|r| out.entity_at(view.reading, r.token))
            .collect()
    };
    let other = ids(b);
    ids(a).iter().any(|x| other.contains(x))
}

/// The class that most findings name, the most specific first; what they have in common where two are named as often.
fn common_class(view: &View<'_, '_>, classes: &[ClassId]) -> Option<ClassId> {
    // classes that another one refines give their votes to it
    let leaves: Vec<ClassId> = classes
        .iter()
        .copied()
        .filter(|c| !classes.iter().any(|o| o != c && view.reading.is_a(*o, *c)))
        .collect();
    let votes = |c: ClassId| leaves.iter().filter(|l| **l == c).count();
    let best = leaves.iter().copied().max_by_key(|c| {
        (
            votes(*c),
            std::cmp::Reverse(leaves.iter().position(|l| l == c)),
        )
    })?;
    let tied = leaves
        .iter()
        .any(|c| *c != best && votes(*c) == votes(best));
    if tied {
        return view.reading.ontology.vocabulary.class_id(view.family(best));
    }
    Some(best)
}

fn participants(view: &View<'_, '_>, out: &Resolved, group: &[usize]) -> Vec<Participant> {
    let reading = view.reading;
    let mut all: Vec<Participant> = Vec::new();
    for &g in group {
        let Some(f) = reading.findings.get(g) else {
            continue;
        };
        for r in f.roles.iter().filter(|r| r.role != "count") {
            let Some(entity) = out.entity_at(reading, r.token) else {
                continue;
            };
            all.push(Participant {
                role: r.role.clone(),
                entity,
                finding: g,
                token: r.token,
                inherited: false,
            });
        }
        for p in &f.places {
            let Some(entity) = out.entity_at(reading, p.token) else {
                continue;
            };
            let venue = out
                .entities
                .get(entity)
                .is_some_and(|e| view.is(e.class, "ng:Venue"));
            let role = if venue { "venue" } else { "place" };
            all.push(Participant {
                role: role.to_owned(),
                entity,
                finding: g,
                token: p.token,
                inherited: false,
            });
        }
    }
    all.sort_by(|a, b| {
        (&a.role, a.entity, a.finding, a.token).cmp(&(&b.role, b.entity, b.finding, b.token))
    });
    all
}

/// The factuality of the finding that asserts most.
fn strongest(reading: &Reading<'_>, group: &[usize]) -> Factuality {
    group
        .iter()
        .filter_map(|g| reading.findings.get(*g))
        .map(|f| &f.factuality)
        .min_by_key(|f| (f.is_reported(), f.polarity, f.realization, f.certainty))
        .cloned()
        .unwrap_or_default()
}

fn build(view: &View<'_, '_>, out: &Resolved, group: Vec<usize>) -> Option<Incident> {
    let reading = view.reading;
    let members: Vec<&Finding> = group
        .iter()
        .filter_map(|g| reading.findings.get(*g))
        .collect();
    let family = members
        .first()
        .and_then(|f| f.class)
        .map(|c| view.family(c));
    let classes: Vec<ClassId> = members
        .iter()
        .filter(|f| {
            family != Some("ng:Robbery")
                && family != Some("ng:Kidnapping")
                && family != Some("ng:Hijacking")
                || f.class.map(|c| view.family(c)) == family
        })
        .filter_map(|f| f.class)
        .filter(|c| {
            !view.is_harm(*c)
                && !["ng:Explosion", "ng:CasualtyFigure"]
                    .iter()
                    .any(|n| view.is(*c, n))
        })
        .collect();
    let attack = view.reading.ontology.vocabulary.class_id("ng:Attack");
    let class = common_class(view, &classes).or_else(|| {
        members.first().and_then(|f| f.class).map(|c| {
            if view.is(c, "ng:Death") {
                attack.unwrap_or(c)
            } else {
                c
            }
        })
    })?;
    let when = group
        .iter()
        .filter_map(|g| Some((reading.findings.get(*g)?.when?, Some(*g))))
        .max_by_key(|(w, g)| {
            (
                w.date.day.is_some(),
                w.date.month.is_some(),
                std::cmp::Reverse(*g),
            )
        });
    let factuality = strongest(reading, &group);
    let background = background(reading, &members, when.map(|(w, _)| w));
    let general = when.is_none() && members.iter().all(|f| general(reading, f));
    Some(Incident {
        participants: participants(view, out, &group),
        reported_only: members.iter().all(|f| f.factuality.is_reported()),
        findings: group,
        class,
        when,
        factuality,
        background,
        general,
    })
}

/// "Rebels are attacking villages", "attacks on buses": told of in the present or in the plural, and not as done.
fn general(reading: &Reading<'_>, f: &Finding) -> bool {
    match reading.lex.tag(f.trigger).xpos() {
        "VBG" | "VBZ" | "VBP" => !reading.children(f.trigger).any(|c| {
            reading.tree.relation(c).as_str() == "aux" && reading.lex.tag(c).xpos() == "VBD"
        }),
        "NNS" => !f.definite,
        _ => false,
    }
}

/// Dated more than two months before the report.
fn background(reading: &Reading<'_>, _members: &[&Finding], when: Option<When>) -> bool {
    let (Some(w), Some(today)) = (when, reading.document.date) else {
        return false;
    };
    let months =
        |d: crate::date::DateValue| i32::from(d.year) * 12 + i32::from(d.month.unwrap_or(6));
    months(today) - months(w.date) > 2
}

/// The incident with the most findings among those that happened, the earliest of equals.
fn main_incident(out: &Resolved) -> Option<usize> {
    (0..out.incidents.len()).max_by_key(|i| {
        out.incidents.get(*i).map(|x| {
            (
                !x.background,
                x.factuality.polarity == Polarity::Positive
                    && x.factuality.realization == Realization::Happened,
                x.findings.len() + x.participants.len(),
                std::cmp::Reverse(*i),
            )
        })
    })
}

/// An incident has one venue: where it is named once and described otherwise ("a concert hall"), both are the same.
fn one_venue(view: &View<'_, '_>, out: &mut Resolved, incident: usize) {
    let venue = view.reading.ontology.vocabulary.class_id("ng:Venue");
    let mut venues: Vec<usize> = Vec::new();
    for p in out
        .incidents
        .get(incident)
        .map(|i| i.participants.as_slice())
        .unwrap_or_default()
    {
        let is_venue = out
            .entities
            .get(p.entity)
            .is_some_and(|e| view.below(Some(e.class), venue));
        if is_venue && matches!(p.role.as_str(), "venue" | "target") && !venues.contains(&p.entity)
        {
            venues.push(p.entity);
        }
    }
    let best = |e: usize| {
        out.entities
            .get(e)
            .and_then(|e| view.reading.mentions.get(e.best as usize))
    };
    let (named, described): (Vec<usize>, Vec<usize>) = venues
        .iter()
        .partition(|v| best(**v).is_some_and(|m| m.name.is_some()));
    let last = |e: usize| best(e).map(|m| view.reading.lemma(m.core.end - 1));
    // the named one, or where none is named the first described
    let keep = match named.as_slice() {
        [only] => *only,
        [] => match described.first() {
            Some(first) => *first,
            None => return,
        },
        _ => return,
    };
    let fitting: Vec<usize> = described
        .into_iter()
        .filter(|d| *d != keep && best(*d).is_some_and(|m| !m.plural) && last(*d) == last(keep))
        .collect();
    for d in fitting {
        entity::absorb(out, d, keep, "one venue");
    }
}

/// "Several gunmen stormed the hall. … The attackers …": who is described as a culprit with an article is the band told
/// of before, in the number that was told.
fn one_band(view: &View<'_, '_>, out: &mut Resolved, incident: usize) {
    let reading = view.reading;
    let culprit = reading.ontology.lexicon.features.set("role=perpetrator");
    let attackers: Vec<(usize, usize)> = out
        .incidents
        .get(incident)
        .map(|i| i.participants.as_slice())
        .unwrap_or_default()
        .iter()
        .filter(|p| p.role == "attacker")
        .map(|p| (p.token, p.entity))
        .collect();
    let described = |token: usize| {
        reading
            .mention(token)
            .filter(|m| m.kind == crate::annotate::MentionKind::Nominal && m.name.is_none())
            .filter(|m| m.features.intersects(culprit))
    };
    let mut band: Vec<(usize, usize)> = attackers
        .into_iter()
        .filter(|(t, _)| described(*t).is_some())
        .collect();
    band.sort_unstable();
    let Some(((first, kept), later)) = band.split_first().map(|(f, l)| (*f, l)) else {
        return;
    };
    for (token, entity) in later.iter().copied() {
        let fits = described(token)
            .zip(described(first))
            .is_some_and(|(m, o)| m.definite && m.plural == o.plural && m.quantity.is_none());
        if fits && entity != kept {
            entity::absorb(out, entity, kept, "one band");
        }
    }
}

fn events(view: &View<'_, '_>, out: &mut Resolved, others: &[usize]) {
    let reading = view.reading;
    let mut built: Vec<Event> = Vec::new();
    for &o in others {
        let Some(f) = reading.findings.get(o) else {
            continue;
        };
        let Some(class) = f.class else { continue };
        let people = participants(view, out, &[o]);
        // a death that no incident took in belongs to none
        let alone = view.is_harm(class);
        let incident = nearest_incident(reading, out, f).filter(|_| !alone);
        let part = view.is(class, "ng:Explosion") || view.is(class, "ng:Fire");
        // the same kind of event with the same people, or told of again without any
        let skip = built.len().saturating_sub(RECENT);
        let same = built.iter().skip(skip).position(|e| {
            e.class == class
                && e.factuality.polarity == f.factuality.polarity
                && e.factuality.realization == f.factuality.realization
                && e.factuality.is_reported() == f.factuality.is_reported()
                && (part
                    || overlap(&e.participants, &people)
                    || (f.nominal && f.definite && people.is_empty()))
                && e.when
                    .zip(f.when)
                    .is_none_or(|((a, _), b)| a.date.compatible(&b.date))
        });
        if let Some(e) = same.and_then(|s| built.get_mut(skip + s)) {
            e.findings.push(o);
            e.participants.extend(people);
            e.when = e.when.or(f.when.map(|w| (w, Some(o))));
            continue;
        }
        // a bare noun in the plural or without anybody in it tells of no event
        let bare = f.nominal && people.is_empty() && !part && !f.definite;
        if bare || (part && out.incidents.is_empty() && people.is_empty()) {
            continue;
        }
        built.push(Event {
            findings: vec![o],
            class,
            participants: people,
            when: f.when.map(|w| (w, Some(o))),
            factuality: f.factuality.clone(),
            incident,
            part,
        });
    }
    out.events = built;
}

fn overlap(a: &[Participant], b: &[Participant]) -> bool {
    a.iter()
        .any(|x| b.iter().any(|y| x.role == y.role && x.entity == y.entity))
}

/// The incident a finding speaks of: the one with a finding in its sentence, else the latest before it, else the main one.
pub(super) fn nearest_incident(
    reading: &Reading<'_>,
    out: &Resolved,
    f: &Finding,
) -> Option<usize> {
    let sentence = reading.sentence_of(f.trigger);
    let happened = |i: usize| {
        out.incidents.get(i).is_some_and(|x| {
            x.factuality.realization == Realization::Happened
                && x.factuality.polarity == Polarity::Positive
        })
    };
    let mut best: Option<(usize, usize)> = None;
    for (i, incident) in out
        .incidents
        .iter()
        .enumerate()
        .skip(out.incidents.len().saturating_sub(RECENT))
    {
        for g in incident.findings.iter().rev().take(RECENT) {
            let Some(m) = reading.findings.get(*g) else {
                continue;
            };
            let s = reading.sentence_of(m.trigger);
            if s > sentence || !happened(i) {
                continue;
            }
            let distance = sentence - s;
            if best.is_none_or(|(d, _)| distance < d) {
                best = Some((distance, i));
            }
        }
    }
    match best {
        Some((0..=2, i)) => Some(i),
        _ => out.main.or(best.map(|(_, i)| i)),
    }
}

impl Reading<'_> {
    /// Whether one token hangs on the other in the tree of their sentence.
    pub fn tree_connects(&self, a: usize, b: usize) -> bool {
        let up = |from: usize, to: usize| {
            let mut at = from;
            for _ in 0..32 {
                if at == to {
                    return true;
                }
                let head = self.tree.head(at);
                if head == at {
                    return false;
                }
                at = head;
            }
            false
        };
        up(a, b) || up(b, a)
    }
}
