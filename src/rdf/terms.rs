//! The IRIs that the mapping itself writes, beside those of the vocabulary.

use oxigraph::model::NamedNodeRef as Iri;

macro_rules! terms {
    ($($name:ident = $iri:expr;)*) => {
        $(pub(crate) const $name: Iri<'static> = Iri::new_unchecked($iri);)*
    };
}

macro_rules! ng {
    ($l:literal) => {
        concat!("https://w3id.org/newsgraph/ns#", $l)
    };
}
macro_rules! nif {
    ($l:literal) => {
        concat!(
            "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
            $l
        )
    };
}
macro_rules! its {
    ($l:literal) => {
        concat!("http://www.w3.org/2005/11/its/rdf#", $l)
    };
}
macro_rules! dct {
    ($l:literal) => {
        concat!("http://purl.org/dc/terms/", $l)
    };
}
macro_rules! prov {
    ($l:literal) => {
        concat!("http://www.w3.org/ns/prov#", $l)
    };
}
macro_rules! rdf {
    ($l:literal) => {
        concat!("http://www.w3.org/1999/02/22-rdf-syntax-ns#", $l)
    };
}

/// Namespace of the vocabulary.
pub(crate) const NG: &str = "https://w3id.org/newsgraph/ns#";

terms! {
    EXTRACTION = ng!("Extraction");
    JUDGEMENT = ng!("Judgement");
    UNKNOWN_OUTLET = ng!("UnknownOutlet");
    RULE = ng!("rule");
    EVIDENCE = ng!("evidence");
    CUE = ng!("cue");
    ARGUMENT = ng!("argument");
    REPORTED_IN = ng!("reportedIn");
    CONFIDENCE = ng!("confidence");
    RULE_FIRES = ng!("ruleFires");
    RULE_HITS = ng!("ruleHits");
    HEAD = ng!("head");
    JOINED_BY = ng!("joinedBy");
    SHA256 = ng!("sha256");
    CANONICAL = ng!("canonical");
    LOCAL = ng!("local");
    LICENCE = ng!("licence");
    RULES_VERSION = ng!("rulesVersion");

    CONTEXT = nif!("Context");
    SENTENCE = nif!("Sentence");
    PHRASE = nif!("Phrase");
    RFC5147 = nif!("RFC5147String");
    IS_STRING = nif!("isString");
    BEGIN = nif!("beginIndex");
    END = nif!("endIndex");
    ANCHOR_OF = nif!("anchorOf");
    REFERENCE_CONTEXT = nif!("referenceContext");

    IDENT_REF = its!("taIdentRef");
    CLASS_REF = its!("taClassRef");

    ISSUED = dct!("issued");
    PUBLISHER = dct!("publisher");
    TITLE = dct!("title");
    LANGUAGE = dct!("language");
    IDENTIFIER = dct!("identifier");

    NEWS_ARTICLE = "https://schema.org/NewsArticle";
    URL = "https://schema.org/url";
    ORGANIZATION = "http://www.w3.org/ns/org#Organization";

    ENTITY = prov!("Entity");
    ACTIVITY = prov!("Activity");
    SOFTWARE_AGENT = prov!("SoftwareAgent");
    USED = prov!("used");
    WAS_GENERATED_BY = prov!("wasGeneratedBy");
    WAS_ASSOCIATED_WITH = prov!("wasAssociatedWith");

    STATEMENT = rdf!("Statement");
    SUBJECT = rdf!("subject");
    PREDICATE = rdf!("predicate");
    OBJECT = rdf!("object");
    REIFIES = rdf!("reifies");

    HAS_GEOMETRY = "http://www.opengis.net/ont/geosparql#hasGeometry";
    GEOMETRY = "http://www.opengis.net/ont/geosparql#Geometry";
    WKT_LITERAL = "http://www.opengis.net/ont/geosparql#wktLiteral";
}
