//! `tower::retry` around reqwest's service.

use std::time::Duration;

use reqwest::{Client, Request, Response};
use tokio::time::{Sleep, sleep};
use tower::ServiceExt;
use tower::retry::{Policy, Retry};

use super::{Contestant, Item, Setup};
use crate::Failed;

#[derive(Clone)]
pub(super) struct Tower {
    http: Client,
    service: Retry<Again, Client>,
    base: String,
}

impl Contestant for Tower {
    fn new(setup: &Setup) -> Result<Self, Failed> {
        let http = Client::new();
        let again = Again {
            left: setup.attempts - 1,
            delay: setup.delay,
        };
        Ok(Self {
            service: Retry::new(again, http.clone()),
            http,
            base: setup.base.clone(),
        })
    }

    async fn item(&self, id: u64) -> Result<Item, Failed> {
        let url = format!("{}/items/{id}", self.base);
        let request = self.http.get(url).build()?;
        let response = self.service.clone().oneshot(request).await?;
        Ok(response.error_for_status()?.json().await?)
    }
}

#[derive(Clone)]
struct Again {
    left: u32,
    delay: Duration,
}

impl Policy<Request, Response, reqwest::Error> for Again {
    type Future = Sleep;

    fn retry(
        &mut self,
        _request: &mut Request,
        result: &mut Result<Response, reqwest::Error>,
    ) -> Option<Sleep> {
        let failed = match result {
            Ok(response) => response.status().is_server_error(),
            Err(_) => true,
        };
        if !failed || self.left == 0 {
            return None;
        }
        self.left -= 1;
        Some(sleep(self.delay))
    }

    fn clone_request(&mut self, request: &Request) -> Option<Request> {
        request.try_clone()
    }
}
