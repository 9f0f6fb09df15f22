//! Everything that is tested from outside, in one program.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may fail loudly"
)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::too_many_lines,
    reason = "small samples, told at length"
)]

mod any_text;
mod cli;
mod diagnostics;
mod eval;
mod explain;
mod house_rules;
mod layers;
mod queries;
mod reading;
mod roundtrip;
mod rule_engine;
mod rule_language;
mod sample;
mod sample_questions;
mod shapes;
mod writers;
