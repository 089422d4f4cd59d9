//! Paths of files in a build without the feature `stream`, whose error names the feature.
//!
//! They implement `Encode` under a bound that nothing meets: rustc explains a missing bound only if there is a
//! single way to meet it, and for types that are not bodies that way is `Encode`.

use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use http::HeaderValue;

use crate::body::encode::Encode;
use crate::error::BoxError;
use crate::features::NeedsFiles;

macro_rules! files {
    ($($path:ty)+) => {$(
        // Without a lifetime of its own, rustc would reject the bound right here.
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
