//! Base URLs, which are parsed once; each attempt sets a path on a clone.

use std::sync::Arc;

use reqwest::Url;

use crate::error::{BoxError, Failure};

/// A base URL whose path is never dropped, with or without a slash at its end.
#[derive(Clone, Debug)]
pub(crate) struct BaseUrl {
    url: Url,
    prefix: String,
    /// The URL with a long path. A clone of it has the capacity for the path that replaces it, so setting
    /// that does not allocate again.
    roomy: Url,
}

/// The bytes reserved for a path after the base's own; most paths are shorter.
const ROOM: usize = 64;

impl BaseUrl {
    /// Checks a URL and makes it a base.
    pub(crate) fn new(url: Url) -> Result<Self, Box<Failure>> {
        check_target(&url)?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(Failure::build(
                "a base URL cannot have a query or a fragment; remove it",
            ));
        }
        // With or without the slash, `https://host/v1` and `https://host/v1/` are one base: paths
        // begin with one.
        let prefix = url.path().trim_end_matches('/').to_owned();
        let mut roomy = url.clone();
        roomy.set_path(&[&prefix, "/", &"-".repeat(ROOM)].concat());
        Ok(Self { url, prefix, roomy })
    }

    /// The path of the base itself, without a slash at its end.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The URL of a path under this one, `/repos/a?fixed=1`, with a query after the path's own.
    pub(crate) fn join(&self, path: &str, query: &str) -> Url {
        self.at(&[self.prefix.as_str(), path].concat(), query)
    }

    /// Does the same for a path that already begins with the base's own.
    pub(crate) fn at(&self, path: &str, query: &str) -> Url {
        let (path, fixed) = path.split_once('?').unwrap_or((path, ""));
        // A clone and `set_path` cost 2,236 instructions, formatting and parsing the text 4,636 and
        // more.
        let mut url = self.roomy.clone();
        url.set_path(path);
        if !fixed.is_empty() {
            url.set_query(Some(fixed));
        }
        with_query(url, query)
    }

    /// Resolves a relative reference as if the base ended in a slash, so that its path is not
    /// dropped (RFC 3986, 5.2.3, merges with all but the last segment).
    pub(crate) fn resolve(&self, reference: &str) -> Result<Url, Box<Failure>> {
        let mut base = self.url.clone();
        base.set_path(&[&self.prefix, "/"].concat());
        base.join(reference)
            .map_err(|error| Failure::build("not a URL, nor a relative reference").caused_by(error))
    }

    /// Those of `own` whose origins are among those of `others`.
    pub(crate) fn in_both(own: &[Self], others: &[Self]) -> Arc<[Self]> {
        let is_theirs = |base: &&Self| others.iter().any(|other| other.same_origin(&base.url));
        own.iter().filter(is_theirs).cloned().collect()
    }

    /// Tells if a URL has the same scheme, host and port.
    pub(crate) fn same_origin(&self, url: &Url) -> bool {
        self.url.origin() == url.origin()
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Scheme, host and port, for display: in a webhook's URL the path is a secret.
    pub(crate) fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }
}

/// One pair of a query, encoded.
pub(crate) fn encoded_pair(name: &str, value: &str) -> Result<String, BoxError> {
    let pair = serde_html_form::to_string([(name, value)])?;
    // In a query a space may be `%20` everywhere, and `+` only where forms are understood.
    Ok(pair.replace('+', "%20"))
}

/// The pairs of `defaults` whose names are not in a query yet.
pub(crate) fn missing_pairs(defaults: &str, query: &str) -> String {
    fn name(pair: &str) -> &str {
        pair.split_once('=').map_or(pair, |(name, _)| name)
    }
    let is_missing = |pair: &&str| !query.split('&').any(|there| name(there) == name(pair));
    let missing = defaults.split('&').filter(is_missing);
    missing.collect::<Vec<_>>().join("&")
}

/// A URL with a query after its own.
pub(crate) fn with_query(mut url: Url, query: &str) -> Url {
    match url.query() {
        _ if query.is_empty() => {}
        None | Some("") => url.set_query(Some(query)),
        Some(fixed) => {
            let both = [fixed, "&", query].concat();
            url.set_query(Some(&both));
        }
    }
    url
}

/// Checks that requests can be sent to a URL at all.
pub(crate) fn check_target(url: &Url) -> Result<(), Box<Failure>> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Failure::build("a URL starts with `http://` or `https://`"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Failure::build(
            "a URL cannot contain userinfo; use `.bearer(…)` or a header",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(url: &str) -> Result<BaseUrl, Box<Failure>> {
        BaseUrl::new(Url::parse(url).unwrap())
    }

    #[test]
    fn the_base_path_is_kept_with_and_without_a_slash_at_its_end() {
        let table = [
            ("https://h", "/users", "", "https://h/users"),
            ("https://h/", "/users", "", "https://h/users"),
            ("https://h/api/v1", "/users", "", "https://h/api/v1/users"),
            (
                "https://h/api/v1/",
                "/users",
                "a=1",
                "https://h/api/v1/users?a=1",
            ),
            (
                "https://h/api",
                "/users?kind=a",
                "b=1",
                "https://h/api/users?kind=a&b=1",
            ),
            (
                "https://h/api",
                "/users?kind=a",
                "",
                "https://h/api/users?kind=a",
            ),
            (
                "https://h:8443/a%20b",
                "/c%2Fd",
                "",
                "https://h:8443/a%20b/c%2Fd",
            ),
            ("https://h/api", "/", "", "https://h/api/"),
        ];
        for (url, path, query, expected) in table {
            assert_eq!(base(url).unwrap().join(path, query).as_str(), expected);
        }
    }

    #[test]
    fn urls_that_cannot_be_a_base_are_refused() {
        for url in [
            "ftp://h/",
            "https://u@h/",
            "https://u:p@h/",
            "https://h/?q",
            "https://h/#f",
            "mailto:a@b",
        ] {
            assert!(base(url).is_err(), "{url}");
        }
    }
}
