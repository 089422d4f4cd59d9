//! Clients and servers under load, in virtual time: the calls are real, and only the clock and the network are not.

pub(crate) mod chart;
pub(crate) mod clients;
pub(crate) mod hedges;
pub(crate) mod load;
pub(crate) mod scenes;
pub(crate) mod server;
