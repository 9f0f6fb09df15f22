//! Why a rule did not fire: for each sentence, how far it came and what stopped it.
//!
//! *Takes* a cascade, a text read by it, and a rule. *Gives* one [`SentenceTrace`] a sentence. The pattern runs on the
//! ordinary engine over an [`Input`] that notes which atoms were refused where; the furthest refusal is what stopped it.
//! Slots come from [`trace`].

use std::cell::RefCell;
use std::ops::Range;

use crate::annotate::clause::Argument;
use crate::annotate::clause_words::ClauseWords;
use crate::annotate::frame;
use crate::annotate::trace::{self, SlotTrace};
use crate::annotate::{Cascade, Reading};
use crate::ontology::{AtomTest, Key, Kind, Rule, RuleId, Test, Wanted};
use crate::pattern::{Anchor, AtomId, Captures, Input, Matcher};
use crate::span::Span;

/// What a rule did in a sentence.
#[derive(Clone, Debug)]
pub struct SentenceTrace {
    /// The sentence.
    pub span: Span,
    /// The tries that came furthest, in order of their tokens; empty where no word can start the rule.
    pub tries: Vec<Outcome>,
}

/// How one try ended.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It fired.
    Fired {
        /// The words matched.
        words: Span,
        /// Roles with the head words of their fillers.
        roles: Vec<(String, String)>,
    },
    /// Its pattern and slots fit, and another rule took the trigger.
    Beaten {
        /// The words matched.
        words: Span,
        /// The other rule; empty where a longer trigger swallowed this one.
        by: String,
    },
    /// The trigger matched and a slot did not.
    Slots {
        /// The trigger.
        words: Span,
        /// What the clause layer offers: step, word, how.
        arguments: Vec<(String, String, &'static str)>,
        /// The slots that block.
        slots: Vec<SlotReport>,
    },
    /// The pattern went so far and no further.
    Pattern {
        /// The words matched so far; `None` at the first element.
        so_far: Option<Span>,
        /// The token that was refused, and its values; `None` at the end of the sentence.
        token: Option<Token>,
        /// What was wanted there; each alternative with the constraints that failed.
        wanted: Vec<String>,
    },
}

/// A blocking slot in words.
#[derive(Clone, Debug)]
pub struct SlotReport {
    /// The role.
    pub role: String,
    /// It is filled and must not be.
    pub forbidden: bool,
    /// Each way as written, with what it met there.
    pub tries: Vec<(String, Option<Token>, String)>,
}

/// The values of a token.
#[derive(Clone, Debug)]
pub struct Token {
    /// As in the text.
    pub word: String,
    /// Lemma.
    pub lemma: String,
    /// Tag.
    pub tag: String,
    /// Relation to its governor.
    pub relation: &'static str,
    /// Class of the mention or name, where there is one.
    pub class: Option<String>,
    /// Features of the noun.
    pub features: Vec<String>,
}

/// Runs one rule over a reading.
pub fn why_not(
    cascade: &Cascade,
    reading: &Reading<'_>,
    id: RuleId,
    rule: &Rule,
) -> Vec<SentenceTrace> {
    let case = Case {
        reading,
        words: cascade.clause_words(),
        id,
        rule,
    };
    let mut matcher = Matcher::default();
    let sentences = &reading.document.sentences;
    sentences
        .iter()
        .map(|s| SentenceTrace {
            span: s.span,
            tries: case.sentence(&s.tokens, &mut matcher),
        })
        .collect()
}

struct Case<'r, 'a> {
    reading: &'r Reading<'a>,
    words: &'r ClauseWords,
    id: RuleId,
    rule: &'r Rule,
}

/// Refusals of one try.
struct Recorder<'r, 'a> {
    reading: &'r Reading<'a>,
    refused: RefCell<Vec<(usize, AtomId)>>,
}

impl Input for Recorder<'_, '_> {
    fn atom(&self, atom: AtomId, at: usize) -> Option<usize> {
        let end = self.reading.atom(atom, at);
        if end.is_none() {
            self.refused.borrow_mut().push((at, atom));
        }
        end
    }

    fn barrier(&self, at: usize) -> bool {
        self.reading.barrier(at)
    }

