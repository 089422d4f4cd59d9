//! The requests of one attempt: the first, and those of the redirects that it followed.

use std::error::Error as StdError;

use http::Method;
use reqwest::Url;
use tokio::time::Instant;

use crate::decide::{
    RedirectChain, RedirectTarget, RedirectedBody, causes, is_redirect, redirect_target,
};
use crate::engine::admission::Admission;
use crate::engine::another_url::is_other;
use crate::engine::bearing::Bearing;
use crate::engine::core::{HopOrigin, PendingCall};
use crate::response::Response;

/// The request with which an attempt continues after a redirect.
pub(crate) struct Hop {
    /// The URL, or `None` if this request has replaced the call.
    pub(crate) url: Option<Url>,
    pub(crate) origin: HopOrigin,
    /// The requests of the attempt before it.
    pub(crate) sent: Vec<(Method, Url)>,
    pub(crate) begun: Instant,
    pub(crate) ends: Instant,
    /// Admission by the guards, kept until the hop is sent.
    pub(crate) admission: Option<Admission>,
}

impl Hop {
    pub(crate) fn is_the_call(&self) -> bool {
        self.url.is_none()
    }
}

/// The requests of an attempt. The last one is being performed.
pub(crate) struct ChainSoFar<'a> {
    /// The credential of the last request. It is in here so that an exchange without a credential reserves no memory
    /// for it.
    pub(crate) bearing: Option<&'a Bearing>,
    /// Empty if no redirect is followed.
    pub(crate) sent: Vec<(Method, Url)>,
    pub(crate) body: RedirectedBody,
    pub(crate) origin: HopOrigin,
}

/// A redirect that is followed.
pub(crate) struct Redirect {
    pub(crate) target: RedirectTarget,
    pub(crate) sent: Vec<(Method, Url)>,
    /// The admission of the attempt that continues with it.
    pub(crate) admission: Option<Admission>,
}

impl ChainSoFar<'_> {
    /// Returns the redirect of a response, if it is followed.
    pub(crate) fn redirect(
        &self,
        call: &PendingCall,
        response: &Response,
    ) -> Option<Box<Redirect>> {
        let (status, limits) = (response.status(), call.core.redirects);
        let endpoint = call.spec.endpoint;
        // A status that the declaration names, such as a 303 in `ok_on`, is a response.
        let is_meant =
            endpoint.means_none(status.as_u16()) || endpoint.means_success(status.as_u16());
        if !limits.follow() || !is_redirect(status) || is_meant {
            return None;
        }
        let chain = RedirectChain {
            sent: &self.sent,
            body: self.body,
            has_left: self.origin > HopOrigin::Same,
        };
        let target = redirect_target(status, response.headers(), chain, limits)?;
        // Boxed, because a failed attempt carries it and few have one.
        Some(Box::new(Redirect {
            target,
            sent: self.sent.clone(),
            admission: None,
        }))
    }

    /// Tells whether a URL differs from that of the request.
    pub(crate) fn is_left_by(&self, url: &Url) -> bool {
        let last = self.sent.last();
        last.is_some_and(|(_, sent)| is_other(sent, url))
    }

    /// Tells whether the URL of an error differs from that of the request.
    pub(crate) fn is_left_by_error(&self, error: &(dyn StdError + 'static)) -> bool {
        let mut urls =
            causes(error).filter_map(|cause| cause.downcast_ref::<reqwest::Error>()?.url());
        urls.any(|url| self.is_left_by(url))
    }
}
