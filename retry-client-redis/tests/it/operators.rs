//! Promises to operators: the URL, the ACL, lifetimes of keys.

use std::time::Duration;

use retry_client::ErrorKind;
use retry_client_redis::RedisState;
use tokio::time::sleep;

use crate::fleet::{Counted, quota, small};
use crate::server::Server;

/// The line in `docs/guide/fleet.md`.
const ACL: &str = "ACL SETUSER fleet reset on >secret ~{retry-client:* +evalsha +eval +time +get +set +pttl +pexpire +zadd \
                   +zremrangebyscore +zcard +zcount +zscore";

#[tokio::test]
async fn an_invalid_url_is_an_error_and_shows_no_password() {
    for url in [
        "",
        "http://127.0.0.1",
        "redis://:secret@host:port",
        "127.0.0.1:6379",
    ] {
        let error = RedisState::connect(url).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build, "{url}");
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
}

#[tokio::test]
async fn the_documented_acl_suffices() {
    let (Some(server), counted) = (Server::start(&[]), Counted::default()) else {
        return;
    };
    let chapter = include_str!("../../../docs/guide/fleet.md");
    assert!(chapter.contains(ACL), "the chapter has another ACL");
    assert_eq!(server.say(ACL), "+OK");
    let url = format!("redis://fleet:secret@127.0.0.1:{}", server.port);
    let client = small(&url, &counted, quota()).await;
    client.x().await.unwrap();
    assert_eq!(server.say("DBSIZE"), ":2");
    // What is denied would be counted.
    assert!(
        server.say("ACL LOG").starts_with("*0"),
        "{}",
        server.say("ACL LOG")
    );
}

#[tokio::test]
async fn every_key_has_a_lifetime() {
    let (Some(server), counted) = (Server::start(&[]), Counted::default()) else {
        return;
    };
    let client = small(&server.url(), &counted, quota()).await;
    client.x().await.unwrap();
    let limit = "Small.:0:100/1000000000ns+20";
    let lifetime = |kind: &str| -> i64 {
        let left = server.say(&format!("PTTL {{retry-client:tenant-7}}:{kind}:{limit}"));
        left.trim_start_matches(':').parse().unwrap()
    };
    assert!((1..=30_000).contains(&lifetime("who")));
    // The account is forgotten once the burst is there again.
    assert!(lifetime("at") <= 11);
    sleep(Duration::from_millis(30)).await;
    assert_eq!(lifetime("at"), -2);
}

#[cfg(feature = "cluster")]
#[tokio::test]
async fn a_cluster_keeps_a_quota_on_one_node() {
    use retry_client::Quota;

    use crate::fleet::SmallClient;

    let arguments = ["--cluster-enabled", "yes"];
    let (Some(server), counted) = (Server::start(&arguments), Counted::default()) else {
        return;
    };
    // A line may not be longer than 64 KiB.
    for begin in (0..16_384).step_by(1_024) {
        let slots: Vec<String> = (begin..begin + 1_024)
            .map(|slot| slot.to_string())
            .collect();
        assert_eq!(
            server.say(&format!("CLUSTER ADDSLOTS {}", slots.join(" "))),
            "+OK"
        );
    }
    for _ in 0..100 {
        if server.say("SET probe 1") == "+OK" {
            break;
        }
        sleep(Duration::from_millis(50)).await;
    }
    let state = RedisState::cluster([server.url()]).await.unwrap();
    let builder = SmallClient::builder().transport(counted.clone());
    let client = builder
        .fleet(state, Quota::key("tenant-7"))
        .build()
        .unwrap();
    client.x().await.unwrap();
    assert_eq!(
        server.say("EXISTS {retry-client:tenant-7}:who:Small.:0:100/1000000000ns+20"),
        ":1"
    );
}

#[cfg(feature = "sentinel")]
#[tokio::test]
async fn sentinels_name_the_master() {
    use retry_client::Quota;

    use crate::fleet::SmallClient;

    let (Some(server), counted) = (Server::start(&[]), Counted::default()) else {
        return;
    };
    let folder = std::env::temp_dir().join(format!("retry-client-sentinel-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("sentinel.conf");
    std::fs::write(
        &file,
        format!("sentinel monitor mymaster 127.0.0.1 {} 1\n", server.port),
    )
    .unwrap();
    let sentinel = Server::start(&[file.to_str().unwrap(), "--sentinel"]).unwrap();
    let state = RedisState::sentinel([sentinel.url()], "redis://mymaster/0")
        .await
        .unwrap();
    let builder = SmallClient::builder().transport(counted.clone());
    let client = builder
        .fleet(state, Quota::key("tenant-7"))
        .build()
        .unwrap();
    client.x().await.unwrap();
    assert_eq!(
        server.say("EXISTS {retry-client:tenant-7}:who:Small.:0:100/1000000000ns+20"),
        ":1"
    );
    drop(sentinel);
    std::fs::remove_dir_all(folder).unwrap();
}
