//! One of the attempts that a call has in flight.

use tokio::time::Instant;

use crate::transport::Trail;

/// One of the attempts that a call has in flight, usually the only one.
#[derive(Clone, Copy)]
pub(crate) struct Flight<'a> {
    /// The number of the attempt, from 1.
    pub(crate) number: u32,
    /// The number that selects its entry of a list. A hedge uses the entry of the first attempt.
    pub(crate) place: u32,
    /// True if it is sent beside the first attempt.
    pub(crate) is_hedge: bool,
    /// The connections that the attempt uses.
    pub(crate) trail: &'a Trail,
    /// The beginning of the attempt, and its end at the latest. All of its requests share them.
    pub(crate) begun: Instant,
    pub(crate) ends: Instant,
}
