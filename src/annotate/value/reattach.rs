//! Days that the parser took for nouns: "arrested a suspect Saturday".
//!
//! *Takes* dates and the tree. *Gives* a tree in which the noun before such a day is what the verb acts on, and the day
//! only tells when. Linear in the dates and their sentences.

use crate::annotate::reading::Reading;
use crate::annotate::syntax::{Relation, Tree};

/// Gives the noun before a bare day the day's place in the tree.
pub fn reattach(reading: &mut Reading<'_>) {
    let mut heads = reading.tree.heads.clone();
    let mut relations = reading.tree.relations.clone();
    let mut changed = false;
    for d in &reading.dates {
        let inside = |t: usize| d.tokens.contains(&t);
        let Some(top) = d
            .tokens
            .clone()
            .find(|t| !inside(reading.tree.head(*t)) || reading.tree.is_root(*t))
        else {
            continue;
        };
        let relation = reading.tree.relation(top);
        let governor = reading.tree.head(top);
        let takes_part = matches!(
            relation,
            Relation::Obj
                | Relation::Nsubj
                | Relation::NsubjPass
                | Relation::Obl
                | Relation::OblAgent
                | Relation::OblUnmarked
                | Relation::Nmod
        );
        let Some(noun) = d.tokens.start.checked_sub(1) else {
            continue;
        };
        let qualifies = matches!(
            reading.tree.relation(noun),
            Relation::Compound | Relation::Amod | Relation::NmodDesc | Relation::NmodUnmarked
        );
        let is_noun = reading.lex.tag(noun).is_noun() || reading.noun_at(noun).is_some();
        if !takes_part || governor == top || !inside(reading.tree.head(noun)) {
            continue;
        }
        if !qualifies || !is_noun {
            continue;
        }
        let mut put = |token: usize, head: usize, relation: Relation| {
            if let (Some(h), Some(r), Ok(head)) = (
                heads.get_mut(token),
                relations.get_mut(token),
                u32::try_from(head),
            ) {
                *h = head;
                *r = relation;
                changed = true;
            }
        };
        for t in reading.sentence_tokens(reading.sentence_of(noun)) {
            if t < noun && inside(reading.tree.head(t)) {
                put(t, noun, reading.tree.relation(t));
            }
        }
        put(noun, governor, relation);
        put(top, governor, Relation::OblUnmarked);
    }
    if changed {
        reading.tree = Tree::new(heads, relations);
    }
}
