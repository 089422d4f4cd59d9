//! A set of kinds of failure that fits in a constant.

use crate::failure::ErrorKind;

/// Kinds of failure, one bit each.
#[derive(Clone, Copy, Debug)]
pub(super) struct ErrorKinds(u16);

impl ErrorKinds {
    pub(super) const NONE: Self = Self(0);

    pub(super) const DEFAULT: Self = Self::NONE
        .with(ErrorKind::Connect)
        .with(ErrorKind::Timeout)
        .with(ErrorKind::Reset)
        .with(ErrorKind::Body);

    #[track_caller]
    pub(super) const fn with(self, kind: ErrorKind) -> Self {
        assert!(
            matches!(
                kind,
                ErrorKind::Connect
                    | ErrorKind::Timeout
                    | ErrorKind::Reset
                    | ErrorKind::Body
                    | ErrorKind::Decode
            ),
            "`errors` takes `Connect`, `Timeout`, `Reset`, `Body` and `Decode`"
        );
        Self(self.0 | 1 << kind as u16)
    }

    pub(super) const fn contains(self, kind: ErrorKind) -> bool {
        self.0 & 1 << kind as u16 != 0
    }
}
