//! The rule engine by itself, with 100, 400 and 2,000 rules: `cargo bench --bench rules`.
//!
//! Text: the sample reports, repeated; or a JSON Lines file of reports named by the variable `NEWSGRAPH_CORPUS`. Rules:
//! one a lemma of the tagger's lexicon, from the frequent to the rare, half of them frames over clauses and half sequences
//! over tokens. Tags, trees, names and mentions are there beforehand: what is measured is finding the rules that a
//! sentence needs, matching them and filling their slots.
//!
//! Three groups. In `growing pack` the rules are those of the most frequent lemmas, as a pack grows: the words that a text
//! is full of come first, and each further rule is tried more rarely. In `rules` the lemmas are drawn evenly from the same
//! 2,000: five times the rules make five times the tries, each of which takes its time. In `idle rules` the rules beyond
//! 400 have words that no text holds: what is added is only their number, as when a pack for another subject is loaded as
//! well.

#![allow(clippy::unwrap_used, reason = "a benchmark may fail loudly")]
#![allow(clippy::print_stdout, reason = "says what the rules found")]
#![allow(missing_docs, reason = "criterion's macros write functions without")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::ops::Range;
use std::path::PathBuf;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsgraph::annotate::{Cascade, Reading, RuleIndex, frame};
use newsgraph::ontology::{Ontology, PackFiles, Pass};
use newsgraph::pattern::{
    Anchor, Atom, AtomId, Budget, CompileError, Input, Matcher, Pattern, Resolver, compile, parse,
};
use newsgraph::text::{Document, Source, read_all};

/// How many rules.
const SIZES: [usize; 3] = [100, 400, 2_000];
/// Rules with words of news among idle ones.
const FIRING: usize = 400;
/// The most frequent lemmas stand in every sentence and in no rule.
const SKIPPED: usize = 50;
/// Copies of the sample reports.
const COPIES: usize = 20;
/// Reports taken from a corpus.
const MOST: usize = 200;

fn sources() -> Vec<Source> {
    match std::env::var_os("NEWSGRAPH_CORPUS").map(PathBuf::from) {
        Some(corpus) => read_all(&[corpus])
            .into_iter()
            .map(Result::unwrap)
            .take(MOST)
            .collect(),
        None => {
            let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/crocus-city-hall").into();
            let read: Vec<Source> = read_all(&[samples])
                .into_iter()
                .map(Result::unwrap)
                .collect();
            std::iter::repeat_n(read, COPIES).flatten().collect()
        }
    }
}

/// Lemmas of nouns and verbs with whether they are verbs, the frequent ones first.
fn lemmas(files: &PackFiles) -> Vec<(String, bool)> {
    let mut counts: BTreeMap<(String, bool), u32> = BTreeMap::new();
    for line in files.text("lexicon/learned/words.tsv").unwrap().lines() {
        let Some((word, tags)) = line.split_once('\t') else {
            continue;
        };
        for part in tags.split(' ') {
            let (tag, rest) = part.split_once(':').unwrap();
            let (count, lemma) = rest.split_once('=').unwrap_or((rest, word));
            let verb = tag.starts_with("VB") && !tag.contains('.');
            let noun = tag == "NN" || tag == "NNS";
            if (verb || noun) && lemma.bytes().all(|b| b.is_ascii_lowercase()) {
                *counts.entry((lemma.to_owned(), verb)).or_default() +=
                    count.parse::<u32>().unwrap_or(0);
            }
        }
    }
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_by_key(|(lemma, count)| (std::cmp::Reverse(*count), lemma.clone()));
    all.into_iter()
        .skip(SKIPPED)
        .map(|(lemma, _)| lemma)
        .collect()
}

