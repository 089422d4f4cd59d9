//! Payments: forms with nested fields, and a key that keeps a repeated POST from charging twice.
//!
//! Run with `cargo run --example payments`. It needs no network beyond the loopback interface.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use retry_client::{BoxError, Result};
use serde_json::json;

mod support {
    pub(crate) mod compare;
    pub(crate) mod repeat;
    pub(crate) mod service;
}

use support::compare;
use support::service::{Arrival, Respond, Service};

mod declared {
    use std::collections::BTreeMap;

    use retry_client::{Result, client};
    use serde::{Deserialize, Serialize};

    #[client(timeout = 10s)]
    #[retry(exponential, base = 10ms, attempts = 4, statuses = [409, 429])]
    pub(crate) trait Payments {
        /// 409 means that the first request with this key is still being processed.
        #[post("/v1/payment_intents")]
        #[idempotency_key]
        async fn pay(&self, #[form(nested)] payment: &Payment) -> Result<Intent>;

        #[get("/v1/payment_intents/{id}", none_on = 404)]
        async fn intent(&self, id: &str) -> Result<Option<Intent>>;

        #[post("/v1/refunds")]
        #[idempotency_key]
        async fn refund(&self, #[form] refund: &Refund) -> Result<()>;
    }

    #[derive(Serialize)]
    pub(crate) struct Payment {
        pub(crate) amount: u64,
        pub(crate) currency: &'static str,
        pub(crate) metadata: BTreeMap<&'static str, &'static str>,
        pub(crate) items: Vec<Item>,
    }

    #[derive(Serialize)]
    pub(crate) struct Item {
        pub(crate) price: &'static str,
        pub(crate) quantity: u32,
    }

    #[derive(Serialize)]
    pub(crate) struct Refund {
        pub(crate) payment_intent: String,
    }

    #[derive(Debug, Deserialize)]
    pub(crate) struct Intent {
        pub(crate) id: String,
        pub(crate) amount: u64,
    }

    #[derive(Debug, Deserialize)]
    pub(crate) struct Problem {
        pub(crate) code: String,
    }
}

/// The same over reqwest, with the same types. It has neither a history of attempts nor a deadline for the call, and
/// whoever adds the next method has to know whether it may be repeated.
mod by_hand {
    use retry_client::reqwest::{Client, Response, StatusCode};
    use retry_client::{BoxError, Result};
    use uuid::Uuid;

    use super::declared::{Intent, Payment, Problem, Refund};
    use super::support::repeat::repeat;

    const BUSY: &[StatusCode] = &[StatusCode::CONFLICT, StatusCode::TOO_MANY_REQUESTS];

    pub(crate) struct Payments {
        pub(crate) http: Client,
        pub(crate) base: String,
        pub(crate) secret: String,
    }

    impl Payments {
        pub(crate) async fn pay(&self, payment: &Payment) -> Result<Intent, BoxError> {
            let mut form = vec![
                ("amount".to_owned(), payment.amount.to_string()),
                ("currency".to_owned(), payment.currency.to_owned()),
            ];
            for (key, value) in &payment.metadata {
                form.push((format!("metadata[{key}]"), (*value).to_owned()));
            }
            for (at, item) in payment.items.iter().enumerate() {
                form.push((format!("items[{at}][price]"), item.price.to_owned()));
                let quantity = item.quantity.to_string();
                form.push((format!("items[{at}][quantity]"), quantity));
            }
            let response = self.post("/v1/payment_intents", &form).await?;
            Ok(response.json().await?)
        }

        pub(crate) async fn intent(&self, id: &str) -> Result<Option<Intent>, BoxError> {
            let mut url = retry_client::Url::parse(&self.base)?;
            let mut path = url.path_segments_mut().map_err(|()| "not a base URL")?;
            path.extend(["v1", "payment_intents", id]);
            drop(path);
            let request = async || Ok(self.http.get(url.clone()).bearer_auth(&self.secret));
            let response = repeat(BUSY, request).await?;
            if response.status() == StatusCode::NOT_FOUND {
                return Ok(None);
            }
            Ok(Some(checked(response).await?.json().await?))
        }

        pub(crate) async fn refund(&self, refund: &Refund) -> Result<(), BoxError> {
            let intent = refund.payment_intent.clone();
            let form = [("payment_intent".to_owned(), intent)];
            self.post("/v1/refunds", &form).await.map(drop)
        }

        async fn post(&self, path: &str, form: &[(String, String)]) -> Result<Response, BoxError> {
            // The key belongs to the call, not to the attempt.
            let key = Uuid::new_v4().to_string();
            let url = format!("{}{path}", self.base);
            let request = async || {
                let request = self.http.post(&url).bearer_auth(&self.secret);
                Ok(request.header("idempotency-key", &key).form(form))
            };
            checked(repeat(BUSY, request).await?).await
        }
    }

