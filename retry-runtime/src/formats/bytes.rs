//! Places in formats of bytes.

use std::fmt;

/// The number of bytes in front of a place.
#[derive(Clone, Copy)]
pub(super) struct Byte(pub(super) usize);

impl Byte {
    /// The place in `whole` of which `rest` is still to be read.
    pub(super) fn before(rest: &[u8], whole: &[u8]) -> Self {
        Self(whole.len() - rest.len())
    }
}

impl fmt::Display for Byte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {}", self.0)
    }
}
