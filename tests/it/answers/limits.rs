//! The cost of a body: so many bytes at most once it is unpacked, and no more memory than that.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use retry_client::{ByteStream, Bytes, ErrorKind, GaveUp, Result, client};

use crate::support::isolated::{self, size, within};
use crate::support::script::{After, Step, ms, ok, raw, secs, status};
use crate::support::server::Server;

#[client]
#[retry(constant, base = 1ms)]
trait Bombs {
    #[get("/bytes")]
    async fn bytes(&self) -> Result<Bytes>;

    #[get("/unit")]
    async fn unit(&self) -> Result<()>;

    #[get("/stream", idle_timeout = 300ms)]
    async fn stream(&self) -> Result<ByteStream>;

    #[get("/small", max_body = 5)]
    async fn small(&self) -> Result<Bytes>;
}

const MIB: u64 = 1024 * 1024;

/// So many zeros, packed to about a thousandth.
fn bomb(length: u64) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    io::copy(&mut io::Read::take(io::repeat(0), length), &mut encoder).unwrap();
    encoder.flush().unwrap();
    encoder.finish().unwrap().into()
}

fn zipped(code: u16, content: Bytes) -> Step {
    let step = status(code).header("content-encoding", "gzip");
    step.body(content)
}

#[test]
fn a_gzip_bomb_is_rejected_in_bounded_memory() {
    let name = "answers::limits::a_gzip_bomb_is_rejected_in_bounded_memory";
    within(64 * MIB, name, async {
        let length = size(96 * MIB, 1024 * MIB);
        let bomb = bomb(length);
        assert!((bomb.len() as u64) < length / 900);
        let server = Server::start([zipped(200, bomb.clone())]).await;
        let builder = BombsClient::builder().base_url(server.url());
        let client = builder.max_body(4 * 1024 * 1024).build().unwrap();
        let bytes = client.bytes().await.map(drop).unwrap_err();
        let unit = client.unit().await.unwrap_err();
        for error in [bytes, unit] {
            assert_eq!(
                (error.kind(), error.gave_up()),
                (ErrorKind::TooLarge, GaveUp::NotRetryable)
            );
        }

        let server = Server::start([zipped(503, bomb.clone())]).await;
        let client = BombsClient::new(server.url()).unwrap();
        let error = client.bytes().await.unwrap_err();
        assert_eq!(
            (error.status().unwrap().as_u16(), error.attempts().len()),
            (503, 3)
        );
        assert_eq!(error.body().len() as u64, MIB);

        // Nothing bounds a stream, and nobody holds more of it than a chunk.
        let server = Server::start([zipped(200, bomb)]).await;
        let client = BombsClient::new(server.url()).unwrap();
        let mut stream = client.stream().await.unwrap();
        let mut count = 0;
        while let Some(chunk) = stream.chunk().await.unwrap() {
            count += chunk.len() as u64;
        }
        assert_eq!(count, length);
    });
}

#[tokio::test]
async fn a_method_can_have_its_own_body_limit() {
    for (body, is_small) in [("12345", true), ("123456", false)] {
        let server = Server::start([ok(body)]).await;
        let client = BombsClient::new(server.url()).unwrap();
        assert_eq!(client.bytes().await.unwrap(), body);
        let small = client.small().await.map_err(|error| error.kind());
        assert_eq!(
            small,
            if is_small {
                Ok(body.into())
            } else {
                Err(ErrorKind::TooLarge)
            }
        );
    }
}

#[tokio::test]
async fn a_stream_can_outlast_attempt_timeout_but_not_idle_timeout() {
    let drip = ok("x").endless(ms(50));
    let server = Server::start([drip]).await;
    let client = BombsClient::new(server.url()).unwrap();
    let mut stream = client.stream().attempt_timeout(ms(400)).await.unwrap();
    for _ in 0..16 {
        assert_eq!(stream.chunk().await.unwrap().unwrap(), "x");
    }

    let server = Server::start([ok("12345").stuck(2)]).await;
    let client = BombsClient::new(server.url()).unwrap();
    let mut stream = client.stream().attempt_timeout(secs(20)).await.unwrap();
    assert_eq!(stream.chunk().await.unwrap().unwrap(), "12");
    let error = stream.chunk().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts().len()),
        (ErrorKind::Timeout, 1)
    );
    assert_eq!(stream.chunk().await.unwrap(), None);
}

/// Asking for as much memory as is announced would end the process.
#[test]
fn a_content_length_beyond_all_memory_reserves_none() {
    const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 9223372036854775807\r\n\r\na";
    let name = "answers::limits::a_content_length_beyond_all_memory_reserves_none";
    isolated::with(&[], name, async {
        let server = Server::start([raw(HEAD).then(After::Again(ms(20)))]).await;
        let builder = BombsClient::builder().base_url(server.url());
        let bombs = builder.max_body(usize::MAX).build().unwrap();
        let call = bombs.bytes().no_retry().attempt_timeout(ms(300));
        assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Timeout);
    });
}
