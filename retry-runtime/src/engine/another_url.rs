//! Reports of a transport that are about another request than the one it was given.

use reqwest::Url;

/// The host of the URL that reqwest gives to a response that was made without one, as a transport
/// of the user's own may do. It says nothing of a redirect.
const NO_URL: &str = "no.url.provided.local";

/// Tells whether a response or an error is of another URL than that of its request.
pub(crate) fn is_other(sent: &Url, url: &Url) -> bool {
    let without_fragment = |url: &Url| {
        let mut url = url.clone();
        url.set_fragment(None);
        url
    };
    url.host_str() != Some(NO_URL) && without_fragment(sent) != without_fragment(url)
}
