//! What a broken pack is told: one case a file of `tests/diagnostics`, with the message beside it.
//!
//! A case is the files of a small pack, each under `=== path`, laid over the built-in vocabulary and no rules; or, after
//! a first line that says so, over the whole built-in pack.
//! `{{repeat N x}}` stands for N times `x`. `UPDATE_EXPECT=1 cargo test diagnostics` writes the messages anew.

use std::fmt::Write as _;
use std::path::Path;

use newsgraph::ontology::PackFiles;

/// Files that every case starts from.
const BASE: [&str; 3] = [
    "ontology.toml",
    "vocabulary/newsgraph.ttl",
    "lexicon/conventions.toml",
];
/// How a case begins that extends the built-in pack, as one with lints must: a pack that loads is whole.
const OVER: &str = "# over the built-in pack";
/// Longest line of a message that is kept.
const WIDTH: usize = 160;

fn repeated(text: &str) -> String {
    let Some((before, rest)) = text.split_once("{{repeat ") else {
        return text.to_owned();
    };
    let (what, after) = rest.split_once("}}").unwrap();
    let (count, word) = what.split_once(' ').unwrap();
    format!("{before}{}{after}", word.repeat(count.parse().unwrap()))
}

fn message(case: &str, format: &str, width: usize) -> String {
    let folder = tempfile::tempdir().unwrap();
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let builtin = PackFiles::builtin();
    for path in BASE {
        put(path, builtin.text(path).unwrap());
    }
    if case.starts_with(OVER) {
        let header = builtin.text("ontology.toml").unwrap();
        put("ontology.toml", &format!("extends = \"builtin\"\n{header}"));
    }
    for part in case.split("=== ").skip(1) {
        let (path, text) = part.split_once('\n').unwrap();
        put(path, &repeated(text));
    }
    let out = assert_cmd::Command::cargo_bin("newsgraph")
        .unwrap()
        .args(["rules", "check", "--format", format, "--ontology"])
        .arg(folder.path())
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let status = out.status.code().unwrap();
    let mut told = format!("exit {status}\n");
    for line in [out.stdout, out.stderr]
        .iter()
        .flat_map(|b| std::str::from_utf8(b).unwrap().lines())
    {
        let cut: String = line.chars().take(width).collect();
        let _ = writeln!(told, "{}", cut.trim_end());
    }
    told
}

#[test]
fn every_mistake_is_told_with_its_place_and_a_way_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut cases: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    cases.retain(|p| p.extension().is_some_and(|e| e == "pack"));
    cases.sort();
    assert!(cases.len() >= 40, "{} cases", cases.len());
    let mut wrong = String::new();
    for case in cases {
        let told = message(&std::fs::read_to_string(&case).unwrap(), "text", WIDTH);
        let exit = told.lines().next();
        // a pack with lints loads
        let lint = case
            .file_name()
            .is_some_and(|n| n.to_string_lossy().starts_with("lint-"));
        let found = if lint {
            exit == Some("exit 0") && told.contains("Warning")
        } else {
            matches!(exit, Some("exit 1" | "exit 2"))
        };
        assert!(
            found,
            "{}: no mistake was found, or a crash\n{told}",
            case.display()
        );
        let golden = case.with_extension("expected");
        if update {
            std::fs::write(&golden, &told).unwrap();
        } else if std::fs::read_to_string(&golden).unwrap_or_default() != told {
            let _ = write!(wrong, "{}\n{told}\n", case.display());
        }
    }
    assert!(
        wrong.is_empty(),
        "these messages changed; look at them, then UPDATE_EXPECT=1 cargo test diagnostics\n{wrong}"
    );
}

#[test]
fn editors_get_the_same_as_json() {
    let case = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/diagnostics/unknown-class.pack"
    ))
    .unwrap();
    let told = message(&case, "json", usize::MAX);
    let rows: serde_json::Value = serde_json::from_str(told.split_once('\n').unwrap().1).unwrap();
    assert_eq!(rows[0]["code"], "R010");
    assert_eq!(
        (&rows[0]["line"], &rows[0]["column"]),
        (&5.into(), &9.into())
    );
}
