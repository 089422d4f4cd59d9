//! Calls one after the other: what the profiler watches.

use std::fs;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use crate::Failed;
use crate::contestants::{self, Contestant, Setup, Visit};

/// Long enough to be a wait, short enough for thousands of them.
const DELAY: Duration = Duration::from_millis(1);

/// So many calls by one contestant, on one thread. `certificate` is the file of that of the server.
pub fn calls(name: &str, calls: u64, base: &str, certificate: Option<&str>) -> Result<(), Failed> {
    let setup = Setup {
        base: base.to_owned(),
        delay: DELAY,
        attempts: 3,
        certificate: certificate.map(fs::read_to_string).transpose()?,
    };
    contestants::visit(name, Calls { setup, calls })?
}

/// A runtime of one thread.
pub fn runtime() -> Result<Runtime, Failed> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

/// A runtime of so many threads.
pub fn runtime_of(threads: usize) -> Result<Runtime, Failed> {
    if threads == 1 {
        return runtime();
    }
    let mut builder = Builder::new_multi_thread();
    Ok(builder.worker_threads(threads).enable_all().build()?)
}

struct Calls {
    setup: Setup,
    calls: u64,
}

impl Visit for Calls {
    type Output = Result<(), Failed>;

    fn visit<C: Contestant>(self) -> Self::Output {
        runtime()?.block_on(async {
            // Some spawn a task of theirs when they are made.
            let contestant = C::new(&self.setup)?;
            for id in 0..self.calls {
                let item = contestant.item(id).await?;
                assert_eq!(item.id, 7, "the server knows one item");
            }
            Ok(())
        })
    }
}
