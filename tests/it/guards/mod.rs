//! Guards: what the calls of one client know of each other.

mod behind_pauses;
mod budget;
mod circuit_breaker;
mod concurrency;
mod downloads;
mod dropped;
mod fleet;
mod fleet_at_scale;
mod followed_quota;
mod hedge;
mod quota_over_sockets;
mod rate_limit;
mod redirected;
mod steered;
mod trouble;
