//! The names that rules, graphs and questions may use: classes and properties of `vocabulary/*.ttl`, with the
//! prefixes of `ontology.toml`.
//!
//! *Takes* the files of a pack. *Gives* a [`Vocabulary`], asked by prefixed names (`ng:Bombing`).
//! *Promises* subclass tests in constant time: each class keeps its ancestors as a row of bits.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedOrBlankNode, Term};
use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::files::PackFiles;

const OWL: &str = "http://www.w3.org/2002/07/owl#";

/// A pack whose vocabulary cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VocabularyError {
    /// There is no `ontology.toml`.
    #[error(
        "the pack has no ontology.toml; expected a file with name, version, base and [prefixes]"
    )]
    NoHeader,
    /// `ontology.toml` is not what it should be.
    #[error("ontology.toml: {message}")]
    BadHeader {
        /// What the TOML reader says, with line and column.
        message: String,
    },
    /// A vocabulary file is not Turtle.
    #[error("{path}:{line}:{column}: {message}; correct the Turtle there")]
    BadTurtle {
        /// Path inside the pack.
        path: String,
        /// Line, from 1.
        line: u64,
        /// Column, from 1.
        column: u64,
        /// What the Turtle reader says.
        message: String,
    },
}

/// A class as a number, dense from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub u32);

/// What the vocabulary says about a class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Class {
    /// Its name in words.
    pub label: String,
    /// What belongs to it.
    pub comment: String,
    /// Its direct superclasses, sorted.
    pub superclasses: Vec<String>,
}

/// What the vocabulary says about a property.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Property {
    /// Its name in words, as it reads between subject and object.
    pub label: String,
    /// What it says.
    pub comment: String,
    /// Classes its subject may have: one of them; empty for any.
    pub domain: Vec<String>,
    /// Classes or datatypes its object may have: one of them; empty for any.
    pub range: Vec<String>,
    /// All properties it implies, sorted.
    pub superproperties: Vec<String>,
}

#[derive(Deserialize)]
struct Header {
    name: String,
    version: String,
    base: String,
    #[serde(default)]
    prefixes: BTreeMap<String, String>,
}

/// Classes, properties, named individuals and prefixes of a pack.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    name: String,
    version: String,
    base: String,
    prefixes: BTreeMap<String, String>,
    ids: BTreeMap<String, ClassId>,
    /// The same to look up: stages ask for classes by name at every mention.
    by_name: FxHashMap<String, ClassId>,
    /// Names by number.
    class_names: Vec<String>,
    classes: Vec<Class>,
    /// `ancestors[c * words + w]`: bits of the classes that `c` is, itself included.
    ancestors: Vec<u64>,
    words: usize,
    properties: BTreeMap<String, Property>,
    labels: BTreeMap<String, String>,
}

#[derive(Default)]
struct Raw {
    label: String,
    comment: String,
    types: BTreeSet<String>,
    superclasses: BTreeSet<String>,
    superproperties: BTreeSet<String>,
    domain: BTreeSet<String>,
    range: BTreeSet<String>,
}

impl Vocabulary {
    /// Reads `ontology.toml` and every `vocabulary/*.ttl`.
    ///
    /// # Errors
    /// If the header is missing or malformed, or a file is not Turtle; the error names file, line and column.
    pub fn load(files: &PackFiles) -> Result<Self, VocabularyError> {
        let header = files
            .text("ontology.toml")
            .ok_or(VocabularyError::NoHeader)?;
        let header: Header = toml::from_str(header).map_err(|e| VocabularyError::BadHeader {
            message: e.to_string(),
        })?;
        let mut vocabulary = Self {
            name: header.name,
            version: header.version,
            base: header.base,
            prefixes: header.prefixes,
            ..Self::default()
        };
        let mut raw = BTreeMap::new();
        for (path, text) in files.below("vocabulary", "ttl") {
            vocabulary.read_turtle(path, text, &mut raw)?;
        }
        vocabulary.build(&raw);
        Ok(vocabulary)
    }

