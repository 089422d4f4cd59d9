//! Where a `$ref` leads.

use percent_encoding::percent_decode_str;

use super::Node;

/// How many references may lead to references.
const LONGEST_CHAIN: usize = 64;

/// Follows references until there is something that is none.
pub(super) fn resolve<'d>(node: &Node<'d>) -> Result<Node<'d>, String> {
    let mut seen = vec![node.id()];
    let mut current = node.clone();
    while let Some(reference) = current.reference() {
        current = step(&current, reference, seen.len())?;
        if seen.contains(&current.id()) || seen.len() > LONGEST_CHAIN {
            return Err(format!("the reference `{reference}` leads back to itself"));
        }
        seen.push(current.id());
    }
    Ok(current)
}

/// Follows one reference.
pub(super) fn step<'d>(from: &Node<'d>, reference: &str, depth: usize) -> Result<Node<'d>, String> {
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let start = if file.is_empty() {
        from.file_index()
    } else {
        from.document().file_from(from.file_index(), file)?
    };
    walk(
        Node::file(from.document(), start),
        fragment,
        reference,
        depth,
    )
}

fn walk<'d>(
    start: Node<'d>,
    fragment: &str,
    reference: &str,
    depth: usize,
) -> Result<Node<'d>, String> {
    let dangling = || format!("the reference `{reference}` leads nowhere");
    let fragment = percent_decode_str(fragment).decode_utf8_lossy();
    let mut current = start;
    if fragment.is_empty() {
        return Ok(current);
    }
    let Some(path) = fragment.strip_prefix('/') else {
        return Err(dangling());
    };
    for key in path.split('/') {
        let key = key.replace("~1", "/").replace("~0", "~");
        current = match current.get(&key) {
            Some(next) => next,
            // A path through a reference: what it refers to has the key.
            None if depth < LONGEST_CHAIN => match current.reference() {
                Some(inner) => step(&current, inner, depth + 1)?
                    .get(&key)
                    .ok_or_else(dangling)?,
                None => return Err(dangling()),
            },
            None => return Err(dangling()),
        };
    }
    Ok(current)
}
