//! The document as a tree of values, with the files beside it and a lenient view of both.
//!
//! Real documents break the specification in so many ways that a typed model would reject most of
//! them: the best one reads 50 of 58. Therefore documents are not deserialized into types. A
//! [`Node`] is a value together with its place in the document. A lookup of something that is
//! missing or has another kind returns `None`, and the caller decides whether that deserves a note.
//!
//! References are resolved here, in the document itself and in local files. This folder must know
//! neither schemas nor operations, and it must never fetch anything over the network.

mod files;
mod node;
mod read;
mod reference;
mod value;
mod version;
mod walk;

use std::io::Read;
use std::path::Path;

use self::files::Files;
pub(crate) use self::node::Node;
use crate::error::Error;
use crate::stack;

/// An OpenAPI document that was read, with the files that it refers to.
#[derive(Debug)]
pub struct Document {
    files: Files,
    /// Version of the document, if it is read as if it were 3.1.
    later_version: Option<String>,
}

impl Document {
    /// Reads a file, and the files that it refers to.
    ///
    /// # Errors
    ///
    /// If it cannot be read, is over 64 MiB, is neither JSON nor YAML, nests values over 256 deep, multiplies them by
    /// aliases to over a million and as many as it has bytes, or is not an OpenAPI 3.0 or 3.1 document. A file that it
    /// refers to and that cannot be read is a note of the module.
    pub fn read(path: &Path) -> Result<Self, Error> {
        Self::of(&read::file(path)?, Some(path))
    }

    /// Reads a text from standard input or the like. References to files are relative to the working directory.
    ///
    /// # Errors
    ///
    /// The same as those of [`read`](Self::read).
    pub fn read_from(reader: impl Read) -> Result<Self, Error> {
        Self::parse(&read::text(reader)?)
    }

    /// Reads a text. References to files are relative to the working directory.
    ///
    /// # Errors
    ///
    /// The same as those of [`read`](Self::read).
    pub fn parse(text: &str) -> Result<Self, Error> {
        read::check_size(text.len())?;
        Self::of(text, None)
    }

    fn of(text: &str, path: Option<&Path>) -> Result<Self, Error> {
        // Parsing recurses as deep as the values are nested, and on a thread of an async runtime 256 levels would not
        // fit.
        let read = stack::with_room(|| {
            let name = path.map_or(String::new(), |path| path.to_string_lossy().into_owned());
            let value = read::parse(text, &name)?;
            let later_version = version::check(&value)?;
            Ok(Self {
                files: Files::read(value, path),
                later_version,
            })
        });
        read.map_err(|error| Error::new(format!("cannot start a thread: {error}")))?
    }

    /// The whole document.
    pub(crate) fn root(&self) -> Node<'_> {
        Node::file(&self.files, 0)
    }

    /// Version of the document, if it is read as if it were 3.1: worth a note.
    pub(crate) fn later_version(&self) -> Option<&str> {
        self.later_version.as_deref()
    }
}
