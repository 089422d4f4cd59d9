//! The command line: see `retry-openapi --help`, and README.md for what its exit codes and its last line mean.

mod command;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run()
}
