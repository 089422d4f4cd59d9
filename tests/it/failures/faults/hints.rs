//! `Retry-After` in every spelling: what is read, over a socket, and how long is waited, in memory.

use std::time::{Duration, SystemTime};

use retry_client::{DelaySource, Error, GaveUp, Result, client};

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, secs, status};
use crate::support::server::Server;

#[client]
#[retry(constant, base = 1s, retry_after = 1h, attempts = 2)]
trait Busy {
    #[get("/")]
    async fn ask(&self) -> Result<String>;
}

/// When the dated responses were sent, if they say so.
const SENT: &str = "Sat, 31 Dec 2016 23:59:00 GMT";

/// A hint, and the wait it asks for; `None` if it asks for none.
struct Hint {
    /// The name that the documentation gives it.
    what: &'static str,
    /// Each field's value.
    fields: &'static [&'static str],
    wait: Option<Duration>,
}

const fn hint(what: &'static str, fields: &'static [&'static str], wait: Option<Duration>) -> Hint {
    Hint { what, fields, wait }
}

#[rustfmt::skip]
const HINTS: [Hint; 37] = [
    hint("seconds", &["7"], Some(secs(7))),
    hint("zero seconds", &["0"], Some(secs(0))),
    hint("leading zeros", &["007"], Some(secs(7))),
    hint("surrounding spaces", &["  7\t "], Some(secs(7))),
    hint("an hour, the limit of these tests", &["3600"], Some(secs(3_600))),
    hint("an hour and a second", &["3601"], Some(secs(3_601))),
    hint("as large as numbers get", &["18446744073709551615"], Some(secs(u64::MAX))),
    hint("too large for a number", &["18446744073709551616"], Some(Duration::MAX)),
    hint("much too large for a number", &["99999999999999999999999999999999"], Some(Duration::MAX)),
    hint("a plus sign", &["+120"], None),
    hint("a minus sign", &["-120"], None),
    hint("a fraction", &["1.5"], Some(ms(1_500))),
    hint("a fraction of zero", &["120.0"], Some(secs(120))),
    hint("an exponent", &["1e3"], None),
    hint("hexadecimal", &["0x10"], None),
    hint("a unit", &["120s"], None),
    hint("digits with a space between them", &["1 20"], None),
    hint("two numbers in one field", &["3, 5"], Some(secs(5))),
    hint("quoted", &["\"120\""], None),
    hint("an empty field", &[""], None),
    hint("a word", &["soon"], None),
    hint("a day without a time", &["2017-01-01"], None),
    hint("a date of ISO 8601", &["2017-01-01T00:00:10Z"], None),
    hint("two fields", &["3", "5"], Some(secs(5))),
    hint("two fields, the first of them larger", &["5", "3"], Some(secs(5))),
    hint("two fields, one of them unreadable", &["soon", "5"], Some(secs(5))),
    hint("a number and a date", &["3", "Sat, 31 Dec 2016 23:59:05 GMT"], Some(secs(5))),
    hint("a date of RFC 9110", &["Sun, 01 Jan 2017 00:00:10 GMT"], Some(secs(70))),
    hint("a date of RFC 850", &["Sunday, 01-Jan-17 00:00:10 GMT"], Some(secs(70))),
    hint("a date of `asctime`", &["Sun Jan  1 00:00:10 2017"], Some(secs(70))),
    hint("a leap second", &["Sat, 31 Dec 2016 23:59:60 GMT"], Some(secs(60))),
    hint("a date in the past", &["Sat, 31 Dec 2016 23:58:00 GMT"], Some(secs(0))),
    hint("the date of the response", &[SENT], Some(secs(0))),
    hint("a date far in the future", &["Fri, 31 Dec 9999 23:59:59 GMT"], Some(secs(251_919_072_059))),
    hint("a date that does not exist", &["Sun, 31 Feb 2017 00:00:10 GMT"], None),
    hint("a minute that does not exist", &["Sat, 31 Dec 2016 23:60:10 GMT"], None),
    hint("a date in another time zone", &["Sun, 01 Jan 2017 00:00:10 CET"], None),
];

/// A response with such fields, and with a date.
fn busy(fields: &[&str]) -> Step {
    let step = status(503).header("date", SENT);
    let fields = fields.iter();
    fields.fold(step, |step, field| step.header("retry-after", *field))
}

/// The error of a call that is not repeated.
async fn refusal(step: Step) -> Error {
    let server = Server::start([step]).await;
    let client = BusyClient::with_base_url(server.url()).unwrap();
    let error = client.ask().attempts(1).await.unwrap_err();
    assert_eq!(server.arrivals().len(), 1);
    error
}

#[tokio::test]
async fn retry_after_is_parsed_in_every_spelling() {
    for Hint { what, fields, wait } in &HINTS {
        let error = refusal(busy(fields)).await;
        // Nothing to wait for may be said in either way.
        let read = error.retry_after().unwrap_or_default();
        assert_eq!(read, wait.unwrap_or_default(), "{what}: {fields:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_waited_for_or_exceeds_the_limit() {
    for Hint { what, fields, wait } in &HINTS {
        let memory = MemoryTransport::new([busy(fields), ok("done")]);
        let client = BusyClient::builder().base_url("http://memory");
        let client = client.transport(memory.clone()).build().unwrap();
        let called = client.ask().reply().await;
        let wait = wait.unwrap_or_default();
        if wait > secs(3_600) {
            let error = called.unwrap_err();
            assert_eq!(error.gave_up(), GaveUp::ServerDelayTooLong, "{what}");
            assert_eq!(memory.times(), [ms(0)], "{what}");
            continue;
        }
        let expected = if wait > secs(1) {
            (wait, DelaySource::Server)
        } else {
            (secs(1), DelaySource::Strategy)
        };
        let reply = called.unwrap();
        let first = reply.attempts()[0];
        let waited = (first.delay().unwrap(), first.delay_source().unwrap());
        assert_eq!(waited, expected, "{what}");
        assert_eq!(memory.times(), [ms(0), expected.0], "{what}");
    }
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "it is the clock that is asked")]
async fn a_retry_after_date_without_a_date_header_counts_from_the_clock() {
    let table = [
        (SystemTime::now() + secs(100), secs(90), secs(100)),
        (SystemTime::now() - secs(100), secs(0), secs(0)),
    ];
    for (until, least, most) in table {
        let until = httpdate::fmt_http_date(until);
        let error = refusal(status(503).header("retry-after", until)).await;
        let read = error.retry_after().unwrap_or_default();
        assert!(least <= read && read <= most, "{read:?}");
    }
}

/// The hints, as the documentation shows them.
pub(crate) fn lines() -> String {
    let line = |Hint { what, fields, wait }: &Hint| {
        let field = |field: &&str| match *field {
            "" => "nothing".to_owned(),
            field => format!("`{}`", field.replace('\t', " ")),
        };
        let fields: Vec<_> = fields.iter().map(field).collect();
        let wait = match wait {
            None => "ignored".to_owned(),
            Some(wait) if *wait == Duration::ZERO => "no wait".to_owned(),
            Some(wait) if *wait > secs(100_000_000_000) => "longer than any limit".to_owned(),
            Some(wait) => format!("{} s", wait.as_secs_f64()),
        };
        format!("| {what} | {} | {wait} |\n", fields.join(" and "))
    };
    HINTS.iter().map(line).collect()
}
