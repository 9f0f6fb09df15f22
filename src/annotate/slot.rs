//! Filling the slots of frames: which of a trigger's arguments go with a role.
//!
//! *Takes* a trigger, a role and what other roles have taken. *Gives* the heads of the noun groups that fill it, each with
//! how it was found: an argument that a path of the slot leads to, what that is transparent for, the names that go with
//! it; where the tree gives none, the group [`nearby`]. *Promises* to ask the class of an argument before anything else is
//! made of it: most tries end there.

use std::ops::Range;

use super::clause::{Argument, Clauses};
use super::finding::RoleFiller;
use super::lex::Upos;
use super::mention::{Mention, MentionKind};
use super::nearby;
use super::reading::Reading;
use super::trigger::Trigger;
use crate::ontology::{Path, Role, Step, Way};

/// What fills a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Filler {
    /// Its head token.
    pub(super) token: usize,
    /// How it was found.
    pub(super) how: &'static str,
}

/// Finds what fills a role, in order of tokens. `before` is taken by other roles, `cue` by the trigger.
pub(super) fn fill(
    clauses: &Clauses<'_, '_>,
    trigger: &mut Trigger,
    role: &Role,
    before: &[RoleFiller],
    cue: &Range<usize>,
    out: &mut Vec<Filler>,
) {
    out.clear();
    for way in &role.ways {
        for path in &way.paths {
            let inside = match path.0.as_slice() {
                [Step::Obj] if trigger.has_no_object(clauses) => continue,
                [Step::Itself | Step::Mod | Step::Comp, ..] => true,
                _ => false,
            };
            // most triggers have arguments of few kinds
            if path
                .0
                .first()
                .is_some_and(|first| !trigger.may_take(clauses, *first))
            {
                continue;
            }
            let token = trigger.token();
            let mut take = |a: &Argument| {
                accept(clauses, a.token, way, role, |token| {
                    let free = || {
                        before.iter().all(|r| r.token != token)
                            && out.iter().all(|f| f.token != token)
                            && (inside || !cue.contains(&token))
                            && is_another(clauses.reading, token, role, before)
                    };
                    if role.silent || free() {
                        out.push(Filler { token, how: a.how });
                    }
                });
            };
            let arguments = trigger.arguments(clauses);
            match one_step(path) {
                Some(step) => {
                    for a in arguments.iter().filter(|a| matches_step(a.step, step)) {
                        take(a);
                    }
                }
                None => follow(clauses, token, arguments, path).for_each(|a| take(&a)),
            }
        }
        if !out.is_empty() {
            out.sort_by_key(|f| f.token);
            return;
        }
    }
    let taken = |token: usize| before.iter().any(|r| r.token == token) || cue.contains(&token);
    let near = nearby::fillers(clauses, trigger, role).into_iter();
    out.extend(
        near.filter(|(token, _)| !taken(*token))
            .map(|(token, how)| Filler { token, how }),
    );
}

/// "cop killer Peter Schmidt", "a deputy Peter Schmidt murdered": nobody does it to himself.
fn is_another(reading: &Reading<'_>, token: usize, role: &Role, before: &[RoleFiller]) -> bool {
    let mention = reading.mention_id(token);
    mention.is_none()
        || before
            .iter()
            .filter(|r| r.role != role.name)
            .all(|r| reading.mention_id(r.token) != mention)
}

/// The step of a path of one, along the trigger's own arguments: most paths are such.
fn one_step(path: &Path) -> Option<Step> {
    match path.0.as_slice() {
        [step] if !matches!(step, Step::Itself | Step::Named) => Some(*step),
        _ => None,
    }
}

/// The arguments at the end of a path.
pub(super) fn follow<'f>(
    clauses: &Clauses<'_, '_>,
    trigger: usize,
    arguments: &'f [Argument],
    path: &Path,
) -> impl Iterator<Item = Argument> + use<'f> {
    let near = one_step(path);
    let far = match path.0.as_slice() {
        [first, rest @ ..] if near.is_none() => along(clauses, trigger, arguments, *first, rest),
        _ => Vec::new(),
    };
    let near = near.into_iter().flat_map(|step| {
        let same = move |a: &&Argument| matches_step(a.step, step);
        arguments.iter().filter(same).copied()
    });
    near.chain(far)
}

