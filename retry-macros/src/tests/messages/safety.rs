//! Requests that may be repeated, and the reasons why they may.

use super::method;

#[test]
fn retries_that_may_repeat_an_effect_are_refused() {
    let post =
        |attributes: &str| format!("#[post(\"/x\")] {attributes} async fn x(&self) -> Result<()>;");
    method(&post(""), &[]);
    method(&post("#[retry(off)]"), &[]);
    method(&post("#[retry(linear)]"), &["`#[idempotent(\"why\")]`"]);
    method(
        &post("#[retry(lineer)]"),
        &["did you mean `linear`?", "retrying a POST"],
    );
    method(&post("#[retry(linear)] #[idempotent]"), &[]);
    method(
        &post("#[retry(linear)] #[idempotent(\"sets a value\")]"),
        &[],
    );
    method(&post("#[retry(linear)] #[idempotency_key]"), &[]);
    method(&post("#[retry(linear)] #[idempotency_key(\"X-Key\")]"), &[]);
    method(&post("#[retry(linear, unprocessed_only)]"), &[]);
    method(
        &post("#[retry(linear, unprocessed_only = true)]"),
        &["`unprocessed_only` stands alone"],
    );
    method(
        &post("#[idempotency_key(\"X Key\")]"),
        &["not a header name"],
    );
    method(
        "#[request(PROPFIND, \"/x\")] #[retry(linear)] async fn x(&self) -> Result<()>;",
        &["retrying a PROPFIND"],
    );
    method(
        "#[request(TRACE, \"/x\")] #[retry(linear)] async fn x(&self) -> Result<()>;",
        &[],
    );
}

#[test]
fn reasons_are_given_where_they_are_needed() {
    method(
        "#[put(\"/x\")] #[idempotent] async fn x(&self) -> Result<()>;",
        &["PUT is idempotent by itself"],
    );
    method(
        "#[get(\"/x\")] #[idempotency_key] async fn x(&self) -> Result<()>;",
        &["GET does not need a key"],
    );
    method(
        "#[put(\"/x\")] #[idempotency_key] async fn x(&self) -> Result<()>;",
        &[],
    );
    for (verb, errors) in [
        ("post", &["one idempotency key"][..]),
        ("get", &["GET does not need a key", "one idempotency key"]),
    ] {
        let source = format!(
            "#[{verb}(\"/x\")] #[idempotency_key]
             async fn x(&self, #[idempotency_key] key: &str) -> Result<()>;"
        );
        method(&source, errors);
    }
}

#[test]
fn a_header_with_the_name_of_the_key_is_a_second_key() {
    let rule = &["only one idempotency key per call, and it is already given"];
    let keyed = |keys: &str, name: &str, arguments: &str| {
        format!(
            "#[post(\"/x\"{keys})] #[idempotency_key{name}] async fn x(&self{arguments}) -> Result<()>;"
        )
    };
    let fixed = ", headers(\"idempotency-key\" = \"1\")";
    let passed = ", #[header(\"x-key\", secret)] key: &str";
    method(&keyed(fixed, "", ""), rule);
    method(&keyed("", "(\"X-Key\")", passed), rule);
    method(&keyed(fixed, "(\"X-Key\")", ""), &[]);
    method(&keyed("", "", passed), &[]);
}
