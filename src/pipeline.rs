//! The way data takes, in one place: text → annotate → resolve → graph → fuse.
//!
//! Documents go through it some at a time, stage by stage: the tables and the code of a stage are more than a processor
//! keeps near it of all stages, so they are fetched once for many documents. What comes out is the same as one by one.
//!
//! Everything after the graph (`rdf`, `query`, `writers`) takes the [`Collection`] that comes out here.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::annotate::lex::LexError;
use crate::annotate::{Cascade, Reading, Tables};
use crate::fuse;
pub use crate::fuse::TollPolicy;
use crate::graph::{self, Collection, Judgement, KnowledgeGraph};
use crate::ontology::{LoadError, Ontology, Vocabulary};
use crate::resolve::{self, Resolved};
use crate::text::{Document, Source};

/// How to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Threads; `None` for as many as there are cores.
    pub threads: Option<usize>,
    /// Whether documents are fused.
    pub fuse: bool,
    /// Which casualty figure becomes the headline.
    pub toll_policy: TollPolicy,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            threads: None,
            fuse: true,
            toll_policy: TollPolicy::Latest,
        }
    }
}

/// A pack that cannot be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PipelineError {
    /// The pack has mistakes or cannot be read.
    #[error(transparent)]
    Ontology(#[from] LoadError),
    /// Its learned tables cannot be used.
    #[error(transparent)]
    Tables(#[from] LexError),
}

/// A loaded pack, ready to run; shared by all threads.
pub struct Pipeline {
    cascade: Cascade,
    /// By document: the sentences in which the step budget of the rules ran out.
    cut: Mutex<BTreeMap<String, usize>>,
}

impl Pipeline {
    /// Loads the built-in pack, or the one in a directory.
    ///
    /// # Errors
    /// If a file of the pack cannot be used; the error lists every mistake.
    pub fn load(ontology: Option<&Path>) -> Result<Self, PipelineError> {
        let files = Ontology::files(ontology).map_err(LoadError::from)?;
        // two halves of about the same size, side by side
        let (ontology, tables) = std::thread::scope(|scope| {
            let tables = scope.spawn(|| Tables::load(&files));
            let ontology = Ontology::load(files.clone());
            (
                ontology,
                tables
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            )
        });
        Ok(Self {
            cascade: Cascade::with_tables(ontology?, tables?)?,
            cut: Mutex::default(),
        })
    }

    /// Prepares an ontology that is already loaded.
    ///
    /// # Errors
    /// If its learned tables cannot be used.
    pub fn new(ontology: Ontology) -> Result<Self, PipelineError> {
        Ok(Self {
            cascade: Cascade::new(ontology)?,
            cut: Mutex::default(),
        })
    }

    /// The cascade, to look at annotations.
    pub fn cascade(&self) -> &Cascade {
        &self.cascade
    }

    /// The vocabulary of the pack.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.cascade.ontology().vocabulary
    }

    /// Documents read so far in which some rules were cut short by the step budget, with the number of sentences: there
    /// they may have found less than they could.
    pub fn cut_short(&self) -> Vec<(String, usize)> {
        let cut = self.cut.lock().unwrap_or_else(PoisonError::into_inner);
        cut.iter().map(|(id, n)| (id.clone(), *n)).collect()
    }

    /// One document through all stages: its graph, with the names that it alone gives.
    pub fn document(&self, source: Source) -> KnowledgeGraph {
        let document = Document::read(source, &self.cascade.ontology().conventions);
        let reading = self.cascade.read(&document);
        self.graph(&reading, &resolve::resolve(&reading))
    }

    /// Some documents through all stages, stage by stage; their graphs in order.
    fn documents(&self, sources: Vec<Source>) -> Vec<KnowledgeGraph> {
        let conventions = &self.cascade.ontology().conventions;
        // text
        let read = |source| Document::read(source, conventions);
        let documents: Vec<Document> = sources.into_iter().map(read).collect();
        // annotate
        let readings = self.cascade.read_all(&documents);
        // resolve
        let resolved: Vec<_> = readings.iter().map(resolve::resolve).collect();
        // graph
        let all = readings.iter().zip(&resolved);
        all.map(|(reading, resolved)| self.graph(reading, resolved))
            .collect()
    }

    fn graph(&self, reading: &Reading<'_>, resolved: &Resolved) -> KnowledgeGraph {
        if !reading.cut_sentences.is_empty() {
            let mut cut = self.cut.lock().unwrap_or_else(PoisonError::into_inner);
            cut.insert(reading.document.id.clone(), reading.cut_sentences.len());
        }
        let mut graph = graph::build(reading, resolved);
        let table = &self.cascade.ontology().confidence;
        graph.set_confidence(|rule| table.get(rule).copied());
        graph
    }

    /// Extracts and, unless told otherwise, fuses.
    pub fn extract(&self, sources: Vec<Source>, options: &Options) -> Collection {
        let mut graphs = Vec::with_capacity(sources.len());
        self.extract_each(sources, options, &mut |graph| graphs.push(graph));
        if options.fuse {
            return self.fuse(graphs, &[], options);
        }
        Collection {
            documents: graphs,
            ..Collection::default()
        }
    }

    /// Extracts some documents at a time, gives their graphs in the order of the sources, and keeps none: memory stays flat.
    pub fn extract_each(
        &self,
        sources: impl IntoIterator<Item = Source>,
        options: &Options,
        sink: &mut dyn FnMut(KnowledgeGraph),
    ) {
        let threads = options.threads.unwrap_or(0);
        let pool = if threads == 1 {
            None
        } else {
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .ok()
        };
        let threads = pool
            .as_ref()
            .map_or(1, rayon::ThreadPool::current_num_threads);
        let mut sources = sources.into_iter();
        loop {
            let batch = batch(&mut sources, threads);
            if batch.is_empty() {
                return;
            }
            let graphs = match &pool {
                None => self.documents(batch),
                Some(pool) => pool.install(|| {
                    // some parts a thread: reports differ in length
                    let part = batch.len().div_ceil(threads * 4);
                    let parts = batch.into_par_iter().chunks(part);
                    let graphs: Vec<_> = parts.map(|part| self.documents(part)).collect();
                    graphs.into_iter().flatten().collect()
                }),
            };
            graphs.into_iter().for_each(&mut *sink);
        }
    }

    /// Joins the graphs of documents. `ledger` holds the judgements under which they were joined before: those are
    /// undone first, so that the result is that of one run over all.
    pub fn fuse(
        &self,
        documents: Vec<KnowledgeGraph>,
        ledger: &[Judgement],
        options: &Options,
    ) -> Collection {
        let own = fuse::unfuse(documents, ledger);
        fuse::fuse(own, options.toll_policy, self.vocabulary())
    }
}

/// Documents a thread that go through the stages together: enough that what a stage knows is fetched once for many, and
/// little enough to keep memory flat.
const TOGETHER: usize = 64;
/// The same in bytes of text: long documents go through with fewer others.
const BYTES: usize = 512 * 1024;

/// The next sources that go through the stages together.
fn batch(sources: &mut impl Iterator<Item = Source>, threads: usize) -> Vec<Source> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while batch.len() < TOGETHER * threads && bytes < BYTES * threads {
        let Some(source) = sources.next() else {
            break;
        };
        bytes += source.text.len();
        batch.push(source);
    }
    batch
}
