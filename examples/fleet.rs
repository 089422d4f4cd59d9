//! One quota for several processes, and a Redis that is killed and started again in the middle.
//!
//! Run with `cargo run --example fleet`, or `… --example fleet -- fleet.svg` to choose the file of the chart. It starts a
//! `redis-server` or `valkey-server` of its own, and itself four times. If neither is installed, it says how to install one.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "processes and servers live in real time"
)]

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use std::{env, fs, thread};

use plotters::prelude::*;
use retry_client::{BoxError, Quota, Request, Response, Result, Transport, client};
use retry_client_redis::RedisState;

/// 40 a second for all processes together, and 10 at once.
#[client(base_url = "http://quota.test")]
#[rate_limit(40 per 1s, burst = 10)]
trait Limited {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

const PROCESSES: usize = 4;
const SECONDS: u64 = 9;
/// The Redis is gone from the end of the third second to the end of the fifth.
const GONE: (u64, u64) = (3, 5);

/// Notes when each request would have been sent.
#[derive(Clone)]
struct Noted(u128, Arc<Mutex<Vec<u64>>>);

impl Transport for Noted {
    async fn send(&self, _: Request) -> Result<Response, BoxError> {
        let at = u64::try_from(millis().saturating_sub(self.0))?;
        self.1.lock().map_err(|_| "poisoned")?.push(at);
        Ok(http::Response::builder().body("\"x\"")?.into())
    }
}

/// Only for the chart: the processes must agree on when it begins. Their clients need no common clock.
fn millis() -> u128 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |now| now.as_millis())
}

/// One of the processes: sends as many requests as it may, and prints when.
async fn member(url: &str, begins: u128) -> Result<(), BoxError> {
    let noted = Noted(begins, Arc::default());
    let quota = Quota::key("tenant-7").members(u32::try_from(PROCESSES)?);
    let builder = LimitedClient::builder().transport(noted.clone());
    let client = builder
        .fleet(RedisState::connect(url).await?, quota)
        .build()?;
    let left = (begins + u128::from(SECONDS) * 1_000).saturating_sub(millis());
    let ends = tokio::time::Instant::now() + Duration::from_millis(u64::try_from(left)?);
    while client.x().within(ends).await.is_ok() {}
    let times = noted.1.lock().map_err(|_| "poisoned")?.clone();
    let times: Vec<String> = times.iter().map(u64::to_string).collect();
    println!("{}", times.join(" "));
    Ok(())
}

fn main() -> Result<(), BoxError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    if let (Ok(url), Ok(begins)) = (env::var("FLEET_URL"), env::var("FLEET_BEGINS")) {
        return runtime.block_on(member(&url, begins.parse()?));
    }
    let Some(program) = ["redis-server", "valkey-server"]
        .into_iter()
        .find(|program| is_there(program))
    else {
        println!(
            "This example needs a Redis or a Valkey: `apt-get install redis-server`, or `apt-get install valkey-server`."
        );
        return Ok(());
    };
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut redis = Redis::start(program, port)?;
    let begins = millis();
    let begun = Instant::now();
    let url = format!("redis://127.0.0.1:{port}");
    let members: Vec<Child> = (0..PROCESSES)
        .map(|_| {
            Command::new(env::current_exe()?)
                .envs([("FLEET_URL", &url), ("FLEET_BEGINS", &begins.to_string())])
                .stdout(Stdio::piped())
                .spawn()
        })
        .collect::<Result<_, _>>()?;
    sleep_until(begun, GONE.0);
    drop(redis);
    sleep_until(begun, GONE.1);
    redis = Redis::start(program, port)?;
    let sent = members
        .into_iter()
        .map(times)
        .collect::<Result<Vec<_>, _>>()?;
    drop(redis);
    report(&sent)
}

fn is_there(program: &str) -> bool {
    let version = Command::new(program).arg("--version").output();
    version.is_ok_and(|output| output.status.success())
}

fn sleep_until(begun: Instant, second: u64) {
    thread::sleep(Duration::from_secs(second).saturating_sub(begun.elapsed()));
}

/// The times that a process has printed.
fn times(mut member: Child) -> Result<Vec<u64>, BoxError> {
    let output = member.stdout.take().ok_or("no output")?;
    let line = BufReader::new(output).lines().next().ok_or("no line")??;
    member.wait()?;
    line.split_whitespace()
        .map(|time| Ok(time.parse()?))
        .collect()
}

/// Prints what was sent in each second, and draws it.
fn report(sent: &[Vec<u64>]) -> Result<(), BoxError> {
    println!("second  each process      together");
    let mut all = 0;
    for second in 0..SECONDS {
        let within = |times: &Vec<u64>| times.iter().filter(|time| *time / 1_000 == second).count();
        let each: Vec<usize> = sent.iter().map(within).collect();
        let sum: usize = each.iter().sum();
        let gone = if (GONE.0..GONE.1).contains(&second) {
            "  Redis is gone"
        } else {
            ""
        };
        println!("{second:>6}  {each:<16?}  {sum:>8}{gone}");
        all += sum;
    }
    let exact = 40 * usize::try_from(SECONDS)? + 10;
    println!("{all} sent; {exact} is exact, and a burst for each outage");
    let place = env::args_os().nth(1).map(PathBuf::from);
    let place = place.unwrap_or_else(|| env::temp_dir().join("fleet.svg"));
    fs::write(&place, chart(sent)?)?;
    println!("drawn: {}", place.display());
    // The quota, and a burst for each process that had to continue alone.
    assert!(all <= exact + 20 * PROCESSES, "{all}");
    assert!(all * 10 >= exact * 8, "{all}");
    Ok(())
}

/// Draws how much each process has sent so far, over time.
fn chart(sent: &[Vec<u64>]) -> Result<String, BoxError> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (800, 420)).into_drawing_area();
        area.fill(&WHITE)?;
        let (end, most) = (f64::from(u32::try_from(SECONDS)?), 40 * SECONDS / 2);
        let mut chart = ChartBuilder::on(&area)
            .caption("sent by each of four processes", ("sans-serif", 18))
            .margin(14)
            .x_label_area_size(34)
            .y_label_area_size(48)
            .build_cartesian_2d(0.0..end, 0..most)?;
        chart
            .configure_mesh()
            .x_desc("seconds; Redis is gone in the grey part")
            .draw()?;
        let gone = |second: u64| u32::try_from(second).map(f64::from);
        chart.draw_series([Rectangle::new(
            [(gone(GONE.0)?, 0), (gone(GONE.1)?, most)],
            BLACK.mix(0.12).filled(),
        )])?;
        for (number, times) in sent.iter().enumerate() {
            let points = times.iter().zip(1..).map(|(time, count)| {
                let seconds = u32::try_from(*time).map_or(end, |time| f64::from(time) / 1_000.0);
                (seconds, count)
            });
            chart.draw_series([PathElement::new(
                points.collect::<Vec<_>>(),
                Palette99::pick(number).stroke_width(2),
            )])?;
        }
        area.present()?;
    }
    Ok(svg)
}

/// A server that is killed when it is dropped.
struct Redis(Child);

impl Redis {
    fn start(program: &str, port: u16) -> Result<Self, BoxError> {
        let child = Command::new(program)
            .args([
                "--port",
                &port.to_string(),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
            ])
            .stdout(Stdio::null())
            .spawn()?;
        let redis = Self(child);
        for _ in 0..500 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(redis);
            }
            thread::sleep(Duration::from_millis(10));
        }
        Err("the server does not start".into())
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
