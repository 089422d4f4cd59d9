//! rule 48
#[retry_client::client(base_url = "https://api.example.com", attempt_timeout = 3s)]
#[circuit_breaker(within = 5s)]
trait Api {}

fn main() {}
