//! Opening inputs: files, directories, globs, standard input, JSON Lines, and `.gz` and `.zst` of these.
//!
//! *Takes* paths as given on the command line. *Gives* [`Source`]s in order of their paths, whatever the order of
//! the arguments. *Promises* that what cannot be read is one [`ReadError`] with path, line and what to do, and that
//! everything else is read.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};

use globset::GlobBuilder;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::Source;

/// An input that cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// No file, directory or match of a pattern.
    #[error(
        "{path}: no such file or directory; give text files, directories, patterns such as 'reports/*.txt', or - for standard input"
    )]
    Missing {
        /// What was given.
        path: String,
    },
    /// The system does not let it be read.
    #[error("{path}: cannot be read ({source})")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Not text.
    #[error("{path}:{line}: not UTF-8 (byte {offset}); save the file as UTF-8")]
    NotUtf8 {
        /// The file.
        path: String,
        /// Line of the first bad byte, from 1.
        line: usize,
        /// Offset of the first bad byte.
        offset: usize,
    },
    /// No text in it.
    #[error("{path}:{line}: empty; there is nothing to read, remove it or give it text")]
    Empty {
        /// The file.
        path: String,
        /// Line, from 1.
        line: usize,
    },
    /// A JSON line is not what it should be.
    #[error(
        "{path}:{line}: {message}; expected an object such as {{\"id\": \"a\", \"text\": \"…\", \"date\": \"2024-03-23\"}}"
    )]
    BadJson {
        /// The file.
        path: String,
        /// Line, from 1.
        line: usize,
        /// What the JSON reader says.
        message: String,
    },
}

#[derive(Deserialize)]
struct Record {
    #[serde(default, alias = "docid", alias = "doc_id")]
    id: Option<serde_json::Value>,
    text: String,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default, alias = "publisher", alias = "outlet")]
    source: Option<String>,
    #[serde(default)]
    url: Option<String>,
}

/// Files inside a directory that are read; a file named on the command line is read whatever its ending.
const ENDINGS: [&str; 6] = ["txt", "md", "text", "jsonl", "ndjson", "json"];

/// All inputs in order, each a source or the reason why not.
///
/// Ids are file names without ending, or the `id` of a JSON line. Where several documents share an id, those with
/// other texts get a suffix from their content; a text that comes twice under one id is read once.
pub fn read_all(inputs: &[PathBuf]) -> Vec<Result<Source, ReadError>> {
    let mut paths: BTreeSet<PathBuf> = BTreeSet::new();
    let mut found = Vec::new();
    let mut stdin = false;
    for input in inputs {
        if input.as_os_str() == "-" {
            stdin = true;
        } else {
            match expand(input) {
                Ok(more) => paths.extend(more),
                Err(error) => found.push(Err(error)),
            }
        }
    }
    for path in &paths {
        read_file(path, &mut found);
    }
    if stdin {
        let mut bytes = Vec::new();
        match std::io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => decode("standard input", "stdin", "txt", bytes, &mut found),
            Err(source) => found.push(Err(ReadError::Unreadable {
                path: "standard input".to_owned(),
                source,
            })),
        }
    }
    distinct(found)
}

/// The files that one argument stands for.
fn expand(input: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let shown = input.display().to_string();
    let unreadable = |e: walkdir::Error| ReadError::Unreadable {
        path: e
            .path()
            .map_or_else(|| shown.clone(), |p| p.display().to_string()),
        source: e.into(),
    };
    if input.is_dir() {
        let mut files = Vec::new();
        for entry in walkdir::WalkDir::new(input).sort_by_file_name() {
            let entry = entry.map_err(unreadable)?;
            if entry.file_type().is_file() && ENDINGS.contains(&kind(entry.path()).1.as_str()) {
                files.push(entry.into_path());
            }
        }
        return if files.is_empty() {
            Err(ReadError::Empty {
                path: shown,
                line: 1,
            })
        } else {
            Ok(files)
        };
    }
    if input.exists() {
        return Ok(vec![input.to_owned()]);
    }
    let missing = || ReadError::Missing {
        path: shown.clone(),
    };
    if !shown.contains(['*', '?', '[', '{']) {
        return Err(missing());
    }
    let glob = GlobBuilder::new(&shown)
        .literal_separator(true)
        .build()
        .map_err(|_| missing())?
        .compile_matcher();
    let root: PathBuf = input
        .components()
        .take_while(|c| {
            !c.as_os_str()
                .to_string_lossy()
                .contains(['*', '?', '[', '{'])
        })
        .collect();
    let start = if root.as_os_str().is_empty() {
        Path::new(".")
    } else {
        root.as_path()
    };
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(start).sort_by_file_name() {
        let Ok(entry) = entry else { continue };
        let path = if root.as_os_str().is_empty() {
            entry.path().strip_prefix(".").unwrap_or(entry.path())
        } else {
            entry.path()
        };
        if entry.file_type().is_file() && glob.is_match(path) {
            files.push(path.to_owned());
        }
    }
    if files.is_empty() {
        Err(missing())
    } else {
        Ok(files)
    }
}

