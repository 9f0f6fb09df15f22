//! What atoms and constraints of patterns test, checked and with words as numbers.

use regex::Regex;
use rustc_hash::FxHashMap;

use super::lists::Lists;
use crate::ontology::vocabulary::{ClassId, Vocabulary};
use crate::pattern::{Atom, AtomId, CompileError, Constraint, Operator};
use crate::text::{WordId, WordTable};

/// What a constraint looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// The folded word.
    Word,
    /// The lemma.
    Lemma,
    /// Coarse, universal or fine tag: `V`, `NOUN`, `VBN`.
    Tag,
    /// `cap`, `upper`, `lower`, `digit`, `mark`.
    Shape,
    /// Class of the annotation or of the mention headed here.
    Class,
    /// Feature of the noun.
    Feature,
    /// `singular` or `plural`.
    Number,
    /// `active` or `passive` (verb groups).
    Voice,
    /// Syntactic relation to the governor: `nsubj`, `obj`.
    Relation,
}

/// What it is compared with.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// Any of these words, sorted.
    Words(Vec<WordId>),
    /// Any of these strings.
    Strings(Vec<String>),
    /// Any of these tags, as [`packed`] numbers.
    Tags(Vec<u64>),
    /// Any of these shapes.
    Shapes(Vec<Shape>),
    /// Any of these classes or their subclasses.
    Classes(Vec<ClassId>),
    /// The whole word matches.
    Regex(Regex),
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Begins with a capital, as names do.
    Cap,
    /// Has no small letter.
    Upper,
    /// Has no capital.
    Lower,
    /// Has only digits.
    Digit,
    /// Has neither letter nor digit.
    Mark,
}

impl Shape {
    /// By its name in patterns.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "cap" => Self::Cap,
            "upper" => Self::Upper,
            "lower" => Self::Lower,
            "digit" => Self::Digit,
            "mark" => Self::Mark,
            _ => return None,
        })
    }
}

/// A short name, such as a tag's, as a number: names are compared at every token. 0 for one over eight bytes.
pub const fn packed(name: &str) -> u64 {
    let bytes = name.as_bytes();
    if bytes.len() > 8 {
        return 0;
    }
    let (mut number, mut at) = (0, 0);
    while at < bytes.len() {
        number = number << 8 | bytes[at] as u64;
        at += 1;
    }
    number
}

/// One checked constraint.
#[derive(Clone, Debug)]
pub struct Test {
    /// What it looks at.
    pub key: Key,
    /// Whether it looks at the head of a group instead of the token.
    pub head: bool,
    /// Must not hold.
    pub negated: bool,
    /// What it compares with.
    pub wanted: Wanted,
    /// As written, for `explain`.
    pub written: String,
}

/// What an atom consumes.
#[derive(Clone, Debug)]
pub enum AtomTest {
    /// One token that passes all tests.
    Token(Vec<Test>),
    /// One token with exactly this text.
    Exact(String),
    /// An annotation of the class that passes all tests.
    Class(ClassId, Vec<Test>),
    /// A label that a pass writes and that is no class: `Number`, `Date`.
    Label(String, Vec<Test>),
    /// A noun or verb group that passes all tests.
    Group {
        /// Noun group, else verb group.
        noun: bool,
        /// Tests on it.
        tests: Vec<Test>,
    },
}

/// All distinct atoms of a pack.
#[derive(Clone, Debug, Default)]
pub struct AtomTable {
    atoms: Vec<AtomTest>,
    written: FxHashMap<String, AtomId>,
}

impl AtomTable {
    /// The test behind a number.
    pub fn get(&self, id: AtomId) -> Option<&AtomTest> {
        self.atoms.get(id.0 as usize)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.atoms.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.atoms.is_empty()
    }

    fn add(&mut self, key: String, test: AtomTest) -> AtomId {
        let id = AtomId(u32::try_from(self.atoms.len()).unwrap_or(u32::MAX));
        self.atoms.push(test);
        self.written.insert(key, id);
        id
    }
}

/// Labels of annotations that are no classes.
const LABELS: [&str; 4] = ["Number", "Date", "Duration", "Age"];

/// Gives atoms their numbers.
pub(super) struct AtomChecker<'p> {
    pub(super) table: &'p mut AtomTable,
    pub(super) words: &'p mut WordTable,
    pub(super) vocabulary: &'p Vocabulary,
    pub(super) lists: &'p Lists,
}

