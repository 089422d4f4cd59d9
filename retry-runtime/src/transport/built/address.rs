//! Addresses of connections: scheme, host, port, and the way there.

use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};
use reqwest::Url;

use crate::error::ConnectStage;
use crate::transport::built::proxy::{Proxies, Proxy};

/// Scheme, host and port of an origin, and the way there.
pub(crate) struct Address {
    /// The root of the origin.
    pub(crate) uri: Uri,
    pub(crate) is_https: bool,
    scheme: Scheme,
    pub(crate) authority: Authority,
    pub(crate) way: Way,
}

/// The way to an origin.
pub(crate) enum Way {
    Direct,
    Proxy(Proxy),
    /// A proxy is configured that cannot be used.
    Unusable(ConnectStage),
}

impl Address {
    /// Returns `None` if the authority names no host.
    pub(crate) fn new(scheme: Scheme, authority: Authority, proxies: &Proxies) -> Option<Self> {
        if authority.host().is_empty() {
            return None;
        }
        let uri = Uri::builder()
            .scheme(scheme.clone())
            .authority(authority.clone())
            .path_and_query("/")
            .build()
            .ok()?;
        // Once per origin and not per call, because the matcher parses lists. Changes of the
        // environment while the program runs have no effect.
        let way = match proxies.to(&uri) {
            Ok(None) => Way::Direct,
            Ok(Some(proxy)) => Way::Proxy(proxy),
            Err(stage) => Way::Unusable(stage),
        };
        Some(Self {
            uri,
            is_https: scheme == Scheme::HTTPS,
            scheme,
            authority,
            way,
        })
    }

    /// The host as a TLS certificate and a resolver name it, without the brackets of IPv6.
    pub(crate) fn host(&self) -> &str {
        bare(self.authority.host())
    }

    pub(crate) fn port(&self) -> u16 {
        let port = self.authority.port_u16();
        port.unwrap_or(if self.is_https { 443 } else { 80 })
    }

    /// The name that `CONNECT` uses.
    pub(crate) fn host_and_port(&self) -> String {
        format!("{}:{}", self.authority.host(), self.port())
    }

    /// The proxy that forwards requests, and so needs them with an absolute URL.
    pub(crate) fn forwarder(&self) -> Option<&Proxy> {
        match &self.way {
            Way::Proxy(proxy) if !self.is_https => Some(proxy),
            _ => None,
        }
    }

    /// The absolute URL of a path.
    pub(crate) fn absolute(&self, path: PathAndQuery) -> Uri {
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(path);
        // Three valid parts make a valid URI.
        Uri::from_parts(parts).unwrap_or_default()
    }
}

/// A host without the brackets of IPv6.
pub(crate) fn bare(host: &str) -> &str {
    host.strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host)
}

/// Path and query of a URL.
pub(crate) fn path_of(url: &Url) -> Option<PathAndQuery> {
    match url.query() {
        None => PathAndQuery::try_from(url.path()).ok(),
        Some(query) => PathAndQuery::try_from([url.path(), "?", query].concat()).ok(),
    }
}
