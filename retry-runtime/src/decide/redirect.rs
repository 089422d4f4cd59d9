//! Redirects: from a 3xx to the request that it asks for, if that may be sent.
//!
//! The loop follows redirects itself, one request at a time. Otherwise the request that was sent and the one that failed
//! could differ: a POST whose response is a 303 has been processed, even if the GET after it fails.

use std::time::Duration;

use http::header::LOCATION;
use http::{HeaderMap, Method, StatusCode};
use reqwest::Url;

use crate::error::GaveUp;

/// Limits on the redirects of one attempt. Default: none are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RedirectLimits {
    /// Redirects within the origin of the first request.
    pub(crate) same_origin: usize,
    /// Redirects to any origin.
    pub(crate) elsewhere: usize,
}

impl RedirectLimits {
    /// Tells whether any redirect is followed.
    pub(crate) fn follow(self) -> bool {
        self.same_origin > 0 || self.elsewhere > 0
    }

    fn allow(self, hops: usize, is_elsewhere: bool) -> bool {
        // A client that follows redirects to any origin also follows them within the same origin,
        // so the larger limit counts there.
        let most = if is_elsewhere {
            self.elsewhere
        } else {
            self.same_origin.max(self.elsewhere)
        };
        hops < most
    }
}

/// The body of a request that is redirected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RedirectedBody {
    Absent,
    Replayable,
    /// The body has been sent, and cannot be sent again.
    Spent,
}

/// A chain of requests, each redirected to the next.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RedirectChain<'a> {
    /// The requests of the attempt so far; the last is the one that was redirected.
    pub(crate) sent: &'a [(Method, Url)],
    pub(crate) body: RedirectedBody,
    /// True if it has left the origin of its first request before.
    pub(crate) has_left: bool,
}

/// A request that a redirect asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RedirectTarget {
    pub(crate) method: Method,
    pub(crate) url: Url,
    /// True if this request replaces the call. It then has no body.
    pub(crate) replaces_call: bool,
    /// True if this request or one before it goes to another origin than the first.
    pub(crate) is_elsewhere: bool,
}

/// Tells whether a status asks for another request.
pub(crate) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Returns the request that a redirect asks for, or `None` if the redirect itself is the response.
pub(crate) fn redirect_target(
    status: StatusCode,
    headers: &HeaderMap,
    chain: RedirectChain<'_>,
    limits: RedirectLimits,
) -> Option<RedirectTarget> {
    let ((_, first), (method, current)) = (chain.sent.first()?, chain.sent.last()?);
    let url = location(headers, current)?;
    let (method, replaces_call) = following(status, method)?;
    // A chain that returns to its first origin still counts as elsewhere: its credentials were
    // removed on the way, and another origin has decided where it leads.
    let is_elsewhere = chain.has_left || url.origin() != first.origin();
    let keeps_body = !replaces_call && chain.body != RedirectedBody::Absent;
    // Another origin gets no body, no method that changes something, and no plain request after one
    // over TLS.
    let may_leave =
        matches!(method, Method::GET | Method::HEAD) && !keeps_body && !is_downgrade(current, &url);
    // A request with the same method and URL would repeat the chain up to the limit.
    let is_loop = chain
        .sent
        .iter()
        .any(|sent| *sent == (method.clone(), url.clone()));
    let may_follow = limits.allow(chain.sent.len() - 1, is_elsewhere)
        && (may_leave || !is_elsewhere)
        && !(keeps_body && chain.body == RedirectedBody::Spent)
        && !is_loop;
    may_follow.then_some(RedirectTarget {
        method,
        url,
        replaces_call,
        is_elsewhere,
    })
}

/// The wait before a redirect is followed: that which the server asks for, unless the policy ignores it. An error if it
/// is too long, or longer than the rest of the call.
pub(crate) fn redirect_delay(
    asked: Option<Duration>,
    limit: Option<Duration>,
    remaining: Option<Duration>,
) -> Result<Duration, GaveUp> {
    let (Some(asked), Some(limit)) = (asked, limit) else {
        return Ok(Duration::ZERO);
    };
    if asked > limit {
        return Err(GaveUp::ServerDelayTooLong);
    }
    if !asked.is_zero() && remaining.is_some_and(|remaining| asked >= remaining) {
        return Err(GaveUp::TimeoutWouldPass);
    }
    Ok(asked)
}

/// The method of the request that follows, and whether the call becomes that request
/// ([RFC 9110, section 15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4)).
fn following(status: StatusCode, method: &Method) -> Option<(Method, bool)> {
    match status.as_u16() {
        303 if *method == Method::HEAD => Some((Method::HEAD, true)),
        303 => Some((Method::GET, true)),
        // RFC 9110 allows clients to keep POST, but none does.
        301 | 302 if *method == Method::POST => Some((Method::GET, true)),
        301 | 302 | 307 | 308 => Some((method.clone(), false)),
        _ => None,
    }
}

