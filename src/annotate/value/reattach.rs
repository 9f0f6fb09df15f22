//! Things that the parser often gets wrong in news, put right where words and dates tell.
//!
//! *Takes* dates and the tree. *Gives* a tree in which, in "arrested a suspect Saturday", the suspect and not the day is
//! what the verb acts on; in "took five sailors hostage", the sailors; in "In July, fighters threatened", the fighters are its subject; in "killing ten and injuring
//! dozens", the dozens are injured; in "asked for the release of the baker, kidnapped by rebels", the baker was kidnapped. Linear in the dates and tokens.

use crate::annotate::lex::{Upos, Xpos};
use crate::annotate::mark::Mark;
use crate::annotate::reading::Reading;
use crate::annotate::syntax::{Relation, Tree};

/// Gives the noun before a bare day the day's place in the tree.
pub fn reattach(reading: &mut Reading<'_>) {
    let mut edit = Edit::default();
    days(reading, &mut edit);
    fronted(reading, &mut edit);
    stray_subjects(reading, &mut edit);
    participles(reading, &mut edit);
    apposed(reading, &mut edit);
    lost_subjects(reading, &mut edit);
    captives(reading, &mut edit);
    // most trees stay as they are
    if edit.puts.is_empty() {
        return;
    }
    let mut heads = reading.tree.heads.clone();
    let mut relations = reading.tree.relations.clone();
    for (token, head, relation) in edit.puts {
        if let (Some(h), Some(r), Ok(head)) = (
            heads.get_mut(token),
            relations.get_mut(token),
            u32::try_from(head),
        ) {
            *h = head;
            *r = relation;
        }
    }
    reading.tree = Tree::new(heads, relations);
}

/// Tokens with the heads and relations that they get, in order; the last one holds.
#[derive(Default)]
struct Edit {
    puts: Vec<(usize, usize, Relation)>,
}

impl Edit {
    fn put(&mut self, token: usize, head: usize, relation: Relation) {
        self.puts.push((token, head, relation));
    }
}

/// "arrested a suspect Saturday": the noun before a bare day takes the day's place.
fn days(reading: &Reading<'_>, edit: &mut Edit) {
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
        for t in reading.sentence_tokens(reading.sentence_of(noun)) {
            if t < noun && inside(reading.tree.head(t)) {
                edit.put(t, noun, reading.tree.relation(t));
            }
        }
        edit.put(noun, governor, relation);
        edit.put(top, governor, Relation::OblUnmarked);
    }
}

/// "In July, fighters threatened …", "In San Miguel, soldiers clashed …": what stands after a phrase that opens the
/// sentence is the subject of a verb that has none.
fn fronted(reading: &Reading<'_>, edit: &mut Edit) {
    for (s, sentence) in reading.document.sentences.iter().enumerate() {
        let tokens = reading.sentence_tokens(s);
        let first = sentence.tokens.start;
        if reading.tree.relation(first) != Relation::Case {
            continue;
        }
        let phrase = reading.tree.head(first);
        // "In San Miguel, soldiers clashed …" read as "San Miguel, (which) soldiers clashed …"
        if reading.tree.is_root(phrase) {
            let clause = reading.children(phrase).find(|c| {
                *c > phrase
                    && reading.tree.relation(*c) == Relation::AclRelcl
                    && reading.children(*c).any(|s| {
                        reading.tree.relation(s) == Relation::Nsubj
                            && s > phrase
                            && !matches!(reading.lex.tag(s).xpos, Xpos::Wp | Xpos::Wdt)
                            && (phrase..s).any(|t| reading.text(t) == ",")
                    })
            });
            if let Some(clause) = clause {
                edit.put(clause, clause, Relation::Root);
                edit.put(phrase, clause, Relation::Obl);
            }
            continue;
        }
        let verb = reading.tree.head(phrase);
        let finite = reading.lex.tag(verb).is_verb() && verb > phrase;
        let subject = reading.children(verb).any(|c| {
            reading.tree.relation(c).is_subject() || reading.tree.relation(c) == Relation::Expl
        });
        if reading.tree.relation(phrase) != Relation::Obl || !finite || subject {
            continue;
        }
        let Some(noun) = reading.children(phrase).find(|c| {
            *c > phrase
                && *c < verb
                && matches!(reading.tree.relation(*c), Relation::Appos | Relation::Conj)
                && reading.lex.tag(*c).is_noun()
                && !reading.in_date(*c)
                && !reading
                    .children(*c)
                    .any(|g| matches!(reading.tree.relation(g), Relation::Cc | Relation::Case))
        }) else {
            continue;
        };
        let passive = reading
            .children(verb)
            .any(|c| reading.tree.relation(c) == Relation::AuxPass);
        let relation = if passive {
            Relation::NsubjPass
        } else {
            Relation::Nsubj
        };
        edit.put(noun, verb, relation);
        for t in noun..tokens.end.min(verb) {
            let clause = reading.tree.relation(t).is_clause();
            if clause && reading.tree.head(t) == phrase {
                edit.put(t, noun, reading.tree.relation(t));
            }
        }
    }
}

