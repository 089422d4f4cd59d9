//! One quota for many processes: what the clients of a fleet know of each other.
//!
//! A quota belongs to an account and not to a process, so its limits and pauses are in a [`SharedState`]
//! outside. A member never asks it for a single turn: it leases what it will need in the next tenth of a
//! second and spends that by itself. So a call seldom waits for the state, and all members know of a pause
//! as soon as their leases are over. If the state is out of reach, a member goes on with its share of the
//! limit: no call may ever fail because of it.
//!
//! Everything but the state itself is pure: the accounts of a lease ([`LeasedTurns`]), of the state in
//! memory ([`Ledger`]) and of its outages ([`Availability`]) take `now` as an argument. The engine asks and
//! waits. The limits of a fleet are in addition to the guards of the process, whose scopes a [`Fleet`] keeps
//! alive with its leases.

#[cfg(test)]
mod at_scale;
mod availability;
mod known_pause;
mod leased;
mod ledger;
mod local;
mod member;
mod quota;
mod share;
mod shared_state;

pub(crate) use self::availability::Availability;
pub(crate) use self::known_pause::KnownPause;
pub(crate) use self::leased::{LeaseStep, LeasedTurns};
#[cfg(feature = "testing")]
pub(crate) use self::ledger::Ledger;
pub use self::local::LocalState;
pub(crate) use self::member::{Fleet, FleetScope};
pub use self::quota::Quota;
pub use self::shared_state::{
    BUSY, HORIZON, Lease, LeaseRequest, MEMBERSHIP, PauseRequest, SharedState,
};
