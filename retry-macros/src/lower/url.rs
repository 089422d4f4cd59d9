//! Base URLs, as far as a text can be checked without resolving it.
//!
//! Literals are checked here, so that the message can name the wrong character. The runtime checks
//! all others: constants in const evaluation (`check_base_url`, with a more general message), and
//! URLs that are known at run time (`BaseUrl`).

use crate::syntax::template::dot_segment;

/// Checks a base URL.
pub(crate) fn check(text: &str) -> Result<(), String> {
    if let Some(bad) = text
        .chars()
        .find(|&c| !c.is_ascii_graphic() || "\\\"<>^`{|}".contains(c))
    {
        return Err(refuse_character(bad));
    }
    let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => {}
        "" => {
            return Err("a base URL is absolute; write `https://…` or `http://…`".to_owned());
        }
        other => {
            return Err(format!(
                "a base URL is `http` or `https`, not `{other}`; write `https://…` or `http://…`"
            ));
        }
    }
    refuse(rest, '#', "fragment")?;
    refuse(rest, '?', "query")?;
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    if authority.contains('@') {
        return Err("a base URL cannot have a user or a password; \
                    remove them, and use `.bearer(…)` or a header"
            .to_owned());
    }
    check_authority(authority)?;
    check_path(path)
}

/// The message about a character. Placeholders have their own, as other crates allow them.
fn refuse_character(bad: char) -> String {
    if bad == '{' || bad == '}' {
        return "a base URL cannot have a placeholder; leave it out here and give the finished URL \
                to `with_base_url(…)`, or to `.base_url(…)` of the builder"
            .to_owned();
    }
    format!("a base URL cannot contain {bad:?}; write it percent-encoded")
}

/// Refuses a part of a URL that begins with `mark`.
fn refuse(rest: &str, mark: char, what: &str) -> Result<(), String> {
    if rest.contains(mark) {
        return Err(format!(
            "a base URL cannot have a {what}; remove `{mark}` and what follows"
        ));
    }
    Ok(())
}

/// Checks host and port.
fn check_authority(authority: &str) -> Result<(), String> {
    // The colons of an IPv6 address stand in brackets, so one behind the last bracket begins the
    // port.
    let (host, port) = match authority.rfind(':') {
        Some(at) if !authority[at..].contains(']') => (&authority[..at], &authority[at + 1..]),
        _ => (authority, ""),
    };
    if host.is_empty() {
        return Err("a base URL needs a host; write `https://host`".to_owned());
    }
    let address = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let valid = match address {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !host.contains(['[', ']', ':', '%', ' ']),
    };
    if !valid {
        return Err(format!(
            "`{host}` is not a host; write a name or an address"
        ));
    }
    let port_is_number = port.bytes().all(|byte| byte.is_ascii_digit());
    if !port.is_empty() && (!port_is_number || port.parse::<u16>().is_err()) {
        return Err(format!(
            "`{port}` is not a port; write a number between 0 and 65535"
        ));
    }
    Ok(())
}

/// Checks the path, which the paths of the methods follow.
fn check_path(path: &str) -> Result<(), String> {
    let inner = path.strip_suffix('/').unwrap_or(path);
    if path.starts_with('/') || inner.contains("//") || inner.ends_with('/') {
        return Err("a base URL cannot have an empty segment; write a single `/`".to_owned());
    }
    match dot_segment(path) {
        Some(dots) => Err(format!(
            "a base URL cannot have a `{dots}` segment; write the URL it leads to"
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn accepts_base_urls() {
        for text in [
            "https://api.github.com",
            "https://api.github.com/",
            "HTTP://localhost:8080/api/v1",
            "http://127.0.0.1:80/api/v1/",
            "http://[::1]:3000",
            "http://[::1]",
            "https://a_b.example.com/%20",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let table = [
            ("", "absolute"),
            ("api.github.com", "absolute"),
            ("/api", "absolute"),
            ("ftp://h", "not `ftp`"),
            ("htps://h", "not `htps`"),
            ("https:/h", "absolute"),
            ("https://", "needs a host"),
            ("https:///x", "needs a host"),
            ("https://:80", "needs a host"),
            ("https://h:x", "not a port"),
            ("https://h:+8", "not a port"),
            ("https://h:70000", "not a port"),
            ("https://[::g]", "not a host"),
            ("https://[::1", "not a host"),
            ("https://u:p@h", "cannot have a user or a password"),
            ("https://h?x", "cannot have a query"),
            ("https://h/#x", "cannot have a fragment"),
            ("https://h /x", "percent-encoded"),
            ("https://h/{x}", "with_base_url"),
            ("https://h//x", "an empty segment"),
            ("https://h/a//x", "an empty segment"),
            ("https://h/a//", "an empty segment"),
            ("https://h/a/../b", "a `..` segment"),
        ];
        for (text, expected) in table {
            let error = check(text).expect_err(text);
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
