//! Part-of-speech tags: the universal one and the English one in two bytes.

/// Declares an enum whose values have a written form.
macro_rules! written {
    ($(#[$doc:meta])* $name:ident { $($value:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[expect(missing_docs, reason = "the written form is the doc")]
        pub enum $name { $($value),+ }

        impl $name {
            /// All values in order.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// As treebanks write it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$value => $text),+ }
            }

            /// [`Self::as_str`] as a number, to compare with what rules ask for.
            pub const fn packed(self) -> u64 {
                match self { $(Self::$value => const { $crate::ontology::packed($text) }),+ }
            }

            /// The value of a written form.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$value),)+ _ => None }
            }
        }
    };
}

pub(crate) use written;

written! {
    /// Universal part of speech.
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ", Noun = "NOUN",
        Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT", Sconj = "SCONJ", Sym = "SYM",
        Verb = "VERB", X = "X",
    }
}

written! {
    /// English part of speech (Penn Treebank with the additions of UD English-EWT).
    Xpos {
        Nn = "NN", Nns = "NNS", Nnp = "NNP", Nnps = "NNPS", Prp = "PRP", PrpPoss = "PRP$", Wp = "WP", WpPoss = "WP$", Ex = "EX",
        Vb = "VB", Vbd = "VBD", Vbg = "VBG", Vbn = "VBN", Vbp = "VBP", Vbz = "VBZ", Md = "MD",
        Jj = "JJ", Jjr = "JJR", Jjs = "JJS", Rb = "RB", Rbr = "RBR", Rbs = "RBS", Wrb = "WRB", Rp = "RP",
        Dt = "DT", Pdt = "PDT", Wdt = "WDT", Cd = "CD", In = "IN", To = "TO", Cc = "CC", Pos = "POS", Uh = "UH",
        Fw = "FW", Sym = "SYM", Dollar = "$", Ls = "LS", Add = "ADD", Afx = "AFX", Gw = "GW", Nfp = "NFP", Hyph = "HYPH",
        Stop = ".", Comma = ",", Colon = ":", Open = "-LRB-", Close = "-RRB-", OpenQuote = "``", CloseQuote = "''",
    }
}

/// A tag: universal and English part of speech together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag {
    /// Universal part of speech.
    pub upos: Upos,
    /// English part of speech.
    pub xpos: Xpos,
}

impl Xpos {
    /// The universal part of speech that goes with it when nothing else is said.
    pub const fn usual(self) -> Upos {
        match self {
            Self::Nn | Self::Nns => Upos::Noun,
            Self::Nnp | Self::Nnps | Self::Add => Upos::Propn,
            Self::Prp | Self::PrpPoss | Self::Wp | Self::WpPoss | Self::Ex | Self::Wdt => {
                Upos::Pron
            }
            Self::Vb | Self::Vbd | Self::Vbg | Self::Vbn | Self::Vbp | Self::Vbz => Upos::Verb,
            Self::Md => Upos::Aux,
            Self::Jj | Self::Jjr | Self::Jjs => Upos::Adj,
            Self::Rb | Self::Rbr | Self::Rbs | Self::Wrb => Upos::Adv,
            Self::Rp | Self::In => Upos::Adp,
            Self::Dt | Self::Pdt => Upos::Det,
            Self::Cd => Upos::Num,
            Self::To | Self::Pos => Upos::Part,
            Self::Cc => Upos::Cconj,
            Self::Uh => Upos::Intj,
            Self::Fw | Self::Ls | Self::Afx | Self::Gw => Upos::X,
            Self::Sym | Self::Dollar => Upos::Sym,
            Self::Nfp
            | Self::Hyph
            | Self::Stop
            | Self::Comma
            | Self::Colon
            | Self::Open
            | Self::Close
            | Self::OpenQuote
            | Self::CloseQuote => Upos::Punct,
        }
    }
}

impl Tag {
    /// The two together.
    pub const fn new(upos: Upos, xpos: Xpos) -> Self {
        Self { upos, xpos }
    }

    /// As the learned tables write it: `VBD`, or `VBD.AUX` where the universal part is not the usual one.
    pub fn name(self) -> String {
        let (xpos, dot, upos) = self.name_parts();
        [xpos, dot, upos].concat()
    }

    /// The parts of [`Tag::name`], which needs no memory of its own; the last two may be empty.
    pub const fn name_parts(self) -> (&'static str, &'static str, &'static str) {
        if self.upos as u8 == self.xpos.usual() as u8 {
            (self.xpos.as_str(), "", "")
        } else {
            (self.xpos.as_str(), ".", self.upos.as_str())
        }
    }

    /// The tag of a name that [`Tag::name`] wrote.
    pub fn parse(name: &str) -> Option<Self> {
        if let Some(xpos) = Xpos::parse(name) {
            return Some(Self::new(xpos.usual(), xpos));
        }
        let (xpos, upos) = name.rsplit_once('.')?;
        Some(Self::new(Upos::parse(upos)?, Xpos::parse(xpos)?))
    }

    /// Name of the universal part of speech: `PROPN`.
    pub const fn upos(self) -> &'static str {
        self.upos.as_str()
    }

    /// Name of the English part of speech: `NNP`.
    pub const fn xpos(self) -> &'static str {
        self.xpos.as_str()
    }

    /// A small number, different for each tag.
    pub const fn code(self) -> u16 {
        (self.upos as u16) << 6 | self.xpos as u16
    }

    /// A common or proper noun.
    pub const fn is_noun(self) -> bool {
        matches!(self.upos, Upos::Noun | Upos::Propn)
    }

    /// A proper noun.
    pub const fn is_proper(self) -> bool {
        matches!(self.upos, Upos::Propn) || matches!(self.xpos, Xpos::Nnp | Xpos::Nnps)
    }

    /// A pronoun.
    pub const fn is_pronoun(self) -> bool {
        matches!(self.upos, Upos::Pron)
    }

    /// What can head a noun group: noun, name, pronoun, number.
    pub const fn is_nominal(self) -> bool {
        matches!(self.upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    }

    /// A main verb (not an auxiliary or copula).
    pub const fn is_verb(self) -> bool {
        matches!(self.upos, Upos::Verb)
    }

    /// A main verb, auxiliary or copula.
    pub const fn is_verbal(self) -> bool {
        matches!(self.upos, Upos::Verb | Upos::Aux)
    }

    /// A verb form that can head a clause by itself: past, present or modal.
    pub const fn is_finite(self) -> bool {
        matches!(self.xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md)
    }

    /// What opens a relative clause: "who", "which", "whose".
    pub const fn is_relative(self) -> bool {
        matches!(self.xpos, Xpos::Wp | Xpos::Wdt | Xpos::WpPoss)
    }

    /// A past participle.
    pub const fn is_past_participle(self) -> bool {
        matches!(self.xpos, Xpos::Vbn)
    }

    /// A plural noun or name.
    pub const fn is_plural(self) -> bool {
        matches!(self.xpos, Xpos::Nns | Xpos::Nnps)
    }

    /// Punctuation.
    pub const fn is_punctuation(self) -> bool {
        matches!(self.upos, Upos::Punct)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_tags_convert_both_ways() {
        for upos in Upos::ALL {
            for xpos in Xpos::ALL {
                let tag = Tag::new(*upos, *xpos);
                assert_eq!(Tag::parse(&tag.name()), Some(tag));
            }
        }
    }
}
