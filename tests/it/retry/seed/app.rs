//! The original's test server: one counter, which every handler increments.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::script::{Step, ok, status};
use crate::support::server::{Arrival, Server};

/// The running server.
pub(super) struct App {
    server: Server,
    counter: Arc<AtomicUsize>,
}

impl App {
    pub(super) async fn start() -> Self {
        let counter = Arc::new(AtomicUsize::new(0));
        let shared = Arc::clone(&counter);
        let server = Server::responding(move |arrival| handle(arrival, &shared)).await;
        Self { server, counter }
    }

    pub(super) fn base_url(&self) -> String {
        self.server.url()
    }

    /// The whole URL of a path.
    pub(super) fn url(&self, path: &str) -> String {
        self.base_url() + path
    }

    pub(super) fn count(&self) -> usize {
        self.counter.load(Ordering::SeqCst)
    }

    pub(super) fn reset(&self) {
        self.counter.store(0, Ordering::SeqCst);
    }

    pub(super) fn arrivals(&self) -> Vec<Arrival> {
        self.server.arrivals()
    }
}

/// The one verb of a route, but that a GET route answers HEAD too.
const ROUTES: [(&str, &str); 13] = [
    ("/ping", "GET"),
    ("/internal_error", "GET"),
    ("/not_found_error", "GET"),
    ("/sometimes_error", "GET"),
    ("/sometimes_json", "GET"),
    ("/check_headers", "GET"),
    ("/with_auth", "GET"),
    ("/options_handler", "OPTIONS"),
    ("/head_handler", "HEAD"),
    ("/post_handler", "POST"),
    ("/put_handler", "PUT"),
    ("/patch_handler", "PATCH"),
    ("/delete_handler", "DELETE"),
];

fn handle(arrival: &Arrival, counter: &AtomicUsize) -> Step {
    let (method, target) = (arrival.method.as_str(), arrival.target.as_str());
    let path = target.split('?').next().unwrap_or(target);
    let Some((_, verb)) = ROUTES.iter().find(|(route, _)| *route == path) else {
        return status(404);
    };
    if method != *verb && (method, *verb) != ("HEAD", "GET") {
        return status(405);
    }
    let count = counter.fetch_add(1, Ordering::SeqCst) + 1;
    match path {
        "/internal_error" => status(500),
        "/not_found_error" => status(404),
        "/sometimes_error" if count != 3 => status(500),
        "/sometimes_json" if count == 3 => ok(r#"{"status":"Ok!"}"#),
        "/check_headers" if arrival.header("correct_headers") != Some("True") => status(406),
        "/with_auth" if arrival.header("authorization") != Some(AUTHORIZATION) => {
            status(403).body("incorrect auth")
        }
        _ => ok("Ok!"),
    }
}

/// `username:password`
pub(super) const AUTHORIZATION: &str = "Basic dXNlcm5hbWU6cGFzc3dvcmQ=";
