//! The engine under rules and texts that no one would write: bounded in steps, and open about it.

use std::ops::Range;

use newsgraph::annotate::Cascade;
use newsgraph::ontology::{Ontology, PackFiles};
use newsgraph::pattern::{
    Anchor, Atom, AtomId, Budget, CompileError, Input, Matcher, Pattern, Program, Resolver,
    compile, parse,
};
use newsgraph::pipeline::Pipeline;
use newsgraph::text::Document;
use proptest::prelude::*;

use crate::any_text::source;

/// Words by their first letter: `a`, `b`, or anything.
struct Letters(Vec<u8>);

impl Input for Letters {
    fn atom(&self, atom: AtomId, at: usize) -> Option<usize> {
        let letter = *self.0.get(at)?;
        (atom.0 == 0 || atom.0 == u32::from(letter)).then_some(at + 1)
    }

    fn barrier(&self, at: usize) -> bool {
        self.0.get(at) == Some(&b';')
    }

    fn border(&self, anchor: Anchor, at: usize, sentence: &Range<usize>) -> bool {
        match anchor {
            Anchor::SentenceStart | Anchor::ClauseStart => at == sentence.start,
            Anchor::SentenceEnd | Anchor::ClauseEnd => at == sentence.end,
        }
    }
}

struct Numbers;

impl Resolver for Numbers {
    fn atom(&mut self, atom: &Atom) -> Result<AtomId, CompileError> {
        Ok(AtomId(match atom {
            Atom::Word(word, _) => word.bytes().next().map_or(0, u32::from),
            _ => 0,
        }))
    }

    fn macro_body(&self, _: &str) -> Option<&Pattern> {
        None
    }
}

fn program(pattern: &str) -> Option<Program> {
    compile(&parse(pattern).ok()?, &mut Numbers).ok()
}

/// Patterns made of what makes backtracking engines slow.
fn nasty_pattern() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "a",
        "b",
        ".",
        "a?",
        ".?",
        ".*",
        "a*",
        "~12",
        ".*?",
        ".{0,12}",
        "a{2,9}",
        "(?= .* b )",
        "(?! .* a a )",
        "(?<= a .? )",
        "x:a",
        "$",
        "^",
    ]);
    let leaf = leaf.prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..6).prop_map(|parts| parts.join(" ")),
            prop::collection::vec(inner.clone(), 1..4)
                .prop_map(|parts| format!("( {} )", parts.join(" | "))),
            inner.clone().prop_map(|part| format!("( {part} )*")),
            inner.clone().prop_map(|part| format!("( {part} ){{0,8}}")),
            inner.clone().prop_map(|part| format!("(?= {part} )")),
            inner.prop_map(|part| format!("(?! {part} )")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn a_run_stays_within_its_budget_and_says_when_that_was_too_little(
        pattern in nasty_pattern(),
        letters in prop::collection::vec(prop::sample::select(b"aab;c".to_vec()), 1..30),
        steps in 1_u32..3_000,
    ) {
        let Some(program) = program(&pattern) else { return Ok(()) };
        let input = Letters(letters);
        let sentence = 0..input.0.len();
        let mut matcher = Matcher::default();
        for start in sentence.clone() {
            let mut budget = Budget::new(steps);
            let found = matcher.match_at(&program, &input, &sentence, start, &mut budget);
            prop_assert!(budget.left() <= steps);
            let mut enough = Budget::new(300_000);
            let all = matcher.match_at(&program, &input, &sentence, start, &mut enough);
            if !budget.is_spent() {
                prop_assert!(!enough.is_spent());
                prop_assert_eq!(found, all);
            }
        }
    }

    #[test]
    fn steps_grow_with_program_and_text_and_no_faster(
        pattern in nasty_pattern(),
        letters in prop::collection::vec(prop::sample::select(b"aab".to_vec()), 1..30),
    ) {
        let Some(program) = program(&pattern).filter(|_| !pattern.contains("(?")) else { return Ok(()) };
        let input = Letters(letters);
        let sentence = 0..input.0.len();
        let mut budget = Budget::new(u32::MAX);
        Matcher::default().match_at(&program, &input, &sentence, 0, &mut budget);
        let most = program.code.len() * (sentence.len() + 1);
        // a step may find that it has been there already
        prop_assert!(((u32::MAX - budget.left()) as usize) <= 2 * most + 1);
    }
}

#[test]
fn twenty_optional_wildcards_take_few_steps_also_in_a_look_around() {
    let wild = ".? ".repeat(20);
    for pattern in [format!("{wild} b b"), format!("a (?= {wild} b b )")] {
        let program = program(&pattern).unwrap();
        let input = Letters(vec![b'a'; 25]);
        let mut budget = Budget::new(u32::MAX);
        let found = Matcher::default().match_at(&program, &input, &(0..25), 0, &mut budget);
        assert_eq!(found, None);
        let steps = u32::MAX - budget.left();
        assert!(steps < 3_000, "{pattern}: {steps} steps");
    }
}

#[test]
fn a_sentence_that_costs_too_much_is_named() {
    // each look-ahead walks to the end of the sentence in all ways, from each place of each repetition
    let rule = "[[rule]]\nid = \"costly\"\nkind = \"seq\"\nemits = \"ng:Attack\"\n\
        pattern = \"bomb ( (?! .* .* .* zebra ) . )* zebra\"\n";
    let mut files = PackFiles::builtin();
    files.extend(PackFiles::from_texts([("rules/event/costly.toml", rule)]));
    let cascade = Cascade::new(Ontology::load(files.clone()).unwrap()).unwrap();
    let text = format!("zebra {}. The bomb went off.", "bomb ".repeat(300));
    let document = Document::read(source("report", &text), &cascade.ontology().conventions);
    let reading = cascade.read(&document);
    assert_eq!(reading.cut_sentences, [0]);
    let pipeline = Pipeline::new(Ontology::load(files).unwrap()).unwrap();
    pipeline.document(source("report", &text));
    assert_eq!(pipeline.cut_short(), [("report".to_owned(), 1)]);
}
