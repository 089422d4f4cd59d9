//! HTML within Markdown.

/// A tag, and what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// Begins a new line.
    Break,
    /// Says how text looks.
    Look,
    /// No tag of HTML: a word, such as `<id>`.
    Word,
}

/// Kind of what stands in angle brackets.
pub(super) fn tag(text: &str) -> Tag {
    if text.starts_with("<!--") {
        return Tag::Look;
    }
    let name = text.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    let name = name[..end.unwrap_or(name.len())].to_ascii_lowercase();
    match name.as_str() {
        "br" | "p" | "li" | "tr" | "div" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "h5"
        | "h6" | "table" | "hr" => Tag::Break,
        // All other elements of HTML. What stands in angle brackets else is a word, such as `<id>`, and is kept.
        "a" | "abbr" | "aside" | "b" | "big" | "blockquote" | "button" | "caption" | "center"
        | "code" | "col" | "colgroup" | "dd" | "details" | "dl" | "dt" | "em" | "font" | "i"
        | "img" | "kbd" | "pre" | "s" | "small" | "span" | "strong" | "sub" | "summary" | "sup"
        | "tbody" | "td" | "th" | "thead" | "u" => Tag::Look,
        _ => Tag::Word,
    }
}

/// Text of a block of HTML, without its tags.
pub(super) fn text(block: &str) -> String {
    let mut text = String::new();
    let mut rest = block;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let end = if rest[at..].starts_with("<!--") {
            rest[at..].find("-->").map(|end| end + 3)
        } else {
            rest[at..].find('>').map(|end| end + 1)
        };
        let Some(end) = end else {
            rest = &rest[at..];
            break;
        };
        let found = &rest[at..at + end];
        match tag(found) {
            Tag::Break => text.push('\n'),
            Tag::Look => {}
            Tag::Word => text.push_str(found),
        }
        rest = &rest[at + end..];
    }
    text.push_str(rest);
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    // `&amp;` last: `&amp;lt;` is the text `&lt;`, and not `<`.
    text.replace("&nbsp;", " ")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}
