//! Content codings, from the socket to the value: what is decoded, and what is left as it came.

use std::io::Write;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use retry_client::{ErrorKind, Result, client};

use crate::support::script::{Step, ms, ok, raw, status};
use crate::support::server::Server;

#[client]
trait Coded {
    #[get("/text")]
    async fn text(&self) -> Result<String>;

    #[get("/small", max_body = 2000)]
    async fn small(&self) -> Result<String>;

    #[get("/as-it-is")]
    async fn as_it_is(&self) -> Result<retry_client::Response>;

    #[head("/as-it-is")]
    async fn head(&self) -> Result<retry_client::Response>;
}

/// `four score and seven `, 50 times over.
const TEXT_BR: &[u8] =
    b"\x1b\x19\x04\xf8\x8d\x94\x6e\xde\xb4\x04\x31\x7b\x2b\xb9\xba\x1c\x64\x95\xc2\x92\
    \x84\x6e\x14\xaa\x73\x49\x8d\xff\x06";
const TEXT_ZSTD: &[u8] =
    b"\x28\xb5\x2f\xfd\x64\x1a\x03\xed\x00\x00\xa8four score and seven \x01\x00\x05\xc0\
    \x7f\x32\x01\x3a\x43\x67\x8d";

/// 100,000 zeros.
const ZEROS_BR: &[u8] = b"\x5b\x9f\x86\x81\x7f\x02\x20\x1e\x0b\x04\xb2\xfc\x02\x00";
const ZEROS_ZSTD: &[u8] =
    b"\x28\xb5\x2f\xfd\xa4\xa0\x86\x01\x00\x4d\x00\x00\x08\x00\x01\x00\x9c\x86\x39\
    \x10\x02\xdb\x23\x4e\xf3";

fn text() -> String {
    "four score and seven ".repeat(50)
}

fn zeros() -> String {
    "\0".repeat(100_000)
}

fn gzip(plain: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn deflate(plain: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn coded(name: &str, body: impl Into<Vec<u8>>) -> Step {
    ok(body.into()).header("content-encoding", name)
}

async fn responding(step: Step) -> (Server, CodedClient) {
    let server = Server::start([step]).await;
    let client = CodedClient::with_base_url(server.url()).unwrap();
    (server, client)
}

#[tokio::test]
async fn every_coding_is_decoded_whatever_the_case_of_its_name() {
    let (gzip, deflate) = (gzip(&text()), deflate(&text()));
    let table = [
        ("gzip", &gzip[..]),
        ("GZip", &gzip),
        ("x-gzip", &gzip),
        ("X-GZIP", &gzip),
        ("br", TEXT_BR),
        ("BR", TEXT_BR),
        ("zstd", TEXT_ZSTD),
        ("ZSTD", TEXT_ZSTD),
        ("deflate", &deflate),
        ("Deflate", &deflate),
    ];
    for (name, body) in table {
        let (server, client) = responding(coded(name, body)).await;
        assert_eq!(client.text().await.unwrap(), text(), "{name}");
        let asked = server.arrivals();
        let asked = asked[0].header("accept-encoding");
        assert_eq!(asked, Some("gzip, br, zstd, deflate"));
        // What is said of a body is true of the one that is handed out.
        let response = client.as_it_is().await.unwrap();
        for gone in ["content-encoding", "content-length"] {
            assert!(!response.headers().contains_key(gone), "{name}, {gone}");
        }
        assert_eq!(response.text().await.unwrap(), text(), "{name}");
    }
}

#[tokio::test]
async fn all_members_of_a_coded_body_are_read() {
    let gzip = [gzip("four score"), gzip(""), gzip(" and seven")].concat();
    let zstd = [TEXT_ZSTD, TEXT_ZSTD].concat();
    let twice = text().repeat(2);
    for (name, body, plain) in [
        ("gzip", gzip, "four score and seven"),
        ("zstd", zstd, &*twice),
    ] {
        for step in [coded(name, &*body), coded(name, &*body).dripping(ms(0))] {
            let (_server, client) = responding(step).await;
            assert_eq!(client.text().await.unwrap(), plain, "{name}");
        }
    }
}

#[tokio::test]
async fn a_limit_counts_decoded_bytes() {
    let (gzip, deflate) = (gzip(&zeros()), deflate(&zeros()));
    let table = [
        ("gzip", &gzip[..]),
        ("br", ZEROS_BR),
        ("zstd", ZEROS_ZSTD),
        ("deflate", &deflate),
    ];
    for (name, body) in table {
        let (_server, client) = responding(coded(name, body)).await;
        assert!(body.len() < 2000);
        let error = client.small().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge, "{name}");
        assert_eq!(client.text().await.unwrap(), zeros(), "{name}");
        let (_server, client) = responding(coded(name, body).cut(body.len() - 1)).await;
        assert_eq!(
            client.text().await.unwrap_err().kind(),
            ErrorKind::Body,
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_body_that_is_corrupt_or_cut_within_its_coding_is_a_broken_body() {
    let (gzip, deflate) = (gzip(&text()), deflate(&text()));
    let table = [
        ("gzip", &gzip[..]),
        ("br", TEXT_BR),
        ("zstd", TEXT_ZSTD),
        ("deflate", &deflate),
    ];
    for (name, body) in table {
        let mut corrupt = body.to_vec();
        corrupt[body.len() / 2] ^= 0xff;
        let followed = [body, b"and more"].concat();
        for broken in [
            &body[..body.len() / 2],
            &body[..body.len() - 1],
            &corrupt,
            &followed,
        ] {
            let (_server, client) = responding(coded(name, broken)).await;
            let error = client.text().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Body, "{name}, {broken:?}");
        }
    }
}

#[tokio::test]
async fn a_coding_that_is_not_known_is_handed_on_as_it_came() {
    for name in ["gzip, gzip", "compress", "identity"] {
        let (_server, client) = responding(coded(name, "as it is")).await;
        let response = client.as_it_is().await.unwrap();
        assert_eq!(response.headers()["content-encoding"], name);
        assert_eq!(response.text().await.unwrap(), "as it is");
    }
}

#[tokio::test]
async fn responses_without_a_body_keep_their_length_and_coding() {
    const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 100\r\n\r\n";
    const NO_CONTENT: &[u8] = b"HTTP/1.1 204 No Content\r\ncontent-encoding: gzip\r\n\r\n";
    const NOT_MODIFIED: &[u8] =
        b"HTTP/1.1 304 Not Modified\r\ncontent-encoding: gzip\r\ncontent-length: 100\r\n\r\n";
    let (_server, client) = responding(raw(HEAD)).await;
    let response = client.head().await.unwrap();
    assert_eq!(response.headers()["content-encoding"], "gzip");
    assert_eq!(response.headers()["content-length"], "100");
    for (step, length) in [(raw(NO_CONTENT), None), (raw(NOT_MODIFIED), Some("100"))] {
        let (_server, client) = responding(step).await;
        let response = client.as_it_is().await.unwrap();
        assert_eq!(response.headers()["content-encoding"], "gzip");
        let found = response.headers().get("content-length");
        assert_eq!(found.map(|value| value.to_str().unwrap()), length);
        assert_eq!(response.text().await.unwrap(), "");
    }
}

#[tokio::test]
async fn a_part_of_a_coded_body_is_handed_on_as_it_came() {
    let part = status(206)
        .body("part of a body")
        .header("content-encoding", "gzip");
    let (_server, client) = responding(part).await;
    let response = client.as_it_is().await.unwrap();
    assert_eq!(response.headers()["content-encoding"], "gzip");
    assert_eq!(response.text().await.unwrap(), "part of a body");
}
