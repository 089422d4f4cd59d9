//! Servers, which requests go to.

use super::find::Operation;
use crate::document::{Document, Node};

/// A base URL, as a document declares it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Server {
    /// Absolute, variables replaced; `None` if the document declares none that can be called.
    pub(crate) url: Option<String>,
    /// The first URL of the document, if none can be called.
    pub(crate) said: Option<String>,
    /// Others of the same list.
    pub(crate) others: Vec<String>,
}

impl Server {
    /// The server of operations without one of their own.
    pub(super) fn of_document(document: &Document) -> Self {
        Self::read(&document.root()).unwrap_or_default()
    }

    /// The server of an operation, if it or its path item has one.
    pub(super) fn of_operation(operation: &Operation<'_>) -> Option<Self> {
        Self::read(&operation.node).or_else(|| Self::read(&operation.item))
    }

    /// Tells whether requests go to the same place.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        (&self.url, &self.said) == (&other.url, &other.said)
    }

    fn read(holder: &Node<'_>) -> Option<Self> {
        let servers = holder.field("servers")?.items();
        let mut urls: Vec<String> = servers.iter().filter_map(resolved).collect();
        // An empty list is no list.
        urls.first()?;
        let first = urls.iter().position(|url| is_base(url));
        let chosen = urls.remove(first.unwrap_or(0));
        let (url, said) = match first {
            Some(_) => (Some(chosen), None),
            None => (None, Some(chosen)),
        };
        let others = urls;
        Some(Self { url, said, others })
    }
}

/// URL of a server with its variables replaced by their defaults.
fn resolved(server: &Node<'_>) -> Option<String> {
    let server = server.resolve().ok()?;
    let mut url = server.text("url")?.trim().to_owned();
    for (name, variable) in server.map("variables") {
        let listed = variable.field("enum").map(|list| list.items());
        let first = || Some(listed?.first()?.value().as_str()?.to_owned());
        let default = match variable.value().get("default") {
            Some(serde_json::Value::String(text)) => Some(text.clone()),
            Some(other @ (serde_json::Value::Number(_) | serde_json::Value::Bool(_))) => {
                Some(other.to_string())
            }
            _ => first(),
        };
        if let Some(default) = default {
            url = url.replace(&format!("{{{name}}}"), &default);
        }
    }
    Some(url)
}

/// Tells whether the macro takes this as a base URL.
fn is_base(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    // The rules of the macro for `base_url`: a module must not fail to compile because of the URL that its document
    // names.
    let is_http = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let is_plain = url
        .chars()
        .all(|c| c.is_ascii_graphic() && !"\\\"<>^`{|}?#@".contains(c));
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, port) = match authority.rfind(':') {
        Some(at) if !authority[at..].contains(']') => (&authority[..at], &authority[at + 1..]),
        _ => (authority, ""),
    };
    let has_host =
        !host.is_empty() && (host.starts_with('[') || !host.contains([':', '%', '[', ']']));
    let has_port = port.is_empty()
        || (port.bytes().all(|it| it.is_ascii_digit()) && port.parse::<u16>().is_ok());
    let inner = path.strip_suffix('/').unwrap_or(path);
    let is_path = inner.is_empty() && path.len() < 2
        || !inner.is_empty() && inner.split('/').all(|it| !matches!(it, "" | "." | ".."));
    is_http && is_plain && has_host && has_port && is_path
}

#[cfg(test)]
mod tests {
    use super::is_base;

    #[test]
    fn base_urls_are_those_of_the_macro() {
        for url in [
            "https://h",
            "http://h/",
            "https://h:1/a/b/",
            "http://[::1]:80",
            "HTTPS://h/a",
        ] {
            assert!(is_base(url), "{url}");
        }
        for url in [
            "/v1",
            "https://{h}/",
            "ftp://h",
            "https://u@h",
            "https://h?x",
            "https://h//a",
            "https://h/a//",
            "https://:80",
            "https://h:x",
            "//h",
        ] {
            assert!(!is_base(url), "{url}");
        }
    }
}
