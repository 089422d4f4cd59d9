//! One call as the client and the server saw it.

use std::fmt::Debug;
use std::time::Duration;

use retry_client::{AttemptRecord, Call, Endpoint, Error, ErrorKind, Repeat};

use super::server::{Arrival, Server, Step};

/// One call as the client and the server saw it.
#[derive(Debug)]
pub(crate) struct Story {
    pub(crate) endpoint: &'static Endpoint,
    /// The server's behaviour, in a few words.
    pub(crate) trouble: &'static str,
    /// The attempts the client reports.
    pub(crate) attempts: Vec<AttemptRecord>,
    /// The requests the server counted.
    pub(crate) arrivals: Vec<Arrival>,
    /// The value as text, or the error.
    pub(crate) ending: Result<String, Error>,
}

impl Story {
    /// Makes the call and collects what the server saw of it.
    pub(crate) async fn of<T>(
        server: &Server,
        trouble: &'static str,
        endpoint: &'static Endpoint,
        call: Call<T>,
    ) -> Self
    where
        T: Debug + Send + 'static,
    {
        let reply = call.reply().await;
        let attempts = match &reply {
            Ok(reply) => reply.attempts().to_vec(),
            Err(error) => error.attempts().to_vec(),
        };
        Self {
            endpoint,
            trouble,
            attempts,
            arrivals: server.take_arrivals().await,
            ending: reply.map(|reply| format!("{:?}", reply.value())),
        }
    }

    /// From the start of the first attempt to the end of the last.
    pub(crate) fn length(&self) -> Duration {
        let lengths = self.attempts.iter();
        lengths
            .map(|attempt| attempt.duration() + attempt.delay().unwrap_or_default())
            .sum()
    }

    /// The differences between the server's account and the client's.
    fn differences(&self) -> Vec<String> {
        let (sent, arrived) = (self.attempts.len(), self.arrivals.len());
        let mut found = Vec::new();
        if sent != arrived {
            found.push(format!("{sent} attempts reported, {arrived} arrived"));
        }
        for (index, (attempt, arrival)) in self.attempts.iter().zip(&self.arrivals).enumerate() {
            let number = index + 1;
            let reported = (
                attempt.status().map(|status| status.as_u16()),
                attempt.outcome(),
            );
            if arrival.step.map(as_seen_by_client) != Some(reported) {
                let Arrival { target, step, .. } = arrival;
                let done = step.map_or("no step".to_owned(), |step| format!("{step:?}"));
                found.push(format!(
                    "attempt {number}: reported as {reported:?}, the server did {done} to {target}"
                ));
            }
            if arrival.verb != self.endpoint.verb() {
                found.push(format!("attempt {number} arrived as {}", arrival.verb));
            }
            let key = arrival.header("idempotency-key");
            if key != self.arrivals[0].header("idempotency-key") {
                found.push(format!("attempt {number} came with another key"));
            }
            if key.is_some() != matches!(self.endpoint.repeat(), Repeat::Key(_)) {
                found.push(format!("attempt {number} came with key {key:?}"));
            }
        }
        found.extend(self.too_early());
        found
    }

    /// Attempts that arrived earlier than the client reports or the server requested.
    fn too_early(&self) -> impl Iterator<Item = String> {
        let waits = self.attempts.iter().filter_map(AttemptRecord::delay);
        let pairs = self.arrivals.windows(2).zip(waits);
        pairs.filter_map(|(pair, reported)| {
            let asked = match pair[0].step {
                Some(Step::TooMany(seconds)) => Duration::from_secs(seconds.into()),
                _ => Duration::ZERO,
            };
            let (gap, due) = (pair[1].at - pair[0].at, reported.max(asked));
            (gap < due).then(|| format!("came again after {gap:.1?} instead of {due:.1?}"))
        })
    }
}

/// All differences between the server's account and the client's.
pub(crate) async fn complaints(stories: &[Story], server: &Server) -> Vec<String> {
    let mut complaints = Vec::new();
    for story in stories {
        for difference in story.differences() {
            complaints.push(format!("{}: {difference}", story.endpoint));
        }
    }
    for arrival in server.take_arrivals().await {
        complaints.push(format!("{} arrived after its call", arrival.target));
    }
    for target in server.unplayed().await {
        complaints.push(format!("{target} was to get more requests"));
    }
    complaints
}

/// The status and the outcome that an honest client reports for a step.
fn as_seen_by_client(step: Step) -> (Option<u16>, Option<ErrorKind>) {
    match step {
        Step::Answer(status @ 200..=299, _) => (Some(status), None),
        Step::Answer(status, _) => (Some(status), Some(ErrorKind::Status)),
        Step::TooMany(_) => (Some(429), Some(ErrorKind::Status)),
        Step::Reset => (None, Some(ErrorKind::Reset)),
        Step::CutShort(_) => (Some(200), Some(ErrorKind::Body)),
        Step::Late(_) => (None, Some(ErrorKind::Timeout)),
    }
}
