//! The same calls against Prism, which checks requests against a document as well, and is not ours.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use retry_client::Result;

use crate::clients::{museum, swagger_petstore};
use crate::{body, path, visit};
use serde_json::json;

/// Prism with a document. It ends with the test.
struct Prism {
    child: Child,
    port: u16,
}

impl Prism {
    async fn start(document: &str) -> Self {
        let program =
            std::env::var_os("RETRY_OPENAPI_PRISM").expect("RETRY_OPENAPI_PRISM names the program");
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let child = Command::new(program)
            .arg("mock")
            .arg(path(document))
            .args([
                "-p",
                &port.to_string(),
                "--errors",
                "--verboseLevel",
                "warn",
            ])
            .stdout(Stdio::null())
            .spawn()
            .expect("Prism starts");
        let prism = Self { child, port };
        for _ in 0..600 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return prism;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("Prism does not listen within a minute");
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
#[ignore = "needs Prism, which `.ci/run` installs where npm is at hand"]
async fn prism_finds_nothing_wrong_with_the_requests_of_a_museum() -> Result<()> {
    let prism = Prism::start("documents/museum.yaml").await;
    let museum = museum::RedoclyMuseumClient::builder()
        .base_url(prism.url())
        .basic_auth("user", "password")
        .build()?;
    visit(&museum).await
}

#[tokio::test]
#[ignore = "needs Prism, which `.ci/run` installs where npm is at hand"]
async fn prism_finds_nothing_wrong_with_pets_and_refuses_what_is_wrong() -> Result<()> {
    let prism = Prism::start("documents/swagger-petstore.yaml").await;
    let store = swagger_petstore::SwaggerPetstoreClient::builder()
        .base_url(prism.url())
        .header("api_key", "key")
        .bearer("token")
        .build()?;
    let pet: swagger_petstore::Pet =
        body(json!({"id": 7, "name": "Rex", "photoUrls": [], "status": "sold"}));
    store.add_pet(&pet).await?;
    store.update_pet(&pet).await?;
    store.get_pet_by_id(7).await?;
    store.find_pets_by_tags(Some(&["a b", "c&d"])).await?;
    store.delete_pet(7, Some("secret")).await?;
    store.get_inventory().await?;

    let odd: swagger_petstore::Pet =
        body(json!({"name": "Rex", "photoUrls": [], "status": "not listed"}));
    let error = store.add_pet(&odd).await.unwrap_err();
    assert!(error.headers().contains_key("sl-violations"), "{error}");
    Ok(())
}
