//! The worst case of a client: the schedule of every endpoint, in words and as a chart.
//!
//! Run with `cargo run --example policy_report`, or `… --example policy_report -- policy.svg` to choose the
//! file of the chart. It needs no network.

use std::path::PathBuf;
use std::{env, fs};

use retry_client::{BoxError, Result, client};

mod support {
    pub(crate) mod chart;
    pub(crate) mod schedule;
}

use support::chart;
use support::schedule::{Schedule, rounded};

/// The report reads only the attributes; nothing is sent.
#[client(base_url = "https://stock.example.com", attempt_timeout = 2s)]
#[retry(exponential, attempts = 6, statuses = [429])]
trait Stock {
    #[get("/articles/{id}")]
    async fn article(&self, id: u64) -> Result<String>;

    #[get("/articles", timeout = 20s)]
    #[retry(jitter, base = 500ms, max = 8s)]
    async fn articles(&self) -> Result<String>;

    #[get("/deliveries/{id}", timeout = 1m)]
    #[retry(fibonacci, base = 1s, attempts = unlimited)]
    async fn delivery(&self, id: u64) -> Result<String>;

    #[post("/orders")]
    #[retry(list(1s, 5s, 10s))]
    #[idempotency_key]
    async fn order(&self) -> Result<()>;

    #[delete("/orders/{id}")]
    #[retry(decorrelated, attempts = 4)]
    async fn cancel(&self, id: u64) -> Result<()>;

    #[get("/health")]
    #[retry(off)]
    async fn health(&self) -> Result<()>;
}

fn main() -> Result<(), BoxError> {
    let endpoints = StockClient::ENDPOINTS.iter();
    let schedules: Vec<Schedule> = endpoints.map(|endpoint| Schedule::of(endpoint)).collect();
    for schedule in &schedules {
        println!("{schedule}\n");
    }

    let place = env::args_os().nth(1).map(PathBuf::from);
    let place = place.unwrap_or_else(|| env::temp_dir().join("policy_report.svg"));
    fs::write(&place, chart::draw(&schedules)?)?;
    println!("drawn: {}", place.display());

    let [article, .., health] = &schedules[..] else {
        return Err("six methods".into());
    };
    // At worst, each of six attempts takes two seconds and every wait takes its longest value.
    assert_eq!(rounded(article.longest()), "15.1 s");
    assert_eq!(rounded(health.longest()), "2 s");
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn schedules() -> Vec<Schedule> {
        let endpoints = StockClient::ENDPOINTS.iter();
        endpoints.map(|endpoint| Schedule::of(endpoint)).collect()
    }

    #[test]
    fn the_longest_is_every_attempt_at_its_limit_and_every_wait_at_its_longest() {
        let longest = schedules()
            .iter()
            .map(Schedule::longest)
            .collect::<Vec<_>>();
        // 6 · 2 s and 100 + 200 + 400 + 800 + 1,600 ms; the timeouts; 4 · 2 s and 1 + 5 + 10 s;
        // 4 · 2 s and 300 + 900 + 2,700 ms; one attempt.
        let expected = [15_100, 20_000, 60_000, 24_000, 11_900, 2_000];
        assert_eq!(longest, expected.map(Duration::from_millis));
    }

    #[test]
    fn the_shortest_is_that_of_failures_that_take_no_time() {
        let shortest = schedules()
            .iter()
            .map(Schedule::shortest)
            .collect::<Vec<_>>();
        let expected = [0, 15_500, 53_000, 16_000, 300, 0];
        assert_eq!(shortest, expected.map(Duration::from_millis));
    }

    #[test]
    fn the_chart_has_a_panel_for_each_endpoint_and_a_bar_for_each_wait() {
        let schedules = schedules();
        let drawn = chart::draw(&schedules).unwrap();
        for schedule in &schedules {
            assert!(drawn.contains(&schedule.title()), "{}", schedule.title());
        }
        let bars = drawn.matches(chart::BAR_COLOUR).count();
        let waits: usize = schedules
            .iter()
            .map(|schedule| schedule.waits().len())
            .sum();
        assert_eq!(bars, waits);
    }
}
