//! Settings as an operator writes them.

use retry_client::Settings;

/// Settings in JSON.
pub(crate) fn settings(json: &str) -> Settings {
    serde_json::from_str(json).unwrap()
}
