//! The root of this crate's sources as an ordinary library, for `fuzz/`: a macro crate exports nothing
//! but its macros.

#![allow(dead_code, unused_imports, reason = "some are for the macros or for tests")]

mod crate_path;
mod diag;
mod duration;
mod expand;
mod fallback;
pub mod fuzzing;
mod lower;
mod model;
mod suggest;
mod syntax;
