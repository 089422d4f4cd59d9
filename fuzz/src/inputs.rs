//! Anything that a server or a file may hold, given to the library. Nothing may panic, whatever it
//! is.

use std::time::Duration;

use retry_client::testing::{self, ScriptedResponse, Stub};
use retry_client::{
    AttemptRecord, Error, HeaderValue, JsonLines, Policy, Result, Settings, Sse, Strategy, client,
};

#[client(base_url = "http://fuzz.test")]
#[retry(constant, base = 1ms, attempts = 2, statuses = [429])]
trait Fed {
    #[get("/answer")]
    async fn answer(&self) -> Result<String>;

    #[post("/plain")]
    async fn plain(&self) -> Result<String>;

    #[get("/lines")]
    async fn lines(&self) -> Result<JsonLines<Vec<u16>>>;

    #[get("/events")]
    async fn events(&self) -> Result<Sse<String>>;
}

/// The number of items to read from a stream that begins again for ever.
const MOST: usize = 64;

fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_time().build();
    runtime.expect("a runtime costs nothing").block_on(future)
}

/// A body in two pieces, and not whole: it is cut at the end.
fn in_pieces(data: &[u8]) -> ScriptedResponse {
    testing::bytes(data.to_vec()).cut_body(data.len())
}

/// The value of a `Retry-After`, beside another one and a date of the server's.
pub fn retry_after(data: &[u8]) {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (answered_at, hint) = data.split_at(end);
    let value = |bytes: &[u8]| HeaderValue::from_bytes(bytes.trim_ascii()).ok();
    let (Some(answered_at), Some(hint)) = (value(answered_at), value(hint)) else {
        return;
    };
    let error = wait(async {
        let stub = Stub::new();
        let answer = testing::status(503).header("date", answered_at);
        let answer = answer
            .header("retry-after", hint)
            .header("retry-after", "1");
        stub.get("/answer").answer(answer.forever());
        stub.client::<FedClient>().answer().await.unwrap_err()
    });
    let asked = error.retry_after().expect("one of them is readable");
    assert!(asked >= Duration::from_secs(1), "{asked:?}");
    let waited = error.attempts().first().and_then(AttemptRecord::delay);
    assert!(waited.is_none_or(|waited| waited >= asked), "{waited:?}");
}

/// A policy and a script of failures, a byte each.
pub fn decide(data: &[u8]) {
    let [attempts, base, statuses, rest @ ..] = data else {
        return;
    };
    let attempts = u32::from(*attempts).max(1);
    let policy = Policy::new(Strategy::constant(Duration::from_millis((*base).into())));
    let policy = policy.attempts(attempts).server_errors(statuses & 1 > 0);
    let policy = policy.statuses(if statuses & 2 > 0 { &[404, 429] } else { &[] });
    let policy = if statuses & 4 > 0 {
        policy.unprocessed_only()
    } else {
        policy
    };
    let (last, others) = rest.split_last().unwrap_or((&0, &[]));
    let others = others.iter().map(|byte| step(*byte));
    let answers: Vec<_> = others.chain([step(*last).forever()]).collect();
    for is_post in [false, true] {
        let (sent, records) = wait(async {
            let stub = Stub::new();
            stub.get("/answer").answers(answers.clone());
            stub.post("/plain").answers(answers.clone());
            let client: FedClient = stub.client();
            let call = if is_post {
                client.plain()
            } else {
                client.answer()
            };
            let ended = call.retry(|_| policy).reply().await;
            let records = match ended {
                Ok(reply) => reply.attempts().len(),
                Err(error) => error.attempts().len(),
            };
            (stub.requests().len(), records)
        });
        assert_eq!(sent, records);
        assert!(sent <= attempts as usize);
    }
}

/// A status, with or without a hint; or a failure.
fn step(byte: u8) -> ScriptedResponse {
    match byte {
        0 => testing::reset(),
        1 => testing::refused(),
        2 => testing::text("cut").cut_body(1),
        3 => testing::text("stalled").stall_body(1),
        4..40 => testing::status(429).header("retry-after", u16::from(byte)),
        _ => testing::status(200 + 3 * u16::from(byte)),
    }
}

/// Server-sent events, taken up again where they are cut.
pub fn events(data: &[u8]) {
    wait(async {
        let stub = Stub::new();
        let answer = in_pieces(data).header("content-type", "text/event-stream");
        stub.get("/events").answer(answer.forever());
        let client: FedClient = stub.client();
        // The head is good, so only a body that is cut before it begins fails the call.
        let Ok(mut events) = client.events().await else {
            assert!(data.is_empty());
            return;
        };
        for _ in 0..MOST {
            if !matches!(events.event().await, Ok(Some(_))) {
                break;
            }
        }
    });
}

/// JSON, a value a line.
pub fn json_lines(data: &[u8]) {
    wait(async {
        let stub = Stub::new();
        stub.get("/lines").answer(in_pieces(data));
        let client: FedClient = stub.client();
        let Ok(mut lines) = client.lines().await else {
            return;
        };
        for _ in 0..MOST {
            match lines.value().await {
                Ok(None) => break,
                Ok(Some(_)) => {}
                Err(error) => assert_eq!(shown(&error).lines().count(), 1),
            }
        }
    });
}

fn shown(error: &Error) -> String {
    error.to_string()
}

/// Settings in JSON; what is read can be used.
pub fn settings(data: &[u8]) {
    let Ok(settings) = serde_json::from_slice::<Settings>(data) else {
        return;
    };
    wait(async {
        let stub = Stub::new();
        stub.get("/answer").answer(testing::status(503).forever());
        let builder = FedClient::builder()
            .transport(stub.clone())
            .settings(settings);
        let Ok(client) = builder.build() else {
            return;
        };
        // No more than a few of the attempts that somebody may ask for.
        let call = client.answer().retry(|policy| match policy.max_attempts() {
            Some(0..9) => policy,
            _ => policy.attempts(9),
        });
        drop(call.await);
    });
}
