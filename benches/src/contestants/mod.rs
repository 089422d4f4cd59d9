//! The same work done in different ways: GET a small JSON by its number, again after a 5xx.

mod backon;
#[cfg(feature = "defaults")]
mod feignhttp;
mod middleware;
#[cfg(feature = "peers")]
mod octocrab;
mod ours;
#[cfg(feature = "peers")]
mod progenitor;
mod reqwest;
#[cfg(feature = "peers")]
mod smithy;
mod tower;

use std::time::Duration;

use crate::Failed;

/// The type that all of them decode the answer into.
#[derive(Debug, PartialEq, serde::Deserialize)]
pub struct Item {
    pub id: u64,
    pub name: String,
    pub price: f64,
    pub tags: Vec<String>,
    pub in_stock: bool,
}

/// The settings that all of them are built with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// `http://127.0.0.1:<port>/<what the server shall do>`.
    pub base: String,
    /// Before each retry.
    pub delay: Duration,
    /// Sends in all.
    pub attempts: u32,
    /// The certificate of the server, as PEM, if the base is https.
    pub certificate: Option<String>,
}

/// One way of doing it.
pub trait Contestant: Clone + Send + Sync + 'static {
    fn new(setup: &Setup) -> Result<Self, Failed>;

    /// One call.
    fn item(&self, id: u64) -> impl Future<Output = Result<Item, Failed>> + Send;
}

/// Something done with one of them.
pub trait Visit {
    type Output;

    fn visit<C: Contestant>(self) -> Self::Output;
}

/// The facts about one of them that are known without building it.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name on the command line and in result files.
    pub name: &'static str,
    /// Its name in tables and charts.
    pub label: &'static str,
    pub retries: Retries,
}

/// The reaction of a contestant to a 5xx.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retries {
    Never,
    /// Without a wait.
    AtOnce,
    AfterWaiting,
}

/// Reqwest as most people use it: what the others are compared with.
pub const RAW: &str = "raw";

/// The loop most people write.
pub const HAND_LOOP: &str = "hand-loop";

/// This library, by way of the trait.
pub const TRAIT: &str = "trait";

/// This library, by the client's own methods.
pub const CALL: &str = "call";

/// The same without the budget of retries.
pub const UNBUDGETED: &str = "unbudgeted";

/// This library, over a reqwest client that is handed in.
pub const HANDED: &str = "handed";

/// Those of interest over TLS, all of which trust the certificate of the server.
pub const OVER_TLS: [&str; 5] = [RAW, HAND_LOOP, TRAIT, CALL, HANDED];

/// Tells whether a budget would keep most of ten thousand failing calls from waiting at all.
#[must_use]
pub fn has_budget(name: &str) -> bool {
    [TRAIT, CALL, HANDED, "retry-client"].contains(&name)
}

/// Tells whether it is this library.
#[must_use]
pub fn is_ours(name: &str) -> bool {
    [TRAIT, CALL, HANDED, UNBUDGETED, "once", "retry-client"].contains(&name)
}

macro_rules! contestants {
    ($($(#[$cfg:meta])? $name:literal, $label:literal, $retries:ident => $contestant:ty;)*) => {
        /// In the order of the tables.
        pub const ALL: &[Entry] = &[
            $($(#[$cfg])? Entry { name: $name, label: $label, retries: Retries::$retries },)*
        ];

        /// Visits the one of that name.
        pub fn visit<V: Visit>(name: &str, visitor: V) -> Result<V::Output, Failed> {
            match name {
                $($(#[$cfg])? $name => Ok(visitor.visit::<$contestant>()),)*
                _ => Err(format!("no contestant is called `{name}`").into()),
            }
        }
    };
}

contestants! {
    "raw", "reqwest", Never => reqwest::Raw;
    "bounded", "reqwest, timeout of 30 s", Never => reqwest::Bounded;
    "careful", "reqwest, URL parsed once, bare client", Never => reqwest::Careful;
    "hand-loop", "hand-written loop", AfterWaiting => reqwest::HandLoop;
    "reqwest-retry", "reqwest's own retry", AtOnce => reqwest::OwnRetry;
    "backon", "backon", AfterWaiting => backon::Backon;
    "tower", "tower::retry", AfterWaiting => tower::Tower;
    "middleware", "reqwest-middleware", AfterWaiting => middleware::Middleware;
    #[cfg(feature = "defaults")]
    "feignhttp", "feignhttp", Never => feignhttp::Feign;
    #[cfg(feature = "peers")]
    "progenitor", "progenitor", Never => progenitor::Generated;
    #[cfg(feature = "peers")]
    "octocrab", "octocrab", AtOnce => octocrab::Crab;
    #[cfg(feature = "peers")]
    "smithy", "smithy", AfterWaiting => smithy::Orchestrated;
    "trait", "retry-client, trait", AfterWaiting => ours::ThroughTrait;
    "call", "retry-client, Call", AfterWaiting => ours::ThroughCall;
    "unbudgeted", "retry-client, Call with budget(off)", AfterWaiting => ours::Unbudgeted;
    "once", "retry-client, Call without retries", Never => ours::Unrepeated;
    "handed", "retry-client, Call over reqwest", AfterWaiting => ours::Handed;
    "retry-client", "retry-client, RetryClient", AfterWaiting => ours::AdHoc;
}

/// The entry of that name, if this build has it.
#[must_use]
pub fn entry(name: &str) -> Option<&'static Entry> {
    ALL.iter().find(|entry| entry.name == name)
}
