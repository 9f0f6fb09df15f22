//! What atoms of rules mean on a [`Reading`]: the bridge between patterns and layers.

use std::ops::Range;

use super::lex::{Tag, Upos, Xpos};
use super::mark::Mark;
use super::mention::Mention;
use super::reading::Reading;
use super::signs::Sign;
use super::syntax::Relation;
use crate::ontology::{AtomTest, Key, Test, Wanted, packed};
use crate::pattern::{Anchor, AtomId, Input};
use crate::text::WordId;

/// `tag=V`: a main verb; `tag=N`: a noun or name.
pub(super) const VERB: u64 = packed("V");
const NOUN: u64 = packed("N");

impl Input for Reading<'_> {
    fn atom(&self, atom: AtomId, at: usize) -> Option<usize> {
        match self.ontology.rules.atoms.get(atom)? {
            AtomTest::Token(tests) => (at < self.document.tokens.len()
                && tests.iter().all(|t| self.plain_token_passes(t, at)))
            .then_some(at + 1),
            AtomTest::Exact(word) => (self.text(at) == word).then_some(at + 1),
            AtomTest::Class(class, tests) => {
                let (range, found) = self.annotation_at(at)?;
                (self.is_a(found, *class)
                    && tests.iter().all(|t| self.token_passes(t, range.end - 1)))
                .then_some(range.end)
            }
            AtomTest::Label(label, tests) => {
                let end = match label.as_str() {
                    "Number" => {
                        let q = self.quantity_at.get(at).copied().flatten()?;
                        self.quantities
                            .get(q as usize)
                            .filter(|q| q.tokens.start == at)?
                            .tokens
                            .end
                    }
                    "Date" => self.dates.iter().find(|d| d.tokens.start == at)?.tokens.end,
                    _ => return None,
                };
                tests
                    .iter()
                    .all(|t| self.token_passes(t, at))
                    .then_some(end)
            }
            AtomTest::Group { noun: true, tests } => {
                let mention = self.group_from(at)?;
                tests
                    .iter()
                    .all(|t| self.token_passes(t, mention.head))
                    .then_some(mention.tokens.end)
            }
            AtomTest::Group { noun: false, tests } => {
                let end = self.verb_group_end(at)?;
                tests
                    .iter()
                    .all(|t| self.token_passes(t, end - 1))
                    .then_some(end)
            }
        }
    }

    fn barrier(&self, at: usize) -> bool {
        let tag = self.lex.tag(at);
        matches!(tag.xpos, Xpos::Wp | Xpos::Wdt | Xpos::Wrb)
            || matches!(
                self.mark(at),
                Mark::Semicolon | Mark::Colon | Mark::Open | Mark::Close | Mark::Dash
            )
    }

    fn border(&self, anchor: Anchor, at: usize, sentence: &Range<usize>) -> bool {
        match anchor {
            Anchor::SentenceStart => at == sentence.start,
            Anchor::SentenceEnd => at == sentence.end,
            Anchor::ClauseStart => {
                at == sentence.start || self.barrier(at - 1) || self.mark(at - 1) == Mark::Comma
            }
            Anchor::ClauseEnd => {
                at >= sentence.end
                    || self.barrier(at)
                    || matches!(self.mark(at), Mark::Comma | Mark::Stop)
            }
        }
    }
}

/// Whether a tag is the one wanted, as [`packed`] number; of a main verb it tells too little.
pub(super) fn tag_is(tag: Tag, wanted: u64) -> bool {
    match wanted {
        NOUN => tag.is_noun() || tag.is_proper(),
        wanted => tag.upos.packed() == wanted || tag.xpos.packed() == wanted,
    }
}

/// Whether a sorted list holds a word; most lists of rules are one word long.
fn holds_word(words: &[WordId], word: WordId) -> bool {
    match words {
        [only] => *only == word,
        _ => words.binary_search(&word).is_ok(),
    }
}

