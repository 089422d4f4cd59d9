//! An origin, in the form that the rest of the crate holds.

use std::fmt;
use std::sync::Arc;

use crate::transport::built::place::Place;

/// An origin with the pool of its connections. Cheap to clone; clones share the pool.
#[derive(Clone)]
pub(crate) struct Origin(pub(crate) Arc<Place>);

/// The parts that a span shows.
#[cfg(feature = "tracing")]
impl Origin {
    pub(crate) fn host(&self) -> &str {
        self.0.address.authority.host()
    }

    pub(crate) fn port(&self) -> u16 {
        self.0.address.port()
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.address.uri)
    }
}
