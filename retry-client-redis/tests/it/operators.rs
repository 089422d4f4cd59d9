//! Promises to operators: the URL, the ACL, lifetimes of keys.

use std::time::Duration;

use retry_client::ErrorKind;
use retry_client_redis::RedisState;
use tokio::time::sleep;

use crate::fleet::{Counted, quota, small};
use crate::server::Server;

/// The line in `docs/guide/fleet.md`.
pub(crate) const ACL: &str = "ACL SETUSER fleet reset on >secret ~{retry-client:* +evalsha +eval +time +get +set +pttl +pexpire +zadd \
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
