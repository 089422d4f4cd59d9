//! Path templates and percent-encoding: no value ever adds a segment, leaves the path or changes the host.

use std::fmt::{self, Display, Write};

use crate::request::argument::Values;
use crate::request::text::{Lists, NoText};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986, section 2.3. A segment may contain some reserved
/// characters, but servers differ in the meaning of `;`, `=` or `+` there. Encoded, they are data everywhere.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The characters that are encoded in a tail of several segments.
const TAIL: &AsciiSet = &RESERVED.remove(b'/');

/// A value of a path: its placeholder, the name of its argument, and the value.
pub type PathArgument<'a> = (&'static str, &'static str, &'a dyn Values);

/// Fills a template and appends it to `prefix`. The error names the argument and the reason.
pub(crate) fn render(
    prefix: &str,
    template: &str,
    arguments: &[PathArgument<'_>],
) -> Result<String, String> {
    // Room for values that are a little longer than their placeholders, so most paths need one
    // allocation.
    let mut path = String::with_capacity(prefix.len() + template.len() + 16);
    path.push_str(prefix);
    let mut rest = template;
    while let Some((literal, (placeholder, after))) = next_placeholder(rest) {
        path.push_str(literal);
        let (placeholder, is_tail) = match placeholder.strip_suffix('*') {
            Some(placeholder) => (placeholder, true),
            None => (placeholder, false),
        };
        let (_, name, value) = arguments
            .iter()
            .find(|(filled, ..)| *filled == placeholder)
            .ok_or_else(|| format!("`{{{placeholder}}}` in the path has no argument"))?;
        push_value(&mut path, name, *value, is_tail)?;
        rest = after;
    }
    path.push_str(rest);
    Ok(path)
}

/// Splits `/a/{b}/c` into `/a/`, `b` and `/c`.
pub(crate) fn next_placeholder(template: &str) -> Option<(&str, (&str, &str))> {
    let (literal, rest) = split_once(template, b'{')?;
    Some((literal, split_once(rest, b'}')?))
}

/// `str::split_once` for short texts: a plain scan is cheaper than setting up the search of `std`.
fn split_once(text: &str, at: u8) -> Option<(&str, &str)> {
    let position = text.bytes().position(|byte| byte == at)?;
    Some((text.get(..position)?, text.get(position + 1..)?))
}

fn push_value(
    path: &mut String,
    name: &str,
    value: &dyn Values,
    is_tail: bool,
) -> Result<(), String> {
    let start = path.len();
    let reserved = if is_tail { TAIL } else { RESERVED };
    let mut written = Ok(());
    let each = value.each(Lists::Refused, &mut |text| {
        written = written.and(push_encoded(path, text, reserved));
    });
    each.map_err(|error| match error {
        NoText::Compound => format!(
            "argument `{name}` is not a single value; take one, or implement `Display` for its type"
        ),
        error => format!("argument `{name}` cannot be sent: {error}"),
    })?;
    written.map_err(|fmt::Error| format!("argument `{name}` cannot be written as text"))?;
    let encoded = path.get(start..).unwrap_or_default();
    // URL parsers resolve dot segments even if they are encoded, so encoding them does not help. An
    // empty first segment would make `//`. Further on, and at the end, it is part of a name.
    let dots = encoded
        .split('/')
        .find(|segment| matches!(*segment, "." | ".."));
    match dots {
        Some(dots) => Err(format!(
            "argument `{name}` has the path segment `{dots}`, which leaves the path"
        )),
        None if encoded.is_empty() => Err(format!(
            "argument `{name}` is empty, which a path segment must not be"
        )),
        None if encoded.starts_with('/') => Err(format!(
            "argument `{name}` begins with `/`; remove it, as the path has one there"
        )),
        None => Ok(()),
    }
}

/// Appends a value, percent-encoded for any place in a path or query.
pub(crate) fn push_value_encoded(text: &mut String, value: &dyn Display) -> fmt::Result {
    push_encoded(text, value, RESERVED)
}

fn push_encoded(
    text: &mut String,
    value: &dyn Display,
    reserved: &'static AsciiSet,
) -> fmt::Result {
    write!(Encoder { text, reserved }, "{value}")
}

/// A writer that encodes, so that no value is first formatted into a text of its own.
struct Encoder<'a> {
    text: &'a mut String,
    reserved: &'static AsciiSet,
}

