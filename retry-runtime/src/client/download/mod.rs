//! Downloads to a file that go on where they were cut.

mod part;
mod range;

use std::fmt;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use http::HeaderValue;
use http::header::{ACCEPT_ENCODING, RANGE};

use crate::body::Progress;
use crate::client::Call;
use crate::client::download::part::{Part, Rest};
use crate::decode::{Decoder, ReplySink};
use crate::engine::{PendingCall, ResumeState, resume, run};
use crate::error::Error;
use crate::random::fresh_boundary;
use crate::request::CallSpec;
use crate::response::ByteStream;

/// A download to a file: a future that yields how many bytes the file has.
///
/// What breaks midway is taken up where it was cut, with `Range` and `If-Range`, under the policy of
/// the method: it counts as a failed attempt and is waited after as such, but every attempt that
/// brought something lets the attempts start anew. What the server sends then is checked to be the
/// rest of the same body: by its strong entity tag, or else its date, and by its `Content-Range`.
/// Where it is not, where there is no such rest any more, or where the body has nothing to know it by,
/// the download starts again.
///
/// Between two chunks it waits for `idle_timeout`, or where there is none for `attempt_timeout`.
/// The body is asked for as it is, without compression. The file takes its name when it is whole;
/// until then it lies beside it, and is removed if the download fails or is dropped.
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
#[must_use = "a download is not begun until it is awaited"]
pub struct Download<E = Error> {
    call: Call<ByteStream, E>,
    path: PathBuf,
    progress: Option<Progress>,
}

impl<E> Call<ByteStream, E> {
    /// Writes the body to a file, and goes on where it was cut.
    pub fn download_to(self, path: impl Into<PathBuf>) -> Download<E> {
        Download {
            call: self,
            path: path.into(),
            progress: None,
        }
    }
}

impl<E> Download<E> {
    /// Is told the bytes written so far, and the bytes in all where they are known. They begin at 0
    /// again where the download has to.
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
        let taken = call.take_apart();
        Box::pin(async move {
            let (mut call, decoder) = taken?;
            begin(&mut call.spec);
            Ok(download(&mut call, decoder, path, progress.as_ref()).await?)
        })
    }
}

/// Bytes as they are can be counted, and their silence is bounded.
fn begin(spec: &mut CallSpec) {
    let is_asked_for = spec.headers.iter().any(|(name, _)| name == ACCEPT_ENCODING);
    if !is_asked_for {
        let identity = HeaderValue::from_static("identity");
        spec.headers.push((ACCEPT_ENCODING, identity));
    }
    let policy = *spec.policy();
    if policy.idle_timeout_limit().is_none() {
        let policy = policy.idle_timeout(policy.attempt_timeout_limit());
        spec.policy = Some(Box::new(policy));
    }
}

async fn download(
    call: &mut PendingCall,
    decoder: Decoder<ByteStream>,
    path: PathBuf,
    progress: Option<&Progress>,
) -> Result<u64, Error> {
    let is_a_part = call.spec.headers.iter().any(|(name, _)| name == RANGE);
    let created = Part::create(path, &fresh_boundary());
    let mut part = created.map_err(|failure| Error::unsent(failure, call.spec.endpoint))?;
    let mut forgiven = 0;
    let mut slot = ReplySink::of_a_part(decoder);
    run(call, &mut slot).await?;
    while let Some((head, history, mut body)) = slot.into_parts() {
        let mut so_far = ResumeState::of(history, forgiven);
        let filled = so_far.bound(call, async {
            if part.take_head(head.status, &head.headers).await? == Rest::Follows {
                part.fill(&mut body, progress).await?;
            }
            part.publish().await
        });
        let Err(failure) = filled.await else {
            so_far.finish(call, head.status);
            return Ok(part.written());
        };
        // Its connection is of no use any more, and should not stay open while this waits.
        drop(body);
        if part.has_progressed() {
            forgiven = so_far.forgive();
        }
        if !is_a_part {
            part.ask_for_the_rest(&mut call.spec);
        }
        let failure = failure.with_head(head.status, head.headers);
        slot = ReplySink::of_a_part(decoder);
        resume(call, so_far, failure, &mut slot).await?;
    }
    Ok(part.written())
}

/// The method alone: arguments may be secret, and so may the path.
impl<E> fmt::Debug for Download<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}
