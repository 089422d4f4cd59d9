//! The file that a running download fills, which gets its name only when it is complete.

use std::fs;
use std::io::SeekFrom;
use std::path::PathBuf;

use http::header::{IF_RANGE, RANGE};
use http::{HeaderMap, HeaderValue, StatusCode};
use tokio::fs::{File, rename};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};

use crate::body::Progress;
use crate::client::download::range::{
    Version, content_length, content_range, has_coding, mentions_range, unsatisfied_range,
};
use crate::client::download::target::{create_beside, unwritable};
use crate::error::{ErrorKind, Failure};
use crate::request::CallSpec;
use crate::response::ByteStream;

/// The bytes that have arrived, and the state that a request for the rest needs.
pub(crate) struct PartialFile {
    target: PathBuf,
    /// Beside the target; `None` once it has become the target.
    temporary: Option<PathBuf>,
    file: File,
    written: u64,
    /// The greatest length that the file has had.
    farthest: u64,
    /// The length of the complete file, if a response gave it.
    all: Option<u64>,
    /// The length of the file at the end of the part that is being received.
    received_to: Option<u64>,
    version: Version,
    /// True once a part had a content coding: the server then counts other bytes than those in the file.
    counts_coded_bytes: bool,
    asked: Asked,
}

/// The part of the body that a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Everything,
    /// The bytes after those that have arrived.
    TheRest,
    /// A range that the caller set. It is sent with every request, and the part is everything that was asked for.
    CallersRange,
}

/// The rest of the file, as a head announces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remainder {
    Follows,
    Complete,
}

impl PartialFile {
    /// Creates a file beside the target, under a name of its own.
    pub(crate) fn create(
        target: PathBuf,
        unique: &str,
        asked: Asked,
    ) -> Result<Self, Box<Failure>> {
        let (temporary, file) = create_beside(&target, unique)?;
        Ok(Self {
            target,
            temporary: Some(temporary),
            file: File::from_std(file),
            written: 0,
            farthest: 0,
            all: None,
            received_to: None,
            version: Version::default(),
            counts_coded_bytes: false,
            asked,
        })
    }

    pub(crate) fn written(&self) -> u64 {
        self.written
    }

    /// Checks the head of a response: it brings the rest of the file, or all of it from the start.
    ///
    /// `is_decoded` says that the body had a content coding, which the transport has undone.
    pub(crate) async fn take_head(
        &mut self,
        status: StatusCode,
        headers: &HeaderMap,
        is_decoded: bool,
    ) -> Result<Remainder, Box<Failure>> {
        self.received_to = None;
        let is_coded = is_decoded || has_coding(headers);
        // A server that compresses what was asked for with `identity` will do so again, and its
        // ranges are then of no use: each of them would start the download over.
        self.counts_coded_bytes |= is_coded && self.asked == Asked::TheRest;
        match (self.asked, status) {
            (Asked::TheRest, StatusCode::PARTIAL_CONTENT) => match content_range(headers) {
                Some(part)
                    if !is_coded
                        && part.first == self.written
                        && self.is_same(headers, part.all) =>
                {
                    self.all = self.all.or(part.all);
                    self.received_to = Some(part.end());
                    Ok(Remainder::Follows)
                }
                _ => self.begin_again("not the part that was asked for").await,
            },
            // The connection was lost after the last byte, or the body has become shorter than the file.
            (Asked::TheRest, StatusCode::RANGE_NOT_SATISFIABLE) => self.take_no_rest(headers).await,
            (Asked::CallersRange, StatusCode::PARTIAL_CONTENT) => {
                self.forget().await?;
                self.all = content_range(headers).map(|part| part.end() - part.first);
                Ok(Remainder::Follows)
            }
            // 202 and 204 say that there is no file, yet a part of it is here already. If everything was
            // asked for, their body is what the method returns.
            (Asked::TheRest, status) if status.is_success() && !is_whole(status) => {
                self.begin_again("neither the part that was asked for nor the whole")
                    .await
            }
            // Whatever its status says, this is a part.
            (_, StatusCode::PARTIAL_CONTENT) => self.refuse_part().await,
            _ if mentions_range(headers) => self.refuse_part().await,
            _ => {
                self.forget().await?;
                if !is_coded {
                    self.all = content_length(headers);
                    if !self.counts_coded_bytes {
                        self.version = Version::of(status, headers);
                    }
                }
                Ok(Remainder::Follows)
            }
        }
    }

    /// Takes a response that says there is nothing beyond what has been written.
    async fn take_no_rest(&mut self, headers: &HeaderMap) -> Result<Remainder, Box<Failure>> {
        match unsatisfied_range(headers) {
            Some(all) if all == self.written && self.is_same(headers, Some(all)) => {
                Ok(Remainder::Complete)
            }
            _ => self.begin_again("it has no such part any more").await,
        }
    }

