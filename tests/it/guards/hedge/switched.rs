//! Who has hedges, and who has none.

use retry_client::{LiveSettings, Policy, Settings};

use crate::support::script::{ms, ok, silence, status};

use super::{ModelsClient, models, set};

#[tokio::test(start_paused = true)]
async fn a_method_without_retries_can_be_hedged() {
    let (memory, models) = models([silence(), ok("second"), status(503)]);
    assert_eq!(models.once().await.unwrap().value(), "second");
    assert_eq!(memory.count(), 2);
    assert!(models.guards().balance().abs() < 0.01);
    let error = models.once().await.unwrap_err();
    assert_eq!((error.attempts().len(), memory.count()), (1, 3));
}

#[tokio::test(start_paused = true)]
async fn a_call_limited_to_one_attempt_is_not_hedged() {
    let slow = ok("slow").late(ms(500));
    let (memory, models) = models([slow.clone()]);
    models.models().attempts(1).await.unwrap();
    models.models().no_retry().await.unwrap();
    models.once().no_retry().await.unwrap();
    models.models().retry(|_| Policy::off()).await.unwrap();
    models.plain().await.unwrap();
    assert_eq!(memory.count(), 5);
    for text in [
        r#"{ "enabled": false }"#,
        r#"{ "guards": false }"#,
        r#"{ "attempts": 1 }"#,
        r#"{ "Models": { "hedge": "off" } }"#,
        r#"{ "Models": { "models": { "hedge": "after = 600ms" } } }"#,
    ] {
        let (memory, models) = set(text, [slow.clone()]);
        models.models().await.unwrap();
        assert_eq!(memory.count(), 1, "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn settings_move_a_hedge_and_never_add_one() {
    let text = r#"{ "hedge": "after = 50ms", "Models": { "plain": { "hedge": "after = 1ms" } } }"#;
    let (memory, models) = set(text, [silence(), ok("x"), ok("slow").late(ms(500))]);
    models.models().await.unwrap();
    assert_eq!(memory.times(), [ms(0), ms(50)]);
    models.plain().await.unwrap();
    assert_eq!(memory.count(), 3);
    let late: Settings = serde_json::from_str(r#"{ "hedge": "after = 1h" }"#).unwrap();
    let builder = ModelsClient::builder().settings(LiveSettings::new(late));
    let error = builder.build().unwrap_err().to_string();
    assert!(error.contains("a hedge never begins"), "{error}");
}
