//! The event pass: frames and sequences over clauses.
//!
//! *Takes* mentions and clauses. *Gives* [`Finding`]s. *Promises* one finding a trigger and class family; among
//! rules that fire on one trigger the total order decides: priority, roles filled, length, constraints, rule id.
//! The [`RuleIndex`] plans which rules are tried at which tokens.

use super::clause::{Argument, Arguments, Clauses};
use super::clause_words::ClauseWords;
use super::finding::{Factuality, Finding, RoleFiller};
use super::lex::Upos;
use super::mention::{Mention, MentionKind};
use super::nearby;
use super::reading::Reading;
use super::rule_index::RuleIndex;
use super::rule_plan::Plan;
use crate::ontology::{ClassId, Emits, Kind, Path, Role, Rule, RuleId, Step, Way};
use crate::pattern::{Budget, Captures, Matcher};

/// Runs the event rules over a document.
pub fn findings(
    reading: &Reading<'_>,
    index: &RuleIndex,
    words: &ClauseWords,
    matcher: &mut Matcher,
) -> (Vec<Finding>, Vec<usize>) {
    let clauses = Clauses { reading, words };
    let (mut found, mut cut) = (Vec::new(), Vec::new());
    let (mut plan, mut candidates, mut room) = (Plan::default(), Vec::new(), Room::default());
    for (s, sentence) in reading.document.sentences.iter().enumerate() {
        let mut budget = reading.budget();
        let first = found.len();
        index.plan(reading, &sentence.tokens, &mut plan);
        while let Some(token) = plan.next_token(&mut candidates) {
            let mut here = Vec::new();
            for id in &candidates {
                let Some(rule) = reading.ontology.rules.rule(*id) else {
                    continue;
                };
                let Some(m) =
                    matcher.match_at(&rule.program, reading, &sentence.tokens, token, &mut budget)
                else {
                    continue;
                };
                let made = match rule.kind {
                    Kind::Frame => frame(&clauses, &mut room, *id, rule, &m),
                    Kind::Seq => sequence(reading, *id, rule, &m),
                };
                if let Some(f) = made {
                    here.push((order(*id, rule, &m, &f), f));
                }
            }
            keep_best(reading, here, &mut found);
        }
        drop_overlapped(reading, &mut found, first);
        if spent(budget) {
            cut.push(s);
        }
    }
    (found, cut)
}

/// The arguments of one trigger, for all rules that it triggers; the room is used again for the next.
#[derive(Default)]
struct Room {
    trigger: Option<usize>,
    arguments: Arguments,
}

impl Room {
    fn arguments(&mut self, clauses: &Clauses<'_, '_>, trigger: usize) -> &[Argument] {
        if self.trigger != Some(trigger) {
            clauses.arguments_into(trigger, &mut self.arguments);
            self.trigger = Some(trigger);
        }
        &self.arguments
    }
}

fn spent(budget: Budget) -> bool {
    budget.is_spent()
}

/// The total order of overlapping matches; greater wins. Rules are numbered in the order of their names.
type Order = (i32, usize, usize, u32, std::cmp::Reverse<RuleId>);

fn order(id: RuleId, rule: &Rule, m: &Captures, f: &Finding) -> Order {
    (
        rule.priority,
        f.roles.len(),
        m.whole.len(),
        rule.program.constraints,
        std::cmp::Reverse(id),
    )
}

/// Of the findings on one trigger, the best of each class family is kept.
fn keep_best(reading: &Reading<'_>, mut here: Vec<(Order, Finding)>, found: &mut Vec<Finding>) {
    here.sort_by_key(|h| std::cmp::Reverse(h.0));
    let start = found.len();
    for (_, f) in here {
        let same = found
            .get(start..)
            .unwrap_or_default()
            .iter()
            .any(|o| family(reading, o) == family(reading, &f));
        if !same {
            found.push(f);
        }
    }
}

/// What competes for a trigger.
#[derive(PartialEq, Eq)]
enum Family<'f> {
    /// All happenings.
    Event,
    /// All of a class: statements of responsibility; explosions and fires, which are parts of what they happen in.
    Class(ClassId),
    /// All relations of a property.
    Relation(&'f str),
}

fn family<'f>(reading: &Reading<'_>, f: &'f Finding) -> Family<'f> {
    let Some(class) = f.class else {
        return Family::Relation(f.relation.as_deref().unwrap_or_default());
    };
    let known = reading.known;
    let is = |kind| reading.is_known(f.class, kind);
    let part = is(known.explosion) || is(known.fire);
    if is(known.event) && !part {
        Family::Event
    } else {
        Family::Class(class)
    }
}

