//! A language model: chat as one response and as a stream, by two methods of one route, with tool calls in parts.
//!
//! Run with `cargo run --example language_model`. It needs no network beyond the loopback interface.

use std::sync::atomic::{AtomicU32, Ordering};

use retry_client::{BoxError, Result};
use serde_json::{Value, json};

mod support {
    pub(crate) mod compare;
    pub(crate) mod repeat;
    #[expect(dead_code, reason = "other examples use the rest of it")]
    pub(crate) mod service;
}

use support::compare;
use support::service::{Arrival, Respond, Service};

mod declared {
    use retry_client::{Result, Sse, client};

    use super::types::{Chunk, Completion, Question, Stream};

    #[client(attempt_timeout = 30s, idle_timeout = 10s)]
    #[retry(exponential, base = 10ms, attempts = 4, statuses = [429])]
    pub(crate) trait Model {
        #[post("/chat/completions")]
        #[idempotency_key]
        async fn chat(&self, #[json] question: &Question) -> Result<Completion>;

        #[post("/chat/completions", end = "[DONE]", reconnect = never)]
        #[idempotency_key]
        async fn stream(&self, #[json] question: &Stream) -> Result<Sse<Chunk>>;
    }
}

/// The types of both.
mod types {
    use serde::{Deserialize, Serialize};

    #[derive(Clone, Serialize)]
    pub(crate) struct Question {
        pub(crate) model: &'static str,
        pub(crate) messages: Vec<Message>,
    }

    #[derive(Serialize)]
    pub(crate) struct Stream {
        #[serde(flatten)]
        pub(crate) question: Question,
        pub(crate) stream: bool,
    }

    #[derive(Clone, Serialize, Deserialize)]
    pub(crate) struct Message {
        pub(crate) role: String,
        pub(crate) content: String,
    }

    #[derive(Deserialize)]
    pub(crate) struct Completion {
        pub(crate) choices: Vec<Choice>,
    }

    #[derive(Deserialize)]
    pub(crate) struct Choice {
        pub(crate) message: Message,
    }

    #[derive(Deserialize)]
    pub(crate) struct Chunk {
        pub(crate) choices: Vec<Delta>,
    }

    #[derive(Deserialize)]
    pub(crate) struct Delta {
        pub(crate) delta: Content,
    }

    #[derive(Deserialize)]
    pub(crate) struct Content {
        #[serde(default)]
        pub(crate) tool_calls: Vec<ToolCall>,
    }

    #[derive(Deserialize)]
    pub(crate) struct ToolCall {
        pub(crate) index: usize,
        pub(crate) function: Function,
    }

    #[derive(Clone, Debug, Default, PartialEq, Deserialize)]
    pub(crate) struct Function {
        #[serde(default)]
        pub(crate) name: String,
        #[serde(default)]
        pub(crate) arguments: String,
    }

    /// Joins the parts of a tool call.
    pub(crate) fn add(functions: &mut Vec<Function>, chunk: Chunk) {
        let calls = chunk.choices.into_iter();
        for call in calls.flat_map(|choice| choice.delta.tool_calls) {
            if functions.len() <= call.index {
                functions.resize(call.index + 1, Function::default());
            }
            let function = &mut functions[call.index];
            function.name += &call.function.name;
            function.arguments += &call.function.arguments;
        }
    }
}

/// The same over reqwest. The loop ignores the wait in milliseconds that this service asks for.
mod by_hand {
    use std::time::Duration;

    use retry_client::reqwest::{Client, Response, StatusCode};
    use retry_client::{BoxError, Result};
    use serde::Serialize;
    use tokio::time::timeout;
    use uuid::Uuid;

    use super::support::repeat::repeat;
    use super::types::{Chunk, Completion, Question, Stream};

    pub(crate) struct Model {
        pub(crate) http: Client,
        pub(crate) base: String,
    }

    impl Model {
        pub(crate) async fn chat(&self, question: &Question) -> Result<Completion, BoxError> {
            Ok(self.post(question).await?.json().await?)
        }

        pub(crate) async fn stream(&self, question: &Stream) -> Result<Chunks, BoxError> {
            let response = self.post(question).await?;
            let media_type = response.headers().get("content-type");
            if media_type.is_none_or(|media_type| media_type != "text/event-stream") {
                return Err(format!("no event stream: {}", response.text().await?).into());
            }
            let text = Vec::new();
            Ok(Chunks { response, text })
        }

