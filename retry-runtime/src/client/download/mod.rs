//! Downloads to a file that resume where they were cut.
//!
//! A download is one call in several attempts. After a cut the request is made again with `Range` and
//! `If-Range`, as the next attempt of that call: the engine resumes it under the policy of the method.
//! Attempts that brought bytes do not count, so a large file arrives in the end even over a bad connection.
//!
//! Two versions mixed in one file are the worst possible result, as nobody notices. So the response is checked
//! and the request proves nothing: a part must say where it begins and ends, must belong to the same version by
//! tag or date, and must be as long as it says, whatever its status. A part that fails any check is thrown away,
//! and the download starts over. A body with a content coding is never resumed, since its
//! ranges count encoded bytes and the file holds decoded ones.
//!
//! The bytes go to a temporary file beside the target, which replaces it in one step when it is complete.
//! The target itself must never be seen half written, and a temporary file must never stay behind. A target
//! that cannot be written is found before the first byte is asked for.

mod partial_file;
mod range;
mod target;

use std::fmt;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use http::HeaderValue;
use http::header::{ACCEPT_ENCODING, RANGE};

use crate::body::Progress;
use crate::client::Call;
use crate::client::call::Unpolled;
use crate::client::download::partial_file::{Asked, PartialFile, Remainder};
use crate::decode::{Decoder, ReplySink};
use crate::engine::{PendingCall, ResumeState, resume, run};
use crate::error::Error;
use crate::random::fresh_boundary;
use crate::request::CallSpec;
use crate::response::ByteStream;

/// A download to a file: a future that yields the length of the file.
///
/// A body that is cut is resumed with `Range` and `If-Range`, under the policy of the method: the cut counts
/// as a failed attempt, and its delay is slept, but an attempt that brought bytes resets the count of attempts.
/// The part that follows is checked to be the rest of the same body: by its entity tag or else its date, by its
/// `Content-Range` and by its length. If it is not, if the server has no such part any more, or if nothing
/// distinguishes the body from other versions, the download starts over. A part that was not asked for is never
/// taken for the whole file.
///
/// It waits for each chunk up to `idle_timeout`, or up to `attempt_timeout` if there is none. The body is
/// requested without compression; a body that arrives compressed all the same is decoded, and starts over after a
/// cut. The bytes go to a temporary file beside the target, which replaces the target when it is complete and
/// keeps its mode; it is removed if the download fails or is dropped. A target that cannot be written is an error
/// before anything is sent.
///
/// ```no_run
/// # use retry_client::{ByteStream, Result, client};
/// # #[client(base_url = "https://mirror.example.com")]
/// # trait Mirror {
/// #     #[get("/images/{name}")]
/// #     async fn image(&self, name: &str) -> Result<ByteStream>;
/// # }
/// # async fn run(mirror: MirrorClient) -> Result<()> {
/// let bytes = mirror.image("debian.iso").download_to("debian.iso").await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a download does not start until it is awaited"]
pub struct Download<E = Error> {
    call: Call<ByteStream, E>,
    path: PathBuf,
    progress: Option<Progress>,
}

impl<E> Call<ByteStream, E> {
    /// Writes the body to a file, and resumes where it was cut.
    pub fn download_to(self, path: impl Into<PathBuf>) -> Download<E> {
        Download {
            call: self,
            path: path.into(),
            progress: None,
        }
    }
}

impl<E> Download<E> {
    /// Calls `tell` with the bytes written so far, and the length of the file where it is known. When the
    /// download starts over, the bytes start at 0 again.
    pub fn on_progress(mut self, tell: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(tell));
        self
    }
}

impl<E: From<Error> + 'static> IntoFuture for Download<E> {
    type Output = Result<u64, E>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self {
            call,
            path,
            progress,
        } = self;
        // Outside the block, which would otherwise hold the call's own future, although it never runs.
        let taken = call.into_unpolled();
        Box::pin(async move {
            let Unpolled { mut call, decoder } = taken?;
            prepare(&mut call.spec);
            Ok(download(&mut call, decoder, path, progress.as_ref()).await?)
        })
    }
}

/// Asks for the bytes as they are stored, since only those can be counted, and bounds how long the server may be
/// silent.
fn prepare(spec: &mut CallSpec) {
    let is_asked_for = spec.headers.iter().any(|(name, _)| name == ACCEPT_ENCODING);
    if !is_asked_for {
        let identity = HeaderValue::from_static("identity");
        spec.headers.push((ACCEPT_ENCODING, identity));
    }
    let policy = *spec.policy();
    // A download has no end that is known beforehand, so silence is what has to be bounded.
    if policy.idle_timeout.is_none() {
        let policy = policy.idle_timeout(policy.get_attempt_timeout());
        spec.policy = Some(Box::new(policy));
    }
}

async fn download(
    call: &mut PendingCall,
    decoder: Decoder<ByteStream>,
    path: PathBuf,
    progress: Option<&Progress>,
) -> Result<u64, Error> {
    let has_range = call.spec.headers.iter().any(|(name, _)| name == RANGE);
    let asked = if has_range {
        Asked::CallersRange
    } else {
        Asked::Everything
    };
    let created = PartialFile::create(path, &fresh_boundary(), asked);
    let mut file = created.map_err(|failure| Error::unsent(failure, call.spec.endpoint))?;
    let mut discounted = 0;
    let mut sink = ReplySink::of_a_part(decoder);
    run(call, &mut sink).await?;
    // One turn per response. The engine's loop is inside `run` and `resume`, and brings the next
    // response or the end of it all.
    while let (end, Some((head, history, mut body))) = (sink.take_end(), sink.into_parts()) {
        let mut state = ResumeState::of(history, discounted);
        // Head, body and rename in one block, so that every failure of theirs takes the same way:
        // the next attempt.
        let filled = state.bound(call, head.status, async {
            let is_decoded = body.is_decoded();
            let rest = file.take_head(head.status, &head.headers, is_decoded);
            if rest.await? == Remainder::Follows {
                file.fill(&mut body, progress).await?;
            }
            file.publish().await
        });
        let filled = filled.await;
        // Guards count the attempt until its last byte, and a body that broke off as its failure.
        if let Some(end) = end {
            end(filled.as_ref().err().map(|failure| &**failure));
        }
        let Err(failure) = filled else {
            state.finish(call, head.status);
            return Ok(file.written());
        };
        // The connection is of no further use, and must not stay open during the wait.
        drop(body);
        if file.has_progressed() {
            state.give_back(call);
            discounted = state.forgive();
        }
        file.ask_for_the_rest(&mut call.spec);
        let failure = failure.with_head(head.status, head.headers);
        sink = ReplySink::of_a_part(decoder);
        resume(call, state, failure, &mut sink).await?;
    }
    Ok(file.written())
}

/// Shows the method alone: arguments may be secret, and so may the path.
impl<E> fmt::Debug for Download<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}
