//! Sentinels, and a failover in the middle.

use std::fs;
use std::time::Duration;

use retry_client_redis::RedisState;
use tokio::time::{Instant, sleep};

use crate::fleet::{Counted, SmallClient, quota, saturate};
use crate::server::Server;
use crate::told::Told;

const WHO: &str = "{retry-client:tenant-7}:who:Small.:0:100/1000000000ns+20";

/// A sentinel of its own, which watches over a master.
fn sentinel(master: &Server) -> Server {
    let file = master.folder().join("sentinel.conf");
    let lines = format!(
        "sentinel monitor mymaster 127.0.0.1 {} 1\n\
         sentinel down-after-milliseconds mymaster 500\n\
         sentinel failover-timeout mymaster 2000\n",
        master.port
    );
    fs::write(&file, lines).unwrap();
    Server::start(&[file.to_str().unwrap(), "--sentinel"]).unwrap()
}

#[tokio::test]
async fn the_replica_that_sentinels_promote_takes_over() {
    let Some(mut master) = Server::start(&[]) else {
        return;
    };
    let told = Told::listen();
    let of = ["--replicaof", "127.0.0.1", &master.port.to_string()];
    let replica = Server::start(&of).unwrap();
    let sentinel = sentinel(&master);
    let counted = Counted::default();
    let mut clients = Vec::new();
    for _ in 0..4 {
        let state = RedisState::sentinel([sentinel.url()], "redis://mymaster/0");
        let builder = SmallClient::builder().transport(counted.clone());
        let client = builder.fleet(state.await.unwrap(), quota());
        clients.push(client.build().unwrap());
    }
    let begun = Instant::now();
    let calls = tokio::spawn(saturate(clients, Duration::from_secs(9)));
    sleep(Duration::from_secs(2)).await;
    // The master was used, and sentinels have to know the replica.
    assert_eq!(master.say(&format!("ZCARD {WHO}")), ":4");
    while !sentinel.ask("SENTINEL REPLICAS mymaster").contains("name") {
        sleep(Duration::from_millis(50)).await;
        assert!(begun.elapsed() < Duration::from_secs(20), "no replica");
    }
    master.kill();
    calls.await.unwrap();

    assert!(
        replica.ask("ROLE").contains("master"),
        "nobody was promoted"
    );
    assert_eq!(replica.say(&format!("ZCARD {WHO}")), ":4");
    // All are back: each said once that it was on its own, and once that it is not any more.
    assert_eq!((told.lines("WARN").len(), told.lines("INFO").len()), (4, 4));
    // The quota, and a burst for each.
    let sent = counted.count();
    assert!((800..=920 + 4 * 20).contains(&sent), "{sent}");
}
