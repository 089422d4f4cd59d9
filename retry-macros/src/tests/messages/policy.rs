//! `#[retry]`, timeouts, and what may be repeated.

use super::{expect, method, retry};

#[test]
fn valid_policies_are_accepted() {
    for arguments in [
        "",
        "off",
        "exponential",
        "exponential, base = 1s, factor = 3, max = 10s, jitter = equal, attempts = 5",
        "jitter, spread = 500ms, factor = 1.5",
        "random, min = 1s, max = 2s",
        "fibonacci, base = 10ms",
        "linear, base = BASE, max = LIMIT",
        "constant, base = \"1.5s\"",
        "decorrelated, base = 1ms, max = 1h",
        "list(100ms, 1s, CAP)",
        "list(100ms), attempts = 5",
        "SLOWLY",
        "crate::SLOWLY, attempts = 7",
        "attempts = N, statuses = CODES, errors = KINDS, server_errors = ALL",
        "attempts = UNLIMITED, retry_after = IGNORE",
        "attempts = 1 + N, factor = consts::<u8, 2>(), retry_after = max(A, B)",
        "statuses = [408, 429, 425..=428, 430..435, CODE]",
        "statuses = 404",
        "errors = [connect, timeout, reset, body, decode]",
        "errors = []",
        "server_errors = false, unprocessed_only, retry_after = ignore",
        "when = check, until = is_ready, before_attempt = crate::refresh",
        "when = |outcome| pick(outcome, 1), attempts = 2,",
        "attempts = 4_000, base = 1_000ms, max = 1_0s",
    ] {
        retry(arguments, &[]);
    }
}

#[test]
fn names_get_suggestions() {
    retry(
        "atempts = 3",
        &["unknown `retry` option `atempts`; did you mean `attempts`?"],
    );
    retry("tries = 3", &["did you mean `attempts`"]);
    retry(
        "cap = 3s",
        &["unknown `retry` option `cap`; did you mean `max`?"],
    );
    retry(
        "colour = 3s",
        &["unknown `retry` option `colour`; expected one of `attempts`"],
    );
    retry(
        "timeout = 3s",
        &["write it in `#[client(…)]` or after the path"],
    );
    retry(
        "exponental",
        &["unknown strategy `exponental`; did you mean `exponential`?"],
    );
    retry(
        "Exponential",
        &["unknown strategy `Exponential`; did you mean `exponential`?"],
    );
    retry(
        "slowly",
        &["unknown strategy `slowly`; expected one of `exponential`"],
    );
    retry(
        "unprocesed_only, linear",
        &["did you mean `unprocessed_only`?"],
    );
    retry(
        "errors = [conect]",
        &["unknown error kind `conect`; did you mean `connect`?"],
    );
    retry(
        "errors = [Timeout]",
        &["unknown error kind `Timeout`; did you mean `timeout`?"],
    );
    retry(
        "jitter = ful",
        &["unknown jitter `ful`; did you mean `full`?"],
    );
    retry("attempts = unlimted", &["did you mean `unlimited`?"]);
    retry("retry_after = ignored", &["did you mean `ignore`?"]);
    retry("base = 5sec", &["unknown unit `sec`; did you mean `s`?"]);
}

#[test]
fn malformed_options_are_explained() {
    retry("attempts", &["`attempts` needs a value"]);
    retry("attempts = ", &["`attempts` needs a value"]);
    retry("attempts: 3", &["joined by `=`"]);
    retry("attempts = 3 base = 1s", &["expected a comma"]);
    retry("attempts = 3, attempts = 4", &["`attempts` is given twice"]);
    retry("attempts(3)", &["`attempts` needs a value"]);
    retry("exponential(base = 1s)", &["stand beside it"]);
    retry(
        "unprocessed_only = true",
        &["`unprocessed_only` stands alone"],
    );
    retry("exponential, linear", &["only one strategy"]);
    retry("off, attempts = 3", &["`off` stands alone"]);
    method(
        "#[get(\"/x\")] #[retry(linear)] #[retry(attempts = 2)] async fn x(&self) -> Result<()>;",
        &["`#[retry]` is given twice"],
    );
}

#[test]
fn values_are_checked() {
    retry("attempts = 0", &["must be at least 1"]);
    retry("attempts = 1", &["`#[retry(off)]`"]);
    retry("attempts = -1", &["whole number"]);
    retry("attempts = 2.5", &["whole number"]);
    retry("attempts = \"3\"", &["whole number"]);
    retry("attempts = 99999999999", &["whole number"]);
    retry("base = 5", &["write `5s` or `5ms`"]);
    retry("base = -5s", &["cannot be negative"]);
    retry("base = 'c'", &["invalid duration"]);
    retry("factor = 0.5", &["`factor` is 1 or more"]);
    retry("factor = \"2\"", &["`factor` is a number"]);
    retry("server_errors = 1", &["`true` or `false`"]);
    retry("when = 1", &["`when` is a function"]);
    retry("errors = [body, body]", &["listed twice"]);
    retry("list()", &["`list` needs at least one wait"]);
    retry("list", &["`list` needs at least one wait"]);
    retry(
        "list(1s, 2s, 3s), attempts = 2",
        &["2 attempts use 1 of the 3 waits"],
    );
    retry("attempts = unlimited", &["needs a `timeout`"]);
}

