//! [`Resolved`]: what one document says, with mentions joined to entities and findings to incidents.

use crate::annotate::finding::When;
use crate::annotate::{Factuality, Reading};
use crate::ontology::ClassId;

use super::{entity, figure, incident, member, statement};

/// Why a mention belongs to an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The mention that was joined.
    pub mention: u32,
    /// The mention it was joined to.
    pub to: u32,
    /// The sieve: `exact`, `alias`, `acronym`, `appositive`, `short form`, `head match` …
    pub sieve: &'static str,
}

/// Mentions of one entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Indices into [`Reading::mentions`], in order.
    pub mentions: Vec<u32>,
    /// The mention with its best name.
    pub best: u32,
    /// Its class.
    pub class: ClassId,
    /// The gazetteer entry it is, where one fits.
    pub entry: Option<u32>,
    /// How its mentions were joined.
    pub merges: Vec<Merge>,
}

/// A role of an incident or event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Property without prefix: `attacker`.
    pub role: String,
    /// Index into [`Resolved::entities`].
    pub entity: usize,
    /// The finding that says so.
    pub finding: usize,
    /// The token that names it there.
    pub token: usize,
    /// The rule by which it is taken from elsewhere than the finding's own clause: from the same sentence or the lead, from
    /// the list that spells a group out.
    pub inherited: Option<&'static str>,
}

/// Puts participants in their order: by role, entity, finding and token.
pub(super) fn in_order(all: &mut [Participant]) {
    all.sort_by(|a, b| {
        (&a.role, a.entity, a.finding, a.token).cmp(&(&b.role, b.entity, b.finding, b.token))
    });
}

/// Findings of one incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Indices into [`Reading::findings`], in order.
    pub findings: Vec<usize>,
    /// Its class: the most specific that fits all findings.
    pub class: ClassId,
    /// Roles, sorted by role and entity.
    pub participants: Vec<Participant>,
    /// When, with the finding that says so (`None`: inherited from lead or dateline).
    pub when: Option<(When, Option<usize>)>,
    /// Factuality of the finding that asserts most.
    pub factuality: Factuality,
    /// It stands only in statements.
    pub reported_only: bool,
    /// It happened well before the report and is recalled: an anniversary, a comparison.
    pub background: bool,
    /// Told only in the present tense or in the plural: what happens again and again, or goes on.
    pub general: bool,
}

/// An event that is no incident: a detention, a trial, a warning, an explosion that is part of an attack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Indices into [`Reading::findings`], in order.
    pub findings: Vec<usize>,
    /// Its class.
    pub class: ClassId,
    /// Roles.
    pub participants: Vec<Participant>,
    /// When.
    pub when: Option<(When, Option<usize>)>,
    /// Factuality of the finding that asserts most.
    pub factuality: Factuality,
    /// The incident it belongs to.
    pub incident: Option<usize>,
    /// It is a part of the incident, not only related to it.
    pub part: bool,
}

/// What somebody says about who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// The party says it was them.
    Claimed,
    /// Somebody says it was the party.
    Attributed,
    /// The party is suspected, accused, charged.
    Alleged,
    /// The party says it was not them.
    Denied,
    /// A court found that it was not the party.
    Acquitted,
}

/// A statement of responsibility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The finding behind it.
    pub finding: usize,
    /// What is said.
    pub stance: Stance,
    /// Of whom.
    pub party: usize,
    /// The token that names the party there.
    pub party_token: usize,
    /// By whom.
    pub said_by: Vec<usize>,
    /// About which incident.
    pub about: usize,
}

/// How many, according to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The finding behind it.
    pub finding: usize,
    /// `ng:Killed`, `ng:Injured` …
    pub measure: String,
    /// At least so many.
    pub lower: Option<i64>,
    /// At most so many.
    pub upper: Option<i64>,
    /// Tokens of its wording.
    pub words: std::ops::Range<usize>,
    /// By whom.
    pub said_by: Vec<usize>,
    /// About which incident.
    pub about: usize,
    /// The figure that this one is a part of.
    pub subset_of: Option<usize>,
    /// It lies inside a statement.
    pub reported: bool,
}

/// What one document says.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// Entities in order of their first mentions.
    pub entities: Vec<Entity>,
    /// The entity of a mention.
    pub entity_of: Vec<Option<usize>>,
    /// Incidents in order of their first findings.
    pub incidents: Vec<Incident>,
    /// The incident that the report is about.
    pub main: Option<usize>,
    /// Other events.
    pub events: Vec<Event>,
    /// Figures.
    pub figures: Vec<Figure>,
    /// Statements of responsibility.
    pub statements: Vec<Statement>,
    /// Who belongs to which group, by the only group that the report names.
    pub members: Vec<Member>,
}

/// People who belong to a group because the report names no other: "the guerrillas" where only one front is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The people.
    pub people: usize,
    /// The token that names them.
    pub token: usize,
    /// The group.
    pub group: usize,
}

impl Resolved {
    /// The entity that a token's mention belongs to.
    pub fn entity_at(&self, reading: &Reading<'_>, token: usize) -> Option<usize> {
        self.entity_of
            .get(reading.mention_id(token)? as usize)
            .copied()
            .flatten()
    }
}

/// Joins what a reading found.
pub fn resolve(reading: &Reading<'_>) -> Resolved {
    let mut out = Resolved::default();
    (out.entities, out.entity_of) = entity::entities(reading);
    incident::incidents(reading, &mut out);
    figure::figures(reading, &mut out);
    statement::statements(reading, &mut out);
    out.members = member::members(reading, &out);
    out
}
