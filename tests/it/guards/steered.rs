//! Guards seen and steered from outside, and what observers hear of them.

use std::sync::{Arc, Mutex};

use retry_client::{
    Circuit, ErrorKind, Guard, GuardChange, LiveSettings, Observer, Result, RetryClient, Settings,
    client,
};
use tokio::time::{Instant, sleep};

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, secs, status};

#[client(base_url = "http://bank.test")]
#[retry(constant, base = 10ms, attempts = 3, statuses = [429])]
#[circuit_breaker(of = 5, open = 5s, probes = 1)]
#[rate_limit(1 per 10s, burst = 1, follow)]
trait Bank {
    #[get("/balance")]
    #[rate_limit(off)]
    async fn balance(&self) -> Result<String>;

    #[get("/limited")]
    async fn limited(&self) -> Result<String>;

    #[get("/own")]
    #[circuit_breaker]
    #[rate_limit(off)]
    async fn own(&self) -> Result<String>;
}

/// Notes the changes that it is told of.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<GuardChange>>>);

impl Notes {
    fn texts(&self) -> Vec<String> {
        let changes = self.0.lock().unwrap();
        let text = |change: &GuardChange| {
            let state = change.circuit().map(|circuit| circuit.to_string());
            let hold = change.holds_for().is_some();
            format!("{} {state:?} {hold} {:?}", change.guard(), change.method())
        };
        changes.iter().map(text).collect()
    }
}

impl Observer for Notes {
    fn guard_changed(&self, change: &GuardChange) {
        self.0.lock().unwrap().push(change.clone());
    }
}

fn bank(steps: impl Into<Vec<Step>>) -> (MemoryTransport, Notes, BankClient) {
    let (memory, notes) = (MemoryTransport::new(steps.into()), Notes::default());
    let builder = BankClient::builder().transport(memory.clone());
    let bank = builder.observe(notes.clone()).build().unwrap();
    (memory, notes, bank)
}

#[tokio::test(start_paused = true)]
async fn a_circuit_is_seen_in_each_state_and_told_of() {
    let (_, notes, bank) = bank([vec![status(500); 5], vec![ok("x")]].concat());
    assert_eq!(bank.guards().circuit(), Circuit::Closed);
    for _ in 0..2 {
        bank.balance().await.unwrap_err();
    }
    assert_eq!(bank.guards().circuit(), Circuit::Open);
    sleep(secs(7)).await;
    assert_eq!(bank.guards().circuit(), Circuit::HalfOpen);
    bank.balance().await.unwrap();
    assert_eq!(bank.guards().circuit(), Circuit::Closed);
    let expected = [
        "circuit_breaker Some(\"open\") true None",
        "circuit_breaker Some(\"half_open\") false None",
        "circuit_breaker Some(\"closed\") false None",
    ];
    assert_eq!(notes.texts(), expected);
    assert_eq!(notes.0.lock().unwrap()[0].endpoint().name(), "balance");
}

