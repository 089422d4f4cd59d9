//! The fate of a request, as the dice fall.

use std::sync::Mutex;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use retry_client::ErrorKind;

/// The fate of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Answered,
    /// After some milliseconds.
    AnsweredLate,
    /// Before its body has been read, which is then forgotten.
    AnsweredEarly,
    /// And then the connection is closed, or goes away.
    AnsweredLast,
    /// With 503.
    Busy,
    /// With 429: it was not acted upon.
    Limited,
    /// Refused by HTTP/2, or with 429.
    Refused,
    /// Lost with the connection, or with the stream.
    Lost,
    /// Answered by half a body.
    Cut,
    /// Acted upon, and sent on by a 303.
    SentOn,
    /// Sent to another place by a 307, without acting upon it.
    Moved,
    /// Never answered.
    Stalled,
    /// The connection ends, with all that is on it.
    Ended,
    /// The connection goes away, and what is on it is not answered.
    GoneAway,
}

impl Fate {
    /// Tells whether the server says that it did nothing.
    pub(crate) fn is_refusal(self) -> bool {
        matches!(self, Self::Limited | Self::Refused | Self::Moved)
    }

    /// Tells whether it makes a hop.
    pub(crate) fn is_redirect(self) -> bool {
        matches!(self, Self::SentOn | Self::Moved)
    }

    /// Tells whether an attempt that met it may end like this, where connections do not end in the
    /// midst of anything. On a slow machine every attempt may time out.
    pub(crate) fn leads_to(self, outcome: Option<ErrorKind>) -> bool {
        use ErrorKind::{Body, Reset, Status, Timeout};
        match self {
            _ if outcome == Some(Timeout) => true,
            Self::Answered | Self::AnsweredLate | Self::AnsweredEarly | Self::AnsweredLast => {
                outcome.is_none()
            }
            Self::Busy | Self::Limited => outcome == Some(Status),
            Self::Refused => matches!(outcome, Some(Reset | Status)),
            // What was sent before a reset may never be read.
            Self::Cut => matches!(outcome, Some(Body | Reset)),
            Self::Lost => outcome == Some(Reset),
            Self::Stalled | Self::Ended | Self::GoneAway | Self::SentOn | Self::Moved => false,
        }
    }
}

/// So many of a thousand; the others are answered.
const FATES: &[(u32, Fate)] = &[
    (50, Fate::AnsweredLate),
    (30, Fate::AnsweredEarly),
    (40, Fate::AnsweredLast),
    (40, Fate::Busy),
    (30, Fate::Limited),
    (40, Fate::Refused),
    (60, Fate::Lost),
    (30, Fate::Cut),
    (30, Fate::SentOn),
    (30, Fate::Moved),
    (8, Fate::Stalled),
];

const WILD: &[(u32, Fate)] = &[(4, Fate::Ended), (4, Fate::GoneAway)];

/// Seeded, so that a run can be had again, as far as the threads allow.
pub(crate) struct Dice(Mutex<StdRng>);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }

    pub(crate) fn below(&self, end: u32) -> u32 {
        self.0.lock().unwrap().random_range(0..end)
    }

    pub(crate) fn fate(&self, is_wild: bool) -> Fate {
        let mut left = self.below(1_000);
        let wild = if is_wild { WILD } else { &[] };
        for (share, fate) in FATES.iter().chain(wild) {
            match left.checked_sub(*share) {
                None => return *fate,
                Some(rest) => left = rest,
            }
        }
        Fate::Answered
    }
}
