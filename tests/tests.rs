//! Everything that is tested from outside, in one program.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests may fail loudly"
)]

mod cli;
mod queries;
mod reading;
mod roundtrip;
mod sample;
mod shapes;
mod writers;
