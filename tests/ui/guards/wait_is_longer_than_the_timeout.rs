//! rule 46
#[retry_client::client(base_url = "https://api.example.com", timeout = 2s)]
#[rate_limit(10 per 1s, wait = 5s)]
trait Api {}

fn main() {}
