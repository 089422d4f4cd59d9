//! The header that tells a server how long its client will wait.
//!
//! A server that knows this can give up in time, and pass the rest on to the servers it calls. The value
//! is a length of time and not an instant, so clocks need not agree.

use std::time::Duration;

use http::{HeaderName, HeaderValue};

use crate::error::Failure;
use crate::request::header::header_pair;

/// The largest number in a `grpc-timeout`: eight digits.
const MOST: u128 = 99_999_999;

/// The header that carries the time that a call has left.
#[derive(Clone, Debug)]
pub(crate) struct DeadlineHeader {
    pub(crate) name: HeaderName,
    is_grpc: bool,
}

impl DeadlineHeader {
    /// The header of a name. `grpc-timeout` has its own format; any other header carries milliseconds.
    pub(crate) fn new(name: &str) -> Result<Self, Box<Failure>> {
        let (name, _) = header_pair(name, HeaderValue::from_static(""))?;
        let is_grpc = name == "grpc-timeout";
        Ok(Self { name, is_grpc })
    }

    /// The value for the time that is left, rounded down, but at least 1: some servers take 0 for no limit.
    pub(crate) fn value(&self, left: Duration) -> HeaderValue {
        if self.is_grpc {
            return grpc(left);
        }
        let millis = u64::try_from(left.as_millis()).unwrap_or(u64::MAX);
        HeaderValue::from(millis.max(1))
    }
}

/// The time in the finest unit in which it has at most eight digits, by the
/// [protocol of gRPC](https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
fn grpc(left: Duration) -> HeaderValue {
    const UNITS: [(u128, char); 6] = [
        (1, 'n'),
        (1_000, 'u'),
        (1_000_000, 'm'),
        (1_000_000_000, 'S'),
        (60 * 1_000_000_000, 'M'),
        (3_600 * 1_000_000_000, 'H'),
    ];
    // The finest unit loses least. Rounding down makes a server give up early rather than late.
    let nanos = left.as_nanos().max(1);
    let fits = |&(unit, _): &(u128, char)| nanos / unit <= MOST;
    let (unit, letter) = UNITS.into_iter().find(fits).unwrap_or(UNITS[5]);
    let text = format!("{}{letter}", (nanos / unit).min(MOST));
    // Digits and a letter are always a header value.
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("1n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, left: Duration) -> String {
        let value = DeadlineHeader::new(name).unwrap().value(left);
        value.to_str().unwrap().to_owned()
    }

    #[test]
    fn grpc_timeout_has_at_most_eight_digits_and_the_finest_unit() {
        let table = [
            (Duration::ZERO, "1n"),
            (Duration::from_nanos(99_999_999), "99999999n"),
            (Duration::from_nanos(100_000_999), "100000u"),
            (Duration::from_secs(5), "5000000u"),
            (Duration::from_secs(100), "100000m"),
            (Duration::from_hours(28), "100800S"),
            (Duration::from_secs(100_000_000), "1666666M"),
            (Duration::from_mins(100_000_000), "1666666H"),
            (Duration::MAX, "99999999H"),
        ];
        for (left, expected) in table {
            assert_eq!(written("Grpc-Timeout", left), expected);
        }
    }

    #[test]
    fn any_other_header_carries_whole_milliseconds() {
        let table = [
            (Duration::ZERO, "1"),
            (Duration::from_micros(1_999), "1"),
            (Duration::from_secs(5), "5000"),
            (Duration::MAX, "18446744073709551615"),
        ];
        for (left, expected) in table {
            assert_eq!(written("x-deadline-ms", left), expected);
        }
    }
}
