//! A service inside a company: mutual TLS, policies from a file, and a kill switch while it runs.
//!
//! Run with `cargo run --example internal_service`. It needs no network beyond the loopback interface.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use retry_client::{BoxError, ErrorKind, GaveUp, Result};
use serde_json::json;

mod support {
    pub(crate) mod authority;
    pub(crate) mod compare;
    #[expect(dead_code, reason = "other examples use the rest of it")]
    pub(crate) mod service;
}

use support::authority::Authority;
use support::compare;
use support::service::{Respond, Service};

/// The file at first, and after the kill switch was used.
const FILE: &str = "[stock]\nattempts = 6\n[stock.reserve]\nattempts = 2\n";
const SWITCHED_OFF: &str = "enabled = false\n";

mod declared {
    use retry_client::{BoxError, LiveSettings, Result, client};

    #[client(name = "stock", timeout = 5s)]
    #[retry(exponential, base = 10ms, attempts = 3)]
    pub(crate) trait Stock {
        #[get("/items/{item}")]
        async fn count(&self, item: &str) -> Result<u32>;

        #[post("/items/{item}/reservations")]
        async fn reserve(&self, item: &str, #[json] count: u32) -> Result<()>;
    }

    pub(crate) fn connect(
        url: &str,
        (authority, identity): (&str, &str),
        settings: &LiveSettings,
    ) -> Result<StockClient> {
        StockClient::builder()
            .base_url(url)
            .root_certificate(authority)
            .identity(identity)
            .settings(settings)
            .build()
    }

    /// Reads the file again, for all clients that share the settings.
    pub(crate) fn reload(settings: &LiveSettings, file: &str) -> Result<(), BoxError> {
        Ok(settings.replace(toml::from_str(file)?)?)
    }
}

/// The same over reqwest. A misspelt key in the file has no effect, and no error.
mod by_hand {
    use std::collections::HashMap;
    use std::sync::{Arc, PoisonError, RwLock};
    use std::time::Duration;

    use retry_client::reqwest::{Certificate, Client, Identity, RequestBuilder, Response, Url};
    use retry_client::{BoxError, Result};
    use serde::Deserialize;
    use tokio::time::{sleep, timeout};

    #[derive(Default, Deserialize)]
    pub(crate) struct Settings {
        enabled: Option<bool>,
        #[serde(default)]
        stock: Policies,
    }

    #[derive(Default, Deserialize)]
    struct Policies {
        attempts: Option<u32>,
        #[serde(flatten)]
        methods: HashMap<String, Policy>,
    }

    #[derive(Deserialize)]
    struct Policy {
        attempts: Option<u32>,
    }

    impl Settings {
        fn attempts(&self, method: &str) -> u32 {
            if self.enabled == Some(false) {
                return 1;
            }
            let own = self.stock.methods.get(method);
            let own = own.and_then(|policy| policy.attempts);
            own.or(self.stock.attempts).unwrap_or(3)
        }
    }

    pub(crate) type Shared = Arc<RwLock<Settings>>;

    pub(crate) fn reload(settings: &Shared, file: &str) -> Result<(), BoxError> {
        let read = toml::from_str(file)?;
        *settings.write().unwrap_or_else(PoisonError::into_inner) = read;
        Ok(())
    }

    pub(crate) struct Stock {
        http: Client,
        base: Url,
        settings: Shared,
    }

    pub(crate) fn connect(
        url: &str,
        (authority, identity): (&str, &str),
        settings: &Shared,
    ) -> Result<Stock, BoxError> {
        let http = Client::builder()
            .tls_certs_merge([Certificate::from_pem(authority.as_bytes())?])
            .identity(Identity::from_pem(identity.as_bytes())?)
            .build()?;
        let (base, settings) = (url.parse()?, Arc::clone(settings));
        Ok(Stock {
            http,
            base,
            settings,
        })
    }

    impl Stock {
        pub(crate) async fn count(&self, item: &str) -> Result<u32, BoxError> {
            let url = self.url(&["items", item])?;
            let response = self.repeat("count", || self.http.get(url.clone())).await?;
            Ok(response.json().await?)
        }

