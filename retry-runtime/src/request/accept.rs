//! Headers that ask for a representation that the call can read.

#[cfg(feature = "sse")]
use http::header::CACHE_CONTROL;
use http::header::{ACCEPT, ACCEPT_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue};

/// The media type that a call can read. Its request asks for it, unless the caller sets `accept`.
#[derive(Clone, Copy, Debug, Default)]
pub enum Accept {
    /// Any type, so no header is sent.
    #[default]
    Any,
    /// JSON. Other types stay acceptable, since many servers have a media type of their own for it.
    Json,
    /// A format, which gives its own media type.
    Format(fn() -> HeaderValue),
    /// Server-sent events, straight from the server: a cache would hold them back.
    #[cfg(feature = "sse")]
    Events,
}

impl Accept {
    /// Adds the headers that ask for this type, unless the caller has set them.
    pub(crate) fn put(self, headers: &mut HeaderMap) {
        match self {
            Self::Any => {}
            Self::Format(accept) => _ = headers.entry(ACCEPT).or_insert_with(accept),
            Self::Json => put(headers, ACCEPT, "application/json, */*;q=0.8"),
            #[cfg(feature = "sse")]
            Self::Events => {
                put(headers, ACCEPT, "text/event-stream");
                // As browsers do for an `EventSource`, whose cache mode is "no-store" (HTML, 9.2).
                put(headers, CACHE_CONTROL, "no-cache");
            }
        }
    }
}

/// Asks for a body without content coding: a HEAD wants its length, which differs for a compressed body.
pub(crate) fn ask_for_identity(headers: &mut HeaderMap) {
    put(headers, ACCEPT_ENCODING, "identity");
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers
        .entry(name)
        .or_insert(HeaderValue::from_static(value));
}