    fn border(&self, anchor: Anchor, at: usize, sentence: &Range<usize>) -> bool {
        self.reading.border(anchor, at, sentence)
    }
}

impl Case<'_, '_> {
    fn sentence(&self, sentence: &Range<usize>, matcher: &mut Matcher) -> Vec<Outcome> {
        let mut full = Vec::new();
        // how far, how many constraints held there, and the outcome
        let mut partial: Vec<(usize, usize, Outcome)> = Vec::new();
        for start in sentence.clone() {
            let recorder = Recorder {
                reading: self.reading,
                refused: RefCell::default(),
            };
            let mut budget = self.reading.budget();
            match matcher.match_at(&self.rule.program, &recorder, sentence, start, &mut budget) {
                Some(found) => full.push(self.matched(&found)),
                None => partial.extend(self.refused(start, sentence, &recorder.refused.borrow())),
            }
        }
        if !full.is_empty() {
            return full;
        }
        let best = partial.iter().map(|(far, held, _)| (*far, *held)).max();
        partial.retain(|(far, held, _)| Some((*far, *held)) == best);
        partial
            .into_iter()
            .map(|(_, _, outcome)| outcome)
            .take(3)
            .collect()
    }

    fn matched(&self, found: &Captures) -> Outcome {
        let reading = self.reading;
        let words = reading.span(&found.whole);
        let trigger = frame::trigger_head(reading, self.rule, found);
        let fired = reading
            .findings
            .iter()
            .find(|f| f.rule == self.id && f.trigger == trigger);
        if let Some(f) = fired {
            let roles = f
                .roles
                .iter()
                .map(|r| (r.role.clone(), reading.text(r.token).to_owned()))
                .collect();
            return Outcome::Fired { words, roles };
        }
        if self.rule.kind == Kind::Frame {
            let (arguments, slots) = trace::slots(reading, self.words, self.rule, found);
            let blocking: Vec<&SlotTrace> = slots.iter().filter(|s| s.blocks()).collect();
            if !blocking.is_empty() {
                let arguments = arguments.iter().map(|a| self.argument(a)).collect();
                let slots = blocking.iter().map(|s| self.slot(s)).collect();
                return Outcome::Slots {
                    words,
                    arguments,
                    slots,
                };
            }
        }
        let winner = reading
            .findings
            .iter()
            .find(|f| f.trigger == trigger || f.cue.contains(&trigger));
        let by = winner
            .and_then(|f| reading.ontology.rules.rule(f.rule))
            .map(|r| r.name.clone());
        Outcome::Beaten {
            words,
            by: by.unwrap_or_default(),
        }
    }

    fn argument(&self, a: &Argument) -> (String, String, &'static str) {
        let step = match a.step {
            crate::ontology::Step::Prep(Some(word)) => {
                format!("prep.{}", self.reading.words.word(word))
            }
            step => format!("{step:?}").to_lowercase(),
        };
        (step, self.reading.text(a.token).to_owned(), a.how)
    }

    fn slot(&self, slot: &SlotTrace) -> SlotReport {
        let role = self.rule.roles.iter().find(|r| r.name == slot.role);
        let tries = slot
            .tries
            .iter()
            .map(|t| {
                let why = match (t.token, t.refusal) {
                    (None, _) => "no argument there".to_owned(),
                    (_, trace::Refusal::Accepted) => "fills it".to_owned(),
                    (_, trace::Refusal::Taken) => {
                        "already used by another slot or the trigger".to_owned()
                    }
                    (_, trace::Refusal::Lemma) => "not one of the lemmas".to_owned(),
                    (_, trace::Refusal::NoMention) => {
                        "names nothing, so it has no class".to_owned()
                    }
                    (_, trace::Refusal::Class) => "class does not fit".to_owned(),
                    (_, trace::Refusal::Feature) => {
                        let way = role.and_then(|r| r.ways.get(t.number));
                        let names = way.map(|w| {
                            self.reading
                                .ontology
                                .lexicon
                                .features
                                .names(w.features)
                                .join(" or ")
                        });
                        format!("lacks the feature {}", names.unwrap_or_default())
                    }
                    (_, trace::Refusal::ForbiddenFeature) => {
                        "has a feature that the slot forbids".to_owned()
                    }
                };
                (t.way.clone(), t.token.map(|at| self.token(at)), why)
            })
            .collect();
        SlotReport {
            role: slot.role.clone(),
            forbidden: slot.forbidden,
            tries,
        }
    }

