//! The journal of a stub: its routes and the requests it has seen.

use std::cmp::Reverse;
use std::fmt::Write;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Request;
use tokio::time::Instant;

use crate::request::BaseUrl;
use crate::testing::pattern::{Pattern, path_below};
use crate::testing::scripted_response::ScriptedResponse;
use crate::testing::sent::Sent;

/// The routes of a stub and the requests it has seen.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    pub(crate) routes: Vec<ScriptedRoute>,
    pub(crate) sent: Vec<Sent>,
    pub(crate) waits: Vec<Duration>,
    /// The base URLs of the clients that send through it.
    pub(crate) base_urls: Vec<BaseUrl>,
    unexpected: Vec<String>,
    started: Option<Instant>,
}

/// A route, and the position in its responses.
#[derive(Debug)]
pub(crate) struct ScriptedRoute {
    pub(crate) pattern: Pattern,
    pub(crate) responses: Vec<ScriptedResponse>,
    at: usize,
    used: u32,
}

/// The most routes that an error about a missing route names.
const NAMED: usize = 3;

impl Journal {
    /// Starts to measure time, unless that was done before.
    pub(crate) fn begin(&mut self) {
        self.started.get_or_insert_with(Instant::now);
    }

    /// Records a request, and returns the response to it or the reason why it has none.
    pub(crate) fn enter(
        &mut self,
        request: &Request,
        body: &Bytes,
    ) -> Result<ScriptedResponse, String> {
        let at = self
            .started
            .map_or(Duration::ZERO, |started| started.elapsed());
        self.sent.push(Sent::new(request, body.clone(), at));
        let given = self.next(request, body);
        if let Err(why) = &given {
            // Kept as well as returned: `verify` reports it even if the code under test swallows the error.
            self.unexpected.push(why.clone());
        }
        given
    }

    /// The next response of the most specific route that fits; of equally specific routes, the first.
    fn next(&mut self, request: &Request, body: &[u8]) -> Result<ScriptedResponse, String> {
        let fitting = self.routes.iter_mut().filter_map(|route| {
            let named = route.pattern.fits(request, body, &self.base_urls)?;
            Some((named, route))
        });
        let mut fitting: Vec<_> = fitting.collect();
        // A stable sort, which keeps equally specific routes in order.
        fitting.sort_by_key(|(named, _)| Reverse(*named));
        if fitting.is_empty() {
            return Err(self.nowhere(request));
        }
        // A route that is used up passes the request on to the next that fits, so a special case can be written
        // beside a general one.
        let next = fitting.iter_mut().find_map(|(_, route)| route.next());
        next.ok_or_else(|| {
            let routes = fitting.iter().map(|(_, route)| &route.pattern);
            format!("no answer is left for {}", list(routes))
        })
    }

    /// The error about a request without a route, which names the nearest routes.
    fn nowhere(&self, request: &Request) -> String {
        let asked = self.asked(request);
        let mut near: Vec<_> = self
            .routes
            .iter()
            .map(|route| {
                (
                    strsim::osa_distance(&asked, &route.pattern.to_string()),
                    route,
                )
            })
            .collect();
        near.sort_by_key(|(distance, _)| *distance);
        near.truncate(NAMED);
        // As for misspelt attributes: a route with at most one typo per three letters may have been meant.
        let limit = asked.chars().count() / 3;
        let meant = near
            .iter()
            .filter(|(distance, _)| *distance <= limit)
            .count();
        let named = &near[..if meant == 0 { near.len() } else { meant }];
        let named = list(named.iter().map(|(_, route)| &route.pattern));
        match (meant, self.routes.len()) {
            (_, 0) => format!("the stub has no route for `{asked}`, nor any other"),
            (0, _) => format!("the stub has no route for `{asked}`; the nearest are {named}"),
            _ => format!("the stub has no route for `{asked}`; did you mean {named}?"),
        }
    }

    /// A request, as the route for it would be written.
    fn asked(&self, request: &Request) -> String {
        let (method, url) = (request.method(), request.url());
        let under = self.base_urls.iter().find_map(|base| path_below(base, url));
        let mut asked = match under {
            Some(path) => format!("{method} {path}"),
            None => format!(
                "{method} {}{}",
                url.origin().ascii_serialization(),
                url.path()
            ),
        };
        if let Some(query) = url.query() {
            asked.extend(["?", query]);
        }
        asked
    }

    /// Everything that differs from the script, one line each.
    pub(crate) fn complaints(&self) -> String {
        let mut complaints = String::new();
        for ScriptedRoute {
            pattern,
            responses,
            at,
            used,
        } in &self.routes
        {
            for (number, response) in responses.iter().enumerate().skip(*at) {
                let used = if number == *at { *used } else { 0 };
                let (number, all) = (number + 1, responses.len());
                if let Some(left) = response.left_after(used).filter(|left| *left > 0) {
                    let times = if left == 1 {
                        ""
                    } else {
                        &format!(", {left} times")
                    };
                    let _ = write!(
                        complaints,
                        "\n- not used: answer {number} of {all} for `{pattern}`, {response}{times}"
                    );
                }
            }
        }
        for unexpected in &self.unexpected {
            let _ = write!(complaints, "\n- not expected: {unexpected}");
        }
        complaints
    }
}

impl ScriptedRoute {
    pub(crate) fn new(pattern: Pattern) -> Self {
        Self {
            pattern,
            responses: Vec::new(),
            at: 0,
            used: 0,
        }
    }

    fn next(&mut self) -> Option<ScriptedResponse> {
        while let Some(response) = self.responses.get(self.at) {
            if response.left_after(self.used) != Some(0) {
                self.used = self.used.saturating_add(1);
                return Some(response.clone());
            }
            // Kept in the list and passed by, so that `complaints` can still number them.
            (self.at, self.used) = (self.at + 1, 0);
        }
        None
    }
}

/// `` `GET /a`, `GET /b` ``
fn list<'a>(patterns: impl Iterator<Item = &'a Pattern>) -> String {
    let quoted: Vec<_> = patterns.map(|pattern| format!("`{pattern}`")).collect();
    quoted.join(", ")
}
