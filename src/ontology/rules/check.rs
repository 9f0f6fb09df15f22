//! Rules as written to a [`RuleSet`]: every reference resolved, every mistake reported in one run.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_spanned::Spanned;

use super::atom::AtomChecker;
use super::lists::Lists;
use super::set::{Emits, Kind, Pass, Rule, RuleSet, RuleTest};
use super::slot::{Path, Role, Way};
use super::written::{self, OneOrMany, RuleFile, Slots};
use crate::ontology::diagnostic::Diagnostic;
use crate::ontology::files::{BELOW, PackFiles};
use crate::ontology::lexicon::{FeatureSet, Features};
use crate::ontology::vocabulary::Vocabulary;
use crate::pattern::{self, Atom, AtomId, CompileError, Pattern, Program, Resolver};
use crate::text::WordTable;

/// Properties that `set` may fix besides those of the vocabulary.
const FIXED: [&str; 8] = [
    "measure",
    "stance",
    "realization",
    "polarity",
    "certainty",
    "effect",
    "office",
    "support",
];

/// Loads all rule files of a pack. Mistakes go to `found`; rules without one are in the result.
pub fn load(
    files: &PackFiles,
    lists: Lists,
    words: &mut WordTable,
    vocabulary: &Vocabulary,
    features: &mut Features,
    found: &mut Vec<Diagnostic>,
) -> RuleSet {
    let mut written = Vec::new();
    let below = format!("{BELOW}/rules");
    for (path, text) in files
        .below(&below, "toml")
        .chain(files.below("rules", "toml"))
    {
        match toml::from_str::<RuleFile>(text) {
            Ok(file) => written.push((path, text, file)),
            Err(e) => found.push(Diagnostic::error(
                "R001",
                path,
                e.span().unwrap_or(0..1),
                e.message().lines().collect::<Vec<_>>().join(" "),
                "see ontology/README.md for the form of a rule file",
            )),
        }
    }
    let mut set = RuleSet {
        lists,
        ..RuleSet::default()
    };
    let mut macros = BTreeMap::new();
    let own = Own::new(&written);
    for (path, text, file) in &written {
        for (name, list) in &file.lists {
            if is_below(path) && own.lists.contains(name.get_ref().as_str()) {
                continue;
            }
            if set.lists.contains(name.get_ref()) {
                let help = "rename one, or extend it with an entry \"$other\"";
                let message = format!("list `${}` is there twice", name.get_ref());
                found.push(Diagnostic::error("R002", path, name.span(), message, help));
            }
            set.lists.add(
                name.get_ref(),
                list.iter().map(|w| w.get_ref().to_lowercase()),
            );
        }
        for (name, body) in &file.macros {
            if is_below(path) && own.macros.contains(name.get_ref().as_str()) {
                continue;
            }
            match pattern::parse(body.get_ref()) {
                Ok(p) => drop(macros.insert(name.get_ref().clone(), p)),
                Err(e) => {
                    found.push(Diagnostic::error(
                        e.code,
                        path,
                        inside(text, body, Some(e.at)),
                        e.message,
                        e.help,
                    ));
                }
            }
        }
    }
    for missing in set.lists.expand() {
        let help = "define it under [lists] in any rule file, or correct the name";
        let (path, at) = where_named(&missing, files, &written);
        found.push(Diagnostic::error(
            "R003",
            &path,
            at,
            format!("there is no list `${missing}`"),
            help,
        ));
    }
    // words of lists that no rule names must be known too: the layers ask for them by number
    for word in set.lists.words() {
        words.intern(word);
    }
    let mut templates: BTreeMap<&str, &Slots> = BTreeMap::new();
    for (_, _, file) in &written {
        for (name, slots) in &file.slots {
            templates.insert(name, slots);
        }
    }
    let mut checker = Checker {
        set: &mut set,
        words,
        vocabulary,
        features,
        macros,
        templates,
        found,
    };
    for (path, text, file) in &written {
        checker.file(path, text, file, &own.rules);
    }
    set.rules.sort_by(|a, b| a.name.cmp(&b.name));
    for pair in set.rules.windows(2) {
        if let [a, b] = pair
            && a.name == b.name
        {
            let message = format!("rule `{}` is there twice", b.name);
            found.push(Diagnostic::error(
                "R005",
                &b.file,
                b.at.clone(),
                message,
                "give each rule an id of its own",
            ));
        }
    }
    set
}

