//! A directory of a test's own, which goes with the test.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A directory that nobody else uses.
pub(crate) struct TempDir(PathBuf);

impl TempDir {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("retry-client-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn directory(&self) -> &Path {
        &self.0
    }

    /// A hash that tells the content of a file from any other, without holding all of it.
    pub(crate) fn hash(path: &Path) -> u64 {
        let mut file = fs::File::open(path).unwrap();
        let (mut hasher, mut block) = (DefaultHasher::new(), vec![0; 64 * 1024]);
        loop {
            let count = file.read(&mut block).unwrap();
            if count == 0 {
                return hasher.finish();
            }
            hasher.write(&block[..count]);
        }
    }

    /// A file of so many bytes, no two blocks of which are alike.
    pub(crate) fn file(&self, name: &str, length: u64) -> PathBuf {
        let path = self.path(name);
        let mut file = fs::File::create(&path).unwrap();
        let mut written = 0;
        while written < length {
            let block = block(written);
            let count =
                usize::try_from(length - written).map_or(block.len(), |left| left.min(block.len()));
            file.write_all(&block[..count]).unwrap();
            written += count as u64;
        }
        path
    }
}

/// 64 KiB that tell where they belong.
fn block(at: u64) -> Vec<u8> {
    static ANY: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let words = (1..=8 * 1024_u64).map(|word| word.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        words.flat_map(u64::to_le_bytes).collect()
    });
    let mut block = ANY.clone();
    block[..8].copy_from_slice(&at.to_le_bytes());
    block
}

/// The first bytes of every file that `TempDir` makes, up to 1 MiB of them.
pub(crate) fn content(length: usize) -> Vec<u8> {
    static BLOCKS: LazyLock<Vec<u8>> = LazyLock::new(|| {
        (0..16)
            .flat_map(|number| block(number * 64 * 1024))
            .collect()
    });
    BLOCKS[..length].to_vec()
}

impl Drop for TempDir {
    fn drop(&mut self) {
        // What is left behind lies in the directory for temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}
