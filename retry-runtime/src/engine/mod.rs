//! The engine: one loop through which every call goes, whatever its declaration.
//!
//! It is not generic. A call is data ([`PendingCall`]) and a sink for its response; what the user's
//! types need is behind the sink. So the loop is compiled once for all methods of all clients, and
//! a hundred of them cost the user's compiler next to nothing.
//!
//! The loop (`retry_loop`) has the order of things: a request, a decision, the release of what
//! failed, a wait. What is counted and recorded on the way is in `call_state`, so that an attempt
//! is counted in one place, when it is over. An attempt (`attempt`) makes the request and shows it
//! to hooks (`watched`); the exchange of request and response is in `exchange`, with `judged` for calls
//! that have a `when`, and `streamed` for bodies that are handed out as they arrive. A redirect takes another turn of the loop as part of the same attempt
//! (`redirect`, `chain`); an attempt that credentials did not get through is repeated with others
//! (`bearing`, `credentials`). `finish` hands out the end; `resume` comes back to a call whose body
//! broke off afterwards.
//!
//! Guards stand before an attempt (`guarded`, with its waits in `waiting`, `turn` and `fleet`), and
//! a hedge puts others beside it (`hedged`, `race`). Both are boxed and take the place of a plain
//! attempt, so the loop does not know of them, and calls without them have no room for them. What
//! guards have given an attempt goes with it from redirect to redirect (`admission`).
//!
//! Decisions are made in `decide`, which knows no clock: here are the only reads of the clock and
//! the only sleeps of a call. Nothing here looks at what a value is, and nothing below looks back
//! at the loop.

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
