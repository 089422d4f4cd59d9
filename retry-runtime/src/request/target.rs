//! Targets: the URLs to which the attempts of a call are sent.

use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{HeaderName, HeaderValue, Method};
use reqwest::Url;

use crate::body::RequestBody;
use crate::endpoint::Endpoint;
use crate::error::Failure;
use crate::policy::hooks::Context;
use crate::request::base_url::{BaseUrl, check_target, with_query};
use crate::request::path::{PathArgument, render};
use crate::request::reference::Reference;

/// The target of a call, for each of its attempts.
#[derive(Clone)]
pub(crate) enum Target {
    /// A path that begins with that of the base URL.
    Path(String),
    /// One such path per attempt; the last repeats.
    Paths(Box<[String]>),
    /// A whole URL instead of base and path.
    Url(Box<Url>),
    /// A relative reference, resolved against the base URL of each attempt.
    // Boxed, as it is rare: a second variant with room for a `String` would cost every call a word.
    Reference(Box<Reference>),
    /// One URL per attempt, given at run time; the last repeats.
    Urls(Box<[UrlOrPath]>),
    /// One whole request per attempt; the last repeats.
    Requests(Box<[RequestVariant]>),
}

/// The place to whose origin an attempt goes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Destination<'a> {
    /// The base URL at this position.
    Base(usize),
    Url(&'a Url),
}

/// A URL given at run time.
#[derive(Clone, Debug)]
pub enum UrlOrPath {
    /// An absolute URL.
    Url(Url),
    /// A path under the base URL.
    Path(String),
}

/// A whole request given at run time.
#[derive(Clone)]
pub(crate) struct RequestVariant {
    pub(crate) method: Method,
    pub(crate) url: UrlOrPath,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: RequestBody,
    pub(crate) context: Option<Context>,
}

impl Target {
    /// The target of a declared method.
    pub(crate) fn declared(
        endpoint: &Endpoint,
        bases: &[BaseUrl],
        arguments: &[PathArgument<'_>],
    ) -> Result<Self, String> {
        let paths = endpoint.paths();
        // The usual case, rendered once: one template, and bases that differ only in their host.
        if let ([path], Some(prefix)) = (paths, shared_prefix(bases)) {
            return render(prefix, path, arguments).map(Self::Path);
        }
        let attempts = (1..).take(paths.len().max(bases.len()));
        let path_of = |attempt| {
            let prefix = nth(bases, attempt).map_or("", BaseUrl::prefix);
            Some(render(prefix, nth(paths, attempt)?, arguments))
        };
        let paths: Result<_, _> = attempts.filter_map(path_of).collect();
        paths.map(Self::Paths)
    }

    pub(crate) fn variant(&self, number: u32) -> Option<&RequestVariant> {
        match self {
            Self::Requests(variants) => nth(variants, number),
            _ => None,
        }
    }

    /// The URL of attempt `number`.
    pub(crate) fn url(
        &self,
        number: u32,
        bases: &[BaseUrl],
        query: &str,
    ) -> Result<Url, Box<Failure>> {
        let base = || nth(bases, number).ok_or_else(|| Failure::build("there is no base URL"));
        let url = match self {
            Self::Path(path) => return Ok(base()?.at(path, query)),
            Self::Paths(paths) => {
                let path = nth(paths, number).map_or("", String::as_str);
                return Ok(base()?.at(path, query));
            }
            Self::Url(url) => return Ok(with_query(Url::clone(url), query)),
            Self::Reference(reference) => {
                return Ok(with_query(reference.resolve(base()?)?, query));
            }
            Self::Urls(urls) => nth(urls, number),
            Self::Requests(variants) => nth(variants, number).map(|variant| &variant.url),
        };
        match url {
            Some(UrlOrPath::Url(url)) => Ok(with_query(url.clone(), query)),
            Some(UrlOrPath::Path(path)) => Ok(base()?.join(path, query)),
            None => Err(Failure::build("there is no URL to send to")),
        }
    }

    /// The path and query of attempt `number`, for a target that is a path under a base URL. `None` also if a
    /// URL would write them differently; then a URL has to be made.
    pub(crate) fn path_and_query(&self, number: u32, query: &str) -> Option<PathAndQuery> {
        let path = match self {
            Self::Path(path) => path,
            Self::Paths(paths) => nth(paths, number)?,
            _ => return None,
        };
        let (path, fixed) = path.split_once('?').unwrap_or((path, ""));
        let pairs = [fixed, query];
        let mut whole = String::with_capacity(path.len() + fixed.len() + query.len() + 2);
        whole.push_str(path);
        let mut separator = '?';
        for pairs in pairs.into_iter().filter(|pairs| !pairs.is_empty()) {
            whole.push(separator);
            whole.push_str(pairs);
            separator = '&';
        }
        // `PathAndQuery` accepts characters that a URL would encode. Such a path goes the slow way, so that
        // both ways send the same bytes.
        let is_plain = whole.bytes().all(is_left_as_it_is);
        PathAndQuery::from_maybe_shared(Bytes::from(whole))
            .ok()
            .filter(|_| is_plain)
    }

    /// A number that two attempts share if they go to the same place: to one base URL, or to URLs of one
    /// origin. When a server asks to wait, it speaks for one place only.
    pub(crate) fn place(&self, number: u32, bases: &[BaseUrl]) -> u32 {
        let is_there = |earlier: &u32| match self {
            Self::Url(_) => true,
            Self::Path(_) | Self::Paths(_) | Self::Reference(_) => {
                match (nth(bases, *earlier), nth(bases, number)) {
                    (Some(one), Some(other)) => one.url() == other.url(),
                    _ => true,
                }
            }
            Self::Urls(_) | Self::Requests(_) => {
                self.origin(*earlier, bases) == self.origin(number, bases)
            }
        };
        let known = match self {
            Self::Url(_) => 1,
            Self::Path(_) | Self::Paths(_) | Self::Reference(_) => bases.len(),
            Self::Urls(urls) => urls.len(),
            Self::Requests(variants) => variants.len(),
        };
        // Past its end a list repeats its last entry.
        let most = u32::try_from(known).map_or(number, |known| number.min(known));
        // The number of the first attempt to a place stands for it, so no table is needed.
        (1..=most).find(is_there).unwrap_or(number)
    }

    fn origin(&self, number: u32, bases: &[BaseUrl]) -> Option<String> {
        match self.destination(number, bases)? {
            Destination::Url(url) => Some(url.origin().ascii_serialization()),
            Destination::Base(index) => bases.get(index).map(BaseUrl::origin),
        }
    }

    /// The place to whose origin attempt `number` goes.
    #[inline]
    pub(crate) fn destination(&self, number: u32, bases: &[BaseUrl]) -> Option<Destination<'_>> {
        let place = match self {
            Self::Path(_) | Self::Paths(_) | Self::Reference(_) => None,
            Self::Url(url) => return Some(Destination::Url(url)),
            Self::Urls(urls) => Some(nth(urls, number)?),
            Self::Requests(variants) => Some(&nth(variants, number)?.url),
        };
        if let Some(UrlOrPath::Url(url)) = place {
            return Some(Destination::Url(url));
        }
        let index = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
        Some(Destination::Base(index.min(bases.len().checked_sub(1)?)))
    }

