//! The command line: see `retry-openapi --help`, and the guide for its exit codes and its last line.

mod command;

use std::process::ExitCode;

fn main() -> ExitCode {
    command::run()
}
