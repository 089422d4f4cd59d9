//! Changes that make a call ask for another page: one pair of the query, or the URL.
//!
//! A pair may be in the path template, in a URL of the caller's, in a list of either, or in a `#[query]`.
//! Servers differ in which of two pairs of one name they take, so it is removed from all of these and
//! sent once.

use reqwest::Url;

use crate::error::{BoxError, Failure};
use crate::request::base_url::encoded_pair;
use crate::request::spec::CallSpec;
use crate::request::target::{Target, UrlOrPath};

impl CallSpec {
    /// Sends a pair instead of every other pair of its name, wherever that was written.
    pub(crate) fn set_pair(&mut self, name: &str, value: &str) -> Result<(), BoxError> {
        let pair = encoded_pair(name, value)?;
        self.query = without(&self.query, name);
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(&pair);
        match &mut self.target {
            Target::Path(path) => remove_from_path(path, name),
            Target::Paths(paths) => paths
                .iter_mut()
                .for_each(|path| remove_from_path(path, name)),
            Target::Url(url) => remove_from_url(url, name),
            Target::Urls(places) => places.iter_mut().for_each(|place| match place {
                UrlOrPath::Url(url) => remove_from_url(url, name),
                UrlOrPath::Path(path) => remove_from_path(path, name),
            }),
            Target::Reference(reference) => reference.change(|text| remove_from_path(text, name)),
            Target::Requests(_) => {}
        }
        Ok(())
    }

    /// The value of a pair that the request has already.
    pub(crate) fn pair(&self, name: &str) -> Result<Option<String>, Box<Failure>> {
        let url = self.url_of(1)?;
        let mut pairs = url.query_pairs();
        let found = pairs.find(|(there, _)| there == name);
        Ok(found.map(|(_, value)| value.into_owned()))
    }

    /// The URL of an attempt, without the pairs that the client adds to all of its URLs.
    pub(crate) fn url_of(&self, number: u32) -> Result<Url, Box<Failure>> {
        self.target
            .url(number, &self.resolved.base_urls, &self.query)
    }

    /// Replaces the target by a URL, as it is.
    pub(crate) fn go_to(&mut self, url: Url) {
        self.target = Target::Url(Box::new(url));
        self.query.clear();
    }

    /// Tells whether this call may go to the origin of a URL: that of a base URL, or of a URL that the caller
    /// wrote.
    pub(crate) fn is_of_known_origin(&self, url: &Url) -> bool {
        let mut bases = self.resolved.base_urls.iter();
        let is_own = |own: &Url| own.origin() == url.origin();
        bases.any(|base| base.same_origin(url))
            || match &self.target {
                Target::Url(own) => is_own(own),
                Target::Urls(places) => {
                    let is_own = |place: &_| matches!(place, UrlOrPath::Url(own) if is_own(own));
                    places.iter().any(is_own)
                }
                Target::Path(_) | Target::Paths(_) | Target::Reference(_) | Target::Requests(_) => {
                    false
                }
            }
    }
}

/// The pairs of a query without those of a name.
fn without(query: &str, name: &str) -> String {
    let is_other = |pair: &&str| !pair.is_empty() && !is_named(pair, name);
    let others = query.split('&').filter(is_other);
    others.collect::<Vec<_>>().join("&")
}

/// Tells whether an encoded pair has a name, however that is encoded.
fn is_named(pair: &str, name: &str) -> bool {
    let encoded = pair.split_once('=').map_or(pair, |(name, _)| name);
    // `p%61ge` is `page`, and `+` is a space: decoded by the rules that servers use.
    let Ok(mut url) = Url::parse("http://h") else {
        return false;
    };
    url.set_query(Some(encoded));
    url.query_pairs().any(|(there, _)| there == name)
}

fn remove_from_path(path: &mut String, name: &str) {
    if let Some((before, query)) = path.split_once('?') {
        let rest = without(query, name);
        *path = if rest.is_empty() {
            before.to_owned()
        } else {
            [before, "?", &rest].concat()
        };
    }
}

fn remove_from_url(url: &mut Url, name: &str) {
    let Some(query) = url.query() else {
        return;
    };
    let rest = without(query, name);
    url.set_query((!rest.is_empty()).then_some(&rest));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_a_name_are_left_out_however_they_are_written() {
        let table = [
            ("", ""),
            ("page=1", ""),
            ("a=1&page=2&b=3", "a=1&b=3"),
            ("page", ""),
            ("p%61ge=2&pages=3&page=4&=5", "pages=3&=5"),
            ("a=page&&b", "a=page&b"),
        ];
        for (query, expected) in table {
            assert_eq!(without(query, "page"), expected, "{query}");
            let mut path = format!("/items?{query}");
            remove_from_path(&mut path, "page");
            assert_eq!(
                path.split_once('?').map_or("", |(_, query)| query),
                expected
            );
            let mut url = Url::parse(&format!("http://h/items?{query}")).unwrap();
            remove_from_url(&mut url, "page");
            assert_eq!(url.query().unwrap_or_default(), expected);
        }
        assert_eq!(
            without("page%5Bcursor%5D=x&page[cursor]=y&z=1", "page[cursor]"),
            "z=1"
        );
    }
}
