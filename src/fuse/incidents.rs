//! Which incidents of different documents are one.
//!
//! Two incidents are compared when their documents are near in time. A contradiction (day, city, named victim, kind)
//! keeps them apart; else signs are counted: the same venue, the same named victim, the same city, the same day, a venue
//! described with the same noun, the same claimant. Two signs join, one of them about place or victim.

use std::collections::{BTreeMap, BTreeSet};

use super::Renames;
use crate::date::DateValue;
use crate::graph::{KnowledgeGraph, Node, NodeId, NodeKind};
use crate::ontology::Vocabulary;

/// Reports further apart than this many days tell of one incident only when both name its day.
const NEAR_DAYS: i64 = 31;

struct Profile<'g> {
    document: usize,
    node: &'g Node,
    family: &'static str,
    date: Option<DateValue>,
    issued: Option<DateValue>,
    /// Cities, and what they lie in.
    places: BTreeSet<NodeId>,
    cities: BTreeSet<NodeId>,
    venues: BTreeSet<NodeId>,
    venue_nouns: BTreeSet<String>,
    victims: BTreeSet<NodeId>,
    claimants: BTreeSet<NodeId>,
    happened: bool,
}

/// Joins incidents and, with them, what plays the same role under the same words.
pub(super) fn judge(documents: &[KnowledgeGraph], vocabulary: &Vocabulary) -> Vec<Renames> {
    let mut profiles: Vec<Profile<'_>> = Vec::new();
    for (d, graph) in documents.iter().enumerate() {
        for node in graph.incidents(|c| vocabulary.is_a(c, "ng:Incident")) {
            profiles.push(profile(d, graph, node, vocabulary));
        }
    }
    let mut joined: Vec<usize> = (0..profiles.len()).collect();
    let mut licences: BTreeMap<usize, String> = BTreeMap::new();
    for b in 0..profiles.len() {
        for a in 0..b {
            let (Some(x), Some(y)) = (profiles.get(a), profiles.get(b)) else {
                continue;
            };
            if x.document == y.document || joined.get(b).is_some_and(|j| *j != b) {
                continue;
            }
            // the whole set that `a` belongs to must agree with `b`, and holds no other incident of its document
            let root = joined.get(a).copied().unwrap_or(a);
            let set: Vec<usize> = (0..b).filter(|i| joined.get(*i) == Some(&root)).collect();
            let clash = set
                .iter()
                .filter_map(|i| profiles.get(*i))
                .any(|p| p.document == y.document || contradicts(p, y));
            if let (false, Some(signs)) = (clash, signs(x, y))
                && let Some(slot) = joined.get_mut(b)
            {
                *slot = root;
                licences.insert(b, format!("one incident: {signs}"));
            }
        }
    }
    let mut out: Vec<Renames> = vec![Renames::new(); documents.len()];
    for (i, p) in profiles.iter().enumerate() {
        let root = joined.get(i).copied().unwrap_or(i);
        let set: Vec<&Profile<'_>> = (0..profiles.len())
            .filter(|j| joined.get(*j) == Some(&root))
            .filter_map(|j| profiles.get(j))
            .collect();
        // the name with a day in it, else the first
        let Some(best) = set.iter().max_by_key(|q| {
            (
                q.date.is_some_and(|d| d.day.is_some()),
                std::cmp::Reverse(&q.node.id),
            )
        }) else {
            continue;
        };
        if best.node.id != p.node.id
            && let Some(renames) = out.get_mut(p.document)
        {
            let licence = licences.get(&i).or_else(|| licences.get(&root)).cloned();
            let licence = licence.unwrap_or_else(|| "one incident".to_owned());
            renames.insert(p.node.id.clone(), (best.node.id.clone(), licence));
        }
        if set.len() > 1 {
            participants(documents, p, &set, &mut out);
        }
    }
    out
}

