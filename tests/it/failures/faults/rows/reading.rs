//! Faults that can occur after the response's head.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use retry_client::ErrorKind::{Body, TooLarge};

use crate::failures::faults::fault::Fault;
use crate::failures::faults::proxy::{Ending, FirstConnection};
use crate::failures::faults::row::{AMBIGUOUS, FINAL, Row, stands};
use crate::failures::faults::scenario::LIMIT;
use crate::failures::faults::via::Via;
use crate::support::script::{After, Step, ok, raw, status};

const PART: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwho";

fn responses(steps: impl IntoIterator<Item = Step>) -> Vec<Fault> {
    steps.into_iter().map(Fault::Response).collect()
}

fn packed(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

/// A compressed body, as this changes it.
fn gzip(change: impl FnOnce(&mut Vec<u8>)) -> Step {
    let mut body = packed(&b"four score and seven".repeat(50));
    change(&mut body);
    ok(body).header("content-encoding", "gzip")
}

fn cut() -> Vec<Row> {
    vec![
        Row::new(
            "closed or reset after the head, before the body is complete",
            [
                responses([
                    ok("whole").cut(0),
                    ok("whole").cut(4),
                    raw(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n").then(After::Reset),
                    raw(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwho").then(After::Reset),
                    raw(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwho").then(After::HalfClose),
                ]),
                Ending::ORDERLY.map(|ending| Fault::Tls(FirstConnection::Ends(PART, ending))).into(),
            ]
            .concat(),
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

fn sizes() -> Vec<Row> {
    vec![
        Row::new(
            "the body is longer than `max_body`, as announced, as sent, or once it is decoded",
            responses([
                raw(b"HTTP/1.1 200 OK\r\ncontent-length: 999999999999\r\n\r\nwhole")
                    .then(After::Request),
                ok(vec![b'x'; LIMIT + 1]),
                gzip(|body| *body = packed(&vec![b'x'; LIMIT + 1])),
            ]),
            TooLarge,
            FINAL,
        ),
        Row::new(
            "less arrives than is announced: memory is used only for what arrives",
            responses([
                raw(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\nwhole"),
                raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffff\r\nwhole"),
            ]),
            Body,
            AMBIGUOUS,
        ),
        Row::new(
            "gzip in several members: all members are read",
            [gzip(|body| {
                *body = [packed(b"who"), packed(b""), packed(b"le")].concat();
            })]
            .map(Fault::Response),
            None,
            stands("whole"),
        )
        .only(&[Via::Built]),
        Row::new(
            "gzip in several members: a `reqwest::Client` reads only the first, without an error",
            [gzip(|body| {
                *body = [packed(b"who"), packed(b""), packed(b"le")].concat();
            })]
            .map(Fault::Response),
            None,
            stands("who"),
        )
        .only(&[Via::Reqwest]),
        Row::new(
            "`x-gzip`, or a coding in upper case: it is decoded",
            [
                ok(packed(b"whole")).header("content-encoding", "x-gzip"),
                ok(packed(b"whole")).header("content-encoding", "GZIP"),
            ]
            .map(Fault::Response),
            None,
            stands("whole"),
        )
        .only(&[Via::Built]),
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
    [cut(), sizes(), odd()].into_iter().flatten().collect()
}
