//! The passes in order. Each reads only what the ones above it wrote.
//!
//! *Takes* a document. *Gives* a [`Reading`]. *Promises* never to fail and to take time linear in the text: what
//! the step budget cut short is listed in [`Reading::cut_sentences`].

use super::clause::Clauses;
use super::clause_words::ClauseWords;
use super::context::{self, ContextWords};
use super::finding::{Finding, Realization};
use super::frame;
use super::genre::{self, GenreWords};
use super::lex::{self, Lex, LexError, Tagger};
use super::link::{self, LinkWords};
use super::pool::Pool;
use super::reading::Reading;
use super::rule_index::RuleIndex;
use super::signs::Signs;
use super::syntax::{Parser, Tree};
use super::{caseless, mention, name, naming, value};
use crate::ontology::{self, Ontology, PackFiles};
use crate::pattern::Matcher;
use crate::text::{DocWords, Document};

/// The learned tables of a pack: more than half of what there is to load, and independent of the rest.
pub struct Tables {
    tagger: Tagger,
    parser: Parser,
}

impl Tables {
    /// Loads the tables of a pack.
    ///
    /// # Errors
    /// If one is missing or malformed.
    pub fn load(files: &PackFiles) -> Result<Self, LexError> {
        Ok(Self {
            tagger: Tagger::without_words(files)?,
            parser: Parser::load(files)?,
        })
    }
}

/// Adds a layer to a document.
type Pass = fn(&Cascade, &mut Reading<'_>, &mut Matcher);

/// The passes over tagged and parsed text, in order.
const PASSES: [Pass; 10] = [
    // value: dates come before names, since "July" is no town
    |_, reading, _| value::dates(reading),
    |_, reading, _| value::reattach(reading),
    // name
    |cascade, reading, matcher| name::names(reading, &cascade.names, matcher),
    |_, reading, _| value::quantities(reading),
    // group
    |_, reading, _| mention::mentions(reading),
    |cascade, reading, _| reading.namings = naming::namings(reading, &cascade.clause_words),
    // clause, event
    Cascade::events,
    // context
    Cascade::context,
    Cascade::genre,
    // link
    Cascade::links,
];

/// The cascade of one ontology, ready to read documents. Shared by all threads.
pub struct Cascade {
    ontology: Ontology,
    tagger: Tagger,
    parser: Parser,
    events: RuleIndex,
    clause_words: ClauseWords,
    context_words: ContextWords,
    link_words: LinkWords,
    genre_words: GenreWords,
    signs: Signs,
    ordinary: caseless::OrdinaryWords,
    names: RuleIndex,
    matchers: Pool<Matcher>,
}

/// The words of a document, before they are tagged.
struct Restored<'a> {
    words: DocWords<'a>,
    cases: Option<Vec<lex::Case>>,
}

impl Cascade {
    /// Prepares the passes of an ontology.
    ///
    /// # Errors
    /// If the tables of tagger or parser cannot be read.
    pub fn new(ontology: Ontology) -> Result<Self, LexError> {
        let tables = Tables::load(&ontology.files)?;
        Self::with_tables(ontology, tables)
    }

    /// [`Cascade::new`] with the tables loaded beforehand, by another thread.
    ///
    /// # Errors
    /// If the words of the tagger cannot be read.
    pub fn with_tables(mut ontology: Ontology, tables: Tables) -> Result<Self, LexError> {
        let Tables { mut tagger, parser } = tables;
        tagger.add_words(&ontology.files, &mut ontology.words)?;
        let genre_words = GenreWords::new(&ontology);
        Ok(Self {
            signs: Signs::new(&ontology, genre_words.all()),
            events: RuleIndex::new(&ontology, ontology::Pass::Event),
            clause_words: ClauseWords::new(&ontology),
            context_words: ContextWords::new(&ontology),
            link_words: LinkWords::new(&ontology),
            genre_words,
            ordinary: caseless::OrdinaryWords::new(&ontology.words),
            names: RuleIndex::new(&ontology, ontology::Pass::Name),
            matchers: Pool::default(),
            ontology,
            tagger,
            parser,
        })
    }

    /// The knowledge it reads with.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// Tags and lemmas.
    pub fn tagger(&self) -> &Tagger {
        &self.tagger
    }

    /// The rules of each pass by their words.
    pub(super) fn indexes(&self) -> [&RuleIndex; 2] {
        [&self.names, &self.events]
    }

    /// Word lists of the clause layer.
    pub fn clause_words(&self) -> &ClauseWords {
        &self.clause_words
    }

