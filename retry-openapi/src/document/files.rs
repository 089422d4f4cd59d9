//! The files of a document: those that it names, and the one that a reference means.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::read;
use super::walk;
use crate::error::Error;

/// The number of files that a document may have.
const MAX_FILES: usize = 4_096;

/// The document and the files beside it, read.
#[derive(Debug)]
pub(super) struct Files {
    /// The document first.
    list: Vec<File>,
    /// Index of a file by its name, or why it was not read.
    names: HashMap<String, Result<usize, String>>,
    /// Place of each `$id`.
    ids: HashMap<String, (usize, String)>,
    /// Place of each `$anchor` in its file.
    anchors: HashMap<(usize, String), String>,
}

/// One file.
#[derive(Debug)]
struct File {
    /// Path from the document's folder, with `/`.
    name: String,
    value: Value,
}

impl Files {
    /// The document, and the files that it names, and those that these name.
    pub(super) fn read(document: Value, path: Option<&Path>) -> Self {
        let folder = path
            .and_then(Path::parent)
            .unwrap_or(Path::new(""))
            .to_path_buf();
        let name = path
            .and_then(Path::file_name)
            .map_or(String::new(), |name| name.to_string_lossy().into_owned());
        let mut files = Self {
            names: HashMap::from([(name.clone(), Ok(0))]),
            list: vec![File {
                name,
                value: document,
            }],
            ids: HashMap::new(),
            anchors: HashMap::new(),
        };
        let mut left = read::MAX_BYTES;
        let mut next = 0;
        // A file that is read may name more, which go behind it in the list: the loop ends when none is left. Files are
        // read once, by name, so files that refer to each other in a circle end it too.
        while next < files.list.len() {
            let found = walk::find(&files.list[next].value);
            let ids = found.ids.into_iter();
            files.ids.extend(ids.map(|(id, place)| (id, (next, place))));
            let anchors = found.anchors.into_iter();
            let anchors = anchors.map(|(name, place)| ((next, name), place));
            files.anchors.extend(anchors);
            for reference in found.files {
                // A reference that means no file is not an error yet: nothing may ever follow it. Whoever does gets the
                // reason from `find`.
                if let Ok(name) = beside(&files.list[next].name, &reference)
                    && !files.names.contains_key(&name)
                {
                    let index = files.load(&folder, &name, &mut left);
                    files.names.insert(name, index);
                }
            }
            next += 1;
        }
        files
    }

    fn load(&mut self, folder: &Path, name: &str, left: &mut usize) -> Result<usize, String> {
        let path: PathBuf = folder.join(name);
        let why = |error: Error| format!("the file `{name}` cannot be used: {error}");
        if self.list.len() == MAX_FILES {
            return Err(format!(
                "the file `{name}` is one too many: at most {MAX_FILES} are read"
            ));
        }
        // Named as the document names it: where it lies is no part of the module.
        let file = read::open(&path)
            .map_err(|error| format!("the file `{name}` cannot be read: {error}"))?;
        let text = read::text(file).map_err(why)?;
        // All files together have the limit of one: a document of a thousand files must not take a thousand times as
        // much.
        *left = left
            .checked_sub(text.len())
            .ok_or_else(|| format!("the file `{name}` was not read: the files are over 64 MiB"))?;
        let value = read::parse(&text, name).map_err(why)?;
        self.list.push(File {
            name: name.to_owned(),
            value,
        });
        Ok(self.list.len() - 1)
    }

    pub(super) fn value(&self, index: usize) -> &Value {
        &self.list[index].value
    }

    /// Name of a file as places say it: nothing for the document.
    pub(super) fn shown(&self, index: usize) -> &str {
        if index == 0 {
            ""
        } else {
            &self.list[index].name
        }
    }

    /// The file that a reference in `from` names, without its fragment.
    pub(super) fn find(&self, from: usize, reference: &str) -> Result<(usize, String), String> {
        // An `$id` goes before the file system: a URL that looks like the network may well be the name of a schema in
        // this very document.
        if let Some((file, pointer)) = self.ids.get(reference) {
            return Ok((*file, pointer.clone()));
        }
        let name = beside(&self.list[from].name, reference)?;
        match self.names.get(&name) {
            Some(Ok(index)) => Ok((*index, String::new())),
            Some(Err(why)) => Err(why.clone()),
            None => Err(format!("the file `{name}` was not read")),
        }
    }

    /// Pointer to the `$anchor` of this name.
    pub(super) fn anchor(&self, file: usize, name: &str) -> Option<&str> {
        self.anchors
            .get(&(file, name.to_owned()))
            .map(String::as_str)
    }
}

/// Path from the document's folder to the file that a reference in the file `from` names.
fn beside(from: &str, reference: &str) -> Result<String, String> {
    // Before anything else, as `https://…` split at its slashes would make a fine relative path.
    if let Some((scheme, _)) = reference.split_once(':')
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    {
        return Err(format!(
            "`{reference}` is not a file beside the document, and nothing is fetched"
        ));
    }
    if reference.starts_with('/') || reference.starts_with('\\') {
        return Err(format!("`{reference}` is not relative to the document"));
    }
    // A reference is a URI, a file name is not: `a%20b.yaml` is the file `a b.yaml`.
    let reference = percent_decode_str(reference).decode_utf8_lossy();
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(reference.split('/')) {
        match part {
            "" | "." => {}
            // Beyond the folder of the document `..` stays: a shared folder beside it is common. The path is only ever
            // read, and a reference cannot be absolute.
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn references_are_relative_to_the_file_that_they_stand_in() {
        let cases = [
            ("api.yaml", "pets.yaml", "pets.yaml"),
            ("api.yaml", "./a/b.yaml", "a/b.yaml"),
            ("a/b.yaml", "c.yaml", "a/c.yaml"),
            ("a/b.yaml", "../api.yaml", "api.yaml"),
            ("api.yaml", "../other/x.yaml", "../other/x.yaml"),
            ("../other/x.yaml", "../y.yaml", "../y.yaml"),
            ("api.yaml", "a%20b.yaml", "a b.yaml"),
        ];
        for (from, reference, expected) in cases {
            assert_eq!(
                beside(from, reference).as_deref(),
                Ok(expected),
                "{from} {reference}"
            );
        }
    }

    #[test]
    fn the_network_and_absolute_paths_are_refused() {
        for reference in [
            "https://example.com/x.yaml",
            "file:///etc/passwd",
            "/etc/passwd",
            "//host/x",
        ] {
            assert!(beside("api.yaml", reference).is_err(), "{reference}");
        }
    }
}
