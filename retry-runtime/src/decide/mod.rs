//! Decisions, as pure functions from facts to a decision.
//!
//! There are three of them. [`diagnose`] reads from a transport's error what failed and how far the request got.
//! [`retry_after`] and [`quota`] read how long the server asks to wait. [`decide`] says whether there is another attempt,
//! and after which delay.
//!
//! The order of checks in `decide` is the contract: the caller's verdict, the policy, the rules for repetition, the
//! number of attempts, the time. A later rule can never override an earlier one.
//!
//! This folder must never wait, count, draw or read a clock. The loop passes in the remaining time, the time of day, and
//! the strategy as a function that is called only if there will be a wait. So a table can test every rule, and the loop
//! stays short enough to be read at once.

mod causes;
mod decimal;
mod decision;
mod hint;
mod no_connection;
mod quota;
mod redirect;
pub(crate) mod retry_after;
mod tls;
mod transfer_coding;
mod transport_error;

pub(crate) use self::causes::causes;
pub(crate) use self::decision::{
    Decision, RetryContext, decide, may_repeat, needs_proof, objection,
};
pub(crate) use self::hint::{QuotaWord, of_failure as hint_of, quota_word};
pub(crate) use self::redirect::{
    RedirectChain, RedirectLimits, RedirectTarget, RedirectedBody, is_redirect, redirect_delay,
    redirect_target,
};
pub(crate) use self::tls::client_certificate_refused;
pub(crate) use self::transfer_coding::has_unknown_framing;
pub(crate) use self::transport_error::{Phase, diagnose};
