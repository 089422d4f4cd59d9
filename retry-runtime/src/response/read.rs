//! Reading bodies: bounded, and without a second copy where one chunk is all there is.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use tokio::time::timeout;

use crate::decide::{Phase, diagnose};
use crate::error::{ErrorKind, Failure};
use crate::response::received::Response;

/// The memory that a length alone is worth; beyond it, memory follows what has arrived. A server can
/// announce more than there is.
const BELIEVED: usize = 1024 * 1024;

/// The most that is kept of an error's body.
const ERROR_BODY: usize = 1024 * 1024;

/// The most that is read, and the longest time, to keep the connection of a response that nobody
/// wants. A new connection costs a handshake or two, which usually take longer than to read 64 KiB.
const DRAINED_BYTES: usize = 64 * 1024;
const DRAINED_FOR: Duration = Duration::from_millis(100);

/// The whole body, of at most `limit` decoded bytes.
pub(crate) async fn whole(response: &mut Response, limit: usize) -> Result<Bytes, Box<Failure>> {
    let announced = announced(response);
    // Refused before anything is read; a body without a length is counted while it arrives.
    if announced > limit {
        return Err(too_large(limit));
    }
    let Some(first) = next(response).await? else {
        return Ok(Bytes::new());
    };
    if first.len() > limit {
        return Err(too_large(limit));
    }
    // Of a body whose length is known, and no more of which is to come, nobody has to ask for more.
    if response.content_length() == Some(0) {
        return Ok(first);
    }
    let Some(second) = next(response).await? else {
        return entire(first, announced);
    };
    // Nothing is copied before there is a second chunk: most bodies of APIs come in one.
    let mut body = BytesMut::with_capacity(announced.min(BELIEVED).max(first.len() + second.len()));
    body.extend_from_slice(&first);
    let mut further = Some(second);
    while let Some(chunk) = further {
        if body.len() + chunk.len() > limit {
            return Err(too_large(limit));
        }
        body.extend_from_slice(&chunk);
        further = next(response).await?;
    }
    entire(body.freeze(), announced)
}

/// The first part of the body; empty if there is none.
pub(crate) async fn first(response: &mut Response) -> Result<Bytes, Box<Failure>> {
    Ok(next(response).await?.unwrap_or_default())
}

/// Reads to the end and keeps nothing.
pub(crate) async fn discard(response: &mut Response, limit: usize) -> Result<(), Box<Failure>> {
    let announced = announced(response);
    let mut left = limit;
    while let Some(chunk) = next(response).await? {
        left = left
            .checked_sub(chunk.len())
            .ok_or_else(|| too_large(limit))?;
    }
    shortfall((limit - left) as u64, announced as u64).map_or(Ok(()), Err)
}

/// Reports a body that came to its end after fewer bytes than its head says. The library that
/// carries HTTP/2 for us takes a stream or a connection that stops early without an error for an end.
///
/// An empty body is not asked for its length, as that of a HEAD is another's.
pub(crate) fn shortfall(read: u64, announced: u64) -> Option<Box<Failure>> {
    (0 < read && read < announced)
        .then(|| Failure::new(ErrorKind::Body).because(format!("{read} of {announced} bytes")))
}

fn entire(body: Bytes, announced: usize) -> Result<Bytes, Box<Failure>> {
    shortfall(body.len() as u64, announced as u64).map_or(Ok(body), Err)
}

/// Reads as much of an error's body as can be had; it never gets in the way of the error itself.
pub(crate) async fn of_error(response: &mut Response, limit: usize, kept: &mut BytesMut) {
    let limit = limit.min(ERROR_BODY);
    // An error of the connection ends the body and not the call: what was read of it is still worth
    // showing.
    while let Ok(Some(chunk)) = next(response).await {
        let room = limit - kept.len();
        // What has arrived is in the caller's buffer, so it is there even if this future is dropped
        // by a timeout.
        kept.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        if kept.len() == limit {
            return;
        }
    }
}

/// The part of an error's body, read already, that is kept.
pub(crate) fn kept_of_error(body: &Bytes, limit: usize) -> Bytes {
    let limit = limit.min(ERROR_BODY).min(body.len());
    body.slice(..limit)
}

/// The part of an error's body, read already, that is kept while its call waits: as much as [`release`] keeps.
pub(crate) fn kept_of_released(body: &Bytes, limit: usize) -> Bytes {
    Bytes::copy_from_slice(&kept_of_error(body, limit.min(DRAINED_BYTES)))
}

/// Frees the connection of a response that nobody wants: reads what little is left, or closes it. What is read
/// is kept up to such a length, if there is one.
pub(crate) async fn release(
    mut response: Response,
    at_most: Option<Duration>,
    keeps: Option<usize>,
) -> Option<Bytes> {
    let mut kept = BytesMut::new();
    if announced(&response) <= DRAINED_BYTES {
        let drained = async {
            if let Some(limit) = keeps {
                of_error(&mut response, limit.min(DRAINED_BYTES), &mut kept).await;
            }
            discard(&mut response, DRAINED_BYTES - kept.len()).await
        };
        let drained_for = at_most.map_or(DRAINED_FOR, |most| most.min(DRAINED_FOR));
        // Out of time is as good as out of room: dropping the response closes the connection.
        let _ = timeout(drained_for, drained).await;
    }
    // Copied, so that a call that waits holds no more than that.
    keeps.map(|_| Bytes::copy_from_slice(&kept))
}

/// The length in the head, zero where there is none.
fn announced(response: &Response) -> usize {
    response
        .content_length()
        .and_then(|length| usize::try_from(length).ok())
        .unwrap_or(0)
}

async fn next(response: &mut Response) -> Result<Option<Bytes>, Box<Failure>> {
    response
        .chunk()
        .await
        .map_err(|error| diagnose(error, Phase::Body))
}

fn too_large(limit: usize) -> Box<Failure> {
    Failure::new(ErrorKind::TooLarge).because(format!("more than {limit} bytes"))
}
