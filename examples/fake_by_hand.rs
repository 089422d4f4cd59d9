//! Tests of code that uses a client, with a fake written by hand: the generated trait is an ordinary
//! trait. To test requests and retries, use `retry_client::testing`.
//!
//! Run with `cargo run --example fake_by_hand`, or as a test with `cargo test --example fake_by_hand`.

use std::collections::HashMap;
use std::sync::Mutex;

use retry_client::{Result, client};

#[client(base_url = "https://bank.example.com")]
#[retry(exponential)]
trait Bank {
    #[get("/accounts/{account}/balance", none_on = 404)]
    async fn balance(&self, account: &str) -> Result<Option<u64>>;

    #[put("/accounts/{account}/balance")]
    async fn set_balance(&self, account: &str, #[json] balance: u64) -> Result<()>;
}

/// The code under test. It takes any `Bank`.
async fn deposit(bank: &impl Bank, account: &str, amount: u64) -> Result<bool> {
    let Some(balance) = bank.balance(account).await? else {
        return Ok(false);
    };
    bank.set_balance(account, balance + amount).await?;
    Ok(true)
}

/// A bank in memory. Its methods are `async fn`, as in the declaration.
#[derive(Default)]
struct FakeBank(Mutex<HashMap<String, u64>>);

impl FakeBank {
    fn with(account: &str, balance: u64) -> Self {
        Self(Mutex::new(HashMap::from([(account.to_owned(), balance)])))
    }

    fn accounts(&self) -> std::sync::MutexGuard<'_, HashMap<String, u64>> {
        self.0.lock().expect("no test panics with the lock held")
    }
}

impl Bank for FakeBank {
    async fn balance(&self, account: &str) -> Result<Option<u64>> {
        Ok(self.accounts().get(account).copied())
    }

    async fn set_balance(&self, account: &str, balance: u64) -> Result<()> {
        self.accounts().insert(account.to_owned(), balance);
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let bank = FakeBank::with("kim", 100);
    assert!(deposit(&bank, "kim", 20).await?);
    println!("kim has {:?}", bank.balance("kim").await?);
    assert_eq!(bank.balance("kim").await?, Some(120));

    // The real client is a `Bank`, too.
    let real = BankClient::new()?;
    let _deposit = deposit(&real, "kim", 20);
    Ok(())
}

#[tokio::test]
async fn a_deposit_is_added_to_the_balance() {
    let bank = FakeBank::with("kim", 100);
    assert!(deposit(&bank, "kim", 20).await.unwrap());
    assert_eq!(*bank.accounts(), HashMap::from([("kim".to_owned(), 120)]));
}

#[tokio::test]
async fn nothing_is_deposited_where_there_is_no_account() {
    let bank = FakeBank::default();
    assert!(!deposit(&bank, "kim", 20).await.unwrap());
    assert!(bank.accounts().is_empty());
}
