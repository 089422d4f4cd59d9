//! Whatever becomes of the server: no call fails for it, none takes more than 25 ms longer, and the limit holds.

use std::time::Duration;

use retry_client::Quota;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::fleet::{Counted, SmallClient, quota, saturate, small};
use crate::server::Server;

/// The most that a call may take longer, with something for a machine that is busy with other tests.
const LONGER: Duration = Duration::from_millis(25 + 40);

/// Four clients that have had responses, and know of each other.
async fn four(url: &str, counted: &Counted) -> Vec<SmallClient> {
    let mut clients = Vec::new();
    for _ in 0..4 {
        clients.push(small(url, counted, quota()).await);
    }
    for _ in 0..2 {
        for client in &clients {
            client.x().await.unwrap();
        }
        sleep(Duration::from_millis(150)).await;
    }
    clients
}

/// Calls of clients whose server is in trouble.
async fn hold(clients: Vec<SmallClient>, counted: &Counted) {
    for client in &clients {
        let begun = Instant::now();
        client.x().await.unwrap();
        assert!(begun.elapsed() <= LONGER, "{:?}", begun.elapsed());
    }
    let before = counted.count();
    saturate(clients, Duration::from_secs(2)).await;
    let sent = counted.count() - before;
    // What is exact for all of them, and a burst for each.
    assert!((150..=200 + 4 * 20).contains(&sent), "{sent}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_stopped() {
    let (Some(server), counted) = (Server::start(&[]), Counted::default()) else {
        return;
    };
    let clients = four(&server.url(), &counted).await;
    server.stop();
    hold(clients, &counted).await;
    server.go_on();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed() {
    let (Some(mut server), counted) = (Server::start(&[]), Counted::default()) else {
        return;
    };
    let clients = four(&server.url(), &counted).await;
    server.kill();
    hold(clients, &counted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_started_again_empty() {
    let (Some(mut server), counted) = (Server::start(&[]), Counted::default()) else {
        return;
    };
    let clients = four(&server.url(), &counted).await;
    server.restart();
    hold(clients, &counted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_out_of_memory() {
    let (Some(server), counted) = (Server::start(&[]), Counted::default()) else {
        return;
    };
    let clients = four(&server.url(), &counted).await;
    assert_eq!(server.say("CONFIG SET maxmemory 1"), "+OK");
    hold(clients, &counted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password() {
    let arguments = ["--requirepass", "right"];
    let (Some(server), counted) = (Server::start(&arguments), Counted::default()) else {
        return;
    };
    let url = format!("redis://:wrong@127.0.0.1:{}", server.port);
    let mut clients = Vec::new();
    for _ in 0..4 {
        clients.push(small(&url, &counted, quota().members(4)).await);
    }
    hold(clients, &counted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there() {
    let counted = Counted::default();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = port.local_addr().unwrap().port();
    let url = format!("redis://127.0.0.1:{port}");
    let mut clients = Vec::new();
    for _ in 0..4 {
        clients.push(small(&url, &counted, Quota::key("k").members(4)).await);
    }
    hold(clients, &counted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_slow() {
    let (Some(server), counted) = (Server::start(&[]), Counted::default()) else {
        return;
    };
    let proxy = slow_proxy(server.port).await;
    let url = format!("redis://127.0.0.1:{proxy}");
    let mut clients = Vec::new();
    for _ in 0..4 {
        clients.push(small(&url, &counted, quota().members(4)).await);
    }
    hold(clients, &counted).await;
}

/// A proxy that passes on what the server says half a second later.
async fn slow_proxy(to: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((near, _)) = listener.accept().await {
            let far = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
            let ((mut asks, mut says), (mut server, mut to_server)) =
                (near.into_split(), far.into_split());
            connections.spawn(async move { _ = tokio::io::copy(&mut asks, &mut to_server).await });
            connections.spawn(async move {
                let mut buffer = vec![0; 65_536];
                while let Ok(length @ 1..) = server.read(&mut buffer).await {
                    sleep(Duration::from_millis(500)).await;
                    if says.write_all(&buffer[..length]).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    port
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_back_is_used_again() {
    let (Some(mut server), counted) = (Server::start(&[]), Counted::default()) else {
        return;
    };
    let clients = four(&server.url(), &counted).await;
    server.kill();
    clients[0].x().await.unwrap();
    server.start_again();
    sleep(Duration::from_millis(1_200)).await;
    clients[0].x().await.unwrap();
    let keys = server.say("EXISTS {retry-client:tenant-7}:who:Small.:0:100/1000000000ns+20");
    assert_eq!(keys, ":1");
}
