//! A client and its test in under twenty lines: the complete `src/lib.rs` of a new crate.
//!
//! Run with `cargo test --example twenty_lines`. It needs no network.

#[expect(unreachable_pub, reason = "it is a crate of its own")]
#[path = "support/twenty_lines.rs"]
mod lib;

const LIB: &str = include_str!("support/twenty_lines.rs");

fn main() {
    println!("{LIB}");
    println!("{} lines, all of them counted", LIB.lines().count());
    assert!(LIB.lines().count() < 20);
    assert_eq!(lib::GitHubClient::REPOS.policy().max_attempts(), Some(3));
}

#[test]
fn client_and_test_take_under_twenty_lines_empty_ones_included() {
    assert!(LIB.lines().count() < 20);
}
