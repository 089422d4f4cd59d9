//! Notes for all that could not be mapped. Each is said thrice: on standard error, in the header of the module, and as
//! `// note N` where it applies.

use std::cell::RefCell;
use std::fmt;

use crate::document::Node;

/// Something that the module does not say as the document does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Place in the document: a JSON pointer such as `#/paths/~1pets/get`, after the name of the file if it is another.
    pub place: String,
    /// Says what was left out, and what stands there instead.
    pub text: String,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // One line, whatever names and references have in them.
        let text = format!("{}: {}", self.place, self.text);
        for c in text.chars() {
            if c.is_control() {
                write!(f, "{}", c.escape_default())?;
            } else {
                write!(f, "{c}")?;
            }
        }
        Ok(())
    }
}

/// Number of a note, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NoteId(usize);

impl fmt::Display for NoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "note {}", self.0)
    }
}

/// The notes so far, numbered in the order in which they were made. The same note at the same place is one.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    list: RefCell<Vec<Note>>,
}

impl Notes {
    /// Adds a note about `node`.
    pub(crate) fn add(&self, node: &Node<'_>, text: impl Into<String>) -> NoteId {
        self.add_at(node.pointer(), text)
    }

    pub(crate) fn add_at(&self, place: String, text: impl Into<String>) -> NoteId {
        let text: String = text.into();
        let note = Note { place, text };
        let mut list = self.list.borrow_mut();
        // A schema is looked at from each place that refers to it, and says the same each time.
        if let Some(index) = list.iter().position(|known| *known == note) {
            return NoteId(index + 1);
        }
        list.push(note);
        NoteId(list.len())
    }

    pub(crate) fn list(&self) -> Vec<Note> {
        self.list.borrow().clone()
    }
}
