//! Texts and the tokens they fall into.

use super::*;
use crate::ontology::{PackFiles, load_conventions};

fn words(text: &str) -> String {
    let conventions = load_conventions(&PackFiles::builtin()).unwrap();
    let mut out = Vec::new();
    tokenize(
        text,
        Span::new(0, offset(text.len())),
        &conventions,
        &mut out,
    );
    out.iter()
        .map(|t| t.span.of(text))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn hyphens_split_compounds_but_not_prefixes_and_telephone_numbers() {
    assert_eq!(
        words("al-Ani, 31-year-old anti-drug AK-47"),
        "al - Ani , 31 - year - old anti-drug AK - 47"
    );
    assert_eq!(words("call 713-853-3989"), "call 713-853-3989");
}

#[test]
fn clitics_are_cut_with_either_apostrophe() {
    assert_eq!(
        words("It wasn't Mona’s O'Rourke; they’ve won’t"),
        "It was n't Mona ’s O'Rourke ; they ’ve wo n’t"
    );
}

#[test]
fn abbreviations_initials_times_and_numbers_keep_their_stops() {
    assert_eq!(
        words("Gen. J. Doe of the U.S. paid $1,200.50 at 12:30 p.m. to No. 5."),
        "Gen. J. Doe of the U.S. paid $ 1,200.50 at 12:30 p.m. to No. 5 ."
    );
    assert_eq!(words("No. He left..."), "No . He left ...");
}

#[test]
fn addresses_are_one_token() {
    assert_eq!(
        words("See http://a.org/x?y=1, or me@b.org."),
        "See http://a.org/x?y=1 , or me@b.org ."
    );
}