        pub(crate) async fn reserve(&self, item: &str, count: u32) -> Result<(), BoxError> {
            let url = self.url(&["items", item, "reservations"])?;
            // Sent once: after a lost response, nobody knows whether the server acted.
            let sent = self.http.post(url).json(&count).send();
            timeout(Duration::from_secs(5), sent)
                .await??
                .error_for_status()?;
            Ok(())
        }

        fn url(&self, path: &[&str]) -> Result<Url, BoxError> {
            let mut url = self.base.clone();
            let mut segments = url.path_segments_mut().map_err(|()| "not a base URL")?;
            segments.pop_if_empty().extend(path);
            drop(segments);
            Ok(url)
        }

        async fn repeat(
            &self,
            method: &str,
            request: impl Fn() -> RequestBuilder,
        ) -> Result<Response, BoxError> {
            let attempts = {
                let settings = self.settings.read();
                settings
                    .unwrap_or_else(PoisonError::into_inner)
                    .attempts(method)
            };
            let repeated = async {
                let mut attempt = 1;
                loop {
                    match request().send().await {
                        Ok(response) if !response.status().is_server_error() => {
                            return Ok(response.error_for_status()?);
                        }
                        Ok(response) if attempt == attempts => {
                            return Ok(response.error_for_status()?);
                        }
                        Err(error) if attempt == attempts => return Err(BoxError::from(error)),
                        _ => {}
                    }
                    let most = Duration::from_millis(10) * 2_u32.pow(attempt - 1);
                    sleep(most.mul_f64(rand::random())).await;
                    attempt += 1;
                }
            };
            timeout(Duration::from_secs(5), repeated).await?
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let authority = Authority::new()?;
    let identity = authority.identity("orders")?;
    let pem = authority.pem();
    let certificates = (&*pem, &*identity);
    let arrivals = Arc::new(AtomicUsize::new(0));
    let shared = Arc::clone(&arrivals);
    // Busy for four requests in five.
    let service = Service::start(
        move |_| {
            let arrival = shared.fetch_add(1, Ordering::Relaxed) + 1;
            Some(match arrival % 5 {
                0 => Respond::json(&json!(7)),
                _ => Respond::status(503),
            })
        },
        Some(authority.acceptor()?),
    )
    .await?;
    let arrived = || arrivals.swap(0, Ordering::Relaxed);

    let settings = retry_client::LiveSettings::new(toml::from_str(FILE)?);
    let stock = declared::connect(&service.url(), certificates, &settings)?;
    assert_eq!(stock.count("bolt").await?, 7);
    assert_eq!(arrived(), 5);
    // A POST without a reason is sent once, whatever the file says.
    assert!(stock.reserve("bolt", 3).await.is_err());
    assert_eq!(arrived(), 1);
    declared::reload(&settings, SWITCHED_OFF)?;
    let Err(error) = stock.count("bolt").await else {
        return Err("the service is busy".into());
    };
    println!("{error}: {:?}", error.gave_up());
    assert_eq!((error.gave_up(), arrived()), (GaveUp::SwitchedOff, 1));
    let stranger = Authority::new()?.identity("orders")?;
    let refused = declared::connect(&service.url(), (&pem, &stranger), &settings)?;
    let Err(error) = refused.count("bolt").await else {
        return Err("the service lets nobody in without a certificate".into());
    };
    println!("{error}");
    assert_eq!((error.kind(), arrived()), (ErrorKind::Connect, 0));

    let settings = by_hand::Shared::default();
    by_hand::reload(&settings, FILE)?;
    let stock = by_hand::connect(&service.url(), certificates, &settings)?;
    assert_eq!(stock.count("bolt").await?, 7);
    assert_eq!(arrived(), 5);
    assert!(stock.reserve("bolt", 3).await.is_err());
    by_hand::reload(&settings, SWITCHED_OFF)?;
    assert!(stock.count("bolt").await.is_err());
    assert_eq!(arrived(), 2);
    compare::print(include_str!("internal_service.rs"), "");
    Ok(())
}
