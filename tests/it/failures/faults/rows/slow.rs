//! Faults where something takes too long.

use retry_client::ErrorKind::{Status, Timeout};

use crate::failures::faults::fault::Fault;
use crate::failures::faults::proxy::FirstConnection;
use crate::failures::faults::row::{AMBIGUOUS, Bound, End, Row, stands};
use crate::support::script::{After, ms, ok, raw, secs, silence, status};

pub(crate) fn slow() -> Vec<Row> {
    let late = [
        Fault::Connection(FirstConnection::Silence),
        Fault::Response(silence()),
        Fault::Response(ok("late").late(secs(60))),
        Fault::Response(ok("dripping").dripping(secs(2))),
    ];
    let stuck = [
        ok("whole").stuck(0),
        ok("whole").stuck(4),
        ok("drop").endless(ms(10)),
    ];
    let endless = [
        raw(b"HTTP/1.1 100 Continue\r\n\r\n").then(After::Again(ms(1))),
        raw(b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n").then(After::Again(ms(1))),
    ];
    vec![
        Row::new(
            "no response, or an incomplete head, within `attempt_timeout`",
            late,
            Timeout,
            AMBIGUOUS,
        )
        .slow(Bound::Attempt),
        Row::new(
            "an incomplete body within `attempt_timeout`",
            stuck.map(Fault::Response),
            Timeout,
            AMBIGUOUS,
        )
        .slow(Bound::Attempt),
        Row::new(
            "an endless series of 1xx",
            endless.map(Fault::Response),
            Timeout,
            AMBIGUOUS,
        )
        .slow(Bound::Attempt),
        Row::new(
            "no response, or an incomplete one, within `timeout`",
            [silence(), ok("whole").stuck(4)].map(Fault::Response),
            Timeout,
            [End::OutOfTime, End::NotRepeatable, End::OutOfTime],
        )
        .slow(Bound::Call),
        Row::new(
            "503, and its body does not end: the status is known",
            [status(503).body("busy").stuck(2)].map(Fault::Response),
            Status,
            AMBIGUOUS,
        ),
        Row::new(
            "head and body come byte by byte, within `attempt_timeout`",
            [Fault::Response(ok("slow").dripping(ms(1)))],
            None,
            stands("slow"),
        ),
    ]
}
