//! Credentials that a client sends to its servers, fetched when they are needed.
//!
//! A token that 50 calls need is fetched once. So the client and its clones share one store
//! ([`CredentialStore`]), which numbers the credentials that it receives: a 401 to generation *g*
//! says nothing about generation *g* + 1, so a call that was refused with *g* takes *g* + 1 instead
//! of fetching again. A fetch belongs to no call. It runs in a task of its own, because the call
//! that started it may be dropped while others still wait.
//!
//! Nothing in here may send a request, decide about a repetition or know where a request goes: the
//! engine does. And nothing in here may show a secret.

mod credential;
mod fetch;
mod source;
mod store;

pub use self::credential::Credential;
pub use self::source::Credentials;
pub(crate) use self::store::{CredentialStore, FetchError, Issued};
