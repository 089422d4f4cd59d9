//! The table, in the order in which a call can meet its faults.

mod answering;
mod connecting;
mod framed;
mod reading;
mod slow;

pub(crate) use answering::answering;
pub(crate) use connecting::connecting;
pub(crate) use framed::{REFUSED_STREAM, framed};
pub(crate) use reading::reading;
pub(crate) use slow::slow;
