//! Participles that read like a past tense: "the jesuits *murdered* on Friday by soldiers were buried".
//!
//! *Takes* tags. *Gives* `VBN` for a past tense that cannot be one: right after a noun, without an object, and with the
//! finite verb of its clause still to come, no conjunction, comma or subject between; or after a noun and a comma, with "by"
//! where its object would be ("the baker, *kidnapped* last Tuesday by rebels"). *Promises* to look at each token
//! once for each such verb, at most [`REACH`] ahead. (The main-verb reading is what a left-to-right tagger prefers;
//! Bever, 1970.)

use super::lexicon::Lexicon;
use super::tag::{Tag, Upos, Xpos};
use super::tagger::Lex;
use crate::text::Document;

/// How far ahead the finite verb may stand, in tokens.
const REACH: usize = 16;

/// How far ahead an auxiliary shows a participle that nothing hangs on: "killed last weekend was", in tokens.
const NEAR: usize = 3;

const PARTICIPLE: Tag = Tag::new(Upos::Verb, Xpos::Vbn);

/// Corrects the tags of a document.
pub(crate) fn participles(document: &Document, lexicon: &Lexicon, lex: &mut Lex) {
    for sentence in &document.sentences {
        let end = sentence.tokens.end;
        for at in sentence.tokens.clone().skip(1) {
            if lex.tag(at).xpos == Xpos::Vbd
                && lex.tag(at).upos == Upos::Verb
                && can_be_participle(lexicon, lex, at)
                && (lex.tag(at - 1).is_noun() && clause_goes_on(lex, at, end)
                    || apposed(document, lex, at) && has_agent(document, lex, at, end))
                && let Some(slot) = lex.tags.get_mut(at)
            {
                *slot = PARTICIPLE;
            }
        }
    }
}

/// Whether the lexicon knows the word as a participle, or does not know it.
fn can_be_participle(lexicon: &Lexicon, lex: &Lex, at: usize) -> bool {
    let entry = lex.folded.get(at).and_then(|w| lexicon.entry(*w));
    entry.is_none_or(|e| lexicon.readings(e).iter().any(|r| r.tag.xpos == Xpos::Vbn))
}

/// After a noun and a comma.
fn apposed(document: &Document, lex: &Lex, verb: usize) -> bool {
    let noun = verb.checked_sub(2);
    document.word(verb - 1) == "," && noun.is_some_and(|noun| lex.tag(noun).is_noun())
}

/// "by" right behind the verb, or with an adverb or "last Tuesday" between.
fn has_agent(document: &Document, lex: &Lex, verb: usize, end: usize) -> bool {
    let is_by = |at: usize| at < end && document.word(at).eq_ignore_ascii_case("by");
    let (next, after) = (lex.tag(verb + 1).upos, lex.tag(verb + 2).upos);
    is_by(verb + 1)
        || next == Upos::Adv && is_by(verb + 2)
        || next == Upos::Adj && after == Upos::Propn && is_by(verb + 3)
}

/// A preposition, perhaps after a day or an adverb, then groups that all hang on prepositions, then a finite verb; or an
/// auxiliary close by.
fn clause_goes_on(lex: &Lex, verb: usize, end: usize) -> bool {
    let mut hangs = false;
    for at in verb + 1..end.min(verb + REACH) {
        let tag = lex.tag(at);
        match tag.upos {
            Upos::Adp => hangs = true,
            Upos::Aux => {
                return (hangs || at <= verb + NEAR)
                    && !matches!(tag.xpos, Xpos::Vb | Xpos::Vbg | Xpos::Vbn);
            }
            Upos::Verb => {
                return hangs && matches!(tag.xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
            }
            Upos::Cconj | Upos::Sconj | Upos::Punct | Upos::Pron | Upos::Part => return false,
            // a group before any preposition is an object, or a day
            Upos::Det if !hangs => return false,
            _ => {}
        }
    }
    false
}
