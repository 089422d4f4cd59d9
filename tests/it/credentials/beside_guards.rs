//! Credentials beside guards: a repetition takes a turn, and draws nothing.

use retry_client::testing::{Stub, status, text};
use retry_client::{Credential, Result, client};

use super::Tokens;
use crate::support::script::{ms, secs};

#[client(base_url = "http://bank.test")]
#[retry(constant, base = 10ms, attempts = 3)]
#[budget(20%, reserve = 1)]
trait Bank {
    #[get("/balance")]
    async fn balance(&self) -> Result<String>;

    #[get("/rates")]
    #[rate_limit(1 per 1s)]
    async fn rates(&self) -> Result<String>;

    #[get("/news")]
    #[hedge(after = 100ms)]
    async fn news(&self) -> Result<String>;

    #[post("/transfers")]
    #[rate_limit(1 per 1s)]
    #[retry(off)]
    async fn transfer(&self, #[json] amount: u32) -> Result<String>;
}

fn bank(stub: &Stub, tokens: &Tokens) -> BankClient {
    let builder = BankClient::builder().transport(stub.clone());
    builder.credentials(tokens.clone()).build().unwrap()
}

#[tokio::test]
async fn a_repetition_takes_a_turn_of_the_rate_limit() {
    let stub = Stub::new();
    stub.on(BankClient::RATES, ())
        .answers([status(401), text("")]);
    let bank = bank(&stub, &Tokens::default());
    let reply = bank.rates().reply().await.unwrap();
    let attempts = reply.attempts();
    assert_eq!(
        (attempts[0].delay(), attempts[1].held()),
        (Some(ms(0)), secs(1))
    );
    let sent = stub.requests();
    assert_eq!(sent[1].at(), sent[0].at() + secs(1));
}

#[tokio::test]
async fn a_repetition_that_the_rate_limit_holds_back_leaves_the_401() {
    let stub = Stub::new();
    stub.on(BankClient::TRANSFER, ())
        .answer(status(401).forever());
    let bank = bank(&stub, &Tokens::default());
    let error = bank.transfer(1).timeout(ms(500)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(error.gave_up(), retry_client::GaveUp::HeldBack);
    assert_eq!(stub.requests().len(), 1);
}

#[tokio::test]
async fn a_repetition_draws_no_budget_and_a_call_that_it_saves_earns() {
    let stub = Stub::new();
    let tokens = Tokens::default();
    stub.on(BankClient::BALANCE, ()).answers([
        status(401),
        text(""),
        // A retry that was paid for is given back, though its attempt had to be repeated.
        status(503),
        status(401),
        text(""),
    ]);
    let bank = bank(&stub, &tokens);
    bank.balance().await.unwrap();
    let earned = bank.guards().balance();
    assert!((earned - 0.2).abs() < 0.01, "{earned}");
    let reply = bank.balance().reply().await.unwrap();
    assert_eq!(reply.attempts().len(), 3);
    let left = bank.guards().balance();
    assert!((left - earned).abs() < 0.05, "{left}");
    assert_eq!(tokens.fetches(), 3);
}

#[tokio::test]
async fn an_attempt_beside_another_is_refused_and_repeated_once() {
    let stub = Stub::new();
    let tokens = Tokens::default();
    stub.on(BankClient::NEWS, ())
        .header("authorization", "Bearer t1")
        .answer(status(401).delay(ms(150)).forever());
    stub.on(BankClient::NEWS, ()).answer(text("news").forever());
    let reply = bank(&stub, &tokens).news().reply().await.unwrap();
    assert_eq!(reply.value(), "news");
    assert_eq!((stub.requests().len(), tokens.fetches()), (3, 2));
    assert_eq!(reply.attempts().len(), 3);
    assert_eq!(tokens.refused()[1], Some(Credential::bearer("t1")));
}
