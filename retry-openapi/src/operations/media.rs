//! Media types.

/// The meaning of a media type to the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    Json,
    /// JSON under a name of its own, such as `application/merge-patch+json`.
    NamedJson,
    Form,
    Multipart,
    Text,
    Xml,
    Binary,
    /// Server-sent events.
    Events,
    /// One JSON value per line.
    Lines,
    Other,
}

/// Media types for JSON lines, which has no registered one.
const LINES: [&str; 9] = [
    "application/x-ndjson",
    "application/ndjson",
    "application/jsonl",
    "application/x-jsonl",
    "application/jsonlines",
    "application/x-jsonlines",
    "application/json-lines",
    "application/json-l",
    "application/stream+json",
];

/// Type and subtype, without parameters.
pub(super) fn essence(text: &str) -> String {
    let essence = text.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

impl Media {
    pub(super) fn of(text: &str) -> Self {
        let essence = essence(text);
        let is_watch = text.to_ascii_lowercase().contains("stream=watch");
        match essence.as_str() {
            "application/json" if is_watch => Self::Other,
            "application/json" | "text/json" | "*/*" | "application/*" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            "multipart/form-data" => Self::Multipart,
            "text/event-stream" => Self::Events,
            "application/xml" | "text/xml" => Self::Xml,
            "application/octet-stream"
            | "application/pdf"
            | "application/zip"
            | "application/gzip" => Self::Binary,
            essence if LINES.contains(&essence) => Self::Lines,
            essence if essence.ends_with("+json") => Self::NamedJson,
            essence if essence.ends_with("+xml") => Self::Xml,
            essence if essence.starts_with("text/") => Self::Text,
            essence => {
                let kind = essence.split('/').next().unwrap_or_default();
                match kind {
                    "image" | "audio" | "video" | "font" => Self::Binary,
                    _ => Self::Other,
                }
            }
        }
    }

    pub(super) fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::NamedJson)
    }
}
