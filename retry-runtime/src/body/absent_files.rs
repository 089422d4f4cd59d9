//! Paths of files without the feature `stream`, which name it.
//!
//! They are values in a format that nobody has: rustc explains a missing bound only if there is one way to meet it,
//! and that is the way for all types but bodies.

use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use http::HeaderValue;

use crate::body::encode::Encode;
use crate::error::BoxError;
use crate::features::NeedsFiles;

macro_rules! files {
    ($($path:ty)+) => {$(
        // A bound without a lifetime of its own would be refused right here.
        impl Encode for $path
        where
            for<'a> &'a Path: NeedsFiles,
        {
            fn media_type(&self) -> HeaderValue {
                HeaderValue::from_static("application/octet-stream")
            }

            fn encode(&self) -> Result<Bytes, BoxError> {
                Err(io::Error::from(io::ErrorKind::Unsupported).into())
            }
        }
    )+};
}

files! { PathBuf Path }