impl Reading<'_> {
    /// The name, or the mention, that starts at a token, with its class.
    fn annotation_at(&self, at: usize) -> Option<(Range<usize>, crate::ontology::ClassId)> {
        if let Some(name) = self.name(at) {
            return (name.tokens.start == at).then(|| (name.tokens.clone(), name.class));
        }
        let mention = self.group_from(at)?;
        Some((mention.tokens.clone(), mention.class?))
    }

    /// The noun group that starts at a token.
    fn group_from(&self, at: usize) -> Option<&Mention> {
        (at..(at + 8).min(self.document.tokens.len()))
            .filter_map(|t| self.mention(t))
            .find(|m| m.tokens.start == at && !m.modifier)
    }

    /// The end of the verb group that starts at a token: auxiliaries, adverbs and the verb.
    fn verb_group_end(&self, at: usize) -> Option<usize> {
        let mut end = None;
        for t in at..(at + 8).min(self.document.tokens.len()) {
            let tag = self.lex.tag(t);
            if tag.is_verb() || tag.upos == Upos::Aux {
                end = Some(t + 1);
            } else if end.is_none() || !matches!(tag.upos, Upos::Adv | Upos::Part) {
                break;
            }
        }
        end
    }

    /// [`Reading::token_passes`]; most tests ask for a word, and most of these are not met.
    #[inline]
    pub(super) fn plain_token_passes(&self, test: &Test, at: usize) -> bool {
        match &test.wanted {
            Wanted::Words(words) if !test.head => {
                let word = match test.key {
                    Key::Lemma => self.lemma(at),
                    _ => self.folded(at),
                };
                holds_word(words, word) != test.negated
            }
            _ => self.token_passes(test, at),
        }
    }

    /// Whether a token passes one constraint.
    pub fn token_passes(&self, test: &Test, at: usize) -> bool {
        let at = if test.head {
            self.mention(at).map_or(at, |m| m.head)
        } else {
            at
        };
        let holds = match (&test.wanted, test.key) {
            (Wanted::Words(words), Key::Lemma) => holds_word(words, self.lemma(at)),
            (Wanted::Words(words), _) => holds_word(words, self.folded(at)),
            (Wanted::Regex(regex), Key::Lemma) => regex.is_match(self.words.word(self.lemma(at))),
            (Wanted::Regex(regex), _) => regex.is_match(self.words.word(self.folded(at))),
            (Wanted::Classes(classes), _) => self
                .class_at(at)
                .is_some_and(|c| classes.iter().any(|w| self.is_a(c, *w))),
            (Wanted::Tags(tags), _) => tags.iter().any(|wanted| self.tag_passes(*wanted, at)),
            (Wanted::Shapes(shapes), _) => {
                let writing = self.rule_writing(at);
                shapes.iter().any(|s| writing.has(*s))
            }
            (Wanted::Strings(values), key) => values.iter().any(|v| self.string_passes(key, v, at)),
        };
        holds != test.negated
    }

    /// Whether a token has a tag, given as [`packed`] number.
    pub(super) fn tag_passes(&self, wanted: u64, at: usize) -> bool {
        match wanted {
            VERB => self.is_predicate(at),
            wanted => tag_is(self.lex.tag(at), wanted),
        }
    }

    fn string_passes(&self, key: Key, wanted: &str, at: usize) -> bool {
        match key {
            Key::Feature => match wanted {
                "given" => self.has_sign(at, Sign::GIVEN),
                "family" => self.has_sign(at, Sign::FAMILY),
                "demonym" => self.has_sign(at, Sign::DEMONYM),
                _ => {
                    let wanted = self.ontology.lexicon.features.set(wanted);
                    let own = self.mention(at).map_or_else(
                        || self.noun_at(at).map(|n| n.features).unwrap_or_default(),
                        |m| m.features,
                    );
                    own.intersects(wanted)
                }
            },
            Key::Number => {
                let plural = self
                    .mention(at)
                    .map_or_else(|| self.lex.tag(at).xpos().ends_with('S'), |m| m.plural);
                plural == (wanted == "plural")
            }
            Key::Voice => {
                let passive = self.children(at).any(|c| {
                    matches!(
                        self.tree.relation(c),
                        Relation::AuxPass | Relation::NsubjPass | Relation::OblAgent
                    )
                });
                passive == (wanted == "passive")
            }
            Key::Relation => self.tree.relation(at).as_str() == wanted,
            Key::Word | Key::Lemma | Key::Class | Key::Tag | Key::Shape => false,
        }
    }
}
