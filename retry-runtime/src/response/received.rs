//! A response as any transport brings it.

use std::future::poll_fn;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode, Version};
use http_body::Body as _;
use reqwest::{Body, ResponseBuilderExt, Url};

use crate::error::BoxError;
use crate::response::built;

/// The host of the URL that reqwest gives to a response that was made without one, as a transport
/// of the user's own may do. It says nothing of a redirect.
pub(crate) const NO_URL: &str = "no.url.provided.local";

/// A response whose body may still be on its way.
///
/// A response of the built transport stays as hyper made it: a `reqwest::Response` has to know its URL,
/// and is made only where one is handed out.
pub(crate) enum Response {
    Built {
        response: http::Response<built::Body>,
        /// Known if the request was made as a `reqwest::Request`.
        url: Option<Box<Url>>,
    },
    Reqwest(reqwest::Response),
}

impl Response {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Built { response, .. } => response.status(),
            Self::Reqwest(response) => response.status(),
        }
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        match self {
            Self::Built { response, .. } => response.headers(),
            Self::Reqwest(response) => response.headers(),
        }
    }

    pub(crate) fn headers_mut(&mut self) -> &mut HeaderMap {
        match self {
            Self::Built { response, .. } => response.headers_mut(),
            Self::Reqwest(response) => response.headers_mut(),
        }
    }

    pub(crate) fn version(&self) -> Version {
        match self {
            Self::Built { response, .. } => response.version(),
            Self::Reqwest(response) => response.version(),
        }
    }

    /// The URL of the response, if the request had one as a whole.
    pub(crate) fn url(&self) -> Option<&Url> {
        match self {
            Self::Built { url, .. } => url.as_deref(),
            Self::Reqwest(response) => Some(response.url()),
        }
    }

    /// The URL of the response, unless it is the stand-in of a response that was made by hand.
    pub(crate) fn known_url(&self) -> Option<&Url> {
        self.url().filter(|url| url.host_str() != Some(NO_URL))
    }

    /// The number of bytes that are still to come, if that is known.
    pub(crate) fn content_length(&self) -> Option<u64> {
        match self {
            Self::Built { response, .. } => response.body().size_hint().exact(),
            Self::Reqwest(response) => response.content_length(),
        }
    }

    /// Tells whether the body had a content coding that the transport undoes. `headers` are those of this
    /// response.
    pub(crate) fn is_decoded(&self, headers: &HeaderMap) -> bool {
        match self {
            Self::Built { response, .. } => response.body().is_decoded(),
            // reqwest does not say, but it removes the length, which is that of the coded body.
            Self::Reqwest(_) => !headers.contains_key(CONTENT_LENGTH),
        }
    }

    /// The next part of the body; `None` at its end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, BoxError> {
        match self {
            Self::Built { response, .. } => {
                let body = response.body_mut();
                poll_fn(|context| body.poll_data(context)).await.transpose()
            }
            Self::Reqwest(response) => Ok(response.chunk().await?),
        }
    }

    /// The body alone.
    pub(crate) fn into_body(self) -> Body {
        match self {
            Self::Built { response, .. } => Body::wrap(response.into_body()),
            Self::Reqwest(response) => response.into(),
        }
    }

    /// The response with another body around its own.
    pub(crate) fn map_body(self, wrap: impl FnOnce(Body) -> Body) -> Self {
        // Through `http::Response` and back: reqwest keeps the URL in an extension, which goes along.
        let response = http::Response::<Body>::from(self.into_reqwest()).map(wrap);
        Self::Reqwest(response.into())
    }

    /// Converts into the response that is handed to the user.
    pub(crate) fn into_reqwest(self) -> reqwest::Response {
        let (response, url) = match self {
            Self::Built { response, url } => (response, url),
            Self::Reqwest(response) => return response,
        };
        let (mut head, body) = response.into_parts();
        if let Some(url) = url {
            // The builder is the one way to give a response its URL.
            if let Ok(known) = http::Response::builder().url(*url).body(()) {
                head.extensions.extend(known.into_parts().0.extensions);
            }
        }
        http::Response::from_parts(head, Body::wrap(body)).into()
    }
}

impl From<reqwest::Response> for Response {
    fn from(response: reqwest::Response) -> Self {
        Self::Reqwest(response)
    }
}
