//! Sentences and the tags the built-in tables give them.

use super::{Lex, Tagger};
use crate::ontology::{PackFiles, load_conventions};
use crate::text::{DocWords, Document, Source, WordTable};

fn tagged(text: &str) -> String {
    let files = PackFiles::builtin();
    let mut words = WordTable::default();
    let tagger = Tagger::load(&files, &mut words).unwrap();
    let doc = Document::read(
        Source {
            text: text.to_owned(),
            ..Source::default()
        },
        &load_conventions(&files).unwrap(),
    );
    let mut own = DocWords::new(&words);
    let Lex { tags, lemmas, .. } = tagger.tag(&doc, &mut own);
    let cells: Vec<String> = tags
        .iter()
        .zip(&lemmas)
        .map(|(t, l)| format!("{}/{}", own.word(*l), t.name()))
        .collect();
    cells.join(" ")
}

#[test]
fn a_passive_with_an_agent_is_read_in_either_case() {
    assert_eq!(
        tagged("Two policemen were killed by gunmen in the city."),
        "two/CD policeman/NNS be/VBD.AUX kill/VBN by/IN gunman/NNS in/IN the/DT city/NN ./."
    );
    assert_eq!(
        tagged("TWO POLICEMEN WERE KILLED BY GUNMEN IN THE CITY."),
        "two/CD policeman/NNS be/VBD.AUX kill/VBN by/IN gunman/NNS in/IN the/DT city/NN ./."
    );
}