#[test]
fn statuses_are_checked() {
    retry("statuses = [600]", &["600 is not a status"]);
    retry("statuses = [99]", &["99 is not a status"]);
    retry("statuses = [70000]", &["70000 is not a status"]);
    retry("statuses = [0x1ad, 4_08u16]", &[]);
    retry("statuses = [429u8]", &["a status is a whole number"]);
    retry("statuses = [429, 0x1ad]", &["status 429 is listed twice"]);
    retry("statuses = [204]", &["2xx"]);
    retry("statuses = [199..=204]", &["2xx"]);
    retry("statuses = [429, 429]", &["429 is listed twice"]);
    retry("statuses = [500..=504, 503]", &["503 is listed twice"]);
    retry("statuses = [504..=502]", &["empty"]);
    retry("statuses = [502..502]", &["empty"]);
    retry("statuses = [500..]", &["two ends"]);
    retry("statuses = [\"429\"]", &["whole number"]);
    retry(
        "statuses = [600, 204, 429]",
        &["600 is not a status", "2xx"],
    );
}

#[test]
fn keys_are_checked_by_the_strategy_in_force() {
    retry(
        "constant, factor = 2",
        &["`constant` does not use `factor`; it takes `base`"],
    );
    retry(
        "factor = 2, min = 1s",
        &["`exponential` does not use `min`"],
    );
    retry(
        "list(1s), base = 1s",
        &["`list` does not use `base`; it takes no keys"],
    );
    retry(
        "SLOWLY, base = 1s",
        &["a strategy of your own does not use `base`"],
    );
    retry(
        "exponential, base = 5s, max = 2s",
        &["`max` is 2s, below `base`, which is 5s"],
    );
    retry(
        "base = 1m",
        &["`max` is 30s by default, below `base`, which is 1m"],
    );
    retry("random, min = 5s", &["`max` is 3s by default, below `min`"]);
    let api = |own: &str| {
        format!(
            "#[client] #[retry(linear, max = 1s)] trait Api {{
                #[get(\"/x\")] #[retry({own})] async fn x(&self) -> Result<()>; }}"
        )
    };
    expect(&api("factor = 3"), &["`linear` does not use `factor`"]);
    expect(
        &api("base = 2s"),
        &["`max` is 1s, below `base`, which is 2s"],
    );
    expect(&api("attempts = 5"), &[]);
    expect(&api("exponential, factor = 3, base = 2s"), &[]);
}

#[test]
fn mistakes_of_the_trait_are_not_those_of_its_methods() {
    expect(
        "#[client] #[retry(linear, max = 1ms, attempts = 0)] trait Api {
            #[get(\"/x\")] #[retry(attempts = 3)] async fn x(&self) -> Result<()>;
            #[get(\"/y\")] async fn y(&self) -> Result<()>; }",
        &["must be at least 1"],
    );
    expect(
        "#[client] #[retry(linear, max = 1ms)] trait Api {
            #[get(\"/x\")] #[retry(attempts = 3)] async fn x(&self) -> Result<()>; }",
        &["`max` is 1ms, below `base`"],
    );
}

#[test]
fn timeouts_are_checked() {
    let rule = &["a timeout is longer than `0s`; leave it out for none"];
    for key in ["timeout", "attempt_timeout", "idle_timeout"] {
        let get = format!("#[get(\"/x\", {key} = 0ms)] async fn x(&self) -> Result<()>;");
        method(&get, rule);
        let get = "#[get(\"/x\")] async fn x(&self) -> Result<()>;";
        expect(
            &format!("#[client({key} = \"0s\")] trait Api {{ {get} }}"),
            rule,
        );
    }
    let get = |keys: &str, own: &str| {
        format!("#[get(\"/x\", {keys})] #[retry({own})] async fn x(&self) -> Result<()>;")
    };
    method(
        &get("timeout = 1s, attempt_timeout = 2s", ""),
        &["one attempt may take 2s"],
    );
    method(
        &get("timeout = 1s", "constant, attempts = 3"),
        &["attempt 3 can never happen"],
    );
    method(&get("timeout = 2s", "constant, attempts = 3"), &[]);
    method(&get("timeout = 1s", "exponential, attempts = 30"), &[]);
    method(
        &get("timeout = 1s", "jitter = none, attempts = 6"),
        &["waits before it take at least 3.1s"],
    );
    method(
        &get("timeout = 1s", "list(2s)"),
        &["attempt 2 can never happen"],
    );
    method(&get("timeout = T", "list(2s)"), &[]);
    method(&get("timeout = 1s", "attempts = unlimited"), &[]);
    expect(
        "#[client(timeout = 1s)] #[retry(constant, base = 2s)] trait Api {
            #[get(\"/x\")] async fn x(&self) -> Result<()>;
            #[get(\"/y\")] #[retry(statuses = [429])] async fn y(&self) -> Result<()>; }",
        &["attempt 3 can never happen"],
    );
    expect(
        "#[client] #[retry(attempts = unlimited)] trait Api {
            #[get(\"/x\")] async fn x(&self) -> Result<()>;
            #[get(\"/z\", timeout = 3s)] async fn z(&self) -> Result<()>;
            #[get(\"/y\")] async fn y(&self) -> Result<()>; }",
        &["needs a `timeout`"],
    );
}
