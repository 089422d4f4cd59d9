//! One of the attempts that a call has in flight.

use crate::transport::Trail;

/// One of the attempts that a call has in flight: mostly the only one.
#[derive(Clone, Copy)]
pub(crate) struct Flight<'a> {
    /// The number of the attempt, from 1.
    pub(crate) number: u32,
    /// The number that says which entry of a list it goes to: a hedge goes where the first attempt goes.
    pub(crate) place: u32,
    /// Sent beside the first attempt.
    pub(crate) is_hedge: bool,
    /// The connection that it goes over.
    pub(crate) trail: &'a Trail,
}
