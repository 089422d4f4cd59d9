#!/usr/bin/env bash
# What a client of many methods costs the compiler: declared, written by hand over reqwest, and the
# trait alone. `benches/compile_cost.sh [methods] [rounds]`; needs the nightly toolchain for its passes.
set -euo pipefail

methods=${1:-100}
rounds=${2:-7}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CARGO_TARGET_DIR="$work/target"

crate() { # name
    mkdir -p "$work/$1/src"
    cat >"$work/$1/Cargo.toml" <<MANIFEST
[package]
name = "$1"
version = "0.0.0"
edition = "2024"

[dependencies]
retry-client = { path = "$root", default-features = false }
reqwest = { version = "0.13", default-features = false, features = ["json"] }
serde = { version = "1", features = ["derive"] }

[workspace]
MANIFEST
    echo 'pub use retry_client as _; pub use reqwest as _;
#[derive(serde::Deserialize)] pub struct Item { pub id: u64 }' >"$work/$1/src/lib.rs"
}

declared() {
    crate declared
    {
        echo '#[retry_client::client(base_url = "http://localhost")] #[retry(attempts = 3)] pub trait Api {'
        for i in $(seq "$methods"); do
            echo "#[get(\"/m$i/{id}\")] async fn m$i(&self, id: u64, #[query] q: Option<&str>) -> retry_client::Result<Item>;"
        done
        echo '}'
    } >>"$work/declared/src/lib.rs"
}

alone() {
    crate alone
    {
        echo '#[allow(async_fn_in_trait)] pub trait Api {'
        for i in $(seq "$methods"); do
            echo "async fn m$i(&self, id: u64, q: Option<&str>) -> retry_client::Result<Item>;"
        done
        echo '}'
    } >>"$work/alone/src/lib.rs"
}

by_hand() {
    crate by_hand
    {
        echo 'pub struct Api { http: reqwest::Client, base: String } impl Api {'
        for i in $(seq "$methods"); do
            cat <<METHOD
pub async fn m$i(&self, id: u64, q: Option<&str>) -> reqwest::Result<Item> {
    let mut tried = 0;
    loop {
        tried += 1;
        let mut url = reqwest::Url::parse(&format!("{}/m$i/{id}", self.base)).unwrap();
        if let Some(q) = q { url.query_pairs_mut().append_pair("q", q); }
        match self.http.get(url).send().await {
            Ok(answer) if tried < 3 && answer.status().is_server_error() => {}
            Ok(answer) => return answer.error_for_status()?.json().await,
            Err(error) if tried >= 3 => return Err(error),
            Err(_) => {}
        }
    }
}
METHOD
        done
        echo '}'
    } >>"$work/by_hand/src/lib.rs"
}

# The median of the CPU milliseconds of an incremental check, and of one pass of it.
check() { # name
    cd "$work/$1"
    cargo +nightly rustc --quiet --profile check --lib -- -Ztime-passes >/dev/null 2>&1
    for _ in $(seq "$rounds"); do
        echo "// $RANDOM" >>src/lib.rs
        cargo +nightly rustc --quiet --profile check --lib -- -Ztime-passes 2>&1 |
            awk '/macro_expand_crate/ {m=$2} /\ttotal$/ {t=$2} END {printf "%.0f %.0f\n", t * 1000, m * 1000}'
    done | sort -n | awk '{row[NR]=$0} END {print row[int((NR + 1) / 2)]}'
}

declared
alone
by_hand
printf '%-10s %12s %12s\n' "$methods methods" 'check, ms' 'expansion, ms'
for name in declared by_hand alone; do
    read -r total expansion < <(check "$name")
    printf '%-10s %12s %12s\n' "$name" "$total" "$expansion"
done
