//! [`GraphStore`]: an oxigraph store in memory, loaded so that questions see the union of all graphs.

use oxigraph::model::{GraphName, Quad};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;

use super::QueryError;
use crate::ontology::Vocabulary;

/// A graph ready for questions.
pub struct GraphStore {
    store: Store,
    /// What relative names in questions are relative to; the vocabulary's base where nothing was said.
    base: Option<String>,
}

impl GraphStore {
    /// Loads quads. Each triple is also put into the default graph, where equal triples fall together: a union
    /// made at query time gives one solution for each graph that a triple stands in, and so wrong counts.
    ///
    /// # Errors
    /// If the store fails.
    pub fn load(quads: impl IntoIterator<Item = Quad>) -> Result<Self, QueryError> {
        let failed = |e: oxigraph::store::StorageError| QueryError::Store(e.to_string());
        let store = Store::new().map_err(failed)?;
        let both = quads.into_iter().flat_map(|quad| {
            let named = (!quad.graph_name.is_default_graph()).then(|| quad.clone());
            let union = Quad {
                graph_name: GraphName::DefaultGraph,
                ..quad
            };
            named.into_iter().chain([union])
        });
        store.extend(both).map_err(failed)?;
        Ok(Self { store, base: None })
    }

    /// Names in questions are relative to this IRI: `<incident/…>`, as tables show them.
    #[must_use]
    pub fn relative_to(mut self, base: &str) -> Self {
        self.base = Some(base.to_owned());
        self
    }

    /// Number of distinct triples.
    pub fn len(&self) -> usize {
        self.store
            .quads_for_pattern(
                None,
                None,
                None,
                Some(oxigraph::model::GraphNameRef::DefaultGraph),
            )
            .count()
    }

    /// Whether nothing was loaded.
    pub fn is_empty(&self) -> bool {
        self.store.is_empty().unwrap_or(true)
    }

    /// Asks a question; prefixes of `vocabulary` that it does not declare are supplied, and its base.
    ///
    /// # Errors
    /// If it is not SPARQL (the error points at the place) or cannot be evaluated.
    pub fn ask(
        &self,
        question: &str,
        vocabulary: &Vocabulary,
    ) -> Result<QueryResults<'static>, QueryError> {
        let base = self.base.as_deref().unwrap_or(vocabulary.base());
        let mut evaluator = SparqlEvaluator::new()
            .with_base_iri(base)
            .map_err(|e| QueryError::Evaluation(e.to_string()))?;
        for (prefix, namespace) in vocabulary.prefixes() {
            evaluator = evaluator
                .with_prefix(prefix.as_str(), namespace.as_str())
                .map_err(|e| QueryError::Evaluation(e.to_string()))?;
        }
        let prepared = evaluator
            .parse_query(question)
            .map_err(|e| located(question, &e.to_string()))?;
        prepared
            .on_store(&self.store)
            .execute()
            .map_err(|e| QueryError::Evaluation(e.to_string()))
    }
}

/// A question with a `PREFIX` line for each prefix that it uses and does not declare, for other tools.
pub fn with_prefixes(question: &str, vocabulary: &Vocabulary) -> String {
    let upper = question.to_uppercase();
    let mut head = String::new();
    for (prefix, namespace) in vocabulary.prefixes() {
        let used = question.contains(&format!("{prefix}:"));
        let declared = upper.contains(&format!("PREFIX {}:", prefix.to_uppercase()));
        if used && !declared {
            head.push_str("PREFIX ");
            head.push_str(prefix);
            head.push_str(": <");
            head.push_str(namespace);
            head.push_str(">\n");
        }
    }
    head + question
}

/// The parser's `error at 3:14: expected …` with the line and a caret.
fn located(question: &str, message: &str) -> QueryError {
    let place = message.strip_prefix("error at ").and_then(|rest| {
        let (line, rest) = rest.split_once(':')?;
        let (column, rest) = rest.split_once(':')?;
        Some((
            line.trim().parse().ok()?,
            column.trim().parse().ok()?,
            rest.trim(),
        ))
    });
    let (line, column, text): (usize, usize, &str) = place.unwrap_or((1, 1, message));
    let source = question
        .lines()
        .nth(line.saturating_sub(1))
        .unwrap_or_default();
    let shown = source.replace('\t', " ");
    let indent = " ".repeat(column.saturating_sub(1).min(shown.chars().count()));
    QueryError::Syntax {
        line,
        column,
        message: shorten(text),
        excerpt: format!("  {shown}\n  {indent}^"),
    }
}

/// The parser lists every token that would fit: the first few will do.
fn shorten(message: &str) -> String {
    let Some(list) = message.strip_prefix("expected one of ") else {
        return message.to_owned();
    };
    let tokens: Vec<&str> = list.split(", ").collect();
    if tokens.len() <= 6 {
        return message.to_owned();
    }
    let first: Vec<&str> = tokens.iter().take(6).copied().collect();
    format!(
        "expected one of {} … ({} possibilities)",
        first.join(", "),
        tokens.len()
    )
}
