//! Where sentences end.

use super::*;
use crate::ontology::{PackFiles, load_conventions};
use crate::span::Span;
use crate::text::tokens::tokenize;

fn cut(text: &str, case: Case) -> Vec<String> {
    let conventions = load_conventions(&PackFiles::builtin()).unwrap();
    let mut tokens = Vec::new();
    tokenize(
        text,
        Span::new(0, u32::try_from(text.len()).unwrap()),
        &conventions,
        &mut tokens,
    );
    let mut out = Vec::new();
    sentences(text, &tokens, 0..tokens.len(), case, &conventions, &mut out);
    out.into_iter()
        .map(|r| {
            tokens[r]
                .iter()
                .map(|t| t.span.of(text))
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

#[test]
fn abbreviations_and_initials_do_not_end_sentences() {
    let found = cut(
        "Gen. J. Doe met Mr. Roe in the U.S. Senate. He left at 5 p.m. The talks go on.",
        Case::Mixed,
    );
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn closing_quotes_stay_with_the_sentence() {
    let found = cut(
        "\"We fled.\" \"Nobody came,\" she said. (He agreed.) They left.",
        Case::Mixed,
    );
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(found[0], "\" We fled . \"");
}

#[test]
fn what_follows_without_a_gap_or_without_a_capital_may_begin() {
    for (text, last) in [
        ("The service is poor...I asked again.", "I asked again ."),
        (
            "It costs a lot.\" \"He came,\" she said.",
            "\" He came , \" she said .",
        ),
        ("You can read it here. :) you should.", "you should ."),
        (
            "See what he wrote (it is long.) http://www.example.org/a",
            "http://www.example.org/a",
        ),
        ("\"...Nobody came.", "\" ... Nobody came ."),
        (
            "Roe (b. September 1975) is here.",
            "Roe ( b . September 1975 ) is here .",
        ),
    ] {
        let found = cut(text, Case::Mixed);
        assert_eq!(found.last().map(String::as_str), Some(last), "{found:?}");
    }
}

#[test]
fn editorial_brackets_do_not_break_a_sentence() {
    let found = cut(
        "HE SAID [WORDS INDISTINCT] THAT ALL WAS CALM.  [PASSAGE OMITTED] COL. ROE LEFT.",
        Case::None,
    );
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[1], "[ PASSAGE OMITTED ]");
}
