//! Credentials: what a client shows the servers it declares, fetched when it is needed.
//!
//! A token that 50 calls need is fetched once. So the client and its clones share one store
//! ([`CredentialStore`]), which numbers what it has been given: a 401 to generation *g* says nothing about
//! generation *g* + 1, and whoever comes with it takes that one instead of fetching again. A fetch belongs to no
//! call. It runs in a task of its own, because the call that began it may be dropped, and the others wait
//! on.
//!
//! Nothing in here sends a request, decides about a repetition, or knows where a request goes: that is the
//! engine's. And nothing in here shows a secret.

mod credential;
mod fetch;
mod source;
mod store;

pub use self::credential::Credential;
pub use self::source::Credentials;
pub(crate) use self::store::{CredentialStore, FetchError, Issued};
