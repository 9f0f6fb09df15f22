//! A source to a document: the whole stage in one function.

use super::blocks::blocks;
use super::conventions::Conventions;
use super::dateline::{self, Dateline};
use super::document::{Block, BlockKind, Document, Sentence, Source, Token};
use super::front;
use super::sentences::{Case, sentences};
use super::tokens::tokenize;
use super::when::{self, Written};
use crate::span::Span;

/// A dateline or a masthead stands in one of the first blocks.
const TOP: usize = 4;

impl Document {
    /// Reads a text: front matter, prefix, blocks, dateline, tokens, sentences. Never fails; linear in the text.
    pub fn read(source: Source, conventions: &Conventions) -> Self {
        let Source {
            id,
            text,
            date,
            title,
            publisher,
            url,
        } = source;
        let front = front::read(&text, conventions);
        let mut blocks = blocks(&text, front.body);
        let (capitals_only, lower_case_only) = case_regime(text.get(front.body..).unwrap_or(""));

        let mut tokens = Vec::with_capacity(text.len() / 5);
        let mut bounds = Vec::with_capacity(blocks.len());
        let mut found: Option<(Dateline, Span, Span)> = None;
        let mut masthead: Option<Written> = None;
        let mut agency = None;
        let mut prose = false;
        for (number, block) in blocks.iter_mut().enumerate() {
            let start = tokens.len();
            tokenize(&text, block.span, conventions, &mut tokens);
            if number < TOP && found.is_none() && !prose {
                let own = tokens.get(start..).unwrap_or_default();
                if let Some(line) = dateline::read(&text, own, conventions) {
                    let span = cover(own, 0, line.len);
                    agency = line
                        .agency
                        .map(|(a, b)| cover(own, a, b).of(&text).to_owned());
                    found = Some((line, span, cover(own, 0, line.place)));
                    tokens.drain(start..start + line.len);
                    block.kind = BlockKind::Paragraph;
                } else if block.kind == BlockKind::Heading && masthead.is_none() {
                    masthead = dateline::masthead(&text, own, conventions);
                }
                prose = block.kind == BlockKind::Paragraph && tokens.len() > start;
            }
            bounds.push(start..tokens.len());
        }

        let case = if capitals_only || lower_case_only {
            Case::None
        } else {
            Case::Mixed
        };
        let one_line = !text.get(front.body..).unwrap_or("").trim().contains('\n');
        let mut all = Vec::with_capacity(tokens.len() / 8);
        let mut ranges = Vec::new();
        for (block, bounds) in bounds.into_iter().enumerate() {
            if blocks
                .get(block)
                .is_some_and(|b| b.kind == BlockKind::Heading)
                && !bounds.is_empty()
            {
                ranges.push(bounds);
            } else {
                sentences(&text, &tokens, bounds, case, conventions, &mut ranges);
                if one_line && case == Case::Mixed {
                    conventions
                        .breaks
                        .cut(&text, &tokens, conventions, &mut ranges);
                }
            }
            all.extend(ranges.drain(..).map(|r| sentence(&tokens, r, block)));
        }

        let known = date
            .as_deref()
            .and_then(|d| when::parse(d, conventions))
            .or(front.date)
            .or(front.prefix);
        let date = known
            .or_else(|| {
                let year = masthead.and_then(|m| m.resolved(None));
                found.as_ref()?.0.date?.resolved(year)
            })
            .or_else(|| masthead?.resolved(None));
        let owned = |field: Option<&str>| field.map(str::to_owned);
        Self {
            id: if id.is_empty() {
                front.id.unwrap_or("").to_owned()
            } else {
                id
            },
            title: title.or_else(|| owned(front.title)),
            publisher: publisher.or_else(|| owned(front.publisher)).or(agency),
            url: url.or_else(|| owned(front.url)),
            date,
            dateline_place: found.as_ref().map(|f| f.2),
            dateline: found.as_ref().map(|f| f.1),
            capitals_only,
            lower_case_only,
            blocks,
            tokens,
            sentences: all,
            text,
        }
    }

