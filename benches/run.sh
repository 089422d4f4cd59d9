#!/usr/bin/env bash
# Builds the benches and runs one of them, or all: `benches/run.sh instructions`. README.md beside this names them.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"

build() { # target directory, further arguments
    CARGO_TARGET_DIR=$PWD/$1 cargo build --release --quiet "${@:2}"
}

case ${1:-} in
all)
    for what in instructions tracing metrics defaults tls peers held delays lines throughput build compile report; do
        "$0" "$what"
    done
    ;;
tracing | metrics) # One feature more of retry-client, with nobody listening.
    build target --features "$1"
    exec target/release/bench instructions "${@:2}"
    ;;
lines)
    build target --features lines
    exec target/release/bench lines
    ;;
defaults) # reqwest and retry-client as they are without being asked, and feignhttp, which cannot be had otherwise.
    build target/defaults --features defaults
    exec target/defaults/release/bench instructions "${@:2}"
    ;;
tls)
    build target/defaults --features defaults
    exec target/defaults/release/bench "$@"
    ;;
peers) # They bring features of hyper, tower and reqwest along, so their build is not that of the others.
    build target/peers --features peers
    exec target/peers/release/bench instructions "${@:2}"
    ;;
*)
    build target
    exec target/release/bench "$@"
    ;;
esac
