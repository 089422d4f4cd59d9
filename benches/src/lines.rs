//! The cost of a line of a stream of JSON values, in a build with the feature for it.

use crate::Failed;
use crate::callgrind::profile;
use crate::delays::Measured;
use crate::results;
use crate::server::{LINES, Server};

/// The result file.
pub const NAME: &str = "lines";

/// This library in the result file.
pub const OURS: &str = "retry-client";

/// Split at each end of a line, out of what has arrived.
const BY_HAND: &str = "reqwest, split by hand";

/// Two runs of so many responses; their difference is free of what starting costs.
const FEW: u64 = 5;
const MANY: u64 = 55;

/// Measures both.
pub fn measure() -> Result<(), Failed> {
    let server = Server::start(0)?;
    let base = format!("{}/lines", server.url());
    let mut all = Vec::new();
    for name in [BY_HAND, OURS] {
        let run = |calls: u64| profile(&["drive-lines", name, &calls.to_string(), &base]);
        let more = run(MANY)?.beyond(&run(FEW)?);
        let lines = (MANY - FEW) * LINES as u64;
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        let [instructions, heap_calls] =
            [more.instructions, more.heap_calls].map(|count| count as f64 / lines as f64);
        println!("{name:<40} {instructions:>8.0} instructions, {heap_calls:.2} heap calls a line");
        all.push(Measured {
            name: name.to_owned(),
            instructions,
        });
    }
    results::save(NAME, all)
}

/// Reads so many responses.
#[cfg(feature = "lines")]
pub fn read(name: &str, calls: u64, base: &str) -> Result<(), Failed> {
    crate::drive::runtime()?.block_on(async {
        let lines = match name {
            OURS => on::ours(calls, base).await?,
            _ => on::by_hand(calls, base).await?,
        };
        if lines == calls * LINES as u64 {
            Ok(())
        } else {
            Err(format!("{lines} lines in {calls} responses").into())
        }
    })
}

#[cfg(not(feature = "lines"))]
pub fn read(_: &str, _: u64, _: &str) -> Result<(), Failed> {
    Err("this build cannot read lines: `benches/run.sh lines` can".into())
}

#[cfg(feature = "lines")]
mod on {
    use memchr::memchr;
    use reqwest::Client;
    use retry_client::{JsonLines, client};

    use crate::Failed;
    use crate::contestants::Item;

    #[client]
    trait Api {
        #[get("/")]
        async fn items(&self) -> retry_client::Result<JsonLines<Item>>;
    }

    pub(super) async fn ours(calls: u64, base: &str) -> Result<u64, Failed> {
        let client = ApiClient::builder().base_url(base).build()?;
        let mut count = 0;
        for _ in 0..calls {
            let mut items = client.items().await?;
            while let Some(item) = items.value().await? {
                count += u64::from(item.in_stock);
            }
        }
        Ok(count)
    }

    pub(super) async fn by_hand(calls: u64, base: &str) -> Result<u64, Failed> {
        let client = Client::new();
        let (mut count, mut buffer) = (0, Vec::new());
        for _ in 0..calls {
            let response = client.get(format!("{base}/")).send().await?;
            let mut response = response.error_for_status()?;
            while let Some(chunk) = response.chunk().await? {
                buffer.extend_from_slice(&chunk);
                let mut start = 0;
                while let Some(length) = memchr(b'\n', &buffer[start..]) {
                    let line = &buffer[start..start + length];
                    let item = serde_json::from_slice::<Item>(line)?;
                    count += u64::from(item.in_stock);
                    start += length + 1;
                }
                buffer.drain(..start);
            }
        }
        Ok(count)
    }
}
