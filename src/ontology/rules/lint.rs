//! What loads and is likely not meant.
//!
//! *Takes* a pack that loads. *Gives* a lint for each literal that no token is, lemma that no dictionary has, wide gap, macro
//! that nothing uses, rule that another one always beats or ties with, rule that no word tells, rule that no test shows.
//! What only the layers above know comes in as [`Known`].

use std::collections::BTreeSet;
use std::ops::Range;

use super::check::inside;
use super::set::{Rule, RuleSet};
use super::written::RuleFile;
use crate::ontology::diagnostic::Diagnostic;
use crate::ontology::files::PackFiles;
use crate::pattern::{self, Atom, Constraint, Expr, Operator};
use crate::span::Span;

/// Widest gap that is surely meant.
const WIDE: u32 = 12;

/// What the lints ask of the layers above.
pub struct Known<'k> {
    /// Whether a text is one token.
    pub is_token: &'k dyn Fn(&str) -> bool,
    /// Whether a dictionary has the lemma.
    pub is_lemma: &'k dyn Fn(&str) -> bool,
    /// Whether words tell where a rule may match; by its place among the rules.
    pub is_told: &'k dyn Fn(usize) -> bool,
}

/// All lints of a pack, in order of file and place.
pub fn lints(files: &PackFiles, rules: &RuleSet, known: &Known<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut used = BTreeSet::new();
    let mut macros: Vec<(String, String, Range<usize>)> = Vec::new();
    for (path, text) in files.below("rules", "toml") {
        let Ok(file) = toml::from_str::<RuleFile>(text) else {
            continue;
        };
        for name in file.macros.keys() {
            macros.push((name.get_ref().clone(), path.to_owned(), name.span()));
        }
        let sources = file.macros.values().chain(file.rule.iter().flat_map(|r| {
            let rule = r.get_ref();
            rule.pattern.iter().chain(&rule.trigger)
        }));
        for source in sources {
            let Ok(pattern) = pattern::parse(source.get_ref()) else {
                continue;
            };
            let mut walk = Walk {
                known,
                used: &mut used,
                lints: Vec::new(),
            };
            walk.expr(&pattern.root, source.get_ref());
            for (at, code, message, help) in walk.lints {
                let place = inside(text, source, Some(at));
                found.push(Diagnostic::lint(code, path, place, message, help));
            }
        }
    }
    for (name, path, at) in macros {
        if !used.contains(&name) {
            found.push(Diagnostic::lint(
                "W005",
                &path,
                at,
                format!("no pattern uses the macro `${name}`"),
                "use it, or remove it",
            ));
        }
    }
    for (place, rule) in rules.rules.iter().enumerate() {
        found.extend(of_rule(rules, place, rule, known));
    }
    found.sort_by(|a, b| (&a.file, a.at.start, a.code).cmp(&(&b.file, b.at.start, b.code)));
    found
}

fn of_rule(rules: &RuleSet, place: usize, rule: &Rule, known: &Known<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut lint = |code, message: String, help: &str| {
        let first_line = rule.at.start..rule.at.start + "[[rule]]".len();
        found.push(Diagnostic::lint(
            code, &rule.file, first_line, message, help,
        ));
    };
    if !(known.is_told)(place) {
        lint(
            "W002",
            format!(
                "no word tells where `{}` may match: it is tried at every token",
                rule.name
            ),
            "put a word, a lemma or a list into the pattern, where every match has it",
        );
    }
    let positive = rule
        .tests
        .iter()
        .any(|t| t.expect.as_deref() != Some("none"));
    let negative = rule
        .tests
        .iter()
        .any(|t| t.expect.as_deref() == Some("none"));
    if !positive {
        lint(
            "W009",
            format!("no test fires `{}`", rule.name),
            "add a [[rule.test]] with a text in which it finds something",
        );
    }
    if !negative {
        lint(
            "W010",
            format!("no test says what `{}` must not find", rule.name),
            "add a [[rule.test]] with expect = \"none\"",
        );
    }
    // the rule before it in the total order, if both match always at once
    for (other_place, other) in rules.rules.iter().enumerate() {
        let same = other_place != place
            && other.pass == rule.pass
            && other.kind == rule.kind
            && other.program.code == rule.program.code;
        if !same {
            continue;
        }
        if other.emits == rule.emits && beats(other, rule, other_place < place) {
            lint(
                "W004",
                format!(
                    "`{}` is shadowed: `{}` matches wherever it does, and wins",
                    rule.name, other.name
                ),
                "make its pattern narrower, raise its priority, or remove it",
            );
        } else if other.emits != rule.emits
            && other.priority == rule.priority
            && other.roles.len() == rule.roles.len()
            && place < other_place
        {
            lint(
                "W008",
                format!(
                    "`{}` and `{}` match the same words and only their ids decide",
                    rule.name, other.name
                ),
                "give one of them a priority",
            );
        }
    }
    found
}

