//! Characters that mean something to Markdown, to rustdoc or to rustc.

/// Stands for a space at which no line is broken.
pub(super) const FIXED_SPACE: char = '\u{2}';

/// Text without control characters, and without the marks of direction that rustc refuses in comments.
pub(super) fn plain(text: &str) -> String {
    let is_odd = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.replace("\r\n", "\n")
        .chars()
        .filter(|&c| !is_odd(c))
        .collect()
}

/// Words as they are read: nothing in them is Markdown. URLs become links.
pub(super) fn words(text: &str, is_link: bool) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(at) = rest.find("http://").or_else(|| rest.find("https://")) {
        // Whichever comes first: `http://` is searched for first, and may stand behind an `https://`.
        let at = rest.find("https://").map_or(at, |other| at.min(other));
        let (before, url) = rest.split_at(at);
        let end = url.find(|c: char| c.is_whitespace() || "<>\"'`|\\".contains(c));
        let url = &url[..end.unwrap_or(url.len())];
        // The sign that ends the sentence is not part of the URL that stands last in it.
        let url = url.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '*']);
        characters(&mut escaped, before);
        match url {
            "http://" | "https://" => characters(&mut escaped, url),
            url if is_link => characters(&mut escaped, url),
            url => escaped.extend(['<'].into_iter().chain(url.chars()).chain(['>'])),
        }
        rest = &rest[at + url.len()..];
    }
    characters(&mut escaped, rest);
    escaped
}

fn characters(escaped: &mut String, text: &str) {
    let characters: Vec<char> = text.chars().collect();
    for (at, &c) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| characters.get(at)).copied();
        let after = characters.get(at + 1).copied();
        let in_word =
            |side: Option<char>| side.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-');
        let is_space = |side: Option<char>| side.is_none_or(char::is_whitespace);
        let is_special = match c {
            '\\' | '`' | '[' | ']' | '<' | '>' => true,
            // `snake_case` is no emphasis to CommonMark, and a backslash in each such name could not be read.
            '_' => !(in_word(before) && in_word(after)),
            '*' => !(is_space(before) && is_space(after)),
            '~' => before == Some('~') || after == Some('~'),
            '&' => after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
            _ => false,
        };
        if is_special {
            escaped.push('\\');
        }
        escaped.push(c);
    }
}

/// Words as they were written, in a span of code that is never broken.
pub(crate) fn code(text: &str) -> String {
    let text = plain(text).split_whitespace().collect::<Vec<_>>().join(" ");
    // A span of code ends at as many ticks as it began with, so it begins with more than it has in it.
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let pad = if longest > 0 || text.is_empty() {
        " "
    } else {
        ""
    };
    format!("{ticks}{pad}{text}{pad}{ticks}").replace(' ', &FIXED_SPACE.to_string())
}
