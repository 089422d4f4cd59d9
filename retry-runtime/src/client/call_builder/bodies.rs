//! Arguments that are the request body.

use std::marker::PhantomData;
use std::ops::Deref;
use std::path::Path;

use http::HeaderValue;

use crate::BoxError;
use crate::body::{FormPart, IntoBody, IntoPart, Part, Replay, RequestBody};
use crate::client::CallBuilder;
use crate::features::{NeedsFileParts, NeedsMultipart};
use crate::request::{Arg, AsFields, Lists, Nesting, NoText, Values, arg, form_text};

pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");
const OCTETS: HeaderValue = HeaderValue::from_static("application/octet-stream");
pub(crate) const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

impl CallBuilder {
    /// A body in JSON.
    #[must_use]
    pub fn json<T: AsFields>(self, argument: &str, value: Option<&T>) -> Self {
        let json = value.map(|value| serde_json::to_vec(value).map_err(BoxError::from));
        self.encoded(argument, json, JSON)
    }

    /// A body as HTML forms send it.
    #[must_use]
    pub fn form<T: AsFields>(self, argument: &str, fields: Option<&T>, nesting: Nesting) -> Self {
        let form = fields.map(|fields| form_text(fields, nesting).map(String::into_bytes));
        self.encoded(argument, form, FORM)
    }

    fn encoded(
        mut self,
        argument: &str,
        bytes: Option<Result<Vec<u8>, BoxError>>,
        media_type: HeaderValue,
    ) -> Self {
        match bytes {
            Some(Ok(bytes)) => {
                self.0.spec.body = RequestBody::bytes(bytes).with_media_type(media_type);
            }
            Some(Err(error)) => self.reject(argument, error),
            None => self.0.spec.extras_mut().omits_body = true,
        }
        self
    }

    /// A body that can be sent again.
    #[must_use]
    pub fn body(self, argument: &str, media_type: Option<&'static str>, body: impl Replay) -> Self {
        self.body_once(argument, media_type, body)
    }

    /// A body of a method that does not retry.
    #[must_use]
    pub fn body_once(
        mut self,
        argument: &str,
        media_type: Option<&'static str>,
        body: impl IntoBody,
    ) -> Self {
        let body = match body.into_request_body() {
            Ok(body) => body,
            Err(error) => {
                self.reject(argument, error);
                return self;
            }
        };
        if body.is_none() {
            self.0.spec.extras_mut().omits_body = true;
        }
        self.0.spec.body = match media_type {
            Some(media_type) => body.with_media_type(HeaderValue::from_static(media_type)),
            None => body.or_media_type(OCTETS),
        };
        self
    }

    /// Parts of a multipart body, all of one name.
    #[must_use]
    pub fn part(mut self, name: &str, parts: &dyn PartValues) -> Self {
        match parts.parts() {
            Ok(parts) => {
                for part in parts {
                    self = self.push_part(name, part);
                }
                self
            }
            Err(NoText::Compound) => {
                let error = "it is not a single value; use `#[part(json)]` for a struct";
                self.check(name, Err(error.into()))
            }
            Err(error) => self.check(name, Err(error.into())),
        }
    }

    /// A part in JSON.
    #[must_use]
    pub fn part_json<T: AsFields + NeedsMultipart>(self, name: &str, value: Option<&T>) -> Self {
        match value.map(serde_json::to_vec) {
            Some(Ok(json)) => {
                self.push_part(name, Part::bytes(json).media_type("application/json"))
            }
            Some(Err(error)) => self.check(name, Err(error.into())),
            None => self,
        }
    }

    /// Files as parts, all of one name.
    #[must_use]
    pub fn part_file<P: AsRef<Path> + NeedsFileParts>(mut self, name: &str, paths: &[P]) -> Self {
        let files = paths.iter().map(|path| FormPart::file(name, path.as_ref()));
        self.begin_parts().extend(files);
        self
    }

    fn push_part(mut self, name: &str, part: Part) -> Self {
        if !part.has_valid_media_type() {
            let why = "has a media type that is not a header value; write one such as `image/png`";
            self.0.spec.reject_argument(name, why);
        }
        self.begin_parts().push(FormPart::new(name, part));
        self
    }

    fn begin_parts(&mut self) -> &mut Vec<FormPart> {
        &mut self.0.spec.extras_mut().parts
    }
}

/// The kind of a part, chosen by its type with auto-deref, as in `request::argument`: bytes, strings and [`Part`]s are
/// moved into the body, and everything else is written as text.
#[derive(Debug)]
pub struct PartKind<T>(TextPart<T>);

/// A part that is written as text.
#[derive(Debug)]
// The kind is separate from the value (`part(&x).of(x)`), because it decides whether the value is moved or
// borrowed, and a method on the value itself would have to take it in one of the two ways.
pub struct TextPart<T>(PhantomData<fn(T)>);

/// Finds the kind of a part. The value is only named for its type.
#[must_use]
pub fn part<T: NeedsMultipart>(_: &T) -> PartKind<T> {
    PartKind(TextPart(PhantomData))
}

impl<T> Deref for PartKind<T> {
    type Target = TextPart<T>;

    fn deref(&self) -> &TextPart<T> {
        &self.0
    }
}

impl<T: IntoPart> PartKind<T> {
    /// Takes the value as bytes.
    pub fn of(&self, value: T) -> PeeledParts {
        PeeledParts(value.into_parts())
    }
}

#[expect(
    clippy::unused_self,
    reason = "a method, so that auto-deref chooses it"
)]
impl<T> TextPart<T> {
    /// Takes the value, whose `Option` and list are peeled next.
    pub fn of(&self, value: T) -> HeldPart<T> {
        HeldPart(value)
    }
}

/// A value that becomes parts of text.
#[derive(Debug)]
pub struct HeldPart<T>(T);

impl<T> HeldPart<T> {
    /// Starts the peeling.
    pub fn peel(&self) -> Arg<'_, T> {
        arg(&self.0)
    }
}

/// Parts that need no peeling. The methods are those of an argument that does, so that generated code is the same
/// for both.
#[derive(Debug)]
pub struct PeeledParts(Vec<Part>);

impl PeeledParts {
    /// The same parts.
    #[must_use]
    pub fn peel(&self) -> &Self {
        self
    }

    /// The same parts.
    #[must_use]
    pub fn option(&self) -> &Self {
        self
    }

    /// The same parts.
    #[must_use]
    pub fn list(&self) -> &Self {
        self
    }

    /// The same parts.
    pub fn part(&self) -> &[Part] {
        &self.0
    }
}

/// The parts of an argument.
pub trait PartValues {
    /// The parts, of which there may be any number.
    ///
    /// # Errors
    ///
    /// If an item has no text.
    fn parts(&self) -> Result<Vec<Part>, NoText>;
}

impl PartValues for &[Part] {
    fn parts(&self) -> Result<Vec<Part>, NoText> {
        // Cheap: bytes are shared.
        Ok(self.to_vec())
    }
}

impl<V: Values> PartValues for V {
    fn parts(&self) -> Result<Vec<Part>, NoText> {
        let mut parts = Vec::new();
        self.each(Lists::Repeated, &mut |text| parts.push(text.to_string()))?;
        Ok(parts.into_iter().map(Part::bytes).collect())
    }
}