        async fn post(&self, body: &impl Serialize) -> Result<Response, BoxError> {
            let key = Uuid::new_v4().to_string();
            let url = format!("{}/chat/completions", self.base);
            let request = async || {
                let request = self.http.post(&url).timeout(Duration::from_secs(30));
                Ok(request.header("idempotency-key", &key).json(body))
            };
            let response = repeat(&[StatusCode::TOO_MANY_REQUESTS], request).await?;
            Ok(response.error_for_status()?)
        }
    }

    /// The events of a response.
    pub(crate) struct Chunks {
        response: Response,
        text: Vec<u8>,
    }

    impl Chunks {
        pub(crate) async fn next(&mut self) -> Result<Option<Chunk>, BoxError> {
            loop {
                // An event ends with an empty line, and may arrive in any number of chunks.
                if let Some(end) = self.text.windows(2).position(|ends| ends == b"\n\n") {
                    let event: Vec<u8> = self.text.drain(..end + 2).collect();
                    let event = String::from_utf8(event)?;
                    let lines = event.lines().filter_map(|line| line.strip_prefix("data:"));
                    let data: Vec<&str> = lines.map(str::trim_start).collect();
                    match &*data.join("\n") {
                        "" => continue,
                        "[DONE]" => return Ok(None),
                        data => return Ok(Some(serde_json::from_str(data)?)),
                    }
                }
                let piece = timeout(Duration::from_secs(10), self.response.chunk()).await??;
                let piece = piece.ok_or("the stream ended early")?;
                self.text.extend_from_slice(&piece);
            }
        }
    }
}

/// The service: busy at first, then fast.
fn respond(arrival: &Arrival, arrivals: &AtomicU32) -> Respond {
    assert!(!arrival.header("idempotency-key").is_empty());
    if arrivals.fetch_add(1, Ordering::Relaxed).is_multiple_of(2) {
        return Respond::status(429).header("retry-after-ms", "20");
    }
    let question: Value = serde_json::from_slice(&arrival.body).unwrap_or_default();
    if question["stream"] != true {
        let message = json!({"role": "assistant", "content": "Hello!"});
        return Respond::json(&json!({"choices": [{"message": message}]}));
    }
    let parts = [
        json!({"index": 0, "function": {"name": "weather", "arguments": ""}}),
        json!({"index": 0, "function": {"arguments": "{\"city\":"}}),
        json!({"index": 1, "function": {"name": "time", "arguments": "{}"}}),
        json!({"index": 0, "function": {"arguments": "\"Ghent\"}"}}),
    ];
    let events = parts.map(|part| {
        let chunk = json!({"choices": [{"delta": {"tool_calls": [part]}}]});
        format!("data: {chunk}\n\n")
    });
    Respond::status(200)
        .header("content-type", "text/event-stream")
        .body(format!(": hello\n\n{}data: [DONE]\n\n", events.concat()))
}

fn question() -> types::Question {
    let message = types::Message {
        role: "user".to_owned(),
        content: "What is the weather in Ghent, and what time is it?".to_owned(),
    };
    types::Question {
        model: "small",
        messages: vec![message],
    }
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let arrivals = AtomicU32::new(0);
    let service = Service::start(move |arrival| Some(respond(arrival, &arrivals)), None).await?;
    let streamed = types::Stream {
        question: question(),
        stream: true,
    };

    let model = declared::ModelClient::new(service.url())?;
    let completion = model.chat(&question()).await?;
    println!("{}", completion.choices[0].message.content);
    let mut functions = Vec::new();
    let mut events = model.stream(&streamed).await?;
    while let Some(event) = events.event().await? {
        types::add(&mut functions, event.into_data());
    }
    println!("{functions:?}");
    assert_eq!(functions[0].arguments, r#"{"city":"Ghent"}"#);

    let model = by_hand::Model {
        http: reqwest::Client::new(),
        base: service.url(),
    };
    let again = model.chat(&question()).await?;
    let (once, again) = (&completion.choices[0], &again.choices[0]);
    assert_eq!(once.message.content, again.message.content);
    let mut by_hand = Vec::new();
    let mut chunks = model.stream(&streamed).await?;
    while let Some(chunk) = chunks.next().await? {
        types::add(&mut by_hand, chunk);
    }
    assert_eq!(functions, by_hand);
    compare::print(
        include_str!("language_model.rs"),
        include_str!("support/repeat.rs"),
    );
    Ok(())
}
