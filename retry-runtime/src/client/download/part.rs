//! The file of a running download, which gets its name only when it is complete.

use std::ffi::OsString;
use std::fs;
use std::io::{self, SeekFrom};
use std::path::PathBuf;

use http::header::{ETAG, IF_RANGE, RANGE};
use http::{HeaderMap, HeaderValue, StatusCode};
use tokio::fs::{File, rename};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};

use crate::body::Progress;
use crate::client::download::range::{content_length, content_range, unsatisfied_range, validator};
use crate::error::{ErrorKind, Failure};
use crate::request::CallSpec;
use crate::response::ByteStream;

/// The part that has arrived, and the state that a request for the rest needs.
pub(crate) struct Part {
    target: PathBuf,
    /// Beside the target; `None` once it has become the target.
    temporary: Option<PathBuf>,
    file: File,
    written: u64,
    /// The greatest length that the file ever had.
    farthest: u64,
    all: Option<u64>,
    validator: Option<HeaderValue>,
    /// True if only the rest was asked for.
    asks_for_rest: bool,
}

/// The next step after a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    Follows,
    IsNone,
}

impl Part {
    /// Creates a file beside the target, under a name of its own.
    pub(crate) fn create(target: PathBuf, unique: &str) -> Result<Self, Box<Failure>> {
        let mut name = OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(format!(".{unique}.part"));
        let temporary = target.with_file_name(name);
        let file = fs::File::create_new(&temporary).map_err(unwritable)?;
        Ok(Self {
            target,
            temporary: Some(temporary),
            file: File::from_std(file),
            written: 0,
            farthest: 0,
            all: None,
            validator: None,
            asks_for_rest: false,
        })
    }

    pub(crate) fn written(&self) -> u64 {
        self.written
    }

    /// Checks the head of a response: it brings the rest of the file, or all of it from the start.
    pub(crate) async fn take_head(
        &mut self,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Result<Rest, Box<Failure>> {
        match status {
            StatusCode::PARTIAL_CONTENT if self.asks_for_rest => match content_range(headers) {
                Some((first, all)) if first == self.written && self.is_same(headers, all) => {
                    self.all = self.all.or(all);
                    Ok(Rest::Follows)
                }
                _ => self.begin_again("not the part that was asked for").await,
            },
            // The connection was lost after the last byte, or the body has become shorter than the file.
            StatusCode::RANGE_NOT_SATISFIABLE if self.asks_for_rest => {
                match unsatisfied_range(headers) {
                    Some(all) if all == self.written && self.is_same(headers, Some(all)) => {
                        Ok(Rest::IsNone)
                    }
                    _ => self.begin_again("it has no such part any more").await,
                }
            }
            _ => {
                self.forget().await?;
                self.all = content_length(headers);
                self.validator = validator(headers).filter(|_| status == StatusCode::OK);
                Ok(Rest::Follows)
            }
        }
    }

    async fn begin_again(&mut self, why: &'static str) -> Result<Rest, Box<Failure>> {
        self.forget().await?;
        Err(broken(why))
    }

    /// Tells whether a part belongs to the same version of the body as the parts before it.
    fn is_same(&self, headers: &HeaderMap, all: Option<u64>) -> bool {
        let has_same_length = all.is_none() || self.all.is_none() || all == self.all;
        let tag = self
            .validator
            .as_ref()
            .filter(|tag| tag.as_bytes().starts_with(b"\""));
        let has_same_tag = match (tag, headers.get(ETAG)) {
            (Some(tag), Some(other)) => tag == other,
            _ => true,
        };
        has_same_length && has_same_tag
    }

    async fn forget(&mut self) -> Result<(), Box<Failure>> {
        (self.all, self.validator) = (None, None);
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
        }
        match self.all {
            Some(all) if self.written < all => Err(broken("it ended before its length")),
            Some(all) if self.written > all => {
                self.forget().await?;
                Err(broken("it is longer than its length"))
            }
            _ => Ok(()),
        }
    }

    /// Tells whether the file has grown since this was last asked.
    pub(crate) fn has_progressed(&mut self) -> bool {
        let has_progressed = self.written > self.farthest;
        self.farthest = self.farthest.max(self.written);
        has_progressed
    }

    /// Makes the next request ask for the rest if a validator tells this body from others, otherwise for all.
    pub(crate) fn ask_for_the_rest(&mut self, spec: &mut CallSpec) {
        (self.asks_for_rest, spec.extras().asks_for_rest) = (false, false);
        spec.headers
            .retain(|(name, _)| *name != RANGE && *name != IF_RANGE);
        let Some(validator) = self.validator.as_ref().filter(|_| self.written > 0) else {
            return;
        };
        if let Ok(range) = HeaderValue::try_from(format!("bytes={}-", self.written)) {
            spec.headers.push((RANGE, range));
            spec.headers.push((IF_RANGE, validator.clone()));
            (self.asks_for_rest, spec.extras().asks_for_rest) = (true, true);
        }
    }

    /// Gives the file its name, replacing any file of that name.
    pub(crate) async fn publish(&mut self) -> Result<(), Box<Failure>> {
        self.file.flush().await.map_err(unwritable)?;
        if let Some(temporary) = &self.temporary {
            rename(temporary, &self.target).await.map_err(unwritable)?;
        }
        self.temporary = None;
        Ok(())
    }
}

/// Leaves nothing behind of a download that failed or was dropped.
impl Drop for Part {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            // If it cannot be removed there is nobody to tell.
            let _ = fs::remove_file(temporary);
        }
    }
}

fn broken(detail: &'static str) -> Box<Failure> {
    Failure::new(ErrorKind::Body).because(detail)
}

pub(crate) fn unwritable(error: io::Error) -> Box<Failure> {
    Failure::new(ErrorKind::Sink).caused_by(error)
}
