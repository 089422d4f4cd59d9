//! A request made at run time, as reqwest's `RequestBuilder` has it.

use std::any::Any;
use std::fmt::{self, Display};
#[cfg(feature = "stream")]
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue};
use reqwest::Response;
use serde::Serialize;

use crate::body::{IntoBody, RequestBody};
#[cfg(feature = "stream")]
use crate::client::download::Download;
use crate::client::{Call, FORM, JSON};
use crate::decode::Returns;
use crate::endpoint::Repeat;
use crate::engine::PendingCall;
use crate::error::{BoxError, Failure, Result};
use crate::policy::Policy;
use crate::request::{
    Nesting, basic_credentials, form_text, header_pair, is_about_body, is_left_out, secret,
};
#[cfg(feature = "stream")]
use crate::response::ByteStream;
use crate::response::Reply;
use crate::transport::Renewed;

/// A request made at run time. It mirrors reqwest's, and adds retries.
///
/// A part that cannot be sent is an error of kind `Build` when the request is awaited.
#[must_use = "a request is not sent until `.send()` is awaited"]
pub struct RequestBuilder {
    call: Box<PendingCall>,
    /// Headers of a map that describe a body, and are sent if there is one in the end.
    about_body: Vec<(HeaderName, HeaderValue)>,
}

impl RequestBuilder {
    pub(crate) fn new(call: Box<PendingCall>) -> Self {
        let about_body = Vec::new();
        Self { call, about_body }
    }

    /// Adds a header.
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        HeaderName: TryFrom<N>,
        HeaderValue: TryFrom<V>,
    {
        let pair = self.call.spec.checked(header_pair(name, value));
        self.call.spec.headers.extend(pair);
        self
    }

    /// Sets headers in place of those of the same name. Headers that frame a message, such as `host` or
    /// `content-length`, are left out, so the headers of an incoming request can be passed on. That passes on
    /// `authorization` and `cookie` too, and `content-type` and `content-encoding` if the request has a body.
    #[expect(clippy::needless_pass_by_value, reason = "as reqwest has it")]
    pub fn headers(mut self, headers: HeaderMap) -> Self {
        let of_request = &mut self.call.spec.headers;
        // As reqwest does: a name in the map takes the place of all fields of that name.
        of_request.retain(|(name, _)| !headers.contains_key(name) || is_left_out(name, &headers));
        let begin = of_request.len();
        self.call.spec.push_map(&headers);
        let of_map = self
            .call
            .spec
            .headers
            .extract_if(begin.., |(name, _)| is_about_body(name));
        self.about_body
            .retain(|(name, _)| !headers.contains_key(name));
        self.about_body.extend(of_map);
        self
    }

    /// Sends `Authorization: Bearer <token>`. It is never shown.
    pub fn bearer_auth(self, token: impl Display) -> Self {
        self.authorization(format!("Bearer {token}"))
    }

    /// Sends `Authorization: Basic <username:password>`. It is never shown.
    pub fn basic_auth(self, username: impl Display, password: Option<impl Display>) -> Self {
        let password = password.map_or_else(String::new, |password| password.to_string());
        self.authorization(basic_credentials(username, password))
    }

    fn authorization(mut self, value: String) -> Self {
        let spec = &mut self.call.spec;
        let value = HeaderValue::try_from(value)
            .map_err(|_| Failure::build("the credentials are not a header value"));
        if let Some(value) = spec.checked(value) {
            spec.headers.retain(|(name, _)| name != AUTHORIZATION);
            spec.headers.push((AUTHORIZATION, secret(value)));
        }
        self
    }

    /// Adds the fields of a struct, the entries of a map or a list of pairs to the query.
    pub fn query<T: Serialize + ?Sized>(mut self, query: &T) -> Self {
        if let Err(error) = self.call.spec.push_query(query, Nesting::Flat) {
            let failure = Failure::build("the query cannot be encoded");
            self.call.spec.reject(failure.caused_by(error));
        }
        self
    }

    /// Sends a value as JSON.
    pub fn json<T: Serialize + ?Sized>(self, json: &T) -> Self {
        let json = serde_json::to_vec(json);
        self.encoded(json, JSON, "the JSON cannot be encoded")
    }

    /// Sends the fields of a struct, the entries of a map or a list of pairs as a form.
    pub fn form<T: Serialize + ?Sized>(self, form: &T) -> Self {
        let form = form_text(form, Nesting::Flat);
        self.encoded(form, FORM, "the form cannot be encoded")
    }

    fn encoded(
        self,
        bytes: Result<impl Into<Bytes>, impl Into<BoxError>>,
        media_type: HeaderValue,
        failure: &'static str,
    ) -> Self {
        let body = bytes.map(|bytes| RequestBody::bytes(bytes).with_media_type(media_type));
        self.checked_body(body.map_err(|error| Failure::build(failure).caused_by(error)))
    }

