//! Whole incidents in the slots of somebody's answer key: a view with the columns `?template ?slot ?fill`.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::EvalError;
use super::gold::GoldDocument;
use super::predict::{Prediction, Views};
use crate::pipeline::Pipeline;
use crate::query::SavedQuery;

/// Slots with their fills, each once, sorted.
pub type Template = BTreeMap<String, Vec<String>>;

/// The templates of each document, by asking `view` of the document's own graph; in order of their incidents' names.
///
/// # Errors
/// If the view cannot be asked.
pub fn templates(
    pipeline: &Pipeline,
    gold: &[GoldDocument],
    view: &SavedQuery,
) -> Result<Vec<Prediction>, EvalError> {
    let views = Views::new(pipeline)?;
    gold.par_iter()
        .map(|document| {
            let graph = pipeline.document(document.source());
            let mut found: BTreeMap<String, Template> = BTreeMap::new();
            for row in views.rows(&graph, view, &["template", "slot", "fill"])? {
                if let [Some(template), Some(slot), Some(fill)] = row.as_slice() {
                    let fills = found.entry(template.to_string()).or_default();
                    fills
                        .entry(Views::text(slot))
                        .or_default()
                        .push(Views::text(fill));
                }
            }
            let mut templates: Vec<Template> = found.into_values().collect();
            for fills in templates.iter_mut().flat_map(BTreeMap::values_mut) {
                fills.sort();
                fills.dedup();
            }
            Ok(Prediction {
                id: document.id.clone(),
                templates,
                graph,
                ..Prediction::default()
            })
        })
        .collect()
}
