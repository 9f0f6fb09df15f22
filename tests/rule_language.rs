//! The rule language: each construct by rules with tests of their own, the guide's examples, packs over packs.

use newsgraph::annotate::{Cascade, rule_test};
use newsgraph::ontology::{LoadError, Ontology, PackFiles};
use newsgraph::pattern;

/// The built-in pack with rule files laid over it.
fn over(files: &[(&str, &str)]) -> Result<Ontology, LoadError> {
    let mut pack = PackFiles::builtin();
    pack.lay_over(PackFiles::from_texts(files.iter().copied()));
    Ontology::load(pack)
}

/// Runs the tests of the rules whose names begin so; how many there are.
fn passes(ontology: Ontology, prefix: &str) -> usize {
    let cascade = Cascade::new(ontology).unwrap();
    let (_, mut failures) = rule_test::run(&cascade);
    failures.retain(|f| f.rule.starts_with(prefix));
    assert!(failures.is_empty(), "{failures:#?}");
    let rules = &cascade.ontology().rules.rules;
    let own = rules.iter().filter(|r| r.name.starts_with(prefix));
    own.map(|r| r.tests.len()).sum()
}

#[test]
fn every_construct_finds_what_it_says() {
    let rules = include_str!("language/rules.toml");
    let ontology = over(&[("rules/event/language.toml", rules)]).unwrap();
    assert!(passes(ontology, "event/language/") > 50);
}

/// The TOML blocks of a text, without their indent.
fn blocks(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut block: Option<(usize, String)> = None;
    for line in text.lines() {
        let bare = line.trim_start();
        match &mut block {
            None if bare == "```toml" => block = Some((line.len() - bare.len(), String::new())),
            Some(_) if bare == "```" => out.extend(block.take().map(|(_, text)| text)),
            Some((indent, text)) => {
                text.push_str(line.get(*indent..).unwrap_or(""));
                text.push('\n');
            }
            None => {}
        }
    }
    out
}

#[test]
fn the_rules_of_the_guides_load_and_pass_their_tests() {
    for guide in [
        include_str!("../ontology/README.md"),
        include_str!("../README.md"),
    ] {
        let rules: Vec<String> = blocks(guide)
            .into_iter()
            .filter(|block| block.contains("[[rule]]"))
            .collect();
        assert!(!rules.is_empty());
        for rule in rules {
            let ontology = over(&[("rules/event/guide.toml", &rule)]).unwrap();
            assert!(passes(ontology, "event/guide/") >= 2, "{rule}");
        }
    }
}

#[test]
fn the_patterns_of_the_guides_table_parse() {
    let guide = include_str!("../ontology/README.md");
    let (_, table) = guide.split_once("## Patterns").unwrap();
    let rows = table.lines().filter(|l| l.starts_with("| `"));
    let mut count = 0;
    for row in rows {
        let first = row.replace("\\|", "¦");
        let first = first.split('|').nth(1).unwrap().replace('¦', "|");
        if first.contains("W0") || first.contains("C0") {
            continue;
        }
        for code in first.split('`').skip(1).step_by(2) {
            let code = code.replace('…', "attack");
            let parsed = pattern::parse(&code);
            assert!(parsed.is_ok(), "{code}: {parsed:?}");
            count += 1;
        }
    }
    assert!(count >= 12, "{count} patterns");
}

#[test]
fn a_pack_overrides_rules_by_their_ids_and_keeps_the_others() {
    let builtin = Ontology::load(PackFiles::builtin()).unwrap();
    let count = builtin.rules.rules.len();
    let own = r#"
[[rule]]
id      = "claim"
kind    = "seq"
pattern = "zebra crossing"
emits   = "ng:Attack"
[[rule]]
id      = "quite-new"
kind    = "seq"
pattern = "zebra herd"
emits   = "ng:Attack"
"#;
    let ontology = over(&[("rules/event/responsibility.toml", own)]).unwrap();
    let rule = |name: &str| ontology.rules.rules.iter().find(|r| r.name == name);
    assert_eq!(ontology.rules.rules.len(), count + 1);
    let claim = rule("event/responsibility/claim").unwrap();
    assert_eq!(claim.file, "rules/event/responsibility.toml");
    assert_eq!(claim.program.code.len(), 3);
    assert!(rule("event/responsibility/quite-new").is_some());
    // a rule below keeps the place of its own file
    let below = "builtin/rules/event/responsibility.toml";
    let other = ontology.rules.rules.iter().find(|r| r.file == below);
    let other = other.unwrap();
    let text = ontology.files.text(below).unwrap();
    let written = text.get(other.at.clone()).unwrap();
    assert!(written.starts_with("[[rule]]"));
}

#[test]
fn a_broken_pack_loads_nothing_and_tells_every_mistake() {
    let first = r#"
[[rule]]
id      = "a"
kind    = "seq"
pattern = "( bomb"
emits   = "ng:Atack"
"#;
    let Err(LoadError::Mistakes { found, .. }) = over(&[
        ("rules/event/one.toml", first),
        ("rules/event/two.toml", "not = toml ="),
        ("rules/name/three.toml", "[[rule]]\nid = \"b\"\n"),
    ]) else {
        panic!("the pack loaded");
    };
    let files: std::collections::BTreeSet<&str> = found.iter().map(|d| d.file.as_str()).collect();
    assert_eq!(files.len(), 3, "{found:#?}");
    assert!(found.len() >= 4, "{found:#?}");
}
