//! `multipart/form-data` ([RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)) that can be sent again: the
//! boundary is drawn once for all attempts, and files are streamed.

use std::fmt::Write;
use std::mem;
use std::path::Path;

use http::HeaderValue;

use crate::body::part::Part;
use crate::body::pieces::Piece;
use crate::body::request_body::RequestBody;

/// One part of a form.
pub(crate) struct FormPart {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    content: Piece,
}

impl FormPart {
    /// A part of text or bytes in memory.
    pub(crate) fn new(name: &str, part: Part) -> Self {
        let Part {
            content,
            file_name,
            media_type,
        } = part;
        let guessed = || file_name.as_deref().map(|name| guess(Path::new(name)));
        Self {
            name: name.to_owned(),
            media_type: media_type.or_else(guessed),
            file_name,
            content: Piece::Bytes(content),
        }
    }

    /// A file under its own name, with the media type its name suggests.
    pub(crate) fn file(name: &str, path: &Path) -> Self {
        let file_name = path.file_name().unwrap_or_default().to_string_lossy();
        Self {
            name: name.to_owned(),
            file_name: Some(file_name.into_owned()),
            media_type: Some(guess(path)),
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

/// The media type that the name of a file suggests.
#[cfg(feature = "multipart")]
fn guess(path: &Path) -> String {
    let guess = mime_guess::from_path(path);
    guess.first_or_octet_stream().to_string()
}

/// Takes the place of `guess` in a build without the feature. `NeedsMultipart` lets no call get here.
#[cfg(not(feature = "multipart"))]
fn guess(_: &Path) -> String {
    "application/octet-stream".to_owned()
}

/// A name escaped for quotes, as browsers do it (HTML, "multipart/form-data encoding algorithm"; RFC 7578
/// itself leaves it open). It can end neither its quotes nor its line.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The body of a form.
pub(crate) fn assemble(parts: Vec<FormPart>, boundary: &str) -> RequestBody {
    // The head of a part is joined to the line end after the part before it, so a form has few pieces.
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
        // Never used: a boundary is hexadecimal digits.
        .unwrap_or(HeaderValue::from_static("multipart/form-data"));
    RequestBody::pieces(pieces).with_media_type(media_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_neither_end_its_quotes_nor_its_line() {
        let part = FormPart::new("a\"b\r\nc: d", Part::bytes("x"));
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