/// The built-in pack with made-up event rules in place of its own: `firing` with words of news, each `step` ranks after the
/// one before, `idle` with other words.
fn pack(firing: usize, step: usize, idle: usize) -> Ontology {
    let mut files = PackFiles::builtin();
    let lemmas = lemmas(&files);
    let mut rules = String::new();
    let unheard = (0..idle).map(|number| (format!("zq{number}"), number % 2 == 0));
    let heard = lemmas.into_iter().step_by(step).take(firing);
    let all = heard.chain(unheard);
    for (number, (lemma, verb)) in all.enumerate() {
        let tag = if verb { "V" } else { "N" };
        let trigger = format!("[lemma={lemma} & tag={tag}]");
        let _ = match number % 4 {
            0 | 2 => write!(
                rules,
                "[[rule]]\nid = \"r{number}\"\nkind = \"frame\"\ntrigger = '''{trigger}'''\nemits = \"ng:Attack\"\n\
                 slots.attacker = {{ path = \"subj\", class = \"ng:Person|ng:PersonGroup|ng:Organization\" }}\n\
                 slots.victim = {{ path = \"obj\", class = \"ng:Person|ng:PersonGroup\", required = true }}\n"
            ),
            1 => write!(
                rules,
                "[[rule]]\nid = \"r{number}\"\nkind = \"seq\"\n\
                 pattern = '''head:{trigger} ~3 (in|at|near|of) target:@ng:Place'''\nemits = \"ng:Attack\"\n"
            ),
            _ => write!(
                rules,
                "[[rule]]\nid = \"r{number}\"\nkind = \"seq\"\n\
                 pattern = '''(a|an|the) [tag=ADJ]* head:{trigger} ~2 victim:@ng:PersonGroup'''\nemits = \"ng:Attack\"\n"
            ),
        };
    }
    let own: Vec<String> = files
        .below("rules/event", "toml")
        .map(|(path, _)| path.to_owned())
        .collect();
    let mut over: Vec<(&str, &str)> = own.iter().map(|path| (path.as_str(), "")).collect();
    over.push(("rules/event/made-up.toml", &rules));
    files.extend(PackFiles::from_texts(over));
    Ontology::load(files).unwrap()
}

fn rules(c: &mut Criterion) {
    let most = SIZES.into_iter().max().unwrap();
    for size in SIZES {
        measure(c, "growing pack", (size, 1), 0);
    }
    for size in SIZES {
        measure(c, "rules", (size, most / size), 0);
    }
    for size in SIZES.into_iter().filter(|size| *size >= FIRING) {
        measure(c, "idle rules", (FIRING, most / FIRING), size - FIRING);
    }
}

fn measure(c: &mut Criterion, group: &str, (firing, step): (usize, usize), idle: usize) {
    let cascade = Cascade::new(pack(firing, step, idle)).unwrap();
    let ontology = cascade.ontology();
    let documents: Vec<Document> = sources()
        .into_iter()
        .map(|s| Document::read(s, &ontology.conventions))
        .collect();
    let readings: Vec<Reading<'_>> = documents.iter().map(|d| cascade.read(d)).collect();
    let tokens: usize = documents.iter().map(|d| d.tokens.len()).sum();
    let index = RuleIndex::new(ontology, Pass::Event);
    let found: usize = readings.iter().map(|r| r.findings.len()).sum();
    let size = firing + idle;
    println!("{size} {group}: {found} findings in {tokens} tokens");
    let mut group = c.benchmark_group(group);
    group
        .throughput(Throughput::Elements(tokens as u64))
        .sample_size(20);
    group.bench_function(format!("{size} rules"), |b| {
        let mut matcher = Matcher::default();
        b.iter(|| {
            for reading in &readings {
                let words = cascade.clause_words();
                black_box(frame::findings(reading, &index, words, &mut matcher));
            }
        });
    });
    group.finish();
}

/// Tokens of which only the last is the word looked for.
struct Line(usize);

impl Input for Line {
    fn atom(&self, atom: AtomId, at: usize) -> Option<usize> {
        (at < self.0 && (atom.0 == 0 || at + 1 == self.0)).then_some(at + 1)
    }

    fn barrier(&self, _: usize) -> bool {
        false
    }

    fn border(&self, _: Anchor, _: usize, _: &Range<usize>) -> bool {
        false
    }
}

struct Numbers;

impl Resolver for Numbers {
    fn atom(&mut self, atom: &Atom) -> Result<AtomId, CompileError> {
        Ok(AtomId(u32::from(!matches!(atom, Atom::Any(_)))))
    }

    fn macro_body(&self, _: &str) -> Option<&Pattern> {
        None
    }
}

fn wildcards(c: &mut Criterion) {
    // the last word is wanted twice: every way through the wildcards fails
    let pattern = parse(&format!("{} last last", ".? ".repeat(20))).unwrap();
    let program = compile(&pattern, &mut Numbers).unwrap();
    c.bench_function("twenty optional wildcards, 25 tokens", |b| {
        let mut matcher = Matcher::default();
        b.iter(|| {
            let mut budget = Budget::new(u32::MAX);
            for start in 0..25 {
                black_box(matcher.match_at(&program, &Line(25), &(0..25), start, &mut budget));
            }
        });
    });
}

criterion_group!(benches, rules, wildcards);
criterion_main!(benches);
