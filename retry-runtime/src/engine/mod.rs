//! The engine layer.

mod attempt;
mod deadline;
mod exchange;
mod finish;
mod judged;
#[cfg(feature = "stream")]
mod resume;
mod retry_loop;

#[cfg(feature = "tracing")]
pub(crate) use self::exchange::FailedAttempt;
#[cfg(feature = "stream")]
pub(crate) use self::resume::ResumeState;
#[cfg(feature = "stream")]
pub(crate) use self::resume::resume;
pub(crate) use self::retry_loop::{prepare, run};
