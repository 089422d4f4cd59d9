//! A set of error kinds that fits in a constant.

use crate::error::ErrorKind;

/// Error kinds, one bit each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ErrorKinds(u16);

impl ErrorKinds {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) const DEFAULT: Self = Self::NONE
        .with(ErrorKind::Connect)
        .with(ErrorKind::Timeout)
        .with(ErrorKind::Reset)
        .with(ErrorKind::Body);

    #[track_caller]
    pub(crate) const fn with(self, kind: ErrorKind) -> Self {
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

    pub(crate) const fn contains(self, kind: ErrorKind) -> bool {
        self.0 & 1 << kind as u16 != 0
    }
}
