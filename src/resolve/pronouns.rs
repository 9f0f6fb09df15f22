//! Pronouns: joined only where one antecedent fits.
//!
//! *Takes* mentions that names and descriptions have joined. *Gives* for a pronoun the one person or group in its sentence
//! or the one before that agrees with it, for "who" the noun that its clause hangs on, and in what somebody says, the
//! speaker.

use rustc_hash::{FxHashMap, FxHashSet};

use super::entity::{LOOK_BACK, Sieve};
use crate::annotate::mention::{Mention, MentionKind};
use crate::annotate::syntax::Relation;
use crate::ontology::ClassId;
use crate::text::WordId;

/// What a report tells of people: by their sets, and by the tokens that fill roles.
#[derive(Default)]
struct Told {
    /// Tokens said to attack, to be accused, held or tried.
    accused_tokens: FxHashSet<usize>,
    /// Sets said so, by a name or a description.
    accused: FxHashSet<usize>,
    /// Sets said to be killed, and the first token that says it.
    killed: FxHashMap<usize, usize>,
    /// Judges and prosecutors.
    officers: FxHashSet<usize>,
}

impl Told {
    /// "He was arrested" is neither the judge nor the man whose murder was told before, unless he is accused elsewhere.
    fn may_be_accused(&self, pronoun: usize, set: usize) -> bool {
        if self.accused.contains(&set) {
            return true;
        }
        let dead = self.killed.get(&set).is_some_and(|t| *t < pronoun);
        !dead && !self.officers.contains(&set)
    }
}

impl Sieve<'_, '_> {
    /// A pronoun with one antecedent that fits, in this sentence or the one before.
    pub(super) fn pronouns(&mut self) {
        let told = self.told();
        for at in 0..self.reading.mentions.len() {
            let Some(m) = self.mention(at).cloned() else {
                continue;
            };
            if m.kind != MentionKind::Pronoun {
                continue;
            }
            if self.reading.lex.tag(m.head).is_relative() {
                self.relative(at, &m);
                continue;
            }
            let quoted = self.is_quoted_third(m.head);
            if let Some(speaker) = self.speaker(&m).filter(|_| !quoted) {
                self.join(at, speaker, "speaker of the clause");
                continue;
            }
            let Some(class) = m.class else { continue };
            let sentence = self.sentence(at);
            // "both" are two, never a body
            let pair = self.reading.form_in("pair-pronouns", m.head);
            // "a soldier fired at a woman, wounding her": not the soldier
            let acts = self.acts_on(m.head);
            let accused = told.accused_tokens.contains(&m.head);
            let mut subjects: Vec<usize> = Vec::new();
            let mut others: Vec<usize> = Vec::new();
            // "issued warrants and charged them": what nobody knows to be people may be meant, but is joined to nothing
            let mut classed: Vec<usize> = Vec::new();
            // who is left because others are barred must be accused himself
            let mut barred = false;
            for b in (0..at).rev().take(LOOK_BACK) {
                let Some(o) = self.mention(b) else { continue };
                if sentence - self.sentence(b) > 1 {
                    break;
                }
                let person =
                    self.is(o, self.kinds.person) && !o.plural && !self.plural_class(class);
                let people = self.plural_class(class)
                    && (o.plural || self.is(o, self.kinds.group))
                    && !(pair && self.is(o, self.kinds.organization));
                if o.modifier
                    || o.kind == MentionKind::Pronoun && self.sets.find(b) == b
                    || !(person || people)
                {
                    continue;
                }
                let set = self.sets.find(b);
                let own = self.sets.find(at);
                if quoted && self.only_speaks(o.head) {
                    continue;
                }
                if accused && !told.may_be_accused(m.head, set) {
                    barred = true;
                    continue;
                }
                if self.clash(own, set) || acts.is_some_and(|a| self.sets.find(a) == set) {
                    continue;
                }
                // "A and B met": both are subjects
                let tree = &self.reading.tree;
                let top = if tree.relation(o.head).as_str() == "conj" {
                    tree.head(o.head)
                } else {
                    o.head
                };
                let subject = tree.relation(top).as_str().starts_with("nsubj");
                if o.class.is_some() {
                    classed.push(set);
                }
                let list = if subject { &mut subjects } else { &mut others };
                if !list.contains(&set) {
                    list.push(set);
                }
            }
            others.retain(|o| !subjects.contains(o));
            let only = match (subjects.as_slice(), others.as_slice()) {
                ([one], _) | ([], [one]) => Some(*one),
                _ => None,
            };
            if let Some(only) =
                only.filter(|o| classed.contains(o) && (!barred || told.accused.contains(o)))
            {
                self.join(at, only, "pronoun");
            }
        }
    }

