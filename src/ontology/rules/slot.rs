//! Slots of frames: by which syntactic paths a role is filled, and by what.

use crate::ontology::lexicon::FeatureSet;
use crate::ontology::vocabulary::ClassId;
use crate::text::{WordId, WordTable};

/// One step of a path, from a predicate to one of its arguments. The clause layer has undone the passive, relative
/// and participial clauses, control and coordination: `subj` is who acts, `obj` what is acted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Who acts: the subject, the agent of a passive, "by X" after a noun.
    Subj,
    /// What is acted on: the object, a passive's subject, "of X" after a noun.
    Obj,
    /// The indirect object.
    Iobj,
    /// What hangs on a preposition (`None`: any).
    Prep(Option<WordId>),
    /// A noun's possessor.
    Poss,
    /// A noun before the noun: "car bomb attack", "guerrilla attack".
    Comp,
    /// An adjective or participle before the noun.
    Mod,
    /// An apposition.
    Appos,
    /// An infinitive or predicate complement.
    Xcomp,
    /// A complement clause.
    Ccomp,
    /// What the trigger is said of, or said to be: "X was the target", "the target was X".
    Be,
    /// The verb that governs the noun, where it only supports it: "carried out an attack".
    Support,
    /// The trigger itself.
    Itself,
    /// Who the text names as the trigger's group: "the injured were A and B".
    Named,
}

impl Step {
    fn parse(text: &str, words: &mut WordTable) -> Option<Self> {
        Some(match text {
            "subj" => Self::Subj,
            "obj" => Self::Obj,
            "iobj" => Self::Iobj,
            "poss" => Self::Poss,
            "comp" => Self::Comp,
            "mod" => Self::Mod,
            "appos" => Self::Appos,
            "xcomp" => Self::Xcomp,
            "ccomp" => Self::Ccomp,
            "be" => Self::Be,
            "support" => Self::Support,
            "self" => Self::Itself,
            "named" => Self::Named,
            "prep.*" => Self::Prep(None),
            _ => {
                let preposition = text.strip_prefix("prep.").filter(|p| !p.is_empty())?;
                Self::Prep(Some(words.intern(&preposition.replace('_', " "))))
            }
        })
    }
}

/// Steps from the trigger to the filler.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// Parses `obj/prep.of`. The error is the step that does not exist.
    pub(super) fn parse(text: &str, words: &mut WordTable) -> Result<Self, String> {
        text.split('/')
            .map(|s| Step::parse(s.trim(), words).ok_or_else(|| s.trim().to_owned()))
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// One way to fill a role.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Way {
    /// Any of these paths.
    pub paths: Vec<Path>,
    /// Any of these classes or their subclasses; empty allows all.
    pub classes: Vec<ClassId>,
    /// The filler's noun has one of these; empty allows all.
    pub features: FeatureSet,
    /// The filler's noun has none of these.
    pub not_features: FeatureSet,
    /// A filler without a class does not pass, be it a pronoun or a name that no list has.
    pub known: bool,
    /// Lemmas of the filler's head, sorted; empty allows all.
    pub lemmas: Vec<WordId>,
    /// As written, for `explain`.
    pub written: String,
}

/// A role of a frame.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Role {
    /// Its name, a property without prefix: `attacker`.
    pub name: String,
    /// In order of preference.
    pub ways: Vec<Way>,
    /// Without it the rule does not fire.
    pub required: bool,
    /// With it the rule does not fire.
    pub forbidden: bool,
    /// Only a condition.
    pub silent: bool,
    /// `main-incident`: filled by the document's main incident when nothing else fills it.
    pub default: Option<String>,
}
