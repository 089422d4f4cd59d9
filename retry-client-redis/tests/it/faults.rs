//! Faults of the server: no call fails because of them or takes more than 25 ms longer, the limit holds, and operators
//! see a warning.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::fleet::{Counted, SmallClient, quota, saturate, small};
use crate::proxy::Proxy;
use crate::server::{Server, free_port};
use crate::told::Told;

/// The most that a call may take longer.
const LONGER: Duration = Duration::from_millis(25);

/// Four clients of a server that gets into trouble.
struct Trouble {
    counted: Counted,
    clients: Vec<SmallClient>,
    told: Told,
}

impl Trouble {
    /// Clients that have had responses, and know of each other.
    async fn begin(url: &str) -> Self {
        // Again if the machine was too busy for a response in time.
        for _ in 0..5 {
            let trouble = Self::from_the_start(url, 1).await;
            for _ in 0..2 {
                for client in &trouble.clients {
                    client.x().await.unwrap();
                }
                sleep(Duration::from_millis(150)).await;
            }
            if trouble.told.lines("WARN").is_empty() {
                return trouble;
            }
        }
        panic!("the machine is too busy for this");
    }

    /// Clients that have never had a response.
    async fn from_the_start(url: &str, members: u32) -> Self {
        let (counted, told) = (Counted::default(), Told::listen());
        let mut clients = Vec::new();
        for _ in 0..4 {
            clients.push(small(url, &counted, quota().members(members)).await);
        }
        Self {
            counted,
            clients,
            told,
        }
    }

    /// Makes calls while the server is in trouble. Each client warns once that it is out of reach, with this reason.
    async fn hold(self, reason: Option<&str>) -> Told {
        // Seldom enough that there is always a turn, for as long as nobody asks and a while longer.
        for _ in 0..12 {
            for client in &self.clients {
                let (took, late) = timed(async { client.x().await.unwrap() }).await;
                assert!(
                    took <= LONGER + late,
                    "{took:?}, timers being {late:?} late"
                );
            }
            sleep(Duration::from_millis(100)).await;
        }
        let before = self.counted.count();
        saturate(self.clients, Duration::from_secs(2)).await;
        let sent = self.counted.count() - before;
        // What is exact for all of them, and a burst for each.
        assert!((170..=200 + 4 * 20).contains(&sent), "{sent}");

        let warnings = self.told.lines("WARN");
        let changes = "retry_client_fleet_changes_total{service=\"Small\",to=\"share\"}";
        let told = u32::try_from(warnings.len()).unwrap();
        assert_eq!(self.told.metric(changes), told);
        // On a busy machine a response may be late, whatever is wrong with the server.
        let is_late = |warning: &String| warning.contains(SILENT);
        let Some(reason) = reason else {
            assert!(warnings.iter().all(is_late), "{warnings:#?}");
            return self.told;
        };
        assert_eq!(told, 4, "{warnings:#?}");
        let is_expected = |warning: &String| warning.contains(reason);
        assert!(
            warnings.iter().any(is_expected),
            "no {reason:?} in {warnings:#?}"
        );
        assert!(
            warnings
                .iter()
                .all(|warning| is_expected(warning) || is_late(warning))
        );
        // Each at once, after 1 s, and perhaps after 2 more.
        let uses = |outcome| {
            let labels = format!("service=\"Small\",outcome=\"{outcome}\"");
            self.told
                .metric(&format!("retry_client_fleet_uses_total{{{labels}}}"))
        };
        let (main, other) = if reason == SILENT {
            ("timeout", "error")
        } else {
            ("error", "timeout")
        };
        let (main, other) = (uses(main), uses(other));
        assert!(
            main >= 4 && (8..=12).contains(&(main + other)),
            "{main}, {other}"
        );
        self.told
    }
}

const SILENT: &str = "no response in 20 ms";

/// The time that a call took, and the lateness of timers on this thread meanwhile.
async fn timed(call: impl Future) -> (Duration, Duration) {
    let late = Arc::new(AtomicU64::new(0));
    let worst = Arc::clone(&late);
    let watching = tokio::spawn(async move {
        loop {
            let begun = Instant::now();
            sleep(Duration::from_millis(1)).await;
            // Timers count milliseconds, so one more is in time.
            let over = begun.elapsed().saturating_sub(Duration::from_millis(2));
            worst.fetch_max(u64::try_from(over.as_micros()).unwrap(), Relaxed);
        }
    });
    let begun = Instant::now();
    call.await;
    let took = begun.elapsed();
    // It has seen the end as well.
    sleep(Duration::from_millis(2)).await;
    watching.abort();
    (took, Duration::from_micros(late.load(Relaxed)))
}

#[tokio::test]
async fn a_stopped_server_fails_no_call() {
    let Some(server) = Server::start(&[]) else {
        return;
    };
    let trouble = Trouble::begin(&server.url()).await;
    server.stop();
    trouble.hold(Some(SILENT)).await;
    server.go_on();
}

