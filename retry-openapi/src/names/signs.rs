//! Signs in words.

/// Signs in words, where a text has no letters or begins with a sign before a digit (`<=`, `+1`).
pub(super) fn spelled(text: &str) -> String {
    let has_letters = text.chars().any(char::is_alphanumeric);
    let rest = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_signed = matches!(text.chars().next(), Some('+' | '-' | '<' | '>' | '=' | '!'))
        && rest.starts_with(|c: char| c.is_ascii_digit());
    // `name (old)` keeps its letters and loses its brackets. Only where nothing but signs would tell two names apart
    // they are spelled.
    if has_letters && !is_signed {
        return text.to_owned();
    }
    let signs = &text[..text.len() - rest.len()];
    let words: Vec<&str> = signs.chars().filter_map(sign).collect();
    format!("{} {rest}", words.join(" "))
}

pub(super) fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '#' => "hash",
        '@' => "at",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '|' => "pipe",
        '~' => "tilde",
        '^' => "caret",
        '?' => "question",
        '_' => "underscore",
        '(' => "open",
        ')' => "close",
        ' ' => "space",
        _ => return None,
    })
}