/// A trigger inside another's: the longer one wins ("car bomb attack" over "bomb").
fn drop_overlapped(reading: &Reading<'_>, found: &mut Vec<Finding>, first: usize) {
    let kept: Vec<bool> = (first..found.len())
        .map(|i| {
            let Some(f) = found.get(i) else { return false };
            !found
                .get(first..)
                .unwrap_or_default()
                .iter()
                .enumerate()
                .any(|(j, o)| {
                    first + j != i
                        && o.cue.len() > f.cue.len()
                        && o.cue.start <= f.cue.start
                        && f.cue.end <= o.cue.end
                        && family(reading, o) == family(reading, f)
                })
        })
        .collect();
    let mut keep = kept.into_iter();
    let tail: Vec<Finding> = found.drain(first..).collect();
    found.extend(tail.into_iter().filter(|_| keep.next().unwrap_or(true)));
}

fn emitted(rule: &Rule) -> (Option<ClassId>, Option<String>) {
    match &rule.emits {
        Emits::Class(class) => (Some(*class), None),
        Emits::Relation(property) => (None, Some(property.clone())),
        Emits::Label(_) => (None, None),
    }
}

/// The head token of a trigger: the capture `head`, else the verb or noun that governs the others.
fn trigger_head(reading: &Reading<'_>, rule: &Rule, m: &Captures) -> usize {
    let marked = rule
        .program
        .captures
        .iter()
        .position(|c| c == "head")
        .and_then(|i| m.groups.get(i).cloned().flatten());
    let range = marked.unwrap_or(m.whole.clone());
    range
        .clone()
        .find(|t| {
            let head = reading.tree.head(*t);
            head == *t || !range.contains(&head)
        })
        .unwrap_or(range.start)
}

fn frame(
    clauses: &Clauses<'_, '_>,
    room: &mut Room,
    id: RuleId,
    rule: &Rule,
    m: &Captures,
) -> Option<Finding> {
    let reading = clauses.reading;
    let trigger = trigger_head(reading, rule, m);
    // "assault rifles": the noun only names a kind of thing
    let names_a_thing = reading.mention(trigger).is_some_and(|t| t.modifier)
        && reading
            .mention(reading.tree.head(trigger))
            .is_some_and(|h| h.class.is_some() && h.head > trigger);
    if names_a_thing && !matches!(rule.emits, Emits::Relation(_)) {
        return None;
    }
    let arguments = room.arguments(clauses, trigger);
    // most triggers fail for want of a required argument: that is asked before anything else is filled. What nothing
    // fills while all is free, nothing fills later
    let lacks = |role: &Role| {
        role.required
            && !role.forbidden
            && fill(clauses, trigger, arguments, role, &[], &m.whole).is_empty()
    };
    if rule.roles.iter().any(lacks) {
        return None;
    }
    let mut roles = Vec::new();
    let mut defaults = Vec::new();
    for role in &rule.roles {
        let fillers = fill(clauses, trigger, arguments, role, &roles, &m.whole);
        if (role.required && fillers.is_empty()) || (role.forbidden && !fillers.is_empty()) {
            return None;
        }
        if fillers.is_empty() && role.default.is_some() {
            defaults.push(role.name.clone());
        }
        if !role.silent {
            roles.extend(fillers);
        }
    }
    let (class, relation) = emitted(rule);
    let mention = reading.mention(trigger);
    Some(Finding {
        rule: id,
        class,
        relation,
        trigger,
        cue: m.whole.clone(),
        roles,
        defaults,
        factuality: Factuality::default(),
        when: None,
        places: Vec::new(),
        nominal: !reading.is_predicate(trigger),
        definite: mention.is_some_and(|m| m.definite),
    })
}

fn fill(
    clauses: &Clauses<'_, '_>,
    trigger: usize,
    arguments: &[Argument],
    role: &Role,
    before: &[RoleFiller],
    cue: &std::ops::Range<usize>,
) -> Vec<RoleFiller> {
    for way in &role.ways {
        let mut found: Vec<RoleFiller> = Vec::new();
        for path in &way.paths {
            for a in follow(clauses, trigger, arguments, path) {
                for token in accept(clauses, a.token, way, role) {
                    let inside = matches!(
                        path.0.as_slice(),
                        [Step::Itself | Step::Mod | Step::Comp, ..]
                    );
                    // "cop killer Peter Schmidt", "a deputy Peter Schmidt murdered": nobody does it to himself
                    let other = || {
                        let mention = clauses.reading.mention_id(token);
                        mention.is_none()
                            || before
                                .iter()
                                .filter(|r| r.role != role.name)
                                .all(|r| clauses.reading.mention_id(r.token) != mention)
                    };
                    let free = before.iter().chain(&found).all(|r| r.token != token)
                        && (!cue.contains(&token) || inside)
                        && other();
                    if free || role.silent {
                        found.push(RoleFiller {
                            role: role.name.clone(),
                            token,
                            how: a.how,
                        });
                    }
                }
            }
        }
        if !found.is_empty() {
            found.sort_by_key(|f| f.token);
            return found;
        }
    }
    let taken = |token: usize| before.iter().any(|r| r.token == token) || cue.contains(&token);
    nearby::fillers(clauses, trigger, arguments, role)
        .into_iter()
        .filter(|(token, _)| !taken(*token))
        .map(|(token, how)| RoleFiller {
            role: role.name.clone(),
            token,
            how,
        })
        .collect()
}

