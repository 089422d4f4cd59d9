//! The words and signs of a source file, without comments and literals.

/// Splits Rust into names and single signs. What stands in comments, strings and characters is left
/// out, so that a path in a documentation link is not taken for an import.
pub(super) fn tokens(source: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = if let Some(length) = skipped(rest) {
            length
        } else if is_name(first) {
            let length = rest.find(|next| !is_name(next)).unwrap_or(rest.len());
            tokens.push(rest[..length].to_owned());
            length
        } else {
            tokens.push(first.to_string());
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

fn is_name(letter: char) -> bool {
    letter == '_' || letter.is_alphanumeric()
}

/// The length of the space, comment, literal or lifetime that the text begins with.
fn skipped(text: &str) -> Option<usize> {
    let spaces = text.len() - text.trim_start().len();
    if spaces > 0 {
        return Some(spaces);
    }
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return Some(text.find("*/").map_or(text.len(), |end| end + 2));
    }
    if text.starts_with('\'') {
        return Some(character(text));
    }
    let prefix = ["br", "cr", "r", "b", "c", ""].into_iter().find(|prefix| {
        let quoted = text.strip_prefix(prefix).unwrap_or_default();
        quoted.trim_start_matches('#').starts_with('"')
            && (prefix.ends_with('r') || quoted.starts_with('"'))
    })?;
    Some(prefix.len() + string(&text[prefix.len()..], prefix.ends_with('r')))
}

/// The length of `'x'`, `'\n'` or `'lifetime`.
fn character(text: &str) -> usize {
    let inner = &text[1..];
    if let Some(escaped) = inner.strip_prefix('\\') {
        let first = escaped.chars().next().map_or(0, char::len_utf8);
        let close = escaped[first..].find('\'').unwrap_or(0);
        return 2 + first + close + 1;
    }
    let first = inner.chars().next().map_or(0, char::len_utf8);
    if inner[first..].starts_with('\'') {
        return first + 2;
    }
    1 + inner.find(|next| !is_name(next)).unwrap_or(inner.len())
}

/// The length of a string, from its first `#` or quote on.
fn string(text: &str, is_raw: bool) -> usize {
    if is_raw {
        let hashes = text.find('"').unwrap_or(0);
        let close = format!("\"{}", &text[..hashes]);
        let inner = &text[hashes + 1..];
        let end = inner.find(&close).unwrap_or(inner.len());
        return (hashes + 1 + end + close.len()).min(text.len());
    }
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn comments_and_literals_are_left_out() {
        for (source, expected) in [
            ("use crate::a; // crate::b", "use crate : : a ;"),
            ("/* crate::b */ x", "x"),
            ("/// [`crate::b`]\nfn f() {}", "fn f ( ) { }"),
            (
                r#"f("crate::b \" x", 'c', '\'', '\u{1F600}', y)"#,
                "f ( , , , , y )",
            ),
            (
                "f(r#\"crate::b \" \"#, br\"x\\\", b\"y\", z)",
                "f ( , , , z )",
            ),
            ("fn f<'a>(x: &'a str) {}", "fn f < > ( x : & str ) { }"),
            ("break 'outer;", "break ;"),
        ] {
            assert_eq!(tokens(source).join(" "), expected, "{source}");
        }
    }
}
