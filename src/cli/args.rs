//! The arguments, as clap reads and documents them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// News reports in, an explainable knowledge graph out: who attacked what, who claimed it, who was blamed and
/// detained, how many were hurt according to whom, and the words that say so.
#[derive(Debug, Parser)]
#[command(
    name = "newsgraph",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  newsgraph demo                                      the main job on a built-in sample
  newsgraph extract reports/ -o graph.trig            a folder of reports to one graph
  newsgraph query graph.trig --saved who-claimed      a saved question; --list shows them all
  newsgraph export graph.trig --to svg -o graph.svg   a drawing
  newsgraph explain graph.trig                        every fact with the sentence that says it

Exit: 0 done, 1 findings, 2 usage or unreadable input, 3 some documents failed."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Say more
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Colours: `NO_COLOR` is honoured
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Use the words, names and rules of this folder, not the built-in ones
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) ontology: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read reports and write their knowledge graph
    Extract(ExtractArgs),
    /// Join graph files: the same result as one extract over all their reports
    Fuse(FuseArgs),
    /// Ask a graph in SPARQL
    Query(QueryArgs),
    /// Draw a graph, or write it for other programs
    Export(ExportArgs),
    /// Why: each fact, its rule, and the sentence with the words marked
    Explain(ExplainArgs),
    /// Check, test and show the rules
    Rules(super::rules::RulesArgs),
    /// Check a graph against SHACL shapes
    Validate(ValidateArgs),
    /// Measure against gold documents
    Eval(super::eval::EvalArgs),
    /// The main job on a built-in sample of two reports
    Demo(DemoArgs),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Policy {
    /// The most recent figure
    #[default]
    Latest,
    /// The lowest that is certain
    Conservative,
    /// The highest
    Max,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RdfVersion {
    #[value(name = "1.1")]
    V11,
    #[value(name = "1.2")]
    V12,
}

#[derive(Debug, Args)]
pub(crate) struct GraphOutput {
    /// Write here; the ending tells the format
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Format, where the ending does not tell: ttl, trig, nt, nq, rdf, jsonld, jsonl, dot, graphml …
    #[arg(long, value_name = "F")]
    pub(crate) format: Option<String>,
    /// What every IRI of the data begins with [default: the pack's, or that of the graph read]
    #[arg(long, value_name = "IRI")]
    pub(crate) base_iri: Option<String>,
    /// RDF version; 1.2 writes extractions with rdf:reifies
    #[arg(long, value_enum, default_value = "1.1", value_name = "V")]
    pub(crate) rdf: RdfVersion,
    /// Which death toll becomes the headline figure
    #[arg(long, value_enum, default_value_t = Policy::Latest, value_name = "POLICY")]
    pub(crate) toll_policy: Policy,
    /// Threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Input: plain text (a first line `date 2024-03-23`, front matter or an agency dateline tells the day), JSON Lines
with id, text, date, title, source, url; folders, patterns, `-` for standard input; .gz and .zst of these.

Examples:
  newsgraph extract report.txt -o graph.ttl
  newsgraph extract 'wires/*.jsonl.gz' -o graph.nq --no-fuse
  cat report.txt | newsgraph extract - | newsgraph query - --saved timeline")]
pub(crate) struct ExtractArgs {
    /// Files, folders, patterns, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Keep the graphs of the documents apart
    #[arg(long)]
    pub(crate) no_fuse: bool,
    #[command(flatten)]
    pub(crate) output: GraphOutput,
}

#[derive(Debug, Args)]
pub(crate) struct FuseArgs {
    /// Graph files that extract wrote
    #[arg(required = true, value_name = "GRAPH")]
    pub(crate) graphs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) output: GraphOutput,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The question sees the union of all graphs; prefixes that the pack knows (ng:, rdfs:, nif: …) need no PREFIX line.

Examples:
  newsgraph query graph.trig 'SELECT ?name { ?i a ng:Attack ; rdfs:label ?name }'
  newsgraph query graph.trig --saved who-claimed --format csv
  newsgraph query graph.trig -f question.rq --format json
  newsgraph query --list")]
pub(crate) struct QueryArgs {
    /// A graph file, a folder of them, or - for `TriG` on standard input
    #[arg(value_name = "GRAPH", required_unless_present = "list")]
    pub(crate) graph: Option<PathBuf>,
    /// The question
    #[arg(value_name = "SPARQL")]
    pub(crate) sparql: Option<String>,
    /// Read the question from a file
    #[arg(short, long, value_name = "FILE", conflicts_with = "sparql")]
    pub(crate) file: Option<PathBuf>,
    /// Ask a saved question, by name or number
    #[arg(long, value_name = "NAME", conflicts_with_all = ["sparql", "file"])]
    pub(crate) saved: Option<String>,
    /// List the saved questions
    #[arg(long)]
    pub(crate) list: bool,
    /// table, json, csv, tsv, xml; for CONSTRUCT ttl, nt, jsonld, rdf
    #[arg(long, value_name = "F")]
    pub(crate) format: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    Dot,
    Svg,
    Graphml,
    Gexf,
    Cytoscape,
    Csv,
    Geojson,
    #[value(name = "neo4j-csv")]
    Neo4jCsv,
    Jsonl,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  newsgraph export graph.trig --to svg -o graph.svg
  newsgraph export graph.trig --to dot --around 'Islamic State' --depth 2
  newsgraph export graph.trig --to csv -o tables/          nodes.csv and edges.csv
  newsgraph export graph.trig --view acled -o rows.csv     a view of ontology/views/")]
pub(crate) struct ExportArgs {
    /// A graph file, a folder of them, or - for `TriG` on standard input
    #[arg(value_name = "GRAPH")]
    pub(crate) graph: PathBuf,
    /// Format [default: by the ending of the output, else dot]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) to: Option<Target>,
    /// relations, events or mentions for drawings; else a view of the pack's views/
    #[arg(long, value_name = "NAME")]
    pub(crate) view: Option<String>,
    /// Draw only what lies near this name
    #[arg(long, value_name = "NAME")]
    pub(crate) around: Option<String>,
    /// Steps from --around
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) depth: usize,
    /// Write here; a folder for csv and neo4j-csv
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  newsgraph explain graph.trig
  newsgraph explain graph.trig --incident crocus
  newsgraph explain graph.trig --fact https://newsgraph.example/org/islamic-state
  newsgraph explain --text report.txt --rule event/claims/claim-active")]
pub(crate) struct ExplainArgs {
    /// A graph file, a folder of them, or - for `TriG` on standard input
    #[arg(value_name = "GRAPH", required_unless_present = "text")]
    pub(crate) graph: Option<PathBuf>,
    /// Only this incident: part of its name or id
    #[arg(long, value_name = "NAME")]
    pub(crate) incident: Option<String>,
    /// Only what is said about this node, or this one extraction
    #[arg(long, value_name = "IRI", conflicts_with = "incident")]
    pub(crate) fact: Option<String>,
    /// Why not: the text that a rule should have matched
    #[arg(long, value_name = "FILE", requires = "rule", conflicts_with = "graph")]
    pub(crate) text: Option<PathBuf>,
    /// Why not: the rule
    #[arg(long, value_name = "ID", requires = "text")]
    pub(crate) rule: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ValidateArgs {
    /// A graph file, a folder of them, or - for `TriG` on standard input
    #[arg(value_name = "GRAPH")]
    pub(crate) graph: PathBuf,
    /// SHACL shapes in Turtle [default: the pack's shapes.ttl]
    #[arg(long, value_name = "FILE")]
    pub(crate) shapes: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Write the sample's graph here as well
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
