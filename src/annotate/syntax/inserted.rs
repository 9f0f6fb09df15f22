//! What an editor puts between brackets inside a sentence: "the FMLN [Farabundo Marti National Liberation Front] guerrillas".
//!
//! *Takes* the tokens of a sentence. *Gives* its stretches: the sentence without what is inserted, then each insertion. Each
//! is parsed by itself, so that the words around a bracket stand next to each other; the insertion hangs on the word before
//! it. *Promises* to leave alone brackets that do not close, that hold most of the sentence, or that stand at its start.

use std::ops::Range;

use crate::annotate::lex::Lex;
use crate::text::Document;

/// Most tokens of an insertion in square brackets, brackets included.
const LONGEST: usize = 20;
/// Most tokens of one in round brackets: "(FMLN)", "(Reuters)". Longer ones the parser knows from the treebank.
const LONGEST_ROUND: usize = 5;

/// The insertions of a sentence, in order.
pub(super) fn insertions(doc: &Document, lex: &Lex, sentence: Range<usize>) -> Vec<Range<usize>> {
    let text = |t: usize| {
        doc.tokens
            .get(t)
            .map_or("", |token| token.span.of(&doc.text))
    };
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut at = sentence.start + 1;
    while at < sentence.end {
        let (close, longest) = match text(at) {
            "[" => ("]", LONGEST),
            "(" => (")", LONGEST_ROUND),
            _ => {
                at += 1;
                continue;
            }
        };
        let end = (at + 1..sentence.end.min(at + longest)).find(|t| text(*t) == close);
        let Some(end) = end.map(|t| t + 1).filter(|end| *end - at > 2) else {
            at += 1;
            continue;
        };
        let verb = (at..end).any(|t| lex.tag(t).is_verb());
        if close == "]" || !verb {
            out.push(at..end);
        }
        at = end;
    }
    let inside: usize = out.iter().map(Range::len).sum();
    if inside * 2 > sentence.len() {
        out.clear();
    }
    out
}