    fn checked_body(mut self, body: Result<RequestBody, Box<Failure>>) -> Self {
        match self.call.spec.checked(body) {
            Some(body) => self.request_body(body),
            None => self,
        }
    }

    /// Sets the body. A stream can be sent only once, so the request is then never retried. A value in a format, such
    /// as `Xml(order)`, sets the media type as well.
    pub fn body(self, body: impl IntoBody) -> Self {
        let body = body.into_request_body();
        self.checked_body(body.map_err(Failure::not_encoded))
    }

    pub(crate) fn request_body(mut self, body: RequestBody) -> Self {
        self.call.spec.body = body;
        self
    }

    /// Compresses the body that has been set so far with gzip, once for all attempts. Without a body, or with one
    /// whose bytes are not in memory, it is an error of kind `Build`.
    ///
    /// ```no_run
    /// # async fn run(client: retry_client::RetryClient) -> retry_client::Result<()> {
    /// let events = "{\"at\": 1}\n{\"at\": 2}\n";
    /// let request = client.put("https://logs.example.com/today").body(events).gzip();
    /// request.send().await?.error_for_status()?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "compress")]
    pub fn gzip(mut self) -> Self {
        self.call.spec.compress_body();
        self
    }

    /// Bounds the call, waits included, and the body of its response up to the last byte, as reqwest does. Default:
    /// the `timeout` of the policy.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        // Only here: a method of a trait has `idle_timeout` for a streaming body.
        self.call.spec.extras_mut().timeout_covers_body = true;
        self.change(|policy| policy.timeout(timeout))
    }

    /// Bounds each attempt. Default: 30 s, or the rest of the `timeout`.
    pub fn attempt_timeout(self, timeout: Duration) -> Self {
        self.change(|policy| policy.attempt_timeout(timeout))
    }

    /// Sends this request with another policy than the client's.
    pub fn retry(mut self, policy: Policy) -> Self {
        self.call.spec.merge_policy(policy);
        self
    }

    fn change(mut self, change: impl FnOnce(Policy) -> Policy) -> Self {
        self.call.spec.change_policy(change);
        self
    }

    /// Declares that the request may be repeated like a GET.
    pub fn idempotent(mut self) -> Self {
        self.call.spec.extras_mut().reason = Some(Repeat::Declared(""));
        self
    }

    /// Sends a fresh UUID in `Idempotency-Key`, the same on every attempt. It is never shown.
    pub fn idempotency_key(mut self) -> Self {
        self.call.spec.extras_mut().reason = Some(Repeat::Key("Idempotency-Key"));
        self
    }

    /// Attaches a value by which hooks and observers recognize the request.
    pub fn context(mut self, context: impl Any + Send + Sync) -> Self {
        self.call.spec.extras_mut().context = Some(Arc::new(context));
        self
    }

    /// Makes it a part of the call whose transport its client is.
    pub(crate) fn carried(mut self, renewed: Renewed) -> Self {
        self.call.be_carried(renewed);
        self
    }

    pub(crate) fn into_call(self) -> Box<PendingCall> {
        let mut call = self.call;
        // The order of `headers` and `body` in the chain must not matter, so this waits for the end of it.
        if !call.spec.body.is_none() {
            call.spec.headers.extend(self.about_body);
        }
        call
    }

    /// Sends the request. It returns the last response as it is, whatever its status, with the attempts;
    /// [`error_for_status`](Reply::error_for_status) turns a status that is not a success into an error.
    pub fn send(self) -> Call<Reply<Response>> {
        Call::new(
            self.into_call(),
            // The same peeling that the macro emits, so that there is one way to a decoder.
            <Result<Reply<Response>> as Returns>::ReturnType::default()
                .reply()
                .required()
                .decoder(),
        )
    }
}

#[cfg(feature = "stream")]
impl RequestBuilder {
    /// Writes the body to a file, and resumes after a cut, as [`Call::download_to`](Call::download_to) does. A status
    /// outside 2xx is an error.
    ///
    /// ```no_run
    /// # async fn run(client: retry_client::RetryClient) -> retry_client::Result<()> {
    /// let image = client.get("https://mirror.example.com/debian.iso");
    /// let bytes = image.download_to("debian.iso").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn download_to(self, path: impl Into<PathBuf>) -> Download {
        let decoder = <Result<ByteStream> as Returns>::ReturnType::default()
            .reply()
            .required()
            .decoder();
        Call::new(self.into_call(), decoder).download_to(path)
    }
}

/// The verb alone: URL, headers and body may hold secrets.
impl fmt::Debug for RequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RequestBuilder")
            .field(&self.call.spec.endpoint.label())
            .finish()
    }
}
