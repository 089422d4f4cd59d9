//! Request bodies in gzip.

use crate::body::Compressible;
use crate::client::CallBuilder;
use crate::features::NeedsCompress;
use crate::request::{AsFields, CallSpec, Nesting};

impl CallBuilder {
    /// A body in JSON, compressed.
    #[must_use]
    pub fn gzip_json<T>(self, argument: &str, value: Option<&T>) -> Self
    where
        T: AsFields + NeedsCompress,
    {
        self.json(argument, value).compressed()
    }

    /// A body as HTML forms send it, compressed.
    #[must_use]
    pub fn gzip_form<T>(self, argument: &str, fields: Option<&T>, nesting: Nesting) -> Self
    where
        T: AsFields + NeedsCompress,
    {
        self.form(argument, fields, nesting).compressed()
    }

    /// A body of bytes, compressed.
    #[must_use]
    pub fn gzip_body(
        self,
        argument: &str,
        media_type: Option<&'static str>,
        body: impl Compressible,
    ) -> Self {
        self.body(argument, media_type, body).compressed()
    }

    fn compressed(mut self) -> Self {
        // There is none if an optional body was left out, or could not be encoded.
        if !self.0.spec.body.is_none() {
            self.0.spec.compress_body();
        }
        self
    }
}

impl CallSpec {
    /// Compresses the body that has been set.
    pub(crate) fn compress_body(&mut self) {
        let compressed = std::mem::take(&mut self.body).compressed();
        self.body = self.checked(compressed).unwrap_or_default();
    }
}