fn profile<'g>(
    document: usize,
    graph: &'g KnowledgeGraph,
    node: &'g Node,
    vocabulary: &Vocabulary,
) -> Profile<'g> {
    let ids = |property: &str| -> Vec<&'g Node> { graph.objects(&node.id, property) };
    let mut places: BTreeSet<NodeId> = BTreeSet::new();
    let spots: Vec<&Node> = ["ng:place", "ng:venue", "ng:target"]
        .iter()
        .flat_map(|p| ids(p))
        .collect();
    let mut open: Vec<NodeId> = spots.iter().map(|n| n.id.clone()).collect();
    while let Some(next) = open.pop() {
        if places.insert(next.clone()) {
            open.extend(
                graph
                    .objects(&next, "ng:locatedIn")
                    .into_iter()
                    .map(|n| n.id.clone()),
            );
        }
    }
    let cities = places
        .iter()
        .filter(|p| {
            graph
                .node(p)
                .is_some_and(|n| vocabulary.is_a(n.class(), "ng:City"))
        })
        .cloned()
        .collect();
    let spot_is = |class: &'static str| {
        spots
            .iter()
            .filter(move |n| vocabulary.is_a(n.class(), class))
    };
    let named = |id: &NodeId| id.0.matches('/').count() == 1;
    let issued = graph.documents().values().next().and_then(|d| d.issued);
    let claims = graph.claims_about(&node.id);
    let families = [
        "ng:Attack",
        "ng:Kidnapping",
        "ng:Hijacking",
        "ng:Robbery",
        "ng:Threat",
        "ng:Clash",
    ];
    Profile {
        document,
        node,
        family: families
            .into_iter()
            .find(|f| vocabulary.is_a(node.class(), f))
            .unwrap_or("ng:Incident"),
        date: node.date("ng:onDate"),
        issued,
        cities,
        places,
        venues: spot_is("ng:Venue")
            .map(|n| n.id.clone())
            .filter(named)
            .collect(),
        venue_nouns: spot_is("ng:Venue")
            .chain(spot_is("ng:Vehicle"))
            .filter_map(|n| n.label.rsplit(' ').next().map(str::to_lowercase))
            .collect(),
        victims: ids("ng:victim")
            .into_iter()
            .map(|n| n.id.clone())
            .filter(named)
            .collect(),
        claimants: claims
            .iter()
            .filter(|c| c.text("ng:stance") == Some("ng:Claimed"))
            .flat_map(|c| graph.objects(&c.id, "ng:party"))
            .map(|n| n.id.clone())
            .collect(),
        happened: node
            .text("ng:realization")
            .is_none_or(|r| r == "ng:Happened")
            && node.text("ng:polarity") != Some("ng:Negative"),
    }
}

fn days(d: DateValue) -> i64 {
    i64::from(d.year) * 372 + i64::from(d.month.unwrap_or(6)) * 31 + i64::from(d.day.unwrap_or(15))
}

fn contradicts(a: &Profile<'_>, b: &Profile<'_>) -> bool {
    if a.family != b.family || a.happened != b.happened {
        return true;
    }
    match (a.date, b.date) {
        (Some(x), Some(y)) => {
            if !x.compatible(&y) {
                return true;
            }
        }
        _ => {
            if let (Some(x), Some(y)) = (a.date.or(a.issued), b.date.or(b.issued))
                && (days(x) - days(y)).abs() > NEAR_DAYS
            {
                return true;
            }
        }
    }
    let apart = |x: &BTreeSet<NodeId>, y: &BTreeSet<NodeId>| {
        !x.is_empty() && !y.is_empty() && x.is_disjoint(y)
    };
    apart(&a.cities, &b.cities)
        || (apart(&a.victims, &b.victims) && apart(&a.venues, &b.venues))
        || apart(&a.venues, &b.venues)
}

