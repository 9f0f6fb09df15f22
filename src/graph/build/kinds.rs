//! [`Kinds`]: the classes by which entities are named and counted, beside those that the layers know; looked up once a
//! document.

use crate::ontology::{ClassId, Vocabulary};

/// Class and the folder of its nodes' names, the first that fits.
const FOLDERS: [(&str, &str); 8] = [
    ("ng:Person", "person"),
    ("ng:PersonGroup", "group"),
    ("ng:Organization", "org"),
    ("ng:Venue", "venue"),
    ("ng:Place", "place"),
    ("ng:Vehicle", "vehicle"),
    ("ng:Weapon", "weapon"),
    ("ng:Entity", "entity"),
];

/// Classes of things that are counted.
const THINGS: [&str; 3] = ["ng:Venue", "ng:Vehicle", "ng:Weapon"];

/// Classes of the vocabulary, each where it has it.
pub(super) struct Kinds {
    pub(super) things: [Option<ClassId>; THINGS.len()],
    /// With the folder of their nodes' names, the first that fits.
    pub(super) folders: [(Option<ClassId>, &'static str); FOLDERS.len()],
}

impl Kinds {
    pub(super) fn of(vocabulary: &Vocabulary) -> Self {
        let class = |name| vocabulary.class_id(name);
        Self {
            things: THINGS.map(class),
            folders: FOLDERS.map(|(name, folder)| (class(name), folder)),
        }
    }
}
