//! 4 errors

mod elsewhere {
    pub struct ImportedClient;

    pub enum ListedClient {
        One,
    }
}

use elsewhere::{ImportedClient, ListedClient};
use retry_client::{Result, client};

pub struct ApiClient;

struct NamedClient {
    id: u64,
}

#[client(base_url = "https://api.example.com", dyn)]
#[retry(exponential)]
pub trait Api {
    #[get("/a/{id}")]
    async fn a(&self, id: u64) -> Result<()>;
}

#[client(base_url = "https://api.example.com")]
trait Named {
    #[get("/a")]
    async fn a(&self) -> Result<String>;
}

#[client(base_url = "https://api.example.com")]
trait Imported {
    #[get("/a")]
    async fn a(&self) -> Result<String>;
}

#[client(base_url = "https://api.example.com")]
trait Listed {
    #[get("/a")]
    async fn a(&self) -> Result<String>;
}

fn main() {
    let _ = (ApiClient, ImportedClient, ListedClient::One);
    println!("{}", NamedClient { id: 1 }.id);
}
