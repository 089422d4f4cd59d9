//! A cluster of three masters.

use std::time::Duration;

use retry_client::Quota;
use retry_client_redis::RedisState;
use tokio::time::{Instant, sleep};

use crate::fleet::{Counted, SmallClient, saturate};
use crate::operators::ACL;
use crate::server::{Server, free_port};

/// The further permissions that a client of a cluster needs, as in `docs/guide/fleet.md`.
const FURTHER: &str = "ACL SETUSER fleet +cluster|slots +ping";

/// Three masters, each with a third of the slots.
async fn cluster() -> Option<Vec<Server>> {
    let mut nodes = Vec::new();
    for _ in 0..3 {
        let bus = free_port().to_string();
        nodes.push(Server::start(&[
            "--cluster-enabled",
            "yes",
            "--cluster-port",
            &bus,
            "--cluster-announce-ip",
            "127.0.0.1",
            "--cluster-announce-bus-port",
            &bus,
            "--cluster-require-full-coverage",
            "no",
        ])?);
        let node = &nodes[nodes.len() - 1];
        let first = &nodes[0];
        assert_eq!(
            first.say(&format!("CLUSTER MEET 127.0.0.1 {} {bus}", node.port)),
            "+OK"
        );
    }
    for (node, third) in nodes.iter().zip(0..) {
        let slots: Vec<u32> = (0..16_384)
            .filter(|slot| slot * 3 / 16_384 == third)
            .collect();
        // A line may not be longer than 64 KiB.
        for slots in slots.chunks(1_024) {
            let slots: Vec<String> = slots.iter().map(u32::to_string).collect();
            assert_eq!(
                node.say(&format!("CLUSTER ADDSLOTS {}", slots.join(" "))),
                "+OK"
            );
        }
    }
    let begun = Instant::now();
    let is_whole = |node: &Server| {
        let info = node.ask("CLUSTER INFO");
        info.contains("cluster_state:ok") && info.contains("cluster_slots_ok:16384")
    };
    while !nodes.iter().all(is_whole) {
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "the nodes do not meet"
        );
        sleep(Duration::from_millis(50)).await;
    }
    Some(nodes)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_keeps_each_quota_on_one_of_its_nodes() {
    let chapter = include_str!("../../../docs/guide/fleet.md");
    assert!(chapter.contains(FURTHER), "the chapter has another ACL");
    let Some(mut nodes) = cluster().await else {
        return;
    };
    for node in &nodes {
        assert_eq!(node.say(ACL), "+OK");
        assert_eq!(node.say(FURTHER), "+OK");
    }
    let url = format!("redis://fleet:secret@127.0.0.1:{}", nodes[0].port);
    let clients = async |quota: usize, counted: &Counted| {
        let mut clients = Vec::new();
        for _ in 0..3 {
            let state = RedisState::cluster([&url]).await.unwrap();
            let builder = SmallClient::builder().transport(counted.clone());
            let quota = Quota::key(format!("quota {quota}"));
            clients.push(builder.fleet(state, quota).build().unwrap());
        }
        clients
    };
    let mut quotas = Vec::new();
    for quota in 0..6 {
        let counted = Counted::default();
        quotas.push((clients(quota, &counted).await, counted));
    }
    for (clients, counted) in &quotas {
        saturate(clients.clone(), Duration::from_secs(1)).await;
        // 120 is exact.
        assert!(
            (105..=132).contains(&counted.count()),
            "{}",
            counted.count()
        );
    }
    // Each quota is on the node that has its slot, and all nodes have some.
    let has = |node: &Server, quota: usize| {
        let keys = node.ask(&format!("KEYS {{retry-client:quota?{quota}}}:who:*"));
        keys.contains("Small")
    };
    for quota in 0..6 {
        assert_eq!(nodes.iter().filter(|node| has(node, quota)).count(), 1);
    }
    for node in &nodes {
        assert!(
            (0..6).any(|quota| has(node, quota)),
            "a node without a quota"
        );
        let denied = node.ask("ACL LOG");
        assert!(denied.starts_with("*0"), "{denied}");
    }

    // One node is lost: its quotas go on by shares, and the others as before.
    let lost = nodes.remove(2);
    let is_lost: Vec<bool> = (0..6).map(|quota| has(&lost, quota)).collect();
    drop(lost);
    for ((clients, counted), is_lost) in quotas.into_iter().zip(is_lost) {
        let before = counted.count();
        saturate(clients, Duration::from_secs(1)).await;
        let sent = counted.count() - before;
        let most = if is_lost { 100 + 3 * 20 } else { 132 };
        assert!((90..=most).contains(&sent), "{sent}, lost: {is_lost}");
    }
}
