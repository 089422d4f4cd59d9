//! The lines for `Cargo.toml`.

/// Crates that a module may name, with the line of each.
const CRATES: [(&str, &str); 6] = [
    ("serde_json", r#"serde_json = "1""#),
    (
        "jiff",
        r#"jiff = { version = "0.2", features = ["serde"] }"#,
    ),
    (
        "chrono",
        r#"chrono = { version = "0.4", features = ["serde"] }"#,
    ),
    (
        "time",
        r#"time = { version = "0.3", features = ["formatting", "macros", "parsing", "serde"] }"#,
    ),
    ("uuid", r#"uuid = { version = "1", features = ["serde"] }"#),
    (
        "rust_decimal",
        r#"rust_decimal = { version = "1", features = ["serde"] }"#,
    ),
];

/// The dependencies of a module, by what its text names.
pub(super) fn lines(body: &str) -> Vec<String> {
    let mut features = Vec::new();
    if body.contains("#[part") {
        features.push("\"multipart\"");
    }
    if body.contains("Sse<") || body.contains("JsonLines<") {
        features.push("\"sse\"");
    }
    let version = env!("CARGO_PKG_VERSION");
    let version = version.rsplit_once('.').map_or(version, |(short, _)| short);
    let retry_client = match &features[..] {
        [] => format!("retry-client = \"{version}\""),
        features => format!(
            "retry-client = {{ version = \"{version}\", features = [{}] }}",
            features.join(", ")
        ),
    };
    let mut lines = vec![
        retry_client,
        r#"serde = { version = "1", features = ["derive"] }"#.to_owned(),
    ];
    let used = CRATES
        .iter()
        .filter(|(name, _)| *name == "serde_json" || body.contains(&format!("{name}::")));
    lines.extend(used.map(|(_, line)| (*line).to_owned()));
    lines
}
