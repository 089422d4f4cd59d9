//! Faults that can occur with credentials, as `.credentials(…)` brings them.

use retry_client::ErrorKind::{Rejected, Status};

use crate::failures::faults::fault::{Brings, Fault};
use crate::failures::faults::row::{FINAL, Row, UNPROCESSED};
use crate::support::script::status;

pub(crate) fn refused() -> Vec<Row> {
    let refused = |count, brings| Fault::Unauthorized(vec![status(401); count], brings);
    vec![
        Row::new(
            "401, and another credential is fetched: without a delay, and once in a call",
            [refused(1, Brings::Another)],
            Status,
            UNPROCESSED,
        ),
        Row::new(
            "401, and 401 again to the credential that was fetched then",
            [refused(2, Brings::Another)],
            Status,
            FINAL,
        ),
        Row::new(
            "401, and the same credential is fetched",
            [refused(1, Brings::TheSame)],
            Status,
            FINAL,
        ),
        Row::new(
            "401, and another credential cannot be fetched",
            [refused(1, Brings::NothingAt(2))],
            Rejected,
            FINAL,
        ),
        Row::new(
            "a credential cannot be fetched",
            [refused(0, Brings::NothingAt(1))],
            Rejected,
            FINAL,
        ),
    ]
}
