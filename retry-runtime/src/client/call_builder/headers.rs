//! Arguments that are headers.

use std::fmt::Write;

use http::header::COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::client::CallBuilder;
use crate::request::{HeaderValues, InvalidHeader, Lists, NoText, Values, is_about_body, secret};

impl CallBuilder {
    /// A header for each item.
    #[must_use]
    pub fn header(self, argument: &str, name: &HeaderName, values: &dyn HeaderValues) -> Self {
        self.push_headers(argument, name, values, |value| value)
    }

    /// A header for each item, whose value is never shown.
    #[must_use]
    pub fn secret_header(
        self,
        argument: &str,
        name: &HeaderName,
        values: &dyn HeaderValues,
    ) -> Self {
        self.push_headers(argument, name, values, secret)
    }

    /// One header with its items joined by commas; none for an empty list.
    #[must_use]
    pub fn header_csv(self, argument: &str, name: &HeaderName, values: &dyn HeaderValues) -> Self {
        self.push_joined(argument, name, values, |value| value)
    }

    /// One header with its items joined by commas, whose value is never shown.
    #[must_use]
    pub fn secret_header_csv(
        self,
        argument: &str,
        name: &HeaderName,
        values: &dyn HeaderValues,
    ) -> Self {
        self.push_joined(argument, name, values, secret)
    }

    /// `name=value` in the `cookie` field for each item. It is never shown.
    #[must_use]
    pub fn cookie(mut self, argument: &str, name: &str, values: &dyn Values) -> Self {
        // RFC 6265, 4.1.1: a cookie value has fewer characters than a header value, so it is checked on its own.
        let mut cookies = Vec::new();
        let each = values.each(Lists::Refused, &mut |text| {
            let mut cookie = format!("{name}=");
            let written = write!(cookie, "{text}");
            // The name is checked by the macro, so only the part after `=` is checked here.
            let octets = cookie.bytes().skip(name.len() + 1);
            let is_cookie = written.is_ok() && octets.into_iter().all(is_cookie_octet);
            cookies.push(HeaderValue::try_from(cookie).ok().filter(|_| is_cookie));
        });
        for cookie in cookies {
            match cookie {
                Some(cookie) => self.0.spec.headers.push((COOKIE, secret(cookie))),
                None => self.0.spec.reject_argument(
                    argument,
                    "is not a cookie value: it holds something other than visible ASCII without \
                     quotes, commas, semicolons and backslashes; encode it",
                ),
            }
        }
        self.check_header(argument, each.map_err(InvalidHeader::NoText))
    }

    /// The headers of a map, without those that only the client may set.
    #[must_use]
    pub fn headers(mut self, headers: &HeaderMap) -> Self {
        self.0.spec.push_map(headers);
        self
    }

    /// The headers of a map, for a request without a body.
    #[must_use]
    pub fn headers_without_body(mut self, headers: &HeaderMap) -> Self {
        let begin = self.0.spec.headers.len();
        self.0.spec.push_map(headers);
        let of_map = self
            .0
            .spec
            .headers
            .extract_if(begin.., |(name, _)| is_about_body(name));
        of_map.for_each(drop);
        self
    }

    /// The caller's own idempotency key; without an item one is generated.
    #[must_use]
    pub fn idempotency_key(mut self, argument: &str, key: &dyn HeaderValues) -> Self {
        let mut given = None;
        let each = key.each_header(&mut |value| given = Some(value));
        match given {
            Some(value) if value.is_empty() => {
                let why = "is empty, which a key must not be";
                self.0.spec.reject_argument(argument, why);
            }
            Some(value) => self.0.spec.extras_mut().key = Some(secret(value)),
            None => {}
        }
        self.check_header(argument, each)
    }

    /// Joins all cookies of the call, as a request has one `cookie` field
    /// ([RFC 6265, section 5.4](https://www.rfc-editor.org/rfc/rfc6265#section-5.4)).
    pub(super) fn join_cookies(&mut self) {
        let headers = &mut self.0.spec.headers;
        if headers.iter().filter(|(name, _)| name == COOKIE).count() < 2 {
            return;
        }
        let cookies = headers.extract_if(.., |(name, _)| *name == COOKIE);
        let cookies: Vec<_> = cookies.map(|(_, value)| value).collect();
        let cookies: Vec<_> = cookies.iter().map(HeaderValue::as_bytes).collect();
        // Header values joined by a header value are one.
        if let Ok(joined) = HeaderValue::from_bytes(&cookies.join(&b"; "[..])) {
            headers.push((COOKIE, secret(joined)));
        }
    }

    fn push_headers(
        mut self,
        argument: &str,
        name: &HeaderName,
        values: &dyn HeaderValues,
        shown: fn(HeaderValue) -> HeaderValue,
    ) -> Self {
        let headers = &mut self.0.spec.headers;
        let each = values.each_header(&mut |value| headers.push((name.clone(), shown(value))));
        self.check_header(argument, each)
    }

    fn push_joined(
        mut self,
        argument: &str,
        name: &HeaderName,
        values: &dyn HeaderValues,
        shown: fn(HeaderValue) -> HeaderValue,
    ) -> Self {
        let (mut joined, mut has_comma) = (Vec::new(), false);
        let each = values.each_header(&mut |value| {
            has_comma |= value.as_bytes().contains(&b',');
            joined.push(value);
        });
        // RFC 9110, 5.6.1: commas separate the members of a list, and nothing quotes them in
        // general.
        if has_comma {
            let why =
                "has a comma in an element, which would be read as two; remove `csv`, or the comma";
            self.0.spec.reject_argument(argument, why);
        }
        let joined: Vec<_> = joined.iter().map(HeaderValue::as_bytes).collect();
        if !joined.is_empty()
            && let Ok(value) = HeaderValue::from_bytes(&joined.join(&b','))
        {
            self.0.spec.headers.push((name.clone(), shown(value)));
        }
        self.check_header(argument, each)
    }

    fn check_header(mut self, argument: &str, values: Result<(), InvalidHeader>) -> Self {
        match values {
            Ok(()) => {}
            Err(InvalidHeader::Characters) => self.0.spec.reject_argument(
                argument,
                "is not a header value: it holds something other than visible ASCII, spaces and tabs",
            ),
            Err(InvalidHeader::NoText(NoText::Compound)) => self.0.spec.reject_argument(
                argument,
                "is not a single value; take one, or implement `Display` for its type",
            ),
            Err(InvalidHeader::NoText(error)) => self.reject(argument, error),
        }
        self
    }
}

/// The octets of [RFC 6265, section 4.1.1](https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1).
fn is_cookie_octet(byte: u8) -> bool {
    matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e)
}
