//! Runs the tests that stand in rule files: each text through the whole cascade.

use super::cascade::Cascade;
use super::finding::{Finding, Polarity, Realization};
use super::name::FoundBy;
use super::reading::Reading;
use crate::ontology::{Pass, Rule, RuleId, RuleTest};
use crate::span::Span;
use crate::text::{Document, Source};

/// A test that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The rule's name.
    pub rule: String,
    /// Its file.
    pub file: String,
    /// Where the test stands in the file, in bytes.
    pub at: std::ops::Range<usize>,
    /// The test's text.
    pub text: String,
    /// What should have been found.
    pub expected: String,
    /// What was found.
    pub found: String,
}

/// Runs all tests; gives how many there were and the failures in order of rules.
pub fn run(cascade: &Cascade) -> (usize, Vec<Failure>) {
    let mut count = 0;
    let mut failures = Vec::new();
    for (i, rule) in cascade.ontology().rules.rules.iter().enumerate() {
        let id = RuleId(u32::try_from(i).unwrap_or(u32::MAX));
        for test in &rule.tests {
            count += 1;
            failures.extend(check(cascade, id, rule, test));
        }
    }
    (count, failures)
}

fn check(cascade: &Cascade, id: RuleId, rule: &Rule, test: &RuleTest) -> Option<Failure> {
    let source = Source {
        id: "test".into(),
        text: test.text.clone(),
        date: test.date.clone(),
        ..Source::default()
    };
    let document = Document::read(source, &cascade.ontology().conventions);
    let reading = cascade.read(&document);
    let fail = |expected: String, found: String| {
        Some(Failure {
            rule: rule.name.clone(),
            file: rule.file.clone(),
            at: test.at.clone(),
            text: test.text.clone(),
            expected,
            found,
        })
    };
    if rule.pass == Pass::Name {
        return check_name(&reading, id, test, fail);
    }
    let own: Vec<&Finding> = reading.findings.iter().filter(|f| f.rule == id).collect();
    let shown = || {
        if own.is_empty() {
            "nothing".to_owned()
        } else {
            own.iter()
                .map(|f| show(&reading, f))
                .collect::<Vec<_>>()
                .join("; ")
        }
    };
    match test.expect.as_deref() {
        Some("none") => {
            let asserted = own.iter().any(|f| f.factuality.is_asserted());
            return if asserted {
                fail("nothing asserted".into(), shown())
            } else {
                None
            };
        }
        Some(wanted) => {
            let fits = own.iter().any(|f| match wanted {
                "negative" => f.factuality.polarity == Polarity::Negative,
                "attempted" => f.factuality.realization == Realization::Attempted,
                "planned" => f.factuality.realization == Realization::Planned,
                "threatened" => f.factuality.realization == Realization::Threatened,
                "hypothetical" => f.factuality.realization == Realization::Hypothetical,
                "reported" => f.factuality.is_reported(),
                _ => false,
            });
            if !fits {
                return fail(wanted.to_owned(), shown());
            }
        }
        None => {
            // a statement is made whoever reports it
            let stated = |f: &Finding| {
                f.factuality.polarity == Polarity::Positive && rule.fixed("stance").is_some()
            };
            if !own
                .iter()
                .any(|f| f.factuality.is_asserted() || f.relation.is_some() || stated(f))
            {
                return fail("an asserted finding".into(), shown());
            }
        }
    }
    for (role, bytes) in &test.spans {
        let wanted = span(bytes);
        let hit = own.iter().any(|f| {
            f.roles.iter().any(|r| {
                let head = reading.span(&(r.token..r.token + 1));
                let about = role == "about" && f.defaults.iter().any(|d| d == "about");
                r.role == *role && wanted.covers(head) || about
            })
        });
        if !hit {
            return fail(format!("{role}: {}", wanted.of(&test.text)), shown());
        }
    }
    None
}

fn span(bytes: &std::ops::Range<usize>) -> Span {
    Span::new(
        u32::try_from(bytes.start).unwrap_or(0),
        u32::try_from(bytes.end).unwrap_or(0),
    )
}

fn check_name(
    reading: &Reading<'_>,
    id: RuleId,
    test: &RuleTest,
    fail: impl Fn(String, String) -> Option<Failure>,
) -> Option<Failure> {
    let own: Vec<Span> = reading
        .names
        .iter()
        .filter(|n| n.by == FoundBy::Rule(id))
        .map(|n| reading.span(&n.tokens))
        .collect();
    let shown = reading.names.iter().map(|n| {
        let by = match n.by {
            FoundBy::Rule(r) => reading
                .ontology
                .rules
                .rule(r)
                .map_or("", |r| r.name.as_str()),
            FoundBy::Gazetteer => "gazetteer",
            FoundBy::Acronym => "acronym",
            FoundBy::Repetition => "repetition",
        };
        format!("{} ({by})", reading.span(&n.tokens).of(&test.text))
    });
    let shown = shown.collect::<Vec<_>>().join("; ");
    if test.expect.is_some() {
        return if own.is_empty() {
            None
        } else {
            fail("nothing".into(), shown)
        };
    }
    let missing = test.spans.iter().find(|(_, b)| !own.contains(&span(b)));
    missing.and_then(|(role, b)| fail(format!("{role}: {}", span(b).of(&test.text)), shown))
}

/// A finding in one line: `attacker=Gunmen victim=peasants (happened)`.
pub fn show(reading: &Reading<'_>, f: &Finding) -> String {
    let mut out = reading.span(&f.cue).of(&reading.document.text).to_owned();
    for r in &f.roles {
        let words = reading.mention(r.token).map_or_else(
            || reading.span(&(r.token..r.token + 1)),
            |m| reading.span(&m.tokens),
        );
        out.push_str(&format!(" {}={}", r.role, words.of(&reading.document.text)));
    }
    let x = &f.factuality;
    out.push_str(&format!(
        " ({:?}, {:?}, {:?}, {} sources)",
        x.polarity,
        x.realization,
        x.certainty,
        x.sources.len()
    ));
    out
}
