//! Compiled rules, ready to run.

use super::atom::AtomTable;
use super::lists::Lists;
use super::slot::Role;
use crate::ontology::vocabulary::ClassId;
use crate::pattern::Program;

/// A stratum of the cascade; each reads only what lower ones wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pass {
    /// Names.
    Name,
    /// Numbers and dates.
    Value,
    /// Noun and verb groups.
    Group,
    /// Events, relations, statements.
    Event,
    /// Who says, and how sure.
    Context,
    /// Places and dates of incidents.
    Link,
}

impl Pass {
    /// The pass of a folder below `rules/`.
    pub fn from_folder(name: &str) -> Option<Self> {
        Some(match name {
            "name" => Self::Name,
            "value" => Self::Value,
            "group" => Self::Group,
            "event" => Self::Event,
            "context" => Self::Context,
            "link" => Self::Link,
            _ => return None,
        })
    }
}

/// A rule's number in its [`RuleSet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u32);

/// Which of the two kinds a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular expression over tokens.
    Seq,
    /// A trigger with slots.
    Frame,
}

/// What a rule writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Emits {
    /// Something of a class of the vocabulary.
    Class(ClassId),
    /// An edge of this property between the captures or slots `subject` and `object`.
    Relation(String),
    /// A label for later passes.
    Label(String),
}

/// One compiled rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `pass/topic/id`.
    pub name: String,
    /// Its stratum.
    pub pass: Pass,
    /// Its kind.
    pub kind: Kind,
    /// What it finds and why.
    pub doc: Option<String>,
    /// What it writes.
    pub emits: Emits,
    /// Fixed properties, sorted by name: `stance` = `ng:Claimed`.
    pub set: Vec<(String, String)>,
    /// The pattern, or the trigger.
    pub program: Program,
    /// Roles of a frame, in the order of their names.
    pub roles: Vec<Role>,
    /// First criterion where matches overlap.
    pub priority: i32,
    /// Its tests.
    pub tests: Vec<RuleTest>,
    /// Its file inside the pack.
    pub file: String,
    /// Where it stands in the file, in bytes.
    pub at: std::ops::Range<usize>,
}

impl Rule {
    /// A fixed property.
    pub fn fixed(&self, name: &str) -> Option<&str> {
        self.set
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }
}

/// A test of a rule, its text without the brackets.
#[derive(Clone, Debug)]
pub struct RuleTest {
    /// The text.
    pub text: String,
    /// Role and bytes of `text` that must be found.
    pub spans: Vec<(String, std::ops::Range<usize>)>,
    /// `none`, or a factuality.
    pub expect: Option<String>,
    /// The document's date.
    pub date: Option<String>,
    /// The value that must come out.
    pub value: Option<String>,
    /// Where it stands in the file, in bytes.
    pub at: std::ops::Range<usize>,
}

/// All rules of a pack.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    /// In order of their names.
    pub rules: Vec<Rule>,
    /// Atoms of their programs.
    pub atoms: AtomTable,
    /// Word lists.
    pub lists: Lists,
}

impl RuleSet {
    /// A rule by number.
    pub fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.rules.get(id.0 as usize)
    }

    /// The rules of a pass with their numbers.
    pub fn of_pass(&self, pass: Pass) -> impl Iterator<Item = (RuleId, &Rule)> {
        self.rules
            .iter()
            .enumerate()
            .filter(move |(_, r)| r.pass == pass)
            .map(|(i, r)| (RuleId(u32::try_from(i).unwrap_or(u32::MAX)), r))
    }
}