/// Stem and ending of a file, the ending of its compression taken off.
fn kind(path: &Path) -> (String, String) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let plain = name
        .strip_suffix(".gz")
        .or_else(|| name.strip_suffix(".zst"))
        .unwrap_or(&name);
    match plain.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem.to_owned(), ending.to_ascii_lowercase()),
        _ => (plain.to_owned(), String::new()),
    }
}

fn read_file(path: &Path, found: &mut Vec<Result<Source, ReadError>>) {
    let shown = path.display().to_string();
    let (stem, ending) = kind(path);
    match unpack(path) {
        Ok(bytes) => decode(&shown, &stem, &ending, bytes, found),
        Err(source) => found.push(Err(ReadError::Unreadable {
            path: shown,
            source,
        })),
    }
}

fn unpack(path: &Path) -> std::io::Result<Vec<u8>> {
    let packed = std::fs::read(path)?;
    let mut bytes = Vec::new();
    match path.extension().and_then(|e| e.to_str()) {
        Some("gz") => {
            flate2::read::MultiGzDecoder::new(packed.as_slice()).read_to_end(&mut bytes)?;
        }
        Some("zst") => {
            ruzstd::decoding::StreamingDecoder::new(packed.as_slice())
                .map_err(std::io::Error::other)?
                .read_to_end(&mut bytes)?;
        }
        _ => bytes = packed,
    }
    Ok(bytes)
}

fn decode(
    path: &str,
    stem: &str,
    ending: &str,
    bytes: Vec<u8>,
    found: &mut Vec<Result<Source, ReadError>>,
) {
    let is_lines = matches!(ending, "jsonl" | "ndjson")
        || (matches!(ending, "json" | "") || path == "standard input") && looks_like_json(&bytes);
    if is_lines && ending != "json" {
        for (at, line) in bytes.split(|b| *b == b'\n').enumerate() {
            if !line.iter().all(u8::is_ascii_whitespace) {
                found.push(json(path, stem, at + 1, line));
            }
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            found.push(Err(ReadError::Empty {
                path: path.to_owned(),
                line: 1,
            }));
        }
        return;
    }
    if ending == "json" {
        return decode_json(path, stem, &bytes, found);
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let before = error.as_bytes().iter().take(offset);
            found.push(Err(ReadError::NotUtf8 {
                path: path.to_owned(),
                line: 1 + before.filter(|b| **b == b'\n').count(),
                offset,
            }));
            return;
        }
    };
    let text = text
        .strip_prefix('\u{FEFF}')
        .map(str::to_owned)
        .unwrap_or(text);
    if text.trim().is_empty() {
        found.push(Err(ReadError::Empty {
            path: path.to_owned(),
            line: 1,
        }));
        return;
    }
    found.push(Ok(Source {
        id: safe(stem),
        text,
        ..Source::default()
    }));
}

/// A `.json` file: one object, an array of objects, or JSON Lines under another name.
fn decode_json(path: &str, stem: &str, bytes: &[u8], found: &mut Vec<Result<Source, ReadError>>) {
    if let Ok(records) = serde_json::from_slice::<Vec<Record>>(bytes) {
        for (at, record) in records.into_iter().enumerate() {
            found.push(source(path, stem, at + 1, record));
        }
    } else if let Ok(record) = serde_json::from_slice::<Record>(bytes) {
        found.push(source(path, stem, 1, record));
    } else {
        for (at, line) in bytes.split(|b| *b == b'\n').enumerate() {
            if !line.iter().all(u8::is_ascii_whitespace) {
                let result = json(path, stem, at + 1, line);
                let failed = result.is_err();
                found.push(result);
                if failed {
                    return; // a pretty-printed object that is no report: one message, not one a line
                }
            }
        }
    }
}

