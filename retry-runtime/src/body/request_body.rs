//! The body of a call, from which the body of each attempt is made.
//!
//! A body is never empty or cut because it was sent before: one that cannot be made again is an error.

use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderValue, Method};
use http_body::Body as _;
use reqwest::Body;

use crate::body::factory::BodyFactory;
use crate::body::gzip::gzip;
use crate::body::pieces::{Piece, Pieces};
use crate::error::Failure;

/// The body of a call, if it has one. It is behind a pointer, so that the usual call, which has no body, stays
/// small, and the pointer is shared by calls that send the same body again.
#[derive(Clone, Default)]
pub struct RequestBody(Option<Arc<BodySource>>);

/// The source of the bodies of all attempts.
struct BodySource {
    content: Content,
    media_type: Option<HeaderValue>,
    /// `true` if the bytes are in gzip.
    is_compressed: bool,
}

enum Content {
    Bytes(Bytes),
    /// Bytes and files that are streamed.
    Pieces(Box<[Piece]>),
    /// A body that a function makes.
    Made(BodyFactory),
    /// A body for one attempt only.
    // The mutex only makes a call `Sync`; two attempts of a call never meet here.
    Once(Mutex<Option<Body>>),
}

impl RequestBody {
    fn new(content: Content) -> Self {
        Self(Some(Arc::new(BodySource {
            content,
            media_type: None,
            is_compressed: false,
        })))
    }

    pub(crate) fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::new(Content::Bytes(bytes.into()))
    }

    pub(crate) fn pieces(pieces: Vec<Piece>) -> Self {
        Self::new(Content::Pieces(pieces.into()))
    }

    pub(crate) fn made(factory: BodyFactory) -> Self {
        Self::new(Content::Made(factory))
    }

    /// A body that can be sent again if its bytes are at hand.
    pub(crate) fn of(body: Body) -> Self {
        match body.as_bytes() {
            // Copied, as reqwest only lends the bytes of its bodies.
            Some(bytes) => Self::bytes(Bytes::copy_from_slice(bytes)),
            None => Self::new(Content::Once(Mutex::new(Some(body)))),
        }
    }

    #[must_use]
    pub(crate) fn with_media_type(mut self, media_type: HeaderValue) -> Self {
        if let Some(source) = self.own() {
            source.media_type = Some(media_type);
        }
        self
    }

    /// The body with this media type, unless its source has one.
    #[must_use]
    pub(crate) fn or_media_type(mut self, media_type: HeaderValue) -> Self {
        if let Some(source) = self.own() {
            source.media_type.get_or_insert(media_type);
        }
        self
    }

    /// The body in gzip, if its bytes are at hand.
    pub(crate) fn compressed(mut self) -> Result<Self, Box<Failure>> {
        let Some(BodySource {
            content: Content::Bytes(bytes),
            is_compressed,
            ..
        }) = self.own()
        else {
            return Err(Failure::build(
                "only a body whose bytes are at hand can be compressed; set one before `.gzip()`",
            ));
        };
        let compressed = gzip(bytes)
            .map_err(|error| Failure::build("the body cannot be compressed").caused_by(error))?;
        // Once for all attempts: compressing is expensive, and under one idempotency key the bytes must
        // be the same.
        (*bytes, *is_compressed) = (compressed.into(), true);
        Ok(self)
    }

    /// The source, while it is being set up and not shared yet.
    fn own(&mut self) -> Option<&mut BodySource> {
        self.0.as_mut().and_then(Arc::get_mut)
    }

    pub(crate) fn is_none(&self) -> bool {
        self.0.is_none()
    }

    pub(crate) fn is_one_shot(&self) -> bool {
        let source = self.0.as_deref();
        source.is_some_and(|source| matches!(source.content, Content::Once(_)))
    }

    /// The body of an attempt. Its media type is added to the headers, unless they have one.
    pub(crate) fn send(&self, headers: &mut HeaderMap) -> Result<Option<Body>, Box<Failure>> {
        let Some(source) = &self.0 else {
            return Ok(None);
        };
        if let Some(media_type) = &source.media_type {
            headers
                .entry(CONTENT_TYPE)
                // The caller's own `content-type` takes precedence: `#[json]` also sends a vendor's type
                // of JSON.
                .or_insert_with(|| media_type.clone());
        }
        if source.is_compressed {
            // After any other coding that is declared, as gzip was applied last.
            headers.append(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        Ok(Some(match &source.content {
            Content::Bytes(bytes) => Body::from(bytes.clone()),
            Content::Pieces(pieces) => Body::wrap(Pieces::open(pieces)?),
            Content::Made(factory) => factory.make(),
            Content::Once(body) => {
                let body = mem::take(&mut *body.lock().unwrap_or_else(PoisonError::into_inner));
                body.ok_or_else(|| Failure::build("the body can be sent only once"))?
            }
        }))
    }
}

/// Tells if the body is empty, or missing although the method expects one
/// ([RFC 9110, section 8.6](https://www.rfc-editor.org/rfc/rfc9110#section-8.6)): some servers reject such a
/// request without a length, and hyper does not send the length.
pub(crate) fn has_empty_content(method: &Method, body: Option<&Body>) -> bool {
    match body {
        Some(body) => body.size_hint().exact() == Some(0),
        None => matches!(*method, Method::POST | Method::PUT | Method::PATCH),
    }
}

/// Adds the header that says the content is empty.
pub(crate) fn announce_emptiness(headers: &mut HeaderMap) {
    // RFC 9112, 6.2: a length beside a transfer coding is not allowed.
    if !headers.contains_key(TRANSFER_ENCODING) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

/// Shows the media type alone: a body may hold secrets.
impl std::fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let media_type = self
            .0
            .as_ref()
            .and_then(|source| source.media_type.as_ref());
        f.debug_struct("RequestBody")
            .field("media_type", &media_type)
            .finish_non_exhaustive()
    }
}
