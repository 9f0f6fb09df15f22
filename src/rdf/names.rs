//! IRIs of nodes, documents, spans and graphs, and the ids back from them.

use std::borrow::Cow;

use super::RdfError;
use crate::graph::NodeId;
use oxigraph::model::NamedNode;

/// Makes IRIs under one base.
#[derive(Clone, Debug)]
pub struct Names {
    base: String,
}

impl Names {
    /// Names under `base`; a missing `/` at its end is added.
    ///
    /// # Errors
    /// If `base` is no absolute IRI, or has a query or fragment.
    pub fn new(base: &str) -> Result<Self, RdfError> {
        let bad = |reason: &str| RdfError::BadBase {
            iri: base.to_owned(),
            reason: reason.to_owned(),
        };
        NamedNode::new(base).map_err(|e| bad(&e.to_string()))?;
        if base.contains(['#', '?']) {
            return Err(bad("it has a query or fragment"));
        }
        let slash = if base.ends_with('/') { "" } else { "/" };
        Ok(Self {
            base: format!("{base}{slash}"),
        })
    }

    /// The base itself.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The IRI of a node.
    pub fn node(&self, id: &NodeId) -> String {
        [&self.base, &*encode(&id.0)].concat()
    }

    /// Adds the IRI of a node to a text.
    pub(crate) fn push_node(&self, id: &NodeId, iri: &mut String) {
        iri.push_str(&self.base);
        iri.push_str(&encode(&id.0));
    }

    /// The node id in an IRI under this base.
    pub fn node_id(&self, iri: &str) -> Option<NodeId> {
        let rest = iri.strip_prefix(&self.base)?;
        (!rest.contains('#')).then(|| NodeId(decode(rest)))
    }

    /// The IRI of a document.
    pub fn document(&self, id: &str) -> String {
        [&self.base, "doc/", &encode(id)].concat()
    }

    /// The IRI of the graph of a document.
    pub fn graph(&self, id: &str) -> String {
        // a document may be called like the graph of all
        let folder = if id == "merged" { "doc/" } else { "" };
        format!("{}graph/{folder}{}", self.base, encode(id))
    }

    /// The IRI of the graph of all documents together.
    pub fn merged(&self) -> String {
        format!("{}graph/merged", self.base)
    }

    /// How the IRIs of a kind begin.
    pub(crate) fn folder(&self, kind: &str) -> String {
        let mut iri = String::with_capacity(self.base.len() + kind.len() + 24);
        for part in [&self.base, kind, "/"] {
            iri.push_str(part);
        }
        iri
    }

    /// An IRI of something that has a kind and a name.
    pub fn other(&self, kind: &str, name: &str) -> String {
        [&self.base, kind, "/", &encode(name)].concat()
    }
}

fn stays(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=@:/".contains(c)
    } else {
        // `ucschar` of RFC 3987, less the planes where little is assigned
        c.is_alphanumeric() && !('\u{E000}'..='\u{F8FF}').contains(&c) && u32::from(c) < 0x3_0000
    }
}

/// Whether a byte is a letter, a digit, `-`, `_` or `/`.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        #[expect(clippy::cast_possible_truncation, reason = "below 128")]
        let letter = byte as u8;
        plain[byte] = letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_' | b'/');
        byte += 1;
    }
    plain
};

/// Percent-encodes what may not stand in the path of an IRI, so that [`decode`] gives the id back.
pub fn encode(id: &str) -> Cow<'_, str> {
    // what most ids are made of needs no closer look; ids are short, and stopping early takes longer
    let plain = |b: u8| PLAIN.get(usize::from(b)).copied().unwrap_or(false);
    if !id.starts_with('/') && id.bytes().fold(true, |all, b| all & plain(b)) {
        return Cow::Borrowed(id);
    }
    let dots = |segment: &str| segment == "." || segment == "..";
    if !id.starts_with('/') && id.chars().all(stays) && !id.split('/').any(dots) {
        return Cow::Borrowed(id);
    }
    let mut out = String::with_capacity(id.len() + 12);
    for (at, segment) in id.split('/').enumerate() {
        if at == 1 && out.is_empty() {
            out.push_str("%2F"); // a leading slash would make the relative form an absolute path
        } else if at > 0 {
            out.push('/');
        }
        for c in segment.chars() {
            if stays(c) && !(c == '.' && dots(segment)) {
                out.push(c);
            } else {
                let mut buffer = [0; 4];
                for byte in c.encode_utf8(&mut buffer).bytes() {
                    out.push('%');
                    for digit in [byte >> 4, byte & 15] {
                        out.extend(
                            char::from_digit(u32::from(digit), 16).map(|d| d.to_ascii_uppercase()),
                        );
                    }
                }
            }
        }
    }
    Cow::Owned(out)
}

/// The id that [`encode`] was given.
pub fn decode(path: &str) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = |i: usize| bytes.get(i).and_then(|b| char::from(*b).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (byte, hex(at + 1), hex(at + 2)) {
            out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
            at += 3;
        } else {
            out.push(byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn readable_ids_stay_as_they_are() {
        assert_eq!(
            encode("incident/2024-03-22-crocus"),
            "incident/2024-03-22-crocus"
        );
        assert_eq!(encode("place/świnoujście"), "place/świnoujście");
        assert_eq!(encode("a b#c%d"), "a%20b%23c%25d");
        assert_eq!(encode("../x"), "%2E%2E/x");
    }

    #[test]
    fn a_base_without_slash_gets_one_and_a_word_is_refused() {
        assert_eq!(
            Names::new("https://x.example/a").unwrap().base(),
            "https://x.example/a/"
        );
        assert!(Names::new("x").is_err());
        assert!(Names::new("https://x.example/#").is_err());
    }

    proptest! {
        #[test]
        fn every_id_makes_a_valid_iri_and_comes_back(id in any::<String>()) {
            let names = Names::new("https://x.example/").unwrap();
            let iri = names.node(&NodeId(id.clone()));
            prop_assert!(NamedNode::new(&iri).is_ok(), "{iri}");
            prop_assert_eq!(names.node_id(&iri).unwrap().0, id);
        }
    }
}
