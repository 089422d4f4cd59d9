//! rule 25

use retry_client::{Result, client};

mod text {
    use retry_client::{BoxError, Bytes, Decode, Head, HeaderValue};

    pub struct Text<T>(T);

    impl<T: Default> Decode for Text<T> {
        fn accept() -> HeaderValue {
            HeaderValue::from_static("text/plain")
        }

        fn decode(_: &Head, _: Bytes) -> Result<Self, BoxError> {
            Ok(Text(T::default()))
        }
    }
}

#[client(base_url = "https://shop.example.com", format = text::Text)]
trait Shop {
    #[get("/total")]
    async fn total(&self) -> Result<Vec<u16>>;
}

fn main() {}
