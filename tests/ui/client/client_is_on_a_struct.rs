//! rule 32

use retry_client::client;

#[client(base_url = "https://api.example.com")]
struct Api;

fn main() {}