impl AtomChecker<'_> {
    /// The number of an atom.
    pub(super) fn atom(&mut self, atom: &Atom) -> Result<AtomId, CompileError> {
        let key = without_places(atom);
        if let Some(id) = self.table.written.get(&key) {
            return Ok(*id);
        }
        let test = match atom {
            Atom::Any(_) => AtomTest::Token(Vec::new()),
            Atom::Word(word, _) => AtomTest::Token(vec![Test {
                key: Key::Word,
                head: false,
                negated: false,
                wanted: Wanted::Words(vec![self.words.intern(word)]),
                written: word.clone(),
            }]),
            Atom::Exact(word, _) => AtomTest::Exact(word.clone()),
            Atom::Token(constraints, _) => AtomTest::Token(self.tests(constraints)?),
            Atom::Class(name, constraints, at) => {
                let tests = self.tests(constraints)?;
                if LABELS.contains(&name.as_str()) {
                    AtomTest::Label(name.clone(), tests)
                } else {
                    let full = if name.contains(':') {
                        name.clone()
                    } else {
                        format!("ng:{name}")
                    };
                    let Some(class) = self.vocabulary.class_id(&full) else {
                        let help = self.vocabulary.suggest(&full).map_or_else(
                            || "add it to vocabulary/, or use one that is there".to_owned(),
                            |near| format!("did you mean `{near}`?"),
                        );
                        return Err(CompileError::new(
                            "C010",
                            *at,
                            format!("there is no class `{full}`"),
                            help,
                        ));
                    };
                    AtomTest::Class(class, tests)
                }
            }
            Atom::Group(kind, constraints, _) => AtomTest::Group {
                noun: kind == "NG",
                tests: self.tests(constraints)?,
            },
        };
        Ok(self.table.add(key, test))
    }

    fn tests(&mut self, constraints: &[Constraint]) -> Result<Vec<Test>, CompileError> {
        let mut tests: Vec<Test> = constraints
            .iter()
            .map(|c| self.test(c))
            .collect::<Result<_, _>>()?;
        // cheap ones first: most tokens fail at the first
        tests.sort_by_key(|t| match (&t.wanted, t.key) {
            _ if t.head => 4,
            (Wanted::Tags(_), _) => 0,
            (Wanted::Shapes(_), _) => 1,
            (Wanted::Words(_), _) => 2,
            _ => 3,
        });
        Ok(tests)
    }

    fn test(&mut self, c: &Constraint) -> Result<Test, CompileError> {
        let (head, name) = c
            .key
            .strip_prefix("head.")
            .map_or((false, c.key.as_str()), |k| (true, k));
        let key = match name {
            "word" => Key::Word,
            "lemma" => Key::Lemma,
            "tag" => Key::Tag,
            "shape" => Key::Shape,
            "class" => Key::Class,
            "feature" => Key::Feature,
            "number" => Key::Number,
            "voice" => Key::Voice,
            "relation" => Key::Relation,
            _ => {
                let help = "use word, lemma, tag, shape, class, feature, number, voice, relation, or head. before one";
                return Err(CompileError::new(
                    "C011",
                    c.at,
                    format!("there is no key `{}`", c.key),
                    help,
                ));
            }
        };
        let negated = matches!(c.operator, Operator::IsNot | Operator::NotIn);
        let wanted = match (c.operator, key) {
            (Operator::Matches, _) => {
                let pattern = format!("^(?:{})$", c.values.concat());
                let regex = Regex::new(&pattern).map_err(|e| {
                    // the reader draws the pattern with a caret; the last line says what is wrong
                    let told = e.to_string();
                    let reason = told
                        .lines()
                        .last()
                        .unwrap_or("")
                        .trim_start_matches("error: ");
                    CompileError::new(
                        "C012",
                        c.at,
                        format!("the regex does not parse: {reason}"),
                        "correct it; it must match the whole word",
                    )
                })?;
                Wanted::Regex(regex)
            }
            (Operator::In | Operator::NotIn, Key::Word | Key::Lemma) => {
                let name = c.values.concat();
                let Some(list) = self.lists.get(&name) else {
                    let help = "define it under [lists] in any rule file, or correct the name";
                    return Err(CompileError::new(
                        "C013",
                        c.at,
                        format!("there is no list `${name}`"),
                        help,
                    ));
                };
                let mut ids: Vec<_> = list.iter().map(|w| self.words.intern(w)).collect();
                ids.sort();
                Wanted::Words(ids)
            }
            (_, Key::Word | Key::Lemma) => {
                let mut ids: Vec<_> = c
                    .values
                    .iter()
                    .map(|w| self.words.intern(&w.to_lowercase()))
                    .collect();
                ids.sort();
                Wanted::Words(ids)
            }
            (_, Key::Class) => Wanted::Classes(
                c.values
                    .iter()
                    .map(|v| {
                        self.vocabulary.class_id(v).ok_or_else(|| {
                            let help = "add it to vocabulary/, or use one that is there";
                            CompileError::new(
                                "C010",
                                c.at,
                                format!("there is no class `{v}`"),
                                help,
                            )
                        })
                    })
                    .collect::<Result<_, _>>()?,
            ),
            (_, Key::Shape) => {
                let shapes = c
                    .values
                    .iter()
                    .map(|v| Shape::from_name(v))
                    .collect::<Option<_>>();
                Wanted::Shapes(shapes.ok_or_else(|| {
                    let help = "use cap, upper, lower, digit or mark";
                    CompileError::new(
                        "C014",
                        c.at,
                        format!("there is no shape `{}`", c.values.join("|")),
                        help,
                    )
                })?)
            }
            (_, Key::Tag) => Wanted::Tags(c.values.iter().map(|v| packed(v)).collect()),
            _ => Wanted::Strings(c.values.clone()),
        };
        let sign = match c.operator {
            Operator::Is => "=",
            Operator::IsNot => "!=",
            Operator::In => " in $",
            Operator::NotIn => " not in $",
            Operator::Matches => " ~ ",
        };
        Ok(Test {
            key,
            head,
            negated,
            wanted,
            written: format!("{}{sign}{}", c.key, c.values.join("|")),
        })
    }
}

/// The atom as a key for sharing: its places do not count.
fn without_places(atom: &Atom) -> String {
    let constraints = |cs: &[Constraint]| {
        cs.iter()
            .map(|c| format!("{}{:?}{:?}", c.key, c.operator, c.values))
            .collect::<Vec<_>>()
            .join("&")
    };
    match atom {
        Atom::Any(_) => ".".into(),
        Atom::Word(w, _) => format!("w{w}"),
        Atom::Exact(w, _) => format!("x{w}"),
        Atom::Token(c, _) => format!("t{}", constraints(c)),
        Atom::Class(n, c, _) => format!("c{n}[{}", constraints(c)),
        Atom::Group(n, c, _) => format!("g{n}[{}", constraints(c)),
    }
}
