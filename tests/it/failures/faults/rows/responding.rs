//! Faults that can occur between a request and the end of the response's head.

use retry_client::ErrorKind::{Protocol, Reset, Status};

use crate::failures::faults::fault::Fault;
use crate::failures::faults::proxy::{Ending, FirstConnection};
use crate::failures::faults::row::{AMBIGUOUS, FINAL, Row, UNPROCESSED, stands};
use crate::support::script::{After, Step, close, ok, raw, reset, status};

const PART: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\nx-a";

fn responses(steps: impl IntoIterator<Item = Step>) -> Vec<Fault> {
    steps.into_iter().map(Fault::Response).collect()
}

fn raws<const N: usize>(answers: [&'static [u8]; N]) -> Vec<Fault> {
    answers.map(|bytes| Fault::Response(raw(bytes))).into()
}

/// The same over TLS, and then the connection ends.
fn ended<const N: usize>(bytes: &'static [u8], endings: [Ending; N]) -> Vec<Fault> {
    let ended = |ending| Fault::Tls(FirstConnection::Ends(bytes, ending));
    endings.map(ended).into()
}

/// More fields than a response has.
fn many_headers() -> Step {
    (0..200).fold(ok("many"), |step, n| step.header("x-a", n.to_string()))
}

fn lost() -> Vec<Row> {
    vec![
        Row::new(
            "closed, half-closed or reset without a response, whether or not the request was read",
            [
                vec![Fault::Connection(FirstConnection::Unread)],
                responses([close(), reset(), raw(b"").then(After::HalfClose)]),
                ended(b"", Ending::ORDERLY),
            ]
            .concat(),
            Reset,
            AMBIGUOUS,
        ),
        Row::new(
            "closed, half-closed or reset inside the response head",
            [
                responses([
                    raw(b"H"),
                    raw(b"HTTP/1.1 20"),
                    raw(PART),
                    raw(PART).then(After::Reset),
                    raw(PART).then(After::HalfClose),
                    raw(b"HTTP/1.1 100 Continue\r\n\r\n"),
                ]),
                ended(PART, Ending::ORDERLY),
            ]
            .concat(),
            Reset,
            AMBIGUOUS,
        ),
        Row::new(
            "TLS: a record that cannot be decrypted comes in place of the response, or of a part of its head",
            [
                ended(b"", [Ending::BadRecord]),
                ended(PART, [Ending::BadRecord]),
            ]
            .concat(),
            Reset,
            AMBIGUOUS,
        ),
    ]
}

fn no_http() -> Vec<Row> {
    vec![
        Row::new(
            "the response is not HTTP/1.1",
            [
                ended(b"gibberish\r\n\r\n", Ending::ORDERLY),
                raws([
                b"gibberish\r\n\r\n",
                b"\0\x01\x02\r\n\r\n",
                b"ICY 200 OK\r\n\r\n",
                b"HTTP/7.1 200 OK\r\ncontent-length: 0\r\n\r\n",
                b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                b"HTTP/1.1 OK\r\n\r\n",
                b"HTTP/1.1 99 Low\r\ncontent-length: 0\r\n\r\n",
                b"HTTP/1.1 099 Low\r\ncontent-length: 0\r\n\r\n",
                b"HTTP/1.1 1000 High\r\ncontent-length: 0\r\n\r\n",
                b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                b"HTTP/1.1 200 OK\r\nx-a: \0\r\n\r\n",
                ]),
            ]
            .concat(),
            Protocol,
            FINAL,
        ),
        Row::new(
            "the response's `content-length` is not a number, or there are two that differ",
            raws([
                b"HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\nabc",
                b"HTTP/1.1 200 OK\r\ncontent-length: -3\r\n\r\nabc",
                b"HTTP/1.1 200 OK\r\ncontent-length: +3\r\n\r\nabc",
                b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabc",
                b"HTTP/1.1 200 OK\r\ncontent-length: 3, 4\r\n\r\nabc",
                b"HTTP/1.1 200 OK\r\ncontent-length:\r\n 3\r\n\r\nabc",
            ]),
            Protocol,
            FINAL,
        ),
        Row::new(
            "a `transfer-encoding` other than `chunked`, or `identity` beside a `content-length`",
            raws([
                b"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                b"HTTP/1.1 200 OK\r\ntransfer-encoding: xchunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                b"HTTP/1.1 200 OK\r\ntransfer-encoding: identity\r\ncontent-length: 9\r\n\r\nabc",
            ]),
            Protocol,
            FINAL,
        ),
        Row::new(
            "the response head is too large",
            responses([ok("").header("x-a", "x".repeat(1 << 20)), many_headers()]),
            Protocol,
            FINAL,
        ),
        Row::new(
            "101 that was not requested",
            responses([
                raw(b"HTTP/1.1 101 Switching Protocols\r\n\r\n"),
                raw(b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"),
            ]),
            Protocol,
            FINAL,
        ),
        Row::new(
            "100 and 103 come before the response",
            responses([raw(
                b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n\
                  HTTP/1.1 199 Odd\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nyes!",
            )]),
            None,
            stands("yes!"),
        ),
    ]
}

fn statuses() -> Vec<Row> {
    let early = |answer| [Fault::Connection(FirstConnection::Early(answer))];
    vec![
        Row::new(
            "a status of 500 or above, including 600 and 999",
            responses([500, 503, 599, 600, 999].map(status)),
            Status,
            AMBIGUOUS,
        ),
        Row::new(
            "429, listed in `statuses`",
            responses([status(429)]),
            Status,
            UNPROCESSED,
        ),
        Row::new(
            "a status from 300 to 499, not listed",
            responses([302, 304, 404, 408, 499].map(status)),
            Status,
            FINAL,
        ),
        Row::new(
            "503 before the body was sent",
            early(b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
            Status,
            AMBIGUOUS,
        ),
        Row::new(
            "413 before the body was sent",
            early(b"HTTP/1.1 413 Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
            Status,
            FINAL,
        ),
    ]
}

pub(crate) fn responding() -> Vec<Row> {
    [lost(), no_http(), statuses()]
        .into_iter()
        .flatten()
        .collect()
}
