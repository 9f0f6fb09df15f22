//! Each constraint as a question for what violates it.

use std::fmt::Write as _;

use oxigraph::model::Term;
use oxigraph::sparql::{QueryResults, QuerySolution};

use super::parse::{Shape, Shapes, ShapesError};
use crate::ontology::Vocabulary;
use crate::query::GraphStore;

/// Something that a shape forbids.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// IRI of the shape.
    pub shape: String,
    /// IRI of the node that it is about.
    pub focus: String,
    /// IRI of the property, for property shapes.
    pub path: Option<String>,
    /// The offending value.
    pub value: Option<String>,
    /// What is wrong.
    pub message: String,
}

/// Terms that say something about a shape and constrain nothing.
const SILENT: [&str; 9] = [
    "message",
    "name",
    "description",
    "severity",
    "order",
    "group",
    "path",
    "targetClass",
    "targetNode",
];

/// How deep `sh:node` may nest.
const DEPTH: usize = 8;

/// Checks a graph; findings are sorted, each once.
///
/// # Errors
/// If the shapes use what is not supported.
pub fn check(
    store: &GraphStore,
    shapes: &Shapes,
    vocabulary: &Vocabulary,
) -> Result<Vec<Finding>, ShapesError> {
    let mut checker = Checker {
        store,
        shapes,
        vocabulary,
        findings: Vec::new(),
    };
    for shape in shapes.targeted() {
        for target in targets(shape) {
            checker.shape(shape, &target, shape, 0)?;
        }
    }
    checker.findings.sort();
    checker.findings.dedup();
    Ok(checker.findings)
}

/// Patterns that bind `?this`.
fn targets(shape: &Shape) -> Vec<String> {
    let mut patterns = Vec::new();
    for (term, value) in shape.terms() {
        match term {
            "targetClass" => patterns.push(format!("?this a/<{SUB_CLASS}>* {value} .")),
            "targetSubjectsOf" => patterns.push(format!("?this {value} ?target0 .")),
            "targetObjectsOf" => patterns.push(format!("?target0 {value} ?this .")),
            "targetNode" => patterns.push(format!("BIND({value} AS ?this)")),
            _ => {}
        }
    }
    patterns
}

const SUB_CLASS: &str = "http://www.w3.org/2000/01/rdf-schema#subClassOf";

struct Checker<'s> {
    store: &'s GraphStore,
    shapes: &'s Shapes,
    vocabulary: &'s Vocabulary,
    findings: Vec<Finding>,
}

