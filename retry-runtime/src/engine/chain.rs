//! The requests of one attempt: the first, and those that redirects have asked for since.

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

/// The request that an attempt goes on with after a redirect.
pub(crate) struct Hop {
    /// The URL; `None` if the call has become this request.
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

/// The requests of an attempt, the last of which is on its way.
pub(crate) struct ChainSoFar<'a> {
    /// The credential that the last carries. In here, so that exchanges without have no room for it.
    pub(crate) bearing: Option<&'a Bearing>,
    /// Empty where no redirect is followed.
    pub(crate) sent: Vec<(Method, Url)>,
    pub(crate) body: RedirectedBody,
    pub(crate) origin: HopOrigin,
}

/// A redirect that is followed.
pub(crate) struct Redirect {
    pub(crate) target: RedirectTarget,
    pub(crate) sent: Vec<(Method, Url)>,
    /// Admission by the guards of the attempt that goes on with it.
    pub(crate) admission: Option<Admission>,
}

impl ChainSoFar<'_> {
    /// The redirect in a response, if it is one that is followed.
    pub(crate) fn redirect(
        &self,
        call: &PendingCall,
        response: &Response,
    ) -> Option<Box<Redirect>> {
        let (status, limits) = (response.status(), call.core.redirects);
        let endpoint = call.spec.endpoint;
        // A 303 in `ok_on`, say: the declaration has named it, so it is a response.
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
        // Boxed, as it travels in a failed attempt, and few attempts have one.
        Some(Box::new(Redirect {
            target,
            sent: self.sent.clone(),
            admission: None,
        }))
    }

    /// Tells whether a URL is another than that of the request.
    pub(crate) fn is_left_by(&self, url: &Url) -> bool {
        let last = self.sent.last();
        last.is_some_and(|(_, sent)| is_other(sent, url))
    }

    /// Tells whether an error belongs to another URL than that of the request.
    pub(crate) fn is_left_by_error(&self, error: &(dyn StdError + 'static)) -> bool {
        let mut urls =
            causes(error).filter_map(|cause| cause.downcast_ref::<reqwest::Error>()?.url());
        urls.any(|url| self.is_left_by(url))
    }
}
