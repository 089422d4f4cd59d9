//! The arguments of a call, one after another. What cannot be sent is noted and comes out at `.await`.

use std::path::Path;

use http::header::InvalidHeaderValue;
use http::{HeaderMap, HeaderName, HeaderValue};
use reqwest::Url;

use crate::body::{FormPart, IntoBody, IntoPart, Replay, RequestBody, assemble};
use crate::client::call::Call;
use crate::decode::Decoder;
use crate::engine::PendingCall;
use crate::features::{NeedsFileParts, NeedsMultipart};
use crate::random::fresh_boundary;
use crate::request::{
    AsFields, CallSpec, HeaderValues, Target, Values, check_target, push_value_encoded,
};

/// A call whose arguments are being gathered.
pub struct CallBuilder(pub(crate) Box<PendingCall>);

impl CallBuilder {
    /// `name=value` for each item.
    #[must_use]
    pub fn query(mut self, argument: &str, name: &str, values: &dyn Values) -> Self {
        let spec = &mut self.0.spec;
        let mut written = Ok(());
        let each = values.each(&mut |value| {
            spec.push_name(name);
            spec.query.push('=');
            written = written.and(push_value_encoded(&mut spec.query, value));
        });
        self.note(argument, each.and(written.map_err(Into::into)))
    }

    /// `name=a,b,c`; nothing for an empty list.
    #[must_use]
    pub fn query_csv(mut self, argument: &str, name: &str, values: &dyn Values) -> Self {
        let spec = &mut self.0.spec;
        let (mut written, mut separator) = (Ok(()), '=');
        let each = values.each(&mut |value| {
            if separator == '=' {
                spec.push_name(name);
            }
            spec.query.push(separator);
            separator = ',';
            written = written.and(push_value_encoded(&mut spec.query, value));
        });
        self.note(argument, each.and(written.map_err(Into::into)))
    }

    /// `name` alone, if it is set.
    #[must_use]
    pub fn query_flag(mut self, name: &str, set: bool) -> Self {
        if set {
            self.0.spec.push_name(name);
        }
        self
    }

    /// The fields of a struct, or the entries of a map.
    #[must_use]
    pub fn query_flatten<T: AsFields + ?Sized>(mut self, argument: &str, fields: &T) -> Self {
        let pushed = self.0.spec.push_query(fields);
        self.note(argument, pushed)
    }

    /// A header for each item.
    #[must_use]
    pub fn header(self, argument: &str, name: &'static str, values: &dyn HeaderValues) -> Self {
        self.push_headers(argument, name, values, false)
    }

    /// As `header`, with values that are never shown.
    #[must_use]
    pub fn secret_header(
        self,
        argument: &str,
        name: &'static str,
        values: &dyn HeaderValues,
    ) -> Self {
        self.push_headers(argument, name, values, true)
    }

