//! `eval`, the tools for rule writers, and `explain --rule`, on small texts of our own.

use assert_cmd::Command;

fn newsgraph(arguments: &[&str]) -> (i32, String) {
    let out = Command::cargo_bin("newsgraph")
        .unwrap()
        .args(arguments)
        .output()
        .unwrap();
    let text =
        String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    (out.status.code().unwrap(), text)
}

/// One report with its gold, and a view of two columns that answers for a schema of our own.
fn folder() -> (tempfile::TempDir, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let gold = folder.path().join("gold.jsonl");
    let line = r#"{"id": "one", "text": "Gunmen killed a farmer in Lima.", "roles": {"Killer": [["gunmen"]], "Dead": [["farmer"], ["nurse"]]}}"#;
    std::fs::write(&gold, format!("{line}\n")).unwrap();
    let view = folder.path().join("own.rq");
    let text = r#"# Who killed whom?
SELECT ?role ?entity ?mention ?event WHERE {
  VALUES (?property ?role) { (ng:attacker "Killer") (ng:victim "Dead") }
  ?event ?property ?entity . ?mention itsrdf:taIdentRef ?entity . }"#;
    std::fs::write(&view, text).unwrap();
    let (gold, view) = (gold.display().to_string(), view.display().to_string());
    (folder, gold, view)
}

#[test]
fn a_view_of_ones_own_is_scored_by_role() {
    let (_folder, gold, view) = folder();
    let (code, text) = newsgraph(&["eval", "roles", &gold, "--view", &view]);
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("Dead                100.0   50.0   66.7   1/1/2"),
        "{text}"
    );
    assert!(
        text.contains("micro               100.0   66.7   80.0   2/2/3"),
        "{text}"
    );
}

#[test]
fn a_score_below_the_bar_is_a_finding() {
    let (_folder, gold, view) = folder();
    let (code, _) = newsgraph(&["eval", "roles", &gold, "--view", &view, "--bar", "90"]);
    assert_eq!(code, 1);
}

#[test]
fn errors_name_the_cause_of_a_miss() {
    let (_folder, gold, view) = folder();
    let (_, text) = newsgraph(&["eval", "roles", &gold, "--view", &view, "--errors"]);
    assert!(
        text.contains("Dead · no sentence has these words"),
        "{text}"
    );
    assert!(text.contains("one  “nurse”"), "{text}");
}

#[test]
fn calibration_counts_hits_by_rule() {
    let (folder, gold, view) = folder();
    let table = folder.path().join("rules.tsv");
    let (code, text) = newsgraph(&[
        "eval",
        "roles",
        &gold,
        "--view",
        &view,
        "--calibrate",
        &table.display().to_string(),
    ]);
    assert_eq!(code, 0, "{text}");
    let table = std::fs::read_to_string(table).unwrap();
    assert!(table.contains("event/killings/kill\t2\t2\t100"), "{table}");
}

#[test]
fn roles_that_no_view_speaks_of_are_told() {
    let (_folder, gold, _) = folder();
    let (code, text) = newsgraph(&["eval", "roles", &gold]);
    assert_eq!(code, 2);
    assert!(
        text.contains("no view answers for the roles Dead, Killer"),
        "{text}"
    );
}

#[test]
fn a_rule_that_did_not_fire_tells_the_empty_slot_and_its_candidate() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.txt");
    std::fs::write(
        &path,
        "Gunmen killed a farmer. The report killed the deal.\n",
    )
    .unwrap();
    let path = path.display().to_string();
    let (code, text) = newsgraph(&["explain", "--text", &path, "--rule", "event/killings/kill"]);
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("fires on “killed”: attacker “Gunmen”"),
        "{text}"
    );
    assert!(
        text.contains("slot attacker is required and empty"),
        "{text}"
    );
    assert!(text.contains("“report” (lemma report"), "{text}");
    assert!(text.contains("class does not fit"), "{text}");
}

#[test]
fn a_new_rule_loads_and_is_not_written_twice() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("ontology.toml"),
        "extends = \"builtin\"\n",
    )
    .unwrap();
    let root = folder.path().display().to_string();
    let new = ["rules", "new", "event/mine/ambush", "--ontology", &root];
    assert_eq!(newsgraph(&new).0, 0);
    let written = std::fs::read_to_string(folder.path().join("rules/event/mine.toml")).unwrap();
    assert!(written.contains("id      = \"ambush\""), "{written}");
    let (code, text) = newsgraph(&new);
    assert_eq!(code, 2);
    assert!(text.contains("choose another id"), "{text}");
    let (code, text) = newsgraph(&["rules", "new", "ambush"]);
    assert_eq!(code, 2);
    assert!(text.contains("expected pass/topic/id"), "{text}");
}

#[test]
fn each_scaffold_is_a_rule_whose_tests_pass() {
    let printed = |arguments: &[&str]| newsgraph(arguments).1;
    let folder = tempfile::tempdir().unwrap();
    let builtin = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology");
    for entry in walkdir::WalkDir::new(&builtin) {
        let entry = entry.unwrap();
        let to = folder
            .path()
            .join(entry.path().strip_prefix(&builtin).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(to).unwrap();
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
    let root = folder.path().display().to_string();
    for (name, seq) in [
        ("event/mine/frame", false),
        ("event/mine/seq", true),
        ("name/mine/name", true),
    ] {
        let mut arguments = vec!["rules", "new", name, "--ontology", &root];
        if seq {
            arguments.push("--seq");
        }
        printed(&arguments);
        let text = printed(&["rules", "test", name, "--ontology", &root]);
        assert!(text.ends_with(" passed, 0 failed\n"), "{name}: {text}");
    }
}
