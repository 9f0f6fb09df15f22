//! Rules as written: the TOML of `rules/<pass>/<topic>.toml`, with the place of each value.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_spanned::Spanned;

/// One rule file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// Word lists, `$name` in constraints; shared by all files of a pack.
    #[serde(default)]
    pub lists: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    /// Named patterns, `$name` in patterns; shared by all files of a pack.
    #[serde(default)]
    pub macros: BTreeMap<Spanned<String>, Spanned<String>>,
    /// Named sets of slots that rules take over with `slots-from`.
    #[serde(default)]
    pub slots: BTreeMap<String, Slots>,
    /// The rules.
    #[serde(default)]
    pub rule: Vec<Spanned<Rule>>,
}

/// One rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// Its name, unique in its file; `pass/topic/id` is unique in the pack.
    pub id: Spanned<String>,
    /// `seq` or `frame`.
    pub kind: Spanned<String>,
    /// What it finds and why, for people.
    #[serde(default)]
    pub doc: Option<String>,
    /// `seq`: the pattern.
    #[serde(default)]
    pub pattern: Option<Spanned<String>>,
    /// `frame`: the pattern of the trigger; its first token is the head unless `head:` marks another.
    #[serde(default)]
    pub trigger: Option<Spanned<String>>,
    /// Class of what it finds.
    pub emits: Spanned<String>,
    /// Fixed properties of what it finds.
    #[serde(default)]
    pub set: BTreeMap<String, Spanned<String>>,
    /// Name of a set of slots to start from.
    #[serde(default)]
    pub slots_from: Option<Spanned<String>>,
    /// `frame`: its slots by role. `seq`: not allowed, captures name the roles.
    #[serde(default)]
    pub slots: Slots,
    /// Higher wins over every other criterion where matches overlap.
    #[serde(default)]
    pub priority: i32,
    /// Its tests.
    #[serde(default)]
    pub test: Vec<Spanned<Test>>,
}

/// A slot, or several in order of preference.
#[derive(Clone, Debug)]
pub struct OneOrMany(pub Vec<Slot>);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Ways;
        impl<'de> Visitor<'de> for Ways {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a slot { path = …, class = … } or a list of slots")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<OneOrMany, A::Error> {
                Slot::deserialize(MapAccessDeserializer::new(map)).map(|s| OneOrMany(vec![s]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<OneOrMany, A::Error> {
                let mut all = Vec::new();
                while let Some(slot) = seq.next_element()? {
                    all.push(slot);
                }
                Ok(OneOrMany(all))
            }
        }
        deserializer.deserialize_any(Ways)
    }
}

/// Slots by role, with the place of each role's name.
pub type Slots = BTreeMap<Spanned<String>, OneOrMany>;

/// One way to fill a role.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(clippy::struct_excessive_bools, reason = "a key of the rule file each")]
pub struct Slot {
    /// Syntactic paths, alternatives with `|`, steps with `/`: `subj`, `prep.in|prep.at`, `obj/prep.of`.
    pub path: String,
    /// Classes of the filler, alternatives with `|`; empty allows any.
    #[serde(default)]
    pub class: String,
    /// Noun features the filler's head must have one of, alternatives with `|`.
    #[serde(default)]
    pub feature: String,
    /// Noun features the filler's head must not have, alternatives with `|`.
    #[serde(default)]
    pub not_feature: String,
    /// The filler's class must be known: no pronoun and no name that no list has.
    #[serde(default)]
    pub known: bool,
    /// A list (`$name`) or lemmas with `|` of the filler's head.
    #[serde(default)]
    pub lemma: String,
    /// Without it the rule does not fire.
    #[serde(default)]
    pub required: bool,
    /// With it the rule does not fire.
    #[serde(default)]
    pub forbidden: bool,
    /// Only a condition: the filler gets no role.
    #[serde(default)]
    pub silent: bool,
    /// What fills the role when nothing in the text does: `main-incident`.
    #[serde(default)]
    pub default: Option<String>,
}

/// A test of a rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// A text, with `[role:words]` around what each role must find.
    pub text: String,
    /// `none`: the rule must not fire, or what it finds must not be asserted. Otherwise a factuality the finding
    /// must have: `negative`, `attempted`, `planned`, `threatened`, `hypothetical`, `reported`.
    #[serde(default)]
    pub expect: Option<String>,
    /// The document's date.
    #[serde(default)]
    pub date: Option<String>,
    /// `seq` rules in `value`: the value that must come out.
    #[serde(default)]
    pub value: Option<String>,
}
