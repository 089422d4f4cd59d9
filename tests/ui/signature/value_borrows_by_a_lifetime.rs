//! rule 25

use std::borrow::Cow;

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async fn users<'a>(&'a self) -> Result<Cow<'a, str>>;
}

fn main() {}
