#!/usr/bin/env bash
# Builds the benches and runs one of them: `benches/run.sh instructions`. README.md beside this names them all.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
export CARGO_TARGET_DIR=$PWD/target
cargo build --release --quiet
exec target/release/bench "$@"
