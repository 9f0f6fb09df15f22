//! One document's annotations to entities, incidents, other events, figures and statements.
//!
//! *Takes* a [`Reading`](crate::annotate::Reading). *Gives* [`Resolved`]. *Promises* that each merge names the sieve
//! that licensed it, and that nothing somebody only said becomes a fact: named parties that stand only in a
//! statement become statements of responsibility, never attackers.
//!
//! | file | question |
//! |---|---|
//! | [`entity`] | which mentions are one entity? (precise sieves first: `sieves`, then `pronouns`) |
//! | [`incident`] | which findings are one incident? |
//! | `licence` | what licenses that, and what forbids it? |
//! | `harm` | which incident did a death, an injury, damage belong to? |
//! | `inherit` | what does an incident take over from its sentence or the lead? |
//! | `spelt` | who are the people of its groups, one by one? |
//! | `venue` | which descriptions are its one venue, its one band? |
//! | `member` | whose fighters are they? |
//! | `event` | what else happened? |
//! | [`figure`] | how many, according to whom? |
//! | [`statement`] | who claims, blames, denies? |
//! | [`resolved`] | the result |

pub mod entity;
mod event;
pub mod figure;
mod harm;
pub mod incident;
mod inherit;
mod licence;
mod member;
mod pronouns;
pub mod resolved;
mod sieves;
mod spelt;
pub mod statement;
mod union;
mod venue;

pub use resolved::{
    Entity, Event, Figure, Incident, Member, Merge, Resolved, Stance, Statement, resolve,
};
