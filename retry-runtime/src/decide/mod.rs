//! Decisions, as pure functions: facts in, a decision out.
//!
//! Three questions are answered here. What does a transport's error say, and how far did the request get
//! ([`diagnose`])? How long does the server ask to wait ([`retry_after`], [`quota`])? Is there another attempt, and after
//! which delay ([`decide`])? The order of checks in `decide` is the contract: the caller's verdict,
//! then the policy, then section "what may be repeated", then the number of attempts, then time.
//! A rule that stands further up cannot be bought off by one below it.
//!
//! Nothing here may wait, count, draw or read a clock. The loop passes the time that is left, the strategy
//! as a function that is asked only if there will be a wait, and the time of day. So every rule can be
//! tested by a table, and the loop stays short enough to be read at once.

mod causes;
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
