//! Sends a file to a server that loses connections and fetches it again, with progress bars.
//!
//! Run with `cargo run --example upload_download`. It needs no network beyond the loopback interface,
//! and fails if what comes back is not what was sent.

use std::error::Error;
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use retry_client::{ByteStream, Reply, Result, client};

mod support {
    pub(crate) mod depot;
}

use support::depot::Depot;

const MIB: usize = 1024 * 1024;

#[client]
#[retry(constant, base = 200ms, attempts = 3)]
trait Storage {
    /// Stores a file. It is streamed from disk and opened again for each attempt.
    #[put("/file")]
    async fn keep(&self, #[body("application/octet-stream")] file: &Path) -> Result<Reply<()>>;

    /// The stored file.
    #[get("/file", idle_timeout = 10s)]
    async fn file(&self) -> Result<ByteStream>;
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn Error>> {
    let directory = std::env::temp_dir().join(format!("upload-download-{}", std::process::id()));
    std::fs::create_dir_all(&directory)?;
    let outcome = run(&directory).await;
    std::fs::remove_dir_all(&directory)?;
    outcome
}

async fn run(directory: &Path) -> std::result::Result<(), Box<dyn Error>> {
    let (source, target) = (directory.join("source"), directory.join("target"));
    std::fs::write(&source, content())?;
    let depot = Depot::start(10 * MIB).await?;
    let storage = StorageClient::new(depot.url())?;

    let bar = progress_bar("upload");
    let shown = bar.clone();
    let kept = storage
        .keep(&source)
        .on_upload(move |done, all| show(&shown, done, all))
        .await?;
    bar.finish();
    println!("sent in {} attempts:", kept.attempts().len());
    print(&depot);

    let bar = progress_bar("download");
    let shown = bar.clone();
    let bytes = storage
        .file()
        .download_to(&target)
        .on_progress(move |done, all| show(&shown, done, all))
        .await?;
    bar.finish();
    println!("fetched {bytes} bytes, none of them twice:");
    print(&depot);

    if std::fs::read(&source)? != std::fs::read(&target)? {
        return Err("what came back is not what was sent".into());
    }
    Ok(())
}

fn content() -> Vec<u8> {
    let words = (0..4 * MIB as u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    words.flat_map(u64::to_le_bytes).collect()
}

fn progress_bar(name: &'static str) -> ProgressBar {
    const TEMPLATE: &str = "{msg:8} {bar:40} {bytes:>10} of {total_bytes}  {bytes_per_sec}";
    let style = ProgressStyle::with_template(TEMPLATE).unwrap_or(ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style).with_message(name)
}

/// The length may be unknown at first, and a new attempt begins at 0.
fn show(bar: &ProgressBar, done: u64, all: Option<u64>) {
    if let Some(all) = all {
        bar.set_length(all);
    }
    bar.set_position(done);
}

fn print(depot: &Depot) {
    for request in depot.requests() {
        println!("  {request}");
    }
}
