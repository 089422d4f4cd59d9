//! Responses and errors that belong to another request than the one the transport was given.

use reqwest::Url;

use crate::response::NO_URL;

/// Tells whether the URL of a response or an error differs from that of its request.
pub(crate) fn is_other(sent: &Url, url: &Url) -> bool {
    let without_fragment = |url: &Url| {
        let mut url = url.clone();
        url.set_fragment(None);
        url
    };
    url.host_str() != Some(NO_URL) && without_fragment(sent) != without_fragment(url)
}
