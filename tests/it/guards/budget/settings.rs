//! Budgets changed by settings, and lifted.

use retry_client::{LiveSettings, Settings};

use super::ShopClient;
use crate::support::memory::MemoryTransport;
use crate::support::script::status;
use crate::support::settings::settings;

#[tokio::test(start_paused = true)]
async fn settings_change_the_budget_and_lift_it() {
    let table = [
        (r#"{"budget": "20%, reserve = 0"}"#, 1),
        (r#"{"budget": "reserve = 1"}"#, 2),
        (r#"{"Shop": {"budget": "off"}}"#, 3),
        (
            r#"{"budget": "reserve = 0", "Shop": {"books": {"budget": "off"}}}"#,
            3,
        ),
        (r#"{"budget": "reserve = 0", "guards": false}"#, 3),
        (
            r#"{"budget": "reserve = 0", "guards": false, "Shop": {"guards": true}}"#,
            1,
        ),
    ];
    for (json, arrivals) in table {
        let memory = MemoryTransport::new([status(503)]);
        let builder = ShopClient::builder().transport(memory.clone());
        let shop = builder.settings(settings(json)).build().unwrap();
        shop.books().await.unwrap_err();
        assert_eq!(memory.count(), arrivals, "{json}");
    }
}

#[tokio::test(start_paused = true)]
async fn guards_are_lifted_while_a_client_runs() {
    let memory = MemoryTransport::new([status(503)]);
    let live = LiveSettings::default();
    let builder = ShopClient::builder().transport(memory.clone());
    let shop = builder.settings(&live).build().unwrap();
    for _ in 0..6 {
        shop.books().await.unwrap_err();
    }
    assert_eq!(memory.count(), 16);
    live.replace(settings(r#"{"guards": false}"#)).unwrap();
    shop.books().await.unwrap_err();
    assert_eq!(memory.count(), 19);
}

#[test]
fn settings_refuse_what_an_attribute_would_refuse() {
    for (json, why) in [
        (r#"{"budget": "0%"}"#, "1 to 100"),
        (r#"{"budget": "20"}"#, "1 to 100"),
        (
            r#"{"Shop": {"books": {"budget": "20%"}}}"#,
            "can only be `off`",
        ),
        (r#"{"guards": "maybe"}"#, "`true` or `false`"),
    ] {
        let error = serde_json::from_str::<Settings>(json)
            .unwrap_err()
            .to_string();
        assert!(error.contains(why), "{json}: {error}");
    }
}
