//! The macros' own sources as a library, since nothing but macros can be had of a macro crate.

#[path = "../../../retry-macros/src/client.rs"]
mod client;
#[path = "../../../retry-macros/src/crate_path.rs"]
mod crate_path;
#[path = "../../../retry-macros/src/diag.rs"]
mod diag;
#[path = "../../../retry-macros/src/expand/mod.rs"]
mod expand;
#[path = "../../../retry-macros/src/fallback.rs"]
mod fallback;
#[path = "../../../retry-macros/src/fuzzing.rs"]
pub mod fuzzing;
#[path = "../../../retry-macros/src/lower/mod.rs"]
mod lower;
#[path = "../../../retry-macros/src/misplaced.rs"]
mod misplaced;
#[path = "../../../retry-macros/src/model/mod.rs"]
mod model;
#[path = "../../../retry-macros/src/suggest.rs"]
mod suggest;
#[path = "../../../retry-macros/src/syntax/mod.rs"]
mod syntax;
