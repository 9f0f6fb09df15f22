//! Rules in three types: as written (TOML), checked and compiled.
//!
//! [`written`] is the file's own form with the place of each value; [`check::load`] reports every mistake of a pack
//! in one run and, where there is none, gives a [`RuleSet`]: programs with atoms as numbers, slots with paths and
//! classes resolved. (The three types are Odin's.)

mod atom;
mod check;
mod lint;
mod lists;
mod set;
mod slot;
pub mod written;

pub use atom::{AtomTable, AtomTest, Key, Shape, Test, Wanted, packed};
pub use check::load;
pub use lint::{Known, lints};
pub use lists::Lists;
pub use set::{Emits, Kind, Pass, Rule, RuleId, RuleSet, RuleTest};
pub use slot::{Path, Role, Step, Way};