impl Checker<'_> {
    /// Checks `shape` on what `target` binds to `?this`; findings go to `owner`.
    fn shape(
        &mut self,
        shape: &Shape,
        target: &str,
        owner: &Shape,
        depth: usize,
    ) -> Result<(), ShapesError> {
        for (term, value) in shape.terms() {
            match term {
                "property" => {
                    let property = self.inner(value, owner)?;
                    self.property(&property, target, owner, depth)?;
                }
                "sparql" => {
                    let constraint = self.inner(value, owner)?;
                    self.sparql(&constraint, target, owner)?;
                }
                "node" => {
                    let nested = self.inner(value, owner)?;
                    if depth < DEPTH {
                        self.shape(&nested, target, owner, depth + 1)?;
                    }
                }
                "targetSubjectsOf" | "targetObjectsOf" | "declare" | "prefixes" => {}
                silent if SILENT.contains(&silent) => {}
                other => return Err(unsupported(owner, other)),
            }
        }
        Ok(())
    }

    fn inner(&self, value: &Term, owner: &Shape) -> Result<Shape, ShapesError> {
        self.shapes
            .node(value)
            .cloned()
            .ok_or_else(|| ShapesError::Incomplete {
                shape: owner.name.clone(),
                message: format!("{value} is not described"),
            })
    }

    fn property(
        &mut self,
        property: &Shape,
        target: &str,
        owner: &Shape,
        depth: usize,
    ) -> Result<(), ShapesError> {
        let path = match property.all("path") {
            [Term::NamedNode(path)] => path.as_str().to_owned(),
            [_] => return Err(unsupported(owner, "path with operators")),
            _ => {
                return Err(ShapesError::Incomplete {
                    shape: owner.name.clone(),
                    message: "a property shape needs one sh:path".to_owned(),
                });
            }
        };
        for (term, value) in property.terms() {
            let number = match value {
                Term::Literal(l) => l.value().to_owned(),
                other => other.to_string(),
            };
            let custom = property.text("message").map(str::to_owned);
            let shown = self.shown(value);
            let (question, message) = match term {
                "minCount" | "maxCount" => {
                    let (sign, words) = if term == "minCount" {
                        ("<", "at least")
                    } else {
                        (">", "at most")
                    };
                    (
                        format!(
                            "SELECT ?this WHERE {{ {target} OPTIONAL {{ ?this <{path}> ?value }} }} GROUP BY ?this HAVING (COUNT(DISTINCT ?value) {sign} {number})"
                        ),
                        format!("expected {words} {number}"),
                    )
                }
                "lessThan" | "lessThanOrEquals" => {
                    let sign = if term == "lessThan" { "<" } else { "<=" };
                    (
                        format!(
                            "SELECT DISTINCT ?this ?value WHERE {{ {target} ?this <{path}> ?value ; {value} ?other . FILTER(!COALESCE(?value {sign} ?other, false)) }}"
                        ),
                        format!("expected a value {sign} that of {shown}"),
                    )
                }
                "equals" | "disjoint" => {
                    let (not, words) = if term == "equals" {
                        ("NOT ", "also")
                    } else {
                        ("", "not")
                    };
                    (
                        format!(
                            "SELECT DISTINCT ?this ?value WHERE {{ {target} ?this <{path}> ?value . FILTER {not}EXISTS {{ ?this {value} ?value }} }}"
                        ),
                        format!("expected a value that is {words} one of {shown}"),
                    )
                }
                "hasValue" => (
                    format!(
                        "SELECT DISTINCT ?this WHERE {{ {target} FILTER NOT EXISTS {{ ?this <{path}> {value} }} }}"
                    ),
                    format!("expected the value {shown}"),
                ),
                "node" => {
                    let nested = self.inner(value, owner)?;
                    if depth < DEPTH {
                        let outer = target.replace("?this", &format!("?outer{depth}"));
                        let target = format!("{outer} ?outer{depth} <{path}> ?this .");
                        self.shape(&nested, &target, owner, depth + 1)?;
                    }
                    continue;
                }
                silent if SILENT.contains(&silent) => continue,
                _ => {
                    let Some(test) = self.test(term, value) else {
                        return Err(unsupported(owner, term));
                    };
                    (
                        format!(
                            "SELECT DISTINCT ?this ?value WHERE {{ {target} ?this <{path}> ?value . FILTER(!COALESCE({test}, false)) }}"
                        ),
                        self.expected(term, value),
                    )
                }
            };
            self.ask(
                &question,
                owner,
                Some(&path),
                custom.as_deref().unwrap_or(&message),
            )?;
        }
        Ok(())
    }

    /// A test of `?value` in SPARQL; `None` for a term that is no test of single values.
    fn test(&self, term: &str, value: &Term) -> Option<String> {
        let members = || self.shapes.list(value);
        Some(match term {
            "datatype" => format!("isLiteral(?value) && DATATYPE(?value) = {value}"),
            "class" => format!("EXISTS {{ ?value a/<{SUB_CLASS}>* {value} }}"),
            "nodeKind" => match value.to_string().rsplit('#').next()?.trim_end_matches('>') {
                "IRI" => "isIRI(?value)".to_owned(),
                "Literal" => "isLiteral(?value)".to_owned(),
                "BlankNode" => "isBlank(?value)".to_owned(),
                "BlankNodeOrIRI" => "!isLiteral(?value)".to_owned(),
                "IRIOrLiteral" => "!isBlank(?value)".to_owned(),
                "BlankNodeOrLiteral" => "!isIRI(?value)".to_owned(),
                _ => return None,
            },
            "in" => {
                let terms: Vec<String> = members()
                    .iter()
                    .map(|t| format!("sameTerm(?value, {t})"))
                    .collect();
                if terms.is_empty() {
                    "false".to_owned()
                } else {
                    terms.join(" || ")
                }
            }
            "minInclusive" => format!("?value >= {value}"),
            "maxInclusive" => format!("?value <= {value}"),
            "minExclusive" => format!("?value > {value}"),
            "maxExclusive" => format!("?value < {value}"),
            "minLength" => format!("STRLEN(STR(?value)) >= {value}"),
            "maxLength" => format!("STRLEN(STR(?value)) <= {value}"),
            "pattern" => format!("REGEX(STR(?value), {value})"),
            "or" | "and" => {
                let join = if term == "or" { " || " } else { " && " };
                let parts: Option<Vec<String>> = members()
                    .into_iter()
                    .map(|m| Some(format!("COALESCE(({}), false)", self.all_tests(m)?)))
                    .collect();
                parts?.join(join)
            }
            "not" => format!("!COALESCE(({}), false)", self.all_tests(value)?),
            _ => return None,
        })
    }

    fn all_tests(&self, node: &Term) -> Option<String> {
        let tests: Option<Vec<String>> = self
            .shapes
            .node(node)?
            .terms()
            .filter(|(t, _)| !SILENT.contains(t))
            .map(|(t, v)| Some(format!("({})", self.test(t, v)?)))
            .collect();
        Some(tests?.join(" && "))
    }

    fn expected(&self, term: &str, value: &Term) -> String {
        match term {
            "datatype" => format!("expected a literal of type {}", self.shown(value)),
            "class" => format!("expected an instance of {}", self.shown(value)),
            "in" => {
                let known: Vec<String> = self
                    .shapes
                    .list(value)
                    .into_iter()
                    .map(|t| self.shown(t))
                    .collect();
                format!("expected one of {}", known.join(", "))
            }
            "or" | "and" | "not" => {
                let mut parts = Vec::new();
                let members = if term == "not" {
                    vec![value]
                } else {
                    self.shapes.list(value)
                };
                for (t, v) in members
                    .into_iter()
                    .filter_map(|m| self.shapes.node(m))
                    .flat_map(Shape::terms)
                {
                    parts.push(self.expected(t, v).replace("expected ", ""));
                }
                let join = if term == "and" { " and " } else { " or " };
                format!(
                    "expected {}{}",
                    if term == "not" { "not " } else { "" },
                    parts.join(join)
                )
            }
            _ => format!("violates sh:{term} {}", self.shown(value)),
        }
    }

    fn shown(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(n) => self.vocabulary.compress(n.as_str()),
            Term::Literal(l) => l.value().to_owned(),
            other => other.to_string(),
        }
    }

    fn sparql(
        &mut self,
        constraint: &Shape,
        target: &str,
        owner: &Shape,
    ) -> Result<(), ShapesError> {
        let Some(select) = constraint.text("select") else {
            return Err(unsupported(owner, "sparql without sh:select"));
        };
        let message = constraint
            .text("message")
            .unwrap_or("violates its sh:sparql constraint")
            .to_owned();
        let mut question = self.shapes.prefixes.clone();
        let _ = write!(
            question,
            "SELECT DISTINCT * WHERE {{ {{ SELECT DISTINCT ?this WHERE {{ {target} }} }} {{ {select} }} }}"
        );
        self.ask(&question, owner, None, &message)
    }

    fn ask(
        &mut self,
        question: &str,
        owner: &Shape,
        path: Option<&str>,
        message: &str,
    ) -> Result<(), ShapesError> {
        let failed = |source| ShapesError::Query {
            shape: owner.name.clone(),
            source,
        };
        let answer = self.store.ask(question, self.vocabulary).map_err(failed)?;
        let QueryResults::Solutions(solutions) = answer else {
            return Ok(());
        };
        for solution in solutions {
            let solution = solution
                .map_err(|e| failed(crate::query::QueryError::Evaluation(e.to_string())))?;
            let Some(focus) = text(&solution, "this") else {
                continue; // the aggregate of an empty graph
            };
            self.findings.push(Finding {
                shape: owner.name.clone(),
                focus,
                path: path.map(str::to_owned),
                value: text(&solution, "value"),
                message: message.to_owned(),
            });
        }
        Ok(())
    }
}

fn text(solution: &QuerySolution, name: &str) -> Option<String> {
    solution.get(name).map(|t| match t {
        Term::NamedNode(n) => n.as_str().to_owned(),
        Term::Literal(l) => l.value().to_owned(),
        other => other.to_string(),
    })
}

fn unsupported(shape: &Shape, term: &str) -> ShapesError {
    ShapesError::Unsupported {
        shape: shape.name.clone(),
        term: term.to_owned(),
    }
}
