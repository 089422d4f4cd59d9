//! The heap memory that a call holds while it waits for its next attempt.
//!
//! Every call is a task, as it is in a program with so many of them, and every task is asleep. Calls
//! begin a hundred at a time, so that no more connections are open, whatever their number.

use std::process::Command;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;
use tokio::time::sleep;

use crate::Failed;
use crate::contestants::{self, ALL, Contestant, Retries, Setup, Visit, has_budget};
use crate::drive::runtime;
use crate::results;
use crate::server::Server;

/// The result file.
pub const NAME: &str = "held";

/// The numbers of calls that wait.
pub const PENDING: [usize; 2] = [10_000, 100_000];

/// A task that does nothing but sleep: what no call can be below.
pub const TASK: &str = "task";

const TASK_LABEL: &str = "a task that only sleeps";

/// Calls that are sent at once, and so connections.
const AT_ONCE: usize = 100;

/// The number of such batches before the count begins.
const WARM_UP: usize = 3;

/// Nobody wakes before the end.
const LONG: Duration = Duration::from_hours(1);

/// One contestant.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Measured {
    pub name: String,
    pub label: String,
    /// Bytes per call, by the number of calls in [`PENDING`].
    pub bytes: Vec<f64>,
    /// Connections opened by the largest number.
    pub connections: u64,
}

/// Measures the contestants of these names, or all that wait.
pub fn measure(names: &[&str]) -> Result<(), Failed> {
    println!(
        "{:<40} {:>10} {:>10} {:>12}",
        "bytes per call", PENDING[0], PENDING[1], "connections"
    );
    let waiting = ALL
        .iter()
        .filter(|entry| entry.retries == Retries::AfterWaiting && !has_budget(entry.name));
    let subjects = waiting.map(|entry| (entry.name, entry.label));
    let mut all = Vec::new();
    let subjects = [(TASK, TASK_LABEL)].into_iter().chain(subjects);
    for (name, label) in subjects.filter(|(name, _)| names.is_empty() || names.contains(name)) {
        let (mut bytes, mut connections) = (Vec::new(), 0);
        for pending in PENDING {
            let server = Server::start(0)?;
            bytes.push(held(name, pending, server.url())?);
            connections = server.connected()?;
        }
        println!(
            "{label:<40} {:>10.0} {:>10.0} {connections:>12}",
            bytes[0], bytes[1]
        );
        all.push(Measured {
            name: name.to_owned(),
            label: label.to_owned(),
            bytes,
            connections,
        });
    }
    results::save_beside(NAME, all, |one, other| one.name == other.name)
}

/// In a process of its own, whose heap holds nothing of another contestant.
fn held(name: &str, pending: usize, url: &str) -> Result<f64, Failed> {
    let program = std::env::current_exe()?.with_file_name("held");
    let output = Command::new(program)
        .args([name, &pending.to_string(), url])
        .stderr(std::process::Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("`held {name} {pending}` failed").into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

/// Bytes per call, in this process; `live` tells how many it holds.
pub fn asleep(arguments: &[String], live: fn() -> usize) -> Result<f64, Failed> {
    let [name, pending, url] = arguments else {
        return Err("usage: held NAME PENDING URL".into());
    };
    let (pending, url) = (pending.parse()?, url.clone());
    if name == TASK {
        return runtime()?
            .block_on(async { Crowd::new(live, None).held(pending, || sleep(LONG)).await });
    }
    contestants::visit(name, Asleep { live, pending, url })?
}

struct Asleep {
    live: fn() -> usize,
    pending: usize,
    url: String,
}

impl Visit for Asleep {
    type Output = Result<f64, Failed>;

    fn visit<C: Contestant>(self) -> Self::Output {
        let runtime = runtime()?;
        // Some spawn a task of theirs when they are made.
        let _entered = runtime.enter();
        let contestant = C::new(&Setup {
            base: format!("{}/down", self.url),
            delay: LONG,
            attempts: 3,
            certificate: None,
        })?;
        let call = || {
            let contestant = contestant.clone();
            async move { contestant.item(7).await }
        };
        runtime.block_on(Crowd::new(self.live, Some(self.url)).held(self.pending, call))
    }
}

/// Tasks that fall asleep.
struct Crowd {
    live: fn() -> usize,
    url: Option<String>,
    begun: usize,
}

impl Crowd {
    fn new(live: fn() -> usize, url: Option<String>) -> Self {
        Self {
            live,
            url,
            begun: 0,
        }
    }

    /// The first calls open the connections and fill their buffers; they are not counted.
    async fn held<F>(mut self, pending: usize, call: impl Fn() -> F) -> Result<f64, Failed>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        for _ in 0..WARM_UP {
            self.begin(&call).await?;
        }
        let before = (self.live)();
        for _ in 0..pending.div_ceil(AT_ONCE) {
            self.begin(&call).await?;
        }
        let after = (self.live)();
        let alive = Handle::current().metrics().num_alive_tasks();
        // The connections are tasks as well.
        if alive < self.begun {
            return Err(format!("{} of {} calls are still asleep", alive, self.begun).into());
        }
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        Ok((after - before) as f64 / (self.begun - WARM_UP * AT_ONCE) as f64)
    }

    /// Starts a hundred tasks, and waits until all of them have their answer and sleep.
    async fn begin<F>(&mut self, call: impl Fn() -> F) -> Result<(), Failed>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        for _ in 0..AT_ONCE {
            tokio::spawn(call());
        }
        self.begun += AT_ONCE;
        while self.arrived()? < self.begun {
            sleep(Duration::from_millis(1)).await;
        }
        let (mut seen, mut same) = ((self.live)(), 0);
        while same < 3 {
            sleep(Duration::from_millis(1)).await;
            let now = (self.live)();
            same = if now == seen { same + 1 } else { 0 };
            seen = now;
        }
        Ok(())
    }

    fn arrived(&self) -> Result<usize, Failed> {
        match &self.url {
            Some(url) => Ok(usize::try_from(crate::server::ask(url, "/arrived")?)?),
            None => Ok(self.begun),
        }
    }
}
