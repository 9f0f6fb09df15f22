//! Answers in the format asked for.

use std::io::Write;

use oxigraph::model::{GraphName, Quad};
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};

use super::QueryError;
use super::table::Table;
use crate::ontology::Vocabulary;
use crate::rdf::{Format, write_quads};

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerFormat {
    /// Aligned columns for people.
    Table,
    /// SPARQL results in JSON.
    Json,
    /// SPARQL results in CSV.
    Csv,
    /// SPARQL results in TSV.
    Tsv,
    /// SPARQL results in XML.
    Xml,
    /// Triples of a `CONSTRUCT` or `DESCRIBE`.
    Triples(Format),
}

impl AnswerFormat {
    fn results(self) -> Option<QueryResultsFormat> {
        Some(match self {
            Self::Json => QueryResultsFormat::Json,
            Self::Csv => QueryResultsFormat::Csv,
            Self::Tsv => QueryResultsFormat::Tsv,
            Self::Xml => QueryResultsFormat::Xml,
            Self::Table | Self::Triples(_) => return None,
        })
    }
}

/// Writes an answer; `width` is that of the terminal, for tables.
///
/// # Errors
/// If evaluation or writing fails, or the format cannot hold the answer.
pub fn write_answer(
    answer: QueryResults<'_>,
    format: Option<AnswerFormat>,
    vocabulary: &Vocabulary,
    base: &str,
    width: Option<usize>,
    mut out: impl Write,
) -> Result<(), QueryError> {
    let failed = |e: oxigraph::sparql::QueryEvaluationError| QueryError::Evaluation(e.to_string());
    let format_or = |default| format.unwrap_or(default);
    match answer {
        QueryResults::Boolean(yes) => match format_or(AnswerFormat::Table) {
            AnswerFormat::Table => writeln!(out, "{}", if yes { "yes" } else { "no" })?,
            AnswerFormat::Triples(_) => return Err(not_triples("yes or no")),
            other => {
                if let Some(results) = other.results() {
                    let serializer = QueryResultsSerializer::from_format(results);
                    serializer.serialize_boolean_to_writer(&mut out, yes)?;
                    writeln!(out)?;
                }
            }
        },
        QueryResults::Solutions(solutions) => match format_or(AnswerFormat::Table) {
            AnswerFormat::Table => {
                let mut table =
                    Table::new(solutions.variables().iter().map(|v| v.as_str().to_owned()));
                for solution in solutions {
                    let solution = solution.map_err(failed)?;
                    table.row(solution.values().iter().map(|t| {
                        t.as_ref()
                            .map_or_else(String::new, |t| super::table::cell(t, vocabulary, base))
                    }));
                }
                table.write(width, &mut out)?;
            }
            AnswerFormat::Triples(_) => return Err(not_triples("rows")),
            other => {
                if let Some(results) = other.results() {
                    let mut serializer = QueryResultsSerializer::from_format(results)
                        .serialize_solutions_to_writer(&mut out, solutions.variables().to_vec())?;
                    for solution in solutions {
                        serializer.serialize(&solution.map_err(failed)?)?;
                    }
                    serializer.finish()?;
                    if matches!(other, AnswerFormat::Json | AnswerFormat::Xml) {
                        writeln!(out)?;
                    }
                }
            }
        },
        QueryResults::Graph(triples) => {
            let AnswerFormat::Triples(format) = format_or(AnswerFormat::Triples(Format::Turtle))
            else {
                return Err(QueryError::WrongFormat {
                    format: "this format",
                    kind: "triples",
                    instead: "ttl, nt, jsonld, rdf",
                });
            };
            let quads: Result<Vec<Quad>, _> = triples
                .map(|t| t.map(|t| t.in_graph(GraphName::DefaultGraph)))
                .collect();
            write_quads(quads.map_err(failed)?, vocabulary, base, format, out)?;
        }
    }
    Ok(())
}

fn not_triples(kind: &'static str) -> QueryError {
    QueryError::WrongFormat {
        format: "a triples format",
        kind,
        instead: "table, json, csv, tsv, xml",
    }
}