    /// Reads one document through all passes.
    pub fn read<'a>(&'a self, document: &'a Document) -> Reading<'a> {
        let (words, lex) = self.tag(document, self.restore(document));
        let tree = self.parser.parse(document, &lex);
        let mut reading = self.begin(document, words, lex, tree);
        self.matchers.with(|matcher| {
            for pass in PASSES {
                pass(self, &mut reading, matcher);
            }
        });
        reading
    }

    /// Reads some documents, pass by pass: what a pass knows is fetched once for all of them. Gives what [`Cascade::read`]
    /// gives for each, in order.
    pub fn read_all<'a>(&'a self, documents: &'a [Document]) -> Vec<Reading<'a>> {
        let restored: Vec<_> = documents.iter().map(|d| self.restore(d)).collect();
        let lexes = documents.iter().zip(restored);
        let lexes: Vec<_> = lexes.map(|(d, restored)| self.tag(d, restored)).collect();
        let tagged = documents.iter().zip(lexes.iter().map(|(_, lex)| lex));
        let trees = self.parser.parse_all(tagged);
        let begun = documents.iter().zip(lexes).zip(trees);
        let mut readings: Vec<_> = begun
            .map(|((document, (words, lex)), tree)| self.begin(document, words, lex, tree))
            .collect();
        self.matchers.with(|matcher| {
            for pass in PASSES {
                for reading in &mut readings {
                    pass(self, reading, matcher);
                }
            }
        });
        readings
    }

    /// Words, and the case of each token of a text without case.
    fn restore<'a>(&'a self, document: &'a Document) -> Restored<'a> {
        let mut words = DocWords::new(&self.ontology.words);
        let cases = caseless::restore(
            &self.ontology,
            (&self.ordinary, &self.signs),
            &self.tagger,
            document,
            &mut words,
        );
        Restored { words, cases }
    }

    /// Tags and lemmas.
    fn tag<'a>(&'a self, document: &Document, restored: Restored<'a>) -> (DocWords<'a>, Lex) {
        let Restored { mut words, cases } = restored;
        let mut lex = self.tagger.tag_as(document, cases.as_deref(), &mut words);
        lex::participles(document, self.tagger.lexicon(), &mut lex);
        caseless::names(
            &self.ontology,
            (&self.ordinary, &self.signs),
            &self.tagger,
            document,
            &words,
            &mut lex,
        );
        caseless::cardinals(&self.ontology, document, &mut lex);
        (words, lex)
    }

    /// A reading with words, tags and tree.
    fn begin<'a>(
        &'a self,
        document: &'a Document,
        words: DocWords<'a>,
        lex: Lex,
        tree: Tree,
    ) -> Reading<'a> {
        Reading::new(&self.ontology, &self.signs, document, words, lex, tree)
    }

    fn events(&self, reading: &mut Reading<'_>, matcher: &mut Matcher) {
        let (findings, cut) = frame::findings(reading, &self.events, &self.clause_words, matcher);
        reading.findings = findings;
        reading.cut_sentences.extend(cut);
        reading.cut_sentences.sort_unstable();
        reading.cut_sentences.dedup();
    }

    fn context(&self, reading: &mut Reading<'_>, _: &mut Matcher) {
        with_findings(reading, |reading, findings| {
            let clauses = Clauses::new(reading, &self.clause_words);
            context::context(reading, &self.context_words, &clauses, findings);
        });
    }

    fn genre(&self, reading: &mut Reading<'_>, _: &mut Matcher) {
        if let Some((name, cue)) = genre::unreal(reading, &self.genre_words) {
            if name == genre::SPORT {
                // a bishop that was gunned down is not even a supposed victim
                reading.findings.retain(|f| f.relation.is_some());
            }
            for f in &mut reading.findings {
                f.factuality.realization = f.factuality.realization.max(Realization::Hypothetical);
                f.factuality.cues.push(cue);
            }
        }
    }

    fn links(&self, reading: &mut Reading<'_>, _: &mut Matcher) {
        with_findings(reading, |reading, findings| {
            let clauses = Clauses::new(reading, &self.clause_words);
            link::link(reading, &self.link_words, &clauses, findings);
        });
    }
}

/// Changes the findings of a reading by what else it holds.
fn with_findings(reading: &mut Reading<'_>, change: impl FnOnce(&Reading<'_>, &mut Vec<Finding>)) {
    let mut findings = std::mem::take(&mut reading.findings);
    change(reading, &mut findings);
    reading.findings = findings;
}
