//! The index leaves out no match.

use super::*;
use crate::annotate::Cascade;
use crate::ontology::PackFiles;
use crate::pattern::{Input, Matcher, Memo};
use crate::text::{Document, Source};

#[test]
fn gates_and_onset_turn_down_no_match_of_a_name_rule() {
    let cascade = Cascade::new(Ontology::load(PackFiles::builtin()).unwrap()).unwrap();
    let ontology = cascade.ontology();
    let [index, _] = cascade.indexes();
    let tests = ontology.rules.rules.iter().flat_map(|rule| &rule.tests);
    let (mut matcher, mut passed) = (Matcher::default(), Passed::default());
    let (mut rows, mut rules) = (Rows::default(), Vec::new());
    let (mut tried, mut fitting, mut found) = (0, 0, 0);
    for text in tests.flat_map(|test| [test.text.clone(), test.text.to_uppercase()]) {
        let source = Source {
            text,
            ..Source::default()
        };
        let document = Document::read(source, &ontology.conventions);
        let reading = cascade.read(&document);
        let mut plan = Plan::new(&reading, index);
        for tokens in document.sentences.iter().map(|s| &s.tokens) {
            index.plan(&reading, tokens, &mut plan);
            plan.rules(&mut rules);
            index.open(&reading, tokens, &plan, &rules, &mut passed, &mut rows);
            let gated = index.gated(&reading);
            let memo = Memo::new(&gated, &rows);
            for (id, at) in rules
                .iter()
                .flat_map(|id| tokens.clone().map(move |at| (id, at)))
            {
                let program = &ontology.rules.rule(*id).unwrap().program;
                let mut matched = |input: &dyn Input| {
                    let mut budget = reading.budget();
                    matcher.match_at(program, input, tokens, at, &mut budget)
                };
                let by_all = matched(&reading);
                assert_eq!(by_all, matched(&memo), "{at} in {}", document.text);
                let fits = index.onset(*id).fits(&rows, at);
                assert!(fits || by_all.is_none(), "{at} in {}", document.text);
                tried += 1;
                fitting += usize::from(fits);
                found += usize::from(by_all.is_some());
            }
        }
    }
    assert!(
        found > 100 && fitting * 5 < tried,
        "{found} {fitting} {tried}"
    );
}

#[test]
fn few_rules_of_the_built_in_pack_run_everywhere() {
    let ontology = Ontology::load(PackFiles::builtin()).unwrap();
    let names = RuleIndex::new(&ontology, Pass::Name);
    let events = RuleIndex::new(&ontology, Pass::Event);
    let of = |id: RuleId| ontology.rules.rule(id).unwrap().name.clone();
    let anywhere: Vec<String> = names.unindexed().map(of).collect();
    assert!(anywhere.len() <= 6, "{anywhere:?}");
    let anywhere: Vec<String> = events.unindexed().map(of).collect();
    assert!(anywhere.len() <= 6, "{anywhere:?}");
}
