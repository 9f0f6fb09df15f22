//! What an event rule found: a class, a trigger, role fillers, and how sure the text is of it.

use std::ops::Range;

use crate::date::DateValue;
use crate::ontology::{ClassId, RuleId};

/// A role with what fills it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleFiller {
    /// Property without prefix: `attacker`.
    pub role: String,
    /// The filler's head token.
    pub token: usize,
    /// How the path was licensed: `subj`, `obj (passive)`, `subj (relative clause)`.
    pub how: &'static str,
}

/// Whether it is said to be so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Polarity {
    /// It is.
    #[default]
    Positive,
    /// It is not.
    Negative,
}

/// How far it came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Realization {
    /// It happened.
    #[default]
    Happened,
    /// It was tried.
    Attempted,
    /// It is or was planned.
    Planned,
    /// Somebody threatens or warns of it.
    Threatened,
    /// It is only imagined: conditions, drills, demands.
    Hypothetical,
}

impl Realization {
    /// The value that a rule sets: `ng:Attempted`.
    pub fn named(term: &str) -> Option<Self> {
        match term {
            "ng:Happened" => Some(Self::Happened),
            "ng:Attempted" => Some(Self::Attempted),
            "ng:Planned" => Some(Self::Planned),
            "ng:Threatened" => Some(Self::Threatened),
            "ng:Hypothetical" => Some(Self::Hypothetical),
            _ => None,
        }
    }
}

/// How sure the source is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Stated.
    #[default]
    Certain,
    /// "apparently", "is believed to".
    Probable,
    /// "may have".
    Possible,
}

/// Somebody's word for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Head token of who says it.
    pub speaker: Option<usize>,
    /// The word that says that it is said: `announced`, `according`.
    pub cue: usize,
    /// Said inside the statement ("X said that …"): not asserted by the reporter. Otherwise the reporter states it and
    /// only names the source ("…, X said").
    pub embedded: bool,
}

/// Polarity, realization, certainty and source of one finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Factuality {
    /// Yes or no.
    pub polarity: Polarity,
    /// How far it came.
    pub realization: Realization,
    /// How sure.
    pub certainty: Certainty,
    /// Who says so, the innermost first.
    pub sources: Vec<Source>,
    /// The words that decided, for `explain`.
    pub cues: Vec<usize>,
}

impl Factuality {
    /// It happened, as the reporter or somebody else says.
    pub fn is_told_as_done(&self) -> bool {
        self.polarity == Polarity::Positive && self.realization == Realization::Happened
    }

    /// The reporter states that it happened.
    pub fn is_asserted(&self) -> bool {
        self.is_told_as_done() && !self.is_reported()
    }

    /// It lies inside somebody's statement.
    pub fn is_reported(&self) -> bool {
        self.sources.iter().any(|s| s.embedded)
    }
}

/// A date of an event, with the words for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// The date.
    pub date: DateValue,
    /// Index into [`Reading::dates`](super::reading::Reading::dates), or `None` for the date of the document.
    pub words: Option<u32>,
    /// Taken from the lead or the dateline, not from the event's own clause.
    pub inherited: bool,
}

/// A place of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Where {
    /// Head token of the place.
    pub token: usize,
    /// Taken from the lead or the dateline.
    pub inherited: bool,
}

/// One finding of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// Class, or `None` for a relation.
    pub class: Option<ClassId>,
    /// Property of a relation between roles `subject` and `object`.
    pub relation: Option<String>,
    /// The trigger's head token.
    pub trigger: usize,
    /// All tokens of the trigger.
    pub cue: Range<usize>,
    /// Role fillers, in order of roles and tokens.
    pub roles: Vec<RoleFiller>,
    /// Roles that fall back on the main incident.
    pub defaults: Vec<String>,
    /// Polarity, realization, certainty, source.
    pub factuality: Factuality,
    /// When.
    pub when: Option<When>,
    /// Where, its own words first.
    pub places: Vec<Where>,
    /// The trigger is a noun.
    pub nominal: bool,
    /// The trigger is a definite description: "the attack", "this incident".
    pub definite: bool,
}

impl Finding {
    /// The tokens that fill a role.
    pub fn fillers<'f>(&'f self, role: &'f str) -> impl Iterator<Item = &'f RoleFiller> {
        self.roles.iter().filter(move |r| r.role == role)
    }
}
