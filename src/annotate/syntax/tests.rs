//! Sentences and the trees the built-in tables give them.

use super::{Parser, Relation, Tree};
use crate::annotate::lex::Tagger;
use crate::ontology::{PackFiles, load_conventions};
use crate::text::{DocWords, Document, Source, WordTable};

fn parsed(text: &str) -> (Document, Tree) {
    let files = PackFiles::builtin();
    let mut words = WordTable::default();
    let tagger = Tagger::load(&files, &mut words).unwrap();
    let parser = Parser::load(&files).unwrap();
    let source = Source {
        text: text.to_owned(),
        ..Source::default()
    };
    let doc = Document::read(source, &load_conventions(&files).unwrap());
    let lex = tagger.tag(&doc, &mut DocWords::new(&words));
    let tree = parser.parse(&doc, &lex);
    (doc, tree)
}

/// The words that hang on `head` with `relation`.
fn links(text: &str, head: &str, relation: Relation) -> Vec<String> {
    let (doc, tree) = parsed(text);
    (0..doc.tokens.len())
        .filter(|t| tree.relation(*t) == relation && doc.word(tree.head(*t)) == head)
        .map(|t| doc.word(t).to_owned())
        .collect()
}

#[test]
fn subject_object_and_agent_hang_on_their_verb() {
    let active = "Gunmen attacked a police station in the city on Monday.";
    assert_eq!(links(active, "attacked", Relation::Nsubj), ["Gunmen"]);
    assert_eq!(links(active, "attacked", Relation::Obj), ["station"]);
    let passive = "THE MAYOR WAS KILLED BY GUERRILLAS.";
    assert_eq!(links(passive, "KILLED", Relation::NsubjPass), ["MAYOR"]);
    assert_eq!(links(passive, "KILLED", Relation::OblAgent), ["GUERRILLAS"]);
}

#[test]
fn every_sentence_has_one_root_and_a_very_long_one_stays_a_tree() {
    let text = format!(
        "{}. Two men fled.",
        "the man who saw the dog that bit ".repeat(200)
    );
    let (doc, tree) = parsed(&text);
    for sentence in &doc.sentences {
        let roots = sentence.tokens.clone().filter(|t| tree.is_root(*t)).count();
        assert_eq!(roots, 1);
        let root = sentence.tokens.clone().find(|t| tree.is_root(*t)).unwrap();
        assert_eq!(tree.subtree(root), sentence.tokens);
    }
}

#[test]
fn an_empty_document_has_an_empty_tree() {
    assert!(parsed("").1.heads.is_empty());
}