/// The signs that two incidents are one, in words; `None` when they are too few.
fn signs(a: &Profile<'_>, b: &Profile<'_>) -> Option<String> {
    if contradicts(a, b) {
        return None;
    }
    let meet = |x: &BTreeSet<NodeId>, y: &BTreeSet<NodeId>| x.intersection(y).next().cloned();
    let mut found = Vec::new();
    let mut strong = 0;
    if let Some(v) = meet(&a.venues, &b.venues) {
        found.push(format!("same venue {v}"));
        strong += 1;
    }
    if let Some(v) = meet(&a.victims, &b.victims) {
        found.push(format!("same victim {v}"));
        strong += 1;
    }
    if let Some(c) = meet(&a.cities, &b.cities) {
        found.push(format!("same city {c}"));
        strong += 1;
    } else if let Some(p) = meet(&a.places, &b.places) {
        found.push(format!("same place {p}"));
    }
    if let Some(n) = a.venue_nouns.intersection(&b.venue_nouns).next() {
        found.push(format!("venue described as {n}"));
    }
    if let (Some(x), Some(y)) = (a.date, b.date)
        && x == y
        && x.day.is_some()
    {
        found.push(format!("same day {x}"));
    }
    if let Some(c) = meet(&a.claimants, &b.claimants) {
        found.push(format!("same claimant {c}"));
    }
    (strong > 0 && found.len() >= 2).then(|| found.join(", "))
}

/// The one named venue of an incident in other reports, when `mine` is described with the same last word.
fn named_venue(
    documents: &[KnowledgeGraph],
    p: &Profile<'_>,
    set: &[&Profile<'_>],
    mine: &Node,
) -> Option<NodeId> {
    let noun = mine.label.rsplit(' ').next()?.to_lowercase();
    if !p.venue_nouns.contains(&noun) {
        return None;
    }
    let mut found: BTreeSet<NodeId> = BTreeSet::new();
    for other in set.iter().filter(|q| q.document != p.document) {
        let graph = documents.get(other.document)?;
        let fits = |id: &&NodeId| {
            graph.node(id).is_some_and(|n| {
                n.label
                    .rsplit(' ')
                    .next()
                    .is_some_and(|w| w.to_lowercase() == noun)
            })
        };
        found.extend(other.venues.iter().filter(fits).cloned());
    }
    (found.len() == 1).then(|| found.pop_first()).flatten()
}

/// Under one incident, the same words in the same role name the same people or things.
fn participants(
    documents: &[KnowledgeGraph],
    p: &Profile<'_>,
    set: &[&Profile<'_>],
    out: &mut [Renames],
) {
    let Some(graph) = documents.get(p.document) else {
        return;
    };
    let roles = [
        "ng:attacker",
        "ng:victim",
        "ng:target",
        "ng:venue",
        "ng:weapon",
    ];
    for role in roles {
        for mine in graph.objects(&p.node.id, role) {
            if mine.kind != NodeKind::Entity || mine.id.0.matches('/').count() < 2 {
                continue;
            }
            let words = mine.id.0.rsplit('/').next().unwrap_or("");
            // "a concert hall" here is the "Crocus City Hall" of another report
            if let Some(named) = named_venue(documents, p, set, mine)
                && let Some(renames) = out.get_mut(p.document)
            {
                let licence = format!("one venue of one incident: {} is {}", mine.label, named.0);
                renames.entry(mine.id.clone()).or_insert((named, licence));
                continue;
            }
            for other in set.iter().filter(|q| q.document < p.document) {
                let Some(theirs) = documents.get(other.document) else {
                    continue;
                };
                let found = theirs.objects(&other.node.id, role).into_iter().find(|n| {
                    n.id.0.rsplit('/').next() == Some(words) && n.class() == mine.class()
                });
                if let (Some(n), Some(renames)) = (found, out.get_mut(p.document)) {
                    let licence = format!("same words in the same role of one incident: {words}");
                    renames
                        .entry(mine.id.clone())
                        .or_insert((n.id.clone(), licence));
                    break;
                }
            }
        }
    }
}
