//! What can go wrong after the response's head.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use retry_client::ErrorKind::Body;

use crate::failures::faults::row::{AMBIGUOUS, Row, stands};
use crate::failures::faults::scenario::Fault;
use crate::support::script::{After, Step, ok, raw, status};

fn responses(steps: impl IntoIterator<Item = Step>) -> Vec<Fault> {
    steps.into_iter().map(Fault::Response).collect()
}

/// A compressed body, as this changes it.
fn gzip(change: impl FnOnce(&mut Vec<u8>)) -> Step {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(&b"four score and seven".repeat(50))
        .unwrap();
    let mut body = encoder.finish().unwrap();
    change(&mut body);
    ok(body).header("content-encoding", "gzip")
}

fn cut() -> Vec<Row> {
    vec![
        Row::new(
            "closed or reset after the head, before the body is complete",
            responses([
                ok("whole").cut(0),
                ok("whole").cut(4),
                raw(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n").then(After::Reset),
                raw(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwho").then(After::Reset),
                raw(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwho").then(After::HalfClose),
            ]),
            Body,
            AMBIGUOUS,
        ),
        Row::new(
            "chunks are missing or malformed",
            [
                raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"),
                raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n"),
                raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"),
                raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nab"),
                raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc"),
                raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-3\r\nabc"),
                raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n"),
                raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc"),
            ]
            .map(Fault::Response),
            Body,
            AMBIGUOUS,
        ),
        Row::new(
            "gzip that is corrupt or ends too early",
            [
                gzip(|body| body[0] = 0),
                gzip(|body| body[12] ^= 0xff),
                gzip(|body| *body.last_mut().unwrap() ^= 0xff),
                gzip(|body| body.truncate(5)),
                gzip(|body| body.truncate(30)),
                gzip(|body| body.truncate(body.len() - 8)),
                gzip(|body| body.truncate(body.len() - 1)),
                ok("not compressed at all").header("content-encoding", "gzip"),
            ]
            .map(Fault::Response),
            Body,
            AMBIGUOUS,
        ),
    ]
}

fn odd() -> Vec<Row> {
    vec![
        Row::new(
            "a body of unknown length is cut: it looks complete",
            responses([raw(b"HTTP/1.1 200 OK\r\n\r\nhalf")]),
            None,
            stands("half"),
        ),
        Row::new(
            "more bytes than `content-length` says, even if they look like another response",
            responses([
                raw(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwhole and more")
                    .then(After::Request),
                raw(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwhole\
                      HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwrong")
                .then(After::Request),
            ]),
            None,
            stands("whole"),
        ),
        Row::new(
            "204 with a body, which is ignored",
            responses([
                status(204).body("bytes"),
                raw(b"HTTP/1.1 204 No Content\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
                    .then(After::Request),
            ]),
            None,
            stands(""),
        ),
    ]
}

pub(crate) fn reading() -> Vec<Row> {
    [cut(), odd()].into_iter().flatten().collect()
}
