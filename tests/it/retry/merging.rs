//! The policy of a method: that of its trait, in all that the method does not name.

use std::time::Duration;

use retry_client::{Endpoint, ErrorKind, Repeat, Result, StatusSet, client};

use crate::support::script::{ms, secs};

const OFTEN: u32 = 9;
const BUSY: [u16; 2] = [425, 429];
const QUARTER: Duration = ms(250);

#[client(base_url = "http://memory", timeout = 20s, attempt_timeout = 5s)]
#[retry(
    exponential, base = 1s, max = 2s, jitter = none, attempts = 4,
    statuses = [429], errors = [connect], retry_after = 9s
)]
trait Named {
    #[get("/open")]
    async fn open(&self) -> Result<()>;

    #[get("/attempts", timeout = 30s)]
    #[retry(attempts = 6)]
    async fn attempts(&self) -> Result<()>;

    #[get("/curve")]
    #[retry(linear)]
    async fn curve(&self) -> Result<()>;

    #[get("/keys", attempt_timeout = 1s)]
    #[retry(base = 500ms, factor = 3)]
    async fn keys(&self) -> Result<()>;

    #[get("/statuses")]
    #[retry(statuses = [408, 420..=425], server_errors = false)]
    async fn statuses(&self) -> Result<()>;

    #[get("/errors")]
    #[retry(errors = [timeout, decode], retry_after = ignore)]
    async fn errors(&self) -> Result<()>;

    #[get("/list")]
    #[retry(list(1s, 3s))]
    async fn list(&self) -> Result<()>;

    #[get("/off")]
    #[retry(off)]
    async fn off(&self) -> Result<()>;

    #[post("/plain")]
    async fn plain(&self) -> Result<()>;
}

#[client(base_url = "http://memory")]
trait Bare {
    #[get("/open")]
    async fn open(&self) -> Result<()>;

    #[post("/consts")]
    #[idempotent("it says so")]
    #[retry(linear, base = QUARTER, attempts = OFTEN, statuses = BUSY, retry_after = QUARTER)]
    async fn consts(&self) -> Result<()>;
}

#[client(base_url = "http://memory")]
#[retry(off)]
trait Off {
    #[get("/open")]
    async fn open(&self) -> Result<()>;

    #[get("/on")]
    #[retry(attempts = 2)]
    async fn on(&self) -> Result<()>;
}

/// All that can be asked of a policy.
#[derive(Debug, PartialEq)]
struct Merged {
    attempts: u32,
    delays: [Duration; 3],
    statuses: Vec<u16>,
    errors: Vec<ErrorKind>,
    retry_after: Option<Duration>,
    timeout: Option<Duration>,
    attempt_timeout: Duration,
}

fn merged(endpoint: &Endpoint) -> Merged {
    let policy = endpoint.policy();
    let statuses = [404, 408, 419, 420, 425, 426, 429, 500, 599];
    let kinds = [
        ErrorKind::Connect,
        ErrorKind::Timeout,
        ErrorKind::Reset,
        ErrorKind::Body,
        ErrorKind::Decode,
        ErrorKind::Protocol,
    ];
    Merged {
        attempts: policy.max_attempts().unwrap(),
        delays: [0, 1, 2].map(|retry| policy.delay(retry, &mut rand::rng())),
        statuses: statuses
            .into_iter()
            .filter(|code| policy.retries_status(*code))
            .collect(),
        errors: kinds
            .into_iter()
            .filter(|kind| policy.retries_error(*kind))
            .collect(),
        retry_after: policy.get_retry_after(),
        timeout: policy.get_timeout(),
        attempt_timeout: policy.get_attempt_timeout(),
    }
}

/// The settings of the trait `Named`.
fn inherited() -> Merged {
    Merged {
        attempts: 4,
        delays: [secs(1), secs(2), secs(2)],
        statuses: vec![429, 500, 599],
        errors: vec![ErrorKind::Connect],
        retry_after: Some(secs(9)),
        timeout: Some(secs(20)),
        attempt_timeout: secs(5),
    }
}

#[test]
fn a_method_inherits_what_it_does_not_name() {
    assert_eq!(merged(&NamedClient::OPEN), inherited());
    assert_eq!(merged(&NamedClient::PLAIN), inherited());
    let expected = Merged {
        attempts: 6,
        timeout: Some(secs(30)),
        ..inherited()
    };
    assert_eq!(merged(&NamedClient::ATTEMPTS), expected);
    assert_eq!(
        merged(&NamedClient::OFF),
        Merged {
            attempts: 1,
            ..inherited()
        }
    );
}

#[test]
fn a_list_on_the_method_replaces_the_inherited_one() {
    let expected = Merged {
        statuses: vec![408, 420, 425],
        ..inherited()
    };
    assert_eq!(merged(&NamedClient::STATUSES), expected);
    let errors = vec![ErrorKind::Timeout, ErrorKind::Decode];
    let expected = Merged {
        errors,
        retry_after: None,
        ..inherited()
    };
    assert_eq!(merged(&NamedClient::ERRORS), expected);
}

#[test]
fn a_strategy_on_the_method_comes_with_its_own_defaults() {
    let expected = Merged {
        delays: [ms(100), ms(200), ms(300)],
        ..inherited()
    };
    assert_eq!(merged(&NamedClient::CURVE), expected);
    let expected = Merged {
        attempts: 3,
        delays: [secs(1), secs(3), secs(3)],
        ..inherited()
    };
    assert_eq!(merged(&NamedClient::LIST), expected);
}

#[test]
fn keys_without_a_strategy_refine_the_inherited_strategy() {
    let expected = Merged {
        delays: [ms(500), ms(1_500), secs(2)],
        attempt_timeout: secs(1),
        ..inherited()
    };
    assert_eq!(merged(&NamedClient::KEYS), expected);
}

#[test]
fn values_can_be_constants_and_unnamed_keys_have_their_defaults() {
    let expected = Merged {
        attempts: 9,
        delays: [QUARTER, 2 * QUARTER, 3 * QUARTER],
        statuses: vec![425, 429, 500, 599],
        errors: vec![
            ErrorKind::Connect,
            ErrorKind::Timeout,
            ErrorKind::Reset,
            ErrorKind::Body,
        ],
        retry_after: Some(QUARTER),
        timeout: None,
        attempt_timeout: secs(30),
    };
    assert_eq!(merged(&BareClient::CONSTS), expected);
    assert_eq!(BareClient::CONSTS.repeat(), Repeat::Declared("it says so"));
}

#[test]
fn a_method_without_retry_or_with_retry_off_makes_one_attempt() {
    let attempts = [BareClient::OPEN, OffClient::OPEN, OffClient::ON];
    let attempts = attempts.map(|endpoint| endpoint.policy().max_attempts());
    assert_eq!(attempts, [Some(1), Some(1), Some(2)]);
}

#[test]
fn an_inherited_retry_repeats_a_plain_post_only_if_it_was_not_processed() {
    let repeat = Repeat::Unprocessed(StatusSet::of(&[429]));
    assert_eq!(NamedClient::PLAIN.repeat(), repeat);
    assert_eq!(NamedClient::OPEN.repeat(), Repeat::Idempotent);
}