    /// Tells if the client's headers, with the credentials in them, are meant for a URL: one with the origin of a
    /// base URL, or any URL if there is no base URL.
    pub(crate) fn is_same_origin(&self, url: &Url, bases: &[BaseUrl]) -> bool {
        match self {
            Self::Path(_) | Self::Paths(_) | Self::Reference(_) => true,
            _ => bases.is_empty() || bases.iter().any(|base| base.same_origin(url)),
        }
    }

    /// Tells whether attempt `number` goes to a declared origin.
    pub(crate) fn is_declared(&self, number: u32, bases: &[BaseUrl]) -> bool {
        let is_declared = |url: Url| self.is_same_origin(&url, bases);
        match self {
            Self::Path(_) | Self::Paths(_) => true,
            _ => self.url(number, bases, "").is_ok_and(is_declared),
        }
    }
}

impl UrlOrPath {
    pub(crate) fn parse(text: &str) -> Result<Self, Box<Failure>> {
        // `//host/path` is a whole URL without its scheme, and must not pass for a path.
        if text.starts_with('/') && !text.starts_with("//") {
            return Ok(Self::Path(text.to_owned()));
        }
        let url = Url::parse(text).map_err(|error| {
            Failure::build("not an absolute URL, nor a path under a base URL").caused_by(error)
        })?;
        Self::url(url)
    }

    pub(crate) fn url(url: Url) -> Result<Self, Box<Failure>> {
        check_target(&url)?;
        Ok(Self::Url(url))
    }
}

/// Tells if a URL leaves a byte as it is, in paths and in queries. `'` is not such a byte, as the query of an
/// `http` URL encodes it.
fn is_left_as_it_is(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'!' | b'$'
        | b'&' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' | b':' | b'@' | b'/' | b'%' | b'?')
}

/// The path of the bases, if it is the same for all.
fn shared_prefix(bases: &[BaseUrl]) -> Option<&str> {
    let first = bases.first().map_or("", BaseUrl::prefix);
    let is_shared = bases.iter().all(|base| base.prefix() == first);
    is_shared.then_some(first)
}

/// The entry of attempt `number`, counted from 1; the last repeats.
pub(crate) fn nth<T>(list: &[T], number: u32) -> Option<&T> {
    let index = usize::try_from(number - 1).unwrap_or(usize::MAX);
    list.get(index).or(list.last())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends the same without a URL as with one, or leaves the path to the URL.
    #[test]
    fn a_path_is_the_same_with_and_without_a_url() {
        let base = BaseUrl::new(Url::parse("http://h").unwrap()).unwrap();
        let paths = [
            ("/users/1", true),
            ("/a%20b/c%2Fd", true),
            ("/users?kind=a", true),
            ("/users?", true),
            ("/a;b=1,2/@me/(x)*!$&+~", true),
            ("/a b", false),
            ("/it's", false),
            ("/a\"b", false),
            ("/a{b}", false),
            ("/a|b^c`d", false),
            ("/a\\b", false),
            ("/a#b", false),
            ("/ä", false),
        ];
        for (path, is_lean) in paths {
            let target = Target::Path(path.to_owned());
            for query in ["", "a=1&b=%C3%A4"] {
                let lean = target.path_and_query(1, query);
                assert_eq!(lean.is_some(), is_lean, "{path}");
                let url = base.at(path, query);
                let whole = url.as_str().trim_start_matches("http://h");
                if let Some(lean) = lean {
                    assert_eq!(lean.as_str(), whole);
                }
            }
        }
    }
}
