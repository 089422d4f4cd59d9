//! `multipart/form-data` ([RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)) that can be sent again:
//! the boundary is drawn once for all attempts, and files are streamed.

use std::fmt::Write;
use std::mem;
use std::path::Path;

use bytes::Bytes;
use http::HeaderValue;

use crate::body::pieces::Piece;
use crate::body::request_body::RequestBody;

const OCTETS: &str = "application/octet-stream";

/// One part of a form.
pub(crate) struct FormPart {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    content: Piece,
}

impl FormPart {
    pub(crate) fn new(name: &str, content: impl Into<Bytes>, media_type: Option<&str>) -> Self {
        Self {
            name: name.to_owned(),
            file_name: None,
            media_type: media_type.map(str::to_owned),
            content: Piece::Bytes(content.into()),
        }
    }

    /// A file under its own name, with the media type its name suggests.
    pub(crate) fn file(name: &str, path: &Path) -> Self {
        let file_name = path.file_name().unwrap_or_default().to_string_lossy();
        Self {
            name: name.to_owned(),
            file_name: Some(file_name.into_owned()),
            media_type: Some(media_type(path)),
            content: Piece::file(path),
        }
    }

    fn head(&self, boundary: &str) -> String {
        let mut head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"{}\"",
            quoted(&self.name)
        );
        // Writing to a `String` cannot fail.
        if let Some(file_name) = &self.file_name {
            let _ = write!(head, "; filename=\"{}\"", quoted(file_name));
        }
        if let Some(media_type) = &self.media_type {
            let _ = write!(head, "\r\ncontent-type: {media_type}");
        }
        head.push_str("\r\n\r\n");
        head
    }
}

/// What the name of a file suggests.
#[cfg(feature = "multipart")]
fn media_type(path: &Path) -> String {
    let guess = mime_guess::from_path(path);
    guess.first_or_octet_stream().to_string()
}

/// Without the feature nobody gets as far as this.
#[cfg(not(feature = "multipart"))]
fn media_type(_: &Path) -> String {
    OCTETS.to_owned()
}

/// As browsers do it: a name can neither end its quotes nor its line.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The body of a form.
pub(crate) fn assemble(parts: Vec<FormPart>, boundary: &str) -> RequestBody {
    let mut pieces = Vec::with_capacity(parts.len() * 2 + 1);
    let mut before = String::new();
    for part in parts {
        before.push_str(&part.head(boundary));
        pieces.push(Piece::Bytes(mem::take(&mut before).into()));
        pieces.push(part.content);
        "\r\n".clone_into(&mut before);
    }
    let _ = write!(before, "--{boundary}--\r\n");
    pieces.push(Piece::Bytes(before.into()));
    let media_type = format!("multipart/form-data; boundary={boundary}");
    let media_type = HeaderValue::try_from(media_type)
        .unwrap_or(HeaderValue::from_static("multipart/form-data"));
    RequestBody::pieces(pieces).with_media_type(media_type)
}

/// What a `#[part]` argument can be.
#[cfg_attr(
    feature = "multipart",
    diagnostic::on_unimplemented(
        message = "`{Self}` cannot be a part of a multipart body",
        label = "neither text nor bytes",
        note = "use a string, bytes or a number; `#[part(json)]` for a struct, `#[part(file)]` for a path"
    )
)]
#[cfg_attr(
    not(feature = "multipart"),
    diagnostic::on_unimplemented(
        message = "`#[part]` needs the cargo feature `multipart` of `retry-client`",
        label = "needs `multipart`",
        note = "add it in `Cargo.toml`: `retry-client = {{ version = \"…\", features = [\"multipart\"] }}`"
    )
)]
pub trait IntoPart {
    /// The content of the part, and its media type if it is not text.
    #[doc(hidden)]
    fn into_part(self) -> (Bytes, Option<&'static str>);
}

#[cfg(feature = "multipart")]
macro_rules! parts {
    ($media_type:expr; $($source:ty, $this:ident => $bytes:expr;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl IntoPart for $source {
            fn into_part(self) -> (Bytes, Option<&'static str>) {
                let $this = self;
                ($bytes, $media_type)
            }
        }
    )+};
}

#[cfg(feature = "multipart")]
parts! { None;
    String, text => text.into();
    &String, text => text.clone().into();
    &str, text => text.to_owned().into();
    bool, value => value.to_string().into();
    u8, value => value.to_string().into();
    u16, value => value.to_string().into();
    u32, value => value.to_string().into();
    u64, value => value.to_string().into();
    i32, value => value.to_string().into();
    i64, value => value.to_string().into();
    f64, value => value.to_string().into();
}

#[cfg(feature = "multipart")]
parts! { Some(OCTETS);
    Bytes, bytes => bytes;
    &Bytes, bytes => bytes.clone();
    Vec<u8>, bytes => bytes.into();
    &[u8], bytes => Bytes::copy_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_neither_end_its_quotes_nor_its_line() {
        let part = FormPart::new("a\"b\r\nc: d", "x", None);
        assert_eq!(
            part.head("B"),
            "--B\r\ncontent-disposition: form-data; name=\"a%22b%0D%0Ac: d\"\r\n\r\n"
        );
    }

    #[cfg(feature = "multipart")]
    #[test]
    fn a_file_has_its_name_and_media_type() {
        let part = FormPart::file("avatar", Path::new("/somewhere/me.png"));
        assert_eq!(
            part.head("B"),
            "--B\r\ncontent-disposition: form-data; name=\"avatar\"; filename=\"me.png\"\r\ncontent-type: image/png\r\n\r\n"
        );
    }
}
