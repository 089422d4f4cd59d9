//! Content codings: those that are asked for, and the one that a body came in.

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue};

/// The value of `accept-encoding`; `None` if nothing can be decoded.
pub(crate) fn accepted() -> Option<HeaderValue> {
    let names: Vec<&str> = Coding::KNOWN.iter().map(|(_, names)| names[0]).collect();
    if names.is_empty() {
        return None;
    }
    HeaderValue::from_str(&names.join(", ")).ok()
}

/// A content coding that can be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    #[cfg(feature = "gzip")]
    Gzip,
    #[cfg(feature = "brotli")]
    Brotli,
    #[cfg(feature = "zstd")]
    Zstd,
    #[cfg(feature = "deflate")]
    Deflate,
}

impl Coding {
    /// Every coding that can be decoded and its names, of which the first is the one that is asked for.
    // RFC 9110, 8.4.1.3: `x-gzip` is an older name of `gzip`.
    const KNOWN: &[(Self, &[&str])] = &[
        #[cfg(feature = "gzip")]
        (Self::Gzip, &["gzip", "x-gzip"]),
        #[cfg(feature = "brotli")]
        (Self::Brotli, &["br"]),
        #[cfg(feature = "zstd")]
        (Self::Zstd, &["zstd"]),
        #[cfg(feature = "deflate")]
        (Self::Deflate, &["deflate"]),
    ];

    /// The coding of a body, if it has exactly one, and one that can be decoded.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut values = headers.get_all(CONTENT_ENCODING).iter();
        let name = values.next()?.as_bytes().trim_ascii();
        // A body with several codings, `gzip, br`, is handed out as it is: nobody asked for them, and each
        // would need a decoder of its own.
        if values.next().is_some() {
            return None;
        }
        let is_it = |known: &&str| name.eq_ignore_ascii_case(known.as_bytes());
        let found = Self::KNOWN
            .iter()
            .find(|(_, names)| names.iter().any(is_it));
        found.map(|(coding, _)| *coding)
    }
}

/// Removes the headers that are no longer true once the body is decoded.
pub(crate) fn decoded(headers: &mut HeaderMap) {
    headers.remove(CONTENT_ENCODING);
    headers.remove(CONTENT_LENGTH);
}

#[cfg(all(test, feature = "gzip"))]
mod tests {
    use super::*;

    #[test]
    fn a_coding_is_known_in_any_case_and_alone() {
        let of = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(CONTENT_ENCODING, HeaderValue::from_static(value));
            }
            Coding::of(&headers)
        };
        for known in ["gzip", "GZIP", "x-gzip", "X-GZip", " gzip "] {
            assert_eq!(of(&[known]), Some(Coding::Gzip), "{known}");
        }
        assert_eq!(of(&["identity"]), None);
        assert_eq!(of(&["gzip, gzip"]), None);
        assert_eq!(of(&["gzip", "br"]), None);
        assert_eq!(of(&[]), None);
    }
}
