//! Syntax → model: all rules of a declaration, and all their messages.
//!
//! All mistakes are reported in one build, which gives each function here the same form: it names all
//! fields of its input, so that a new option does not compile before it has a rule; it checks every
//! part; and only then does it use `?`. A failed part is `Reported`, the proof that the user was told,
//! so that an error can neither be lost nor cause others.
//!
//! A message states the rule in plain words, then the way out, at the smallest span that stable Rust
//! allows. If several mistakes have one cause, such as a misspelt placeholder and the argument that
//! it meant, they are one message.
//!
//! Rules only look at spellings and literals. Types and constants are left to rustc, and const
//! expressions pass through to const evaluation. Members and arguments whose `#[cfg]` does not hold
//! have been removed before ([`conditions`](crate::syntax::conditions)). Nothing here may emit code
//! or decide how something is generated.

mod argument;
mod attributes;
mod base_url;
mod body;
mod bounds;
mod clashes;
mod client;
mod crate_path;
mod deadline_header;
mod events;
mod format;
pub(crate) mod guards;
mod headers;
mod inherited;
mod item;
mod method;
pub(crate) mod naming;
mod output;
mod own;
mod own_policy;
mod pages;
mod policy;
mod route;
mod safety;
mod same;
mod signature;
mod statuses;
mod strategy;
mod unique;
mod url;
mod values;
mod words;

pub(crate) use self::client::client;
pub(crate) use self::crate_path::krate;
pub(crate) use self::item::stripped;
pub(crate) use self::output::awaited;
pub(crate) use self::signature::is_plain;