impl Write for Encoder<'_> {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        // Paths consist mostly of ids and numbers, which can be appended as a whole.
        if part.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            self.text.push_str(part);
        } else {
            self.text.extend(utf8_percent_encode(part, self.reserved));
        }
        Ok(())
    }
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &dyn Display) -> &dyn Display {
        value
    }

    fn one(template: &str, value: &str) -> Result<String, String> {
        render("", template, &[("x", "x", &shown(&value))])
    }

    #[test]
    fn a_value_is_one_segment_whatever_it_holds() {
        let table = [
            ("rust-lang", "/a/rust-lang/b"),
            ("a/b", "/a/a%2Fb/b"),
            ("../admin", "/a/..%2Fadmin/b"),
            ("?x", "/a/%3Fx/b"),
            ("#x", "/a/%23x/b"),
            ("%2e%2e", "/a/%252e%252e/b"),
            ("//evil.com", "/a/%2F%2Fevil.com/b"),
            ("\\\\evil", "/a/%5C%5Cevil/b"),
            ("a\r\nb\tc", "/a/a%0D%0Ab%09c/b"),
            ("ü", "/a/%C3%BC/b"),
            ("...", "/a/.../b"),
            ("~a.b-c_d", "/a/~a.b-c_d/b"),
            ("{x}", "/a/%7Bx%7D/b"),
        ];
        for (value, expected) in table {
            assert_eq!(one("/a/{x}/b", value).as_deref(), Ok(expected), "{value:?}");
        }
    }

    #[test]
    fn an_empty_or_dotted_value_is_refused_by_name() {
        for value in ["", ".", ".."] {
            for template in ["/a/{x}", "/{x}.json", "/a/{x*}"] {
                let error = one(template, value).unwrap_err();
                assert!(error.contains("`x`"), "{error}");
            }
        }
    }

    #[test]
    fn errors_name_the_argument_and_the_reason() {
        let table = [
            ("/{x}", "", "is empty, which a path segment must not be"),
            ("/{x*}", "", "is empty, which a path segment must not be"),
            (
                "/{x*}",
                "/a",
                "begins with `/`; remove it, as the path has one there",
            ),
            (
                "/{x}",
                "..",
                "has the path segment `..`, which leaves the path",
            ),
            (
                "/{x*}",
                "a/.",
                "has the path segment `.`, which leaves the path",
            ),
        ];
        for (template, value, why) in table {
            let expected = format!("argument `x` {why}");
            assert_eq!(one(template, value).unwrap_err(), expected);
        }
    }

    #[test]
    fn a_tail_keeps_its_slashes_and_each_segment_is_checked() {
        assert_eq!(
            one("/files/{x*}", "a/b c/d?").as_deref(),
            Ok("/files/a/b%20c/d%3F")
        );
        for value in ["a/", "a//b", "a/b//"] {
            let path = one("/files/{x*}", value);
            assert_eq!(path, Ok(format!("/files/{value}")));
        }
        for value in ["/a", "//", "a/../b", "./a", "a/.", "a//.."] {
            assert!(one("/files/{x*}", value).is_err(), "{value:?}");
        }
    }

    #[test]
    fn placeholders_are_filled_by_name_in_any_order() {
        let path = render(
            "/c",
            "/{b}/{a}.{b}?fixed=1",
            &[("a", "a", &shown(&1)), ("b", "b", &shown(&"z"))],
        );
        assert_eq!(path.as_deref(), Ok("/c/z/1.z?fixed=1"));
        assert_eq!(
            render("", "/{c}", &[("a", "a", &shown(&1))]).unwrap_err(),
            "`{c}` in the path has no argument"
        );
    }

    #[test]
    fn a_value_that_cannot_be_written_is_an_error() {
        struct FailedAttempt;
        impl Display for FailedAttempt {
            fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
                Err(fmt::Error)
            }
        }
        assert!(
            render("", "/{x}", &[("x", "x", &shown(&FailedAttempt))])
                .unwrap_err()
                .contains("`x`")
        );
    }
}
