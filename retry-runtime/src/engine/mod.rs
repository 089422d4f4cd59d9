//! The engine: the one loop that runs every call.
//!
//! It is not generic. A call is data ([`PendingCall`]) and a sink for its response, and everything that depends on the
//! user's types is behind the sink. So the loop is compiled once for all methods of all clients, and a hundred methods
//! cost the user's compiler next to nothing.
//!
//! The loop (`retry_loop`) fixes the order: a request, a decision, the release of the failed response, a wait.
//! `call_state` counts and records attempts. `attempt` makes a request and `watched` shows it to hooks; `exchange` sends
//! it and reads the response, with `judged` for calls that have a `when`, and `streamed` for bodies that are handed out
//! as they arrive. A redirect takes another turn of the loop within the same attempt (`redirect`, `chain`), and so does
//! an attempt that is repeated with other credentials (`bearing`, `credentials`). `finish` hands out the result, and
//! `resume` continues a call whose body broke off afterwards.
//!
//! Guards admit an attempt (`guarded`, with the waits in `waiting`, `turn` and `fleet`), and a hedge adds others beside
//! it (`hedged`, `race`). Both are boxed in place of a plain attempt, so the loop does not know about them, and calls
//! without them reserve no memory for them. An admission stays with the attempt through its redirects (`admission`).
//!
//! `decide` makes the decisions and knows no clock, so only this folder reads the clock and sleeps. It must never look
//! into a value, and the layers below must never call back into the loop.

mod admission;
mod another_url;
mod attempt;
mod bearing;
mod budget;
mod call_state;
mod chain;
mod circuit;
mod core;
mod credentials;
mod deadline;
mod ended;
mod entered;
mod exchange;
mod failed_attempt;
mod finish;
mod fleet;
mod flight;
mod guard_news;
mod guarded;
mod hedged;
mod judged;
mod list;
mod listening;
mod places;
mod race;
mod redirect;
#[cfg(feature = "stream")]
mod resume;
mod retry_loop;
mod shared_sink;
#[cfg(test)]
mod sizes;
mod streamed;
mod turn;
mod waiting;
mod watched;

pub(crate) use self::core::{Core, PendingCall};
#[cfg(feature = "sse")]
pub(crate) use self::list::RestartedList;
#[cfg(feature = "sse")]
pub(crate) use self::resume::give_back;
#[cfg(feature = "stream")]
pub(crate) use self::resume::{ResumeState, resume};
pub(crate) use self::retry_loop::{prepare, run};
