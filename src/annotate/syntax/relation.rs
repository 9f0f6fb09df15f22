//! Universal Dependencies relations.

use crate::annotate::lex::tag::written;

written! {
    /// How a token hangs on its head.
    Relation {
        Root = "root", Nsubj = "nsubj", NsubjPass = "nsubj:pass", NsubjOuter = "nsubj:outer", Csubj = "csubj", CsubjPass = "csubj:pass",
        CsubjOuter = "csubj:outer", Obj = "obj", Iobj = "iobj", Obl = "obl", OblAgent = "obl:agent", OblUnmarked = "obl:unmarked",
        Nmod = "nmod", NmodPoss = "nmod:poss", NmodUnmarked = "nmod:unmarked", NmodDesc = "nmod:desc", Appos = "appos",
        Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl", Ccomp = "ccomp", Xcomp = "xcomp",
        Conj = "conj", Cc = "cc", CcPreconj = "cc:preconj", Flat = "flat", Fixed = "fixed", Compound = "compound",
        CompoundPrt = "compound:prt", Aux = "aux", AuxPass = "aux:pass", Cop = "cop", Case = "case", Mark = "mark", Det = "det",
        DetPredet = "det:predet", Nummod = "nummod", Amod = "amod", Advmod = "advmod", Expl = "expl", Parataxis = "parataxis",
        Discourse = "discourse", Vocative = "vocative", Dislocated = "dislocated", Orphan = "orphan", Reparandum = "reparandum",
        Goeswith = "goeswith", List = "list", Dep = "dep", Punct = "punct",
    }
}

impl Relation {
    /// A subject of any kind.
    pub const fn is_subject(self) -> bool {
        matches!(
            self,
            Self::Nsubj
                | Self::NsubjPass
                | Self::NsubjOuter
                | Self::Csubj
                | Self::CsubjPass
                | Self::CsubjOuter
        )
    }

    /// A clause that hangs on another word.
    pub const fn is_clause(self) -> bool {
        matches!(
            self,
            Self::Acl
                | Self::AclRelcl
                | Self::Advcl
                | Self::AdvclRelcl
                | Self::Ccomp
                | Self::Xcomp
                | Self::Csubj
                | Self::CsubjPass
                | Self::CsubjOuter
                | Self::Parataxis
        )
    }
}
