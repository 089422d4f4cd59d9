//! Faults that can occur before anything of a request is sent.

use retry_client::ErrorKind::{Connect, Reset};
use tokio_rustls::rustls::version::{TLS12, TLS13};

use crate::failures::faults::certificate::Certificate;
use crate::failures::faults::fault::Fault;
use crate::failures::faults::proxy::FirstConnection;
use crate::failures::faults::row::{AMBIGUOUS, FINAL, Row, Tls, UNPROCESSED, stands};
use crate::failures::faults::via::Via;
use crate::support::script::{After, close, ok, raw, reset};

/// A TLS alert: fatal, `handshake_failure`.
const ALERT: &[u8] = b"\x15\x03\x03\x00\x02\x02\x28";

const UNLIKE_TLS: [Fault; 2] = [
    Fault::Tls(FirstConnection::Says(ALERT)),
    Fault::Tls(FirstConnection::Says(
        b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n",
    )),
];

const WARM: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nwarm";

pub(crate) fn connecting() -> Vec<Row> {
    let mut rows = vec![
        Row::new(
            "the host name has no address",
            [Fault::Unresolved],
            Connect,
            UNPROCESSED,
        ),
        Row::new(
            "the connection is refused",
            [Fault::Refused],
            Connect,
            UNPROCESSED,
        ),
    ];
    rows.extend(handshaking());
    rows.extend(before_the_request());
    rows
}

fn handshaking() -> Vec<Row> {
    vec![
        Row::new(
            "TLS: the handshake is cut short, by a close or a reset",
            [
                Fault::Tls(FirstConnection::Unread),
                Fault::Tls(FirstConnection::Says(b"")),
                Fault::Tls(FirstConnection::Says(b"\x16\x03\x03\x02\x00\x02")),
                Fault::Tls(FirstConnection::Reset),
            ],
            Connect,
            UNPROCESSED,
        ),
        Row::new(
            "TLS: the handshake ends with an alert, or the other side speaks something else",
            UNLIKE_TLS,
            Connect,
            UNPROCESSED,
        )
        .under(Tls::Rustls),
        Row::new(
            "TLS by `native-tls`, whose errors are opaque: the same",
            UNLIKE_TLS,
            Connect,
            FINAL,
        )
        .under(Tls::Native),
        Row::new(
            "TLS: the server is silent for longer than `connect_timeout`",
            [Fault::Tls(FirstConnection::Silence)],
            Connect,
            UNPROCESSED,
        ),
        Row::new(
            "TLS: the certificate has an unknown issuer, another name, or has expired",
            [
                Fault::Unknown,
                Fault::Certificate(Certificate::Valid, "localhost"),
                Fault::Certificate(Certificate::Expired, "127.0.0.1"),
            ],
            Connect,
            FINAL,
        ),
        Row::new(
            "TLS: the server requires a client certificate, and the client has none",
            [Fault::Uninvited(&TLS12), Fault::Uninvited(&TLS13)],
            Connect,
            FINAL,
        ),
    ]
}

fn before_the_request() -> Vec<Row> {
    vec![
        Row::new(
            "a proxy refuses the tunnel with any status but 407, or closes the connection",
            [
                Fault::Tunnel("403 Forbidden"),
                Fault::Tunnel("503 Service Unavailable"),
                Fault::Tunnel("302 Found"),
                Fault::Tunnel("gibberish"),
            ],
            Connect,
            UNPROCESSED,
        ),
        Row::new(
            "a proxy refuses the tunnel with 407",
            [Fault::Tunnel("407 Proxy Authentication Required")],
            Connect,
            FINAL,
        )
        .only(&[Via::Built]),
        Row::new(
            "a proxy refuses the tunnel of a `reqwest::Client` with 407",
            [Fault::Tunnel("407 Proxy Authentication Required")],
            Connect,
            UNPROCESSED,
        )
        .only(&[Via::Reqwest]),
        Row::new(
            "an idle connection was closed before the call",
            [Fault::Stale(raw(WARM).then(After::HalfClose))],
            None,
            stands("done"),
        ),
        Row::new(
            "an idle connection is closed or reset as the request arrives",
            [
                Fault::Reused(ok("warm"), close()),
                Fault::Reused(ok("warm"), reset()),
            ],
            Reset,
            AMBIGUOUS,
        ),
    ]
}
