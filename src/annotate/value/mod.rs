//! Values: counts and dates.
//!
//! *Takes* tokens and names. *Gives* [`Quantity`]s and [`DateSpan`]s. *Promises* that a number inside a name, a date
//! or a sum of money is no count. Linear in the text.

mod date;
mod number;
mod reattach;

pub use date::{DateSpan, dates};
pub use number::{Quantity, quantities};
pub use reattach::reattach;
