#!/usr/bin/env bash
# Builds the benches and runs one of them, or all: `benches/run.sh instructions`. README.md beside this names them.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"

build() { # target directory, further arguments
    CARGO_TARGET_DIR=$PWD/$1 cargo build --release --quiet "${@:2}"
}

case ${1:-} in
all)
    for what in instructions held delays throughput build compile report; do
        "$0" "$what"
    done
    ;;
feignhttp) # It brings reqwest's default features along, so its build is not that of the others.
    build target/feignhttp --features feignhttp
    exec target/feignhttp/release/bench instructions
    ;;
*)
    build target
    exec target/release/bench "$@"
    ;;
esac