fn looks_like_json(bytes: &[u8]) -> bool {
    let first = bytes.iter().position(|b| !b.is_ascii_whitespace());
    first.is_some_and(|at| bytes.get(at) == Some(&b'{'))
        && bytes
            .split(|b| *b == b'\n')
            .find(|l| !l.iter().all(u8::is_ascii_whitespace))
            .is_some_and(|l| serde_json::from_slice::<Record>(l).is_ok())
}

fn json(path: &str, stem: &str, line: usize, bytes: &[u8]) -> Result<Source, ReadError> {
    if let Err(error) = std::str::from_utf8(bytes) {
        return Err(ReadError::NotUtf8 {
            path: path.to_owned(),
            line,
            offset: error.valid_up_to(),
        });
    }
    let record: Record = serde_json::from_slice(bytes).map_err(|e| ReadError::BadJson {
        path: path.to_owned(),
        line,
        message: e.to_string(),
    })?;
    source(path, stem, line, record)
}

fn source(path: &str, stem: &str, line: usize, record: Record) -> Result<Source, ReadError> {
    if record.text.trim().is_empty() {
        return Err(ReadError::Empty {
            path: path.to_owned(),
            line,
        });
    }
    let id = match record.id {
        Some(serde_json::Value::String(id)) if !id.trim().is_empty() => id,
        Some(serde_json::Value::Number(number)) => number.to_string(),
        _ => format!("{stem}-{line}"),
    };
    Ok(Source {
        id: safe(&id),
        text: record.text,
        date: record.date,
        title: record.title,
        publisher: record.source,
        url: record.url,
    })
}

/// An id that may stand in an IRI and is still readable: letters and digits of any script and `-._` stay, runs of
/// anything else become one `-`.
fn safe(name: &str) -> String {
    let mut id = String::with_capacity(name.len());
    for c in name.trim().chars() {
        if c.is_alphanumeric() || matches!(c, '.' | '_' | '-') {
            id.push(c);
        } else if !id.ends_with('-') {
            id.push('-');
        }
    }
    let id = id.trim_matches(['-', '.']);
    if id.is_empty() {
        "document".to_owned()
    } else {
        id.to_owned()
    }
}

/// Gives documents that share an id and differ in text an id of their own, made from the text alone, and drops
/// documents that come twice.
fn distinct(found: Vec<Result<Source, ReadError>>) -> Vec<Result<Source, ReadError>> {
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let found: Vec<Result<(Source, String), ReadError>> = found
        .into_iter()
        .map(|source| {
            let source = source?;
            let content = digest(&source);
            Ok((source, content))
        })
        .collect();
    for (source, content) in found.iter().flatten() {
        texts
            .entry(source.id.clone())
            .or_default()
            .insert(content.clone());
    }
    let mut taken: BTreeSet<(String, String)> = BTreeSet::new();
    let mut kept: VecDeque<Result<Source, ReadError>> = VecDeque::new();
    for result in found {
        match result {
            Ok((mut source, content)) => {
                if !taken.insert((source.id.clone(), content.clone())) {
                    continue;
                }
                if texts.get(&source.id).is_some_and(|t| t.len() > 1) {
                    source.id = format!("{}-{}", source.id, content.get(..8).unwrap_or(&content));
                }
                kept.push_back(Ok(source));
            }
            Err(error) => kept.push_back(Err(error)),
        }
    }
    let mut kept: Vec<_> = kept.into();
    // errors first, then documents by id: the order of arguments and folders does not show
    kept.sort_by(|a, b| match (a, b) {
        (Ok(a), Ok(b)) => a.id.cmp(&b.id),
        (Err(a), Err(b)) => a.to_string().cmp(&b.to_string()),
        (Err(_), Ok(_)) => std::cmp::Ordering::Less,
        (Ok(_), Err(_)) => std::cmp::Ordering::Greater,
    });
    kept
}

fn digest(source: &Source) -> String {
    let mut hash = Sha256::new();
    for part in [
        Some(&source.text),
        source.date.as_ref(),
        source.url.as_ref(),
    ] {
        hash.update(part.map_or("", String::as_str));
        hash.update([0xFF]);
    }
    let mut hex = String::with_capacity(64);
    for byte in hash.finalize() {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
