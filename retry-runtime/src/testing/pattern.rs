//! The requests that a route is for.

use std::fmt::{self, Display};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method};
use reqwest::{Request, Url};
use serde_json::Value;

use crate::endpoint::Endpoint;
use crate::request::path::next_placeholder;
use crate::request::{BaseUrl, Target, UrlOrPath, Values};
use crate::testing::values::PathValues;

/// The requests that a route is for: a verb, and one or more URLs or paths.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    method: Method,
    spots: Vec<Spot>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Option<WantedBody>,
}

/// The body that a request must have.
#[derive(Clone, Debug)]
pub(crate) enum WantedBody {
    Bytes(Bytes),
    Json(Value),
}

impl WantedBody {
    fn is(&self, body: &[u8]) -> bool {
        match self {
            Self::Bytes(bytes) => bytes == body,
            Self::Json(json) => serde_json::from_slice(body).is_ok_and(|body: Value| body == *json),
        }
    }
}

/// A path under any base URL, or a whole URL, with the query pairs that a request must have.
#[derive(Clone, Debug)]
struct Spot {
    url: Url,
    anywhere: bool,
    query: Vec<(String, String)>,
}

/// The base URL that stands for that of any client.
const ANY_BASE: &str = "http://stub.test";

/// The base URL of a client that declares none.
pub(crate) fn any_base() -> Option<BaseUrl> {
    BaseUrl::new(Url::parse(ANY_BASE).ok()?).ok()
}

impl Pattern {
    /// The requests of an endpoint with these values in its path.
    #[track_caller]
    pub(crate) fn of(endpoint: &Endpoint, values: &impl PathValues) -> Self {
        // Rendered by the client's own code, so that the same values are refused and encoded in the same way.
        let mut target = Err(String::new());
        values.with(&mut |values| target = self::target(endpoint, values));
        let spots = match target {
            Ok(Target::Path(path)) => vec![Spot::under_any_base(&path)],
            Ok(Target::Paths(paths)) => paths.iter().map(|p| Spot::under_any_base(p)).collect(),
            Ok(Target::Url(url)) => vec![Spot::at(*url)],
            Ok(Target::Urls(_) | Target::Reference(_) | Target::Requests(_)) => Vec::new(),
            Err(error) => panic!("no request can be for `{}`: {error}", endpoint.label()),
        };
        // Declared headers distinguish operations that share a path.
        let declared = endpoint.static_headers().iter();
        let headers = declared.filter_map(|header| {
            let value = header.value().ok()?;
            Some((HeaderName::try_from(header.name).ok()?, value))
        });
        Self {
            method: Method::from_bytes(endpoint.verb().as_bytes()).unwrap_or_default(),
            spots,
            headers: headers.collect(),
            body: None,
        }
    }

    /// The requests for a path, or for a whole URL.
    #[track_caller]
    pub(crate) fn at(method: Method, place: &str) -> Self {
        let spot = match UrlOrPath::parse(place) {
            Ok(UrlOrPath::Path(path)) => Spot::under_any_base(&path),
            Ok(UrlOrPath::Url(url)) => Spot::at(url),
            Err(error) => panic!("no request can be for `{method} {place}`: {error}"),
        };
        Self {
            method,
            spots: vec![spot],
            headers: Vec::new(),
            body: None,
        }
    }

    /// Requires another query pair.
    pub(crate) fn add_query(&mut self, name: &str, value: &str) {
        for spot in &mut self.spots {
            spot.query.push((name.to_owned(), value.to_owned()));
        }
    }

    /// The number of query pairs, headers and bodies that the route names; `None` if it is not for this request.
    pub(crate) fn fits(&self, request: &Request, body: &[u8], bases: &[BaseUrl]) -> Option<usize> {
        let fitting = self
            .spots
            .iter()
            .filter(|spot| spot.fits(request.url(), bases));
        let pairs = fitting.map(|spot| spot.query.len()).max()?;
        let has = |(name, value): &(HeaderName, HeaderValue)| {
            request
                .headers()
                .get_all(name)
                .iter()
                .any(|other| other == value)
        };
        let fits = self.method == *request.method()
            && self.headers.iter().all(has)
            && self.body.as_ref().is_none_or(|wanted| wanted.is(body));
        fits.then_some(pairs + self.headers.len() + usize::from(self.body.is_some()))
    }
}

