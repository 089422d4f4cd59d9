//! The declaration as the user wrote it, with its spans. Only the names of keys and words are checked.
//!
//! syn's own parsing stops at the first error, and a macro that stops there makes its user fix one
//! mistake per build. So attributes are read item by item, between commas. An item that cannot be
//! read is reported, skipped up to the next comma, and remembered as `broken`: an option that seems
//! to be missing later may have been in it, and must not become a second error.
//!
//! Unknown names are refused here, where the known ones are listed, with the nearest of them as a
//! suggestion; names that other crates use are among the candidates. Every other rule about a value
//! belongs in `lower`: here it is an expression with a span, even if a number is meant.
//!
//! `#[cfg]`s of members and arguments are evaluated first (`conditions`). Attributes within `cfg_attr`
//! are not, so a `cfg_attr` that would add an attribute of ours is an error.

pub(crate) mod api;
pub(crate) mod arg;
pub(crate) mod client;
pub(crate) mod conditions;
pub(crate) mod guards;
pub(crate) mod header;
pub(crate) mod headers;
pub(crate) mod helper;
pub(crate) mod http;
pub(crate) mod idents;
mod known;
pub(crate) mod limits;
pub(crate) mod pages;
pub(crate) mod paths;
pub(crate) mod retry;
pub(crate) mod role;
pub(crate) mod template;
pub(crate) mod unfinished;
pub(crate) mod visibility;
