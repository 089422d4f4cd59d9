//! The words and keys of `#[retry]`.

use crate::model::strategy::{Curve, KEYS};
use crate::syntax::known::Known;

/// The strategy that is a word and its waits.
pub(super) const LIST: &str = "list";

pub(super) const KNOWN: Known<'static> = Known {
    attribute: "retry",
    keys: &[
        "attempts",
        "statuses",
        "server_errors",
        "errors",
        "when",
        "until",
        "retry_after",
        "unprocessed_only",
        "before_attempt",
        // By index, since a `const` cannot concatenate slices.
        KEYS[0],
        KEYS[1],
        KEYS[2],
        KEYS[3],
        KEYS[4],
        KEYS[5],
        "off",
    ],
};

/// The names of all strategies.
pub(super) fn strategies() -> impl Iterator<Item = &'static str> {
    Curve::ALL.into_iter().map(Curve::name).chain([LIST])
}
