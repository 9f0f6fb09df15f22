//! [`Kinds`]: the classes that the sieves ask for, looked up once a document.

use crate::ontology::{ClassId, Vocabulary};

/// Classes of the vocabulary, each where it has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kinds {
    pub(super) entity: Option<ClassId>,
    pub(super) person: Option<ClassId>,
    pub(super) people: Option<ClassId>,
    pub(super) organization: Option<ClassId>,
    pub(super) state_body: Option<ClassId>,
    pub(super) place: Option<ClassId>,
    pub(super) venue: Option<ClassId>,
    pub(super) city: Option<ClassId>,
    pub(super) country: Option<ClassId>,
}

impl Kinds {
    pub(super) fn of(vocabulary: &Vocabulary) -> Self {
        let class = |name| vocabulary.class_id(name);
        Self {
            entity: class("ng:Entity"),
            person: class("ng:Person"),
            people: class("ng:PersonGroup"),
            organization: class("ng:Organization"),
            state_body: class("ng:StateBody"),
            place: class("ng:Place"),
            venue: class("ng:Venue"),
            city: class("ng:City"),
            country: class("ng:Country"),
        }
    }
}