    async fn refuse_part(&mut self) -> Result<Remainder, Box<Failure>> {
        self.begin_again("a part of it that was not asked for")
            .await
    }

    async fn begin_again(&mut self, why: &'static str) -> Result<Remainder, Box<Failure>> {
        self.forget().await?;
        Err(broken(why))
    }

    /// Tells whether a part belongs to the same version of the body as the parts before it.
    fn is_same(&self, headers: &HeaderMap, all: Option<u64>) -> bool {
        let has_same_length = all.is_none() || self.all.is_none() || all == self.all;
        has_same_length && self.version.may_be_that_of(headers)
    }

    async fn forget(&mut self) -> Result<(), Box<Failure>> {
        (self.all, self.received_to) = (None, None);
        self.version = Version::default();
        if self.written > 0 {
            self.written = 0;
            self.file.set_len(0).await.map_err(unwritable)?;
            self.file
                .seek(SeekFrom::Start(0))
                .await
                .map_err(unwritable)?;
        }
        Ok(())
    }

    /// Writes a body to its end.
    pub(crate) async fn fill(
        &mut self,
        body: &mut ByteStream,
        progress: Option<&Progress>,
    ) -> Result<(), Box<Failure>> {
        let tell = |written, all| {
            if let Some(progress) = progress {
                progress(written, all);
            }
        };
        tell(self.written, self.all);
        while let Some(chunk) = body.chunk().await.transpose() {
            let chunk = match chunk {
                Ok(chunk) => chunk,
                // A failure after the last byte is no reason to ask again.
                Err(_) if self.all == Some(self.written) => break,
                Err(error) => return Err(error.into_failure()),
            };
            self.file.write_all(&chunk).await.map_err(unwritable)?;
            self.written += chunk.len() as u64;
            tell(self.written, self.all);
            // Checked here and not at the end: a body without an end would fill the disk.
            let end = self.received_to.or(self.all);
            if end.is_some_and(|end| self.written > end) {
                self.forget().await?;
                return Err(broken("it is longer than its length"));
            }
        }
        match (self.received_to, self.all) {
            (Some(end), _) if self.written < end => Err(broken("it ended before its length")),
            (_, Some(all)) if self.written < all => Err(broken("it ended before its length")),
            // More may follow a part whose total is unknown; only the server can tell.
            (Some(_), None) => Err(broken("its length is not known yet")),
            _ => Ok(()),
        }
    }

    /// Tells whether the file has grown since this was last asked.
    pub(crate) fn has_progressed(&mut self) -> bool {
        // Compared with the greatest length and not with the last one: a download that starts over again and
        // again never gets further, and has to run out of attempts.
        let has_progressed = self.written > self.farthest;
        self.farthest = self.farthest.max(self.written);
        has_progressed
    }

    /// Makes the next request ask for the rest if a validator tells this body from others, otherwise for all.
    pub(crate) fn ask_for_the_rest(&mut self, spec: &mut CallSpec) {
        if self.asked == Asked::CallersRange {
            return;
        }
        self.asked = Asked::Everything;
        spec.headers
            .retain(|(name, _)| *name != RANGE && *name != IF_RANGE);
        if let Some(validator) = self.version.validator().filter(|_| self.written > 0)
            && let Ok(range) = HeaderValue::try_from(format!("bytes={}-", self.written))
        {
            spec.headers.push((RANGE, range));
            spec.headers.push((IF_RANGE, validator.clone()));
            self.asked = Asked::TheRest;
        }
        spec.extras_mut().asks_for_rest = self.asked == Asked::TheRest;
    }

    /// Gives the file its name, replacing any file of that name.
    pub(crate) async fn publish(&mut self) -> Result<(), Box<Failure>> {
        // tokio's file writes in the background; without this, the name could come before the last
        // bytes.
        self.file.flush().await.map_err(unwritable)?;
        if let Some(temporary) = &self.temporary {
            rename(temporary, &self.target).await.map_err(unwritable)?;
        }
        self.temporary = None;
        Ok(())
    }
}

/// Removes the temporary file of a download that failed or was dropped.
impl Drop for PartialFile {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            // An error has nobody to go to.
            let _ = fs::remove_file(temporary);
        }
    }
}

/// Tells whether a success status comes with the whole file.
fn is_whole(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::OK | StatusCode::NON_AUTHORITATIVE_INFORMATION
    )
}

fn broken(detail: &'static str) -> Box<Failure> {
    Failure::new(ErrorKind::Body).because(detail)
}
