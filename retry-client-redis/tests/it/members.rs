//! Members of a fleet: processes of their own, which are this test program, started again.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{env, fs};

use retry_client::{Result, client};
use retry_client_redis::RedisState;
use tokio::time::{Instant, sleep, sleep_until};

use crate::fleet::{LargeClient, SmallClient, assert_is_the_end, quota};
use crate::told::Told;

#[client(base_url = "http://llm.test")]
#[rate_limit(follow)]
trait Followed {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

const KIND: &str = "RETRY_CLIENT_TEST_KIND";
const REDIS: &str = "RETRY_CLIENT_TEST_REDIS";
const API: &str = "RETRY_CLIENT_TEST_API";
const MILLIS: &str = "RETRY_CLIENT_TEST_MILLIS";

/// The conduct of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Makes as many calls as a limit of a hundred a second allows.
    Small,
    /// Makes as many calls as a limit of a thousand a second allows.
    Large,
    /// Makes one call under a limit of a thousand a second.
    Idle,
    /// Calls every 5 ms, without a limit except for pauses.
    Followed,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Small, Self::Large, Self::Idle, Self::Followed];
}

/// A member that is going to be started.
pub(crate) struct Member(Command);

/// A member that runs. It is killed when it is dropped.
pub(crate) struct Running(Child);

/// The report of a member at its end.
pub(crate) struct End {
    /// The time of the day by its own clock.
    pub(crate) clock: Duration,
    /// The number of times that the state was out of reach for it: slow, on a machine that is busy.
    pub(crate) outages: u64,
}

impl Member {
    pub(crate) fn new(kind: Kind, redis: &str, api: &str, time: Duration) -> Self {
        Self::by(
            Command::new(env::current_exe().unwrap()),
            (kind, redis, api, time),
        )
    }

    /// A member whose clock of the day is so many seconds ahead.
    pub(crate) fn ahead(seconds: u32, of: (Kind, &str, &str, Duration)) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        // By the library itself: the program `faketime` would be the parent of what it starts, and be killed in its
        // place. The clock for waits stays that of all.
        command
            .env("LD_PRELOAD", faketime().unwrap())
            .env("FAKETIME", format!("+{seconds}s"))
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        Self::by(command, of)
    }

    fn by(mut command: Command, (kind, redis, api, time): (Kind, &str, &str, Duration)) -> Self {
        command
            .args([
                "members::one_of_the_members",
                "--exact",
                "--ignored",
                "--nocapture",
            ])
            .env(KIND, format!("{kind:?}"))
            .env(REDIS, redis)
            .env(API, api)
            .env(MILLIS, time.as_millis().to_string())
            .stdout(Stdio::piped());
        Self(command)
    }

    /// Trusts the certificates of a file and no others.
    #[cfg_attr(
        not(any(feature = "rustls", feature = "native-tls")),
        expect(dead_code, reason = "there is no TLS")
    )]
    pub(crate) fn trusting(mut self, file: &Path) -> Self {
        self.0.env("SSL_CERT_FILE", file);
        self
    }

    pub(crate) fn start(mut self) -> Running {
        Running(self.0.spawn().unwrap())
    }
}

impl Running {
    /// `kill -9`
    pub(crate) fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Waits for its end, which must be a success.
    pub(crate) async fn end(mut self) -> End {
        let waiting = tokio::task::spawn_blocking(move || {
            let output = BufReader::new(self.0.stdout.take().unwrap());
            let lines: Vec<String> = output.lines().map(Result::unwrap).collect();
            let status = self.0.wait().unwrap();
            assert!(status.success(), "{status}: {lines:?}");
            let value = |name| {
                let value = lines.iter().find_map(|line| line.split_once(name));
                value.unwrap().1.trim().parse().unwrap()
            };
            End {
                clock: Duration::from_millis(value("clock=")),
                outages: value("outages="),
            }
        });
        waiting.await.unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The library that fakes clocks, if it is installed.
fn faketime() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib").ok()?.flatten();
    let library = |folder: fs::DirEntry| folder.path().join("faketime/libfaketimeMT.so.1");
    folders.map(library).find(|library| library.exists())
}

/// Tells whether clocks can be set, and says how to get what it takes.
pub(crate) fn has_faketime() -> bool {
    let has = faketime().is_some();
    if !has {
        crate::server::skip("`libfaketime` is not installed; get it by `apt-get install faketime`");
    }
    has
}

pub(crate) fn since_epoch() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap()
}

/// Calls until the end of the time. Only that there is no turn before it may end them earlier.
macro_rules! calls {
    ($client:ident, $state:expr, $api:expr, $ends:expr) => {{
        let builder = $client::builder().base_url($api);
        let client = builder.fleet($state, quota()).build().unwrap();
        loop {
            match client.x().within($ends).await {
                Ok(_) => {}
                Err(error) => {
                    assert_is_the_end(&error, $ends);
                    break;
                }
            }
        }
    }};
}

#[tokio::test]
#[ignore = "a member that other tests start"]
async fn one_of_the_members() {
    let Ok(kind) = env::var(KIND) else {
        return;
    };
    let var = |name| env::var(name).unwrap();
    let kind = Kind::ALL
        .into_iter()
        .find(|known| format!("{known:?}") == kind);
    let ends = Instant::now() + Duration::from_millis(var(MILLIS).parse().unwrap());
    let state = RedisState::connect(var(REDIS)).await.unwrap();
    let (api, told) = (var(API), Told::listen());
    match kind.unwrap() {
        Kind::Small => calls!(SmallClient, state, &api, ends),
        Kind::Large => calls!(LargeClient, state, &api, ends),
        Kind::Idle => {
            let builder = LargeClient::builder().base_url(&api);
            let client = builder.fleet(state, quota()).build().unwrap();
            client.x().await.unwrap();
            sleep_until(ends).await;
        }
        Kind::Followed => {
            let builder = FollowedClient::builder().base_url(&api);
            let client = builder.fleet(state, quota()).build().unwrap();
            while Instant::now() < ends {
                // The one that is told to wait fails, as does what a pause keeps back.
                let _ = client.x().within(ends).await;
                sleep(Duration::from_millis(5)).await;
            }
        }
    }
    println!("clock={}", since_epoch().as_millis());
    println!("outages={}", told.lines("WARN").len());
}
