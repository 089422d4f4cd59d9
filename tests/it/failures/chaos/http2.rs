//! One connection over HTTP/2. The frames are those of the `h2` crate, which numbers streams and reads
//! heads as any server does; a server of raw frames could not tell one call from another.

use std::future::poll_fn;
use std::io;
use std::num::ParseIntError;
use std::pin::Pin;

use h2::server::SendResponse;
use h2::{Reason, RecvStream};
use http::header::LOCATION;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use retry_client::Bytes;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::dice::Fate;
use super::door::Stream;
use super::ledger::{self, World};
use crate::support::script::ms;

/// The response that is planned for a request, if it is not refused.
struct Planned {
    fate: Fate,
    status: StatusCode,
    location: Option<String>,
    body: String,
    pause: u64,
}

/// Serves one connection until either side closes it.
pub(crate) async fn serve(stream: impl Stream, world: &World) -> io::Result<()> {
    let mut builder = h2::server::Builder::new();
    builder.max_concurrent_streams(1_000);
    let handshake = builder.handshake::<_, Bytes>(stream);
    let mut connection = handshake.await.map_err(io::Error::other)?;
    let mut responding = JoinSet::new();
    while let Some(accepted) = connection.accept().await {
        let (request, mut respond) = accepted.map_err(io::Error::other)?;
        let head = head(&request).map_err(io::Error::other)?;
        let fate = world.arrives(&head);
        match fate {
            Fate::Refused => respond.send_reset(Reason::REFUSED_STREAM),
            Fate::Lost => respond.send_reset(Reason::INTERNAL_ERROR),
            Fate::Ended => return Ok(()),
            Fate::GoneAway => connection.abrupt_shutdown(Reason::NO_ERROR),
            _ => {
                // Those who know no better keep on sending for a moment.
                if fate == Fate::AnsweredLast && world.is_wild {
                    connection.graceful_shutdown();
                }
                let planned = Planned {
                    fate,
                    status: status(fate),
                    location: fate.is_redirect().then(|| world.elsewhere()),
                    body: world.response(head.call),
                    pause: u64::from(world.dice.below(15)),
                };
                responding.spawn(answer(planned, request, respond));
            }
        }
    }
    Ok(())
}

fn head(request: &Request<RecvStream>) -> Result<ledger::Request, ParseIntError> {
    let header = |name| request.headers().get(name)?.to_str().ok();
    let number = |name| header(name).map_or(Ok(0), str::parse);
    Ok(ledger::Request {
        call: number("x-call")?,
        attempt: number("x-attempt")?,
        is_post: request.method() == Method::POST,
        key: header("idempotency-key").map(str::to_owned),
    })
}

fn status(fate: Fate) -> StatusCode {
    match fate {
        Fate::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Fate::Limited => StatusCode::TOO_MANY_REQUESTS,
        Fate::SentOn => StatusCode::SEE_OTHER,
        Fate::Moved => StatusCode::TEMPORARY_REDIRECT,
        _ => StatusCode::OK,
    }
}

/// An error means that the peer has gone.
async fn answer(
    planned: Planned,
    request: Request<RecvStream>,
    mut respond: SendResponse<Bytes>,
) -> Result<(), h2::Error> {
    let mut incoming = request.into_body();
    if planned.fate != Fate::AnsweredEarly {
        while let Some(data) = next(&mut incoming).await {
            incoming.flow_control().release_capacity(data?.len())?;
        }
    }
    if planned.fate == Fate::Stalled {
        // To the end of the stream, or of the connection. What was sent on it is read, as otherwise it
        // takes up the room of all others.
        poll_fn(|context| respond.poll_reset(context)).await?;
        return Ok(());
    }
    if planned.fate == Fate::AnsweredLate {
        sleep(ms(planned.pause)).await;
    }
    let mut head = Response::new(());
    *head.status_mut() = planned.status;
    if let Some(location) = planned.location {
        let location = HeaderValue::from_str(&location).expect("it is a path");
        head.headers_mut().insert(LOCATION, location);
    }
    let mut body = respond.send_response(head, false)?;
    let is_cut = planned.fate == Fate::Cut;
    body.send_data(planned.body.into(), !is_cut)?;
    if is_cut {
        sleep(ms(planned.pause)).await;
        body.send_reset(Reason::INTERNAL_ERROR);
    }
    Ok(())
}

async fn next(incoming: &mut RecvStream) -> Option<Result<Bytes, h2::Error>> {
    poll_fn(|context| Pin::new(&mut *incoming).poll_data(context)).await
}
