//! The types that public signatures of the runtime name, read from rustdoc's JSON, which `.ci/run`
//! makes first.
//!
//! A type of another crate in a public signature ties our version to that crate's: its next major version is one of
//! ours. So each is listed here, with the reason why it is worth it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

/// Foreign items that public signatures may name.
const ALLOWED: [(&str, &str); 19] = [
    ("bytes::Bytes", "bodies as they are"),
    ("futures_core::Stream", "what streams implement"),
    ("http::HeaderMap", "headers of requests and responses"),
    ("http::HeaderName", "headers of requests and responses"),
    ("http::HeaderValue", "headers of requests and responses"),
    ("http::Method", "the verb"),
    ("http::StatusCode", "the status"),
    ("prost::Message", "the values of `Protobuf`"),
    ("rand_core::Rng", "what a `Backoff` draws from"),
    ("reqwest::Body", "bodies that are streamed"),
    ("reqwest::Client", "a client that is handed in"),
    ("reqwest::IntoUrl", "URLs as reqwest takes them"),
    ("reqwest::Request", "what a transport is given"),
    ("reqwest::Response", "what a transport returns"),
    (
        "serde_core",
        "values of the user, encoded and decoded; settings",
    ),
    ("serde_json::Result", "what `Error::json` returns"),
    ("tokio::Instant", "a deadline, on the clock of the timers"),
    ("tower_service::Service", "services as transports"),
    ("url::Url", "where a request goes"),
];

/// Crates whose items every signature may name.
const STANDARD: [&str; 3] = ["core", "alloc", "std"];

struct Surface(Value);

impl Surface {
    fn item(&self, id: u64) -> Option<&Value> {
        self.0["index"].get(id.to_string())
    }

    /// The items that a user can name, from the root of the crate on.
    fn reachable(&self) -> BTreeSet<u64> {
        let mut seen = BTreeSet::new();
        let mut open = vec![self.0["root"].as_u64().unwrap()];
        while let Some(id) = open.pop() {
            let Some(item) = self.item(id) else { continue };
            if seen.insert(id) {
                open.extend(children(&item["inner"]));
            }
        }
        seen
    }

    /// Foreign items by `crate::Name`, each with the public items whose signatures name it.
    fn foreign(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut found = BTreeMap::<String, BTreeSet<String>>::new();
        for id in self.reachable() {
            let item = self.item(id).unwrap();
            let name = item["name"].as_str().unwrap_or("an implementation");
            for named in named(&item["inner"]) {
                let path = &self.0["paths"][named.to_string()];
                if path["crate_id"].as_u64().is_none_or(|owner| owner == 0) {
                    continue;
                }
                let path: Vec<&str> = path["path"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter_map(Value::as_str)
                    .collect();
                let short = format!("{}::{}", path[0], path[path.len() - 1]);
                found.entry(short).or_default().insert(name.to_owned());
            }
        }
        found.retain(|path, _| !STANDARD.contains(&owner(path)));
        found
    }

    /// Traits of our own that public signatures name and users cannot.
    fn unnameable_traits(&self) -> BTreeSet<String> {
        let reachable = self.reachable();
        let items = reachable.iter().filter_map(|id| self.item(*id));
        let named = items.flat_map(|item| named(&item["inner"]));
        let hidden = named.filter(|id| !reachable.contains(id));
        let paths = hidden.map(|id| &self.0["paths"][id.to_string()]);
        paths
            .filter(|path| path["crate_id"] == 0 && path["kind"] == "trait")
            .map(|path| path["path"].to_string())
            .collect()
    }
}

fn owner(path: &str) -> &str {
    path.split("::").next().unwrap_or(path)
}

/// The items that are part of another one: of a module, a type, a trait, an implementation.
fn children(inner: &Value) -> Vec<u64> {
    let is_written = inner["impl"].is_null()
        || (inner["impl"]["blanket_impl"].is_null() && inner["impl"]["is_synthetic"] == false);
    if !is_written {
        return Vec::new();
    }
    let mut ids = Vec::new();
    if let Some(id) = inner["use"]["id"].as_u64() {
        ids.push(id);
    }
    for kind in ["module", "struct", "enum", "trait", "impl", "variant"] {
        for list in ["items", "impls", "variants"] {
            ids.extend(
                inner[kind][list]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_u64),
            );
        }
        let fields = [
            &inner[kind]["kind"]["plain"]["fields"],
            &inner[kind]["kind"]["struct"]["fields"],
            &inner[kind]["kind"]["tuple"],
        ];
        for list in fields {
            ids.extend(
                list.as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_u64),
            );
        }
    }
    ids
}

/// The items that are named by a path anywhere within this one.
fn named(value: &Value) -> Vec<u64> {
    match value {
        Value::Array(values) => values.iter().flat_map(named).collect(),
        Value::Object(fields) if fields.get("blanket_impl").is_some_and(|of| !of.is_null()) => {
            Vec::new()
        }
        Value::Object(fields) => {
            let is_path = fields.contains_key("path") && fields.contains_key("args");
            let own = fields.get("id").filter(|_| is_path).and_then(Value::as_u64);
            own.into_iter()
                .chain(fields.values().flat_map(named))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn surface() -> Surface {
    let path = std::env::var("RETRY_RUNTIME_JSON").expect("`.ci/run` says where the JSON is");
    Surface(serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
}

#[test]
#[ignore = "reads rustdoc's JSON, which `.ci/run` makes first"]
fn every_trait_that_public_signatures_name_is_exported() {
    let unnameable = surface().unnameable_traits();
    assert!(unnameable.is_empty(), "not exported: {unnameable:#?}");
}

#[test]
#[ignore = "reads rustdoc's JSON, which `.ci/run` makes first"]
fn public_signatures_name_no_foreign_item_that_is_not_allowed() {
    let foreign = surface().foreign();
    let is_allowed = |path: &str| {
        let of = |(allowed, _): &(&str, &str)| *allowed == path || *allowed == owner(path);
        ALLOWED.iter().any(of)
    };
    let surprises: Vec<_> = foreign
        .iter()
        .filter(|(path, _)| !is_allowed(path))
        .collect();
    assert!(
        surprises.is_empty(),
        "named by public items: {surprises:#?}"
    );

    let is_named = |allowed: &str| {
        foreign
            .keys()
            .any(|path| path == allowed || owner(path) == allowed)
    };
    let idle: Vec<_> = ALLOWED.iter().filter(|(path, _)| !is_named(path)).collect();
    assert!(idle.is_empty(), "allowed, but named by nothing: {idle:#?}");
}
