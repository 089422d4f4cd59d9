//! Calls one after the other: what the profiler watches.

use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use crate::Failed;
use crate::contestants::{self, Contestant, Setup, Visit};

/// Long enough to be a wait, short enough for thousands of them.
const DELAY: Duration = Duration::from_millis(1);

/// So many calls by one contestant, on one thread.
pub fn calls(name: &str, calls: u64, base: &str) -> Result<(), Failed> {
    let setup = Setup {
        base: base.to_owned(),
        delay: DELAY,
        attempts: 3,
    };
    contestants::visit(name, Calls { setup, calls })?
}

/// A runtime of one thread.
pub fn runtime() -> Result<Runtime, Failed> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

struct Calls {
    setup: Setup,
    calls: u64,
}

impl Visit for Calls {
    type Output = Result<(), Failed>;

    fn visit<C: Contestant>(self) -> Self::Output {
        let contestant = C::new(&self.setup)?;
        runtime()?.block_on(async {
            for id in 0..self.calls {
                let item = contestant.item(id).await?;
                assert_eq!(item.id, 7, "the server knows one item");
            }
            Ok(())
        })
    }
}
