//! Which findings are one incident, and which other events belong to it.
//!
//! Findings are taken in the order of the text. Each joins the latest incident that nothing in it contradicts, when
//! something licenses that: the same clause, a definite description ("the attack"), a shared participant, or that it
//! adds only what the incident lacks. A second date, city or named victim contradicts; so do "another" and
//! "separate". What is only planned, feared or denied makes an incident only when the text says of what kind and
//! against what.

use super::harm::{suffered_in, suffers, violent};
use super::licence::{Kept, keep};
use super::resolved::{Incident, Participant, Resolved, in_order};
use super::{event, inherit, spelt, venue};
use crate::annotate::finding::{Finding, RoleFiller, When};
use crate::annotate::lex::Xpos;
use crate::annotate::syntax::Relation;
use crate::annotate::{Factuality, MentionKind, Reading};
use crate::ontology::ClassId;

/// How many incidents, and findings of one, are looked back at: more than any report holds, so that time stays linear in
/// the text.
pub(super) const RECENT: usize = 64;

/// Roles that name what an incident was directed at.
pub(super) const AIMS: [&str; 3] = ["victim", "target", "venue"];

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

    pub(super) fn below(&self, class: Option<ClassId>, above: Option<ClassId>) -> bool {
        matches!((class, above), (Some(c), Some(a)) if self.reading.is_a(c, a))
    }

    pub(super) fn is(&self, class: ClassId, name: &str) -> bool {
        self.below(Some(class), self.reading.ontology.vocabulary.class_id(name))
    }

    /// What somebody or something suffers in an incident: it makes none by itself.
    pub(super) fn is_harm(&self, class: ClassId) -> bool {
        ["ng:Death", "ng:Injury", "ng:Damage"]
            .iter()
            .any(|n| self.is(class, n))
    }

    /// Attack, bombing, shooting … are one family; kidnapping, hijacking, robbery, threat, clash each their own.
    pub(super) fn family(&self, class: ClassId) -> &'static str {
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

    pub(super) fn separate(&self, f: &Finding) -> bool {
        self.reading
            .children(f.trigger)
            .any(|c| self.reading.form_in("separating-words", c))
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
    spelt::members(&view, out);
    out.main = main_incident(out);
    for i in 0..out.incidents.len() {
        venue::one_venue(&view, out, i);
        venue::one_band(&view, out, i);
    }
    inherit::inherit(&view, out);
    event::events(&view, out, &others);
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

pub(super) fn participants(
    view: &View<'_, '_>,
    out: &Resolved,
    group: &[usize],
) -> Vec<Participant> {
    let reading = view.reading;
    let mut all: Vec<Participant> = Vec::new();
    for &g in group {
        let Some(f) = reading.findings.get(g) else {
            continue;
        };
        for r in f.roles.iter().filter(|r| r.role != "count") {
            let Some(entity) = out
                .entity_at(reading, r.token)
                .filter(|e| !is_nobody(reading, out, *e) && fits(reading, out, f, r, *e))
            else {
                continue;
            };
            all.push(Participant {
                role: r.role.clone(),
                entity,
                finding: g,
                token: r.token,
                inherited: None,
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
                inherited: None,
            });
        }
    }
    in_order(&mut all);
    all
}

/// "Nobody knows who placed the bomb", "it exploded, killing two": an entity that has no other words than a question or a
/// pronoun that may stand for anything.
fn is_nobody(reading: &Reading<'_>, out: &Resolved, entity: usize) -> bool {
    out.entities.get(entity).is_some_and(|e| {
        e.mentions
            .iter()
            .filter_map(|m| reading.mentions.get(*m as usize))
            .all(|m| m.kind == MentionKind::Pronoun && m.class.is_none() && !m.plural)
    })
}

/// Whether what a pronoun turned out to stand for may fill the slot that the pronoun filled: operations attack nobody.
fn fits(
    reading: &Reading<'_>,
    out: &Resolved,
    finding: &Finding,
    filler: &RoleFiller,
    entity: usize,
) -> bool {
    let pronoun = reading
        .mention(filler.token)
        .is_some_and(|m| m.kind == MentionKind::Pronoun);
    let Some(entity) = out.entities.get(entity).filter(|_| pronoun) else {
        return true;
    };
    let best = reading.mentions.get(entity.best as usize);
    // a name that no list has may be anything
    if best.is_none_or(|m| {
        m.kind == MentionKind::Pronoun || m.class.is_none() && reading.lex.tag(m.head).is_proper()
    }) {
        return true;
    }
    let rule = reading.ontology.rules.rule(finding.rule);
    let mut ways = rule
        .into_iter()
        .flat_map(|r| &r.roles)
        .filter(|r| r.name == filler.role)
        .flat_map(|r| &r.ways)
        .peekable();
    ways.peek().is_none()
        || ways.any(|w| {
            w.classes.is_empty() || w.classes.iter().any(|c| reading.is_a(entity.class, *c))
        })
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
        // "carried out attacks on buses" is told of as done
        "NNS" => !f.definite && !carried_out(reading, f.trigger),
        _ => false,
    }
}

/// Whether a noun is what a verb in the past tense that only carries it acts on.
fn carried_out(reading: &Reading<'_>, noun: usize) -> bool {
    let verb = reading.tree.head(noun);
    // "carried out", "were carried out", "have carried out"; not "are carried out", "will carry out"
    let past = || match reading.lex.tag(verb).xpos {
        Xpos::Vbd => true,
        Xpos::Vbn => reading.children(verb).any(|c| {
            matches!(
                (reading.tree.relation(c), reading.lex.tag(c).xpos),
                (Relation::Aux | Relation::AuxPass, Xpos::Vbd)
                    | (Relation::Aux, Xpos::Vbz | Xpos::Vbp)
            )
        }),
        _ => false,
    };
    matches!(
        reading.tree.relation(noun),
        Relation::Obj | Relation::NsubjPass
    ) && reading.lemma_in("support-verbs", verb)
        && past()
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
                x.factuality.is_told_as_done(),
                x.findings.len() + x.participants.len(),
                std::cmp::Reverse(*i),
            )
        })
    })
}