    async fn checked(response: Response) -> Result<Response, BoxError> {
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let problem: Problem = response.json().await?;
        Err(format!("{status}: {}", problem.code).into())
    }
}

/// The provider's memory: the response to each key.
#[derive(Default)]
struct Provider {
    /// Keys that have arrived once: the payment was made, and the response was lost.
    begun: HashMap<String, u32>,
    charges: Vec<String>,
}

impl Provider {
    fn respond(&mut self, arrival: &Arrival) -> Option<Respond> {
        if arrival.header("authorization") != "Bearer sk_test" {
            return Some(Respond::status(401));
        }
        match (&*arrival.verb, &*arrival.target) {
            ("POST", "/v1/payment_intents") => self.pay(arrival),
            ("POST", "/v1/refunds") => Some(Respond::json(&json!({"id": "re_1"}))),
            ("GET", "/v1/payment_intents/pi_1") => Some(Respond::json(&intent())),
            _ => Some(Respond::json(&json!({"code": "missing"})).with_status(404)),
        }
    }

    fn pay(&mut self, arrival: &Arrival) -> Option<Respond> {
        if arrival.text().contains("amount=0&") {
            return Some(Respond::json(&json!({"code": "amount_too_small"})).with_status(402));
        }
        let key = arrival.header("idempotency-key").to_owned();
        let times = self.begun.entry(key).or_default();
        *times += 1;
        match times {
            1 => {
                self.charges.push(arrival.text());
                None
            }
            2 => Some(Respond::json(&json!({"code": "in_progress"})).with_status(409)),
            _ => Some(Respond::json(&intent())),
        }
    }
}

fn intent() -> serde_json::Value {
    json!({"id": "pi_1", "amount": 1999})
}

fn payment(amount: u64) -> declared::Payment {
    declared::Payment {
        amount,
        currency: "eur",
        metadata: [("order", "A 1")].into(),
        items: vec![declared::Item {
            price: "p_1",
            quantity: 2,
        }],
    }
}

/// The fields of a form, sorted. Brackets may be sent as they are or escaped.
fn fields(form: &str) -> Vec<String> {
    let form = form.replace("%5B", "[").replace("%5D", "]");
    let mut fields: Vec<_> = form.split('&').map(str::to_owned).collect();
    fields.sort_unstable();
    fields
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let provider = Arc::new(Mutex::new(Provider::default()));
    let shared = Arc::clone(&provider);
    let respond = move |arrival: &Arrival| {
        let mut provider = shared.lock().unwrap_or_else(PoisonError::into_inner);
        provider.respond(arrival)
    };
    let service = Service::start(respond, None).await?;

    let payments = declared::PaymentsClient::builder()
        .base_url(service.url())
        .bearer("sk_test")
        .build()?;
    let reply = payments.pay(&payment(1999)).reply().await?;
    println!(
        "{:?} after {} attempts",
        reply.value(),
        reply.attempts().len()
    );
    assert_eq!((&*reply.value().id, reply.value().amount), ("pi_1", 1999));
    assert_eq!(reply.attempts().len(), 3);
    let Err(declined) = payments.pay(&payment(0)).await else {
        return Err("nothing is charged for nothing".into());
    };
    let problem: declared::Problem = declined.json()?;
    println!("{declined}: {}", problem.code);
    assert_eq!(problem.code, "amount_too_small");
    let refund = declared::Refund {
        payment_intent: reply.into_value().id,
    };
    payments.refund(&refund).await?;
    assert!(payments.intent("pi_1").await?.is_some());
    assert!(payments.intent("pi/2").await?.is_none());

    let payments = by_hand::Payments {
        http: reqwest::Client::new(),
        base: service.url(),
        secret: "sk_test".to_owned(),
    };
    assert_eq!(payments.pay(&payment(1999)).await?.id, "pi_1");
    assert!(payments.pay(&payment(0)).await.is_err());
    payments.refund(&refund).await?;
    assert!(payments.intent("pi_1").await?.is_some());
    assert!(payments.intent("pi/2").await?.is_none());

    // Either client sent the same form, and charged once for its three requests.
    let charges = &provider
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .charges;
    println!("charged for {}", charges[0]);
    assert_eq!(charges.len(), 2);
    assert_eq!(fields(&charges[0]), fields(&charges[1]));
    compare::print(
        include_str!("payments.rs"),
        include_str!("support/repeat.rs"),
    );
    Ok(())
}
