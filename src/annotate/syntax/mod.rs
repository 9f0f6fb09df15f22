//! The layer `syntax`: a dependency tree for each sentence.

mod beam;
mod blocks;
mod grid;
mod inserted;
pub mod labels;
pub mod pairs;
mod parser;
mod relation;
pub mod sort;
pub mod state;
mod tree;

pub use parser::{Parser, tag_atoms};
pub use relation::{Relation, Relations};
pub use tree::Tree;

#[cfg(test)]
mod tests;
