//! Path templates such as `/repos/{owner}/{name}`.

use std::fmt::{self, Display};

/// One `{name}` or `{name*}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placeholder {
    pub(crate) name: String,
    pub(crate) tail: bool,
}

impl Display for Placeholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let star = if self.tail { "*" } else { "" };
        write!(f, "{{{}{star}}}", self.name)
    }
}

/// Reads the placeholders of a path, or returns the message about its first mistake.
pub(crate) fn parse(text: &str) -> Result<Vec<Placeholder>, String> {
    let outside = outside(text);
    refuse_characters(&outside)?;
    // Offsets are the same in both texts.
    let (path, query) = text.split_at(outside.find('?').unwrap_or(text.len()));
    refuse_malformed(path)?;
    if query.contains(['{', '}']) {
        return Err("a query in the path is fixed; \
                    take the value as an argument with `#[query]` instead"
            .to_owned());
    }
    if query.matches('?').count() > 1 {
        return Err("a path has one `?`; join what follows with `&`, or write `%3F`".to_owned());
    }
    let placeholders = placeholders(path)?;
    refuse_order(path, &placeholders)?;
    Ok(placeholders)
}

/// The text with an `x` for each character inside braces, as names are checked separately.
fn outside(text: &str) -> String {
    let mut is_inside = false;
    // A wrong character in a placeholder gets a message of its own. Lengths stay the same, so that
    // offsets in the two texts agree.
    let outside = text.chars().map(|c| {
        is_inside = c == '{' || (is_inside && c != '}');
        let blank = "x".repeat(c.len_utf8());
        if is_inside && c != '{' {
            blank
        } else {
            c.into()
        }
    });
    outside.collect()
}

/// Refuses characters that a path cannot contain, and broken escapes.
fn refuse_characters(text: &str) -> Result<(), String> {
    let bad = text
        .chars()
        .find(|&c| !c.is_ascii_graphic() || "\\#\"<>^`|".contains(c));
    let escapes = text
        .match_indices('%')
        .map(|(at, _)| text.get(at + 1..at + 3));
    let is_escape = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if !escapes
        .into_iter()
        .all(|digits| digits.is_some_and(is_escape))
    {
        return Err("`%` begins an escape of two digits; write `%25` for the character".to_owned());
    }
    match bad {
        Some('<') => Err("a path cannot contain '<'; write a placeholder as `{name}`".to_owned()),
        Some('#') => Err("a path cannot have a fragment; remove `#` and what follows".to_owned()),
        Some('\\') => {
            Err("a path cannot contain `\\`; write `/`, or `%5C` for the character".to_owned())
        }
        Some(bad) => Err(format!(
            "a path cannot contain {bad:?}; write it percent-encoded"
        )),
        None => Ok(()),
    }
}

/// Refuses a path that is not absolute, or has segments that a client may not send.
fn refuse_malformed(path: &str) -> Result<(), String> {
    let Some(relative) = path.strip_prefix('/') else {
        return Err(match path {
            "" => "a path begins with `/`; write `/` for the base URL itself".to_owned(),
            _ if path.contains("://") => "a path is relative to `base_url`; write what follows \
                                          the host, or take a whole URL with `#[url]`"
                .to_owned(),
            _ => format!("a path begins with `/`; write `/{path}`"),
        });
    };
    if path.contains("//") {
        return Err("a path cannot have an empty segment; write a single `/`".to_owned());
    }
    match dot_segment(relative) {
        Some(dots) => Err(format!(
            "a path cannot have a `{dots}` segment; write the path it leads to"
        )),
        None => Ok(()),
    }
}

/// The first segment that is `.` or `..`, plain or escaped.
pub(crate) fn dot_segment(path: &str) -> Option<&str> {
    path.split('/').find(|segment| {
        // RFC 3986, 5.2.4 removes such segments, and the WHATWG parser also in their escaped form.
        // The request would then reach another path than the declaration says.
        let decoded = segment.to_ascii_lowercase().replace("%2e", ".");
        matches!(decoded.as_str(), "." | "..")
    })
}

/// The placeholders of a path that is invalid for another reason.
pub(crate) fn placeholders_of(text: &str) -> Result<Vec<Placeholder>, String> {
    // Other frameworks write `/users/<id>`. The error has been recorded; the names are read to check
    // the arguments.
    placeholders(&text.replace('<', "{").replace('>', "}"))
}

