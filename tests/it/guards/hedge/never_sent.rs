//! Hedges that were never sent.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use retry_client::{Attempt, BoxError, Request, Result, client};
use tokio::time::sleep;

use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, silence, status};

use super::{ModelsClient, Tokens, seen};

/// Refuses hedges, after a while.
async fn refuse_hedges(_: &mut Request, attempt: &Attempt) -> Result<(), BoxError> {
    if attempt.is_hedge() {
        sleep(ms(100)).await;
        return Err("no hedges".into());
    }
    Ok(())
}

#[client(base_url = "http://memory")]
trait Hooked {
    #[get("/models")]
    #[retry(constant, base = 10ms, attempts = 3, before_attempt = refuse_hedges)]
    #[hedge(after = 100ms)]
    async fn models(&self) -> Result<String>;
}

#[tokio::test(start_paused = true)]
async fn a_hedge_that_is_refused_before_it_is_sent_ends_no_call() {
    let memory = MemoryTransport::new([status(503).late(ms(150)), ok("x")]);
    let builder = HookedClient::builder().transport(memory.clone());
    let client = builder.build().unwrap();
    let reply = client.models().reply().await.unwrap();
    assert_eq!(
        seen(reply.attempts()),
        [(Some(503), false), (Some(200), false)]
    );
    // The failure of the first is known at 150 ms, and that it is the last word at 200 ms.
    assert_eq!(memory.times(), [ms(0), ms(210)]);
    // Neither is there anything to give back: the retry that ended well has been.
    assert!(
        client.guards().balance() >= 0.0,
        "{}",
        client.guards().balance()
    );
}

#[tokio::test(start_paused = true)]
async fn a_hedge_that_was_never_sent_is_in_no_history() {
    let slow = async |_: &mut Request, attempt: &Attempt| {
        if attempt.is_hedge() {
            sleep(ms(100)).await;
        }
        Ok(())
    };
    let memory = MemoryTransport::new([ok("first").late(ms(150))]);
    let builder = ModelsClient::builder().transport(memory.clone());
    let models = builder.before_attempt(slow).build().unwrap();
    let balance = models.guards().balance();
    let reply = models.models().await.unwrap();
    assert_eq!(seen(reply.attempts()), [(Some(200), false)]);
    assert_eq!(memory.count(), 1);
    assert!(models.guards().balance() >= balance);

    // The hedge waits for the credentials that the first attempt has sent for.
    let memory = MemoryTransport::new([status(401).late(ms(50)), ok("again")]);
    let builder = ModelsClient::builder().transport(memory.clone());
    let tokens = Tokens {
        delay: ms(200),
        ..Tokens::default()
    };
    let models = builder.credentials(tokens).build().unwrap();
    let reply = models.models().await.unwrap();
    assert_eq!(
        seen(reply.attempts()),
        [(Some(401), false), (Some(200), false)]
    );
    assert_eq!(memory.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_first_attempt_that_waits_for_credentials_or_a_hook_is_not_hedged() {
    let slow = async |_: &mut Request, _: &Attempt| {
        sleep(ms(150)).await;
        Ok(())
    };
    let tokens = Tokens {
        first: ms(150),
        ..Tokens::default()
    };
    let memory = MemoryTransport::new([ok("first").late(ms(30))]);
    let builder = ModelsClient::builder().transport(memory.clone());
    let (signing, fetching) = (
        builder.before_attempt(slow),
        ModelsClient::builder().transport(memory.clone()),
    );
    for builder in [signing, fetching.credentials(tokens)] {
        let reply = builder.build().unwrap().models().await.unwrap();
        assert_eq!(seen(reply.attempts()), [(Some(200), false)]);
    }
    assert_eq!(memory.count(), 2);
    // Once it is sent it has, at the next moment.
    let memory = MemoryTransport::new([silence(), ok("second")]);
    let builder = ModelsClient::builder().transport(memory.clone());
    let models = builder.before_attempt(async |_: &mut Request, attempt: &Attempt| {
        if attempt.number() == 1 {
            sleep(ms(150)).await;
        }
        Ok(())
    });
    let reply = models.build().unwrap().many().await.unwrap();
    assert_eq!(seen(reply.attempts()), [(None, false), (Some(200), true)]);
    assert_eq!(memory.times(), [ms(150), ms(200)]);
}

#[tokio::test(start_paused = true)]
async fn a_hedge_after_one_that_was_never_sent_is_reported_as_a_hedge() {
    // The first hedge is refused at once, or only when the second is in flight.
    for (delay, number) in [(ms(10), 2), (ms(150), 3)] {
        let hedges = Arc::new(AtomicU32::new(0));
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&told);
        let hook = async move |_: &mut Request, attempt: &Attempt| {
            let shown = (attempt.number(), attempt.is_hedge());
            heard.lock().unwrap().push(shown);
            if attempt.is_hedge() && hedges.fetch_add(1, SeqCst) == 0 {
                sleep(delay).await;
                return Err("not this one".into());
            }
            Ok(())
        };
        let memory = MemoryTransport::new([silence(), ok("second").late(ms(100))]);
        let builder = ModelsClient::builder().transport(memory.clone());
        let models = builder.before_attempt(hook).build().unwrap();
        let reply = models.many().await.unwrap();
        assert_eq!(
            *told.lock().unwrap(),
            [(1, false), (2, true), (number, true)]
        );
        assert_eq!(memory.times(), [ms(0), ms(200)]);
        assert_eq!(seen(reply.attempts()), [(None, false), (Some(200), true)]);
    }
}
