//! [`Reading`]: one document with everything annotated so far. Layers are append-only.

use std::cell::OnceCell;
use std::ops::Range;

use super::clause::Arguments;
use super::finding::Finding;
use super::lex::Lex;
use super::mark::Mark;
use super::mention::Mention;
use super::name::Name;
use super::naming::Naming;
use super::signs::{Sign, Signs};
use super::syntax::{Relation, Tree};
use super::value::{DateSpan, Quantity};
use super::writing::Writing;
use crate::ontology::{ClassId, Noun, Ontology, Vocabulary};
use crate::pattern::Budget;
use crate::span::Span;
use crate::text::{DocWords, Document, WordId};

/// A document under reading. Passes add to it in order; each reads only what stands above its own layer.
#[derive(Debug)]
pub struct Reading<'a> {
    /// What it is read with.
    pub ontology: &'a Ontology,
    /// What closed lists tell of its words.
    pub(super) signs: &'a Signs,
    /// The text.
    pub document: &'a Document,
    /// Words as numbers.
    pub words: DocWords<'a>,
    /// Tags and lemmas, a value a token.
    pub lex: Lex,
    /// Governors and relations, a value a token.
    pub tree: Tree,
    /// What mark each token is.
    marks: Vec<Mark>,
    /// How each token is written.
    writings: Vec<Writing>,
    /// The sentence of each token.
    sentence_at: Vec<u32>,
    /// Classes that the layers themselves know.
    pub(crate) known: KnownClasses,
    /// The noun that ends at a token, once asked for: rules ask for the same one many times.
    pub(super) nouns: Vec<OnceCell<Option<Noun>>>,
    /// The arguments of a token, once asked for: what links findings asks for those of their triggers again.
    pub(super) arguments: Vec<OnceCell<Arguments>>,
    /// Names, in order, without overlaps.
    pub names: Vec<Name>,
    /// The name that covers a token.
    pub name_at: Vec<Option<u32>>,
    /// Counts, in order.
    pub quantities: Vec<Quantity>,
    /// The count that covers a token.
    pub quantity_at: Vec<Option<u32>>,
    /// Dates, in order.
    pub dates: Vec<DateSpan>,
    /// Noun groups that name something, in order of their heads.
    pub mentions: Vec<Mention>,
    /// The mention that a token heads, or whose name covers it.
    pub mention_at: Vec<Option<u32>>,
    /// Groups that the text names one by one, in order of their cues.
    pub namings: Vec<Naming>,
    /// What the event rules found, in order of triggers.
    pub findings: Vec<Finding>,
    /// Sentences in which the step budget ran out.
    pub cut_sentences: Vec<usize>,
}

/// Classes that the layers themselves ask for, where the vocabulary has them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KnownClasses {
    pub(crate) entity: Option<ClassId>,
    pub(crate) person: Option<ClassId>,
    pub(crate) group: Option<ClassId>,
    pub(crate) organization: Option<ClassId>,
    pub(crate) state_body: Option<ClassId>,
    pub(crate) place: Option<ClassId>,
    pub(crate) venue: Option<ClassId>,
    pub(crate) city: Option<ClassId>,
    pub(crate) country: Option<ClassId>,
    pub(crate) event: Option<ClassId>,
    pub(crate) explosion: Option<ClassId>,
    pub(crate) fire: Option<ClassId>,
}

impl KnownClasses {
    fn of(vocabulary: &Vocabulary) -> Self {
        let class = |name| vocabulary.class_id(name);
        Self {
            entity: class("ng:Entity"),
            person: class("ng:Person"),
            group: class("ng:PersonGroup"),
            organization: class("ng:Organization"),
            state_body: class("ng:StateBody"),
            place: class("ng:Place"),
            venue: class("ng:Venue"),
            city: class("ng:City"),
            country: class("ng:Country"),
            event: class("ng:Event"),
            explosion: class("ng:Explosion"),
            fire: class("ng:Fire"),
        }
    }
}

/// Steps that all rules together may take on one sentence: far above what news text needs, low enough that no text
/// takes long.
pub const STEPS_A_SENTENCE: u32 = 400_000;

