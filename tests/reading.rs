//! Inputs: what can be read is read, what cannot is told with path, line and what to do.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use newsgraph::text::{ReadError, Source, read_all};

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

fn split(paths: &[PathBuf]) -> (Vec<Source>, Vec<ReadError>) {
    let (mut sources, mut errors) = (Vec::new(), Vec::new());
    for result in read_all(paths) {
        match result {
            Ok(s) => sources.push(s),
            Err(e) => errors.push(e),
        }
    }
    (sources, errors)
}

fn ids(sources: &[Source]) -> Vec<&str> {
    sources.iter().map(|s| s.id.as_str()).collect()
}

#[test]
fn folders_are_read_with_what_lies_below_and_nothing_else() {
    let dir = folder(&[
        ("b.txt", b"B."),
        ("x/a.md", b"A."),
        ("picture.png", &[0xFF, 0xD8]),
    ]);
    let (sources, errors) = split(&[dir.path().to_owned()]);
    assert_eq!(ids(&sources), ["a", "b"]);
    assert!(errors.is_empty());
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_goes_on() {
    let dir = folder(&[
        ("bad.txt", b"fine\n\xFF\xFE broken"),
        ("empty.txt", b" \n"),
        ("good.txt", b"Good."),
        (
            "lines.jsonl",
            b"{\"id\":\"one\",\"text\":\"One.\"}\nnot json\n{\"id\":\"two\",\"text\":\"\"}\n",
        ),
    ]);
    let (sources, errors) = split(&[dir.path().to_owned(), dir.path().join("gone.txt")]);
    assert_eq!(ids(&sources), ["good", "one"]);
    let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
    for part in [
        "bad.txt:2: not UTF-8 (byte 5)",
        "empty.txt:1: empty",
        "gone.txt: no such file",
        "lines.jsonl:2: ",
        "lines.jsonl:3: empty",
    ] {
        assert!(told.iter().any(|t| t.contains(part)), "{part}: {told:#?}");
    }
    assert_eq!(told.len(), 5);
}

#[test]
fn gzip_and_zstd_are_unpacked() {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(b"Packed.").unwrap();
    let zst = ruzstd::encoding::compress_to_vec(
        &b"{\"id\":7,\"text\":\"Zipped.\",\"source\":\"Wire\"}"[..],
        ruzstd::encoding::CompressionLevel::Fastest,
    );
    let dir = folder(&[
        ("a.txt.gz", &gz.finish().unwrap()),
        ("b.jsonl.zst", &zst),
        ("c.txt.gz", b"no gzip"),
    ]);
    let (sources, errors) = split(&[dir.path().to_owned()]);
    assert_eq!(ids(&sources), ["7", "a"]);
    assert_eq!(sources[1].text, "Packed.");
    assert_eq!(sources[0].publisher.as_deref(), Some("Wire"));
    assert!(
        errors[0].to_string().contains("c.txt.gz: cannot be read"),
        "{}",
        errors[0]
    );
}

#[test]
fn patterns_choose_files() {
    let dir = folder(&[("a.txt", b"A."), ("b.md", b"B."), ("sub/c.txt", b"C.")]);
    let (flat, _) = split(&[dir.path().join("*.txt")]);
    assert_eq!(ids(&flat), ["a"]);
    let (deep, _) = split(&[dir.path().join("**/*.txt")]);
    assert_eq!(ids(&deep), ["a", "c"]);
    let (none, errors) = split(&[dir.path().join("*.doc")]);
    assert!(none.is_empty() && errors.len() == 1);
}

#[test]
fn ids_do_not_depend_on_the_order_of_arguments() {
    let dir = folder(&[
        ("x/report.txt", b"One text."),
        ("y/report.txt", b"Another text."),
        ("z/report.txt", b"One text."),
    ]);
    let paths: Vec<PathBuf> = ["x", "y", "z"].iter().map(|d| dir.path().join(d)).collect();
    let reversed: Vec<PathBuf> = paths.iter().rev().cloned().collect();
    let (forth, _) = split(&paths);
    let (back, _) = split(&reversed);
    assert_eq!(forth, back);
    assert_eq!(
        forth.len(),
        2,
        "the same text under the same name is one document"
    );
    assert!(
        forth.iter().all(|s| s.id.starts_with("report-")),
        "{:?}",
        ids(&forth)
    );
}

#[test]
fn names_with_strange_letters_make_readable_ids() {
    let dir = folder(&[("My report (final) №5 – Świnoujście.txt", b"Text.")]);
    let (sources, _) = split(&[dir.path().to_owned()]);
    assert_eq!(ids(&sources), ["My-report-final-5-Świnoujście"]);
}
