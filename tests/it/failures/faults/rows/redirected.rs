//! Faults that can occur where a redirect is followed, as `.redirects(n)` says.

use retry_client::ErrorKind::{Reset, Status};

use crate::failures::faults::fault::Fault;
use crate::failures::faults::row::{AMBIGUOUS, FINAL, Row, UNPROCESSED, stands};
use crate::failures::faults::via::Via;
use crate::support::script::{Step, close, ok, reset, status};

fn leads_on(code: u16) -> Step {
    status(code).header("location", "/there")
}

pub(crate) fn redirected() -> Vec<Row> {
    let rows = [
        Row::new(
            "303, and the GET that follows is lost: the GET is repeated, whatever the first request was",
            [
                Fault::Redirected(leads_on(303), close()),
                Fault::Redirected(leads_on(303), reset()),
            ],
            Reset,
            UNPROCESSED,
        ),
        Row::new(
            "307 or 308, and the request that follows is lost",
            [
                Fault::Redirected(leads_on(307), close()),
                Fault::Redirected(leads_on(308), reset()),
            ],
            Reset,
            AMBIGUOUS,
        ),
        Row::new(
            "more redirects than are followed: the last one is the response",
            [Fault::Redirected(leads_on(307), leads_on(307))],
            Status,
            FINAL,
        ),
        Row::new(
            "303, 307 or 308, and a good response",
            [303, 307, 308].map(|code| Fault::Redirected(leads_on(code), ok("there"))),
            None,
            stands("there"),
        ),
    ];
    rows.map(|row| row.only(&[Via::Built])).into()
}
