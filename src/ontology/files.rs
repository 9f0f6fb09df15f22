//! The files of a pack by their path: the ones compiled into the binary, or those of a directory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

/// Folder of rule files that others were laid over.
pub(super) const BELOW: &str = "builtin";

static BUILTIN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/ontology");

/// A pack that cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// The directory or one of its files cannot be opened.
    #[error("cannot read {}: {source}; give a directory laid out like the built-in ontology/", path.display())]
    Unreadable {
        /// What was to be read.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is not UTF-8.
    #[error("{path} is not UTF-8 (first bad byte at offset {offset}); save it as UTF-8")]
    NotUtf8 {
        /// Path inside the pack.
        path: String,
        /// First bad byte.
        offset: usize,
    },
}

/// Texts by path relative to the pack's root, with `/` between folders: `rules/event/attacks.toml`.
#[derive(Clone, Default)]
pub struct PackFiles {
    /// Shared, so that parts of a pack can be loaded side by side.
    files: Arc<BTreeMap<String, Cow<'static, str>>>,
}

impl std::fmt::Debug for PackFiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.files.keys()).finish()
    }
}

impl PackFiles {
    /// The pack compiled into the binary.
    pub fn builtin() -> Self {
        let mut files = BTreeMap::new();
        collect(&BUILTIN, &mut files);
        Self {
            files: Arc::new(files),
        }
    }

    /// Every file below `root`.
    ///
    /// # Errors
    /// If the directory or a file in it cannot be read, or is not UTF-8.
    pub fn read(root: &Path) -> Result<Self, PackError> {
        let mut files = BTreeMap::new();
        for entry in walkdir::WalkDir::new(root).sort_by_file_name() {
            let entry = entry.map_err(|e| PackError::Unreadable {
                path: e.path().unwrap_or(root).to_owned(),
                source: e.into(),
            })?;
            if !entry.file_type().is_file() {
                continue;
            }
            let path = entry.path();
            let bytes = std::fs::read(path).map_err(|source| PackError::Unreadable {
                path: path.to_owned(),
                source,
            })?;
            let relative = path.strip_prefix(root).unwrap_or(path);
            let name = relative
                .components()
                .map(|c| c.as_os_str().to_string_lossy())
                .collect::<Vec<_>>()
                .join("/");
            let text = String::from_utf8(bytes).map_err(|e| PackError::NotUtf8 {
                path: name.clone(),
                offset: e.utf8_error().valid_up_to(),
            })?;
            files.insert(name, Cow::Owned(text));
        }
        Ok(Self {
            files: Arc::new(files),
        })
    }

    /// A pack of files given as (path, text): for tests and for building packs in memory.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self {
            files: Arc::new(
                texts
                    .into_iter()
                    .map(|(p, t)| (p.to_owned(), Cow::Owned(t.to_owned())))
                    .collect(),
            ),
        }
    }

    /// Lays `over` above this pack: files of the same path are replaced, new ones added.
    pub fn extend(&mut self, over: Self) {
        let over = Arc::unwrap_or_clone(over.files);
        Arc::make_mut(&mut self.files).extend(over);
    }

    /// [`PackFiles::extend`], but a rule file of the same path stays below the new one, under `BELOW`: its rules hold
    /// unless the new file has one of the same id.
    pub fn lay_over(&mut self, over: Self) {
        let files = Arc::make_mut(&mut self.files);
        for (path, text) in Arc::unwrap_or_clone(over.files) {
            if path.starts_with("rules/")
                && let Some(own) = files.get(&path).filter(|own| **own != text).cloned()
            {
                files.insert(format!("{BELOW}/{path}"), own);
            }
            files.insert(path, text);
        }
    }

    /// The text of one file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// The files below `folder` with the ending `ext`, in order of their paths.
    pub fn below<'p>(
        &'p self,
        folder: &'p str,
        ext: &'p str,
    ) -> impl Iterator<Item = (&'p str, &'p str)> {
        self.files
            .iter()
            .filter(move |(p, _)| {
                p.strip_prefix(folder).is_some_and(|r| r.starts_with('/'))
                    && p.rsplit('.').next() == Some(ext)
            })
            .map(|(p, t)| (p.as_str(), t.as_ref()))
    }
}

fn collect(dir: &'static Dir<'static>, files: &mut BTreeMap<String, Cow<'static, str>>) {
    for file in dir.files() {
        if let Some(text) = file.contents_utf8() {
            files.insert(
                file.path().to_string_lossy().replace('\\', "/"),
                Cow::Borrowed(text),
            );
        }
    }
    for sub in dir.dirs() {
        collect(sub, files);
    }
}
