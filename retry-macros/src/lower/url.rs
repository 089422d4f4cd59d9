//! Base URLs, as far as a text can be judged without resolving it.

/// Says what is wrong with a base URL, if anything is.
pub(crate) fn check(text: &str) -> Result<(), String> {
    if let Some(bad) = text
        .chars()
        .find(|&c| !c.is_ascii_graphic() || "\\\"<>^`{|}".contains(c))
    {
        return Err(format!(
            "a base URL has no {bad:?}; write it percent-encoded"
        ));
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
        return Err("a base URL has no user or password; \
                    remove them, and use `.bearer(…)` or a header"
            .to_owned());
    }
    check_authority(authority)?;
    check_path(path)
}

fn refuse(rest: &str, mark: char, what: &str) -> Result<(), String> {
    if rest.contains(mark) {
        return Err(format!(
            "a base URL has no {what}; remove `{mark}` and what follows"
        ));
    }
    Ok(())
}

fn check_authority(authority: &str) -> Result<(), String> {
    let (host, port) = match authority.rfind(':') {
        Some(at) if !authority[at..].contains(']') => (&authority[..at], &authority[at + 1..]),
        _ => (authority, ""),
    };
    if host.is_empty() {
        return Err("a base URL has a host; write `https://host`".to_owned());
    }
    let address = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let valid = match address {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !host.contains(['[', ']', ':', '%', ' ']),
    };
    if !valid {
        return Err(format!("`{host}` is no host; write a name or an address"));
    }
    let port_is_number = port.bytes().all(|byte| byte.is_ascii_digit());
    if !port.is_empty() && (!port_is_number || port.parse::<u16>().is_err()) {
        return Err(format!(
            "`{port}` is no port; write one between 0 and 65535"
        ));
    }
    Ok(())
}

fn check_path(path: &str) -> Result<(), String> {
    let inner = path.strip_suffix('/').unwrap_or(path);
    if path.starts_with('/') || inner.contains("//") || inner.ends_with('/') {
        return Err("a base URL has no empty segment; write one `/`".to_owned());
    }
    let is_dots = |segment: &str| {
        let decoded = segment.to_ascii_lowercase().replace("%2e", ".");
        matches!(decoded.as_str(), "." | "..")
    };
    match path.split('/').find(|segment| is_dots(segment)) {
        Some(dots) => Err(format!(
            "a base URL has no `{dots}` segment; write where it leads"
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
            ("https://", "has a host"),
            ("https:///x", "has a host"),
            ("https://:80", "has a host"),
            ("https://h:x", "no port"),
            ("https://h:+8", "no port"),
            ("https://h:70000", "no port"),
            ("https://[::g]", "no host"),
            ("https://[::1", "no host"),
            ("https://u:p@h", "no user or password"),
            ("https://h?x", "no query"),
            ("https://h/#x", "no fragment"),
            ("https://h /x", "percent-encoded"),
            ("https://h/{x}", "percent-encoded"),
            ("https://h//x", "empty segment"),
            ("https://h/a//x", "empty segment"),
            ("https://h/a//", "empty segment"),
            ("https://h/a/../b", "no `..` segment"),
        ];
        for (text, expected) in table {
            let error = check(text).expect_err(text);
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
