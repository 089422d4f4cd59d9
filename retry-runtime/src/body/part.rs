//! Parts of a multipart body that are in memory, and the types that become one.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::HeaderValue;

const OCTETS: &str = "application/octet-stream";

/// A part of a multipart body: bytes in memory, with a file name and a media type if it has them.
///
/// ```
/// use retry_runtime::Part;
///
/// let png = vec![0x89, b'P', b'N', b'G'];
/// let part = Part::bytes(png).file_name("a.png").media_type("image/png");
/// ```
///
/// Without a media type, one is guessed from the file name.
#[derive(Clone)]
#[must_use]
pub struct Part {
    pub(crate) content: Bytes,
    pub(crate) file_name: Option<String>,
    pub(crate) media_type: Option<String>,
}

impl Part {
    /// A part of bytes.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self {
            content: bytes.into(),
            file_name: None,
            media_type: None,
        }
    }

    /// Sets the file name that is sent to the server.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type. If it is not a header value, the call ends with an error of kind `Build`.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    fn octets(bytes: impl Into<Bytes>) -> Self {
        Self::bytes(bytes).media_type(OCTETS)
    }

    /// Checks that the media type cannot end its line.
    pub(crate) fn has_valid_media_type(&self) -> bool {
        let media_type = self.media_type.as_deref().unwrap_or_default();
        HeaderValue::from_str(media_type).is_ok()
    }
}

/// Shows the names alone: a part may hold secrets.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("file_name", &self.file_name)
            .field("media_type", &self.media_type)
            .finish_non_exhaustive()
    }
}

/// Types that become a part as they are, without a text of their own: strings, bytes, [`Part`].
pub trait IntoPart {
    /// Converts it into parts of the same name: none, one or several.
    #[doc(hidden)]
    fn into_parts(self) -> Vec<Part>;
}

macro_rules! parts {
    ($($source:ty, $this:ident => $part:expr;)+) => {$(
        impl IntoPart for $source {
            fn into_parts(self) -> Vec<Part> {
                let $this = self;
                vec![$part]
            }
        }
    )+};
}

parts! {
    Part, part => part;
    &Part, part => part.clone();
    // Text and bytes differ only in the media type: a part without one is text (RFC 7578, 4.4).
    String, text => Part::bytes(text);
    &String, text => Part::bytes(text.clone());
    &str, text => Part::bytes(text.to_owned());
    Bytes, bytes => Part::octets(bytes);
    &Bytes, bytes => Part::octets(bytes.clone());
    Vec<u8>, bytes => Part::octets(bytes);
    &Vec<u8>, bytes => Part::octets(bytes.clone());
    &[u8], bytes => Part::octets(Bytes::copy_from_slice(bytes));
    Box<[u8]>, bytes => Part::octets(bytes);
    Cow<'_, [u8]>, bytes => Part::octets(bytes.into_owned());
}

impl<const N: usize> IntoPart for [u8; N] {
    fn into_parts(self) -> Vec<Part> {
        self.as_slice().into_parts()
    }
}

impl<const N: usize> IntoPart for &[u8; N] {
    fn into_parts(self) -> Vec<Part> {
        self.as_slice().into_parts()
    }
}

impl<P: IntoPart> IntoPart for Option<P> {
    fn into_parts(self) -> Vec<Part> {
        self.map(P::into_parts).unwrap_or_default()
    }
}

impl<P: IntoPart> IntoPart for Vec<P> {
    fn into_parts(self) -> Vec<Part> {
        self.into_iter().flat_map(P::into_parts).collect()
    }
}

impl<P: IntoPart + Clone> IntoPart for &[P] {
    fn into_parts(self) -> Vec<Part> {
        self.iter().cloned().flat_map(P::into_parts).collect()
    }
}
