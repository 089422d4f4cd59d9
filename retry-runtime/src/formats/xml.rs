//! XML, over `quick-xml`.

use crate::formats::wrapper::wrapper;

const MEDIA_TYPE: http::HeaderValue = http::HeaderValue::from_static("application/xml");

wrapper! {
    /// A value in XML, `application/xml`; needs the cargo feature `xml`.
    ///
    /// It is written and read through serde, as [quick-xml](https://docs.rs/quick-xml/latest/quick_xml/de/)
    /// maps it: a struct is an element of its name, a field named `@id` an attribute, and `$text` the text.
    /// The charset is that of a byte order mark, of the `content-type`, or of the XML declaration, in this
    /// order; other charsets than UTF-8 need the feature `charset`.
    ///
    /// ```
    /// use retry_client::{Result, Xml, client};
    /// use serde::{Deserialize, Serialize};
    ///
    /// #[derive(Serialize, Deserialize)]
    /// struct Order {
    ///     #[serde(rename = "@id")]
    ///     id: u64,
    ///     article: String,
    /// }
    ///
    /// # #[cfg(feature = "xml")]
    /// #[client(base_url = "https://shop.example.com")]
    /// trait Shop {
    ///     #[put("/orders/{id}")]
    ///     async fn replace(&self, id: u64, #[body] order: &Xml<Order>) -> Result<Xml<Order>>;
    /// }
    /// ```
    Xml if feature = "xml"
}

#[cfg(feature = "xml")]
mod present {
    use std::borrow::Cow;
    use std::fmt;

    use bytes::Bytes;
    use http::HeaderValue;
    use quick_xml::NsReader;
    use quick_xml::de::{DeError, Deserializer};
    use quick_xml::events::Event;
    use quick_xml::events::attributes::Attribute;
    use quick_xml::name::{Namespace, ResolveResult};
    use serde::de::DeserializeOwned;

    use super::{MEDIA_TYPE, Xml};
    use crate::body::Encode;
    use crate::decode::{Decode, Malformed, expected, path_text};
    use crate::error::{BoxError, decode_labelled_text};
    use crate::formats::value::{ReadBySerde, WrittenBySerde};
    use crate::response::Head;

    const NAME: &str = "XML";

    /// The namespace of `nil` ([XML Schema](https://www.w3.org/TR/xmlschema-1/#xsi_nil)).
    const INSTANCE: Namespace<'static> = Namespace("http://www.w3.org/2001/XMLSchema-instance");

    /// An element with nothing in it is short. Of longer documents nobody asks whether they are one.
    const LONGEST_NIL: usize = 4096;

    impl<T: WrittenBySerde> Encode for Xml<T> {
        fn media_type(&self) -> HeaderValue {
            MEDIA_TYPE
        }

        fn encode(&self) -> Result<Bytes, BoxError> {
            Ok(quick_xml::se::to_string(&self.0)?.into())
        }
    }

    impl<T: ReadBySerde> Decode for Xml<T> {
        fn accept() -> HeaderValue {
            MEDIA_TYPE
        }

        fn decode(head: &Head, body: Bytes) -> Result<Self, BoxError> {
            // As text first: quick-xml reads UTF-8, and its places are then those of the text that
            // is described below.
            let text = text(head, &body)
                .map_err(|charset| Malformed(format!("{NAME} whose bytes are not {charset}")))?;
            match quick_xml::de::from_str(&text) {
                Ok(value) => Ok(Self(value)),
                Err(error) => Err(describe::<T>(&text, &error).into()),
            }
        }

        fn is_null(body: &[u8]) -> bool {
            body.len() <= LONGEST_NIL && is_nil(body)
        }

        fn repeats_elements() -> bool {
            true
        }
    }

