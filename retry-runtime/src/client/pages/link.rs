//! The next page in `Link` headers ([RFC 8288](https://www.rfc-editor.org/rfc/rfc8288)).

use http::HeaderMap;
use http::header::LINK;

/// The target of the first link whose relation is `next`, as it was written.
///
/// A malformed link is skipped up to the next comma.
pub(crate) fn next(headers: &HeaderMap) -> Option<&str> {
    let fields = headers.get_all(LINK).iter();
    let mut fields = fields.filter_map(|field| str::from_utf8(field.as_bytes()).ok());
    fields.find_map(next_in)
}

/// The same in one field.
fn next_in(field: &str) -> Option<&str> {
    // By hand and not with `split`: quotes and brackets may hold the commas and semicolons that separate links and
    // parameters elsewhere.
    let mut rest = field;
    loop {
        rest = rest.trim_start_matches(|c: char| c == ',' || is_blank(c));
        if rest.is_empty() {
            return None;
        }
        let Some((target, behind)) = target(rest) else {
            rest = behind_comma(rest);
            continue;
        };
        let mut parameters = Parameters(behind);
        let mut relation = None;
        let mut has_anchor = false;
        for (name, value) in parameters.by_ref() {
            if name.eq_ignore_ascii_case("rel") {
                // Of several the first counts (section 3.3).
                relation = relation.or(Some(value));
            } else if name.eq_ignore_ascii_case("anchor") {
                has_anchor = true;
            }
        }
        // A link with an anchor is about another resource (section 3.2).
        if relation.is_some_and(names_next) && !has_anchor {
            return Some(target);
        }
        rest = behind_comma(parameters.0);
    }
}

/// Tells whether one of the relations in a list is `next`.
fn names_next(relations: &str) -> bool {
    let mut relations = relations.split(is_blank);
    relations.any(|relation| relation.eq_ignore_ascii_case("next"))
}

/// `<target>`, and what follows.
fn target(text: &str) -> Option<(&str, &str)> {
    let (target, behind) = text.strip_prefix('<')?.split_once('>')?;
    Some((target.trim_matches(is_blank), behind))
}

/// The parameters of a link. After the last one, the remaining text begins with a comma or with something that is not
/// a parameter.
struct Parameters<'t>(&'t str);

impl<'t> Iterator for Parameters<'t> {
    /// A name, and its value without quotes. Escapes are left as they are: a relation has none.
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let mut rest = self.0.trim_start_matches(is_blank).strip_prefix(';')?;
        // Empty ones are allowed: `; ;rel=next`.
        rest = rest.trim_start_matches(|c: char| c == ';' || is_blank(c));
        let end = rest
            .find(|c: char| matches!(c, '=' | ';' | ',') || is_blank(c))
            .unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        let Some(value) = behind.trim_start_matches(is_blank).strip_prefix('=') else {
            self.0 = behind;
            return Some((name, ""));
        };
        let (value, behind) = value_in(value.trim_start_matches(is_blank));
        self.0 = behind;
        Some((name, value))
    }
}

/// A token or a quoted text, and what follows.
fn value_in(text: &str) -> (&str, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text
            .find(|c: char| matches!(c, ';' | ',') || is_blank(c))
            .unwrap_or(text.len());
        return text.split_at(end);
    };
    let mut is_escaped = false;
    for (at, c) in quoted.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return (&quoted[..at], &quoted[at + 1..]),
            _ => {}
        }
    }
    (quoted, "")
}

/// The text after the next comma that is not in quotes or in brackets.
fn behind_comma(text: &str) -> &str {
    let (mut in_quotes, mut in_brackets, mut is_escaped) = (false, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if in_quotes => is_escaped = true,
            '"' if !in_brackets => in_quotes = !in_quotes,
            '<' if !in_quotes => in_brackets = true,
            '>' if !in_quotes => in_brackets = false,
            ',' if !in_quotes && !in_brackets => return &text[at + 1..],
            _ => {}
        }
    }
    ""
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn headers(fields: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for field in fields {
            headers.append(LINK, HeaderValue::from_str(field).unwrap());
        }
        headers
    }

    #[test]
    fn the_next_link_is_found_as_rfc_8288_writes_it() {
        let table: [(&str, Option<&str>); 31] = [
            (r#"<https://h/2>; rel="next""#, Some("https://h/2")),
            (r"<https://h/2>; rel=next", Some("https://h/2")),
            (
                r#"<https://h/2>;rel="next",<https://h/9>;rel="last""#,
                Some("https://h/2"),
            ),
            (
                r#"<https://h/9>; rel="last", <https://h/2>; rel="next""#,
                Some("https://h/2"),
            ),
            (r#"<https://h/2>; REL="NEXT""#, Some("https://h/2")),
            (r#"<https://h/2>; rel = "next""#, Some("https://h/2")),
            (r#"<https://h/2>; rel="start  next""#, Some("https://h/2")),
            (
                r#"<https://h/2>; title="a, b; rel=prev"; rel="next""#,
                Some("https://h/2"),
            ),
            (r#"<https://h/1>; title="say \"hi\", <x>; rel=next""#, None),
            (
                r#"<https://h/1>; title="\\"; rel=prev, <https://h/2>; rel=next"#,
                Some("https://h/2"),
            ),
            (
                r#"<https://h/?a=1,2;b>; rel="next""#,
                Some("https://h/?a=1,2;b"),
            ),
            (
                r#"<https://h/?a=1,2>; rel="prev", <https://h/2>; rel="next""#,
                Some("https://h/2"),
            ),
            (r#"<?page=2>; rel="next""#, Some("?page=2")),
            (r#"<>; rel="next""#, Some("")),
            (r#"< https://h/2 >; rel="next""#, Some("https://h/2")),
            (r#"<https://h/2>; rel="prev"; rel="next""#, None),
            (
                r#"<https://h/2>; rel="next"; rel="prev""#,
                Some("https://h/2"),
            ),
            (r#"<https://h/2>; rel="next"; anchor="/other""#, None),
            ("<https://h/2>; rel*=UTF-8''next", None),
            (r#"<https://h/2>; rel="nexts""#, None),
            ("<https://h/2>; ; rel=next;", Some("https://h/2")),
            ("<https://h/2>; crossorigin; rel=next", Some("https://h/2")),
            (
                "<https://h/1>; crossorigin, <https://h/2>; rel=next",
                Some("https://h/2"),
            ),
            (", ,<https://h/2>; rel=next,", Some("https://h/2")),
            (
                "https://h/1; rel=next, <https://h/2>; rel=next",
                Some("https://h/2"),
            ),
            ("<https://h/2; rel=next", None),
            ("<https://h/2> rel=next", None),
            (r#"<https://h/2>; rel="next"#, Some("https://h/2")),
            ("<https://h/2>; rel", None),
            ("<https://h/2>", None),
            ("", None),
        ];
        for (field, expected) in table {
            assert_eq!(next(&headers(&[field])), expected, "{field}");
        }
    }

    #[test]
    fn several_link_fields_are_one_list() {
        let fields = ["<https://h/9>; rel=last", "<https://h/2>; rel=next"];
        assert_eq!(next(&headers(&fields)), Some("https://h/2"));
        let twice = ["<https://h/2>; rel=next", "<https://h/3>; rel=next"];
        assert_eq!(next(&headers(&twice)), Some("https://h/2"));
    }

    proptest! {
        #[test]
        fn any_link_field_is_read_without_a_panic(field in r#"[<>;,="\\a relnxt*]{0,60}"#) {
            next(&headers(&[&field]));
        }
    }
}