/// Whether another pack's file was laid over this one.
fn is_below(path: &str) -> bool {
    path.strip_prefix(BELOW).is_some_and(|p| p.starts_with('/'))
}

/// What the files have that are not [`is_below`] others.
struct Own<'w> {
    lists: BTreeSet<&'w str>,
    macros: BTreeSet<&'w str>,
    /// Path and id.
    rules: BTreeSet<(&'w str, &'w str)>,
}

impl<'w> Own<'w> {
    fn new(written: &'w [(&'w str, &'w str, RuleFile)]) -> Self {
        let own = || written.iter().filter(|(path, ..)| !is_below(path));
        Self {
            lists: own()
                .flat_map(|(.., f)| f.lists.keys().map(|n| n.get_ref().as_str()))
                .collect(),
            macros: own()
                .flat_map(|(.., f)| f.macros.keys().map(|n| n.get_ref().as_str()))
                .collect(),
            rules: own()
                .flat_map(|(path, _, f)| {
                    let id = |r: &'w Spanned<written::Rule>| r.get_ref().id.get_ref().as_str();
                    f.rule.iter().map(move |r| (*path, id(r)))
                })
                .collect(),
        }
    }
}

/// Where a list names another one.
fn where_named(
    list: &str,
    files: &PackFiles,
    written: &[(&str, &str, RuleFile)],
) -> (String, Range<usize>) {
    let named = format!("${list}");
    for (path, _, file) in written {
        if let Some(word) = file
            .lists
            .values()
            .flatten()
            .find(|w| *w.get_ref() == named)
        {
            return ((*path).to_owned(), word.span());
        }
    }
    let quoted = format!("\"{named}\"");
    let place = |(path, text): (&str, &str)| {
        text.find(&quoted)
            .map(|at| (path.to_owned(), at..at + quoted.len()))
    };
    files
        .below("lexicon", "toml")
        .find_map(place)
        .unwrap_or_else(|| ("rules".to_owned(), 0..1))
}

/// The bytes of the file that hold `at` of a literal string's content.
pub(super) fn inside(
    text: &str,
    literal: &Spanned<String>,
    at: Option<crate::span::Span>,
) -> Range<usize> {
    let whole = literal.span();
    let Some(at) = at else { return whole };
    let source = text.get(whole.clone()).unwrap_or("");
    // only in '''…''' and '…' is a position in the pattern a position in the file
    let quote = if source.starts_with("'''\n") {
        4
    } else if source.starts_with("'''") {
        3
    } else if source.starts_with('\'') {
        1
    } else {
        return whole;
    };
    let start = (whole.start + quote + at.start as usize).min(whole.end);
    start..(whole.start + quote + at.end as usize).clamp(start, whole.end)
}

struct Checker<'p, 'f> {
    set: &'p mut RuleSet,
    words: &'p mut WordTable,
    vocabulary: &'p Vocabulary,
    features: &'p mut Features,
    macros: BTreeMap<String, Pattern>,
    templates: BTreeMap<&'f str, &'f Slots>,
    found: &'p mut Vec<Diagnostic>,
}

struct PackResolver<'p> {
    atoms: AtomChecker<'p>,
    macros: &'p BTreeMap<String, Pattern>,
}

impl Resolver for PackResolver<'_> {
    fn atom(&mut self, atom: &Atom) -> Result<AtomId, CompileError> {
        self.atoms.atom(atom)
    }

    fn macro_body(&self, name: &str) -> Option<&Pattern> {
        self.macros.get(name)
    }
}

