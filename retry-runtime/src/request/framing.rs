//! Headers that frame a message, which only the client may set.
//!
//! hyper frames a body by its length and adds these headers itself. One that is passed on from an incoming
//! request would contradict it: a `content-length` that is too short cuts the body, and one that is too long
//! makes the server take the next request on the connection for the rest of this one. A caller who passes a
//! whole map did not choose each name, so they are left out of maps. A caller who writes the name gets an
//! error.

use http::header::{
    ACCEPT_ENCODING, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, EXPECT, HOST, TE,
    TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use http::{HeaderMap, HeaderName};

/// Tells if a header frames the message, or is about this one connection.
pub(crate) fn is_framing(name: &HeaderName) -> bool {
    const FRAMING: [HeaderName; 8] = [
        HOST,
        CONTENT_LENGTH,
        TRANSFER_ENCODING,
        CONNECTION,
        TE,
        TRAILER,
        UPGRADE,
        EXPECT,
    ];
    FRAMING.contains(name) || name == "keep-alive" || name.as_str().starts_with("proxy-")
}

/// Tells if a header of a map is not passed on: it frames the message, the map lists it in `connection`, or it
/// asks for an encoding that only the client can undo.
pub(crate) fn is_left_out(name: &HeaderName, map: &HeaderMap) -> bool {
    is_framing(name) || name == ACCEPT_ENCODING || is_listed(name, map)
}

/// Tells if a header describes the body, and is meaningless without one.
pub(crate) fn is_about_body(name: &HeaderName) -> bool {
    [CONTENT_TYPE, CONTENT_ENCODING].contains(name)
}

/// Removes the framing headers that a hook has left, except for `host`, which virtual hosts need.
pub(crate) fn strip_framing(headers: &mut HeaderMap) {
    let is_stripped =
        |name: &&HeaderName| **name != HOST && (is_framing(name) || is_listed(name, headers));
    let stripped: Vec<_> = headers.keys().filter(is_stripped).cloned().collect();
    for name in stripped {
        headers.remove(name);
    }
}

/// Tells if the `connection` header of a map lists a name. Such a field is only for the next hop and must not be
/// forwarded (RFC 9110, 7.6.1).
fn is_listed(name: &HeaderName, map: &HeaderMap) -> bool {
    let fields = map.get_all(CONNECTION).iter();
    let mut listed = fields.flat_map(|field| field.as_bytes().split(|byte| *byte == b','));
    listed.any(|listed| {
        listed
            .trim_ascii()
            .eq_ignore_ascii_case(name.as_str().as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn map(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, HeaderValue::from_static(value));
        }
        map
    }

    #[test]
    fn framing_headers_are_known_by_name() {
        let framing = "host content-length transfer-encoding connection keep-alive te trailer \
                       upgrade expect proxy-authorization proxy-connection proxy-x";
        for name in framing.split_whitespace() {
            assert!(is_framing(&HeaderName::from_static(name)), "{name}");
        }
        for name in [
            "accept",
            "content-type",
            "authorization",
            "cookie",
            "hosts",
            "x-proxy-a",
        ] {
            assert!(!is_framing(&HeaderName::from_static(name)), "{name}");
        }
    }

    #[test]
    fn headers_that_connection_lists_are_removed_with_it() {
        let mut headers = map(&[
            ("connection", "close, X-Hop"),
            ("connection", "x-other"),
            ("x-hop", "1"),
            ("x-other", "1"),
            ("x-kept", "1"),
            ("host", "h"),
        ]);
        assert!(is_left_out(&HeaderName::from_static("x-hop"), &headers));
        assert!(!is_left_out(&HeaderName::from_static("x-kept"), &headers));
        strip_framing(&mut headers);
        assert_eq!(headers, map(&[("x-kept", "1"), ("host", "h")]));
    }
}
