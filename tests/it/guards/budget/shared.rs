//! Budgets by origin, and clients that share one.

use retry_client::{GaveUp, Guards, Result, Url, client};

use super::{ShopClient, assert_balance};
use crate::support::memory::MemoryTransport;
use crate::support::script::{ok, status};

#[client(base_urls = ["http://one.test", "http://two.test"])]
#[retry(constant, base = 10ms, attempts = 3)]
#[budget(50%, over = 1s, reserve = 1)]
trait Twice {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

#[tokio::test(start_paused = true)]
async fn a_retry_draws_on_the_budget_of_the_origin_it_goes_to() {
    let memory = MemoryTransport::new([status(503)]);
    let twice = TwiceClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap();
    let error = twice.x().await.unwrap_err();
    assert_eq!((error.gave_up(), memory.count()), (GaveUp::BudgetSpent, 2));
    let two: Url = "http://two.test/elsewhere".parse().unwrap();
    assert_balance(&twice.guards(), 0.0);
    assert_balance(&twice.guards().at(&two), -1.0);
}

#[tokio::test(start_paused = true)]
async fn a_written_budget_is_what_it_says() {
    let memory = MemoryTransport::new([ok("x"), ok("x"), status(503)]);
    let twice = TwiceClient::builder()
        .base_url("http://one.test")
        .transport(memory.clone())
        .build()
        .unwrap();
    twice.x().await.unwrap();
    twice.x().await.unwrap();
    assert_balance(&twice.guards(), 1.0);
    twice.x().await.unwrap_err();
    assert_eq!(memory.count(), 5);
    // Earned retries are gone after four times `over`.
    assert_balance(&twice.guards(), -1.0);
}

#[tokio::test(start_paused = true)]
async fn clones_share_and_other_clients_share_only_when_told() {
    let memory = MemoryTransport::new([status(503)]);
    let guards = Guards::new();
    let build = |guards: Option<&Guards>| {
        let builder = ShopClient::builder().transport(memory.clone());
        let builder = match guards {
            Some(guards) => builder.guards(guards),
            None => builder,
        };
        builder.build().unwrap()
    };
    let (one, other, alone) = (build(Some(&guards)), build(Some(&guards)), build(None));
    for _ in 0..5 {
        one.clone().books().await.unwrap_err();
    }
    assert_eq!(
        other.books().await.unwrap_err().gave_up(),
        GaveUp::BudgetSpent
    );
    assert_eq!(
        alone.books().await.unwrap_err().gave_up(),
        GaveUp::AttemptsExhausted
    );
    let url: Url = "http://shop.test".parse().unwrap();
    assert_balance(&guards.at(&url), -10.0);
    assert_balance(&guards, 0.0);
}
