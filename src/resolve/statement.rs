//! Statements of responsibility: who claims, is blamed, suspected, denies, is acquitted, and by whose word.
//!
//! Also the shelter of the living: a party that is named as attacker only inside somebody's statement, or with a
//! hedge, or a person by anybody's word, becomes the party of an `Attributed` or `Alleged` statement here and no attacker.

use super::event::nearest_incident;
use super::resolved::{Resolved, Stance, Statement};
use crate::annotate::Reading;
use crate::annotate::finding::{Finding, Polarity, Realization};

impl Stance {
    /// The stance of a vocabulary name: `ng:Claimed`.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "ng:Claimed" => Self::Claimed,
            "ng:Attributed" => Self::Attributed,
            "ng:Alleged" => Self::Alleged,
            "ng:Denied" => Self::Denied,
            "ng:Acquitted" => Self::Acquitted,
            _ => return None,
        })
    }

    /// Its name in the vocabulary.
    pub fn name(self) -> &'static str {
        match self {
            Self::Claimed => "ng:Claimed",
            Self::Attributed => "ng:Attributed",
            Self::Alleged => "ng:Alleged",
            Self::Denied => "ng:Denied",
            Self::Acquitted => "ng:Acquitted",
        }
    }
}

/// Collects the statements of a document.
pub fn statements(reading: &Reading<'_>, out: &mut Resolved) {
    let mut found: Vec<Statement> = Vec::new();
    for (i, f) in reading.findings.iter().enumerate() {
        let rule = reading.ontology.rules.rule(f.rule);
        let Some(stance) = rule
            .and_then(|r| r.fixed("stance"))
            .and_then(Stance::from_name)
        else {
            continue;
        };
        let Some(stance) = effective(f, stance) else {
            continue;
        };
        let Some(about) = about(reading, out, f) else {
            continue;
        };
        for party in f.fillers("party") {
            if let Some(entity) = out.entity_at(reading, party.token) {
                push(
                    &mut found,
                    Statement {
                        finding: i,
                        stance,
                        party: entity,
                        party_token: party.token,
                        said_by: said_by(reading, out, f, stance, entity),
                        about,
                    },
                );
            }
        }
    }
    shelter(reading, out, &mut found);
    out.statements = found;
}

fn push(found: &mut Vec<Statement>, s: Statement) {
    let same = found.iter().any(|o| {
        (o.stance, o.party, o.about) == (s.stance, s.party, s.about)
            && (o.said_by == s.said_by || s.said_by.is_empty())
    });
    if !same {
        found.push(s);
    }
}

/// A negated claim is none; a negated denial neither.
fn effective(f: &Finding, stance: Stance) -> Option<Stance> {
    let happened = f.factuality.realization == Realization::Happened || stance == Stance::Alleged;
    let positive = f.factuality.polarity == Polarity::Positive;
    match stance {
        _ if positive && happened => Some(stance),
        _ => None,
    }
}

fn about(reading: &Reading<'_>, out: &Resolved, f: &Finding) -> Option<usize> {
    let by_slot = f.fillers("about").find_map(|r| {
        out.incidents.iter().position(|x| {
            x.findings
                .iter()
                .filter_map(|g| reading.findings.get(*g))
                .any(|m| m.trigger == r.token)
        })
    });
    by_slot.or_else(|| nearest_incident(reading, out, f))
}

fn said_by(
    reading: &Reading<'_>,
    out: &Resolved,
    f: &Finding,
    stance: Stance,
    party: usize,
) -> Vec<usize> {
    let slot = f
        .fillers("saidBy")
        .filter_map(|r| out.entity_at(reading, r.token));
    let sources = f
        .factuality
        .sources
        .iter()
        .filter_map(|s| s.speaker)
        .filter_map(|t| out.entity_at(reading, t));
    let mut all: Vec<usize> = slot.chain(sources).collect();
    if matches!(stance, Stance::Claimed | Stance::Denied) {
        all.insert(0, party);
    }
    let mut seen = Vec::new();
    all.retain(|e| {
        let new = !seen.contains(e);
        seen.push(*e);
        new
    });
    all
}

/// Named attackers that stand only in statements lose the role and get a statement.
fn shelter(reading: &Reading<'_>, out: &mut Resolved, found: &mut Vec<Statement>) {
    let mut incidents = std::mem::take(&mut out.incidents);
    let claimants: Vec<(usize, usize, Stance, usize)> = found
        .iter()
        .filter_map(|s| {
            let f = reading.findings.get(s.finding)?;
            Some((s.about, s.party, s.stance, reading.sentence_of(f.trigger)))
        })
        .collect();
    for (index, incident) in incidents.iter_mut().enumerate() {
        let mut moved = Vec::new();
        incident.participants.retain(|p| {
            if p.role != "attacker" {
                return true;
            }
            let Some(f) = reading.findings.get(p.finding) else {
                return true;
            };
            // a name that no rule and no list knows is one as well: "Tsarnaev is believed to have set it off"
            let named = out
                .entities
                .get(p.entity)
                .and_then(|e| reading.mentions.get(e.best as usize))
                .is_some_and(|m| m.name.is_some() || reading.lex.tag(m.head).is_proper());
            // of a person, anybody's word is only a word: "Juan Perez killed the mayor, police said"
            let person = out.entities.get(p.entity).is_some_and(|e| {
                let person = reading.ontology.vocabulary.class_id("ng:Person");
                person.is_some_and(|p| reading.is_a(e.class, p))
            });
            let hedged = f.factuality.is_reported()
                || person && !f.factuality.sources.is_empty()
                || f.factuality.certainty > crate::annotate::Certainty::Certain;
            // who admits what the report itself tells, in a verb and a sentence of its own, did it
            let own_words = |stance: Stance, sentence: usize| {
                stance == Stance::Claimed
                    && !f.nominal
                    && f.factuality.is_asserted()
                    && sentence != reading.sentence_of(f.trigger)
            };
            let spoken_for = claimants.iter().any(|(about, party, stance, sentence)| {
                (*about, *party) == (index, p.entity) && !own_words(*stance, *sentence)
            });
            if (named && hedged) || spoken_for {
                if !spoken_for {
                    moved.push((p.entity, p.finding, p.token));
                }
                return false;
            }
            true
        });
        for (party, finding, party_token) in moved {
            let Some(f) = reading.findings.get(finding) else {
                continue;
            };
            // "the group said it had blown up the bridge": by its own word
            let own = f
                .factuality
                .sources
                .iter()
                .filter_map(|s| out.entity_at(reading, s.speaker?))
                .any(|speaker| speaker == party);
            // "he testified that he did not shoot": a denial; what others say he did not do is no statement about him
            let denies = f.factuality.polarity == Polarity::Negative;
            if denies && !own {
                continue;
            }
            let stance = if denies {
                Stance::Denied
            } else if own {
                Stance::Claimed
            } else if f.factuality.certainty > crate::annotate::Certainty::Certain {
                Stance::Alleged
            } else {
                Stance::Attributed
            };
            let said_by = said_by(reading, out, f, stance, party);
            push(
                found,
                Statement {
                    finding,
                    stance,
                    party,
                    party_token,
                    said_by,
                    about: index,
                },
            );
        }
    }
    out.incidents = incidents;
}
