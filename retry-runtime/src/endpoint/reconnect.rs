//! The circumstances in which a stream of events connects again.

/// The circumstances in which a stream of events connects again, as set by `reconnect = …` on the verb.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reconnect {
    /// After a loss, and after its end if the verb is GET: a stream read by GET may go on, while the response to a
    /// POST is complete.
    #[default]
    ByVerb,
    /// After a loss and after its end.
    Always,
    /// After a loss only.
    OnLoss,
    /// Never.
    Never,
}

#[cfg(feature = "sse")]
impl Reconnect {
    pub(crate) fn is_wanted(self, verb: &str, was_lost: bool) -> bool {
        match self {
            Self::ByVerb => was_lost || verb == "GET",
            Self::Always => true,
            Self::OnLoss => was_lost,
            Self::Never => false,
        }
    }
}
