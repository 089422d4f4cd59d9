//! Policies from a file and from the environment, and a kill switch while clients run.
//!
//! Run with `cargo run --example settings`, or `RETRY__Shop__books__attempts=5 cargo run --example settings`.
//! It needs no network beyond the loopback interface.

use std::{env, fs};

use retry_client::{BoxError, ErrorKind, GaveUp, LiveSettings, Result, Settings, client};
use toml::{Table, Value};

mod support {
    #[expect(dead_code, reason = "other examples use the rest of it")]
    pub(crate) mod server;
}

use support::server::Server;

/// The settings start from this policy.
#[client]
#[retry(constant, base = 5ms)]
trait Shop {
    #[get("/books")]
    async fn books(&self) -> Result<String>;

    #[get("/stock")]
    async fn stock(&self) -> Result<String>;

    #[post("/orders")]
    async fn order(&self) -> Result<String>;
}

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/support/retry.toml");

/// The settings of a file, overridden by those of variables: `RETRY__Shop__books__attempts=5` is
/// `attempts = "5"` below `[Shop.books]`.
fn read(
    file: &str,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, BoxError> {
    let mut settings: Table = toml::from_str(file)?;
    for (name, value) in variables {
        let Some(place) = name.strip_prefix("RETRY__") else {
            continue;
        };
        let (levels, key) = place.rsplit_once("__").unwrap_or(("", place));
        let mut table = &mut settings;
        for level in levels.split("__").filter(|level| !level.is_empty()) {
            let below = table.entry(level).or_insert_with(|| Table::new().into());
            table = below
                .as_table_mut()
                .ok_or_else(|| format!("{name}: `{level}` is a key"))?;
        }
        table.insert(key.to_owned(), Value::String(value));
    }
    Ok(settings.try_into()?)
}

/// The number of requests that each method sends to a server that is always busy.
async fn asked(shop: &ShopClient, server: &Server) -> Result<[usize; 3], BoxError> {
    let mut asked = [0; 3];
    for (asked, call) in asked
        .iter_mut()
        .zip([shop.books(), shop.stock(), shop.order()])
    {
        let Err(error) = call.await else {
            return Err("the server is always busy".into());
        };
        println!("{error}: {:?}", error.gave_up());
        assert_eq!(error.kind(), ErrorKind::Status);
        *asked = server.take_arrivals().await.len();
        assert_eq!(error.attempts().len(), *asked);
    }
    Ok(asked)
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let live = LiveSettings::new(read(&fs::read_to_string(FILE)?, env::vars())?);
    let server = Server::start(&[]).await?;
    let shop = ShopClient::builder()
        .base_url(server.url())
        .settings(&live)
        .build()?;

    println!("with the settings of the file and the environment:");
    let [_, _, order] = asked(&shop, &server).await?;
    assert_eq!(order, 1);

    // Somebody has noticed that retries keep an overloaded server from recovering.
    println!("\nwith `enabled = false`:");
    live.replace(read("enabled = false", [])?)?;
    assert_eq!(asked(&shop, &server).await?, [1, 1, 1]);

    // A mistake is rejected by name and changes nothing.
    println!("\nwhat is wrong:");
    let Err(error) = read("[Shop.books]\nattemps = 3", []) else {
        return Err("there is no such key".into());
    };
    println!("{}", error.to_string().trim_end());
    let Err(error) = shop.books().await else {
        return Err("the server is always busy".into());
    };
    assert_eq!(error.attempts().len(), 1);
    assert_eq!(error.gave_up(), GaveUp::SwitchedOff);

    // A name that no client knows may belong to a client that is built later, so it is only reported.
    live.replace(read("[Shop.boks]\nattempts = 3", [])?)?;
    let unmatched: Vec<String> = live.unmatched().collect();
    println!("no client has: {}", unmatched.join(", "));
    assert_eq!(unmatched, ["Shop.boks"]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn asked_with(variables: &[(&str, &str)]) -> [usize; 3] {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let file = fs::read_to_string(FILE).unwrap();
        let server = Server::start(&[]).await.unwrap();
        let shop = ShopClient::builder().base_url(server.url());
        let shop = shop.settings(read(&file, variables).unwrap()).build();
        asked(&shop.unwrap(), &server).await.unwrap()
    }

    #[tokio::test]
    async fn the_environment_goes_before_the_file_and_the_file_before_the_code() {
        assert_eq!(asked_with(&[]).await, [2, 4, 1]);
        let variables = [
            ("RETRY__Shop__books__attempts", "5"),
            ("RETRY__Shop__stock__server_errors", "false"),
            ("PATH", "/usr/bin"),
        ];
        assert_eq!(asked_with(&variables).await, [5, 1, 1]);
        assert_eq!(asked_with(&[("RETRY__enabled", "false")]).await, [1, 1, 1]);
    }

    #[test]
    fn a_variable_below_a_key_is_refused_by_its_name() {
        let variable = ("RETRY__retry_after__most".to_owned(), "1s".to_owned());
        let error = read("retry_after = \"10s\"", [variable]).unwrap_err();
        let words = "RETRY__retry_after__most: `retry_after` is a key";
        assert_eq!(error.to_string(), words);
    }
}