    /// A whole map of headers.
    #[must_use]
    pub fn headers(mut self, headers: &HeaderMap) -> Self {
        let pairs = headers
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()));
        self.0.spec.headers.extend(pairs);
        self
    }

    /// A body in JSON.
    #[must_use]
    pub fn json<T: AsFields + ?Sized>(mut self, argument: &str, value: &T) -> Self {
        match serde_json::to_vec(value) {
            Ok(json) => {
                self.0.spec.body = RequestBody::bytes(json).with_media_type(JSON);
                self
            }
            Err(error) => self.note(argument, Err(error.into())),
        }
    }

    /// A body as HTML forms send it.
    #[must_use]
    pub fn form<T: AsFields + ?Sized>(mut self, argument: &str, fields: &T) -> Self {
        match serde_html_form::to_string(fields) {
            Ok(pairs) => {
                self.0.spec.body = RequestBody::bytes(pairs).with_media_type(FORM);
                self
            }
            Err(error) => self.note(argument, Err(error.into())),
        }
    }

    /// A body that can be sent again.
    #[must_use]
    pub fn body(self, media_type: &'static str, body: impl Replay) -> Self {
        self.body_once(media_type, body)
    }

    /// A body of a method that does not retry.
    #[must_use]
    pub fn body_once(mut self, media_type: &'static str, body: impl IntoBody) -> Self {
        let media_type = HeaderValue::from_static(media_type);
        self.0.spec.body = body.into_request_body().with_media_type(media_type);
        self
    }

    /// A part of a multipart body.
    #[must_use]
    pub fn part(mut self, name: &str, part: impl IntoPart) -> Self {
        let (content, media_type) = part.into_part();
        self.0
            .spec
            .extras()
            .parts
            .push(FormPart::new(name, content, media_type));
        self
    }

    /// A part in JSON.
    #[must_use]
    pub fn part_json<T: AsFields + NeedsMultipart + ?Sized>(
        mut self,
        name: &str,
        value: &T,
    ) -> Self {
        match serde_json::to_vec(value) {
            Ok(json) => {
                self.0.spec.extras().parts.push(FormPart::new(
                    name,
                    json,
                    Some("application/json"),
                ));
                self
            }
            Err(error) => self.note(name, Err(error.into())),
        }
    }

    /// A file as a part.
    #[must_use]
    #[allow(
        clippy::needless_pass_by_value,
        reason = "a `PathBuf` or a `&Path`, as the caller has it"
    )]
    pub fn part_file(mut self, name: &str, path: impl AsRef<Path> + NeedsFileParts) -> Self {
        self.0
            .spec
            .extras()
            .parts
            .push(FormPart::file(name, path.as_ref()));
        self
    }

    /// The caller's own idempotency key; without an item one is generated.
    #[must_use]
    pub fn idempotency_key(mut self, argument: &str, key: &dyn HeaderValues) -> Self {
        let mut flaw = None;
        key.each_header(&mut |value| match value {
            Ok(value) if value.is_empty() => flaw = Some("is empty, which a key must not be"),
            Ok(value) => self.0.spec.extras().key = Some(secret(value)),
            Err(InvalidHeaderValue { .. }) => flaw = Some(NOT_A_HEADER_VALUE),
        });
        if let Some(why) = flaw {
            self.0.spec.reject_argument(argument, why);
        }
        self
    }

    /// A whole URL in place of base and path.
    #[must_use]
    pub fn url(mut self, argument: &str, url: &(impl AsRef<str> + ?Sized)) -> Self {
        match Url::parse(url.as_ref()) {
            Ok(url) => {
                if let Err(flaw) = check_target(&url) {
                    self.0
                        .spec
                        .reject_argument(argument, format_args!("cannot be sent to: {flaw}"));
                }
                self.0.spec.target = Target::Url(Box::new(url));
            }
            Err(_) => self
                .0
                .spec
                .reject_argument(argument, "is not an absolute URL"),
        }
        self
    }

    /// The finished call.
    pub fn call<T, E>(mut self, decoder: Decoder<T>) -> Call<T, E> {
        let parts = self.0.spec.take_parts();
        if !parts.is_empty() {
            self.0.spec.body = assemble(parts, &fresh_boundary());
        }
        let is_head = self.0.spec.endpoint.verb() == "HEAD";
        self.0.spec.accept = decoder.accept;
        Call::new(self.0, decoder.of_head(is_head))
    }

    fn push_headers(
        mut self,
        argument: &str,
        name: &'static str,
        values: &dyn HeaderValues,
        is_secret: bool,
    ) -> Self {
        let Ok(name) = HeaderName::try_from(name) else {
            self.0
                .spec
                .reject_argument(argument, format_args!("has `{name}` for a header name"));
            return self;
        };
        let headers = &mut self.0.spec.headers;
        let mut valid = true;
        values.each_header(&mut |value| match value {
            Ok(value) => {
                headers.push((name.clone(), if is_secret { secret(value) } else { value }));
            }
            Err(_) => valid = false,
        });
        if !valid {
            self.0.spec.reject_argument(argument, NOT_A_HEADER_VALUE);
        }
        self
    }

    fn note(mut self, argument: &str, encoded: Result<(), crate::BoxError>) -> Self {
        if let Err(error) = encoded {
            self.0
                .spec
                .reject_argument(argument, format_args!("cannot be sent: {error}"));
        }
        self
    }
}

pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");
pub(crate) const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

const NOT_A_HEADER_VALUE: &str =
    "is not a header value: it holds something other than visible ASCII, spaces and tabs";

fn secret(mut value: HeaderValue) -> HeaderValue {
    value.set_sensitive(true);
    value
}

impl CallSpec {
    fn push_name(&mut self, name: &str) {
        self.separate_query();
        // Writing to a `String` cannot fail, and a `str` writes itself.
        let _ = push_value_encoded(&mut self.query, &name);
    }
}

/// The method alone: arguments may be secret.
impl std::fmt::Debug for CallBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("CallBuilder")
            .field(&self.0.spec.endpoint.label())
            .finish()
    }
}
