//! The engine layer.

mod attempt;
mod core;
mod deadline;
mod exchange;
mod finish;
mod judged;
#[cfg(feature = "stream")]
mod resume;
mod retry_loop;

pub(crate) use self::core::{Core, PendingCall};
#[cfg(feature = "stream")]
pub(crate) use self::resume::ResumeState;
#[cfg(feature = "stream")]
pub(crate) use self::resume::resume;
pub(crate) use self::retry_loop::{prepare, run};
