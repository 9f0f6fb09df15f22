//! What the graph keeps of the document: text, hash, sentences, mentions.

use super::{Builder, DocumentRecord, FoundBy, MentionKind, MentionRecord};

impl Builder<'_, '_> {
    pub(super) fn document(&mut self) {
        let doc = self.reading.document;
        // the sieve, and the words of the mention that it joined this one to
        let mut joined: Vec<Option<String>> = vec![None; self.reading.mentions.len()];
        for e in &self.resolved.entities {
            for m in &e.merges {
                let to = self.reading.mentions.get(m.to as usize);
                let words = to.map(|o| self.words(self.reading.span(&o.tokens)));
                let licence = [m.sieve, ": ", &words.unwrap_or_default()].concat();
                if let Some(slot) = joined.get_mut(m.mention as usize) {
                    *slot = Some(licence);
                }
            }
        }
        let mut mentions = Vec::with_capacity(self.reading.mentions.len());
        for ((i, m), joined_by) in self.reading.mentions.iter().enumerate().zip(joined) {
            let Some(e) = self.resolved.entity_of.get(i).copied().flatten() else {
                continue;
            };
            let Some(node) = self.id_of(e) else { continue };
            // "who" is of the kind of what it stands for
            let stands_for = self.resolved.entities.get(e).map(|e| e.class);
            let pronoun = m.kind == MentionKind::Pronoun;
            let class = m.class.or(stands_for.filter(|_| pronoun));
            let class = class.map_or_else(
                || "ng:Entity".to_owned(),
                |c| self.reading.ontology.vocabulary.class_name(c).to_owned(),
            );
            let rule = m
                .name
                .and_then(|n| self.reading.names.get(n as usize))
                .map_or_else(
                    || "group/noun-group".to_owned(),
                    |n| match n.by {
                        FoundBy::Gazetteer => "name/gazetteer".to_owned(),
                        FoundBy::Acronym => "name/acronym".to_owned(),
                        FoundBy::Repetition => "name/repetition".to_owned(),
                        FoundBy::Rule(r) => self
                            .reading
                            .ontology
                            .rules
                            .rule(r)
                            .map_or_else(String::new, |r| r.name.clone()),
                    },
                );
            mentions.push(MentionRecord {
                span: self.reading.span(&m.tokens),
                head: self.reading.span(&if m.kind == MentionKind::Name {
                    m.core.clone()
                } else {
                    m.head..m.head + 1
                }),
                node,
                class,
                rule,
                joined_by,
            });
        }
        mentions.sort();
        self.graph.add_document(DocumentRecord {
            id: doc.id.clone(),
            sha256: sha256(&doc.text),
            text: doc.text.clone(),
            issued: doc.date,
            publisher: doc.publisher.clone(),
            title: doc.title.clone(),
            url: doc.url.clone(),
            sentences: doc.sentences.iter().map(|s| s.span).collect(),
            mentions,
        });
    }
}

/// In hexadecimal.
fn sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let digit = |n: u8| char::from_digit(u32::from(n), 16);
    let bytes = Sha256::digest(text.as_bytes());
    let digits = bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]);
    digits.flatten().collect()
}