fn along(
    clauses: &Clauses<'_, '_>,
    trigger: usize,
    arguments: &[Argument],
    first: Step,
    rest: &[Step],
) -> Vec<Argument> {
    let mut at: Vec<Argument> = match first {
        Step::Itself => vec![Argument {
            step: Step::Itself,
            token: trigger,
            how: "trigger",
        }],
        Step::Named => named(clauses, trigger),
        _ => arguments
            .iter()
            .filter(|a| matches_step(a.step, first))
            .copied()
            .collect(),
    };
    for step in rest {
        at = at
            .iter()
            .flat_map(|a| match step {
                Step::Named => named(clauses, a.token),
                _ => {
                    let mut next = clauses.arguments(a.token);
                    next.retain(|n| matches_step(n.step, *step));
                    next
                }
            })
            .collect();
    }
    at
}

/// How a filler was found that the text names as one of a group.
pub(crate) const NAMED: &str = "named as one of them";

/// The people that the text names as a group.
fn named(clauses: &Clauses<'_, '_>, group: usize) -> Vec<Argument> {
    let members = clauses.reading.named_members(group);
    let argument = |token| Argument {
        step: Step::Named,
        token,
        how: NAMED,
    };
    members.map(argument).collect()
}

fn matches_step(found: Step, wanted: Step) -> bool {
    found == wanted || matches!((found, wanted), (Step::Prep(_), Step::Prep(None)))
}

/// Takes the tokens that fill the slot: the argument or what it is transparent for, the names that go with it.
fn accept(
    clauses: &Clauses<'_, '_>,
    token: usize,
    way: &Way,
    role: &Role,
    mut take: impl FnMut(usize),
) {
    let reading = clauses.reading;
    let inner = clauses
        .through(token)
        .map(|t| clauses.antecedent(t))
        .filter(|t| passes(reading, *t, way));
    // "two of her bodyguards" are bodyguards; a counted or named group stays what it is
    let whole = passes(reading, token, way);
    let outer = token;
    let token = match inner {
        Some(inner) if !whole || reading.mention(token).is_none_or(|m| m.quantity.is_none()) => {
            inner
        }
        _ if whole => token,
        _ => return,
    };
    // "an unknown number of poles and towers": the count holds for all that is listed
    let mut listed = Vec::new();
    if token != outer {
        clauses.with_conjuncts(token, &mut listed);
        listed.retain(|t| *t != token && passes(reading, *t, way));
    }
    let mention = reading.mention(token);
    let describes = mention.is_some_and(|m| m.kind == MentionKind::Nominal && m.name.is_none());
    let mut names = Vec::new();
    if describes && way.lemmas.is_empty() {
        names = clauses.names_of(token);
        names.retain(|t| passes(reading, *t, way));
    }
    // "their colleague Maria Espinosa", "the senator and candidate Luis Galan" are one person
    if let [only] = names.as_slice()
        && !mention.is_some_and(|m| m.plural)
        && *only > token
        && (token..*only).all(|t| reading.lex.tag(t).upos != Upos::Punct)
    {
        take(*only);
        return;
    }
    take(token);
    names.into_iter().for_each(&mut take);
    let fits = |t: &usize| passes(reading, *t, way);
    let included = clauses.included(token).into_iter();
    included.filter(fits).for_each(&mut take);
    // who a group of attackers is said to be is a matter of responsibility, not of who acts here
    if role.name != "attacker" {
        let members = reading.named_members(token);
        members.filter(fits).for_each(&mut take);
    }
    listed.into_iter().for_each(take);
}

/// Whether a mention may be of any class: a pronoun may stand for anything, and so may a name that no list has.
pub(super) fn is_open(reading: &Reading<'_>, m: &Mention) -> bool {
    let unknown_name = m.kind == MentionKind::Nominal && reading.lex.tag(m.head).is_proper();
    m.class.is_none() && (m.kind == MentionKind::Pronoun || unknown_name)
}

pub(super) fn passes(reading: &Reading<'_>, token: usize, way: &Way) -> bool {
    if !way.lemmas.is_empty() && way.lemmas.binary_search(&reading.lemma(token)).is_err() {
        return false;
    }
    let mention = reading.mention(token);
    if !way.classes.is_empty() {
        let Some(m) = mention else { return false };
        let open = !way.known && is_open(reading, m);
        let fits = m
            .class
            .is_some_and(|c| way.classes.iter().any(|w| reading.is_a(c, *w)));
        if !fits && !open {
            return false;
        }
    }
    let features = mention
        .map(|m| m.features)
        .or_else(|| reading.noun_at(token).map(|n| n.features))
        .unwrap_or_default();
    (way.features.is_empty() || features.intersects(way.features))
        && !features.intersects(way.not_features)
}
