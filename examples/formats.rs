//! A shop that uses XML, MessagePack, CBOR and Protocol Buffers, and a format that the library does not know.
//!
//! Run with `cargo run --example formats`. It needs no network beyond the loopback interface. The server sends
//! back what it was sent, so each line shows what went over the wire.

use retry_client::{
    BoxError, Bytes, Cbor, Decode, Encode, Head, HeaderValue, MessagePack, Protobuf, Result, Xml,
    client,
};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Order {
    article: String,
    count: u32,
}

#[derive(Clone, PartialEq, prost::Message)]
struct OrderMessage {
    #[prost(string, tag = "1")]
    article: String,
    #[prost(uint32, tag = "2")]
    count: u32,
}

/// A format of our own: TOML, in one `impl` for each direction.
struct Toml<T>(T);

impl<T> From<T> for Toml<T> {
    fn from(value: T) -> Self {
        Toml(value)
    }
}

impl<T: Serialize> Encode for Toml<T> {
    fn media_type(&self) -> HeaderValue {
        HeaderValue::from_static("application/toml")
    }

    fn encode(&self) -> std::result::Result<Bytes, BoxError> {
        Ok(toml::to_string(&self.0)?.into())
    }
}

impl<T: for<'de> Deserialize<'de>> Decode for Toml<T> {
    fn accept() -> HeaderValue {
        HeaderValue::from_static("application/toml")
    }

    fn decode(_: &Head, body: Bytes) -> std::result::Result<Self, BoxError> {
        let text = std::str::from_utf8(&body)?;
        // The parser's own error would quote the document.
        Ok(Toml(
            toml::from_str(text).map_err(|error| format!("at {:?}", error.span()))?,
        ))
    }
}

#[client]
#[retry(exponential)]
trait Shop {
    #[put("/xml")]
    async fn xml(&self, #[body] order: Xml<&Order>) -> Result<Xml<Order>>;

    #[put("/messagepack")]
    async fn messagepack(&self, #[body] order: MessagePack<&Order>) -> Result<MessagePack<Order>>;

    #[put("/cbor")]
    async fn cbor(&self, #[body] order: Cbor<&Order>) -> Result<Cbor<Order>>;

    #[put("/protobuf")]
    async fn protobuf(
        &self,
        #[body] order: Protobuf<OrderMessage>,
    ) -> Result<Protobuf<OrderMessage>>;
}

/// The same shop, for a client whose values are all in TOML.
#[client(format = Toml)]
#[retry(exponential)]
trait TomlShop {
    #[put("/toml")]
    async fn order(&self, #[body] order: &Order) -> Result<Order>;
}

#[tokio::main]
async fn main() -> Result<()> {
    let url = start().await;
    let (shop, in_toml) = (ShopClient::new(&*url)?, TomlShopClient::new(&*url)?);
    let order = Order {
        article: "tea".to_owned(),
        count: 3,
    };
    assert_eq!(shop.xml(Xml(&order)).await?.0, order);
    assert_eq!(shop.messagepack(MessagePack(&order)).await?.0, order);
    assert_eq!(shop.cbor(Cbor(&order)).await?.0, order);
    let message = OrderMessage {
        article: order.article.clone(),
        count: order.count,
    };
    assert_eq!(shop.protobuf(Protobuf(message.clone())).await?.0, message);
    assert_eq!(in_toml.order(&order).await?, order);
    Ok(())
}

/// Starts a server that prints each request body and sends it back.
async fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(echo(stream));
        }
    });
    format!("http://{address}")
}

async fn echo(stream: TcpStream) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let (mut media_type, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            match line.trim_end().split_once(": ") {
                Some(("content-type", value)) => value.clone_into(&mut media_type),
                Some(("content-length", value)) => length = value.parse().unwrap_or(0),
                _ if line == "\r\n" => break,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await?;
        println!(
            "{media_type:>20}  {:>2} bytes  {}",
            length,
            body.escape_ascii()
        );
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: {media_type}\r\ncontent-length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(&body).await?;
    }
}

#[test]
fn every_format_goes_there_and_back() {
    main().expect("each of them is read as it was written");
}