    /// What the report tells of people, as far as it bears on who a pronoun is.
    fn told(&mut self) -> Told {
        let mut told = Told::default();
        for f in &self.reading.findings {
            let rule = self.reading.ontology.rules.rule(f.rule);
            let kills = rule.and_then(|r| r.fixed("measure")) == Some("ng:Killed")
                && f.factuality.is_asserted();
            for r in &f.roles {
                let accused = matches!(
                    r.role.as_str(),
                    "attacker" | "party" | "detainee" | "defendant"
                );
                if accused {
                    told.accused_tokens.insert(r.token);
                }
                let Some(mention) = self.reading.mention_id(r.token) else {
                    continue;
                };
                let pronoun = self
                    .mention(mention as usize)
                    .is_none_or(|m| m.kind == MentionKind::Pronoun);
                let set = self.sets.find(mention as usize);
                if accused && !pronoun {
                    told.accused.insert(set);
                } else if kills && r.role == "victim" {
                    let first = told.killed.entry(set).or_insert(r.token);
                    *first = r.token.min(*first);
                }
            }
        }
        let officers = self.words_of("court-officers");
        for at in 0..self.reading.mentions.len() {
            let officer = self.mention(at).is_some_and(|m| {
                let mut titles = m.tokens.start..m.core.start.max(m.head + 1);
                (m.kind != MentionKind::Pronoun && !m.modifier)
                    && titles.any(|t| officers.contains(&self.reading.lemma(t)))
            });
            if officer {
                told.officers.insert(self.sets.find(at));
            }
        }
        told
    }

    /// The words of a list.
    fn words_of(&self, list: &str) -> Vec<WordId> {
        let words = self.reading.ontology.rules.lists.get(list);
        let words = words.into_iter().flatten();
        words.filter_map(|w| self.reading.words.get(w)).collect()
    }

    /// "she" inside a quotation: not whoever is quoted.
    fn is_quoted_third(&self, token: usize) -> bool {
        let third = |list| self.reading.form_in(list, token);
        (third("male-pronouns") || third("female-pronouns")) && self.in_quotes(token)
    }

    /// Whether a quotation of the sentence is open before a token.
    fn in_quotes(&self, token: usize) -> bool {
        let sentence = self
            .reading
            .sentence_tokens(self.reading.sentence_of(token));
        (sentence.start..token).fold(false, |open, t| match self.reading.text(t) {
            "\"" => !open,
            "“" => true,
            "”" => false,
            _ => open,
        })
    }

    /// The subject of a verb of saying, outside all quotations.
    fn only_speaks(&self, token: usize) -> bool {
        let tree = &self.reading.tree;
        tree.relation(token) == Relation::Nsubj
            && self.reading.lemma_in("report-words", tree.head(token))
            && !self.in_quotes(token)
    }

    /// Who acts on a pronoun that is the object of a verb, and so is somebody else: the subject of that verb, or of the one
    /// that governs it. (Principle B of binding theory.)
    fn acts_on(&self, pronoun: usize) -> Option<usize> {
        let tree = &self.reading.tree;
        let object = matches!(tree.relation(pronoun).as_str(), "obj" | "iobj" | "obl");
        if !object || self.reading.lex.tag(pronoun).xpos() != "PRP" {
            return None;
        }
        let mut verb = tree.head(pronoun);
        for _ in 0..3 {
            let subject = self
                .reading
                .children(verb)
                .find(|c| tree.relation(*c).as_str() == "nsubj");
            if let Some(subject) = subject {
                return self.reading.mention_id(subject).map(|m| m as usize);
            }
            if !matches!(tree.relation(verb).as_str(), "advcl" | "xcomp" | "conj") {
                return None;
            }
            verb = tree.head(verb);
        }
        None
    }

