//! Large uploads: in constant memory, and whole again after a cut in the middle.

use std::path::Path;

use retry_client::{Reply, Result, client};

use crate::support::isolated::{size, within};
use crate::support::script::secs;
use crate::support::temp_dir::TempDir;
use crate::support::upload_server::{Intake, UploadServer};

const MIB: u64 = 1024 * 1024;

#[client]
#[retry(constant, base = 1ms, attempts = 2)]
trait Archive {
    #[put("/file")]
    async fn file(&self, #[body("application/gzip")] file: &Path) -> Result<Reply<()>>;

    #[put("/parts")]
    async fn parts(&self, #[part] name: &str, #[part(file)] file: &Path) -> Result<Reply<()>>;
}

type Send = fn(&ArchiveClient, &Path) -> retry_client::Call<Reply<()>>;

/// Sends a file that is larger than all the memory there is, and is cut in the middle at first.
async fn send(send: Send) {
    let scratch = TempDir::new();
    let length = size(80 * MIB, 1024 * MIB);
    let file = scratch.file("large", length);
    let receiver = UploadServer::start([Intake::Cut(length / 2)]).await;
    let archive = ArchiveClient::new(receiver.url()).unwrap();
    let call = send(&archive, &file).attempt_timeout(secs(600));
    assert_eq!(call.await.unwrap().attempts().len(), 2);
    let [first, second] = receiver.uploads().try_into().unwrap();
    assert_eq!(second.same_part, Some(first.hash));
    assert!(second.is_whole && second.length >= length);
}

#[test]
fn a_large_file_is_replayed_in_constant_memory() {
    let name = "bodies::uploads::a_large_file_is_replayed_in_constant_memory";
    within(64 * MIB, name, send(ArchiveClient::file));
}

#[test]
fn a_large_multipart_file_is_replayed_in_constant_memory() {
    let name = "bodies::uploads::a_large_multipart_file_is_replayed_in_constant_memory";
    within(
        64 * MIB,
        name,
        send(|archive, file| archive.parts("large", file)),
    );
}
