//! 1 error

#![deny(private_interfaces, private_bounds)]

use retry_client::{Result, client};

#[derive(serde::Serialize)]
struct User;

#[client(base_url = "https://api.example.com")]
pub trait Api {
    #[post("/users")]
    async fn add(&self, #[json] user: &User) -> Result<()>;
}

fn main() {}