#[tokio::test]
async fn a_killed_server_fails_no_call() {
    let Some(mut server) = Server::start(&[]) else {
        return;
    };
    let trouble = Trouble::begin(&server.url()).await;
    server.kill();
    trouble.hold(Some("connection refused")).await;
}

#[tokio::test]
async fn a_slow_server_fails_no_call() {
    let Some(server) = Server::start(&[]) else {
        return;
    };
    let proxy = Proxy::before(server.port).await;
    let trouble = Trouble::begin(&proxy.url()).await;
    proxy.delay(Duration::from_millis(500));
    trouble.hold(Some(SILENT)).await;
}

#[tokio::test]
async fn a_server_that_is_started_again_empty_is_used_at_once() {
    let Some(mut server) = Server::start(&[]) else {
        return;
    };
    let trouble = Trouble::begin(&server.url()).await;
    server.restart(&[]);
    let told = trouble.hold(None).await;
    assert_eq!(
        told.metric("retry_client_fleet_members{service=\"Small\"}"),
        4
    );
}

#[tokio::test]
async fn a_server_without_memory_fails_no_call() {
    let Some(server) = Server::start(&["--maxmemory-policy", "noeviction"]) else {
        return;
    };
    let trouble = Trouble::begin(&server.url()).await;
    assert_eq!(server.say("CONFIG SET maxmemory 1mb"), "+OK");
    // Until it is full.
    let fill = "for i = 1, 1000 do redis.call('SET', 'k' .. i, string.rep('x', 1000)) end";
    let filled = server.say(&format!("EVAL \"{fill}\" 0"));
    assert!(filled.contains("OOM"), "{filled}");
    trouble.hold(Some("redis: OOM")).await;
}

#[tokio::test]
async fn a_wrong_password_fails_no_call() {
    let Some(server) = Server::start(&["--requirepass", "right"]) else {
        return;
    };
    let url = format!("redis://:wrong@127.0.0.1:{}", server.port);
    let trouble = Trouble::from_the_start(&url, 4).await;
    trouble.hold(Some("redis: authentication failed")).await;
}

#[tokio::test]
async fn a_missing_server_fails_no_call() {
    let url = format!("redis://127.0.0.1:{}", free_port());
    let trouble = Trouble::from_the_start(&url, 4).await;
    trouble.hold(Some("connection refused")).await;
}

#[tokio::test]
async fn a_server_that_has_become_a_replica_fails_no_call() {
    let (Some(server), Some(master)) = (Server::start(&[]), Server::start(&[])) else {
        return;
    };
    let trouble = Trouble::begin(&server.url()).await;
    let replicate = format!("REPLICAOF 127.0.0.1 {}", master.port);
    assert_eq!(server.say(&replicate), "+OK");
    trouble.hold(Some("redis: READONLY")).await;
}

#[tokio::test]
async fn a_server_that_loads_its_data_fails_no_call() {
    let Some(mut server) = Server::start(&[]) else {
        return;
    };
    // Each of a size after which a server that loads looks for commands.
    assert_eq!(server.say("CONFIG SET rdbcompression no"), "+OK");
    let fill = "for i = 1, 5000 do redis.call('SET', 'k' .. i, string.rep('x', 1100)) end";
    server.say(&format!("EVAL \"{fill}\" 0"));
    let trouble = Trouble::begin(&server.url()).await;
    assert_eq!(server.say("SAVE"), "+OK");
    // 1 ms for each key.
    let slowly = [
        "--key-load-delay",
        "1000",
        "--loading-process-events-interval-bytes",
        "1024",
    ];
    server.restart(&slowly);
    trouble.hold(Some("redis: LOADING")).await;
}

#[tokio::test]
async fn a_server_that_has_forgotten_its_scripts_is_sent_them_again() {
    let Some(server) = Server::start(&[]) else {
        return;
    };
    let trouble = Trouble::begin(&server.url()).await;
    assert_eq!(server.say("SCRIPT FLUSH"), "+OK");
    trouble.hold(None).await;
}

#[tokio::test]
async fn a_server_that_is_back_is_used_again() {
    let Some(mut server) = Server::start(&[]) else {
        return;
    };
    let trouble = Trouble::begin(&server.url()).await;
    server.kill();
    trouble.clients[0].x().await.unwrap();
    server.start_again();
    sleep(Duration::from_millis(1_200)).await;
    trouble.clients[0].x().await.unwrap();
    let keys = server.say("EXISTS {retry-client:tenant-7}:who:Small.:0:100/1000000000ns+20");
    assert_eq!(keys, ":1");
    let told = &trouble.told;
    assert_eq!((told.lines("WARN").len(), told.lines("INFO").len()), (1, 1));
    let changes = |to| format!("retry_client_fleet_changes_total{{service=\"Small\",to=\"{to}\"}}");
    assert_eq!(told.metric(&changes("share")), 1);
    assert_eq!(told.metric(&changes("fleet")), 1);
}