/// Reads the placeholders from left to right.
fn placeholders(path: &str) -> Result<Vec<Placeholder>, String> {
    let mut found: Vec<Placeholder> = Vec::new();
    let mut rest = path;
    while let Some(at) = rest.find(['{', '}']) {
        let (brace, after) = rest[at..].split_at(1);
        if brace == "}" {
            return Err("`}` is missing its `{`; write a placeholder as `{name}`".to_owned());
        }
        let Some((inner, after)) = after.split_once('}') else {
            return Err("`{` is missing its `}`; write a placeholder as `{name}`".to_owned());
        };
        // A brace within braces becomes part of the name, which is then refused: `{a{b}}`.
        let placeholder = placeholder(inner)?;
        if found.iter().any(|other| other.name == placeholder.name) {
            return Err(format!(
                "`{placeholder}` is in the path twice; rename one of them"
            ));
        }
        found.push(placeholder);
        rest = after;
    }
    Ok(found)
}

/// Reads the inside of one pair of braces.
fn placeholder(inner: &str) -> Result<Placeholder, String> {
    let (name, tail) = match inner.strip_suffix('*') {
        Some(name) => (name, true),
        None => (inner, false),
    };
    let starts_well = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let goes_on_well = name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let is_word = !matches!(name, "_" | "self" | "Self" | "super" | "crate");
    if starts_well && goes_on_well && is_word {
        return Ok(Placeholder {
            name: name.to_owned(),
            tail,
        });
    }
    if let Some(name) = name.strip_prefix("r#") {
        return Err(format!("`{{{inner}}}` is a raw name; write `{{{name}}}`"));
    }
    Err(format!(
        "`{{{inner}}}` does not name an argument; write `{{name}}`, or `{{name*}}` for a tail"
    ))
}

/// Refuses a tail that is not the last segment.
fn refuse_order(path: &str, placeholders: &[Placeholder]) -> Result<(), String> {
    match placeholders.iter().find(|placeholder| placeholder.tail) {
        Some(tail) if !path.ends_with(&format!("/{tail}")) => Err(format!(
            "`{tail}` takes the rest of the path; make it the last segment"
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_placeholders() {
        let table = [
            ("/", ""),
            ("/users", ""),
            ("/users/", ""),
            ("/users/{id}", "{id}"),
            ("/repos/{owner}/{name}", "{owner} {name}"),
            ("/files/{name}.json", "{name}"),
            ("/files/{name}.{ext}?raw=1&x", "{name} {ext}"),
            ("/raw/{path*}", "{path*}"),
            ("/a%20b/{_x1}", "{_x1}"),
            ("/{type}", "{type}"),
            ("/{user-id}", "{user-id}"),
            ("/{größe}", "{größe}"),
        ];
        for (text, expected) in table {
            let names = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let names: Vec<String> = names.iter().map(ToString::to_string).collect();
            assert_eq!(names.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let table = [
            ("", "begins with `/`; write `/` for the base URL itself"),
            ("users", "write `/users`"),
            ("https://h/x", "relative to `base_url`"),
            ("//users", "cannot have an empty segment"),
            ("/a//b", "cannot have an empty segment"),
            ("/a/./b", "a `.` segment"),
            ("/a/..", "a `..` segment"),
            ("/a/%2E./b", "a `%2E.` segment"),
            ("/a b", "percent-encoded"),
            ("/ä", "percent-encoded"),
            ("/a\\b", "write `/`"),
            ("/a#b", "cannot have a fragment"),
            ("/{", "`{` is missing its `}`"),
            ("/}", "`}` is missing its `{`"),
            ("/{}", "does not name an argument"),
            ("/{a b}", "does not name an argument"),
            ("/{a:?}", "does not name an argument"),
            ("/{self}", "does not name an argument"),
            ("/{r#type}", "write `{type}`"),
            ("/<a>", "write a placeholder as `{name}`"),
            ("/a??b", "one `?`"),
            ("/a?b=1?c=2", "one `?`"),
            ("/a%zz", "write `%25`"),
            ("/50%", "write `%25`"),
            ("/{-a}", "does not name an argument"),
            ("/{1a}", "does not name an argument"),
            ("/{a{b}}", "does not name an argument"),
            ("/{a}/{a}", "twice"),
            ("/{a*}/b", "last segment"),
            ("/x{a*}", "last segment"),
            ("/{a*}/{b*}", "last segment"),
            ("/a?b={c}", "`#[query]`"),
        ];
        for (text, expected) in table {
            let error = parse(text).expect_err(text);
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
