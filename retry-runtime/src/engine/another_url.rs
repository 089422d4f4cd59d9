//! Reports of a transport that are about another request than the one it was given.

use reqwest::Url;

use crate::response::NO_URL;

/// Tells whether a response or an error is of another URL than that of its request.
pub(crate) fn is_other(sent: &Url, url: &Url) -> bool {
    let without_fragment = |url: &Url| {
        let mut url = url.clone();
        url.set_fragment(None);
        url
    };
    url.host_str() != Some(NO_URL) && without_fragment(sent) != without_fragment(url)
}
