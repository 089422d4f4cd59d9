//! The crate under another name, as an SDK hands it on.

/// An SDK that has the crate under a name of its own.
mod sdk {
    pub(super) mod engine {
        pub(crate) use retry_client::*;
    }
}

#[sdk::engine::client(crate = crate::declare::hygiene::reexport::sdk::engine, base_url = "https://h")]
#[retry(attempts = 2)]
trait Through {
    #[get("/a")]
    async fn a(&self) -> sdk::engine::Result<()>;
}

#[test]
fn a_reexported_crate_works_by_its_path() {
    let request = ThroughClient::new().unwrap().a().build().unwrap();
    assert_eq!(request.url().as_str(), "https://h/a");
}
