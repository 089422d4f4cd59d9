//! Redirects within the origin of a request.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, TRANSFER_ENCODING};
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use reqwest::Url;

use crate::error::BoxError;
use crate::response::built::Body;
use crate::transport::built::address::path_of;
use crate::transport::built::origin::Origin;
use crate::transport::built::trail::Trail;

/// The URL of a response, where redirects led away from that of its request.
#[derive(Clone)]
pub(crate) struct Redirected(pub(crate) Url);

impl Origin {
    /// Sends a request, and follows at most so many redirects within its origin.
    pub(crate) async fn send_and_follow(
        &self,
        request: Request<reqwest::Body>,
        trail: &Trail,
        most: usize,
    ) -> Result<Response<Body>, BoxError> {
        let (mut head, body) = request.into_parts();
        let mut bytes = body.as_bytes().map(Bytes::copy_from_slice);
        let mut first = Some(body);
        let mut url = self.url().and_then(|root| join(&root, &head.uri));
        for followed in 0.. {
            let body = first.take();
            let body = body.unwrap_or_else(|| bytes.clone().unwrap_or_default().into());
            let request = Request::from_parts(head.clone(), body);
            let mut response = self.send_once(request, trail).await?;
            let at = url.as_ref().filter(|_| followed < most);
            let Some(to) = at.and_then(|at| follow(&response, at, &mut head, &mut bytes)) else {
                if let Some(url) = url.filter(|_| followed > 0) {
                    response.extensions_mut().insert(Redirected(url));
                }
                return Ok(response);
            };
            url = Some(to);
        }
        Err("redirects without end".into())
    }
}

fn join(base: &Url, uri: &Uri) -> Option<Url> {
    base.join(uri.path_and_query()?.as_str()).ok()
}

/// Where a response leads, if it is followed, with the request changed to fit.
fn follow(
    response: &Response<Body>,
    at: &Url,
    head: &mut http::request::Parts,
    bytes: &mut Option<Bytes>,
) -> Option<Url> {
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let mut to = at.join(location).ok()?;
    if to.origin() != at.origin() || !to.username().is_empty() || to.password().is_some() {
        return None;
    }
    let becomes_get = match response.status() {
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => head.method == Method::POST,
        StatusCode::SEE_OTHER => head.method != Method::HEAD,
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => false,
        _ => return None,
    };
    if !becomes_get && bytes.is_none() {
        return None;
    }
    to.set_fragment(None);
    head.uri = Uri::from(path_of(&to)?);
    if becomes_get {
        head.method = Method::GET;
        *bytes = Some(Bytes::new());
        without_body(&mut head.headers);
    }
    Some(to)
}

fn without_body(headers: &mut HeaderMap) {
    for name in [
        CONTENT_ENCODING,
        CONTENT_LENGTH,
        CONTENT_TYPE,
        TRANSFER_ENCODING,
    ] {
        headers.remove(name);
    }
}
