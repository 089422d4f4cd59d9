#!/usr/bin/env bash
# What each cargo feature costs in crates: how many are in the tree of normal dependencies with it and nothing
# else, less how many are there without any. Proc macros count, build and dev-dependencies do not, nor what other
# systems need. README.md holds the numbers; `benches/feature_costs.sh --check` says where it is wrong.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

crates() { # arguments of `cargo tree`
    cargo tree --locked -p retry-client -e normal --prefix none "$@" | sed 's/ (\*)$//' | sort -u | wc -l
}

features() {
    sed -n '/^\[features\]/,/^$/s/^\([a-z0-9-]*\) = .*/\1/p' Cargo.toml | grep -v '^default$'
}

none=$(crates --no-default-features)

# One line each: a name, a number.
costs() {
    echo "none $none"
    echo "default $(crates)"
    local feature
    for feature in $(features); do
        echo "$feature +$(($(crates --no-default-features --features "$feature") - none))"
    done
}

if [[ ${1:-} != --check ]]; then
    costs
    exit
fi
# In the README: | `stream` | on | +5 | … |
flaws=0
while read -r name count; do
    if ! grep -Eq "^\| \`?$name\`? \| [a-z–]+ \| ${count/+/\\+} \| " README.md; then
        echo "README.md does not say that \`$name\` costs $count" >&2
        flaws=1
    fi
done < <(costs)
exit "$flaws"