#[tokio::test(start_paused = true)]
async fn a_circuit_is_opened_by_hand() {
    let (memory, notes, bank) = bank([ok("x")]);
    assert!(!bank.guards().open_circuit("balance"));
    assert!(!bank.guards().open_circuit("nobody"));
    assert!(bank.guards().open_circuit("own"));
    assert_eq!(bank.guards().circuit(), Circuit::Closed);
    let error = bank.own().await.unwrap_err();
    assert_eq!(error.held_back_by(), Some(Guard::CircuitBreaker));
    bank.balance().await.unwrap();
    assert!(bank.guards().open_circuit(""));
    let error = bank.balance().await.unwrap_err();
    assert_eq!(error.held_back_by(), Some(Guard::CircuitBreaker));
    let after = error.retry_after().unwrap();
    assert!(after >= secs(4) && after <= secs(6), "{after:?}");
    assert_eq!(memory.count(), 1);
    let expected = [
        "circuit_breaker Some(\"open\") true Some(\"own\")",
        "circuit_breaker Some(\"open\") true None",
    ];
    assert_eq!(notes.texts(), expected);
    sleep(secs(7)).await;
    bank.balance().await.unwrap();
    assert_eq!(bank.guards().circuit(), Circuit::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_client_without_circuit_breakers_opens_none() {
    let client = RetryClient::builder().build().unwrap();
    let guards = client.guards();
    assert!(!guards.open_circuit(""));
    assert!(
        !guards
            .at(&"http://a.test".parse().unwrap())
            .open_circuit("")
    );
    assert_eq!(guards.circuit(), Circuit::Closed);
    guards.reset();
}

#[tokio::test(start_paused = true)]
async fn a_reset_forgets_all_but_attempts_in_flight() {
    let (memory, notes, bank) = bank([vec![status(500); 5], vec![ok("x")]].concat());
    for _ in 0..2 {
        bank.balance().await.unwrap_err();
    }
    let guards = bank.guards();
    assert!(guards.balance() < -2.9);
    assert!(guards.open_circuit("own"));
    guards.reset();
    assert_eq!((guards.circuit(), guards.balance()), (Circuit::Closed, 0.0));
    bank.balance().await.unwrap();
    bank.own().await.unwrap();
    assert_eq!(memory.count(), 7);
    let closed = notes.texts();
    let closed = closed.iter().filter(|text| text.contains("closed"));
    assert_eq!(closed.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_a_turn_asks_anew_after_a_reset() {
    let (memory, _, bank) = bank([ok("x")]);
    let started = Instant::now();
    bank.limited().await.unwrap();
    let waiting = tokio::spawn(bank.limited());
    sleep(secs(1)).await;
    assert_eq!(memory.count(), 1);
    bank.guards().reset();
    waiting.await.unwrap().unwrap();
    assert_eq!(started.elapsed(), secs(1));
}

#[tokio::test(start_paused = true)]
async fn a_pause_is_seen_told_of_and_reset() {
    let asks = status(429).header("retry-after", "30");
    let (memory, notes, bank) = bank([asks, ok("x")]);
    let call = tokio::spawn(bank.balance());
    sleep(ms(1)).await;
    let paused = bank.guards().paused_for().unwrap();
    assert!(paused > secs(29) && paused <= secs(30), "{paused:?}");
    call.await.unwrap().unwrap();
    assert_eq!(bank.guards().paused_for(), None);
    assert!(bank.guards().rate().is_some());
    let expected = ["pause None true None", "pause None false None"];
    assert_eq!(notes.texts(), expected);
    bank.guards().reset();
    assert_eq!(bank.guards().rate(), None);
    assert_eq!(memory.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_is_reset_is_told_to_be_over() {
    let asks = status(429).header("retry-after", "30");
    let (memory, notes, bank) = bank([asks, ok("x")]);
    let call = tokio::spawn(bank.balance());
    sleep(ms(1)).await;
    bank.guards().reset();
    bank.balance().await.unwrap();
    assert_eq!(memory.times(), [0, 1].map(ms));
    let expected = ["pause None true None", "pause None false None"];
    assert_eq!(notes.texts(), expected);
    call.await.unwrap().unwrap();
    assert_eq!(notes.texts(), expected);
}

#[tokio::test(start_paused = true)]
async fn guards_that_are_switched_off_let_the_next_call_through() {
    let memory = MemoryTransport::new([status(500)]);
    let settings = LiveSettings::new(Settings::default());
    let builder = BankClient::builder().transport(memory.clone());
    let bank = builder.settings(&settings).build().unwrap();
    for _ in 0..4 {
        bank.balance().await.unwrap_err();
    }
    let before = memory.count();
    let held = bank.balance().await.unwrap_err();
    assert_eq!((held.kind(), memory.count()), (ErrorKind::HeldBack, before));
    settings
        .replace(serde_json::from_str(r#"{ "guards": false }"#).unwrap())
        .unwrap();
    // Neither the circuit nor the budget nor the limit is asked any longer.
    for _ in 0..20 {
        let error = bank.limited().await.unwrap_err();
        assert_eq!(error.attempts().len(), 3);
    }
    assert_eq!(memory.count(), before + 60);
    settings.replace(Settings::default()).unwrap();
    let held = bank.balance().await.unwrap_err();
    assert_eq!(held.kind(), ErrorKind::HeldBack);
}
