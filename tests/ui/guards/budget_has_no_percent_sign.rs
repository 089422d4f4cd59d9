//! rule 39
#[retry_client::client(base_url = "https://api.example.com")]
#[retry(exponential)]
#[budget(20)]
trait Api {}

fn main() {}
