//! A test in a process of its own, for what a process has one of: its memory, its environment.

use std::env;
use std::fs;
use std::process::Command;

const ALONE: &str = "RETRY_CLIENT_TEST_ALONE";

const MIB: u64 = 1024 * 1024;

/// The size to test: small for every day, or the full one with `RETRY_CLIENT_FULL_SIZE=1`.
pub(crate) fn size(usual: u64, full: u64) -> u64 {
    let is_full = env::var_os("RETRY_CLIENT_FULL_SIZE").is_some_and(|value| value == "1");
    if is_full { full } else { usual }
}

/// Runs a test alone, by its full name, and holds it to so much resident memory at its peak.
pub(crate) fn within(limit: u64, name: &str, test: impl Future<Output = ()>) {
    with(&[], name, async {
        test.await;
        // Elsewhere than on Linux nobody counts.
        if let Some(peak) = peak() {
            println!("peak resident memory: {} MiB", peak / MIB);
            assert!(
                peak <= limit,
                "{peak} bytes were resident, of {limit} allowed"
            );
        }
    });
}

/// Runs a test alone, by its full name, with these variables in its environment.
pub(crate) fn with(variables: &[(&str, &str)], name: &str, test: impl Future<Output = ()>) {
    if env::var_os(ALONE).is_some() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(test);
        return;
    }
    let mut command = Command::new(env::current_exe().unwrap());
    let output = command
        .args([name, "--exact", "--nocapture"])
        .env(ALONE, "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{printed}{errors}");
    assert!(printed.contains("1 passed"), "there is no test `{name}`");
    for line in printed.lines().filter(|line| line.contains("peak")) {
        println!("{line}");
    }
}

/// The most memory that this process ever had resident.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib = line.trim().strip_suffix(" kB")?;
    Some(kib.parse::<u64>().ok()? * 1024)
}
