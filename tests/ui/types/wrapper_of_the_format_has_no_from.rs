//! rule 26

use retry_client::{BoxError, Bytes, Encode, HeaderValue, Result, client};

struct Text<T>(T);

impl<T: ToString> Encode for Text<T> {
    fn media_type(&self) -> HeaderValue {
        HeaderValue::from_static("text/plain")
    }

    fn encode(&self) -> std::result::Result<Bytes, BoxError> {
        Ok(self.0.to_string().into())
    }
}

#[client(base_url = "https://shop.example.com", format = Text)]
trait Shop {
    #[put("/total")]
    async fn set_total(&self, #[body] total: u64) -> Result<()>;
}

fn main() {}
