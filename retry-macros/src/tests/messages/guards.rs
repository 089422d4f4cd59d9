//! The attributes of guards.

use super::{errors, expect, method};
use crate::tests::expand;

/// The cases that settings read too: `attribute: text` below `right` or `wrong`.
const CASES: &str = include_str!("../../../../tests/guard_rules.txt");

#[test]
fn attributes_are_read_as_the_texts_of_settings_are() {
    let mut is_right = true;
    let mut read = 0;
    for line in CASES.lines().filter(|line| !line.starts_with('#')) {
        let Some((attribute, text)) = line.split_once(": ") else {
            is_right = line != "wrong";
            continue;
        };
        let source = format!(
            "#[client] #[retry(exponential)] #[{attribute}({text})] trait Api {{
                #[get(\"/x\")] async fn x(&self) -> Result<()>; }}"
        );
        let found = errors(expand(&source));
        assert_eq!(found.is_empty(), is_right, "{line}: {found:#?}");
        assert!(found.len() <= 1, "{line}: {found:#?}");
        read += 1;
    }
    assert!(read > 20);
}

/// As [`expect`], for a `#[budget]` on a trait that retries.
fn budget(arguments: &str, expected: &[&str]) {
    let source = format!("#[client] #[retry(exponential)] #[budget({arguments})] trait Api {{}}");
    expect(&source, expected);
}

#[test]
fn a_budget_says_what_it_takes() {
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
