//! The text of an error's body: the title of a problem document for `Display`, and the whole body in its charset.

use std::borrow::Cow;
use std::fmt;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::Deserializer;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

/// Characters of a title that are shown.
const SHOWN: usize = 200;

/// The title of a problem document, which says what kind of problem it is
/// ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457#section-3.1)).
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Problem {
    title: String,
}

impl Problem {
    /// Reads a response whose media type is that of problem documents. Members of the wrong type are ignored, as the
    /// RFC requires.
    pub(crate) fn read(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        if !media_type(headers)?.eq_ignore_ascii_case("application/problem+json") {
            return None;
        }
        let mut reader = serde_json::Deserializer::from_slice(body);
        let mut problem = reader.deserialize_map(ProblemVisitor).ok()?;
        // It would only repeat the status line.
        if status.canonical_reason() == Some(&problem.title) {
            problem.title.clear();
        }
        Some(problem)
    }
}

/// Shows `: title`, if there is one. The detail tends to repeat the request, so it stays out of logs.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.title.as_str() {
            "" => Ok(()),
            title => write!(f, ": {title}"),
        }
    }
}

struct ProblemVisitor;

impl<'de> Visitor<'de> for ProblemVisitor {
    type Value = Problem;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a problem document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Problem, A::Error> {
        let mut problem = Problem::default();
        // Everything else is skipped without being stored: an extension may be of any size and depth.
        while let Some(name) = members.next_key::<Cow<'_, str>>()? {
            if name != "title" {
                members.next_value::<IgnoredAny>()?;
                continue;
            }
            if let Value::String(text) = members.next_value()? {
                problem.title = presentable(&text);
            }
        }
        Ok(problem)
    }
}

/// One line of bounded length, without characters that move a cursor or change the direction of text.
fn presentable(text: &str) -> String {
    // Line ends and control characters become spaces: a title must not forge a second line of a log.
    let is_blank = |c: char| c.is_whitespace() || c.is_control() || turns_text(c);
    let mut shown = String::new();
    let mut count = 0;
    for word in text.split(is_blank).filter(|word| !word.is_empty()) {
        let space = if shown.is_empty() { "" } else { " " };
        for c in space.chars().chain(word.chars()) {
            if count == SHOWN {
                shown.push('…');
                return shown;
            }
            shown.push(c);
            count += 1;
        }
    }
    shown
}

// Marks and overrides of direction (Unicode UAX 9): in a log they can make one line look like
// another.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn media_type(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    value.split(';').next().map(str::trim)
}

/// The text of a body: by its byte order mark, the charset of its media type, or else UTF-8.
#[cfg(feature = "charset")]
pub(crate) fn text<'a>(headers: &HeaderMap, body: &'a [u8]) -> Cow<'a, str> {
    let charset =
        charset(headers).and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    charset.unwrap_or(encoding_rs::UTF_8).decode(body).0
}

/// The text of a body, read as UTF-8.
#[cfg(not(feature = "charset"))]
pub(crate) fn text<'a>(_: &HeaderMap, body: &'a [u8]) -> Cow<'a, str> {
    String::from_utf8_lossy(body)
}

/// The text of a body by the same rules; the name of the charset if the body is malformed in it.
pub(crate) fn decode_text(headers: &HeaderMap, body: &[u8]) -> Result<String, &'static str> {
    decode_labelled_text(headers, None, body).map(Cow::into_owned)
}

/// The same for a body that may itself name its charset, which is used if the head does not name one.
#[cfg(feature = "charset")]
pub(crate) fn decode_labelled_text<'a>(
    headers: &HeaderMap,
    label: Option<&str>,
    body: &'a [u8],
) -> Result<Cow<'a, str>, &'static str> {
    let charset = charset(headers)
        .or(label)
        .and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    let (text, charset, is_malformed) = charset.unwrap_or(encoding_rs::UTF_8).decode(body);
    if is_malformed {
        return Err(charset.name());
    }
    Ok(text)
}

