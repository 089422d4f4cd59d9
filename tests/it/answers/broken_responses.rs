//! Every way in which a response can be broken, for every type that a method can return.

use retry_client::ErrorKind;

use crate::support::broken_client::End::{AtOnce, Retried, Well};
use crate::support::broken_client::{
    Breakage, BrokenClient, GOOD, JSON, LIMIT, RAW, RESPONSE, STREAM, TEXT, check, check_within,
    gzip, same, zipped,
};
use crate::support::script::{ms, ok, raw};
use crate::support::server::Server;

#[tokio::test]
async fn a_complete_response_is_a_value() {
    check(same("plain", ok(GOOD), Well)).await;
    check(same("gzip", zipped(gzip(GOOD.as_bytes())), Well)).await;
}

#[tokio::test]
async fn a_cut_or_corrupt_body_is_retried_or_ends_its_stream_with_an_error() {
    let lost = Retried(ErrorKind::Body);
    let later = |name, step| Breakage {
        stream: AtOnce(ErrorKind::Body),
        ..same(name, step, lost)
    };
    let full = gzip(GOOD.as_bytes());
    let mut flipped = full.clone();
    // The checksum is in the eight last bytes, so all the content comes before it.
    flipped[full.len() - 8] ^= 0xff;
    let table = [
        same("cut before the first byte", ok(GOOD).cut(0), lost),
        later("cut in the middle", ok(GOOD).cut(6)),
        later("cut before the last byte", ok(GOOD).cut(11)),
        later(
            "chunks that are none",
            raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n[1]\r\nzz\r\n"),
        ),
        same(
            "no chunk at all",
            raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"),
            lost,
        ),
        same("no gzip at all", zipped(GOOD.into()), lost),
        same("gzip cut short", zipped(full[..10].to_vec()), lost),
        later("gzip of another checksum", zipped(flipped)),
    ];
    for breakage in table {
        check(breakage).await;
    }
}

#[tokio::test]
async fn contradictory_content_lengths_are_a_protocol_error() {
    let two = raw(b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\n[1]");
    let none = raw(b"HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n[1]");
    for step in [two, none] {
        for (kind, call) in RAW
            .iter()
            .chain(&TEXT)
            .chain(&JSON)
            .chain(&STREAM)
            .chain(&RESPONSE)
        {
            for is_get in [true, false] {
                let server = Server::start([step.clone()]).await;
                let client = BrokenClient::new(server.url()).unwrap();
                let end = AtOnce(ErrorKind::Protocol);
                end.check(&call(&client, is_get).await, is_get, kind);
            }
        }
    }
}

#[tokio::test]
async fn bytes_beyond_the_content_length_are_not_part_of_the_body() {
    let step = raw(b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n[1]2, 3");
    check(same("length below the body", step, Well)).await;
}

#[tokio::test]
async fn a_stalled_body_is_bounded_by_the_attempt_timeout_and_a_stream_by_its_idle_timeout() {
    let slow = Retried(ErrorKind::Timeout);
    check_within(
        ms(500),
        same("before the first byte", ok(GOOD).stuck(0), slow),
    )
    .await;
    let stream = AtOnce(ErrorKind::Timeout);
    let in_the_middle = Breakage {
        stream,
        ..same("in the middle", ok(GOOD).stuck(6), slow)
    };
    check_within(ms(500), in_the_middle).await;
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_rejected_at_once_and_a_stream_has_no_limit() {
    let refused = |name, step| Breakage {
        stream: Well,
        ..same(name, step, AtOnce(ErrorKind::TooLarge))
    };
    let large = format!("[1{}]", " ".repeat(LIMIT - 2));
    let just_right = format!("[1{}]", " ".repeat(LIMIT - 3));
    check(same("at the limit", ok(just_right.clone()), Well)).await;
    check(same(
        "gzip at the limit",
        zipped(gzip(just_right.as_bytes())),
        Well,
    ))
    .await;
    check(refused("announced", ok(large.clone()))).await;
    check(refused("gzip", zipped(gzip(large.as_bytes())))).await;
}

#[tokio::test]
async fn a_body_of_another_type_is_a_decode_error_and_not_retried() {
    let undecodable = AtOnce(ErrorKind::Decode);
    let not_utf8 = Breakage {
        text: undecodable,
        json: undecodable,
        option: undecodable,
        ..same("not UTF-8", ok(vec![b'"', 0xff, b'"']), Well)
    };
    let not_json = Breakage {
        json: undecodable,
        option: undecodable,
        ..same("not JSON", ok("<html>"), Well)
    };
    let other_json = Breakage {
        json: undecodable,
        option: undecodable,
        ..same("other JSON", ok("[-1]"), Well)
    };
    let empty = Breakage {
        // Where `None` is declared, an empty body means it.
        json: undecodable,
        ..same("empty", ok(""), Well)
    };
    for breakage in [not_utf8, not_json, other_json, empty] {
        check(breakage).await;
    }
}