/// The URL in `Location`, without its fragment, if requests may be sent to it. Several fields that differ are ignored.
fn location(headers: &HeaderMap, current: &Url) -> Option<Url> {
    let mut fields = headers.get_all(LOCATION).iter();
    let field = fields.next()?;
    if fields.any(|other| other != field) {
        return None;
    }
    let mut url = current
        .join(std::str::from_utf8(field.as_bytes()).ok()?)
        .ok()?;
    // A fragment is for the reader of the response, and is never sent (RFC 9110, 7.1).
    url.set_fragment(None);
    let is_plain = url.username().is_empty() && url.password().is_none();
    (is_plain && matches!(url.scheme(), "http" | "https")).then_some(url)
}

fn is_downgrade(from: &Url, to: &Url) -> bool {
    from.scheme() == "https" && to.scheme() != "https"
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const ANYWHERE: RedirectLimits = RedirectLimits {
        same_origin: 5,
        elsewhere: 5,
    };
    const WITHIN: RedirectLimits = RedirectLimits {
        same_origin: 5,
        elsewhere: 0,
    };

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn headers(locations: &[&str]) -> HeaderMap {
        let fields = locations.iter();
        fields
            .map(|text| (LOCATION, HeaderValue::from_bytes(text.as_bytes()).unwrap()))
            .collect()
    }

    /// The method and URL that follow a request to `https://a/dir/x`, and whether the call becomes it.
    fn after(
        status: u16,
        method: &str,
        location: &str,
        body: RedirectedBody,
        limits: RedirectLimits,
    ) -> Option<(String, String, bool)> {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let chain = RedirectChain {
            sent: &[(method, url("https://a/dir/x"))],
            body,
            has_left: false,
        };
        let status = StatusCode::from_u16(status).unwrap();
        let target = redirect_target(status, &headers(&[location]), chain, limits)?;
        Some((
            target.method.to_string(),
            target.url.to_string(),
            target.replaces_call,
        ))
    }

    #[test]
    fn each_status_keeps_or_replaces_the_request_as_rfc_9110_says() {
        let table = [
            (301, "GET", Some(("GET", false))),
            (302, "GET", Some(("GET", false))),
            (303, "GET", Some(("GET", true))),
            (307, "GET", Some(("GET", false))),
            (308, "GET", Some(("GET", false))),
            (301, "POST", Some(("GET", true))),
            (302, "POST", Some(("GET", true))),
            (303, "POST", Some(("GET", true))),
            (307, "POST", Some(("POST", false))),
            (308, "POST", Some(("POST", false))),
            (301, "PUT", Some(("PUT", false))),
            (302, "DELETE", Some(("DELETE", false))),
            (302, "PATCH", Some(("PATCH", false))),
            (303, "PUT", Some(("GET", true))),
            (303, "HEAD", Some(("HEAD", true))),
            (301, "HEAD", Some(("HEAD", false))),
            (300, "GET", None),
            (304, "GET", None),
            (305, "GET", None),
            (306, "GET", None),
            (201, "POST", None),
        ];
        for (status, method, expected) in table {
            let followed = after(status, method, "/y", RedirectedBody::Replayable, WITHIN);
            let followed = followed.map(|(method, _, replaces)| (method, replaces));
            let expected = expected.map(|(method, replaces)| (method.to_owned(), replaces));
            assert_eq!(followed, expected, "{status} {method}");
        }
    }

    #[test]
    fn a_location_is_resolved_and_checked() {
        let table = [
            ("/y", Some("https://a/y")),
            ("y", Some("https://a/dir/y")),
            ("?q=1", Some("https://a/dir/x?q=1")),
            ("https://a/y#part", Some("https://a/y")),
            ("https://a:443/y", Some("https://a/y")),
            ("//b/y", Some("https://b/y")),
            ("\\\\b\\y", Some("https://b/y")),
            ("/\u{e9}", Some("https://a/%C3%A9")),
            // Never without TLS after TLS, never with userinfo, only HTTP.
            ("http://b/y", None),
            ("http://a/y", None),
            ("https://user@a/y", None),
            ("https://:secret@b/y", None),
            ("ftp://a/y", None),
            ("javascript:alert(1)", None),
            ("https://", None),
            // The request itself again is a loop.
            ("", None),
            ("#part", None),
            ("https://a/dir/x", None),
        ];
        for (location, expected) in table {
            let followed = after(302, "GET", location, RedirectedBody::Absent, ANYWHERE);
            let followed = followed.map(|(_, url, _)| url);
            assert_eq!(followed.as_deref(), expected, "{location:?}");
        }
    }

    #[test]
    fn another_origin_gets_get_and_head_without_a_body_and_only_if_asked_for() {
        use RedirectedBody::{Absent, Replayable, Spent};
        let table = [
            (302, "GET", Absent, ANYWHERE, true),
            (302, "HEAD", Absent, ANYWHERE, true),
            (302, "GET", Absent, WITHIN, false),
            (307, "GET", Replayable, ANYWHERE, false),
            (307, "POST", Replayable, ANYWHERE, false),
            (307, "POST", Absent, ANYWHERE, false),
            (302, "PUT", Replayable, ANYWHERE, false),
            (302, "OPTIONS", Absent, ANYWHERE, false),
            // It goes by the request that would be sent.
            (303, "POST", Spent, ANYWHERE, true),
            (302, "POST", Replayable, ANYWHERE, true),
            (303, "PUT", Replayable, ANYWHERE, true),
        ];
        for (status, method, body, limits, expected) in table {
            for place in ["https://b/y", "https://a:444/y"] {
                let followed = after(status, method, place, body, limits);
                assert_eq!(followed.is_some(), expected, "{status} {method} {place}");
            }
        }
    }

    #[test]
    fn a_redirect_is_followed_after_the_wait_that_the_server_asks_for() {
        let secs = |secs| Some(Duration::from_secs(secs));
        let table = [
            (None, secs(60), secs(1), Ok(0)),
            (secs(0), secs(60), secs(0), Ok(0)),
            (secs(2), secs(60), None, Ok(2)),
            (secs(60), secs(60), None, Ok(60)),
            (secs(61), secs(60), None, Err(GaveUp::ServerDelayTooLong)),
            (secs(61), secs(60), secs(1), Err(GaveUp::ServerDelayTooLong)),
            (secs(2), secs(60), secs(2), Err(GaveUp::TimeoutWouldPass)),
            (secs(2), secs(60), secs(3), Ok(2)),
            (secs(61), None, secs(1), Ok(0)),
        ];
        for (asked, limit, remaining, expected) in table {
            let delay = redirect_delay(asked, limit, remaining);
            assert_eq!(
                delay,
                expected.map(Duration::from_secs),
                "{asked:?} {remaining:?}"
            );
        }
    }

    #[test]
    fn a_body_that_cannot_be_sent_again_is_not_redirected_but_dropped() {
        let followed = |status| after(status, "POST", "/y", RedirectedBody::Spent, WITHIN);
        assert_eq!(followed(307), None);
        assert_eq!(followed(308), None);
        assert!(followed(303).is_some());
        assert!(followed(302).is_some());
    }

    #[test]
    fn several_locations_that_differ_are_not_followed() {
        let sent = [(Method::GET, url("https://a/"))];
        let chain = RedirectChain {
            sent: &sent,
            body: RedirectedBody::Absent,
            has_left: false,
        };
        let follows = |locations: &[&str]| {
            redirect_target(StatusCode::FOUND, &headers(locations), chain, ANYWHERE).is_some()
        };
        assert!(follows(&["/y", "/y"]));
        assert!(!follows(&["/y", "/z"]));
        assert!(!follows(&[]));
    }

    #[test]
    fn a_chain_is_bounded_and_remembers_that_it_left() {
        let sent =
            ["https://a/0", "https://b/1", "https://a/2"].map(|text| (Method::GET, url(text)));
        let follow = |sent: &[(Method, Url)], place, has_left, limits| {
            let chain = RedirectChain {
                sent,
                body: RedirectedBody::Absent,
                has_left,
            };
            redirect_target(StatusCode::FOUND, &headers(&[place]), chain, limits)
        };
        let limits = |same_origin, elsewhere| RedirectLimits {
            same_origin,
            elsewhere,
        };
        assert!(
            follow(&sent, "/3", true, limits(0, 3))
                .unwrap()
                .is_elsewhere
        );
        assert_eq!(follow(&sent, "/3", true, limits(3, 2)), None);
        assert_eq!(follow(&sent, "/0", true, ANYWHERE), None, "a loop");
        assert!(
            !follow(&sent[..1], "/1", false, limits(1, 0))
                .unwrap()
                .is_elsewhere
        );
        assert!(
            !follow(&sent[..1], "/1", false, limits(0, 1))
                .unwrap()
                .is_elsewhere
        );
        assert!(
            follow(&sent[..1], "/1", true, limits(0, 1))
                .unwrap()
                .is_elsewhere
        );
        assert_eq!(follow(&sent[..1], "/1", false, limits(0, 0)), None);
    }
}