    /// "The group said it had …", "he said he …": the subject of a clause that somebody says, where it fits the speaker.
    fn speaker(&self, m: &Mention) -> Option<usize> {
        // "asked to report anyone who …": only a personal pronoun takes up who speaks
        if !self.reading.lex.tag(m.head).xpos().starts_with("PRP") {
            return None;
        }
        let mut at = m.head;
        for _ in 0..6 {
            let head = self.reading.tree.head(at);
            if head == at {
                return None;
            }
            if matches!(self.reading.tree.relation(at).as_str(), "ccomp" | "xcomp") && head < at {
                let subject = self
                    .reading
                    .children(head)
                    .find(|c| self.reading.tree.relation(*c).as_str() == "nsubj" && *c < head)?;
                let antecedent = self.reading.mention_id(subject)? as usize;
                let o = self.mention(antecedent)?;
                let organization = self.is(o, self.kinds.organization)
                    || self.is(o, self.kinds.venue)
                    || self.is(o, self.kinds.country);
                let fits = match m.class {
                    None => !m.plural && organization,
                    Some(c) if self.plural_class(c) => {
                        o.plural || organization && !self.people_between(head, m.head)
                    }
                    Some(_) => self.is(o, self.kinds.person) && !o.plural,
                };
                return (fits && o.head != m.head && o.kind != MentionKind::Pronoun)
                    .then_some(antecedent);
            }
            // "Rossi said Timmons is charged because he …": another person stands nearer
            let nearer = self.reading.tree.relation(at).as_str() == "advcl"
                && self.reading.children(head).any(|c| {
                    c < m.head
                        && self.reading.tree.relation(c).as_str().starts_with("nsubj")
                        && self.reading.mention(c).is_some_and(|o| {
                            o.kind != MentionKind::Pronoun
                                && !o.plural
                                && self.is(o, self.kinds.person)
                        })
                });
            if nearer {
                return None;
            }
            at = head;
        }
        None
    }

    /// Whether a group of people is named between two tokens: then "their" is theirs, not that of the body that speaks.
    fn people_between(&self, from: usize, to: usize) -> bool {
        (from + 1..to).any(|t| {
            self.reading.mention(t).is_some_and(|o| {
                o.head == t
                    && !o.modifier
                    && o.kind != MentionKind::Pronoun
                    && (self.is(o, self.kinds.group) || self.is(o, self.kinds.person) && o.plural)
            })
        })
    }

    fn plural_class(&self, class: ClassId) -> bool {
        self.kinds.group == Some(class)
    }

    /// "who": the noun that its clause hangs on.
    fn relative(&mut self, at: usize, m: &Mention) {
        let mut token = m.head;
        for _ in 0..4 {
            let head = self.reading.tree.head(token);
            if head == token {
                break;
            }
            if self
                .reading
                .tree
                .relation(token)
                .as_str()
                .starts_with("acl")
            {
                if let Some(of) = self.reading.mention_id(head) {
                    self.join(at, of as usize, "relative pronoun");
                }
                return;
            }
            token = head;
        }
        // "…the perpetrators, several of whom were detained": the tree lost the clause, the people stand right before it
        let sentence = self.reading.sentence_of(m.head);
        let people = |o: &Mention| self.is(o, self.kinds.group) || self.is(o, self.kinds.person);
        let before = (0..at).rev().take(6).find(|b| {
            self.mention(*b).is_some_and(|o| {
                self.reading.sentence_of(o.head) == sentence
                    && !o.modifier
                    && o.kind != MentionKind::Pronoun
                    && o.class.is_some()
                    && people(o)
            })
        });
        let Some(before) = before else { return };
        // "The president vowed to punish those who …": a verb between them, and the people are others
        let from = self.mention(before).map_or(m.head, |o| o.head);
        let apart = (from..m.head).any(|t| self.reading.lex.tag(t).is_verb());
        if !apart && self.reading.lex.tag(m.head).xpos() == "WP" {
            self.join(at, before, "relative pronoun");
        }
    }
}
