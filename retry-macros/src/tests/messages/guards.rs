//! The attributes of guards.

use super::{errors, expect, method};
use crate::tests::expand;

/// The cases that settings read too: `attribute: text` below `right` or `wrong`.
const CASES: &str = include_str!("../../../../tests/guard_rules.txt");

#[test]
fn attributes_accept_the_same_texts_as_settings() {
    let mut is_right = true;
    let mut read = 0;
    for line in CASES.lines().filter(|line| !line.starts_with('#')) {
        let Some((attribute, text)) = line.split_once(": ") else {
            is_right = line != "wrong";
            continue;
        };
        let attribute = format!("#[{attribute}({text})]");
        let (of_trait, of_method) = match line.split_once(':') {
            Some(("hedge", _)) => ("", attribute.as_str()),
            _ => (attribute.as_str(), ""),
        };
        let source = format!(
            "#[client] #[retry(exponential)] {of_trait} trait Api {{
                #[get(\"/x\")] {of_method} async fn x(&self) -> Result<()>; }}"
        );
        let found = errors(expand(&source));
        assert_eq!(found.is_empty(), is_right, "{line}: {found:#?}");
        assert!(found.len() <= 1, "{line}: {found:#?}");
        read += 1;
    }
    assert!(read > 20);
}

/// [`expect`] for a `#[budget]` on a trait that retries.
fn budget(arguments: &str, expected: &[&str]) {
    let source = format!("#[client] #[retry(exponential)] #[budget({arguments})] trait Api {{}}");
    expect(&source, expected);
}

#[test]
fn options_of_a_budget_are_checked() {
    budget("", &[]);
    budget("over = LONG, reserve = MANY", &[]);
    budget("20", &["a percentage has a sign; write `20%`"]);
    budget("0%", &["a percentage is a whole number from 1 to 100"]);
    budget("20.5%", &["a percentage is a whole number from 1 to 100"]);
    budget("over = 2m", &["`over` is between 1s and 1m"]);
    budget("reserve = 1001", &["`reserve` is between 0 and 1000"]);
    budget("off, 20%", &["`off` stands alone"]);
    budget("20%, 30%", &["the percentage is given twice"]);
    budget("reserv = 3", &["did you mean `reserve`?"]);
    budget("percent = 20%", &["expected one of `over`"]);
    budget(
        "0%, over = 0s, reserve = 2000",
        &["1 to 100", "between 1s and 1m", "between 0 and 1000"],
    );
}

#[test]
fn a_budget_belongs_on_a_trait_that_retries() {
    expect(
        "#[client] #[budget(20%)] trait Api { #[get(\"/x\")] async fn x(&self) -> Result<()>; }",
        &["nothing here retries"],
    );
    expect(
        "#[client] #[budget(20%)] trait Api {
            #[get(\"/x\")] #[retry(exponential)] async fn x(&self) -> Result<()>; }",
        &[],
    );
    method(
        "#[get(\"/x\")] #[retry(exponential)] #[budget(20%)] async fn x(&self) -> Result<()>;",
        &["all methods share one budget, so it belongs on the trait"],
    );
    method(
        "#[get(\"/x\")] #[budget(off)] async fn x(&self) -> Result<()>;",
        &["this method never retries"],
    );
    expect(
        "#[client] #[retry(exponential)] #[budget] #[budget] trait Api {}",
        &["`#[budget]` is given twice"],
    );
}

/// [`expect`] for a GET with a hedge, and what else stands before it.
fn hedged(arguments: &str, others: &str, expected: &[&str]) {
    let source =
        format!("#[get(\"/x\")] #[hedge({arguments})] {others} async fn x(&self) -> Result<()>;");
    method(&source, expected);
}

#[test]
fn options_of_a_hedge_are_checked() {
    hedged("after = 1ms", "", &[]);
    hedged("after = LATER, at_most = MOST", "", &[]);
    hedged("", "", &["say when the second attempt begins"]);
    hedged("at_most = 2", "", &["say when the second attempt begins"]);
    hedged("after = 0s", "", &["`after` is between 1ms and 24h"]);
    hedged("after = 25h", "", &["`after` is between 1ms and 24h"]);
    hedged("200ms", "", &["a time needs its key"]);
    hedged("20%", "", &["a hedge begins after a time"]);
    hedged("after = 50%", "", &["`after` is not a percentage"]);
    hedged(
        "after = 1s, at_most = 0",
        "",
        &["`at_most` is between 1 and 3"],
    );
    hedged(
        "after = 1s, at_most = 4",
        "",
        &["`at_most` is between 1 and 3"],
    );
    hedged("aftr = 1s", "", &["did you mean `after`?"]);
    hedged("after = 1s, off", "", &["`off` stands alone"]);
    hedged(
        "after = 1s",
        "#[hedge(after = 2s)]",
        &["`#[hedge]` is given twice"],
    );
    hedged("after = 0s, at_most = 9", "", &["1ms and 24h", "1 and 3"]);
}

