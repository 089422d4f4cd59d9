//! The table, in the order in which a call can meet its faults.

mod connecting;
mod framed;
mod reading;
mod redirected;
mod refused;
mod responding;
mod slow;

pub(crate) use connecting::connecting;
pub(crate) use framed::{REFUSED_STREAM, framed};
pub(crate) use reading::reading;
pub(crate) use redirected::redirected;
pub(crate) use refused::refused;
pub(crate) use responding::responding;
pub(crate) use slow::slow;
