//! rule 32

use retry_client::{Result, retry};

#[retry(attempts = 3)]
async fn users() -> Result<String> {
    Ok(String::new())
}

fn main() {}
