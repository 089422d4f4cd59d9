//! A client that downloads, and files for it to fetch.

use std::fs;
use std::path::{Path, PathBuf};

use retry_client::{ByteStream, Result, client};

use crate::support::range_server::{RangeRequest, RangeServer, Serving};
use crate::support::temp_dir::{TempDir, content};

#[client]
#[retry(constant, base = 1ms, attempts = 3)]
pub(crate) trait Mirror {
    #[get("/file")]
    async fn file(&self) -> Result<ByteStream>;

    #[get("/once")]
    #[retry(off)]
    async fn once(&self) -> Result<ByteStream>;

    #[post("/report")]
    async fn report(&self) -> Result<ByteStream>;

    #[get("/part", ok_on = 416)]
    async fn part(&self, #[header("range")] range: &str) -> Result<ByteStream>;
}

pub(crate) const LENGTH: u64 = 100_000;
pub(crate) const PIECE: u64 = 30_000;
pub(crate) const WHOLE: u64 = u64::MAX;

/// Two files of the same length, and where to put a third.
pub(crate) struct Files {
    pub(crate) scratch: TempDir,
    pub(crate) old: PathBuf,
    pub(crate) new: PathBuf,
    pub(crate) target: PathBuf,
}

impl Files {
    pub(crate) fn new() -> Self {
        let scratch = TempDir::new();
        let old = scratch.file("old", LENGTH);
        let new = scratch.path("new");
        fs::write(&new, content(100_000).into_iter().rev().collect::<Vec<_>>()).unwrap();
        let target = scratch.path("target");
        Self {
            scratch,
            old,
            new,
            target,
        }
    }

    /// Tells whether the target equals this file and nothing but the three files is there.
    pub(crate) fn is_at_target(&self, file: &Path) -> bool {
        fs::read(&self.target).unwrap() == fs::read(file).unwrap() && self.count() == 3
    }

    pub(crate) fn count(&self) -> usize {
        fs::read_dir(self.scratch.directory()).unwrap().count()
    }
}

pub(crate) async fn download(
    servings: impl Into<Vec<Serving>>,
    files: &Files,
) -> (Result<u64>, Vec<RangeRequest>) {
    let depot = RangeServer::start(servings).await;
    let mirror = MirrorClient::new(depot.url()).unwrap();
    let bytes = mirror.file().download_to(&files.target).await;
    (bytes, depot.requests())
}
