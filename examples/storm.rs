//! A storm: the load of clients on a server in trouble, with and without guards, in figures and charts.
//!
//! Run with `cargo run --example storm`, or `… --example storm -- FOLDER` to choose where the charts go. The clients are
//! real, the servers are simulated, and all time is virtual, so it needs no network and about half a minute.

use std::path::PathBuf;
use std::time::Duration;
use std::{env, fs};

use retry_client::BoxError;

mod support {
    pub(crate) mod storm;
}

use support::storm::chart;
use support::storm::clients::Guarded;
use support::storm::hedges::{PaidBy, hedging};
use support::storm::scenes::{FEW, blip, errors, layers, mean_recovery, outage, recovery};

const ALL: [Guarded; 4] = [
    Guarded::Once,
    Guarded::Unbounded,
    Guarded::Budgeted,
    Guarded::Broken,
];

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() -> Result<(), BoxError> {
    println!("calls that fail where 10 % of all attempts do, and where 30 % do");
    for guarded in ALL {
        let tenth = errors(guarded, 0.1, 100.0).await? * 100.0;
        let third = errors(guarded, 0.3, 100.0).await? * 100.0;
        println!("  {:28} {tenth:5.1} %  {third:5.1} %", guarded.name());
    }

    println!("attempts per call while nothing works for 10 s, at 1 call a second and at 400");
    for guarded in ALL {
        let few = outage(guarded, 1.0, Duration::from_secs(10), 20).await?;
        let many = outage(guarded, 400.0, Duration::from_secs(10), 1).await?;
        println!("  {:28} {few:5.2}    {many:5.2}", guarded.name());
    }
    let rescued = blip(Guarded::Patient, 1000.0).await? * 100.0;
    println!("calls rescued from a failure of half a second, with four attempts: {rescued:.0} %");

    println!("arrivals at the bottom of three layers that is out, per call at the top");
    for guarded in [Guarded::Unbounded, Guarded::Budgeted] {
        let arrivals = layers(guarded, 3).await?;
        println!("  {:28} {arrivals:5.2}", guarded.name());
    }

    println!(
        "99 and 99.9 % of the calls are over within so long, 1 % taking a second or two, and what hedges add to the load"
    );
    for after in [None, Some(32), Some(50), Some(1_003)] {
        let hedging = hedging(PaidBy::Default, after.map(Duration::from_millis), 1.0).await?;
        let name = after.map_or_else(
            || "no hedge".to_owned(),
            |after| format!("hedge after {after} ms"),
        );
        let slowest = [hedging.p99, hedging.p999].map(|time| time.as_millis());
        let extra = hedging.extra * 100.0;
        println!(
            "  {name:28} {:5} ms  {:5} ms  {extra:4.1} %",
            slowest[0], slowest[1]
        );
    }

    println!("what a hedge after 50 ms adds to the load where all is so many times slower");
    let mut loads = Vec::new();
    for paid_by in [PaidBy::Nobody, PaidBy::Default, PaidBy::Sparing] {
        let mut by_slowness = Vec::new();
        for times in [1.0, 3.0, 10.0, 30.0] {
            let hedging = hedging(paid_by, Some(Duration::from_millis(50)), times).await?;
            by_slowness.push((times, hedging.extra));
        }
        let shown = by_slowness
            .iter()
            .map(|(times, extra)| format!("× {times}: {:4.1} %", extra * 100.0));
        let shown: Vec<_> = shown.collect();
        println!("  {:28} {}", paid_by.name(), shown.join("   "));
        loads.push((paid_by, by_slowness));
    }

    println!("seconds to recover from ten seconds at a tenth of the speed, by load");
    let mut recoveries = Vec::new();
    for guarded in ALL {
        let mut loads = Vec::new();
        for (load, watched) in [(0.5, 25), (0.7, 40), (0.85, 80)] {
            let after = mean_recovery((FEW, guarded), load, Duration::from_secs(watched)).await?;
            loads.push((load, after));
        }
        let shown = loads.iter().map(|(load, after)| match after {
            Some(after) => format!("{:.0} %: {after:4.1} s", load * 100.0),
            None => format!("{:.0} %:  never", load * 100.0),
        });
        let shown: Vec<_> = shown.collect();
        println!("  {:28} {}", guarded.name(), shown.join("   "));
        recoveries.push((guarded, loads));
    }

    let mut storms = Vec::new();
    for guarded in ALL {
        let storm = recovery((FEW, guarded), 0.7, Duration::from_secs(40), 1).await?;
        storms.push((guarded, storm));
    }
    let folder = env::args_os()
        .nth(1)
        .map_or_else(env::temp_dir, PathBuf::from);
    for (name, svg) in [
        ("storm_over_time.svg", chart::over_time(&storms)?),
        ("storm_by_load.svg", chart::by_load(&recoveries)?),
        ("storm_hedges.svg", chart::by_slowness(&loads)?),
    ] {
        let place = folder.join(name);
        fs::write(&place, svg)?;
        println!("drawn: {}", place.display());
    }

    // Without a budget, the clients keep the server down; with it, they let it recover.
    let never = |guarded| {
        let of = recoveries.iter().filter(move |(of, _)| *of == guarded);
        of.flat_map(|(_, loads)| loads)
            .filter(|(_, after)| after.is_none())
            .count()
    };
    assert_eq!(never(Guarded::Unbounded), 3);
    assert_eq!(never(Guarded::Budgeted), 0);
    Ok(())
}
