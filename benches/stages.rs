//! Every stage by itself, and all of them together: `cargo bench`.
//!
//! Text: the sample reports, repeated; or a JSON Lines file of reports named by the variable `NEWSGRAPH_CORPUS`.
//! Words are what white space parts, but for the two stages of tagging, which count tokens.

#![allow(clippy::unwrap_used, reason = "a benchmark may fail loudly")]
#![allow(missing_docs, reason = "criterion's macros write functions without")]

use std::hint::black_box;
use std::path::PathBuf;

use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use newsgraph::annotate::lex::Tagger;
use newsgraph::annotate::syntax::Parser;
use newsgraph::annotate::{Reading, Tables};
use newsgraph::graph::{self, Collection};
use newsgraph::ontology::{Ontology, PackFiles, Vocabulary};
use newsgraph::pipeline::{Options, Pipeline};
use newsgraph::rdf::{Format, Lines, Mapping, RdfOptions, write};
use newsgraph::resolve;
use newsgraph::text::{DocWords, Document, Source, read_all};

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Copies of the sample reports: enough text that one run takes longer than the clock's grain.
const COPIES: usize = 20;
/// Reports taken from a corpus, so that an hour of news does not take an hour.
const MOST: usize = 200;

fn sources() -> Vec<Source> {
    let corpus = std::env::var_os("NEWSGRAPH_CORPUS").map(PathBuf::from);
    let path = corpus.clone().unwrap_or_else(|| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/examples/crocus-city-hall").into()
    });
    let read: Vec<Source> = read_all(&[path]).into_iter().map(Result::unwrap).collect();
    if corpus.is_some() {
        return read.into_iter().take(MOST).collect();
    }
    let copies = (0..COPIES).flat_map(|n| {
        read.iter().cloned().map(move |s| Source {
            id: format!("{}-{n}", s.id),
            ..s
        })
    });
    copies.collect()
}

fn count_words(sources: &[Source]) -> u64 {
    let words = sources.iter().map(|s| s.text.split_whitespace().count());
    words.sum::<usize>() as u64
}

/// All stages on one thread, as the program runs them: nothing else is kept in memory.
fn whole(c: &mut Criterion) {
    let sources = sources();
    let pipeline = Pipeline::load(None).unwrap();
    let options = RdfOptions::default();
    let mapping = Mapping::new(pipeline.vocabulary(), &options).unwrap();
    let alone = Options {
        threads: Some(1),
        ..Options::default()
    };
    let mut group = c.benchmark_group("whole");
    group
        .throughput(Throughput::Elements(count_words(&sources)))
        .sample_size(20);
    group.bench_function("text to n-quads", |b| {
        b.iter(|| {
            let mut lines = Lines::new(std::io::sink());
            pipeline.extract_each(sources.clone(), &alone, &mut |graph| {
                mapping.document(&graph, &mut lines).unwrap();
            });
            lines.finish().unwrap();
        });
    });
    group.finish();
}

fn stages(c: &mut Criterion) {
    let sources = sources();
    let words = count_words(&sources);
    let pipeline = Pipeline::load(None).unwrap();
    let ontology = pipeline.cascade().ontology();
    let conventions = &ontology.conventions;
    let documents: Vec<Document> = sources
        .iter()
        .map(|s| Document::read(s.clone(), conventions))
        .collect();
    let readings: Vec<Reading<'_>> = documents
        .iter()
        .map(|d| pipeline.cascade().read(d))
        .collect();
    let graphs: Vec<_> = readings
        .iter()
        .map(|r| graph::build(r, &resolve::resolve(r)))
        .collect();
    let (files, mut table) = (PackFiles::builtin(), ontology.words.clone());
    let tagger = Tagger::load(&files, &mut table).unwrap();
    let parser = Parser::load(&files).unwrap();
    let tagged: Vec<_> = documents
        .iter()
        .map(|d| tagger.tag(d, &mut DocWords::new(&table)))
        .collect();

    let tokens: usize = documents.iter().map(|d| d.tokens.len()).sum();

    let mut group = c.benchmark_group("stages");
    group
        .throughput(Throughput::Elements(words))
        .sample_size(20);
    each(&mut group, "read", &sources, |s| {
        Document::read(s.clone(), conventions)
    });
    // the words of tagging are tokens, as a treebank counts them
    group.throughput(Throughput::Elements(tokens as u64));
    each(&mut group, "tag", &documents, |d| {
        tagger.tag(d, &mut DocWords::new(&table))
    });
    each(&mut group, "text to tags", &sources, |s| {
        let document = Document::read(s.clone(), conventions);
        tagger.tag(&document, &mut DocWords::new(&table))
    });
    group.throughput(Throughput::Elements(words));
    group.bench_function("parse", |b| {
        b.iter(|| parser.parse_all(documents.iter().zip(&tagged)));
    });
    group.bench_function("annotate", |b| {
        b.iter(|| pipeline.cascade().read_all(&documents).len());
    });
    each(&mut group, "resolve", &readings, resolve::resolve);
    each(&mut group, "resolve and graph", &readings, |r| {
        graph::build(r, &resolve::resolve(r))
    });
    let options = RdfOptions::default();
    let mapping = Mapping::new(&ontology.vocabulary, &options).unwrap();
    // one writer for all documents, as the program has it; what the disk takes is left out
    group.bench_function("n-quads", |b| {
        b.iter(|| {
            let mut lines = Lines::new(std::io::sink());
            for graph in &graphs {
                mapping.document(graph, &mut lines).unwrap();
            }
            lines.finish().unwrap();
        });
    });
    group.finish();

    let mut group = c.benchmark_group("together");
    group
        .throughput(Throughput::Elements(words))
        .sample_size(10);
    group.bench_function("fuse", |b| {
        b.iter(|| pipeline.fuse(graphs.clone(), &[], &Options::default()));
    });
    let collection: Collection = pipeline.fuse(graphs.clone(), &[], &Options::default());
    for format in [Format::TriG, Format::Turtle, Format::JsonLd, Format::RdfXml] {
        group.bench_function(format!("write {}", format.extension()), |b| {
            b.iter(|| {
                let mut bytes = Vec::new();
                write(
                    &collection,
                    pipeline.vocabulary(),
                    &options,
                    format,
                    &mut bytes,
                )
                .unwrap();
                black_box(bytes.len())
            });
        });
    }
    group.finish();
}

fn each<T, R>(
    group: &mut BenchmarkGroup<'_, criterion::measurement::WallTime>,
    name: &str,
    all: &[T],
    stage: impl Fn(&T) -> R,
) {
    group.bench_function(name, |b| {
        b.iter(|| all.iter().for_each(|one| drop(black_box(stage(one)))));
    });
}

fn start(c: &mut Criterion) {
    let files = PackFiles::builtin();
    let mut group = c.benchmark_group("start");
    group.sample_size(10);
    group.bench_function("vocabulary", |b| {
        b.iter(|| Vocabulary::load(&files).unwrap());
    });
    group.bench_function("ontology", |b| {
        b.iter(|| Ontology::load(files.clone()).unwrap());
    });
    group.bench_function("tables", |b| b.iter(|| Tables::load(&files).unwrap()));
    group.bench_function("all", |b| b.iter(|| Pipeline::load(None).unwrap()));
    group.finish();
}

criterion_group!(benches, start, whole, stages);
criterion_main!(benches);