/// The arguments at the end of a path.
pub(super) fn follow<'f>(
    clauses: &Clauses<'_, '_>,
    trigger: usize,
    arguments: &'f [Argument],
    path: &Path,
) -> impl Iterator<Item = Argument> + use<'f> {
    // most paths are one step: the trigger's own arguments need no list
    let (near, far) = match path.0.as_slice() {
        [] => (None, Vec::new()),
        [step] if !matches!(step, Step::Itself | Step::Named) => (Some(*step), Vec::new()),
        [first, rest @ ..] => (None, along(clauses, trigger, arguments, *first, rest)),
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

/// The tokens that fill the slot: the argument, what it is transparent for, the names that go with it.
fn accept(clauses: &Clauses<'_, '_>, token: usize, way: &Way, role: &Role) -> Vec<usize> {
    let reading = clauses.reading;
    let inner = clauses
        .through(token)
        .map(|t| clauses.antecedent(t))
        .filter(|t| passes(reading, *t, way));
    // "an unknown number of poles and towers": the count holds for all that is listed
    let mut listed = Vec::new();
    if let Some(inner) = inner {
        clauses.with_conjuncts(inner, &mut listed);
        listed.retain(|t| *t != inner && passes(reading, *t, way));
    }
    // "two of her bodyguards" are bodyguards; a counted or named group stays what it is
    let whole = passes(reading, token, way);
    let outer = token;
    let token = match inner {
        Some(inner) if !whole || reading.mention(token).is_none_or(|m| m.quantity.is_none()) => {
            inner
        }
        _ if whole => token,
        _ => return Vec::new(),
    };
    if token == outer {
        listed.clear();
    }
    // who a group of attackers is said to be is a matter of responsibility, not of who acts here
    let spelt = role.name != "attacker";
    let members = reading.named_members(token).filter(|_| spelt);
    let included = clauses
        .included(token)
        .into_iter()
        .chain(members)
        .filter(|t| passes(reading, *t, way));
    let describes = reading
        .mention(token)
        .is_some_and(|m| m.kind == MentionKind::Nominal && m.name.is_none());
    let names: Vec<usize> = if describes && way.lemmas.is_empty() {
        clauses
            .names_of(token)
            .into_iter()
            .filter(|t| passes(reading, *t, way))
            .collect()
    } else {
        Vec::new()
    };
    match names.as_slice() {
        // "their colleague Maria Espinosa", "the senator and candidate Luis Galan" are one person
        [only]
            if !reading.mention(token).is_some_and(|m| m.plural)
                && *only > token
                && (token..*only).all(|t| reading.lex.tag(t).upos != Upos::Punct) =>
        {
            vec![*only]
        }
        _ => std::iter::once(token)
            .chain(names)
            .chain(included)
            .chain(listed)
            .collect(),
    }
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

fn sequence(reading: &Reading<'_>, id: RuleId, rule: &Rule, m: &Captures) -> Option<Finding> {
    let mut roles = Vec::new();
    for (name, group) in rule.program.captures.iter().zip(&m.groups) {
        let Some(range) = group else { continue };
        if name == "head" {
            continue;
        }
        let head = range
            .clone()
            .filter_map(|t| reading.mention(t))
            .map(|n| n.head)
            .find(|h| range.contains(h));
        let token = head.unwrap_or_else(|| range.end.saturating_sub(1));
        let role = name
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .to_owned();
        roles.push(RoleFiller {
            role,
            token,
            how: "capture",
        });
    }
    let (class, relation) = emitted(rule);
    if class.is_none() && relation.is_none() {
        return None;
    }
    let trigger = trigger_head(reading, rule, m);
    Some(Finding {
        rule: id,
        class,
        relation,
        trigger,
        cue: m.whole.clone(),
        roles,
        defaults: Vec::new(),
        factuality: Factuality::default(),
        when: None,
        places: Vec::new(),
        nominal: !reading.is_predicate(trigger),
        definite: reading.mention(trigger).is_some_and(|m| m.definite),
    })
}