impl<'a> Reading<'a> {
    /// A reading with tags and tree, and nothing found yet.
    pub(super) fn new(
        ontology: &'a Ontology,
        signs: &'a Signs,
        document: &'a Document,
        words: DocWords<'a>,
        lex: Lex,
        tree: Tree,
    ) -> Self {
        let none = vec![None; document.tokens.len()];
        let mut sentence_at = vec![0; document.tokens.len()];
        for (number, sentence) in (0..).zip(&document.sentences) {
            if let Some(cells) = sentence_at.get_mut(sentence.tokens.clone()) {
                cells.fill(number);
            }
        }
        let texts = || document.tokens.iter().map(|t| t.span.of(&document.text));
        Self {
            ontology,
            signs,
            document,
            words,
            lex,
            tree,
            marks: texts().map(Mark::of).collect(),
            writings: texts().map(Writing::of).collect(),
            sentence_at,
            known: KnownClasses::of(&ontology.vocabulary),
            nouns: vec![OnceCell::new(); document.tokens.len()],
            arguments: vec![OnceCell::new(); document.tokens.len()],
            names: Vec::new(),
            name_at: none.clone(),
            quantities: Vec::new(),
            quantity_at: none.clone(),
            dates: Vec::new(),
            mentions: Vec::new(),
            mention_at: none,
            namings: Vec::new(),
            findings: Vec::new(),
            cut_sentences: Vec::new(),
        }
    }
}