/// "Four of the five nurses have been freed": what stands first and hangs loosely on a verb without a subject is its subject.
fn stray_subjects(reading: &Reading<'_>, edit: &mut Edit) {
    for sentence in &reading.document.sentences {
        let first = sentence.tokens.start;
        let loose = matches!(
            reading.tree.relation(first),
            Relation::Discourse | Relation::Dislocated | Relation::Vocative
        );
        let verb = reading.tree.head(first);
        let tag = reading.lex.tag(first);
        if !loose || verb <= first || !(tag.is_noun() || tag.upos == Upos::Num) {
            continue;
        }
        let own = |wanted: &dyn Fn(Relation) -> bool| {
            reading
                .children(verb)
                .any(|c| wanted(reading.tree.relation(c)))
        };
        if !reading.lex.tag(verb).is_verb() || own(&Relation::is_subject) {
            continue;
        }
        let passive = own(&|r| r == Relation::AuxPass);
        edit.put(
            first,
            verb,
            if passive {
                Relation::NsubjPass
            } else {
                Relation::Nsubj
            },
        );
    }
}

/// The noun itself, or the word before it on which all others of a name hang.
fn first_of_name(tree: &Tree, mut noun: usize) -> usize {
    while tree.relation(noun) == Relation::Flat && tree.head(noun) < noun {
        noun = tree.head(noun);
    }
    noun
}

/// "the release of the baker, kidnapped by rebels": a participle with an agent tells of the noun before the comma.
fn apposed(reading: &Reading<'_>, edit: &mut Edit) {
    for t in 2..reading.document.tokens.len() {
        // "was seized by rebels, bombed by the army and abandoned": one of several passives
        let loose = match reading.tree.relation(t) {
            Relation::Parataxis => true,
            Relation::Conj => !reading
                .tree
                .has_child(reading.tree.head(t), &[Relation::AuxPass]),
            _ => false,
        };
        if !loose
            || reading.lex.tag(t).xpos != Xpos::Vbn
            || reading.mark(t - 1) != Mark::Comma
            || !reading.lex.tag(t - 2).is_noun()
            || !reading.tree.has_child(t, &[Relation::OblAgent])
            || reading
                .children(t)
                .any(|c| reading.tree.relation(c).is_subject())
        {
            continue;
        }
        edit.put(t, first_of_name(&reading.tree, t - 2), Relation::Acl);
    }
}