    /// The words of one token.
    pub fn word(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |t| t.span.of(&self.text))
    }

    /// The block of a sentence.
    pub fn block_of(&self, sentence: &Sentence) -> Option<&Block> {
        self.blocks.get(sentence.block)
    }
}

fn cover(tokens: &[Token], from: usize, to: usize) -> Span {
    match tokens.get(from..to) {
        Some([first, .., last]) => first.span.join(last.span),
        Some([only]) => only.span,
        _ => Span::default(),
    }
}

fn sentence(tokens: &[Token], range: std::ops::Range<usize>, block: usize) -> Sentence {
    Sentence {
        span: cover(tokens, range.start, range.end),
        tokens: range,
        block,
    }
}

/// Whether a text is (almost) all capitals, or all lower case.
fn case_regime(text: &str) -> (bool, bool) {
    let mut upper = text.bytes().filter(u8::is_ascii_uppercase).count();
    let mut lower = text.bytes().filter(u8::is_ascii_lowercase).count();
    if !text.is_ascii() {
        for c in text.chars().filter(|c| !c.is_ascii()) {
            lower += usize::from(c.is_lowercase());
            upper += usize::from(c.is_uppercase());
        }
    }
    let letters = upper + lower;
    (
        letters >= 12 && lower * 12 < letters,
        letters >= 30 && upper * 200 < letters,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::{PackFiles, load_conventions};
    use proptest::prelude::*;

    fn read(text: &str) -> Document {
        let conventions = load_conventions(&PackFiles::builtin()).unwrap();
        Document::read(
            Source {
                text: text.to_owned(),
                ..Source::default()
            },
            &conventions,
        )
    }

    fn place(doc: &Document) -> &str {
        doc.dateline_place.map_or("", |s| s.of(&doc.text))
    }

    #[test]
    fn datelines_of_many_agencies_are_read() {
        for (text, expected_place, date) in [
            (
                "IZMIR, Turkey, 5 February 2016 (DHA) — A bomb went off.",
                "IZMIR, Turkey",
                "2016-02-05",
            ),
            (
                "   SAN SALVADOR, 4 FEB 90 (ACAN-EFE) -- [TEXT] A BOMB WENT OFF TODAY.",
                "SAN SALVADOR",
                "1990-02-04",
            ),
            (
                "   HAVANA (CUBA), 14 NOV 89 (TELE-REBELDE NETWORK) -- [TEXT] A BOMB WENT OFF.",
                "HAVANA (CUBA)",
                "1989-11-14",
            ),
            (
                "GOMA, Democratic Republic of Congo -- A bomb went off.",
                "GOMA, Democratic Republic of Congo",
                "",
            ),
            (
                " date 2009-06-20 Guayaquil, Jun 20 (Andes).- A bomb went off.",
                "Guayaquil",
                "2009-06-20",
            ),
            (
                "Bergen, 14 March 2011 (NTB)\n\nA bomb went off.",
                "Bergen",
                "2011-03-14",
            ),
            (
                "WARSAW (PAP) May 14, 2025 - A bomb went off (ABW).",
                "WARSAW",
                "2025-05-14",
            ),
            (
                "SANAA, Tuesday 23 August 2016\n\nA bomb went off.",
                "SANAA",
                "2016-08-23",
            ),
            ("BENI, Congo - A bomb went off.", "BENI, Congo", ""),
            (
                " date 2010-10-05 RAIPUR, Oct. 5 (PTI) — A bomb went off.",
                "RAIPUR",
                "2010-10-05",
            ),
            (
                "LOME, April 10, 2014 (PANA) -- A bomb went off.",
                "LOME",
                "2014-04-10",
            ),
            (
                "CLANDESTINE, NO DATE (RADIO VENCEREMOS) -- [TEXT] A BOMB WENT OFF.",
                "CLANDESTINE",
                "",
            ),
            ("PARIS, AP — A bomb went off.", "PARIS", ""),
            (
                "RIO DE JANEIRO (BRAZIL), NO DATE (O GLOBO) -- [TEXT] A BOMB WENT OFF.",
                "RIO DE JANEIRO (BRAZIL)",
                "",
            ),
        ] {
            let doc = read(text);
            assert_eq!(place(&doc), expected_place, "{text}");
            assert_eq!(
                doc.date.map_or(String::new(), |d| d.to_string()),
                date,
                "{text}"
            );
            let body = doc.sentences.last().unwrap().span.of(&doc.text);
            assert!(
                body.to_lowercase().contains("a bomb went off"),
                "{text}: {body}"
            );
            assert!(
                doc.sentences
                    .iter()
                    .all(|s| !s.span.overlaps(doc.dateline.unwrap()))
            );
        }
    }

    #[test]
    fn ordinary_openings_are_no_dateline() {
        for text in [
            "Four masked men - all armed - robbed a dealer.",
            "Police (the local force) said so.",
            "The Red Front (RF) attacked Lima on 4 May 1990.",
            "A TWO-DAY TRUCE ENDED. NOBODY CAME.",
        ] {
            assert_eq!(read(text).dateline, None, "{text}");
        }
    }

    #[test]
    fn front_matter_gives_title_date_and_source_and_is_no_sentence() {
        let doc = read("title: Toll climbs\ndate: 2016-02-09\nsource: Courier\n\nTwo died.");
        assert_eq!(doc.title.as_deref(), Some("Toll climbs"));
        assert_eq!(doc.publisher.as_deref(), Some("Courier"));
        assert_eq!(doc.date.unwrap().to_string(), "2016-02-09");
        assert_eq!(doc.sentences.len(), 1);
        let doc = read(
            "---\nid: k-1\ndate: 2012-10-01\ntitle: Freed\n---\nBENI, Congo - Four went free.",
        );
        assert_eq!(doc.id, "k-1");
        assert_eq!(place(&doc), "BENI, Congo");
    }

    #[test]
    fn the_container_outranks_front_matter_and_dateline() {
        let conventions = load_conventions(&PackFiles::builtin()).unwrap();
        let doc = Document::read(
            Source {
                text: "date 2001-01-01\nLIMA, 4 FEB 90 (EFE) -- A BOMB WENT OFF.".to_owned(),
                date: Some("2002-02-02T10:00:00Z".to_owned()),
                ..Source::default()
            },
            &conventions,
        );
        assert_eq!(doc.date.unwrap().to_string(), "2002-02-02");
        assert_eq!(place(&doc), "LIMA");
    }

    #[test]
    fn a_masthead_gives_the_date_and_the_dateline_after_it_the_place() {
        let doc = read(
            "THE CUTTLEFISH | Satire | 16 July 2007\n\nGulls strike again\n\nSCARBOROUGH — A cell of gulls struck on Saturday.",
        );
        assert_eq!(doc.date.unwrap().to_string(), "2007-07-16");
        assert_eq!(place(&doc), "SCARBOROUGH");
        assert_eq!(doc.blocks.len(), 3);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic_and_every_mark_lies_in_one_token(text in "\\PC{0,200}|([a-zA-Z0-9 .,'’\"\\-—()\\[\\]:\n\t@/€é]{0,20}){0,12}") {
            let doc = read(&text);
            let mut last = 0;
            for token in &doc.tokens {
                prop_assert!(token.span.start >= last && !token.span.is_empty());
                prop_assert!(text.get(token.span.start as usize..token.span.end as usize).is_some());
                last = token.span.end;
            }
            let mut next = 0;
            for sentence in &doc.sentences {
                prop_assert_eq!(sentence.tokens.start, next);
                prop_assert!(!sentence.tokens.is_empty());
                next = sentence.tokens.end;
            }
            prop_assert_eq!(next, doc.tokens.len());
        }
    }
}
