//! Bodies made of bytes and files, streamed in constant memory, with a known length.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll, ready};
use std::{fs, io};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use crate::error::{Failure, SourceError};

/// The bytes of a file that are read at a time: enough that reading is rarely the cost, and few enough that
/// thousands of uploads fit into memory.
const CHUNK: usize = 64 * 1024;

/// A part of a body that can be sent again.
pub(crate) enum Piece {
    Bytes(Bytes),
    File(FilePiece),
}

/// A file, opened again for each attempt.
pub(crate) struct FilePiece {
    path: PathBuf,
    /// Its length at the first attempt, which must not change.
    length: OnceLock<u64>,
}

impl Piece {
    pub(crate) fn file(path: &Path) -> Self {
        Self::File(FilePiece {
            path: path.to_owned(),
            length: OnceLock::new(),
        })
    }
}

impl FilePiece {
    /// Opens the file. That takes microseconds for a local file, so it does not need another thread.
    fn open(&self) -> Result<Open, Box<Failure>> {
        let unreadable = |error: io::Error| {
            let name = self.path.file_name().unwrap_or_default().display();
            Failure::source(format!("the file `{name}` cannot be read")).caused_by(error)
        };
        // The length of a directory, a pipe or a device is unknown, and opening a pipe may block.
        if !fs::metadata(&self.path).map_err(unreadable)?.is_file() {
            return Err(unreadable(io::Error::other("it is not a regular file")));
        }
        let file = fs::File::open(&self.path).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        // Attempts with different content would be different requests under one idempotency key.
        if *self.length.get_or_init(|| length) != length {
            return Err(Failure::source(
                "the file has changed its length between attempts",
            ));
        }
        Ok(Open::File {
            file: File::from_std(file),
            left: length,
        })
    }
}

/// The body of one attempt.
pub(crate) struct Pieces {
    open: VecDeque<Open>,
    left: u64,
}

enum Open {
    Bytes(Bytes),
    File { file: File, left: u64 },
}

impl Open {
    fn left(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File { left, .. } => *left,
        }
    }
}

impl Pieces {
    pub(crate) fn open(pieces: &[Piece]) -> Result<Self, Box<Failure>> {
        let open = pieces.iter().map(|piece| match piece {
            Piece::Bytes(bytes) => Ok(Open::Bytes(bytes.clone())),
            Piece::File(file) => file.open(),
        });
        // All files are opened before the first byte is sent: a missing file is found while nothing has
        // happened yet, and the length of the whole body is known.
        let open = open.collect::<Result<VecDeque<_>, _>>()?;
        let left = open.iter().map(Open::left).sum();
        Ok(Self { open, left })
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = SourceError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, SourceError>>> {
        let this = self.get_mut();
        while let Some(first) = this.open.front_mut() {
            let chunk = match first {
                Open::Bytes(bytes) => std::mem::take(bytes),
                Open::File { left: 0, .. } => Bytes::new(),
                Open::File { file, left } => match ready!(read(file, *left, context)) {
                    Ok(chunk) => {
                        *left -= chunk.len() as u64;
                        chunk
                    }
                    Err(error) => return Poll::Ready(Some(Err(SourceError(error)))),
                },
            };
            if first.left() == 0 {
                this.open.pop_front();
            }
            if !chunk.is_empty() {
                this.left -= chunk.len() as u64;
                return Poll::Ready(Some(Ok(Frame::data(chunk))));
            }
        }
        Poll::Ready(None)
    }

    // hyper asks this before the first poll, and frames no body at all if it is empty.
    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

/// Reads the next chunk of a file: never more in total than the announced length. An earlier end is an error.
fn read(file: &mut File, left: u64, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
    let most = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
    // Zeroed, as there is no safe way around it. A reused buffer would have to be copied from.
    let mut memory = vec![0; most];
    let mut buffer = ReadBuf::new(&mut memory);
    ready!(Pin::new(file).poll_read(context, &mut buffer))?;
    let read = buffer.filled().len();
    if read == 0 {
        return Poll::Ready(Err(io::Error::other("the file was cut while it was sent")));
    }
    memory.truncate(read);
    Poll::Ready(Ok(memory.into()))
}
