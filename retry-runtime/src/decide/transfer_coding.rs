//! Bodies with a framing that hyper does not decode.

use http::HeaderMap;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};

/// Tells whether a response has a framing that hyper does not decode: a transfer coding other than `chunked`, or a
/// `transfer-encoding` without a coding beside a length.
///
/// hyper reads such a body until the connection closes (RFC 9112, 6.3). The result may still be coded or cut off, and
/// could not be told from a complete body.
pub(crate) fn has_unknown_framing(headers: &HeaderMap) -> bool {
    if !headers.contains_key(TRANSFER_ENCODING) {
        return false;
    }
    let values = headers.get_all(TRANSFER_ENCODING).iter();
    let names = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    let names = names.map(<[u8]>::trim_ascii);
    // An early draft of HTTP/1.1 had a name for the absence of a coding, and some servers still
    // send it.
    let mut names =
        names.filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case(b"identity"));
    match (names.next(), names.next()) {
        (None, _) => headers.contains_key(CONTENT_LENGTH),
        (Some(only), None) => !only.eq_ignore_ascii_case(b"chunked"),
        (Some(_), Some(_)) => true,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn chunked_is_the_only_known_framing() {
        let table = [
            (&[][..], false, false),
            (&["chunked"], false, false),
            (&["Chunked"], true, false),
            (&["identity, chunked"], true, false),
            (&["identity"], false, false),
            (&[""], false, false),
            (&["identity"], true, true),
            (&["gzip, chunked"], false, true),
            (&["gzip", "chunked"], false, true),
            (&["chunked, chunked"], false, true),
            (&["gzip"], false, true),
            (&["xchunked"], false, true),
            (&["chunked;q=1"], false, true),
        ];
        for (values, has_length, expected) in table {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(TRANSFER_ENCODING, HeaderValue::from_static(value));
            }
            if has_length {
                headers.append(CONTENT_LENGTH, HeaderValue::from_static("3"));
            }
            assert_eq!(has_unknown_framing(&headers), expected, "{values:?}");
        }
    }
}
