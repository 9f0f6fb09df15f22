//! What licenses a finding to join an incident, and what forbids it.
//!
//! *Takes* the findings of an incident and one more. *Gives* whether they are one: nothing may contradict (a second day,
//! city, named victim or thing), and something must license it (a shared participant, a definite description, the same
//! sentence, the same day, a detail of what was told right before). *Promises* to look back over a bounded number.

use super::incident::{AIMS, RECENT, View};
use super::resolved::Resolved;
use crate::annotate::Reading;
use crate::annotate::finding::Finding;
use crate::ontology::ClassId;

pub(super) enum Kept {
    Joins(usize),
    Opens,
}

/// What becomes of a finding: it joins an incident, opens one, or is none.
pub(super) fn keep(
    view: &View<'_, '_>,
    out: &Resolved,
    groups: &[Vec<usize>],
    f: &Finding,
) -> Option<Kept> {
    let reading = view.reading;
    let real = f.factuality.is_told_as_done();
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
    let group_real = members().any(|m| m.factuality.is_told_as_done());
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

/// Whether two findings cannot be of one incident. Told `together`, in one sentence or as harm right after, they may name
/// different people and things.
pub(super) fn contradicts(
    view: &View<'_, '_>,
    out: &Resolved,
    a: &Finding,
    b: &Finding,
    together: bool,
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
    if together && !reading.tree_connects(a.trigger, b.trigger) {
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
    if !together && !va.is_empty() && !vb.is_empty() && !va.iter().any(|v| vb.contains(v)) {
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
    !together
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

/// How many links of a tree are climbed.
const TREE_REACH: usize = 31;

impl Reading<'_> {
    /// Whether one token hangs on the other in the tree of their sentence.
    pub fn tree_connects(&self, a: usize, b: usize) -> bool {
        self.hangs_on(a, b, TREE_REACH) || self.hangs_on(b, a, TREE_REACH)
    }
}
