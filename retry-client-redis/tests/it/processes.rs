//! Real processes: this test program, started again.

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::fleet::{Counted, quota, saturate, small};
use crate::server::Server;

const URL: &str = "RETRY_CLIENT_TEST_URL";
const MILLIS: &str = "RETRY_CLIENT_TEST_MILLIS";

/// A process of its own that calls for a time, and then prints how often.
fn process(url: &str, time: Duration) -> Child {
    Command::new(env::current_exe().unwrap())
        .args([
            "processes::one_of_the_processes",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env(URL, url)
        .env(MILLIS, time.as_millis().to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The number that a process has printed.
fn count(mut child: Child) -> u32 {
    let output = BufReader::new(child.stdout.take().unwrap());
    let mut lines = output.lines().map(Result::unwrap);
    let count = lines.find_map(|line| line.split("sent=").nth(1)?.trim().parse().ok());
    child.wait().unwrap();
    count.unwrap_or(0)
}

#[tokio::test]
#[ignore = "what `processes_share_a_quota` starts"]
async fn one_of_the_processes() {
    let (Ok(url), Ok(millis)) = (env::var(URL), env::var(MILLIS)) else {
        return;
    };
    let counted = Counted::default();
    let client = small(&url, &counted, quota()).await;
    saturate(vec![client], Duration::from_millis(millis.parse().unwrap())).await;
    println!("sent={}", counted.count());
}

#[test]
fn processes_share_a_quota_and_one_that_is_killed_loses_its_lease_at_most() {
    let Some(server) = Server::start(&[]) else {
        return;
    };
    let time = Duration::from_secs(3);
    let mut killed = process(&server.url(), time);
    let others: Vec<_> = (0..3).map(|_| process(&server.url(), time)).collect();
    std::thread::sleep(Duration::from_secs(1));
    killed.kill().unwrap();
    killed.wait().unwrap();
    let sent: u32 = others.into_iter().map(count).sum();
    // 320 is exact, of which the one that was killed had up to a third and its last lease.
    assert!((170..=325).contains(&sent), "{sent}");
}
