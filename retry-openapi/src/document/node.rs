//! A value and its place.

use std::rc::Rc;

use serde_json::Value;

use super::files::Files;

/// A value of a document, its place, and the way to what it refers to. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Node<'d> {
    files: &'d Files,
    file: usize,
    value: &'d Value,
    /// Without `#`.
    pointer: Rc<str>,
}

impl<'d> Node<'d> {
    pub(super) fn file(files: &'d Files, file: usize) -> Self {
        Self {
            files,
            file,
            value: files.value(file),
            pointer: "".into(),
        }
    }

    pub(super) fn files(&self) -> &'d Files {
        self.files
    }

    /// The root of one of the files.
    pub(super) fn at(&self, file: usize) -> Self {
        Self::file(self.files, file)
    }

    pub(super) fn file_index(&self) -> usize {
        self.file
    }

    pub(crate) fn value(&self) -> &'d Value {
        self.value
    }

    /// JSON pointer, after the name of the file if that is not the document itself.
    pub(crate) fn pointer(&self) -> String {
        format!("{}#{}", self.files.shown(self.file), self.pointer)
    }

    /// Identity of the value: the same place by way of different references is the same.
    pub(crate) fn id(&self) -> *const Value {
        self.value
    }

    /// Child as it stands, references not followed.
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        // A number is the key of an element, as in JSON pointers; whether it is one is decided by what it is looked up
        // in.
        let value = match self.value {
            Value::Object(map) => map.get(key)?,
            Value::Array(list) => list.get(key.parse::<usize>().ok()?)?,
            _ => return None,
        };
        Some(self.child(key, value))
    }

    /// Child with its references followed; `None` if it is not there or they lead nowhere.
    pub(crate) fn field(&self, key: &str) -> Option<Self> {
        self.get(key)?.resolve().ok()
    }

    pub(crate) fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        self.value.get(key)?.as_bool()
    }

    /// Tells whether `key` is `true`. Anything else is not.
    pub(crate) fn is_set(&self, key: &str) -> bool {
        self.flag(key) == Some(true)
    }

    /// Entries of an object in the document's order, references not followed; nothing for other values.
    pub(crate) fn entries(&self) -> Vec<(&'d str, Self)> {
        let Value::Object(map) = self.value else {
            return Vec::new();
        };
        map.iter()
            .map(|(key, value)| (key.as_str(), self.child(key, value)))
            .collect()
    }

    /// Elements of an array, references not followed; nothing for other values.
    pub(crate) fn items(&self) -> Vec<Self> {
        let Value::Array(list) = self.value else {
            return Vec::new();
        };
        list.iter()
            .enumerate()
            .map(|(index, value)| self.child(&index.to_string(), value))
            .collect()
    }

    /// Elements of the array of this name, references not followed; nothing if there is no array.
    pub(crate) fn list(&self, key: &str) -> Vec<Self> {
        self.get(key).map(|list| list.items()).unwrap_or_default()
    }

    /// Entries of the object of this name, behind a reference too; nothing if there is no object.
    pub(crate) fn map(&self, key: &str) -> Vec<(&'d str, Self)> {
        self.field(key).map(|map| map.entries()).unwrap_or_default()
    }

    /// Text of the reference that this is, if it is one.
    pub(crate) fn reference(&self) -> Option<&'d str> {
        self.text("$ref")
    }

    pub(super) fn child(&self, key: &str, value: &'d Value) -> Self {
        // RFC 6901, 3: `~` first, or the `~` of an escaped slash would be escaped again.
        let key = key.replace('~', "~0").replace('/', "~1");
        Self {
            files: self.files,
            file: self.file,
            value,
            pointer: format!("{}/{key}", self.pointer).into(),
        }
    }
}