#[test]
fn a_hedge_begins_before_the_timeouts() {
    hedged("after = 30s", "", &["the `attempt_timeout` of 30s"]);
    hedged("after = 29s", "", &[]);
    let timed = |limits: &str, expected: &[&str]| {
        let source = format!(
            "#[get(\"/x\", {limits})] #[hedge(after = 2s)] async fn x(&self) -> Result<()>;"
        );
        method(&source, expected);
    };
    timed("timeout = 3s", &[]);
    timed("timeout = 2s", &["the `timeout` of 2s"]);
    timed("attempt_timeout = 1s", &["the `attempt_timeout` of 1s"]);
    timed("attempt_timeout = 1m, timeout = 1m", &[]);
}

#[test]
fn hedges_count_among_the_attempts_of_a_declared_retry() {
    hedged("after = 1s, at_most = 2", "#[retry(exponential)]", &[]);
    hedged(
        "after = 1s, at_most = 3",
        "#[retry(exponential)]",
        &["these are 4 attempts, and there are at most 3"],
    );
    hedged(
        "after = 1s, at_most = 2",
        "#[retry(exponential, attempts = 2)]",
        &["these are 3 attempts, and there are at most 2"],
    );
    hedged("after = 1s, at_most = 3", "#[retry(off)]", &[]);
    hedged("after = 1s, at_most = 3", "", &[]);
}

#[test]
fn a_hedge_belongs_on_a_method_that_has_no_effect() {
    let of = |verb: &str, others: &str, expected: &[&str]| {
        let source = format!(
            "#[{verb}(\"/x\")] #[hedge(after = 1s)] {others} async fn x(&self) -> Result<()>;"
        );
        method(&source, expected);
    };
    let effect = &["may take effect after what is done next; remove `#[hedge]`"];
    for verb in ["get", "head", "options"] {
        of(verb, "", &[]);
    }
    for verb in ["put", "delete", "post", "patch"] {
        of(verb, "", effect);
    }
    of("post", "#[idempotent(\"a search\")]", &[]);
    of("post", "#[idempotency_key]", &["a key does not help"]);
    of("put", "#[idempotency_key]", &["a key does not help"]);
    for trait_of in ["#[retry(exponential)]", ""] {
        expect(
            &format!("#[client] {trait_of} #[hedge(after = 1s)] trait Api {{}}"),
            &["`#[hedge]` belongs on a method; move it there"],
        );
    }
}

#[test]
fn a_hedge_does_not_go_with_until() {
    let rule = &["a method with `until` asks again and again"];
    hedged(
        "after = 1s",
        "#[retry(exponential, until = is_ready)]",
        rule,
    );
    hedged("after = 1s", "#[retry(until = is_ready)]", rule);
}

#[test]
fn a_budget_pays_for_hedges_too() {
    expect(
        "#[client] #[budget(20%)] trait Api {
            #[get(\"/x\")] #[hedge(after = 1s)] async fn x(&self) -> Result<()>; }",
        &[],
    );
    hedged("after = 1s", "#[budget(off)]", &[]);
}

#[test]
fn guards_are_checked_even_if_the_policy_is_invalid() {
    let of_method =
        "#[client] trait Api { #[get(\"/x\")] #[retry(attempts = 0)] #[circuit_breaker(of = 1)]
        #[rate_limit(0 per 1s)] async fn x(&self) -> Result<()>; }";
    let found = errors(expand(of_method));
    assert_eq!(found.len(), 3, "{found:#?}");
    let of_trait =
        "#[client] #[retry(attempts = 0)] trait Api { #[get(\"/x\")] #[circuit_breaker(of = 1)]
        #[rate_limit(0 per 1s)] async fn x(&self) -> Result<()>; }";
    let found = errors(expand(of_trait));
    assert_eq!(found.len(), 3, "{found:#?}");
}
