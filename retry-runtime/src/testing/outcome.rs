//! The end of an attempt: a response, a failure, or none at all.

use std::future::pending;
use std::{fmt, io};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use reqwest::{Body, Request, Response, ResponseBuilderExt};

use crate::error::BoxError;
use crate::testing::body::Arriving;

/// The end of an attempt.
#[derive(Clone, Debug)]
pub(crate) enum ScriptedOutcome {
    Responds(Box<ScriptedHead>),
    Fails(io::ErrorKind),
    Never,
}

/// A response from head to end.
#[derive(Clone, Debug)]
pub(crate) struct ScriptedHead {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The media type of the body, if no header says otherwise.
    pub(crate) media_type: Option<HeaderValue>,
    pub(crate) breaks: Option<Break>,
}

/// The position at which a body breaks off, and the way in which it does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Break {
    pub(crate) at: usize,
    pub(crate) stalls: bool,
}

impl ScriptedOutcome {
    pub(crate) async fn come(self, to: &Request) -> Result<Response, BoxError> {
        match self {
            Self::Responds(head) => Ok(head.respond(to)?.into()),
            Self::Fails(kind) => Err(io::Error::from(kind).into()),
            Self::Never => pending().await,
        }
    }
}

impl ScriptedHead {
    fn respond(self, to: &Request) -> http::Result<http::Response<Body>> {
        let Self { status, body, .. } = self;
        let mut headers = self.headers;
        let has_body = to.method() != Method::HEAD
            && !matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        let comes = self
            .breaks
            .map_or(body.len(), |breaks| breaks.at.min(body.len()));
        // A body that is cut announces at least one byte more than it sends, or it would look complete.
        let announced = body.len().max(comes + usize::from(self.breaks.is_some()));
        // RFC 9110, 8.6: a 204 has no length. HEAD and 304 have the length of the body that they omit.
        if status != StatusCode::NO_CONTENT {
            headers.entry(CONTENT_LENGTH).or_insert(announced.into());
        }
        if let Some(media_type) = self.media_type {
            headers.entry(CONTENT_TYPE).or_insert(media_type);
        }
        let arriving = Arriving {
            comes: body.slice(..if has_body { comes } else { 0 }),
            left: if has_body { announced } else { 0 },
            stalls: self.breaks.is_some_and(|breaks| breaks.stalls),
        };
        let mut response = http::Response::builder()
            .status(status)
            .url(to.url().clone())
            .body(Body::wrap(arriving))?;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

impl fmt::Display for ScriptedOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Responds(head) => head.status.fmt(f),
            Self::Fails(io::ErrorKind::ConnectionRefused) => f.write_str("refused"),
            Self::Fails(_) => f.write_str("reset"),
            Self::Never => f.write_str("timeout"),
        }
    }
}
