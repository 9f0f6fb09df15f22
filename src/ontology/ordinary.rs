//! Ordinary words, from `lexicon/ordinary/words.txt`: in text without case, what is not among them is a name.
//!
//! The file is sorted.

use super::files::PackFiles;

const PATH: &str = "lexicon/ordinary/words.txt";

/// Endings that leave an ordinary word when they are cut, and what stands in their place.
const ENDINGS: [(&str, &str); 15] = [
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("d", ""),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("er", ""),
    ("est", ""),
    ("ers", ""),
    ("men", "man"),
    ("ness", ""),
    ("able", ""),
];

/// Whether a word in lower case is ordinary, as it is or inflected; `listed` tells of a word as it is.
pub fn is_ordinary(word: &str, listed: impl Fn(&str) -> bool) -> bool {
    if listed(word) {
        return true;
    }
    let mut uninflected = String::new();
    ENDINGS.iter().any(|(ending, instead)| {
        word.strip_suffix(ending)
            .filter(|stem| stem.len() > 2)
            .is_some_and(|stem| {
                uninflected.clear();
                uninflected.push_str(stem);
                uninflected.push_str(instead);
                listed(&uninflected) || doubled(stem).is_some_and(&listed)
            })
    })
}

/// Whether a word in lower case stands among the ordinary words of the pack as it is; without such a list every word
/// does. The file is searched where it lies; who asks often keeps the tagger's [`Kinds`](crate::annotate::lex::Kinds).
pub fn is_listed(files: &PackFiles, word: &str) -> bool {
    files.text(PATH).is_none_or(|text| holds(text, word))
}

/// "gunn" of "gunned" without its doubled letter.
fn doubled(stem: &str) -> Option<&str> {
    let mut back = stem.chars().rev();
    let (last, before) = (back.next()?, back.next()?);
    (last == before && last.is_ascii())
        .then(|| stem.get(..stem.len() - 1))
        .flatten()
}

/// Binary search over the lines of a sorted text.
fn holds(text: &str, word: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let start = bytes
            .get(..middle)
            .and_then(|b| b.iter().rposition(|c| *c == b'\n'))
            .map_or(0, |p| p + 1);
        let end = bytes
            .get(middle..)
            .and_then(|b| b.iter().position(|c| *c == b'\n'))
            .map_or(bytes.len(), |p| middle + p);
        let line = bytes.get(start..end).unwrap_or_default();
        // parts of speech stand after a tab
        let found = line.split(|c| *c == b'\t').next().unwrap_or_default();
        match found.cmp(word.as_bytes()) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start.saturating_sub(1).min(middle),
        }
        if high <= low {
            break;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_words_are_ordinary_and_names_are_not() {
        let files = PackFiles::builtin();
        let is_ordinary = |word: &str| is_ordinary(word, |w| is_listed(&files, w));
        for word in [
            "abduct",
            "bombings",
            "gunned",
            "policemen",
            "zones",
            "aardvark",
            "zoom",
            "the",
        ] {
            assert!(is_ordinary(word), "{word}");
        }
        for word in ["oqueli", "colindres", "fmln", "zzz"] {
            assert!(!is_ordinary(word), "{word}");
        }
    }
}
