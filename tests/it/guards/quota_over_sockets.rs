//! A quota over sockets, in real time: fifty tasks at ten requests a second.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use retry_client::{Result, client};
use tokio::time::Instant;

use crate::support::script::{ms, ok, status};
use crate::support::server::Server;

#[client]
#[retry(exponential, attempts = 10, statuses = [429])]
#[rate_limit(follow)]
trait Api {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

/// Ten requests a second, ten at once after idleness.
struct Bucket {
    level: f64,
    last: Instant,
}

impl Bucket {
    fn has_room(&mut self) -> bool {
        let now = Instant::now();
        let filled = now.duration_since(self.last).as_secs_f64() * 10.0;
        (self.level, self.last) = ((self.level + filled).min(10.0), now);
        let has_room = self.level >= 1.0;
        self.level -= f64::from(u8::from(has_room));
        has_room
    }
}

#[tokio::test]
#[ignore = "takes 25 seconds of real time; `.ci/run` does"]
async fn fifty_tasks_keep_to_a_quota_that_they_are_told() {
    let bucket = Mutex::new(Bucket {
        level: 10.0,
        last: Instant::now(),
    });
    let refused = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&refused);
    let server = Server::responding(move |_| {
        if bucket.lock().unwrap().has_room() {
            // What is done takes longer than what is refused.
            return ok("x").late(ms(20));
        }
        *counted.lock().unwrap() += 1;
        status(429).header("retry-after", "1")
    });
    let server = server.await;
    let api = ApiClient::with_base_url(server.url()).unwrap();
    let begun = Instant::now();
    let tasks: Vec<_> = (0..50)
        .map(|_| {
            let api = api.clone();
            tokio::spawn(async move {
                for _ in 0..4 {
                    api.x().await?;
                }
                Ok::<_, retry_client::Error>(())
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let (refused, took) = (*refused.lock().unwrap(), begun.elapsed());
    // Forty cannot be avoided, since fifty start at once and ten are let in.
    assert!(refused <= 45, "{refused} refused");
    assert!(took <= Duration::from_secs(26), "{took:?}");
    assert_eq!(server.arrivals().len(), 200 + refused);
}
