//! The way from a `$ref` to its target.

use percent_encoding::percent_decode_str;

use super::Node;

/// The number of references that one may need, those on its path included.
const MAX_STEPS: usize = 128;

impl Node<'_> {
    /// The node that this refers to in the end; itself if it is no reference.
    ///
    /// The error says in plain words why there is nothing: it is the text of a note.
    pub(crate) fn resolve(&self) -> Result<Self, String> {
        let mut left = MAX_STEPS;
        let mut current = self.clone();
        while let Some(reference) = current.reference() {
            current = match step(&current, reference, &mut left) {
                // Running out of steps is a circle for all that can be told, as no document needs so many.
                Err(_) if left == 0 => {
                    return Err(format!("the reference `{reference}` leads back to itself"));
                }
                found => found?,
            };
        }
        Ok(current)
    }

    /// The node that a text beside this refers to, as that of a `mapping`.
    pub(crate) fn follow(&self, reference: &str) -> Result<Self, String> {
        let mut left = MAX_STEPS;
        step(self, reference, &mut left)?.resolve()
    }
}

/// Follows one reference.
fn step<'d>(from: &Node<'d>, reference: &str, left: &mut usize) -> Result<Node<'d>, String> {
    let leads_nowhere = || format!("the reference `{reference}` leads nowhere");
    // Counted here and not by its callers: the path to a target may lead through further references, which `walk`
    // follows by calling this again.
    *left = left.checked_sub(1).ok_or_else(leads_nowhere)?;
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let files = from.files();
    let (file, start) = if file.is_empty() {
        (from.file_index(), String::new())
    } else {
        files.find(from.file_index(), file)?
    };
    let fragment = percent_decode_str(fragment).decode_utf8_lossy();
    // A fragment is a pointer or the name of an anchor. A pointer counts from where the `$id` stands, if the reference
    // began with one.
    let path = if fragment.is_empty() || fragment.starts_with('/') {
        format!("{start}{fragment}")
    } else {
        files
            .anchor(file, &fragment)
            .ok_or_else(leads_nowhere)?
            .to_owned()
    };
    walk(from.at(file), &path, left).ok_or_else(leads_nowhere)
}

fn walk<'d>(start: Node<'d>, path: &str, left: &mut usize) -> Option<Node<'d>> {
    let mut current = start;
    for key in path.split('/').skip(1) {
        let key = key.replace("~1", "/").replace("~0", "~");
        while current.get(&key).is_none() {
            // A path through a reference: what it refers to has the key.
            let inner = current.reference()?;
            current = step(&current, inner, left).ok()?;
        }
        current = current.get(&key)?;
    }
    Some(current)
}
