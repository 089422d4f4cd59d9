//! 1 error

#![deny(private_interfaces, private_bounds)]

use retry_client::{Result, client};

#[derive(serde::Deserialize)]
struct User;

#[client(base_url = "https://api.example.com", dyn)]
pub trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<Vec<User>>;
}

fn main() {}