impl Checker<'_, '_> {
    fn file(&mut self, path: &str, text: &str, file: &RuleFile, own: &BTreeSet<(&str, &str)>) {
        // rules/<pass>/<topic>.toml
        let over = if is_below(path) {
            path.get(BELOW.len() + 1..)
        } else {
            None
        };
        let parts: Vec<&str> = over
            .unwrap_or(path)
            .trim_end_matches(".toml")
            .split('/')
            .collect();
        let pass = parts.get(1).and_then(|p| Pass::from_folder(p));
        let (Some(pass), true) = (pass, parts.len() == 3) else {
            let help = "put it at rules/<pass>/<topic>.toml with pass name, value, group, event, context or link";
            self.found.push(Diagnostic::error(
                "R004",
                path,
                0..1,
                "the path names no pass",
                help,
            ));
            return;
        };
        let prefix = parts.get(1..).unwrap_or_default().join("/");
        for rule in &file.rule {
            let id = rule.get_ref().id.get_ref();
            if over.is_some_and(|over| own.contains(&(over, id))) {
                continue;
            }
            self.rule(path, text, &prefix, pass, rule);
        }
    }

    fn error(
        &mut self,
        code: &'static str,
        file: &str,
        at: Range<usize>,
        message: impl Into<String>,
        help: &str,
    ) {
        self.found
            .push(Diagnostic::error(code, file, at, message, help));
    }

    fn rule(
        &mut self,
        file: &str,
        text: &str,
        prefix: &str,
        pass: Pass,
        rule: &Spanned<written::Rule>,
    ) {
        let before = self.found.len();
        let at = rule.span();
        let rule = rule.get_ref();
        let kind = match rule.kind.get_ref().as_str() {
            "seq" => Kind::Seq,
            "frame" => Kind::Frame,
            other => {
                let message = format!("there is no kind `{other}`");
                return self.error(
                    "R006",
                    file,
                    rule.kind.span(),
                    message,
                    "use \"seq\" or \"frame\"",
                );
            }
        };
        let (source, absent) = match kind {
            Kind::Seq => (&rule.pattern, &rule.trigger),
            Kind::Frame => (&rule.trigger, &rule.pattern),
        };
        if let Some(extra) = absent {
            let message = "a seq rule has a pattern, a frame rule a trigger";
            self.error("R007", file, extra.span(), message, "remove this one");
        }
        let Some(source) = source else {
            let message = "the rule has no pattern (seq) or trigger (frame)";
            return self.error(
                "R008",
                file,
                rule.id.span(),
                message,
                "add pattern = '''…''' or trigger = '''…'''",
            );
        };
        let program = self.program(file, text, source);
        let emits = self.emits(file, rule);
        let set = self.fixed(file, rule);
        let roles = self.roles(file, rule);
        if kind == Kind::Seq && !rule.slots.is_empty() {
            let help = "name captures in the pattern instead: victim:@ng:Person";
            self.error(
                "R009",
                file,
                rule.id.span(),
                "a seq rule has no slots",
                help,
            );
        }
        let tests = rule
            .test
            .iter()
            .filter_map(|t| self.test(file, t))
            .collect();
        if let (Some(program), Some(emits), true) = (program, emits, self.found.len() == before) {
            self.set.rules.push(Rule {
                name: format!("{prefix}/{}", rule.id.get_ref()),
                pass,
                kind,
                doc: rule.doc.clone(),
                emits,
                set,
                program,
                roles,
                priority: rule.priority,
                tests,
                file: file.to_owned(),
                at,
            });
        }
    }

