//! The paragraph of a method, by policy and by reason.

mod waits;

use std::time::Duration;

use super::{Repeat, sentences};
use crate::model::pages::{Form, Paging};
use crate::model::policy::{
    Attempts, Errors, Kind, Limits, Policy, RetryAfter, Start, StatusSet, Statuses,
};
use crate::model::strategy::{Curve, Jitter, KeyValues, Strategy};
use crate::model::value::Value;

fn on(strategy: Strategy) -> Policy {
    Policy {
        start: Start::Named(strategy),
        errors: Some(Errors::Listed(vec![Value::Known(Kind::Reset)])),
        retry_after: Some(RetryAfter::Ignored),
        limits: Limits {
            timeout: Some(Value::Known(Duration::from_secs(9))),
            ..Limits::default()
        },
        ..Policy::default()
    }
}

fn get(policy: &Policy) -> String {
    let text = sentences("GET", &["/x".to_owned()], &Repeat::Idempotent, policy, "");
    text.trim_start_matches("`GET /x`: ").to_owned()
}

fn constant(text: &str) -> syn::Expr {
    syn::parse_str(text).expect("an expression")
}

#[test]
fn a_default_policy_is_described_in_full() {
    let policy = Policy {
        start: Start::Named(Strategy::Curve(Curve::Exponential)),
        attempts: Some(Attempts::AtMost(Value::Known(4))),
        statuses: Some(StatusSet::too_many_requests()),
        ..Policy::default()
    };
    assert_eq!(
        get(&policy),
        "**up to 4 attempts**, retried **after** a connection failure, a timeout, a lost \
         connection, a truncated body, any 5xx, or 429. **Waits** 0 to 100ms, 0 to 200ms, then \
         0 to 400ms (at most 700ms), or as long as `Retry-After` asks, up to 60s. **Worst case**: \
         2m 700ms, unless `Retry-After` asks for more. **Safe to repeat**: GET is idempotent."
    );
}

#[test]
fn a_single_attempt_has_a_short_text() {
    assert_eq!(get(&Policy::default()), "**one attempt**.");
    let off = Policy {
        start: Start::Off,
        ..on(Strategy::Curve(Curve::Linear))
    };
    assert_eq!(get(&off), "**one attempt**, at most 9s.");
}

#[test]
fn every_curve_prints_its_waits() {
    let list = Strategy::List(vec![
        Value::Known(Duration::from_millis(5)),
        Value::Const(constant("CAP")),
    ]);
    let table = [
        (
            Strategy::Curve(Curve::Exponential),
            "0 to 100ms, then 0 to 200ms (at most 300ms)",
        ),
        (
            Strategy::Curve(Curve::Jitter),
            "100ms to 2.1s, then 200ms to 2.2s (at most 4.3s)",
        ),
        (
            Strategy::Curve(Curve::Random),
            "100ms to 3s, then 100ms to 3s (at most 6s)",
        ),
        (
            Strategy::Curve(Curve::Fibonacci),
            "1s, then 2s (at most 3s)",
        ),
        (
            Strategy::Curve(Curve::Linear),
            "100ms, then 200ms (at most 300ms)",
        ),
        (Strategy::Curve(Curve::Constant), "1s, then 1s (at most 2s)"),
        (
            Strategy::Curve(Curve::Decorrelated),
            "100ms to 300ms, then 100ms to 900ms (at most 1.2s)",
        ),
        (list, "5ms, then `CAP`"),
        (
            Strategy::Custom(syn::parse_quote!(crate::SLOWLY)),
            "as `crate::SLOWLY` says",
        ),
    ];
    for (strategy, waits) in table {
        let expected = format!(
            "**up to 3 attempts**, retried **after** a lost connection or any 5xx. **Waits** {waits}. \
             **Worst case**: 9s. **Safe to repeat**: GET is idempotent."
        );
        assert_eq!(get(&on(strategy)), expected);
    }
}