/// Whether one of two rules with the same pattern wins wherever the other matches.
fn beats(winner: &Rule, loser: &Rule, first: bool) -> bool {
    let slots = |rule: &Rule| -> Vec<(String, bool, bool, Vec<String>)> {
        let ways = |r: &super::slot::Role| r.ways.iter().map(|w| w.written.clone()).collect();
        rule.roles
            .iter()
            .map(|r| (r.name.clone(), r.required, r.forbidden, ways(r)))
            .collect()
    };
    let (theirs, own) = (slots(winner), slots(loser));
    // a slot more that may stay empty takes nothing from it
    let contains = own.iter().all(|slot| theirs.contains(slot))
        && theirs
            .iter()
            .all(|slot| own.contains(slot) || (!slot.1 && !slot.2));
    let stronger = winner.priority > loser.priority
        || (winner.priority == loser.priority && (theirs.len() > own.len() || first));
    contains && stronger
}

struct Walk<'w, 'k> {
    known: &'w Known<'k>,
    used: &'w mut BTreeSet<String>,
    lints: Vec<(Span, &'static str, String, String)>,
}

impl Walk<'_, '_> {
    fn expr(&mut self, expr: &Expr, source: &str) {
        match expr {
            Expr::Sequence(items) | Expr::Alternatives(items) => {
                for item in items {
                    self.expr(item, source);
                }
            }
            Expr::Repeat { inner, .. } | Expr::Capture { inner, .. } | Expr::Look { inner, .. } => {
                self.expr(inner, source);
            }
            Expr::Gap(n) if *n > WIDE => {
                let written = format!("~{n}");
                let at = source.find(&written).unwrap_or(0);
                self.lints.push((
                    span(at..at + written.len()),
                    "W007",
                    format!("a gap of {n} tokens joins what has nothing to do with each other"),
                    format!("use at most ~{WIDE}, or a frame"),
                ));
            }
            Expr::Gap(_) | Expr::Anchor(_) => {}
            Expr::Macro(name, _) => {
                self.used.insert(name.clone());
            }
            Expr::Atom(atom) => self.atom(atom),
        }
    }

    fn atom(&mut self, atom: &Atom) {
        match atom {
            Atom::Any(_) => {}
            Atom::Word(word, at) | Atom::Exact(word, at) => self.literal(word, *at),
            Atom::Token(constraints, _)
            | Atom::Class(_, constraints, _)
            | Atom::Group(_, constraints, _) => constraints.iter().for_each(|c| self.constraint(c)),
        }
    }

    fn literal(&mut self, word: &str, at: Span) {
        if !(self.known.is_token)(word) {
            self.lints.push((
                at,
                "W001",
                format!("no text has the token `{word}`: it is cut into several"),
                "write the parts one after the other".to_owned(),
            ));
        }
    }

    fn constraint(&mut self, c: &Constraint) {
        if !matches!(c.operator, Operator::Is | Operator::IsNot) {
            return;
        }
        match c.key.trim_start_matches("head.") {
            "word" => c.values.iter().for_each(|word| self.literal(word, c.at)),
            "lemma" => {
                for lemma in &c.values {
                    if !(self.known.is_lemma)(&lemma.to_lowercase()) {
                        self.lints.push((
                            c.at,
                            "W006",
                            format!("no dictionary of the pack has the lemma `{lemma}`"),
                            "correct it, write the base form, or add it to lexicon/words.tsv"
                                .to_owned(),
                        ));
                    }
                }
            }
            _ => {}
        }
    }
}

fn span(at: Range<usize>) -> Span {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Span::new(number(at.start), number(at.end))
}
