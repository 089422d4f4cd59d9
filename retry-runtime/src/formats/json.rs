//! JSON, over `serde_json`.

use bytes::Bytes;
use http::HeaderValue;

use crate::body::Encode;
use crate::decode::{Decode, FromJson, Malformed, read_json, without_mark};
use crate::error::BoxError;
use crate::formats::value::WrittenBySerde;
use crate::formats::wrapper::wrapper;
use crate::response::Head;

wrapper! {
    /// A value in JSON, `application/json`.
    ///
    /// Plain values are JSON unless the client has another `format`; this says so where it has. In
    /// `#[body]` it is the same as `#[json]`.
    ///
    /// ```
    /// use retry_client::{Json, Result, client};
    ///
    /// #[client(base_url = "https://api.example.com")]
    /// trait Api {
    ///     #[get("/names")]
    ///     async fn names(&self) -> Result<Json<Vec<String>>>;
    /// }
    /// ```
    Json if all()
}

impl<T: WrittenBySerde> Encode for Json<T> {
    fn media_type(&self) -> HeaderValue {
        HeaderValue::from_static("application/json")
    }

    fn encode(&self) -> Result<Bytes, BoxError> {
        Ok(serde_json::to_vec(&self.0)?.into())
    }
}

impl<T: FromJson> Decode for Json<T> {
    fn accept() -> HeaderValue {
        // The same as `Accept::Json` of plain values.
        HeaderValue::from_static("application/json, */*;q=0.8")
    }

    fn decode(_: &Head, body: Bytes) -> Result<Self, BoxError> {
        match read_json(without_mark(&body)) {
            Ok(value) => Ok(Self(value)),
            Err(failure) => Err(Malformed(format!("JSON {}", failure.detail)).into()),
        }
    }
}