/// The text of a body in UTF-8, without a byte order mark; the name of the charset if the body is malformed in it.
#[cfg(not(feature = "charset"))]
pub(crate) fn decode_labelled_text<'a>(
    _: &HeaderMap,
    _: Option<&str>,
    body: &'a [u8],
) -> Result<Cow<'a, str>, &'static str> {
    let text = std::str::from_utf8(body).map_err(|_| "UTF-8")?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text).into())
}

#[cfg(feature = "charset")]
fn charset(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    value.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches('"'))
    })
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn typed(media_type: &'static str) -> HeaderMap {
        [(CONTENT_TYPE, HeaderValue::from_static(media_type))]
            .into_iter()
            .collect()
    }

    fn shown(media_type: &'static str, body: &str) -> Option<String> {
        let headers = typed(media_type);
        let problem = Problem::read(StatusCode::FORBIDDEN, &headers, body.as_bytes());
        problem.map(|problem| problem.to_string())
    }

    #[test]
    fn a_problem_shows_its_title_and_nothing_else() {
        const PROBLEM: &str = "application/problem+json";
        let table = [
            (
                r#"{"title": "No credit", "detail": "30 of 50"}"#,
                ": No credit",
            ),
            (r#"{"detail": "30 of 50", "balance": [30]}"#, ""),
            (r#"{"title": "No credit"}"#, ": No credit"),
            (r#"{"title": "Forbidden", "detail": "no"}"#, ""),
            (r#"{"title": 7, "detail": ["no"]}"#, ""),
            (
                r#"{"title": "a\r\n\u0000\u001b[31mb\u202ec\u2028 d"}"#,
                ": a [31mb c d",
            ),
            ("{}", ""),
        ];
        for (body, expected) in table {
            assert_eq!(shown(PROBLEM, body).as_deref(), Some(expected), "{body}");
        }
        for body in ["", "[]", "{\"title\": \"cut", "null", "\u{fffd}"] {
            assert_eq!(shown(PROBLEM, body), None, "{body}");
        }
        let body = r#"{"title": "No credit"}"#;
        assert_eq!(shown("application/json", body), None);
        assert_eq!(shown("text/html", body), None);
        assert_eq!(
            shown("Application/Problem+JSON; charset=utf-8", body).as_deref(),
            Some(": No credit")
        );
    }

    #[test]
    fn the_title_of_a_problem_is_bounded() {
        assert_eq!(presentable(&"ü".repeat(SHOWN)), "ü".repeat(SHOWN));
        let cut = format!("{}…", "ü".repeat(SHOWN));
        assert_eq!(presentable(&"ü".repeat(SHOWN + 1)), cut);
        assert_eq!(presentable(&format!("{} b", "ü".repeat(SHOWN))), cut);
    }

    #[cfg(feature = "charset")]
    #[test]
    fn text_is_read_in_the_charset_of_its_media_type() {
        let table: [(&'static str, &[u8], &str); 8] = [
            ("text/plain", "ü".as_bytes(), "ü"),
            ("text/plain; charset=utf-8", "ü".as_bytes(), "ü"),
            ("text/plain; charset=ISO-8859-1", b"\xfc", "ü"),
            ("text/plain;x=y; Charset = \"windows-1252\"", b"\x80", "€"),
            ("text/plain; charset=shift_jis", b"\x93\xfa", "日"),
            ("text/plain; charset=unheard-of", "ü".as_bytes(), "ü"),
            ("text/plain; charset=latin1", b"\xff\xfe\xfc\x00", "ü"),
            ("text/plain", b"a\xffb", "a\u{fffd}b"),
        ];
        for (media_type, body, expected) in table {
            assert_eq!(text(&typed(media_type), body), expected, "{media_type}");
        }
        assert_eq!(text(&HeaderMap::new(), b"x"), "x");
    }
}