/// Shows `GET /repos/rust-lang/rust?page=2`.
impl Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.method)?;
        let Some(Spot {
            url,
            anywhere,
            query,
        }) = self.spots.first()
        else {
            return Ok(());
        };
        f.write_str(" ")?;
        if !anywhere {
            f.write_str(&url.origin().ascii_serialization())?;
        }
        f.write_str(url.path())?;
        for (at, (name, value)) in query.iter().enumerate() {
            let mark = if at == 0 { '?' } else { '&' };
            write!(f, "{mark}{name}={value}")?;
        }
        for (name, value) in &self.headers {
            write!(f, " with {name}: {}", value.to_str().unwrap_or("…"))?;
        }
        match &self.body {
            Some(WantedBody::Bytes(bytes)) => write!(f, " with a body of {} bytes", bytes.len()),
            Some(WantedBody::Json(json)) => write!(f, " with the body {json}"),
            None => Ok(()),
        }
    }
}

/// The target that a client makes of an endpoint and its arguments.
fn target(endpoint: &Endpoint, values: &[&dyn Display]) -> Result<Target, String> {
    if endpoint.paths().is_empty() {
        let [url] = values else {
            return Err(format!(
                "it takes a URL, and {} values were given",
                values.len()
            ));
        };
        let url = Url::parse(&url.to_string()).map_err(|error| error.to_string())?;
        return Ok(Target::Url(Box::new(url)));
    }
    // Several templates of one method may share placeholders, each of which has one argument.
    let mut names: Vec<&'static str> = Vec::new();
    for name in endpoint.paths().iter().flat_map(|path| placeholders(path)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() != values.len() {
        let wanted = match names.as_slice() {
            [] => "none".to_owned(),
            names => names.join(", "),
        };
        return Err(format!(
            "of values it takes {wanted}, and {} were given",
            values.len()
        ));
    }
    let arguments = names.iter().zip(values);
    let arguments: Vec<_> = arguments
        .map(|(name, value)| (*name, *name, value as &dyn Values))
        .collect();
    Target::declared(endpoint, &[], &arguments)
}

impl Spot {
    fn at(url: Url) -> Self {
        let query = pairs(&url);
        Self {
            url,
            anywhere: false,
            query,
        }
    }

    /// A path, processed as a client's is.
    fn under_any_base(path: &str) -> Self {
        let url = any_base().map(|base| base.join(path, ""));
        Self {
            anywhere: true,
            ..Self::at(url.unwrap_or_else(|| unreachable!("`{ANY_BASE}` is a base URL")))
        }
    }

    fn fits(&self, url: &Url, bases: &[BaseUrl]) -> bool {
        // A path is looked for below the base URL of every client of this stub, and as it stands: a URL given
        // at run time has no base URL.
        let at_place = if self.anywhere {
            let under = bases.iter().filter_map(|base| path_below(base, url));
            under
                .chain([url.path()])
                .any(|path| path == self.url.path())
        } else {
            url.origin() == self.url.origin() && url.path() == self.url.path()
        };
        // Decoded, so that `a%20b` and `a+b` are the same value, as they are to a server.
        let mut there = pairs(url);
        at_place
            && self.query.iter().all(|pair| {
                let found = there.iter().position(|other| other == pair);
                // Removed once found: a pair that is required twice has to be there twice.
                found.map(|at| there.swap_remove(at)).is_some()
            })
    }
}

fn pairs(url: &Url) -> Vec<(String, String)> {
    url.query_pairs().into_owned().collect()
}

/// The path of a URL below a base URL, which `join` would take; `None` for any other URL.
pub(crate) fn path_below<'a>(base_url: &BaseUrl, url: &'a Url) -> Option<&'a str> {
    let path = url.path().strip_prefix(base_url.prefix())?;
    (base_url.same_origin(url) && path.starts_with('/')).then_some(path)
}

/// The placeholders of a template, `b` and `c` of `/a/{b}/{c*}`.
fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    let step = |&(_, (_, rest)): &(_, (_, _))| next_placeholder(rest);
    std::iter::successors(next_placeholder(template), step)
        .map(|(_, (placeholder, _))| placeholder.trim_end_matches('*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_names_its_placeholders() {
        let of = |template| placeholders(template).collect::<Vec<_>>();
        assert_eq!(of("/a/{b}.{c}/{d*}"), ["b", "c", "d"]);
        assert!(of("/a/b").is_empty());
    }
}
