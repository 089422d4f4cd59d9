//! TOML as a format of `retry-client`.

use retry_client::{BoxError, Bytes, Decode, Encode, Head, HeaderValue};
use serde::{Serialize, de::DeserializeOwned};

/// A value in TOML.
#[derive(Debug, PartialEq)]
pub struct Toml<T>(pub T);

impl<T> From<T> for Toml<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Serialize> Encode for Toml<T> {
    fn media_type(&self) -> HeaderValue {
        HeaderValue::from_static("application/toml")
    }

    fn encode(&self) -> Result<Bytes, BoxError> {
        Ok(toml::to_string(&self.0)?.into())
    }
}

impl<T: DeserializeOwned> Decode for Toml<T> {
    fn accept() -> HeaderValue {
        HeaderValue::from_static("application/toml")
    }

    fn decode(_: &Head, body: Bytes) -> Result<Self, BoxError> {
        toml::from_slice(&body)
            .map(Self)
            .map_err(|error| format!("at {:?}", error.span()).into())
    }
}