#[test]
fn const_expressions_are_code() {
    let keys = KeyValues {
        base: Some(Value::Const(constant("BASE"))),
        factor: Some(Value::Known(3.0)),
        jitter: Some(Value::Known(Jitter::None)),
        ..KeyValues::default()
    };
    let policy = Policy {
        keys,
        attempts: Some(Attempts::AtMost(Value::Const(constant("N + 1")))),
        statuses: Some(StatusSet(vec![
            Statuses::Known(502, 504),
            Statuses::Const(constant("C")),
        ])),
        errors: Some(Errors::Const(constant("KINDS"))),
        server_errors: Some(Value::Known(false)),
        when: Some(constant("crate::check")),
        limits: Limits {
            timeout: Some(Value::Const(constant("limit()"))),
            ..Limits::default()
        },
        ..on(Strategy::Curve(Curve::Exponential))
    };
    assert_eq!(
        get(&policy),
        "**up to `N + 1` attempts**, retried **after** a failure of `KINDS`, 502 to 504, `C`, or \
         whatever `crate::check` says. **Waits** by `exponential` with base `BASE`, factor 3. \
         **Worst case**: `limit()`. **Safe to repeat**: GET is idempotent."
    );
}

#[test]
fn many_attempts_are_cut_short() {
    let waits = |attempts| {
        let text = get(&Policy {
            attempts: Some(attempts),
            ..on(Strategy::Curve(Curve::Constant))
        });
        let (_, waits) = text.split_once("**Waits** ").expect("waits");
        waits.split_once('.').expect("a stop").0.to_owned()
    };
    let ten = Attempts::AtMost(Value::Known(10));
    assert_eq!(waits(ten), "1s, 1s, 1s, 1s, … (at most 9s)");
    assert_eq!(waits(Attempts::Unlimited), "1s, 1s, 1s, 1s, …");
    assert_eq!(waits(Attempts::AtMost(Value::Known(2))), "1s");
}

#[test]
fn every_reason_is_named() {
    let say = |repeat: &Repeat| {
        let text = sentences(
            "POST",
            &["/x".to_owned()],
            repeat,
            &on(Strategy::Curve(Curve::Constant)),
            "",
        );
        let (_, why) = text.split_once("retried ").expect("a reason");
        why.to_owned()
    };
    let safe = |why| {
        format!(
            "**after** a lost connection or any 5xx. **Waits** 1s, then 1s (at most 2s). \
             **Worst case**: 9s. **Safe to repeat**: {why}."
        )
    };
    let table = [
        (Repeat::Declared(String::new()), safe("declared idempotent")),
        (
            Repeat::Declared("it is a search.".to_owned()),
            safe("it is a search"),
        ),
        (
            Repeat::Key("X-Key".to_owned()),
            safe("the server drops duplicates by `X-Key`"),
        ),
        (
            Repeat::Unprocessed(StatusSet::too_many_requests()),
            "**only after** proof that the server did not act (the request was never sent, HTTP/2 \
             refused it, or the response was 429). **Waits** 1s, then 1s (at most 2s). \
             **Worst case**: 9s."
                .to_owned(),
        ),
    ];
    for (repeat, expected) in table {
        assert_eq!(say(&repeat), expected);
    }
}

#[test]
fn every_form_of_pages_is_described() {
    let paged = |form, items: Option<&str>| {
        let items = items.map(str::to_owned);
        super::pages::pages(Some(&Paging { form, items }))
    };
    let query = || "page".to_owned();
    let table = [
        (
            paged(Form::Link, None),
            "the `Link` header whose relation is `next`",
        ),
        (
            paged(
                Form::Cursor {
                    path: "meta.next".to_owned(),
                    query: query(),
                },
                Some("data"),
            ),
            "`meta.next` of the body, which goes into the query `page`; the items are in `data`",
        ),
        (
            paged(Form::Next("links.next".to_owned()), Some("data")),
            "the URL in `links.next` of the body; the items are in `data`",
        ),
        (
            paged(
                Form::Page {
                    query: query(),
                    start: Some(Value::Known(0)),
                },
                None,
            ),
            "the query `page`, counted from 0 until a page is empty",
        ),
        (
            paged(
                Form::Page {
                    query: query(),
                    start: None,
                },
                None,
            ),
            "the query `page`, counted from 1 until a page is empty",
        ),
        (
            paged(Form::Offset(query()), None),
            "the query `page`, by items received until a page is empty",
        ),
        (
            paged(Form::With(constant("self::next")), None),
            "what `self::next` says",
        ),
    ];
    for (said, how) in table {
        let expected = format!(" **Pages** follow {how}; each is a call of its own.");
        assert_eq!(said, expected);
    }
    assert_eq!(super::pages::pages(None), "");
}