    /// The furthest refusal of a try; a first element counts only where the word itself fits and something else fails.
    fn refused(
        &self,
        start: usize,
        sentence: &Range<usize>,
        refused: &[(usize, AtomId)],
    ) -> Option<(usize, usize, Outcome)> {
        let far = refused
            .iter()
            .map(|(at, _)| *at)
            .filter(|at| *at >= start)
            .max()?;
        let mut atoms: Vec<AtomId> = refused
            .iter()
            .filter(|(at, _)| *at == far)
            .map(|(_, atom)| *atom)
            .collect();
        atoms.sort_unstable();
        atoms.dedup();
        let mut held = 0;
        let mut wanted = Vec::new();
        for atom in atoms {
            let (passed, text) = self.wanted(atom, far);
            if far > start || passed > 0 {
                held = held.max(passed);
                wanted.push(text);
            }
        }
        if wanted.is_empty() {
            return None;
        }
        let so_far = (far > start).then(|| self.reading.span(&(start..far)));
        let token = sentence.contains(&far).then(|| self.token(far));
        Some((
            far - start,
            held,
            Outcome::Pattern {
                so_far,
                token,
                wanted,
            },
        ))
    }

    /// How many constraints on the words themselves held, and the atom with those that did not.
    fn wanted(&self, atom: AtomId, at: usize) -> (usize, String) {
        let Some(test) = self.reading.ontology.rules.atoms.get(atom) else {
            return (0, String::new());
        };
        let (what, tests): (String, &[Test]) = match test {
            AtomTest::Exact(word) => (format!("\"{word}\" exactly"), &[]),
            AtomTest::Token(tests) => match tests.as_slice() {
                [one] if matches!(one.key, Key::Word) && !one.written.contains(['=', '$', '~']) => {
                    (format!("“{}”", one.written), &[])
                }
                _ => ("a token with".to_owned(), tests),
            },
            AtomTest::Class(class, tests) => (
                format!("a {}", self.reading.ontology.vocabulary.class_name(*class)),
                tests,
            ),
            AtomTest::Label(label, tests) => (format!("a {label}"), tests),
            AtomTest::Group { noun: true, tests } => ("a noun group".to_owned(), tests),
            AtomTest::Group { noun: false, tests } => ("a verb group".to_owned(), tests),
        };
        let (held, failed): (Vec<&Test>, Vec<&Test>) =
            tests.iter().partition(|t| self.reading.token_passes(t, at));
        let lexical = held
            .iter()
            .filter(|t| matches!(t.wanted, Wanted::Words(_)) && !t.negated)
            .count();
        let listed = |tests: &[&Test]| {
            tests
                .iter()
                .map(|t| t.written.as_str())
                .collect::<Vec<_>>()
                .join(" & ")
        };
        let told = match (held.is_empty(), failed.is_empty()) {
            (_, true) => what,
            (true, false) => format!("{what} {}", listed(&failed)),
            (false, false) => format!(
                "{what} {} (fails; {} holds)",
                listed(&failed),
                listed(&held)
            ),
        };
        (lexical, told)
    }

    fn token(&self, at: usize) -> Token {
        let reading = self.reading;
        let vocabulary = &reading.ontology.vocabulary;
        let class = reading
            .mention(at)
            .and_then(|m| m.class)
            .or_else(|| reading.name(at).map(|n| n.class));
        let features = reading
            .ontology
            .lexicon
            .features
            .names(trace::features(reading, at));
        Token {
            word: reading.text(at).to_owned(),
            lemma: reading.words.word(reading.lemma(at)).to_owned(),
            tag: reading.lex.tag(at).name(),
            relation: reading.tree.relation(at).as_str(),
            class: class.map(|c| vocabulary.class_name(c).to_owned()),
            features: features.into_iter().map(str::to_owned).collect(),
        }
    }
}
