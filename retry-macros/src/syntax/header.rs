//! Names and values of headers, and verbs: the tokens of RFC 9110, 5.6.2.
//!
//! Values are visible ASCII, blanks and tabs. RFC 9110, 5.5 allows more bytes, but calls everything
//! beyond ASCII opaque, and a declaration has no use for it.

/// Tells whether a text is a token: a header's name, or a verb.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Checks the name of a header.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    if is_token(name) {
        return Ok(());
    }
    Err(format!(
        "{name:?} is not a header name; write letters, digits and `-`, such as `x-trace`"
    ))
}

/// Checks the value of a header.
pub(crate) fn check_value(value: &str) -> Result<(), String> {
    match value.chars().find(|&c| !matches!(c, '\t' | ' '..='~')) {
        Some(bad) => Err(format!(
            "a header value cannot contain {bad:?}; write visible ASCII, spaces and tabs only"
        )),
        None => Ok(()),
    }
}

/// Tells whether a header frames the message or belongs to its connection, so that only the client
/// may set it (RFC 9110, 7.6.1). `host` is not among them: a declaration may name a virtual host.
pub(crate) fn is_framing(name: &str) -> bool {
    const FRAMING: [&str; 8] = [
        "content-length",
        "transfer-encoding",
        "connection",
        "keep-alive",
        "te",
        "trailer",
        "upgrade",
        "expect",
    ];
    let name = name.to_ascii_lowercase();
    FRAMING.contains(&name.as_str()) || name.starts_with("proxy-")
}

#[cfg(test)]
mod tests {
    use super::{check_name, check_value, is_token};

    #[test]
    fn names_are_tokens() {
        for name in ["accept", "X-Trace", "x_y.z~1", "GET", "PROPFIND"] {
            assert!(is_token(name), "{name}");
            assert_eq!(check_name(name), Ok(()));
        }
        for name in ["", "a b", "a:", "ä", "a\n", "(x)"] {
            assert!(!is_token(name), "{name}");
            assert!(check_name(name).is_err());
        }
    }

    #[test]
    fn values_are_visible() {
        for value in ["", "a b\tc", "application/json; charset=\"utf-8\"", "~"] {
            assert_eq!(check_value(value), Ok(()), "{value}");
        }
        for value in ["a\r\nb", "\0", "\u{7f}", "ä"] {
            assert!(check_value(value).is_err(), "{value}");
        }
    }
}
