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

/// Some relations, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relations(u64);

const _: () = assert!(Relation::ALL.len() <= 64, "a relation has no bit");

impl Relations {
    /// These.
    pub const fn of(relations: &[Relation]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < relations.len() {
            bits |= 1 << relations[at] as u64;
            at += 1;
        }
        Self(bits)
    }

    /// These and those.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether one of these is one of those.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
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

    /// The subject of a finite clause that is no clause itself.
    pub const fn is_nominal_subject(self) -> bool {
        matches!(self, Self::Nsubj | Self::NsubjPass | Self::NsubjOuter)
    }

    /// What only verbs in the passive have: a subject or an auxiliary.
    pub const fn is_of_passive(self) -> bool {
        matches!(self, Self::NsubjPass | Self::CsubjPass | Self::AuxPass)
    }

    /// An auxiliary, of the passive or not.
    pub const fn is_auxiliary(self) -> bool {
        matches!(self, Self::Aux | Self::AuxPass)
    }

    /// A nominal that hangs on a predicate and is neither subject nor object.
    pub const fn is_oblique(self) -> bool {
        matches!(self, Self::Obl | Self::OblAgent | Self::OblUnmarked)
    }

    /// A clause at a noun.
    pub const fn is_adnominal_clause(self) -> bool {
        matches!(self, Self::Acl | Self::AclRelcl)
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
