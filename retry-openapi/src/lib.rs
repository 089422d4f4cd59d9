//! Prints one Rust module, as a person would have written it, from an OpenAPI 3.0 or 3.1 document: `#[client]` traits of
//! [`retry-client`](https://docs.rs/retry-client), their types, the document's words as docs, and the retries that the
//! document justifies. The module is committed and edited; nothing runs at build time.
//!
//! The pipeline is one-way, and a module imports only from those before it: `error`, `document` (values and references),
//! `notes`, `names`, `text` (doc comments), `types` (what is printed), `schema` (schema → type), `operations` (path item →
//! method), `examples` (tests of these), `module` (the text).

mod document;
mod error;
mod examples;
mod module;
mod names;
mod notes;
mod operations;
mod schema;
mod stack;
mod text;
mod types;
mod with;

pub use self::document::Document;
pub use self::error::Error;
pub use self::module::{Module, Options};
pub use self::notes::Note;
pub use self::with::{Dates, With};

/// Prints the module of a document. The same document and options give the same bytes.
///
/// # Errors
///
/// If the document has nothing that a module could be made of. What cannot be mapped is a note, not an error.
pub fn generate(document: &Document, options: &Options) -> Result<Module, Error> {
    stack::with_room(|| module::generate(document, options))
        .map_err(|error| Error::new(format!("cannot start a thread: {error}")))?
}