    fn read_turtle(
        &self,
        path: &str,
        text: &str,
        raw: &mut BTreeMap<String, Raw>,
    ) -> Result<(), VocabularyError> {
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(text) {
            let quad = quad.map_err(|e| {
                let at = e.location().map(|l| l.start);
                VocabularyError::BadTurtle {
                    path: path.to_owned(),
                    line: at.map_or(1, |p| p.line + 1),
                    column: at.map_or(1, |p| p.column + 1),
                    message: e.to_string(),
                }
            })?;
            let NamedOrBlankNode::NamedNode(subject) = &quad.subject else {
                continue;
            };
            let entry = raw.entry(self.compress(subject.as_str())).or_default();
            match &quad.object {
                Term::NamedNode(object) => {
                    let object = self.compress(object.as_str());
                    let set = if quad.predicate == rdf::TYPE {
                        &mut entry.types
                    } else if quad.predicate == rdfs::SUB_CLASS_OF {
                        &mut entry.superclasses
                    } else if quad.predicate == rdfs::SUB_PROPERTY_OF {
                        &mut entry.superproperties
                    } else if quad.predicate == rdfs::DOMAIN {
                        &mut entry.domain
                    } else if quad.predicate == rdfs::RANGE {
                        &mut entry.range
                    } else {
                        continue;
                    };
                    set.insert(object);
                }
                Term::Literal(text) if quad.predicate == rdfs::LABEL => {
                    text.value().clone_into(&mut entry.label);
                }
                Term::Literal(text) if quad.predicate == rdfs::COMMENT => {
                    text.value().clone_into(&mut entry.comment);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn build(&mut self, raw: &BTreeMap<String, Raw>) {
        let owl = |local: &str| self.compress(&format!("{OWL}{local}"));
        let class_types = [owl("Class"), self.compress(rdfs::CLASS.as_str())];
        let property_types = [
            owl("ObjectProperty"),
            owl("DatatypeProperty"),
            self.compress(rdf::PROPERTY.as_str()),
        ];
        let mut class_names: BTreeSet<String> = BTreeSet::new();
        for (name, r) in raw {
            if !r.superclasses.is_empty() || class_types.iter().any(|t| r.types.contains(t)) {
                class_names.insert(name.clone());
            }
            class_names.extend(r.superclasses.iter().cloned());
        }
        for (at, name) in class_names.iter().enumerate() {
            let id = ClassId(u32::try_from(at).unwrap_or(u32::MAX));
            self.ids.insert(name.clone(), id);
            self.by_name.insert(name.clone(), id);
            let r = raw.get(name);
            self.classes.push(Class {
                label: r.map(|r| r.label.clone()).unwrap_or_default(),
                comment: r.map(|r| r.comment.clone()).unwrap_or_default(),
                superclasses: r
                    .map(|r| r.superclasses.iter().cloned().collect())
                    .unwrap_or_default(),
            });
        }
        self.class_names = class_names.iter().cloned().collect();
        self.words = class_names.len().div_ceil(64).max(1);
        self.ancestors = vec![0; self.words * class_names.len()];
        for (at, name) in class_names.iter().enumerate() {
            for ancestor in closure(name, |n| raw.get(n).map(|r| &r.superclasses)) {
                if let Some(id) = self.ids.get(&ancestor) {
                    let bit = id.0 as usize;
                    if let Some(word) = self.ancestors.get_mut(at * self.words + bit / 64) {
                        *word |= 1 << (bit % 64);
                    }
                }
            }
        }
        for (name, r) in raw {
            self.labels.insert(name.clone(), r.label.clone());
            let is_property = property_types.iter().any(|t| r.types.contains(t))
                || !r.superproperties.is_empty()
                || !r.domain.is_empty()
                || !r.range.is_empty();
            if !is_property {
                continue;
            }
            let mut superproperties = closure(name, |n| raw.get(n).map(|r| &r.superproperties));
            superproperties.remove(name);
            self.properties.insert(
                name.clone(),
                Property {
                    label: r.label.clone(),
                    comment: r.comment.clone(),
                    domain: r.domain.iter().cloned().collect(),
                    range: r.range.iter().cloned().collect(),
                    superproperties: superproperties.into_iter().collect(),
                },
            );
        }
    }

    /// The pack's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The pack's version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The base IRI that the pack gives to data.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Prefixes and their namespaces, by prefix.
    pub fn prefixes(&self) -> &BTreeMap<String, String> {
        &self.prefixes
    }

    /// The full IRI of a prefixed name; `None` where the prefix is unknown.
    pub fn expand(&self, name: &str) -> Option<String> {
        let (prefix, local) = name.split_once(':')?;
        self.prefixes
            .get(prefix)
            .map(|namespace| format!("{namespace}{local}"))
    }

    /// The prefixed name of an IRI, or the IRI itself where no prefix fits.
    pub fn compress(&self, iri: &str) -> String {
        self.prefixes
            .iter()
            .filter_map(|(prefix, namespace)| Some((prefix, iri.strip_prefix(namespace.as_str())?)))
            .filter(|(_, local)| {
                !local.is_empty()
                    && local
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
            })
            .min_by_key(|(_, local)| local.len())
            .map_or_else(
                || iri.to_owned(),
                |(prefix, local)| format!("{prefix}:{local}"),
            )
    }

    /// The name of a class.
    pub fn class_name(&self, id: ClassId) -> &str {
        self.class_names
            .get(id.0 as usize)
            .map_or("", String::as_str)
    }

    /// The number of a class.
    pub fn class_id(&self, class: &str) -> Option<ClassId> {
        self.by_name.get(class).copied()
    }

    /// What is known about a class.
    pub fn class(&self, class: &str) -> Option<&Class> {
        self.classes.get(self.class_id(class)?.0 as usize)
    }

    /// Every class by name.
    pub fn classes(&self) -> impl Iterator<Item = (&str, &Class)> {
        self.ids
            .keys()
            .zip(&self.classes)
            .map(|(name, class)| (name.as_str(), class))
    }

    /// Whether every member of `class` is a member of `ancestor` (a class is its own ancestor).
    pub fn is_subclass(&self, class: ClassId, ancestor: ClassId) -> bool {
        let bit = ancestor.0 as usize;
        self.ancestors
            .get(class.0 as usize * self.words + bit / 64)
            .is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// [`is_subclass`](Self::is_subclass) on prefixed names; a class outside the vocabulary is only itself.
    pub fn is_a(&self, class: &str, ancestor: &str) -> bool {
        class == ancestor
            || matches!(
                (self.class_id(class), self.class_id(ancestor)),
                (Some(c), Some(a)) if self.is_subclass(c, a)
            )
    }

    /// The proper ancestors of a class, in order of their names.
    pub fn ancestors<'v>(&'v self, class: &'v str) -> impl Iterator<Item = &'v str> {
        self.ids
            .keys()
            .map(String::as_str)
            .filter(move |a| *a != class && self.is_a(class, a))
    }

    /// What is known about a property.
    pub fn property(&self, property: &str) -> Option<&Property> {
        self.properties.get(property)
    }

    /// Every property by name.
    pub fn properties(&self) -> impl Iterator<Item = (&str, &Property)> {
        self.properties.iter().map(|(name, p)| (name.as_str(), p))
    }

    /// The names of all classes, properties and individuals that it describes.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.labels.keys().map(String::as_str)
    }

    /// Whether the vocabulary speaks of this class, property or individual.
    pub fn knows(&self, name: &str) -> bool {
        self.labels.contains_key(name)
    }

    /// A class, property or individual in words: its `rdfs:label`, or its local name cut into words.
    pub fn label(&self, name: &str) -> String {
        if let Some(label) = self.labels.get(name).filter(|l| !l.is_empty()) {
            return label.clone();
        }
        let local = name.rsplit([':', '#', '/']).next().unwrap_or(name);
        let mut words = String::with_capacity(local.len() + 4);
        for c in local.chars() {
            if c.is_uppercase() && !words.is_empty() {
                words.push(' ');
            }
            words.extend(c.to_lowercase());
        }
        words
    }
}

/// `name` and everything that `up` leads to from it.
fn closure<'r>(name: &str, up: impl Fn(&str) -> Option<&'r BTreeSet<String>>) -> BTreeSet<String> {
    let mut seen = BTreeSet::from([name.to_owned()]);
    let mut open = vec![name.to_owned()];
    while let Some(next) = open.pop() {
        for parent in up(&next).into_iter().flatten() {
            if seen.insert(parent.clone()) {
                open.push(parent.clone());
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bombing_is_an_attack_and_no_kidnapping() {
        let v = Vocabulary::load(&PackFiles::builtin()).unwrap();
        assert!(v.is_a("ng:Bombing", "ng:Incident"));
        assert!(v.is_a("ng:Bombing", "sem:Event"));
        assert!(v.is_a("ng:HostageTaking", "ng:Kidnapping"));
        assert!(!v.is_a("ng:Bombing", "ng:Kidnapping"));
        assert!(!v.is_a("ng:Attack", "ng:Bombing"));
        assert!(
            v.ancestors("ng:ArmedGroup")
                .any(|a| a == "org:Organization")
        );
    }

    #[test]
    fn names_expand_and_compress() {
        let v = Vocabulary::load(&PackFiles::builtin()).unwrap();
        let iri = v.expand("ng:attacker").unwrap();
        assert_eq!(iri, "https://w3id.org/newsgraph/ns#attacker");
        assert_eq!(v.compress(&iri), "ng:attacker");
        assert_eq!(v.compress("https://example.org/x"), "https://example.org/x");
        assert!(
            v.property("ng:memberOf")
                .unwrap()
                .superproperties
                .contains(&"org:memberOf".to_owned())
        );
    }

    #[test]
    fn a_broken_vocabulary_names_file_and_line() {
        let files = PackFiles::from_texts([
            (
                "ontology.toml",
                "name='x'\nversion='1'\nbase='https://x.example/'",
            ),
            (
                "vocabulary/x.ttl",
                "@prefix ng: <https://x/> .\nng:A ng:B ;;; ng:",
            ),
        ]);
        let error = Vocabulary::load(&files).unwrap_err().to_string();
        assert!(error.contains("vocabulary/x.ttl:2:"), "{error}");
    }

    #[test]
    fn every_term_of_the_pack_has_label_and_comment() {
        let v = Vocabulary::load(&PackFiles::builtin()).unwrap();
        for (name, class) in v.classes().filter(|(n, _)| n.starts_with("ng:")) {
            assert!(
                !class.label.is_empty() && !class.comment.is_empty(),
                "{name}"
            );
        }
        for (name, property) in v.properties().filter(|(n, _)| n.starts_with("ng:")) {
            assert!(
                !property.label.is_empty() && !property.comment.is_empty(),
                "{name}"
            );
        }
    }
}