/// "killing ten people and injuring dozens": a participle of harm after a conjunction is no adjective.
fn participles(reading: &Reading<'_>, edit: &mut Edit) {
    for t in 1..reading.document.tokens.len() {
        let noun = reading.tree.head(t);
        if reading.lex.tag(t).xpos != Xpos::Vbg
            || !matches!(
                reading.tree.relation(t),
                Relation::Amod | Relation::Compound
            )
            || noun <= t
            || !reading.lemma_in("harming-verbs", t)
        {
            continue;
        }
        let conjunction = reading.lex.tag(t - 1).xpos == Xpos::Cc;
        if !conjunction && reading.text(t - 1) != "," {
            continue;
        }
        // the verb that governs what stands before: up from the noun
        let mut at = reading.tree.head(noun);
        let mut verb = None;
        for _ in 0..4 {
            if reading.lex.tag(at).is_verb() && at < t {
                verb = Some(at);
                break;
            }
            let up = reading.tree.head(at);
            if up == at {
                break;
            }
            at = up;
        }
        let Some(verb) = verb else { continue };
        edit.put(
            t,
            verb,
            if conjunction {
                Relation::Conj
            } else {
                Relation::Advcl
            },
        );
        edit.put(noun, t, Relation::Obj);
        if conjunction && reading.tree.head(t - 1) == noun {
            edit.put(t - 1, t, Relation::Cc);
        }
    }
}

/// "took five sailors hostage": the noun before it, and not what it became, is what the verb acts on.
fn captives(reading: &Reading<'_>, edit: &mut Edit) {
    for t in 1..reading.document.tokens.len() {
        let (noun, verb) = (t - 1, reading.tree.head(t));
        if reading.tree.relation(t) != Relation::Obj
            || reading.tree.head(noun) != t
            || !reading.lex.tag(noun).is_noun()
            || verb >= noun
            || !reading.lemma_in("captive-nouns", t)
            || !reading.lemma_in("holding-verbs", verb)
        {
            continue;
        }
        for child in reading.children(t) {
            if child < noun {
                edit.put(child, noun, reading.tree.relation(child));
            }
        }
        edit.put(noun, verb, Relation::Obj);
        edit.put(t, verb, Relation::Xcomp);
    }
}

/// "after [military patrols] killed three", "on the night of 3 September [unknown men] placed two bombs": the group right
/// before a finite verb without a subject is its subject, where what it hangs on may open a clause, or is a day.
fn lost_subjects(reading: &Reading<'_>, edit: &mut Edit) {
    let tree = &reading.tree;
    for (s, sentence) in reading.document.sentences.iter().enumerate() {
        let tokens = reading.sentence_tokens(s);
        for verb in sentence.tokens.clone().skip(2) {
            let tag = reading.lex.tag(verb);
            if !(tag.is_verb() && tag.is_finite()) {
                continue;
            }
            let owns = reading.children(verb).any(|c| {
                tree.relation(c).is_subject()
                    || matches!(tree.relation(c), Relation::Expl | Relation::AuxPass)
            });
            if owns || tree.relation(verb) == Relation::AclRelcl {
                continue;
            }
            let mut last = verb - 1;
            while last > tokens.start && reading.lex.tag(last).upos == Upos::Adv {
                last -= 1;
            }
            let noun = first_of_name(tree, last);
            if !reading.lex.tag(last).is_noun()
                || reading.in_date(last)
                || !matches!(tree.relation(noun), Relation::Obl | Relation::Nmod)
            {
                continue;
            }
            let governor = tree.head(noun);
            let case = reading
                .children(noun)
                .find(|c| *c < noun && tree.relation(*c) == Relation::Case);
            let opens = case.filter(|c| reading.form_in("clause-openers", *c));
            let modifies = |t: usize| {
                tree.head(t) == noun
                    && !reading.in_date(t)
                    && matches!(
                        tree.relation(t),
                        Relation::Det | Relation::Amod | Relation::Nummod | Relation::Compound
                    )
            };
            let start = (tokens.start..noun)
                .rev()
                .find(|t| !modifies(*t))
                .map_or(tokens.start, |t| t + 1);
            if let Some(opener) = opens {
                edit.put(opener, verb, Relation::Mark);
            } else if start > tokens.start && reading.in_date(start - 1) && governor < start {
                let day = start - 1;
                edit.put(day, governor, Relation::Nmod);
                for c in reading.children(noun).filter(|c| *c < day) {
                    edit.put(c, day, tree.relation(c));
                }
            } else {
                continue;
            }
            edit.put(noun, verb, Relation::Nsubj);
        }
    }
}
