//! Documents as they are: a tree of values, the files beside it, and a lenient view of both.
//!
//! No typed model reads real documents (the best one reads 50 of 58), so there is none. A [`Node`] is a value and its place;
//! asking it for what is not there, or is of another kind, gives `None`, and what asked decides whether that is worth a
//! note. Nothing here knows what a schema or an operation is, and nothing is ever fetched over the network.

mod node;
mod read;
mod reference;

use std::path::{Path, PathBuf};

use serde_json::Value;

pub(crate) use self::node::Node;
use crate::Error;

/// An OpenAPI document that was read, with the files that it refers to.
#[derive(Debug)]
pub struct Document {
    /// The document itself first.
    files: Vec<File>,
    /// Version as a note has to say it, if it is none that is read as it is.
    odd_version: Option<String>,
}

/// One file of a document.
#[derive(Debug)]
struct File {
    /// Path relative to the document, as its references say it; empty for the document.
    name: String,
    path: Option<PathBuf>,
    value: Value,
}

impl Document {
    /// Reads a file, and the files that it refers to.
    ///
    /// # Errors
    ///
    /// If it cannot be read, is over 64 MiB, is neither JSON nor YAML, or is not an OpenAPI 3.0 or 3.1 document. A file that
    /// it refers to and that cannot be read is a note of the module.
    pub fn read(path: &Path) -> Result<Self, Error> {
        read::from_path(path)
    }

    /// Reads a text. References to other files are relative to the working directory.
    ///
    /// # Errors
    ///
    /// As those of [`read`](Self::read).
    pub fn parse(text: &str) -> Result<Self, Error> {
        read::from_text(text)
    }

    /// The whole document.
    pub(crate) fn root(&self) -> Node<'_> {
        Node::file(self, 0)
    }

    pub(crate) fn odd_version(&self) -> Option<&str> {
        self.odd_version.as_deref()
    }
}