    fn program(&mut self, file: &str, text: &str, source: &Spanned<String>) -> Option<Program> {
        let parsed = match pattern::parse(source.get_ref()) {
            Ok(p) => p,
            Err(e) => {
                self.found.push(Diagnostic::error(
                    e.code,
                    file,
                    inside(text, source, Some(e.at)),
                    e.message,
                    e.help,
                ));
                return None;
            }
        };
        let RuleSet { atoms, lists, .. } = &mut *self.set;
        let mut resolver = PackResolver {
            atoms: AtomChecker {
                table: atoms,
                words: self.words,
                vocabulary: self.vocabulary,
                lists,
            },
            macros: &self.macros,
        };
        match pattern::compile(&parsed, &mut resolver) {
            Ok(program) => Some(program),
            Err(e) => {
                self.found.push(Diagnostic::error(
                    e.code,
                    file,
                    inside(text, source, e.at),
                    e.message,
                    e.help,
                ));
                None
            }
        }
    }

    fn emits(&mut self, file: &str, rule: &written::Rule) -> Option<Emits> {
        let name = rule.emits.get_ref();
        if let Some(label) = name.strip_prefix('@') {
            return Some(Emits::Label(label.to_owned()));
        }
        if let Some(class) = self.vocabulary.class_id(name) {
            return Some(Emits::Class(class));
        }
        if self.vocabulary.is_property(name) {
            return Some(Emits::Relation(name.clone()));
        }
        let near = self
            .vocabulary
            .suggest(name)
            .map_or_else(String::new, |n| format!("did you mean `{n}`? "));
        let help =
            format!("{near}declare it in vocabulary/, or use a class or property that is there");
        self.error(
            "R010",
            file,
            rule.emits.span(),
            format!("there is no class or property `{name}`"),
            &help,
        );
        None
    }

    fn fixed(&mut self, file: &str, rule: &written::Rule) -> Vec<(String, String)> {
        let mut out = Vec::new();
        for (name, value) in &rule.set {
            if !FIXED.contains(&name.as_str())
                && !self.vocabulary.is_property(&format!("ng:{name}"))
            {
                let message = format!("there is no property `ng:{name}`");
                self.error(
                    "R011",
                    file,
                    value.span(),
                    message,
                    "set a property of the vocabulary, without its prefix",
                );
            }
            out.push((name.clone(), value.get_ref().clone()));
        }
        out
    }

    fn roles(&mut self, file: &str, rule: &written::Rule) -> Vec<Role> {
        let mut slots: BTreeMap<&str, (Range<usize>, &OneOrMany)> = BTreeMap::new();
        if let Some(name) = &rule.slots_from {
            match self.templates.get(name.get_ref().as_str()).copied() {
                // a mistake in shared slots is shown where a rule takes them over
                Some(from) => slots.extend(
                    from.iter()
                        .map(|(k, v)| (k.get_ref().as_str(), (name.span(), v))),
                ),
                None => {
                    let message = format!("there are no slots `{}`", name.get_ref());
                    self.error(
                        "R012",
                        file,
                        name.span(),
                        message,
                        "define [slots.NAME] in any rule file",
                    );
                }
            }
        }
        slots.extend(
            rule.slots
                .iter()
                .map(|(k, v)| (k.get_ref().as_str(), (k.span(), v))),
        );
        slots
            .into_iter()
            .map(|(name, (at, ways))| self.role(file, name, &at, ways))
            .collect()
    }

    fn role(&mut self, file: &str, name: &str, at: &Range<usize>, written: &OneOrMany) -> Role {
        let ways = &written.0;
        let any = |f: fn(&written::Slot) -> bool| ways.iter().any(f);
        let silent = any(|w| w.silent);
        let base = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let property = format!("ng:{base}");
        let relation_end = base == "subject" || base == "object";
        if !silent
            && !any(|w| w.forbidden)
            && !relation_end
            && !self.vocabulary.is_property(&property)
        {
            let help = "name the slot like a property of the vocabulary, or mark it silent = true";
            self.error(
                "R013",
                file,
                at.clone(),
                format!("there is no property `{property}`"),
                help,
            );
        }
        Role {
            name: base.to_owned(),
            required: any(|w| w.required),
            forbidden: any(|w| w.forbidden),
            silent,
            default: ways.iter().find_map(|w| w.default.clone()),
            ways: ways.iter().map(|w| self.way(file, at, w)).collect(),
        }
    }

