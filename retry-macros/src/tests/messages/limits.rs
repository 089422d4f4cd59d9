//! Guards that contradict each other, an argument or a timeout.

use super::{expect, method};

/// [`expect`] for a trait with these attributes, and a GET with those.
fn both(of_trait: &str, of_method: &str, expected: &[&str]) {
    let source = format!(
        "#[client] {of_trait} trait Api {{
            #[get(\"/x\")] {of_method} async fn x(&self) -> Result<()>; }}"
    );
    expect(&source, expected);
}

#[test]
fn two_limits_of_one_period_and_cost_are_refused() {
    let rule = &["two limits have the same period and cost; merge them into one"];
    let twice = "#[rate_limit(10 per 1s)] #[rate_limit(5 per 1000ms, burst = 1)]";
    both(twice, "", rule);
    both("", twice, rule);
    // The other period, and the limit of the other place.
    both(
        "#[rate_limit(10 per 1s)] #[rate_limit(100 per 1m)]",
        "",
        &[],
    );
    both("#[rate_limit(10 per 1s)]", "#[rate_limit(5 per 1s)]", &[]);
    let weighed = |second: &str, expected: &[&str]| {
        let source = format!(
            "#[get(\"/x\")] #[rate_limit(10 per 1s, cost = points)] #[rate_limit({second})]
            async fn x(&self, #[cost] points: u32) -> Result<()>;"
        );
        method(&source, expected);
    };
    weighed("20 per 1s, cost = points", rule);
    weighed("20 per 1s", &[]);
}

#[test]
fn one_place_has_four_limits_at_most() {
    let limits = |count: u32| {
        let limits = (1..=count).map(|each| format!("#[rate_limit(1 per {each}s)]"));
        limits.collect::<String>()
    };
    let rule = &["there are at most four limits in one place; remove one"];
    both(&limits(4), &limits(4), &[]);
    both(&limits(5), "", rule);
    both("", &limits(5), rule);
}

#[test]
fn a_method_has_one_cost_at_most() {
    let with_limits = |limits: &str| {
        let source = format!(
            "#[get(\"/x\")] {limits}
            async fn x(&self, #[cost] points: u32, #[cost] tokens: u32) -> Result<()>;"
        );
        method(&source, &["only one `#[cost]` per method; remove this"]);
    };
    with_limits("#[rate_limit(10 per 1s, cost = points)]");
    with_limits("#[rate_limit(10 per 1s, cost = points)] #[rate_limit(10 per 1s, cost = tokens)]");
}

#[test]
fn a_cost_has_its_argument_and_an_argument_its_limit() {
    let limit = "#[rate_limit(100 per 1s, cost = points)]";
    let rule = &["there is no argument `#[cost] points: u32`; add it"];
    both("", limit, rule);
    // Of a trait, one method with the argument is enough.
    both(limit, "", &["there is no argument"]);
    let with_argument = |of_trait: &str, argument: &str, expected: &[&str]| {
        let source = format!(
            "#[client] {of_trait} trait Api {{
                #[get(\"/x\")] async fn x(&self, #[cost] {argument}: u32) -> Result<()>;
                #[get(\"/y\")] async fn y(&self) -> Result<()>; }}"
        );
        expect(&source, expected);
    };
    with_argument(limit, "points", &[]);
    with_argument("", "points", &["no rate limit is weighed by `points`"]);
    with_argument(
        "#[rate_limit(9 per 1s)]",
        "points",
        &["no rate limit is weighed by"],
    );
}

#[test]
fn a_methods_bound_is_within_its_traits() {
    let rule = "lower this, or raise that";
    both("#[concurrency(1)]", "#[concurrency(2)]", &[rule]);
    both("#[concurrency(4)]", "#[concurrency(8, wait = 1s)]", &[rule]);
    both("#[concurrency(4)]", "#[concurrency(4)]", &[]);
    both("#[concurrency(4)]", "#[concurrency(off)]", &[]);
}

#[test]
fn the_window_of_a_circuit_breaker_fits_two_attempts() {
    let rule = &["`within` is shorter than two attempts may take; write at least `within = 6s`"];
    for (of_trait, of_method) in [
        (
            "#[client(attempt_timeout = 3s)] #[circuit_breaker(within = 5s)]",
            "",
        ),
        (
            "#[client(attempt_timeout = 3s)]",
            "#[circuit_breaker(within = 5999ms)]",
        ),
    ] {
        let source = format!(
            "{of_trait} trait Api {{
                #[get(\"/x\")] {of_method} async fn x(&self) -> Result<()>; }}"
        );
        expect(&source, rule);
    }
    both("", "#[circuit_breaker(within = 5s)]", &[]);
}

#[test]
fn a_wait_for_a_guard_is_within_the_timeout() {
    let rule = &["`wait` is longer than the `timeout` of 2s; lower it"];
    for guard in [
        "#[rate_limit(10 per 1s, wait = 3s)]",
        "#[rate_limit(follow, wait = 3s)]",
        "#[concurrency(4, wait = 3s)]",
    ] {
        let source =
            format!("#[get(\"/x\", timeout = 2s)] {guard} async fn x(&self) -> Result<()>;");
        method(&source, rule);
        both("", guard, &[]);
    }
}

#[test]
fn a_guard_is_given_once() {
    for (guard, name) in [
        ("#[concurrency(4)]", "concurrency"),
        ("#[circuit_breaker]", "circuit_breaker"),
    ] {
        let rule = format!("`#[{name}]` is given twice");
        let twice = guard.repeat(2);
        both(&twice, "", &[&rule]);
        both("", &twice, &[&rule]);
    }
}

#[test]
fn forms_of_other_crates_get_the_form_of_this_one() {
    for (guard, way_out) in [
        ("#[rate_limit(10/s)]", "write one such as `100 per 1s`"),
        ("#[rate_limit(10 per second)]", "write `per 1s`"),
        ("#[rate_limit(10 per minute)]", "write `per 1m`"),
        (
            "#[rate_limit(\"10 per 1s\")]",
            "without: `#[rate_limit(10 per 1s)]`",
        ),
        ("#[concurrency(\"5\")]", "without: `#[concurrency(5)]`"),
        ("#[concurrency(max = 5)]", "write `#[concurrency(5)]`"),
        ("#[concurrency(none)]", "did you mean `off`?"),
        (
            "#[circuit_breaker(of = 20%)]",
            "`of` is not a percentage; remove its `%`",
        ),
        ("#[circuit_breaker(false)]", "did you mean `off`?"),
        ("#[retry(budget = 20%)]", "write `#[budget(…)]`"),
        ("#[retry(hedge = 200ms)]", "write `#[hedge(…)]`"),
    ] {
        both("", guard, &[way_out]);
    }
}
