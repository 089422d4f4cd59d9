//! Sending to an origin: adds default headers to the request, and decodes the response.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::{Method, Request, Response, StatusCode};
use pin_project_lite::pin_project;

use crate::error::BoxError;
use crate::response::built::{Body, Coding, decoded};
use crate::transport::built::exchange::exchange;
use crate::transport::built::origin::Origin;
use crate::transport::built::trail::Trail;

impl Origin {
    /// Sends a request whose URI is a path and a query, and waits for the head of its response.
    pub(crate) fn send(
        self,
        mut request: Request<reqwest::Body>,
        trail: &Trail,
    ) -> impl Future<Output = Result<Response<Body>, BoxError>> + Send {
        self.0.connector.defaults.put(request.headers_mut());
        Decoding {
            is_head: request.method() == Method::HEAD,
            exchange: exchange(self.0, request, trail),
        }
    }
}

pin_project! {
    /// An exchange whose response is decoded. Not an `async` block, which would store the exchange twice: captured and
    /// awaited.
    struct Decoding<F> {
        #[pin]
        exchange: F,
        is_head: bool,
    }
}

impl<F> Future for Decoding<F>
where
    F: Future<Output = Result<Response<Body>, BoxError>>,
{
    type Output = Result<Response<Body>, BoxError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let mut response = ready!(this.exchange.poll(context))?;
        if let Some(coding) = Coding::of(response.headers())
            && !*this.is_head
            && has_complete_body(response.status())
        {
            decoded(response.headers_mut());
            response.body_mut().decode(coding);
        }
        Poll::Ready(Ok(response))
    }
}

/// Tells whether a status comes with a body that can be decoded. A partial body (206) may begin and end anywhere in the
/// coded bytes, so it cannot be decoded alone.
fn has_complete_body(status: StatusCode) -> bool {
    !status.is_informational()
        && !matches!(
            status,
            StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED | StatusCode::PARTIAL_CONTENT
        )
}
