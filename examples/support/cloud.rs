//! An object storage with a queue, whose operations share one route.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::io;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use super::service::{Arrival, Respond, Service};
use crate::types::sign;

/// The storage. Each route is busy at its first visit, and loses the response of its second.
#[derive(Default)]
struct Cloud {
    signatures: HashSet<String>,
    visits: BTreeMap<String, u32>,
    objects: BTreeMap<String, Vec<u8>>,
    queue: VecDeque<Value>,
    seen: HashSet<String>,
}

impl Cloud {
    fn respond(&mut self, arrival: &Arrival) -> Option<Respond> {
        let date = arrival.header("x-date");
        let signature = sign(&arrival.verb, &arrival.target, date);
        // A signature is valid once, so a retry with the first signature fails.
        if arrival.header("authorization") != signature || !self.signatures.insert(signature) {
            return Some(Respond::status(403));
        }
        let operation = arrival
            .header("x-amz-target")
            .trim_start_matches("AmazonSQS.");
        let route = format!("{} {operation}", arrival.verb);
        let visit = self.visits.entry(route).or_default();
        *visit += 1;
        match *visit {
            1 => return Some(Respond::status(429)),
            2 if operation != "ReceiveMessage" => {
                self.act(operation, arrival);
                return None;
            }
            _ => {}
        }
        Some(self.act(operation, arrival))
    }

    fn act(&mut self, operation: &str, arrival: &Arrival) -> Respond {
        let body: Value = serde_json::from_slice(&arrival.body).unwrap_or_default();
        match (&*arrival.verb, operation) {
            ("PUT", _) => {
                let (key, object) = (arrival.target.clone(), arrival.body.clone());
                self.objects.insert(key, object);
                Respond::status(200)
            }
            ("GET", _) => match self.objects.get(&arrival.target) {
                Some(object) => Respond::status(200).body(object.clone()),
                None => Respond::status(404),
            },
            (_, "SendMessage") => {
                if self.seen.insert(body["deduplication_id"].to_string()) {
                    let message = json!({"body": body["body"], "receipt": "r1"});
                    self.queue.push_back(message);
                }
                Respond::status(200)
            }
            (_, "ReceiveMessage") => Respond::json(&json!({"messages": self.queue})),
            _ => {
                self.queue.clear();
                Respond::status(200)
            }
        }
    }
}

/// Starts a storage without any visits.
pub(crate) async fn start() -> io::Result<Service> {
    let cloud = Mutex::new(Cloud::default());
    let respond = move |arrival: &Arrival| {
        let mut cloud = cloud.lock().unwrap_or_else(PoisonError::into_inner);
        cloud.respond(arrival)
    };
    Service::start(respond, None).await
}