impl Reading<'_> {
    /// Whether a token's word is in a list of the pack, as it stands.
    pub fn form_in(&self, list: &str, token: usize) -> bool {
        self.holds(list, self.folded(token))
    }

    /// Whether a token's lemma is in a list of the pack.
    pub fn lemma_in(&self, list: &str, token: usize) -> bool {
        self.holds(list, self.lemma(token))
    }

    /// Whether a list of the pack holds a word.
    pub(super) fn holds(&self, list: &str, word: WordId) -> bool {
        self.signs.may_be_in(list, word)
            && self.ontology.rules.lists.holds(list, self.words.word(word))
    }

    /// Whether a token's word, as it stands, has one of some signs.
    pub(super) fn has_sign(&self, token: usize, any: Sign) -> bool {
        self.signs.has(self.folded(token), any)
    }

    /// Whether `below` hangs on `above` in the tree, by at most `steps` links.
    pub fn hangs_on(&self, below: usize, above: usize, steps: usize) -> bool {
        let mut at = below;
        for _ in 0..=steps {
            if at == above {
                return true;
            }
            let head = self.tree.head(at);
            if head == at {
                return false;
            }
            at = head;
        }
        false
    }

    /// A token's words.
    pub fn text(&self, token: usize) -> &str {
        self.document
            .tokens
            .get(token)
            .map_or("", |t| t.span.of(&self.document.text))
    }

    /// What mark a token is.
    pub(super) fn mark(&self, token: usize) -> Mark {
        self.marks.get(token).copied().unwrap_or_default()
    }

    /// How a token is written.
    pub(super) fn writing(&self, token: usize) -> Writing {
        self.writings.get(token).copied().unwrap_or(Writing::EMPTY)
    }

    /// How rules see a token written: in a text without case its tag tells whether it has a capital.
    pub(super) fn rule_writing(&self, token: usize) -> Writing {
        let writing = self.writing(token);
        if self.caseless() {
            writing.by_tag(self.lex.tag(token))
        } else {
            writing
        }
    }

    /// A token's folded word.
    pub fn folded(&self, token: usize) -> WordId {
        self.lex
            .folded
            .get(token)
            .copied()
            .unwrap_or(WordId(u32::MAX))
    }

    /// A token's lemma.
    pub fn lemma(&self, token: usize) -> WordId {
        self.lex
            .lemmas
            .get(token)
            .copied()
            .unwrap_or(WordId(u32::MAX))
    }

    /// The bytes of a range of tokens.
    pub fn span(&self, tokens: &Range<usize>) -> Span {
        let first = self
            .document
            .tokens
            .get(tokens.start)
            .map_or(Span::default(), |t| t.span);
        let last = tokens
            .end
            .checked_sub(1)
            .and_then(|i| self.document.tokens.get(i))
            .map_or(first, |t| t.span);
        first.join(last)
    }

    /// The sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> usize {
        let sentence = self.sentence_at.get(token);
        sentence.map_or(self.document.sentences.len(), |s| *s as usize)
    }

    /// The tokens of a sentence.
    pub fn sentence_tokens(&self, sentence: usize) -> Range<usize> {
        self.document
            .sentences
            .get(sentence)
            .map_or(0..0, |s| s.tokens.clone())
    }

    /// The tokens that hang on a token, in order.
    pub fn children(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        self.tree.children(token).iter().map(|c| *c as usize)
    }

    /// Whether the token heads a clause: a verb, or a noun by its tag that has both subject and object ("Two men shot the
    /// mayor", with "shot" tagged as a noun).
    pub fn is_predicate(&self, token: usize) -> bool {
        if self.lex.tag(token).is_verb() {
            return true;
        }
        let has = |relation: Relation| self.tree.has_child(token, &[relation]);
        self.lex.tag(token).is_noun() && has(Relation::Nsubj) && has(Relation::Obj)
    }

    /// Whether a date covers the token.
    pub fn in_date(&self, token: usize) -> bool {
        let at = self.dates.partition_point(|d| d.tokens.end <= token);
        self.dates
            .get(at)
            .is_some_and(|d| d.tokens.contains(&token))
    }

    /// The name that covers a token.
    pub fn name(&self, token: usize) -> Option<&Name> {
        self.name_at
            .get(token)
            .copied()
            .flatten()
            .and_then(|n| self.names.get(n as usize))
    }

    /// The mention that a token heads.
    pub fn mention(&self, token: usize) -> Option<&Mention> {
        self.mention_id(token)
            .and_then(|m| self.mentions.get(m as usize))
    }

    /// The count of a number in [`Reading::quantities`], where there is one.
    pub fn quantity(&self, id: Option<u32>) -> Option<&Quantity> {
        self.quantities.get(id? as usize)
    }

    /// The count that covers a token, or that its mention has.
    pub fn quantity_of(&self, token: usize) -> Option<&Quantity> {
        let covers = self.quantity_at.get(token).copied().flatten();
        self.quantity(covers.or_else(|| self.mention(token)?.quantity))
    }

    /// The namings in the sentence of a token, in order.
    pub fn namings_around(&self, token: usize) -> impl Iterator<Item = &Naming> {
        let sentence = self.sentence_tokens(self.sentence_of(token));
        let first = self.namings.partition_point(|n| n.cue < sentence.start);
        self.namings
            .iter()
            .skip(first)
            .take_while(move |n| n.cue < sentence.end)
    }

    /// The people that the text names as the group that a token heads, or as some of it: in its sentence, or in the next
    /// ("Five men were arrested. Their names are …").
    pub fn named_members(&self, group: usize) -> impl Iterator<Item = usize> + '_ {
        let next = self.sentence_tokens(self.sentence_of(group) + 1);
        let after = self.namings.partition_point(|n| n.cue < next.start);
        self.namings_around(group)
            .chain(
                self.namings
                    .iter()
                    .skip(after)
                    .take_while(move |n| n.cue < next.end),
            )
            .filter(move |n| n.groups.contains(&group))
            .flat_map(|n| n.members.iter().copied())
    }

    /// The number of the mention that a token heads.
    pub fn mention_id(&self, token: usize) -> Option<u32> {
        self.mention_at.get(token).copied().flatten()
    }

    /// The class of the mention that a token heads, or of the name that covers it.
    pub fn class_at(&self, token: usize) -> Option<ClassId> {
        let mention = self.mention(token).and_then(|m| m.class);
        mention.or_else(|| self.name(token).map(|n| n.class))
    }

    /// Whether a class is another or below it.
    pub fn is_a(&self, class: ClassId, ancestor: ClassId) -> bool {
        self.ontology.vocabulary.is_subclass(class, ancestor)
    }

    /// Whether a mention is of people: one or many.
    pub fn is_people(&self, mention: &Mention) -> bool {
        self.is_people_class(mention.class)
    }

    /// Whether a class is of people: one or many.
    pub(super) fn is_people_class(&self, class: Option<ClassId>) -> bool {
        self.is_known(class, self.known.person) || self.is_known(class, self.known.group)
    }

    /// Whether there is a class and it is one of [`Reading::known`] or below it.
    pub(super) fn is_known(&self, class: Option<ClassId>, known: Option<ClassId>) -> bool {
        matches!((class, known), (Some(c), Some(k)) if self.is_a(c, k))
    }

    /// Whether the document's letters do not tell names from words.
    pub fn caseless(&self) -> bool {
        self.document.capitals_only || self.document.lower_case_only
    }

    /// A fresh step budget for a sentence.
    pub fn budget(&self) -> Budget {
        Budget::new(STEPS_A_SENTENCE)
    }
}