    /// Tells whether the root says that there is nothing in it, `xsi:nil="true"`.
    fn is_nil(body: &[u8]) -> bool {
        let Ok(text) = std::str::from_utf8(body) else {
            return false;
        };
        // Without the word there is no such attribute, and most documents do not have it.
        if !text.contains("nil") {
            return false;
        }
        let mut reader = NsReader::from_str(text);
        // A declaration and comments may stand in front of the root; nothing behind it is read.
        let root = loop {
            match reader.read_event() {
                Ok(Event::Start(root) | Event::Empty(root)) => break root,
                Ok(Event::Eof) | Err(_) => return false,
                Ok(_) => {}
            }
        };
        let is_nil = |attribute: Attribute<'_>| {
            let (namespace, name) = reader.resolver().resolve_attribute(attribute.key);
            namespace == ResolveResult::Bound(INSTANCE)
                && name.as_ref() == "nil"
                && attribute.as_bool() == Some(true)
        };
        root.attributes().flatten().any(is_nil)
    }

    /// The text of a document, by the charset of its head or of itself.
    fn text<'a>(head: &Head, body: &'a [u8]) -> Result<Cow<'a, str>, &'static str> {
        decode_labelled_text(head.headers(), declared_encoding(body), body)
    }

    /// `iso-8859-1` in `<?xml version="1.0" encoding="iso-8859-1"?>`.
    fn declared_encoding(body: &[u8]) -> Option<&str> {
        let rest = body.strip_prefix(b"<?xml")?;
        // Declarations are short. A document that never ends its own is not searched to the end.
        // Bytes and not text, as the charset is what is looked for. All that have to be declared write
        // these signs as ASCII does; UTF-16 is known by its byte order mark.
        let end = rest.windows(2).take(256).position(|two| two == b"?>")?;
        let declaration = std::str::from_utf8(&rest[..end]).ok()?;
        let (_, value) = declaration.split_once("encoding")?;
        let value = value.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        value[1..].split(quote).next()
    }

    fn describe<T: DeserializeOwned>(text: &str, error: &DeError) -> Malformed {
        let mut reader = Deserializer::from_str(text);
        let found = serde_path_to_error::deserialize::<_, T>(&mut reader).err();
        let path = found
            .as_ref()
            .map_or_else(|| ".".to_owned(), |found| path_text(found.path()));
        let reader = reader.get_ref().get_ref();
        // The reader's own errors have a place. All others are found behind it.
        let at = match reader.error_position() {
            0 => reader.buffer_position(),
            at => at,
        };
        let place = Place::of(text, usize::try_from(at).unwrap_or(usize::MAX));
        Malformed::at(NAME, &path, place, reason(error).as_deref())
    }

    /// The words of an error that cannot hold a value.
    #[allow(
        clippy::match_wildcard_for_single_variants,
        reason = "a feature of quick-xml that others may switch on adds one more"
    )]
    fn reason(error: &DeError) -> Option<String> {
        use quick_xml::Error;
        use quick_xml::errors::IllFormedError;

        let reason = match error {
            DeError::Custom(message) => return expected(message),
            DeError::InvalidXml(Error::Syntax(error)) => return Some(error.to_string()),
            DeError::UnexpectedEof
            | DeError::InvalidXml(Error::IllFormed(IllFormedError::MissingEndTag(_))) => {
                "cut short"
            }
            DeError::InvalidXml(Error::IllFormed(_)) => "tags that do not match",
            DeError::InvalidXml(Error::InvalidAttr(_)) => "an invalid attribute",
            DeError::InvalidXml(Error::Escape(_)) => "an unknown entity",
            DeError::InvalidXml(_) => "invalid XML",
            DeError::MixedContent(_) => "expected text, found an element",
            DeError::TooDeeplyNested(_) => "nested too deeply",
            _ => return None,
        };
        Some(reason.to_owned())
    }

    /// A place in a text, counted from 1.
    struct Place {
        line: usize,
        column: usize,
    }

    impl Place {
        fn of(text: &str, at: usize) -> Self {
            // Counted from the beginning, as it is only done for an error. The place may be the end
            // of the text, and never lies beyond it.
            let before = &text.as_bytes()[..at.min(text.len())];
            let lines = before.split(|byte| *byte == b'\n');
            let (line, last) = lines.enumerate().last().unwrap_or_default();
            Self {
                line: line + 1,
                column: last.len() + 1,
            }
        }
    }

    impl fmt::Display for Place {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "line {} column {}", self.line, self.column)
        }
    }
}

#[cfg(not(feature = "xml"))]
crate::formats::wrapper::absent!(Xml needs NeedsXml);