    fn way(&mut self, file: &str, at: &Range<usize>, slot: &written::Slot) -> Way {
        let mut paths = Vec::new();
        for text in split(&slot.path) {
            match Path::parse(text, self.words) {
                Ok(path) => paths.push(path),
                Err(step) => {
                    let help = "use subj, obj, iobj, prep.WORD, prep.*, poss, comp, mod, appos, xcomp, ccomp, be, \
                                support, named or self, steps joined with /";
                    self.error(
                        "R014",
                        file,
                        at.clone(),
                        format!("there is no path `{step}`"),
                        help,
                    );
                }
            }
        }
        let mut classes = Vec::new();
        for name in split(&slot.class) {
            match self.vocabulary.class_id(name) {
                Some(class) => classes.push(class),
                None => {
                    let near = self.vocabulary.suggest(name).map_or_else(
                        || "use a class of vocabulary/".to_owned(),
                        |n| format!("did you mean `{n}`?"),
                    );
                    self.error(
                        "R015",
                        file,
                        at.clone(),
                        format!("there is no class `{name}`"),
                        &near,
                    );
                }
            }
        }
        let mut lemmas = Vec::new();
        for name in split(&slot.lemma) {
            match name.strip_prefix('$') {
                None => lemmas.push(self.words.intern(name)),
                Some(list) => match self.set.lists.get(list) {
                    Some(words) => lemmas.extend(words.iter().map(|w| self.words.intern(w))),
                    None => {
                        let help = "define it under [lists] in any rule file, or correct the name";
                        self.error(
                            "C013",
                            file,
                            at.clone(),
                            format!("there is no list `{name}`"),
                            help,
                        );
                    }
                },
            }
        }
        lemmas.sort();
        let (features, not_features) = (
            self.features(&slot.feature),
            self.features(&slot.not_feature),
        );
        let written = format!(
            "{} {} {} {}",
            slot.path, slot.class, slot.feature, slot.lemma
        );
        Way {
            paths,
            classes,
            features,
            not_features,
            known: slot.known,
            lemmas,
            written: written.trim().to_owned(),
        }
    }

    fn features(&mut self, text: &str) -> FeatureSet {
        let mut set = FeatureSet::default();
        for name in split(text) {
            set = set.with(self.features.intern(name));
        }
        set
    }

    fn test(&mut self, file: &str, test: &Spanned<written::Test>) -> Option<RuleTest> {
        let at = test.span();
        let test = test.get_ref();
        let mut text = String::new();
        let mut spans = Vec::new();
        let mut open: Vec<(String, usize)> = Vec::new();
        let mut rest = test.text.as_str();
        while let Some(c) = rest.chars().next() {
            let after = rest.get(c.len_utf8()..).unwrap_or("");
            let name_end = after
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                .unwrap_or(after.len());
            if c == '[' && name_end > 0 && after.get(name_end..).is_some_and(|r| r.starts_with(':'))
            {
                open.push((after.get(..name_end).unwrap_or("").to_owned(), text.len()));
                rest = after.get(name_end + 1..).unwrap_or("");
            } else if c == ']' && !open.is_empty() {
                if let Some((name, start)) = open.pop() {
                    spans.push((name, start..text.len()));
                }
                rest = after;
            } else {
                text.push(c);
                rest = after;
            }
        }
        if !open.is_empty() {
            self.error(
                "R016",
                file,
                at,
                "a bracket of the test is not closed",
                "write [role:words]",
            );
            return None;
        }
        let (expect, date, value) = (test.expect.clone(), test.date.clone(), test.value.clone());
        Some(RuleTest {
            text,
            spans,
            expect,
            date,
            value,
            at,
        })
    }
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split('|').map(str::trim).filter(|s| !s.is_empty())
}
