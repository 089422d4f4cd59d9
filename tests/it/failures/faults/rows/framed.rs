//! Faults that can occur with HTTP/2.

use retry_client::ErrorKind::{Body, Protocol, Reset, Status, Timeout};

use crate::failures::faults::fault::Fault;
use crate::failures::faults::http2_server::Frame::{
    self, BadHead, Busy, Close, Data, End, Ends, GoAway, Head, HeadOfFive, Raw,
};
use crate::failures::faults::http2_server::{Last, When};
use crate::failures::faults::proxy::Ending;
use crate::failures::faults::row::{AMBIGUOUS, FINAL, Row, UNPROCESSED, stands};
use crate::failures::faults::via::Via;

pub(crate) const REFUSED_STREAM: u32 = 7;
const ENHANCE_YOUR_CALM: u32 = 11;
/// The first that has no name.
const UNNAMED: u32 = 14;

fn frames<const N: usize>(each: [&[Frame]; N]) -> Vec<Fault> {
    each.map(|frames| Fault::Frames(When::Whole, frames.to_vec()))
        .into()
}

fn resets() -> Vec<Row> {
    let others = (0..=UNNAMED).filter(|code| *code != REFUSED_STREAM);
    let others: Vec<_> = others.map(|code| [Frame::Reset(code)]).collect();
    vec![
        Row::new(
            "HTTP/2: `REFUSED_STREAM`",
            frames([&[Frame::Reset(REFUSED_STREAM)]]),
            Reset,
            UNPROCESSED,
        ),
        Row::new(
            "HTTP/2: the stream is reset with any other code before the head",
            others
                .iter()
                .flat_map(|reset| frames([reset]))
                .collect::<Vec<_>>(),
            Reset,
            AMBIGUOUS,
        ),
        Row::new(
            "HTTP/2: the stream or the connection is lost after the head",
            frames([
                &[Head, Frame::Reset(8)],
                &[Head, Data(b"ha"), Frame::Reset(8)],
                &[HeadOfFive, Data(b"ha"), Frame::Reset(0)],
                &[HeadOfFive, Data(b"ha"), End],
                &[HeadOfFive, Data(b"ha"), GoAway(Last::None, 0)],
                &[Head, Data(b"ha"), Raw(b"gibberish, and enough of it")],
                &[Head, Data(b"ha"), Frame::Reset(REFUSED_STREAM)],
                &[Head, Data(b"ha"), Close],
                &[Head, Data(b"ha"), GoAway(Last::This, 0), Close],
                &[Head, Data(b"ha"), Ends(Ending::Announced)],
                &[Head, Data(b"ha"), Ends(Ending::Reset)],
            ]),
            Body,
            AMBIGUOUS,
        ),
        Row::new(
            "HTTP/2: the stream is reset without an error in a body of unknown length: it looks complete",
            frames([&[Head, Data(b"half"), Frame::Reset(0)]]),
            None,
            stands("half"),
        ),
        Row::new(
            "HTTP/2: 503, and the stream is reset without an error, before the body was sent",
            [Fault::Frames(When::Head, vec![Busy, End, Frame::Reset(0)])],
            Status,
            AMBIGUOUS,
        ),
    ]
}

fn goings_away() -> Vec<Row> {
    vec![
        Row::new(
            "HTTP/2: GOAWAY whose last stream is before this one",
            frames([
                &[GoAway(Last::None, 0)],
                &[GoAway(Last::None, 0), Close],
                &[GoAway(Last::None, ENHANCE_YOUR_CALM)],
                &[GoAway(Last::None, ENHANCE_YOUR_CALM), Close],
            ]),
            Reset,
            UNPROCESSED,
        ),
        Row::new(
            "HTTP/2: GOAWAY whose last stream is this one or a later one, then a close",
            frames([
                &[GoAway(Last::This, 0), Close],
                &[GoAway(Last::Any, 0), Close],
                &[GoAway(Last::This, ENHANCE_YOUR_CALM), Close],
                &[GoAway(Last::Any, ENHANCE_YOUR_CALM), Close],
            ]),
            Reset,
            AMBIGUOUS,
        ),
        Row::new(
            "HTTP/2: the connection is closed or reset before the head, or TLS fails on it",
            [
                frames([&[Close]]),
                [Ending::Announced, Ending::Reset, Ending::BadRecord]
                    .map(|ending| Fault::Frames(When::Whole, vec![Ends(ending)]))
                    .into(),
            ]
            .concat(),
            Reset,
            AMBIGUOUS,
        ),
        Row::new(
            "HTTP/2: GOAWAY whose last stream is this one or a later one, then the response",
            frames([
                &[GoAway(Last::This, 0), Head, Data(b"yes!"), End],
                &[GoAway(Last::Any, 0), Head, Data(b"yes!"), End],
            ]),
            None,
            stands("yes!"),
        ),
        Row::new(
            "HTTP/2: pings are not acknowledged",
            [Fault::Unresponsive],
            Reset,
            AMBIGUOUS,
        )
        .only(&[Via::Built]),
        Row::new(
            "HTTP/2: pings that a `reqwest::Client` was told to send are not acknowledged",
            [Fault::Unresponsive],
            Timeout,
            AMBIGUOUS,
        )
        .only(&[Via::Reqwest]),
        Row::new(
            "HTTP/2: GOAWAY or a close after the response",
            frames([
                &[Head, Data(b"yes!"), End, GoAway(Last::This, 0)],
                &[Head, Data(b"yes!"), End, GoAway(Last::This, 0), Close],
                &[Head, Data(b"yes!"), End, Close],
            ]),
            None,
            stands("yes!"),
        ),
        Row::new(
            "HTTP/2: the response is not HTTP/2",
            frames([
                &[Raw(
                    b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n",
                )],
                &[BadHead(&[0x80])],
                &[BadHead(b"\x08\x03abc")],
                &[Data(b"a body without a head")],
            ]),
            Protocol,
            FINAL,
        ),
    ]
}

pub(crate) fn framed() -> Vec<Row> {
    [resets(), goings_away()].into_iter().flatten().collect()
}
